import { describe, expect, it } from 'vitest';
import { smsBounded } from '../../../src/checks/cognito/sms.js';
import type { UserPool } from '../../../src/checks/cognito/user-pools.js';
import type { MetricSeries } from '../../../src/core/metrics.js';
import { gap, judge, world } from '../../support/world.js';
import { daily } from '../apigateway/rows.js';
import { poolRow } from './rows.js';

const sends = { SmsConfiguration: { SnsRegion: 'eu-north-1', EndUserMessaging: false } };
const limit = (MonthlySpendLimit: number | null) => ({ sms: { MonthlySpendLimit } });
/** What the months cost, USD: September, October, and November so far. */
const spent = (september: number, october: number, november: number): { smsSpent: object } => {
  const series: MetricSeries = daily();
  const at = (day: string) => (Date.parse(day) - Date.parse(series.Start)) / 86_400_000;
  series.Values[at('2026-09-30')] = september;
  series.Values[at('2026-10-31')] = october;
  series.Values[at('2026-11-20')] = november;
  return { smsSpent: { SMSMonthToDateSpentUSD: series } };
};
const judged = async (more: Partial<UserPool>, details: Record<string, unknown>) =>
  (await judge(smsBounded, world({ 'cognito.userPools': [poolRow('a', more, details)] })))[0];

describe('a pool that sends text messages to anyone who signs up', () => {
  it.each([
    ['a low limit', { ...limit(50), ...spent(2, 2, 2) }, 'PASS'],
    ['a high limit', { ...limit(200), ...spent(2, 2, 2) }, 'FAIL'],
    ['a high limit and a web ACL', { ...limit(200), ...spent(2, 2, 2), webAcl: { Name: 'w', ARN: 'w' } }, 'PASS'],
    ['a rise this month', { ...limit(50), ...spent(10, 10, 16) }, 'FAIL'],
    ['a rise last month', { ...limit(50), ...spent(10, 16, 3) }, 'FAIL'],
    ['a rise by half', { ...limit(50), ...spent(10, 15, 3) }, 'PASS'],
    ['a rise of cents', { ...limit(50), ...spent(0.1, 0.9, 0.2) }, 'PASS'],
    ['a first month', { ...limit(50), ...spent(0, 20, 20) }, 'PASS'],
    ['a rise and a limit that is not told', { ...limit(null), ...spent(10, 40, 0) }, 'FAIL'],
    ['a limit that is not told', { ...limit(null), ...spent(10, 10, 0) }, 'NOT_AVAILABLE'],
  ])('with %s', async (_what, details, verdict) => {
    expect((await judged(sends, details))?.verdict).toBe(verdict);
  });

  it('frees what the rise costs, told by AWS, and nothing where only the limit is high', async () => {
    const risen = await judged(sends, { ...limit(50), ...spent(10, 30, 3) });
    expect(risen?.saving).toEqual({
      releases: [],
      told: { usd: 20, by: 'cloudwatch:GetMetricData' },
      estimated: true,
    });
    expect((await judged(sends, { ...limit(200), ...spent(0, 0, 0) }))?.saving).toEqual({ releases: [] });
  });

  it('is undecided where it sends through End User Messaging', async () => {
    const other = { SmsConfiguration: { SnsRegion: null, EndUserMessaging: true } };
    expect((await judged(other, {}))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(other, { webAcl: { Name: 'w', ARN: 'w' } }))?.verdict).toBe('PASS');
  });

  it.each([
    ['webAcl', 'wafv2:GetWebACLForResource'],
    ['sms', 'sns:GetSMSAttributes'],
    ['smsSpent', 'cloudwatch:GetMetricData'],
  ])('waits for %s', async (name, api) => {
    const found = await judged(sends, { ...limit(200), ...spent(2, 2, 2), [name]: gap(api) });
    expect(found?.verdict).toBe('NOT_AVAILABLE');
  });
});

it('a pool without messages, or whose users only its administrators make, is out of scope', async () => {
  expect((await judged({}, {}))?.verdict).toBe('NOT_APPLICABLE');
  expect((await judged({ ...sends, AllowAdminCreateUserOnly: true }, {}))?.verdict).toBe('NOT_APPLICABLE');
});
