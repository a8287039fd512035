import type { Handler } from '../server/stub.js';

/** What the shop's metrics are, each day alike, by `MetricName last-dimension`; no data points for any other. */
const values: Record<string, number> = {
  'Invocations search': 40,
  'Errors search': 10,
  'Duration search': 8000,
  'Requests d1shop': 5,
  'IncomingBytes shop/orders': 100_000_000,
  'SuccessPercent front-page': 100,
  'MetricUpdate to-vendor': 1000,
  'IncomingRecords to-vendor': 10,
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
      const value = values[`${Metric.MetricName} ${Metric.Dimensions?.at(-1)?.Value}`];
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
