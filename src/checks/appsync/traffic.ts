import type { MetricQuery, Statistic } from '../../core/metrics.js';

/** How many whole days metrics of APIs are read. */
export const metricDays = 90;

/** A daily metric of AppSync. */
export const trafficOf = (
  MetricName: string,
  Dimensions: Record<string, string>,
  Statistic: Statistic = 'Sum',
): MetricQuery => ({ Namespace: 'AWS/AppSync', MetricName, Dimensions, Statistic, Days: metricDays });
