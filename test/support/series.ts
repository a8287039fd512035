import type { MetricSeries } from '../../src/core/metrics.js';

/** The time of collection of every world. */
const today = Date.parse('2026-11-22T00:00:00.000Z');

/** A series of whole days up to and with today; `value` is told how many days ago each was. */
export const daily = (value: (daysAgo: number) => number | null = () => null, days = 90): MetricSeries => ({
  Start: new Date(today - days * 86_400_000).toISOString(),
  Period: 86_400,
  Values: Array.from({ length: days + 1 }, (_, at) => value(days - at)),
});

/** Nothing at all; so much each day; so much each day until that many days ago. */
export const silent = daily();
export const each = (value: number): MetricSeries => daily(() => value);
export const until = (daysAgo: number, value = 100): MetricSeries => daily(ago => (ago >= daysAgo ? value : null));
/** Nothing before that many days ago. */
export const since = (daysAgo: number, value = 100): MetricSeries => daily(ago => (ago <= daysAgo ? value : null));

/** A series of hours; `value` is told the hour of the day. */
export const hourly = (value: (hour: number) => number | null = () => null, days = 30): MetricSeries => ({
  Start: new Date(today - days * 86_400_000).toISOString(),
  Period: 3600,
  Values: Array.from({ length: (days + 1) * 24 }, (_, at) => value(at % 24)),
});
