import { type Aws, call } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { Bucket } from './buckets.js';

const sdk = () => import('./sdk.js');

/** The call behind `listBuckets`. */
export const listBucketsCall = call('s3:ListBuckets', 's3:ListAllMyBuckets');

/** Every general purpose bucket of the account; asked once an audit. */
export const listBuckets = (aws: Aws): Promise<Bucket[]> =>
  aws.once('s3:ListBuckets', async () => {
    const { paginateListBuckets, S3Client } = await sdk();
    const found: Bucket[] = [];
    // AWS tells a bucket's region only in the paged form of this call, which asking for a page size selects.
    for await (const page of paginateListBuckets({ client: aws.client(S3Client), pageSize: 1000 }, {})) {
      for (const { Name = '', BucketRegion, CreationDate } of page.Buckets ?? []) {
        found.push({
          Name,
          BucketArn: `arn:${aws.partition}:s3:::${Name}`,
          BucketRegion: BucketRegion ?? '',
          CreationDate: isoOf(CreationDate),
        });
      }
    }
    return found;
  });

/** S3 answers questions about a bucket in the bucket's own region only, audited or not. */
export const at = (bucket: Bucket, aws: Aws): Aws => (bucket.BucketRegion ? aws.in(bucket.BucketRegion) : aws);

/** The call behind `storageMetricsIn`. */
export const listMetricsCall = call('cloudwatch:ListMetrics');

/** One metric that S3 sends to CloudWatch once a day. */
export interface NamedMetric {
  BucketName: string;
  MetricName: string;
  StorageType: string;
}

/** The storage metrics of a region's buckets that had a value in the last two weeks: none of a bucket that is empty. */
export const storageMetricsIn = (aws: Aws): Promise<NamedMetric[]> =>
  aws.once('s3:storage metrics', async () => {
    const { CloudWatchClient, paginateListMetrics } = await import('../cloudwatch/sdk.js');
    const found: NamedMetric[] = [];
    const ofStorage = { Namespace: 'AWS/S3', Dimensions: [{ Name: 'StorageType' }] };
    for await (const page of paginateListMetrics({ client: aws.client(CloudWatchClient) }, ofStorage)) {
      for (const { MetricName = '', Dimensions = [] } of page.Metrics ?? []) {
        const of = (name: string): string => Dimensions.find(({ Name }) => Name === name)?.Value ?? '';
        found.push({ BucketName: of('BucketName'), MetricName, StorageType: of('StorageType') });
      }
    }
    return found;
  });
