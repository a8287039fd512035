import type { Handler } from '../server/stub.js';

/** What metrics of the shop have on each day: `<metric> <values of its dimensions>`; all others have no data points. */
const values: Record<string, number> = {
  'BucketSizeBytes shop-trail StandardStorage': 2 * 1024 ** 3,
  'BucketSizeBytes shop-logs StandardStorage': 3 * 1024 ** 3,
  'BucketSizeBytes shop-photos StandardStorage': 60 * 1024 ** 3,
  'NumberOfObjects shop-photos AllStorageTypes': 20_000,
  'AllRequests shop-photos whole': 2,
  'AllRequests shop-logs whole': 1,
  'Requests E1SHOP Global': 40,
  'CallCount SSM GetParameter API None': 12,
};

interface Query {
  Id: string;
  MetricStat: { Metric: { MetricName: string; Dimensions?: { Value: string }[] }; Period: number };
}
/** Times are seconds since 1970, as the protocol has them. */
interface Input {
  StartTime: number;
  EndTime: number;
  MetricDataQueries: Query[];
}

/** Answers every metric in full. */
export const metrics: Record<string, Handler> = {
  'cloudwatch:GetMetricData': ({ StartTime, EndTime, MetricDataQueries }: Input) => ({
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric, Period } }) => {
      const value = values[[Metric.MetricName, ...(Metric.Dimensions ?? []).map(({ Value }) => Value)].join(' ')];
      const count = value === undefined ? 0 : Math.floor((EndTime - StartTime) / Period);
      return {
        Id,
        StatusCode: 'Complete',
        Timestamps: Array.from({ length: count }, (_none, at) => new Date((StartTime + at * Period) * 1000)),
        Values: Array.from({ length: count }, () => value),
      };
    }),
  }),
};
