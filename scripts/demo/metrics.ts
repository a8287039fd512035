import { metricPoints } from '../../test/server/metric-points.js';
import type { Handler } from '../../test/server/stub.js';

/** Metrics of the sample account that have values: each day's, by name and value of the first dimension. */
export const metrics: Record<string, Handler> = {
  'cloudwatch:GetMetricData': metricPoints({
    'IncomingBytes cloudtrail/lodge': 148_000_000,
    'IncomingBytes /aws/lambda/payments-webhook': 96_000_000,
    'IncomingBytes /aws/lambda/search-listings': 1_310_000_000,
    'IncomingBytes /aws/lambda/expire-holds': 4_100_000,
    'IncomingBytes /aws/lambda/send-mail': 9_700_000,
    'IncomingBytes /lodge/web-access': 61_000_000,
    'IncomingBytes /aws/lambda/us-east-1.listing-redirects': 2_300_000,
    'SuccessPercent front-page': 100,
    'SuccessPercent front-page SampleCount': 288,
    'SuccessPercent old-booking-flow': 0,
    'SuccessPercent old-booking-flow SampleCount': 288,
    'MetricUpdate monitoring-trial': 46_000,
    'IncomingRecords monitoring-trial': 2_900,
    'DeliveryToHttpEndpoint.Success monitoring-trial': 0,
  }),
};
