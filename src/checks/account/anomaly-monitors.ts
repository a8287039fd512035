import { check, fail, pass, saw } from '../../core/check.js';
import { call, collection } from '../../core/collection.js';
import { organization } from '../organizations/organization.js';
import { accounts } from './accounts.js';
import { demandOwnBill } from './payer.js';

const sdk = () => import('../cost-explorer/sdk.js');

/** Something whose costs Cost Anomaly Detection watches. */
export interface AnomalyMonitor {
  MonitorArn: string;
  MonitorName: string;
  MonitorType: string;
  LastEvaluatedDate: string | null;
}

/** Who is told of anomalies, without their addresses. */
export interface AnomalySubscription {
  SubscriptionArn: string;
  SubscriptionName: string;
  MonitorArnList: string[];
  Frequency: string;
  Subscribers: { Type: string; Status: string }[];
}

/**
 * Monitors and subscriptions are free, the requests are not: AWS charges each request to the Cost Explorer API and each
 * further page (https://aws.amazon.com/aws-cost-management/aws-cost-explorer/faqs), and names no operation that is free.
 */
const billed = (id: string) => call(id, id, { usd: 0.01 });

export const anomalyMonitors = collection<AnomalyMonitor>({
  id: 'account.anomalyMonitors',
  scope: 'global',
  noun: 'cost anomaly monitors',
  calls: [billed('ce:GetAnomalyMonitors')],
  async list(aws) {
    const { CostExplorerClient, paginateGetAnomalyMonitors } = await sdk();
    const found: AnomalyMonitor[] = [];
    for await (const page of paginateGetAnomalyMonitors({ client: aws.client(CostExplorerClient) }, {})) {
      for (const one of page.AnomalyMonitors ?? []) {
        found.push({
          MonitorArn: one.MonitorArn ?? '',
          MonitorName: one.MonitorName ?? '',
          MonitorType: one.MonitorType ?? '',
          LastEvaluatedDate: one.LastEvaluatedDate ?? null,
        });
      }
    }
    return found;
  },
  resource: ({ MonitorArn, MonitorName }) => ({
    id: MonitorArn,
    arn: MonitorArn,
    name: MonitorName,
    type: 'AWS::CE::AnomalyMonitor',
  }),
});

export const anomalySubscriptions = collection<AnomalySubscription>({
  id: 'account.anomalySubscriptions',
  scope: 'global',
  noun: 'cost anomaly subscriptions',
  calls: [billed('ce:GetAnomalySubscriptions')],
  async list(aws) {
    const { CostExplorerClient, paginateGetAnomalySubscriptions } = await sdk();
    const found: AnomalySubscription[] = [];
    for await (const page of paginateGetAnomalySubscriptions({ client: aws.client(CostExplorerClient) }, {})) {
      for (const one of page.AnomalySubscriptions ?? []) {
        found.push({
          SubscriptionArn: one.SubscriptionArn ?? '',
          SubscriptionName: one.SubscriptionName ?? '',
          MonitorArnList: [...(one.MonitorArnList ?? [])],
          Frequency: one.Frequency ?? '',
          Subscribers: (one.Subscribers ?? []).map(({ Type = '', Status = '' }) => ({ Type, Status })),
        });
      }
    }
    return found;
  },
  resource: ({ SubscriptionArn, SubscriptionName }) => ({
    id: SubscriptionArn,
    arn: SubscriptionArn,
    name: SubscriptionName,
    type: 'AWS::CE::AnomalySubscription',
  }),
});

export const anomalyMonitorExists = check({
  id: 'account-anomaly-monitor-exists',
  title: 'Cost Anomaly Detection is on and tells somebody',
  why: 'AWS itself notices costs that are unusual for the account, within a day and free of charge, but only where it was asked to.',
  fix: {
    byHand:
      'Billing and Cost Management console, Cost Anomaly Detection: create a monitor of all AWS services, and an alert subscription with an address that somebody reads.',
    note: 'Monitors, detection and alerts are free.',
  },
  fields: ['ce:GetAnomalyMonitors.AnomalyMonitors', 'ce:GetAnomalySubscriptions.AnomalySubscriptions'],
  on: accounts.with(),
  also: {
    monitors: anomalyMonitors.with(),
    subscriptions: anomalySubscriptions.with(),
    organizations: organization.with(),
  },
  test(_account, tables) {
    const heard = tables.subscriptions.where(one => one.Subscribers.some(({ Status }) => Status !== 'DECLINED'));
    const telling = heard.first(one => tables.monitors.some(each => one.MonitorArnList.includes(each.MonitorArn)));
    if (telling) {
      const seen = saw('ce:GetAnomalySubscriptions', 'AnomalySubscriptions', telling.Subscribers);
      return pass(`subscription ${telling.SubscriptionName} tells somebody (${telling.Frequency})`, seen);
    }
    const names = tables.monitors.all().map(one => one.MonitorName);
    demandOwnBill(tables.organizations, 'ce:GetAnomalyMonitors', 'anomaly monitor that tells anybody');
    const monitors = saw('ce:GetAnomalyMonitors', 'AnomalyMonitors', names, 'at least one');
    const subscriptions = saw('ce:GetAnomalySubscriptions', 'AnomalySubscriptions', [], 'one with a subscriber');
    if (names.length === 0) return fail('there is no anomaly monitor', monitors);
    return fail(`nobody is told of what the monitors find: ${names.join(', ')}`, monitors, subscriptions);
  },
});
