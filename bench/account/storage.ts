import { shop } from '../../test/proofs/shop.js';
import { valueOf } from '../../test/proofs/shop-metrics.js';
import { listMetrics, metricData } from '../../test/server/metric-data.js';
import { pages } from '../../test/server/pages.js';
import { type At, type Handler, StubError } from '../../test/server/stub.js';
import { copyMark, daysAgo, regions, type Size, times } from './size.js';

const gigabyte = 1024 ** 3;
const absent = (code: string) => () => {
  throw new StubError(code, 'There is none.', 404);
};

interface OfBucket {
  Bucket: string;
}
/** The bucket of the trail has none. */
const numberOf = (name: string): number => Number(name.split('-').at(-1));

const bucketsOf = (size: Size) => [
  { Name: 'example-trail-logs', BucketRegion: regions[0], CreationDate: daysAgo(400) },
  ...times(size.buckets, at => ({
    Name: `shop-${copyMark}-${at}`,
    BucketRegion: regions[at % regions.length],
    CreationDate: daysAgo(300),
  })),
];

const kinds = { BucketSizeBytes: 'StandardStorage', NumberOfObjects: 'AllStorageTypes' };

/** What CloudWatch keeps of each bucket: none is empty. */
const storageMetrics =
  (size: Size): Handler =>
  (_input, { region }: At) => ({
    Metrics: bucketsOf(size)
      .filter(bucket => bucket.BucketRegion === region)
      .flatMap(({ Name }) =>
        Object.entries(kinds).map(([MetricName, StorageType]) => ({
          Namespace: 'AWS/S3',
          MetricName,
          Dimensions: [
            { Name: 'BucketName', Value: Name },
            { Name: 'StorageType', Value: StorageType },
          ],
        })),
      ),
  });

const sizes: Readonly<Record<string, number>> = { BucketSizeBytes: 20 * gigabyte, NumberOfObjects: 40_000 };

/** The buckets of the account, one in two with a lifecycle and one in three with versions, and what CloudWatch tells of them and of the shop. */
export const storageAnswers = (size: Size): Record<string, Handler> => ({
  's3:ListBuckets': pages({ Buckets: bucketsOf(size) }, { size: 1000, takes: 'ContinuationToken' }),
  's3:GetBucketAcl': () => ({ Owner: { ID: 'owner' }, Grants: [] }),
  's3:GetBucketPolicyStatus': () => ({ PolicyStatus: { IsPublic: false } }),
  's3:GetPublicAccessBlock': () => ({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: false,
    },
  }),
  's3control:GetPublicAccessBlock': absent('NoSuchPublicAccessBlockConfiguration'),
  's3:GetBucketLogging': () => ({}),
  's3:GetBucketVersioning': (({ Bucket }: OfBucket) =>
    numberOf(Bucket) % 3 === 0 ? { Status: 'Enabled', MFADelete: 'Disabled' } : {}) as Handler,
  's3:GetBucketLifecycleConfiguration': (({ Bucket }: OfBucket) => {
    if (numberOf(Bucket) % 2 !== 0) return absent('NoSuchLifecycleConfiguration')();
    return {
      Rules: [
        {
          ID: 'keep',
          Status: 'Enabled',
          Filter: {},
          NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    };
  }) as Handler,
  's3:ListMultipartUploads': () => ({ IsTruncated: false }),
  's3:ListBucketMetricsConfigurations': () => ({ IsTruncated: false }),
  's3:GetBucketReplication': absent('ReplicationConfigurationNotFoundError'),
  'cloudwatch:ListMetrics': listMetrics(shop['cloudwatch:ListMetrics'], storageMetrics(size)) as Handler,
  ...metricData(asked => (asked.dimensions[0]?.includes(copyMark) ? sizes[asked.MetricName] : valueOf(asked))),
});
