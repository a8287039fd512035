import type { CustomMetric } from '../../src/checks/cloudwatch/custom-metrics.js';
import type { Dashboard, DashboardContent } from '../../src/checks/cloudwatch/dashboards.js';
import type { MetricStream } from '../../src/checks/cloudwatch/metric-streams.js';
import type { StoredRow } from '../../src/core/world.js';
import { gap, row, type World, world } from '../support/world.js';
import { alarmFor, composite, confirmed, filterFor, pending, topicArn } from './cloudwatch.js';
import { daily } from '../support/series.js';

/** An alarm that has waited for data since the first of June. */
export const waiting = (id: string, fields: Parameters<typeof alarmFor>[1] = {}) =>
  alarmFor(id, {
    StateValue: 'INSUFFICIENT_DATA',
    StateTransitionedTimestamp: '2026-06-01T08:00:00.000Z',
    Namespace: 'Shop',
    ...fields,
  });
export const noData = { data: { m0: daily() } };

export const dashboardRow = (DashboardName: string, fields: Partial<DashboardContent> = {}): StoredRow => {
  const DashboardArn = `arn:aws:cloudwatch::111122223333:dashboard/${DashboardName}`;
  const base: Dashboard = { DashboardName, DashboardArn, LastModified: '2026-01-10T08:00:00.000Z' };
  return row(base, { content: { Names: [], Expressions: [], AlarmArns: [], ...fields } }, 'global');
};

/** Listeners of alarms in a region: none but for what is given. */
export const listenersRow = (fields: Record<string, unknown> = {}, region = 'eu-north-1'): StoredRow =>
  row({ RegionName: region }, { eventRules: [], healthChecks: [], ...fields }, region);

export const metric = (MetricName: string, Series: number, fields: Partial<CustomMetric> = {}): CustomMetric => ({
  Namespace: 'Shop/Api',
  MetricName,
  Series,
  Dimensions: ['Route'],
  ...fields,
});

export const stream = (Name: string, fields: Partial<MetricStream> = {}): MetricStream => ({
  Name,
  Arn: `arn:aws:cloudwatch:eu-north-1:111122223333:metric-stream/${Name}`,
  FirehoseArn: `arn:aws:firehose:eu-north-1:111122223333:deliverystream/${Name}-firehose`,
  DeliveryStreamName: `${Name}-firehose`,
  State: 'running',
  OutputFormat: 'json',
  CreationDate: '2026-01-10T08:00:00.000Z',
  ...fields,
});

/** What a stream sent and what came of it, so many a day at the end of the week. */
export const streamed = (updates: number, records: number, delivered?: number) => ({
  use: {
    MetricUpdate: daily({ 1: updates }, 7),
    IncomingRecords: daily({ 1: records }, 7),
    DeliveryToHttpEndpoint: daily(delivered === undefined ? {} : { 1: delivered }, 7),
  },
});

/** Runs of a canary on each of these days before the audit, and the best of them in percent. */
export const ran = (best: number, days: readonly number[]) => ({
  runs: {
    Best: daily(Object.fromEntries(days.map(day => [day, best])), 14),
    Runs: daily(Object.fromEntries(days.map(day => [day, 288])), 14),
  },
});
export const everyDay = Array.from({ length: 15 }, (_none, day) => day);

const regions = ['eu-north-1', 'us-east-1'].map(region => row({ RegionName: region }, {}, region));

/** Alarms that wait or tell nobody, metrics that nobody names, streams and canaries in vain. */
export const worlds: World[] = [
  world({
    'account.regions': regions,
    'logs.metricFilters': [row(filterFor('root-usage'))],
    'cloudwatch.alarms': [
      row(alarmFor('Live'), { data: {} }),
      row(waiting('Gone'), noData),
      row(waiting('Sparse'), { data: { m0: daily({ 40: 3 }) } }),
      row(waiting('root-usage', { Namespace: 'CIS' }), noData),
      row(alarmFor('Mute', { ActionsEnabled: false }), { data: {} }),
      row(alarmFor('Shown', { AlarmActions: [] }), { data: {} }),
      row(alarmFor('Child', { AlarmActions: [] }), { data: {} }),
      row(composite('parent', 'ALARM("alarm-Child")'), { data: {} }),
      row(alarmFor('Unheard', { AlarmActions: [topicArn('nobody')] }), { data: {} }),
    ],
    'sns.topics': [
      row({ TopicArn: topicArn() }, { subscriptions: [confirmed] }),
      row({ TopicArn: topicArn('nobody') }, { subscriptions: [pending] }),
    ],
    'cloudwatch.alarmListeners': [listenersRow(), listenersRow({ eventRules: ['all-alarms'] }, 'us-east-1')],
    'cloudwatch.dashboards': [
      dashboardRow('main', { AlarmArns: [alarmFor('Shown').AlarmArn], Names: ['Shop/Api', 'Orders'] }),
    ],
    'cloudwatch.customMetrics': [
      row(metric('Latency', 40)),
      row(metric('Orders', 30)),
      row(metric('Orders', 30), {}, 'us-east-1'),
    ],
    'cloudwatch.metricStreams': [row(stream('idle', { State: 'stopped' }), streamed(0, 0))],
    'cloudwatch.canaries': [
      row({ CanaryName: 'home' }, ran(100, everyDay)),
      row({ CanaryName: 'old' }, ran(0, everyDay)),
    ],
  }),
  world({
    'account.regions': regions,
    'logs.metricFilters': { rows: [], gaps: [gap('logs:DescribeMetricFilters')] },
    'cloudwatch.alarms': [
      row(waiting('Gone'), noData),
      row(alarmFor('Followed', { AlarmActions: [] }), { data: {} }),
      row(composite('odd', 'ALARM("alarm-Followed" maybe', { AlarmActions: [] }), { data: {} }),
    ],
    'sns.topics': [row({ TopicArn: topicArn() }, { subscriptions: gap('sns:ListSubscriptionsByTopic') })],
    'cloudwatch.alarmListeners': [
      listenersRow({
        healthChecks: [{ HealthCheckId: 'h-1', AlarmRegion: 'eu-north-1', AlarmName: 'alarm-Followed' }],
      }),
    ],
    'cloudwatch.dashboards': [],
    'cloudwatch.customMetrics': {
      rows: [row(metric('Latency', 12))],
      gaps: [gap('cloudwatch:ListMetrics', { region: 'us-east-1' })],
    },
    'cloudwatch.metricStreams': [
      row(stream('trial'), streamed(900_000, 0)),
      row(stream('vendor'), streamed(900_000, 4000, 1)),
      row(stream('refused'), streamed(900_000, 4000, 0)),
    ],
    'cloudwatch.canaries': [row({ CanaryName: 'new' }, ran(0, [0, 1, 2]))],
  }),
];
