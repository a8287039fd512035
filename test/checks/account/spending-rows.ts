import type { AnomalyMonitor, AnomalySubscription } from '../../../src/checks/account/anomaly-monitors.js';
import type { Budget, BudgetNotification } from '../../../src/checks/account/budgets.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

export const alert = (more: Partial<BudgetNotification> = {}): BudgetNotification => ({
  NotificationType: 'ACTUAL',
  ComparisonOperator: 'GREATER_THAN',
  Threshold: 80,
  ThresholdType: 'PERCENTAGE',
  ...more,
});

/** A budget of 100 USD a month, of which AWS expects 60, with one alert. */
export const budget = (BudgetName: string, more: Partial<Budget> = {}, notifications: unknown = [alert()]): StoredRow =>
  row(
    {
      BudgetName,
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: 100,
      ForecastedSpend: 60,
      Unit: 'USD',
      End: '2087-06-15T00:00:00.000Z',
      ...more,
    } satisfies Budget,
    { notifications },
    'global',
  );

export const monitor = (MonitorName: string): StoredRow =>
  row(
    {
      MonitorArn: `arn:aws:ce::111122223333:anomalymonitor/${MonitorName}`,
      MonitorName,
      MonitorType: 'DIMENSIONAL',
      LastEvaluatedDate: '2026-11-21',
    } satisfies AnomalyMonitor,
    {},
    'global',
  );

export const subscription = (monitors: string[], ...statuses: string[]): StoredRow =>
  row(
    {
      SubscriptionArn: 'arn:aws:ce::111122223333:anomalysubscription/1',
      SubscriptionName: 'finance',
      MonitorArnList: monitors.map(name => `arn:aws:ce::111122223333:anomalymonitor/${name}`),
      Frequency: 'DAILY',
      Subscribers: statuses.map(Status => ({ Type: 'EMAIL', Status })),
    } satisfies AnomalySubscription,
    {},
    'global',
  );
