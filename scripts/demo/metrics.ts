import type { Handler } from '../../test/server/stub.js';
import { metricsOf } from '../../test/proofs/shop-metrics.js';

/** Metrics of the sample account, each day alike, by `<metric> <values of its dimensions>`; no data points for any other. */
export const metrics: Record<string, Handler> = {
  'cloudwatch:GetMetricData': metricsOf({
    'DNSQueries Z04LODGEMAIN': 41_800,
    'DNSQueries Z07LODGETWIN': 2,
    'DNSQueries Z05CABINS': 1,
    'IncomingBytes cloudtrail/lodge': 148_000_000,
    'HourlyDataIngested 4f0a7c1e-lodge IngestionMetrics': 310_000_000,
  }),
};
