import { check, fail, pass, saw } from '../../core/check.js';
import type { MetricSeries } from '../../core/metrics.js';
import { type Saving, saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { userPools } from './user-pools.js';

/** A rise by half of less than this is noise, USD a month. */
const leastRise = 1;

export const smsBounded = check({
  id: 'cognito-sms-bounded',
  title: 'Text messages of user pools cannot be pumped for money',
  why: 'Where anyone can sign up with a phone number, fraudsters make the pool send thousands of messages to numbers that they earn from. You pay for each of them.',
  fix: {
    command: `aws sns set-sms-attributes --attributes MonthlySpendLimit=50 --region {region}`,
    note: 'Choose a limit that a good month needs; SNS stops sending at it. Better still: passkeys or authenticator apps in place of messages, and a web ACL with a rate limit before the pool.',
  },
  cleanUp: { does: 'change', risk: 'medium', undo: 'at once', order: 5 },
  fields: [
    'cognito-idp:DescribeUserPool.SmsConfiguration',
    'wafv2:GetWebACLForResource.WebACL',
    'sns:GetSMSAttributes.MonthlySpendLimit',
    'cloudwatch:GetMetricData.SMSMonthToDateSpentUSD',
  ],
  on: userPools.with('webAcl', 'sms', 'smsSpent'),
  params: { max_usd: 50 },
  scope: 'sends no text messages, or nobody can sign up by themselves',
  applies: pool => pool.SmsConfiguration !== null && !pool.AllowAdminCreateUserOnly,
  test(pool, _tables, { params, now }) {
    if (pool.webAcl) {
      const seen = saw('wafv2:GetWebACLForResource', 'WebACL', pool.webAcl.Name);
      return pass(`the web ACL ${pool.webAcl.Name} stands before the pool`, seen);
    }
    const { sms, smsSpent } = pool;
    if (sms === null || smsSpent === null) {
      const message = 'the pool sends through End User Messaging, whose spending limit is not read';
      cannotTell('not-collected', 'cognito-idp:DescribeUserPool', message);
    }
    const open = 'anyone can sign up, no web ACL stands before the pool, and';
    const bare = saw('wafv2:GetWebACLForResource', 'WebACL', null, 'a web ACL');
    const rise = riseOf(smsSpent.SMSMonthToDateSpentUSD, now);
    if (rise) {
      const spent = saw('cloudwatch:GetMetricData', 'SMSMonthToDateSpentUSD', rise, 'no rise by half');
      return {
        ...fail(`${open} spending on text messages rose by more than half within a month`, bare, spent),
        saving: savingOf(rise),
      };
    }
    const { MonthlySpendLimit: limit } = sms;
    if (limit === null)
      cannotTell('unexpected-answer', 'sns:GetSMSAttributes', 'SNS does not tell the spending limit of the region');
    const seen = saw('sns:GetSMSAttributes', 'MonthlySpendLimit', limit, `at most ${params.max_usd}`);
    if (limit <= params.max_usd) return pass('a spending limit bounds the text messages of the region', seen);
    return {
      ...fail(`${open} text messages have a high spending limit (MonthlySpendLimit ${limit})`, bare, seen),
      saving: saves(),
    };
  },
});

interface Rise {
  before: number;
  now: number;
}

/** A month, this one or the last, that cost over half as much again as the one before. */
function riseOf(series: MetricSeries, now: Date): Rise | undefined {
  const [current, last, earlier] = [0, 1, 2].map(back => spentIn(series, monthBefore(now, back)));
  for (const [month = 0, before = 0] of [
    [current, last],
    [last, earlier],
  ]) {
    if (before > 0 && month > before * 1.5 && month - before >= leastRise) return { before, now: month };
  }
  return undefined;
}

/** The metric counts from the first of a month on, so the highest value of a month is what it cost. */
function spentIn({ Start, Period, Values }: MetricSeries, month: string): number {
  const start = Date.parse(Start);
  const inMonth = Values.filter((_value, at) => new Date(start + at * Period * 1000).toISOString().startsWith(month));
  return Math.max(0, ...inMonth.map(value => value ?? 0));
}

/** `2026-11` of the month that lies so many months back. */
const monthBefore = (now: Date, back: number): string =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7);

const savingOf = (rise: Rise): Saving => ({
  releases: [],
  told: { usd: rise.now - rise.before, by: 'cloudwatch:GetMetricData' },
  estimated: true,
});
