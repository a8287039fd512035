import type { At, Handler } from '../server/stub.js';

/** What the shop's metrics are, each day alike, by `MetricName dimension dimension`; no data points for any other. */
const values: Record<string, number | { region: string; value: number }> = {
  'ConsumedReadCapacityUnits bookings': 400_000,
  'ConsumedWriteCapacityUnits bookings': 90_000,
  'ConsumedWriteCapacityUnits bookings by-guest': 90_000,
  'ProvisionedReadCapacityUnits bookings': 20,
  'ProvisionedWriteCapacityUnits bookings': 20,
  'ConsumedWriteCapacityUnits catalog': 500,
  'ConsumedWriteCapacityUnits orders': 700,
  'SuccessfulRequestLatency catalog Query': { region: 'eu-north-1', value: 60 },
  'TotalTransactions shop': 900,
  'ClusterStorageSize shop': 4_000_000_000,
  'ClusterStorageSize shop-south': 4_000_000_000,
  'MultiRegionWriteDPU shop': 120,
  'TotalRequestCount catalog-cache': 10,
  'ItemCacheHits catalog-cache': 1,
  'ItemCacheMisses catalog-cache': 9,
};
/** Metrics of the first and of the second half of what is asked alone: what was moved, and where to. */
const ended = ['ConsumedWriteCapacityUnits orders'];
const begun = ['TotalTransactions shop'];

interface Query {
  Id: string;
  MetricStat: {
    Metric: { MetricName: string; Dimensions?: { Value: string }[] };
    Period: number;
    Stat: string;
  };
}
/** Times are seconds since 1970, as the protocol has them. */
interface Input {
  StartTime: number;
  EndTime: number;
  MetricDataQueries: Query[];
}

/** CloudWatch of the shop: one value a period, complete at once. */
export const metrics: Record<string, Handler> = {
  'cloudwatch:GetMetricData': ({ EndTime, MetricDataQueries, StartTime }: Input, { region }: At) => ({
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric, Period, Stat } }) => {
      const name = [Metric.MetricName, ...(Metric.Dimensions ?? []).map(one => one.Value)].join(' ');
      const told = values[name];
      const value = typeof told === 'object' ? (told.region === region ? told.value : undefined) : told;
      const periods = value === undefined ? 0 : Math.round((EndTime - StartTime) / Period);
      const each = (value ?? 0) * (Stat === 'Sum' ? Period / 86_400 : 1);
      const first = begun.includes(name) ? Math.floor(periods / 2) : 0;
      const end = ended.includes(name) ? Math.floor(periods / 2) : periods;
      const places = Array.from({ length: end - first }, (_, at) => at + first);
      return {
        Id,
        StatusCode: 'Complete',
        Timestamps: places.map(at => new Date((StartTime + at * Period) * 1000)),
        Values: places.map(() => each),
      };
    }),
  }),
};
