import { metricPoints } from '../server/metric-points.js';
import type { Handler } from '../server/stub.js';

/** Metrics of the shop that have values: each day's, by name and value of the first dimension. */
export const metrics: Record<string, Handler> = {
  'cloudwatch:GetMetricData': metricPoints({
    'Count orders': 400_000,
    'CacheHitCount orders': 100,
    'CacheMissCount orders': 9900,
    'IncomingBytes API-Gateway-Execution-Logs_rest-orders/prod': 2_000_000_000,
    'Latency gql-orders': 900,
    'IncomingBytes /aws/appsync/apis/gql-orders': 1_000_000_000,
    SMSMonthToDateSpentUSD: 3,
    'SignInSuccesses eu-north-1_guests': 40,
  }),
};
