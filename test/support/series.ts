import type { MetricSeries } from '../../src/core/metrics.js';

/** The day that ends the series of test worlds, which are of 2026-11-22. */
const today = Date.parse('2026-11-22T00:00:00.000Z');

/** 90 whole days and today, with these values so many days ago and no data points elsewhere. */
export const daily = (byDaysAgo: Readonly<Record<number, number>> = {}, days = 90): MetricSeries => ({
  Start: new Date(today - days * 86_400_000).toISOString(),
  Period: 86_400,
  Values: Array.from({ length: days + 1 }, (_, at) => byDaysAgo[days - at] ?? null),
});

/** The same value on each of the last `days` days and today. */
export const steady = (value: number, days = 90): MetricSeries =>
  daily(Object.fromEntries(Array.from({ length: days + 1 }, (_, ago) => [ago, value])));
