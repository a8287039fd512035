import { BudgetsClient, CreateBudgetCommand } from '@aws-sdk/client-budgets';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { anomalyMonitors, anomalySubscriptions } from '../../../src/checks/account/anomaly-monitors.js';
import { budgets } from '../../../src/checks/account/budgets.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { DEFAULT_ACCOUNT, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const denied = (): never => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
};

describeWithMoto('the collections of budgets and anomaly monitors', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(async () => {
    stub.clear();
    await server.reset();
  });
  afterAll(() => stub.stop());

  const collected = (of: Parameters<typeof collectOne>[0], details: string[] = []) =>
    collectOne(of, { port: stub.port, details });

  it('bring nothing from an account without any', async () => {
    stub.on('ce:GetAnomalyMonitors', () => ({ AnomalyMonitors: [] }));
    stub.on('ce:GetAnomalySubscriptions', () => ({ AnomalySubscriptions: [] }));
    for (const of of [budgets, anomalyMonitors, anomalySubscriptions]) {
      expect(await collected(of)).toMatchObject({ rows: [], gaps: [] });
    }
  });

  it('budgets, with when somebody is told', async () => {
    const client = (await clients(server.port, 'us-east-1'))(BudgetsClient);
    const Notification = {
      NotificationType: 'ACTUAL' as const,
      ComparisonOperator: 'GREATER_THAN' as const,
      Threshold: 80,
    };
    await client.send(
      new CreateBudgetCommand({
        AccountId: DEFAULT_ACCOUNT,
        Budget: {
          BudgetName: 'monthly',
          BudgetType: 'COST',
          TimeUnit: 'MONTHLY',
          BudgetLimit: { Amount: '100', Unit: 'USD' },
        },
        NotificationsWithSubscribers: [
          { Notification, Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'ada@example.com' }] },
        ],
      }),
    );
    const { rows, gaps } = await collected(budgets, ['notifications']);
    expect(gaps).toEqual([]);
    expect(rows[0]?.item).toMatchObject({ BudgetName: 'monthly', BudgetType: 'COST', BudgetLimit: 100, Unit: 'USD' });
    expect(rows[0]?.details['notifications']).toEqual({
      ok: true,
      value: [
        {
          NotificationType: 'ACTUAL',
          ComparisonOperator: 'GREATER_THAN',
          Threshold: 80,
          ThresholdType: 'PERCENTAGE',
        },
      ],
    });
    expect(JSON.stringify(rows)).not.toContain('ada@example.com');
  });

  it('budgets over all pages, and what is denied by its IAM action', async () => {
    const one = (BudgetName: string) => ({
      BudgetName,
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      TimePeriod: { End: new Date('2027-01-01T00:00:00Z') },
      CalculatedSpend: { ActualSpend: { Amount: '1', Unit: 'USD' }, ForecastedSpend: { Amount: '12.5', Unit: 'USD' } },
    });
    stub.on('budgets:DescribeBudgets', pages({ Budgets: [one('a'), one('b')] }, { size: 1 }));
    stub.on('budgets:DescribeNotificationsForBudget', denied);
    const { rows } = await collected(budgets, ['notifications']);
    expect(rows.map(row => row.item)).toMatchObject([
      { BudgetName: 'a', BudgetLimit: null, ForecastedSpend: 12.5, End: '2027-01-01T00:00:00.000Z' },
      { BudgetName: 'b' },
    ]);
    expect(rows[0]?.details['notifications']).toMatchObject({
      ok: false,
      gap: { reason: 'denied', actions: ['budgets:ViewBudget'] },
    });
    stub.on('budgets:DescribeBudgets', denied);
    expect((await collected(budgets)).gaps).toMatchObject([{ actions: ['budgets:ViewBudget'], region: 'global' }]);
  });

  it('monitors and subscriptions over all pages, without addresses', async () => {
    const paging = { size: 1, takes: 'NextPageToken' };
    const monitor = (MonitorName: string) => ({ MonitorArn: `arn:${MonitorName}`, MonitorName, MonitorType: 'CUSTOM' });
    stub.on('ce:GetAnomalyMonitors', pages({ AnomalyMonitors: [monitor('a'), monitor('b')] }, paging));
    const subscription = (SubscriptionName: string) => ({
      SubscriptionArn: `arn:${SubscriptionName}`,
      SubscriptionName,
      MonitorArnList: ['arn:a'],
      Frequency: 'DAILY',
      Subscribers: [{ Address: 'ada@example.com', Type: 'EMAIL', Status: 'CONFIRMED' }],
    });
    stub.on(
      'ce:GetAnomalySubscriptions',
      pages({ AnomalySubscriptions: [subscription('x'), subscription('y')] }, paging),
    );
    const found = await collected(anomalyMonitors);
    expect(found.rows.map(row => row.item['MonitorName'])).toEqual(['a', 'b']);
    expect(found.calls).toEqual({ 'ce:GetAnomalyMonitors': 2 });
    const told = await collected(anomalySubscriptions);
    expect(told.rows[0]?.item).toEqual({
      SubscriptionArn: 'arn:x',
      SubscriptionName: 'x',
      MonitorArnList: ['arn:a'],
      Frequency: 'DAILY',
      Subscribers: [{ Type: 'EMAIL', Status: 'CONFIRMED' }],
    });
    stub.on('ce:GetAnomalyMonitors', denied);
    expect((await collected(anomalyMonitors)).gaps).toMatchObject([{ reason: 'denied', api: 'ce:GetAnomalyMonitors' }]);
    const unpaid = await collectOne(anomalySubscriptions, { port: stub.port, billedApis: false });
    expect(unpaid.gaps).toMatchObject([{ reason: 'declined' }]);
  });
});
