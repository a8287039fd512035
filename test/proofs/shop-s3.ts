import { type At, type Handler, StubError } from '../server/stub.js';

const home = 'eu-north-1';
const stored: Record<string, string[]> = { [home]: ['shop-trail', 'shop-photos'], 'us-east-1': ['shop-logs'] };
interface OfBucket {
  Bucket: string;
}
const metricOf = (MetricName: string, BucketName: string, StorageType: string) => ({
  Namespace: 'AWS/S3',
  MetricName,
  Dimensions: [
    { Name: 'BucketName', Value: BucketName },
    { Name: 'StorageType', Value: StorageType },
  ],
});
const absent = (code: string) => new StubError(code, 'There is none', 404);

/** What the buckets of the shop hold, and how they are kept. */
export const contents: Record<string, Handler> = {
  'cloudwatch:ListMetrics': (_input, { region }: At) => ({
    Metrics: (stored[region] ?? []).flatMap(name => [
      metricOf('BucketSizeBytes', name, 'StandardStorage'),
      metricOf('NumberOfObjects', name, 'AllStorageTypes'),
    ]),
  }),
  's3:GetBucketLifecycleConfiguration': ({ Bucket }: OfBucket) => {
    if (Bucket !== 'shop-trail') throw absent('NoSuchLifecycleConfiguration');
    return {
      Rules: [
        {
          ID: 'keep-a-year',
          Status: 'Enabled',
          Filter: {},
          Expiration: { Days: 365 },
          NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    };
  },
  's3:ListMultipartUploads': () => ({
    Uploads: [{ Key: 'film.mov', UploadId: 'u-1', Initiated: new Date('2026-02-03T08:00:00Z') }],
    IsTruncated: false,
  }),
  's3:ListParts': () => ({ Parts: [{ PartNumber: 1, Size: 5 * 1024 ** 3 }], IsTruncated: false }),
  's3:GetObjectLockConfiguration': () => {
    throw absent('ObjectLockConfigurationNotFoundError');
  },
  's3:GetBucketReplication': ({ Bucket }: OfBucket) => {
    if (Bucket !== 'shop-photos') throw absent('ReplicationConfigurationNotFoundError');
    const Destination = { Bucket: 'arn:aws:s3:::shop-logs' };
    return {
      ReplicationConfiguration: {
        Role: 'arn:aws:iam::123456789012:role/copy',
        Rules: [{ ID: 'all', Status: 'Enabled', Destination }],
      },
    };
  },
  's3:GetBucketWebsite': () => {
    throw absent('NoSuchWebsiteConfiguration');
  },
  's3:GetBucketEncryption': () => ({
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
  }),
  's3:ListBucketMetricsConfigurations': ({ Bucket }: OfBucket) => ({
    IsTruncated: false,
    ...(Bucket === 'shop-trail' ? {} : { MetricsConfigurationList: [{ Id: 'whole' }] }),
  }),
  's3express:ListDirectoryBuckets': (_input, { region }: At) => ({
    Buckets: region === home ? [{ Name: 'shop--eun1-az1--x-s3', CreationDate: new Date('2026-01-01T00:00:00Z') }] : [],
  }),
  's3express:GetBucketLifecycleConfiguration': () => {
    throw absent('NoSuchLifecycleConfiguration');
  },
};
