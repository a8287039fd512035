import type { At, Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

/** Lake of the shop, who reads its trail's log group, and who is told when costs rise: nobody. */

const home = 'eu-north-1';
const storeArn = (name: string) => `arn:aws:cloudtrail:${home}:${accountId}:eventdatastore/${name}`;

export const spending: Record<string, Handler> = {
  'cloudtrail:ListEventDataStores': (_input, { region }: At) => ({
    EventDataStores: (region === home ? ['0shop-lake', '0shop-quiet'] : []).map(Name => ({
      EventDataStoreArn: storeArn(Name),
      Name,
    })),
  }),
  'cloudtrail:GetEventDataStore': ({ EventDataStore }: { EventDataStore: string }) => ({
    EventDataStoreArn: EventDataStore,
    Name: EventDataStore.split('/')[1],
    Status: 'ENABLED',
    BillingMode: 'FIXED_RETENTION_PRICING',
    CreatedTimestamp: new Date('2025-03-01T08:00:00Z'),
  }),
  'cloudtrail:ListQueries': ({ EventDataStore }: { EventDataStore: string }) => ({
    Queries: EventDataStore.endsWith('lake') ? [{ QueryId: 'q', CreationTime: new Date('2026-11-20T08:00:00Z') }] : [],
  }),
  'logs:DescribeSubscriptionFilters': () => ({ subscriptionFilters: [] }),
  'logs:DescribeAccountPolicies': () => ({ accountPolicies: [] }),
  'budgets:DescribeBudgets': () => ({
    Budgets: [
      {
        BudgetName: 'silent',
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: '100', Unit: 'USD' },
      },
    ],
  }),
  'budgets:DescribeNotificationsForBudget': () => ({ Notifications: [] }),
  'ce:GetAnomalyMonitors': () => ({
    AnomalyMonitors: [
      { MonitorArn: 'arn:aws:ce::1:anomalymonitor/m', MonitorName: 'services', MonitorType: 'DIMENSIONAL' },
    ],
  }),
  'ce:GetAnomalySubscriptions': () => ({
    AnomalySubscriptions: [
      {
        SubscriptionArn: 'arn:aws:ce::1:anomalysubscription/s',
        SubscriptionName: 'finance',
        MonitorArnList: ['arn:aws:ce::1:anomalymonitor/m'],
        Frequency: 'DAILY',
        Subscribers: [{ Type: 'EMAIL', Status: 'DECLINED', Address: 'ops@shop.example' }],
      },
    ],
  }),
};
