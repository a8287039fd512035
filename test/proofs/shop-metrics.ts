import type { Handler } from '../server/stub.js';

/** What the shop's metrics are, each day alike, by `MetricName last-dimension`; no data points for any other. */
const values: Record<string, number> = {
  'Invocations search': 40,
  'Errors search': 10,
  'Duration search': 8000,
  'Requests d1shop': 5,
  'Count orders': 400_000,
  'Count prod': 400_000,
  'CacheHitCount prod': 100,
  'CacheMissCount prod': 9900,
  'IncomingBytes API-Gateway-Execution-Logs_rest-orders/prod': 2_000_000_000,
  'Latency gql-orders': 900,
  'IncomingBytes /aws/appsync/apis/gql-orders': 1_000_000_000,
  'SignInSuccesses web': 40,
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
