import { describe, expect, it } from 'vitest';
import { anomalyMonitorExists } from '../../../src/checks/account/anomaly-monitors.js';
import { budgetExists } from '../../../src/checks/account/budgets.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { organizationRow, seenByMember } from '../organizations/rows.js';
import { accountRow } from './rows.js';
import { alert, budget, monitor, subscription } from './spending-rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const hidden = { gaps: [gap('any:Call', { region: 'global' })] };

describe('account-budget-exists', () => {
  const one = async (budgets: Facts, organization: Facts = []) =>
    (
      await judge(
        budgetExists,
        world({
          'account.accounts': [accountRow()],
          'account.budgets': budgets,
          'organizations.organization': organization,
        }),
      )
    )[0];

  it('passes a budget that tells somebody', async () => {
    expect(await one([budget('silent', {}, []), budget('monthly')])).toMatchObject({
      verdict: 'PASS',
      message: 'budget monthly tells somebody',
    });
  });

  it('fails none, silent ones, ended ones and those of anything but costs', async () => {
    expect((await one([]))?.message).toBe('there is no budget of costs');
    expect((await one([budget('silent', {}, [])]))?.message).toBe('nobody is told by the budgets: silent');
    expect((await one([budget('old', { End: '2025-12-31T00:00:00.000Z' })]))?.verdict).toBe('FAIL');
    expect((await one([budget('plans', { BudgetType: 'SAVINGS_PLANS_UTILIZATION' })]))?.verdict).toBe('FAIL');
  });

  it('fails alerts that wait for many times the spend that AWS expects', async () => {
    const far = await one([budget('far', { BudgetLimit: 10_000 })]);
    expect(far?.message).toBe('every alert waits for more than 10 times the spend that AWS expects: far');
    const near = [alert(), alert({ Threshold: 5 })];
    expect((await one([budget('far', { BudgetLimit: 10_000 }, near)]))?.verdict).toBe('PASS');
    expect(
      (await one([budget('far', {}, [alert({ Threshold: 601, ThresholdType: 'ABSOLUTE_VALUE' })])]))?.verdict,
    ).toBe('FAIL');
    expect((await one([budget('new', { BudgetLimit: 10_000, ForecastedSpend: null })]))?.verdict).toBe('PASS');
    expect((await one([budget('planned', { BudgetLimit: null })]))?.verdict).toBe('PASS');
  });

  it('does not fail a member account whose bill another account pays', async () => {
    expect((await one([], [organizationRow()]))?.verdict).toBe('FAIL');
    const member = await one([], [seenByMember()]);
    expect(member?.verdict).toBe('NOT_AVAILABLE');
    expect(member?.message).toContain('444455556666, which pays its bill');
    expect((await one([budget('monthly')], [seenByMember()]))?.verdict).toBe('PASS');
  });

  it('does not guess', async () => {
    expect((await one(hidden))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one([], hidden))?.verdict).toBe('NOT_AVAILABLE');
    const dark = budget('dark', {}, gap('budgets:DescribeNotificationsForBudget', { region: 'global' }));
    expect((await one([dark]))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one([dark, budget('monthly')]))?.verdict).toBe('PASS');
  });
});

describe('account-anomaly-monitor-exists', () => {
  const one = async (monitors: Facts, subscriptions: Facts, organization: Facts = []) =>
    (
      await judge(
        anomalyMonitorExists,
        world({
          'account.accounts': [accountRow()],
          'account.anomalyMonitors': monitors,
          'account.anomalySubscriptions': subscriptions,
          'organizations.organization': organization,
        }),
      )
    )[0];

  it('passes a monitor that somebody hears of', async () => {
    expect(await one([monitor('services')], [subscription(['services'], 'CONFIRMED')])).toMatchObject({
      verdict: 'PASS',
      message: 'subscription finance tells somebody (DAILY)',
    });
  });

  it('fails no monitor, and monitors that nobody hears of', async () => {
    expect((await one([], []))?.message).toBe('there is no anomaly monitor');
    expect((await one([monitor('services')], []))?.message).toContain('nobody is told');
    expect((await one([monitor('services')], [subscription(['services'], 'DECLINED')]))?.verdict).toBe('FAIL');
    expect((await one([monitor('services')], [subscription(['gone'], 'CONFIRMED')]))?.verdict).toBe('FAIL');
    expect((await one([monitor('services')], [subscription(['services'])]))?.verdict).toBe('FAIL');
  });

  it('does not fail a member account, and does not guess', async () => {
    expect((await one([], [], [seenByMember()]))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one(hidden, []))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one([monitor('services')], hidden))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one([], [], hidden))?.verdict).toBe('NOT_AVAILABLE');
  });
});
