import type { Aws } from './collection.js';

/** The statistics that CloudWatch computes and rules use. */
export type Statistic = 'Sum' | 'Average' | 'Maximum' | 'Minimum' | 'SampleCount';

/** One metric to read: day by day, over whole UTC days up to and with today. */
export interface MetricQuery {
  Namespace: string;
  MetricName: string;
  Dimensions: Readonly<Record<string, string>>;
  Statistic: Statistic;
  /** How many whole days before today; at most 90. */
  Days: number;
  /** Seconds a value covers; default a day (86400). An hour (3600) only where a rule needs it. */
  Period?: number;
}

/** What CloudWatch told of one metric, in a complete answer: null is a period without a data point. */
export interface MetricSeries {
  /** ISO 8601, the beginning of the first period. */
  Start: string;
  Period: number;
  Values: (number | null)[];
}

/** A fact that CloudWatch tells: series by a name of the room's own. Asked together, 500 metrics a call and region. */
export interface MetricDetail<Item, Value> {
  metrics(item: Item, aws: Pick<Aws, 'account' | 'globalRegion' | 'region'>): { [K in keyof Value]: MetricQuery };
  /** The region whose CloudWatch holds them, where that is not the item's own. */
  metricRegion?(item: Item, aws: Pick<Aws, 'globalRegion' | 'region'>): string;
  /** Base facts alone tell whether it is worth asking; where not, `otherwise` is the value. */
  when?(item: Item): boolean;
  otherwise?: NoInfer<Value>;
}

const day = 86_400_000;

/** The sum of all values; a period without a data point counts as zero, which only a complete answer allows. */
export const totalOf = ({ Values }: MetricSeries): number => Values.reduce<number>((sum, one) => sum + (one ?? 0), 0);

/** The highest value; zero where there is no data point. */
export const peakOf = ({ Values }: MetricSeries): number =>
  Values.reduce<number>((most, one) => Math.max(most, one ?? 0), 0);

/** The mean over periods that have a data point; null where none has. */
export function meanOf({ Values }: MetricSeries): number | null {
  const seen = Values.filter(one => one !== null);
  return seen.length === 0 ? null : seen.reduce((sum, one) => sum + one, 0) / seen.length;
}

/** The latest value; null where there is no data point. */
export const latestOf = ({ Values }: MetricSeries): number | null => Values.findLast(one => one !== null) ?? null;

/** The UTC day (`2026-10-31`) of the last value above `floor`; null where there is none. */
export function lastActiveDay({ Start, Period, Values }: MetricSeries, floor = 0): string | null {
  const at = Values.findLastIndex(one => (one ?? 0) > floor);
  if (at < 0) return null;
  return new Date(Date.parse(Start) + at * Period * 1000).toISOString().slice(0, 10);
}

/** The UTC days (`2026-10-31`) that have a value above zero. */
export const activeDays = ({ Start, Period, Values }: MetricSeries): string[] => [
  ...new Set(
    Values.flatMap((one, at) =>
      (one ?? 0) > 0 ? [new Date(Date.parse(Start) + at * Period * 1000).toISOString().slice(0, 10)] : [],
    ),
  ),
];

/** The last `days` whole days and today, of a daily series that reaches further back. */
export function lastDays(series: MetricSeries, days: number): MetricSeries {
  const periods = Math.ceil((days + 1) * (86_400 / series.Period));
  const skipped = series.Values.length - periods;
  // What was not asked for has no values, and no beginning.
  if (skipped <= 0) return series;
  return {
    Start: new Date(Date.parse(series.Start) + skipped * series.Period * 1000).toISOString(),
    Period: series.Period,
    Values: series.Values.slice(skipped),
  };
}

/** The UTC midnight at or before a moment. */
export const midnightBefore = (now: Date): number => Math.floor(now.getTime() / day) * day;
