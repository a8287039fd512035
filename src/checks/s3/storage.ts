import { type Aws, collection } from '../../core/collection.js';
import type { MetricSeries } from '../../core/metrics.js';
import { listBuckets, listBucketsCall, listMetricsCall, type NamedMetric, storageMetricsIn } from './places.js';

/** One storage metric of a bucket: the bytes of a storage class, or the number of all objects and versions. */
export interface StorageMetric extends NamedMetric {
  BucketRegion: string;
}

/**
 * What CloudWatch keeps of what buckets hold, free of charge: old versions and the parts of unfinished uploads count
 * too. A bucket that holds nothing has no row.
 */
export const storage = collection<StorageMetric, { daily: { Daily: MetricSeries } }>({
  id: 's3.storage',
  scope: 'global',
  noun: 'storage metrics of buckets',
  none: 'no bucket holds anything',
  calls: [listBucketsCall, listMetricsCall],
  async list(aws) {
    const buckets = await listBuckets(aws);
    const regions = [...new Set(buckets.map(({ BucketRegion }) => BucketRegion || aws.region))];
    const found = await Promise.all(regions.map(region => readOrMiss(region, aws)));
    const names = new Set(buckets.map(({ Name }) => Name));
    // CloudWatch keeps the metrics of deleted buckets.
    return found.flat().filter(({ BucketName }) => names.has(BucketName));
  },
  resource: ({ BucketName, BucketRegion, MetricName, StorageType }) => ({
    id: `${BucketName}/${MetricName}/${StorageType}`,
    type: 'AWS::CloudWatch::Metric',
    region: BucketRegion,
  }),
  details: {
    daily: {
      metrics: ({ BucketName, MetricName, StorageType }) => ({
        Daily: {
          Namespace: 'AWS/S3',
          MetricName,
          Dimensions: { BucketName, StorageType },
          Statistic: 'Average',
          Days: 90,
        },
      }),
      metricRegion: ({ BucketRegion }) => BucketRegion,
    },
  },
});

async function readOrMiss(region: string, aws: Aws): Promise<StorageMetric[]> {
  try {
    const metrics = await storageMetricsIn(aws.in(region));
    return metrics.map(metric => ({ ...metric, BucketRegion: region }));
  } catch (error) {
    aws.missed({ id: region, region }, error);
    return [];
  }
}
