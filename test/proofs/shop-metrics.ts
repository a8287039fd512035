import type { Handler } from '../server/stub.js';

/** What the shop's metrics are, each day alike, by `MetricName dimension dimension`, or `MetricName last-dimension`. */
const values: Record<string, number> = {
  'AllRequests shop-logs whole': 1,
  'AllRequests shop-photos whole': 2,
  'BucketSizeBytes shop-logs StandardStorage': 3 * 1024 ** 3,
  'BucketSizeBytes shop-photos StandardStorage': 60 * 1024 ** 3,
  'BucketSizeBytes shop-trail StandardStorage': 2 * 1024 ** 3,
  'CallCount SSM GetParameter API None': 12,
  'NumberOfObjects shop-photos AllStorageTypes': 20_000,
  'Requests E1SHOP Global': 40,
  'Invocations search': 40,
  'Errors search': 10,
  'Duration search': 8000,
  'Requests d1shop': 5,
};

interface Query {
  Id: string;
  MetricStat: { Metric: { MetricName: string; Dimensions?: { Name: string; Value: string }[] } };
}
/** Times are seconds since 1970, as the protocol has them. */
interface Input {
  StartTime: number;
  EndTime: number;
  MetricDataQueries: Query[];
}
const aDay = 86_400;

/** CloudWatch of the shop: one value a day, complete at once. */
export const metrics: Record<string, Handler> = {
  'cloudwatch:GetMetricData': ({ EndTime, MetricDataQueries, StartTime }: Input) => ({
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric } }) => {
      const dimensions = (Metric.Dimensions ?? []).map(({ Value }) => Value);
      const value =
        values[`${Metric.MetricName} ${dimensions.join(' ')}`] ?? values[`${Metric.MetricName} ${dimensions.at(-1)}`];
      const days = value === undefined ? 0 : Math.round((EndTime - StartTime) / aDay);
      return {
        Id,
        StatusCode: 'Complete',
        Timestamps: Array.from({ length: days }, (_, day) => new Date((StartTime + day * aDay) * 1000)),
        Values: Array.from({ length: days }, () => value),
      };
    }),
  }),
};
