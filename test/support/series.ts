import type { MetricSeries } from '../../src/core/metrics.js';

/** The day that ends the series of test worlds, which are of 2026-11-22. */
const today = Date.parse('2026-11-22T00:00:00.000Z');

type ByDay = Readonly<Record<number, number>> | ((daysAgo: number) => number | null);

/** So many whole days and today; values by how many days ago they were, no data points elsewhere. */
export const daily = (values: ByDay = {}, days = 90): MetricSeries => ({
  Start: new Date(today - days * 86_400_000).toISOString(),
  Period: 86_400,
  Values: Array.from({ length: days + 1 }, (_, at) =>
    typeof values === 'function' ? values(days - at) : (values[days - at] ?? null),
  ),
});

/** Nothing at all. */
export const silent = daily();
/** The same value each day. */
export const steady = (value: number, days = 90): MetricSeries => daily(() => value, days);
/** So much each day until that many days ago, and nothing after. */
export const until = (daysAgo: number, value = 100): MetricSeries => daily(ago => (ago >= daysAgo ? value : null));
/** Nothing before that many days ago. */
export const since = (daysAgo: number, value = 100): MetricSeries => daily(ago => (ago <= daysAgo ? value : null));

/** A series of hours; `value` is told the hour of the day. */
export const hourly = (value: (hour: number) => number | null = () => null, days = 30): MetricSeries => ({
  Start: new Date(today - days * 86_400_000).toISOString(),
  Period: 3600,
  Values: Array.from({ length: (days + 1) * 24 }, (_, at) => value(at % 24)),
});
