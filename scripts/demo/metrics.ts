import type { Handler } from '../../test/server/stub.js';

/** What a metric is on a day: always the same, or by how many days before the audit. */
type Value = number | ((daysAgo: number) => number);

/** Mondays to Fridays are busier than weekends; the audit is on a Sunday. */
const weekly =
  (value: number): Value =>
  daysAgo =>
    Math.round([0, 6].includes(((-daysAgo % 7) + 7) % 7) ? value * 0.6 : value);
/** Used until that many days ago. */
const until =
  (last: number, value: number): Value =>
  daysAgo =>
    daysAgo >= last ? value : 0;
/** Used since that many days ago. */
const since =
  (first: number, value: number): Value =>
  daysAgo =>
    daysAgo <= first ? value : 0;

/** Metrics of the sample account by `MetricName dimension dimension`; no data points for any other. */
const values: Record<string, Value> = {
  'ConsumedReadCapacityUnits lodge-bookings': until(41, 310_000),
  'ConsumedWriteCapacityUnits lodge-bookings': until(62, 48_000),
  'ConsumedReadCapacityUnits lodge-bookings by-guest': until(41, 22_000),
  'ConsumedWriteCapacityUnits lodge-bookings by-guest': until(62, 48_000),
  'ProvisionedReadCapacityUnits lodge-bookings': 100,
  'ProvisionedWriteCapacityUnits lodge-bookings': 60,
  'ConsumedReadCapacityUnits lodge-listings': until(50, 900_000),
  'ConsumedWriteCapacityUnits lodge-listings': until(62, 6_000),
  'ConsumedReadCapacityUnits lodge-holds': weekly(86_000),
  'ConsumedWriteCapacityUnits lodge-holds': weekly(21_000),
  'ConsumedWriteCapacityUnits lodge-holds by-listing': weekly(21_000),
  'ProvisionedReadCapacityUnits lodge-holds': 40,
  'ProvisionedWriteCapacityUnits lodge-holds': 40,
  'ConsumedReadCapacityUnits lodge-sessions': weekly(240_000),
  'ConsumedWriteCapacityUnits lodge-sessions': weekly(61_000),
  'ProvisionedReadCapacityUnits lodge-pilot': 5,
  'ProvisionedWriteCapacityUnits lodge-pilot': 5,
  'TotalTransactions ld2b4c6d8f0h2j4l6n8p0r2t4v': since(64, 41_000),
  'TotalDPU ld2b4c6d8f0h2j4l6n8p0r2t4v': since(64, 9_400),
  'ClusterStorageSize ld2b4c6d8f0h2j4l6n8p0r2t4v': 31_000_000_000,
  'TotalTransactions tr1a3c5e7g9i1k3m5o7q9s1u3w': until(71, 12),
  'ClusterStorageSize tr1a3c5e7g9i1k3m5o7q9s1u3w': 640_000_000,
};

interface Query {
  Id: string;
  MetricStat: { Metric: { MetricName: string; Dimensions?: { Value: string }[] }; Period: number; Stat: string };
}
/** Times are seconds since 1970, as the protocol has them. */
interface Input {
  StartTime: number;
  EndTime: number;
  MetricDataQueries: Query[];
}
const aDay = 86_400;

/** CloudWatch of the sample account: one value a period, complete at once. */
export const metrics: Record<string, Handler> = {
  'cloudwatch:GetMetricData': ({ EndTime, MetricDataQueries, StartTime }: Input) => ({
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric, Period, Stat } }) => {
      const value = values[[Metric.MetricName, ...(Metric.Dimensions ?? []).map(one => one.Value)].join(' ')];
      const periods = value === undefined ? 0 : Math.round((EndTime - StartTime) / Period);
      const share = Stat === 'Sum' ? Period / aDay : 1;
      const valueAt = (at: number): number => {
        const daysAgo = Math.ceil((EndTime - StartTime) / aDay) - 1 - Math.floor((at * Period) / aDay);
        return (typeof value === 'function' ? value(daysAgo) : (value ?? 0)) * share;
      };
      return {
        Id,
        StatusCode: 'Complete',
        Timestamps: Array.from({ length: periods }, (_, at) => new Date((StartTime + at * Period) * 1000)),
        Values: Array.from({ length: periods }, (_, at) => valueAt(at)),
      };
    }),
  }),
};
