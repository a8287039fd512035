import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { countOf } from '../../core/counts.js';
import { accounts } from '../account/accounts.js';
import { lines } from '../cost-explorer/bill.js';
import { lastMonthOf } from '../cost-explorer/month.js';

const api = 'ce:GetCostAndUsage';
const quantity = 'ResultsByTime.Groups.Metrics.UsageQuantity';
const requests = /^Requests-Tier[12]$/;
/** Bytes at rest of every class, in GB-months. */
const stored = /^TimedStorage-.*ByteHrs$/;

export const requestVolume = check({
  id: 's3-request-volume-proportionate',
  title: 'Requests to S3 are in proportion to what it stores',
  why: 'A job that lists a bucket every second, or writes a thousand tiny objects where one would do, can cost many times what the data does; lifecycle rules save nothing of it.',
  fix: {
    byHand:
      'Turn on server access logs of the busiest buckets for a day, find who asks and for what, and let it ask less often or gather small objects.',
    note: 'Access logs are paid for as storage: delete them after that day.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 1 },
  fields: [`${api}.${quantity}`],
  on: accounts.with(),
  also: { lines: lines.with() },
  params: { max_ratio: 100_000, share: 0.5, min_usd: 1 },
  test(_account, tables, { now, params }) {
    const bill = lastMonthOf(tables.lines.all(), 'Amazon Simple Storage Service', now);
    if (bill.foreign !== undefined) return notApplicable(`its bounds are in USD, and the bill is in ${bill.foreign}`);
    const [asked, whole] = [bill.usd(requests), bill.usd()];
    const [count, gigabytes] = [bill.quantity(requests), bill.quantity(stored)];
    const seen = saw(api, quantity, count, `at most ${params.max_ratio} a GB stored`);
    const told = `${countOf(count, 'request')} cost $${asked.toFixed(2)} of $${whole.toFixed(2)} of S3 in ${bill.month}`;
    if (asked <= params.min_usd || asked <= whole * params.share) return pass(told, seen);
    if (count <= gigabytes * params.max_ratio) return pass(`${told}, for ${gigabytes.toFixed(1)} GB`, seen);
    return fail(`${told}, for only ${gigabytes.toFixed(1)} GB stored`, seen);
  },
});
