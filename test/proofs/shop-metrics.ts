import type { Handler } from '../server/stub.js';

/** What metrics of the shop are on each day, by `<metric> <values of its dimensions>`; all others have no data points. */
const values: Record<string, number> = {
  'DNSQueries Z0SHOP': 900,
  'InboundQueryVolume rslvr-in-0shop': 40,
  'HourlyDataIngested 0shop-lake IngestionMetrics': 1024 ** 3,
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

/** Answers every metric in full, each from a table by metric and values of its dimensions. */
export const metricsOf =
  (table: Readonly<Record<string, number>>): Handler =>
  ({ StartTime, EndTime, MetricDataQueries }: Input) => ({
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric, Period } }) => {
      const value = table[[Metric.MetricName, ...(Metric.Dimensions ?? []).map(({ Value }) => Value)].join(' ')];
      const count = value === undefined ? 0 : Math.floor((EndTime - StartTime) / Period);
      return {
        Id,
        StatusCode: 'Complete',
        Timestamps: Array.from({ length: count }, (_none, at) => new Date((StartTime + at * Period) * 1000)),
        Values: Array.from({ length: count }, () => value),
      };
    }),
  });

export const metrics: Record<string, Handler> = { 'cloudwatch:GetMetricData': metricsOf(values) };
