import type { Handler } from '../../test/server/stub.js';

/** What a metric is on a day: always the same, or by how many days before the audit. */
type Value = number | ((daysAgo: number) => number);

/** Mondays to Fridays are busier than weekends; the audit is on a Sunday. */
const weekly =
  (value: number): Value =>
  daysAgo =>
    Math.round([0, 6].includes(((-daysAgo % 7) + 7) % 7) ? value * 0.6 : value);

/** Metrics of the sample account by `MetricName dimension dimension`; no data points for any other. */
const values: Record<string, Value> = {
  'Invocations payments-webhook': weekly(410),
  'Errors payments-webhook': 2,
  'Duration payments-webhook': weekly(410 * 190),
  'Invocations payments-webhook payments-webhook:live': weekly(410),
  'ProvisionedConcurrencyUtilization payments-webhook payments-webhook:live': 0.1,
  'Invocations search-listings': weekly(5200),
  'Errors search-listings': 12,
  'Duration search-listings': weekly(5200 * 240),
  'Invocations search-listings search-listings:live': weekly(5200),
  'Invocations expire-holds': 288,
  'Duration expire-holds': 288 * 650,
  'Invocations send-mail': weekly(620),
  'Errors send-mail': weekly(150),
  'Duration send-mail': weekly(620 * 420),
  'Invocations photo-resize': weekly(180),
  'Errors photo-resize': 1,
  'Duration photo-resize': weekly(180 * 1400),
  'Invocations guest-signup': weekly(35),
  'Duration guest-signup': weekly(35 * 110),
  'Requests d2lodgeweb': weekly(41_000),
  'Requests d3lodgebeta': daysAgo => (daysAgo > 60 ? 40 : 0),
  'Invocations lodge booking-confirmed': weekly(95),
  'TriggeredRules lodge booking-confirmed': weekly(95),
  'MatchedEvents lodge': weekly(95),
  'InvocationAttemptCount default': 289,
  'Count l0dgeapi01': weekly(5600),
  'Count lodge-partner-api': 38,
  'Count lodge-partner-api v1': 38,
  'IncomingBytes API-Gateway-Execution-Logs_p4rtner0ld/v1': 2_400_000,
  'Latency l0dgechat0000000000000000a': daysAgo => (daysAgo === 71 ? 212 : 0),
  'SignInSuccesses eu-north-1_LodgeGst1 4l0dgeweb0000000000000guest': weekly(64),
  'TokenRefreshSuccesses eu-north-1_LodgeGst1 4l0dgeweb0000000000000guest': weekly(420),
  'SignInSuccesses eu-north-1_LodgeStf1 6l0dgedesk000000000000staff': weekly(11),
  SMSMonthToDateSpentUSD: 2.4,
};

interface Query {
  Id: string;
  MetricStat: { Metric: { MetricName: string; Dimensions?: { Value: string }[] } };
}
/** Times are seconds since 1970, as the protocol has them. */
interface Input {
  StartTime: number;
  EndTime: number;
  MetricDataQueries: Query[];
}
const aDay = 86_400;

/** CloudWatch of the sample account: one value a day, complete at once. */
export const metrics: Record<string, Handler> = {
  'cloudwatch:GetMetricData': ({ EndTime, MetricDataQueries, StartTime }: Input) => ({
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric } }) => {
      const value = values[[Metric.MetricName, ...(Metric.Dimensions ?? []).map(one => one.Value)].join(' ')];
      const days = value === undefined ? 0 : Math.round((EndTime - StartTime) / aDay);
      const valueAt = (day: number) => (typeof value === 'function' ? value(days - 1 - day) : value);
      return {
        Id,
        StatusCode: 'Complete',
        Timestamps: Array.from({ length: days }, (_, day) => new Date((StartTime + day * aDay) * 1000)),
        Values: Array.from({ length: days }, (_, day) => valueAt(day)),
      };
    }),
  }),
};
