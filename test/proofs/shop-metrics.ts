import { metricPoints } from '../server/metric-points.js';
import type { Handler } from '../server/stub.js';

/** Metrics of the shop that have values: each day's, by name and value of the first dimension. */
export const metrics: Record<string, Handler> = {
  'cloudwatch:GetMetricData': metricPoints({
    'IncomingBytes shop/orders': 100_000_000,
    'SuccessPercent front-page': 100,
    'MetricUpdate to-vendor': 1000,
    'IncomingRecords to-vendor': 10,
  }),
};
