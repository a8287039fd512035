import { type At, type Handler, StubError } from '../../test/server/stub.js';
import { account, daysAgo } from './place.js';
import { buckets } from './trails.js';

interface OfBucket {
  Bucket: string;
}
const date = (days: number): Date => new Date(daysAgo(days));
const absent = (code: string): StubError => new StubError(code, 'There is none.', 404);
const abort = { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } };
const enabled = (ID: string, more: object) => ({ ID, Status: 'Enabled', Filter: {}, ...more });

/** What somebody thought of when a bucket was made; the others were left as they were. */
const rules: Record<string, object[]> = {
  'lodge-access-logs': [enabled('keep-90-days', { Expiration: { Days: 90 }, ...abort })],
  'lodge-artifacts': [enabled('old-builds', { NoncurrentVersionExpiration: { NoncurrentDays: 30 }, ...abort })],
  'lodge-trail-logs': [
    enabled('archive', { Transitions: [{ Days: 90, StorageClass: 'GLACIER' }], Expiration: { Days: 2555 } }),
    enabled('versions', { NoncurrentVersionExpiration: { NoncurrentDays: 30 }, ...abort }),
  ],
};

/** Storage classes of the buckets that hold something. */
const classes: Record<string, string[]> = {
  'lodge-access-logs': ['StandardStorage'],
  'lodge-artifacts': ['StandardStorage'],
  'lodge-media': ['StandardStorage'],
  'lodge-table-exports': ['StandardStorage'],
  'lodge-trail-logs': ['StandardStorage', 'GlacierStorage'],
  'lodge-uploads': ['StandardStorage'],
};
const metricOf = (MetricName: string, BucketName: string, StorageType: string) => ({
  Namespace: 'AWS/S3',
  MetricName,
  Dimensions: [
    { Name: 'BucketName', Value: BucketName },
    { Name: 'StorageType', Value: StorageType },
  ],
});
/** Days before the audit on which an upload of a film broke off. */
const brokenOff = [402, 388, 371, 290, 241, 160, 96, 33];

/** What Lodge's buckets hold, and how they are kept. */
export const s3: Record<string, Handler> = {
  'cloudwatch:ListMetrics': ({ Namespace }: { Namespace?: string }, { region }: At) => ({
    Metrics: Object.entries(Namespace === 'AWS/S3' ? classes : {})
      .filter(([name]) => buckets[name]?.region === region)
      .flatMap(([name, types]) => [
        ...types.map(type => metricOf('BucketSizeBytes', name, type)),
        metricOf('NumberOfObjects', name, 'AllStorageTypes'),
      ]),
  }),
  's3:GetBucketLifecycleConfiguration': ({ Bucket }: OfBucket) => {
    const Rules = rules[Bucket];
    if (!Rules) throw absent('NoSuchLifecycleConfiguration');
    return { Rules };
  },
  's3:ListMultipartUploads': ({ Bucket }: OfBucket) => ({
    IsTruncated: false,
    Uploads: (Bucket === 'lodge-uploads' ? brokenOff : []).map((days, at) => ({
      Key: `hosts/${at}/film.mov`,
      UploadId: `upload-${at}`,
      Initiated: date(days),
    })),
  }),
  's3:ListParts': () => ({
    IsTruncated: false,
    Parts: [1, 2, 3].map(PartNumber => ({ PartNumber, Size: 480 * 1024 ** 2 })),
  }),
  's3:GetObjectLockConfiguration': () => {
    throw absent('ObjectLockConfigurationNotFoundError');
  },
  's3:GetBucketReplication': ({ Bucket }: OfBucket) => {
    if (Bucket !== 'lodge-uploads') throw absent('ReplicationConfigurationNotFoundError');
    const Destination = { Bucket: 'arn:aws:s3:::lodge-uploads-backup', Account: '333344445555' };
    const Role = `arn:aws:iam::${account}:role/replicate-uploads`;
    return { ReplicationConfiguration: { Role, Rules: [{ ID: 'backup', Status: 'Enabled', Destination }] } };
  },
  's3:GetBucketWebsite': () => {
    throw absent('NoSuchWebsiteConfiguration');
  },
  's3:GetBucketEncryption': () => ({
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
  }),
  's3:ListBucketMetricsConfigurations': ({ Bucket }: OfBucket) => ({
    IsTruncated: false,
    ...(['lodge-uploads', 'lodge-table-exports'].includes(Bucket)
      ? { MetricsConfigurationList: [{ Id: 'EntireBucket' }] }
      : {}),
  }),
  's3express:ListDirectoryBuckets': () => ({ Buckets: [] }),
};
