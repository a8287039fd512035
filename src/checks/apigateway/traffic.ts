import type { MetricQuery } from '../../core/metrics.js';

/** How many whole days metrics of APIs are read. */
export const metricDays = 90;

/** The daily sum of a metric of API Gateway. */
export const trafficOf = (MetricName: string, Dimensions: Record<string, string>): MetricQuery => ({
  Namespace: 'AWS/ApiGateway',
  MetricName,
  Dimensions,
  Statistic: 'Sum',
  Days: metricDays,
});
