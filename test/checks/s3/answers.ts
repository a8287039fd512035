/** A storage metric as ListMetrics tells it. */
export const metricOf = (BucketName: string, MetricName = 'BucketSizeBytes', StorageType = 'StandardStorage') => ({
  Namespace: 'AWS/S3',
  MetricName,
  Dimensions: [
    { Name: 'StorageType', Value: StorageType },
    { Name: 'BucketName', Value: BucketName },
  ],
});

/** What ListMetrics answers where these buckets hold something in Standard. */
export const storageAnswer = (...names: string[]) => ({
  Metrics: names.flatMap(name => [metricOf(name), metricOf(name, 'NumberOfObjects', 'AllStorageTypes')]),
});

interface Query {
  Id: string;
  MetricStat: { Metric: { MetricName: string; Dimensions: { Name: string; Value: string }[] } };
}

/** Answers each metric in full with one value of today, which `value` tells from its name and dimensions. */
export const metricsAnswer =
  (value: (name: string, dimensions: Record<string, string>) => number, seen: Query[] = []) =>
  ({ EndTime, MetricDataQueries }: { EndTime: number; MetricDataQueries: Query[] }) => {
    seen.push(...MetricDataQueries);
    return {
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric } }) => ({
        Id,
        StatusCode: 'Complete',
        Timestamps: [new Date((EndTime - 86_400) * 1000)],
        Values: [value(Metric.MetricName, Object.fromEntries(Metric.Dimensions.map(one => [one.Name, one.Value])))],
      })),
    };
  };
