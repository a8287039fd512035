import type { At, Handler } from '../../test/server/stub.js';
import { account, daysAgo } from './place.js';

const lake = `arn:aws:cloudtrail:eu-north-1:${account}:eventdatastore/4f0a7c1e-lodge`;
const expected = (amount: number) => ({ Amount: String(amount), Unit: 'USD' });

/** What was tried once and forgotten, and the one budget that somebody hears of. */
export const spending: Record<string, Handler> = {
  'cloudtrail:ListEventDataStores': (_input, { region }: At) => ({
    EventDataStores: region === 'eu-north-1' ? [{ EventDataStoreArn: lake, Name: 'lodge-audit-lake' }] : [],
  }),
  'cloudtrail:GetEventDataStore': () => ({
    EventDataStoreArn: lake,
    Name: 'lodge-audit-lake',
    Status: 'ENABLED',
    BillingMode: 'FIXED_RETENTION_PRICING',
    RetentionPeriod: 2557,
    MultiRegionEnabled: true,
    TerminationProtectionEnabled: true,
    FederationStatus: 'DISABLED',
    CreatedTimestamp: new Date(daysAgo(410)),
  }),
  'cloudtrail:ListQueries': () => ({ Queries: [] }),
  'logs:DescribeAccountPolicies': () => ({ accountPolicies: [] }),
  'budgets:DescribeBudgets': () => ({
    Budgets: [
      {
        BudgetName: 'lodge-monthly',
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: expected(700),
        CalculatedSpend: { ActualSpend: expected(423.9), ForecastedSpend: expected(578.4) },
      },
    ],
  }),
  'budgets:DescribeNotificationsForBudget': () => ({
    Notifications: [
      { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 90, ThresholdType: 'PERCENTAGE' },
    ],
  }),
  'ce:GetAnomalyMonitors': () => ({ AnomalyMonitors: [] }),
  'ce:GetAnomalySubscriptions': () => ({ AnomalySubscriptions: [] }),
};
