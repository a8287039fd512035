import type { At, Handler } from './stub.js';

/** What one metric is on a day: always the same, or by how many days before the last one; null: no data point. */
export type MetricValue = number | ((daysAgo: number) => number | null);

/** Which metric is asked for: its name, the values of its dimensions in the order of asking, its statistic. */
export interface AskedMetric {
  MetricName: string;
  dimensions: string[];
  Stat: string;
  region: string;
}

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

/** CloudWatch's GetMetricData, complete at once: `valueOf` tells a day's value, shared out over finer periods where it is a sum. */
export function metricData(valueOf: (asked: AskedMetric) => MetricValue | undefined): Record<string, Handler> {
  return {
    'cloudwatch:GetMetricData': ({ EndTime, MetricDataQueries, StartTime }: Input, { region }: At) => ({
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric, Period, Stat } }) => {
        const dimensions = (Metric.Dimensions ?? []).map(({ Value }) => Value);
        const value = valueOf({ MetricName: Metric.MetricName, dimensions, Stat, region });
        const share = Stat === 'Sum' || Stat === 'SampleCount' ? Period / aDay : 1;
        const days = Math.ceil((EndTime - StartTime) / aDay);
        const periods = value === undefined ? 0 : Math.round((EndTime - StartTime) / Period);
        const points = Array.from({ length: periods }, (_, at) => {
          const daysAgo = days - 1 - Math.floor((at * Period) / aDay);
          return { at, told: typeof value === 'function' ? value(daysAgo) : (value ?? null) };
        }).filter(({ told }) => told !== null);
        return {
          Id,
          StatusCode: 'Complete',
          Timestamps: points.map(({ at }) => new Date((StartTime + at * Period) * 1000)),
          Values: points.map(({ told }) => (told ?? 0) * share),
        };
      }),
    }),
  };
}

/** GetMetricData from a table by `MetricName dimension dimension`; no data points for any other. */
export const metricTable = (values: Readonly<Record<string, MetricValue>>): Handler =>
  metricData(({ MetricName, dimensions }) => values[[MetricName, ...dimensions].join(' ')])[
    'cloudwatch:GetMetricData'
  ] as Handler;

/** CloudWatch's ListMetrics over what several handlers know, by the namespace asked for. */
export const listMetrics =
  (...handlers: (Handler | undefined)[]): Handler<{ Namespace?: string }> =>
  async (input, at) => {
    const told = await Promise.all(handlers.map(async handler => handler?.(input as never, at)));
    const all = told.flatMap(answer => (answer as { Metrics?: { Namespace?: string }[] } | undefined)?.Metrics ?? []);
    return { Metrics: all.filter(({ Namespace }) => input.Namespace === undefined || Namespace === input.Namespace) };
  };
