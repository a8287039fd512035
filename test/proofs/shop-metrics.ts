import type { Handler } from '../server/stub.js';

/** What the shop's metrics are, each day alike, by `MetricName dimension dimension`; no data points for any other. */
const values: Record<string, number> = {
  'AllowedRequests shop ALL eu-north-1': 40,
  'BlockedRequests shop ALL eu-north-1': 2,
  'ConfigurationItemsRecorded AWS::EC2::NetworkInterface': 50,
  'ConfigurationItemsRecorded AWS::IAM::Role': 1,
  'IncomingBytes aws-waf-logs-shop': 2_000_000,
};

interface Query {
  Id: string;
  MetricStat: { Metric: { MetricName: string; Dimensions?: { Value: string }[] } };
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
      const value = values[[Metric.MetricName, ...(Metric.Dimensions ?? []).map(one => one.Value)].join(' ')];
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
