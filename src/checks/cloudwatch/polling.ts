import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { accounts } from '../account/accounts.js';
import { lines } from '../cost-explorer/bill.js';
import { lastMonthOf } from '../cost-explorer/month.js';

const api = 'ce:GetCostAndUsage';
const cost = 'ResultsByTime.Groups.Metrics.UnblendedCost';
const asking = /^CW:(GMD-Metrics|Requests)$/;

export const pollingModest = check({
  id: 'cloudwatch-api-polling-modest',
  title: 'Reading metrics costs little beside making them',
  why: 'GetMetricData is paid for by the metric, without a free tier. An exporter that somebody forgot, or a monitoring product that was only tried, reads every metric every minute, for ever.',
  fix: {
    byHand:
      'Find who asks by the user agent of the events GetMetricData and ListMetrics in CloudTrail; then ask less often and for fewer metrics, or stop it.',
    note: 'A metric stream may cost less than polling where a product wants every metric.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 1 },
  fields: [`${api}.${cost}`],
  on: accounts.with(),
  also: { lines: lines.with() },
  params: { min_usd: 3, share: 0.2 },
  test(_account, tables, { now, params }) {
    const bill = lastMonthOf(tables.lines.all(), 'AmazonCloudWatch', now);
    if (bill.foreign !== undefined) return notApplicable(`its bounds are in USD, and the bill is in ${bill.foreign}`);
    const [asked, whole] = [bill.usd(asking), bill.usd()];
    const seen = saw(api, cost, Number(asked.toFixed(2)), `at most ${params.min_usd}, or ${params.share} of the whole`);
    const told = `requests for metrics cost $${asked.toFixed(2)} of $${whole.toFixed(2)} of CloudWatch in ${bill.month}`;
    if (asked <= params.min_usd || asked <= whole * params.share) return pass(told, seen);
    return fail(`${told}, in ${bill.regions(asking).join(', ')}`, seen);
  },
});
