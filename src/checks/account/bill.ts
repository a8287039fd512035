import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { type BillLine, daysIn, monthBefore, monthOf } from '../../core/bill.js';
import { cannotTell } from '../../core/unavailable.js';
import { lines } from '../cost-explorer/bill.js';
import { lastMonthOf } from '../cost-explorer/month.js';
import { accounts } from './accounts.js';

const api = 'ce:GetCostAndUsage';
const cost = 'ResultsByTime.Groups.Metrics.UnblendedCost';
const quantity = 'ResultsByTime.Groups.Metrics.UsageQuantity';

/** Fees that come once a month by contract, and are no usage that could jump. */
const contracts = /^(Tax|AWS (Premium )?Support)/;

const amountIn = ({ Months }: BillLine, month: string) => Months.find(one => one.Month === month);
/** Cost a day: months have 28 to 31 of them. */
const perDay = (line: BillLine, month: string): number => (amountIn(line, month)?.Amount ?? 0) / daysIn(month);

/** Lines of one usage type and region; an export may tell its parts in several units. */
function byUsage(all: readonly BillLine[]): { name: string; same: BillLine[] }[] {
  const found = new Map<string, BillLine[]>();
  for (const line of all) {
    const name = `${line.Service} ${line.UsageType} in ${line.Region}`;
    found.set(name, [...(found.get(name) ?? []), line]);
  }
  return [...found].map(([name, same]) => ({ name, same }));
}

export const changeExplained = check({
  id: 'account-cost-change-explained',
  title: 'No usage type costs much more than in the month before',
  why: 'A bill grows where nobody looks: a forgotten test, a loop that calls itself, a backup that is never deleted. One usage type that jumps is found in a minute; a total that creeps is not.',
  fix: {
    byHand: 'Look at the usage type in Cost Explorer, grouped by resource, and find out what began to use it.',
    note: 'Net cost by service hides such a jump behind credits and behind what fell elsewhere.',
  },
  cleanUp: { does: 'decide', risk: 'none', undo: 'at once', order: 1 },
  fields: [`${api}.${cost}`],
  on: accounts.with(),
  also: { lines: lines.with() },
  params: { max_pct: 0.2, max_usd: 10 },
  test(_account, tables, { now, params }) {
    const month = monthBefore(monthOf(now));
    const before = monthBefore(month);
    const all = tables.lines.all().filter(line => line.Currency === 'USD' && !contracts.test(line.Service));
    const told = (one: string) => all.some(line => amountIn(line, one));
    if (!told(month) && !told(before)) return notApplicable('the bill has no usage in USD in the last two full months');
    if (!told(before)) return notApplicable(`the bill has no usage in ${before}, so there is nothing to compare with`);
    if (!told(month) && all.some(line => line.Source === 'export')) {
      cannotTell('not-collected', api, `the exported bill does not hold ${month}`);
    }
    const days = daysIn(month);
    const jumps = byUsage(all).flatMap(({ name, same }) => {
      const sum = (one: string) => same.reduce((usd, line) => usd + perDay(line, one), 0) * days;
      const [was, is] = [sum(before), sum(month)];
      const more = is - was;
      const isJump = more > params.max_usd && more > was * params.max_pct;
      return isJump ? [{ name, was, is, more }] : [];
    });
    if (jumps.length === 0) {
      return pass(
        `no usage type cost $${params.max_usd} and ${Math.round(params.max_pct * 100)} % more in ${month} than in ${before}`,
        saw(api, cost, 0, `at most ${params.max_usd} more`),
      );
    }
    return jumps
      .sort((a, b) => b.more - a.more)
      .map(({ name, was, is }) => ({
        ...fail(
          `${name} cost $${is.toFixed(2)} in ${month}, after $${was.toFixed(2)} in ${before} (by the day)`,
          saw(api, cost, Number(is.toFixed(2)), Number(was.toFixed(2))),
        ),
        part: name,
      }));
  },
});

export const pollingModest = check({
  id: 'account-cost-api-polling-modest',
  title: 'Cost Explorer is not polled',
  why: 'Each request to the Cost Explorer API costs a cent. A dashboard that asks every few minutes costs more than what it shows.',
  fix: {
    byHand:
      'Keep its answers for a day, as the data changes no more often, or let a Data Export write the bill to a bucket, free of charge.',
    note: 'CloudTrail tells who asks: the events are named GetCostAndUsage.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 1 },
  fields: [`${api}.${quantity}`],
  on: accounts.with(),
  also: { lines: lines.with() },
  params: { max_requests: 200 },
  test(_account, tables, { now, params }) {
    const bill = lastMonthOf(tables.lines.all(), 'AWS Cost Explorer', now);
    const { month } = bill;
    const asked = bill.quantity(/^APIRequest$/);
    const seen = saw(api, quantity, asked, `at most ${params.max_requests}`);
    if (asked <= params.max_requests) return pass(`${asked} requests to Cost Explorer in ${month}`, seen);
    const price = 'cost-explorer/APIRequest';
    return {
      ...fail(`${asked} requests to Cost Explorer in ${month}, each of which costs a cent`, seen),
      saving: { releases: [{ price, units: asked - params.max_requests, region: 'us-east-1' }] },
    };
  },
});
