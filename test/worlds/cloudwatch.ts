import type { Alarm, MetricQuery } from '../../src/checks/cloudwatch/alarms.js';
import { proposedPatterns } from '../../src/checks/cloudwatch/filter-patterns.js';
import type { MetricFilter } from '../../src/checks/logs/metric-filters.js';
import type { Subscription } from '../../src/checks/sns/topics.js';
import type { RequirementId } from '../../src/core/filter-pattern.js';
import type { StoredRow } from '../../src/core/world.js';
import { gap, row, type World, world } from '../support/world.js';
import { advanced, basic, status, stopped, trail } from './cloudtrail.js';

const account = '111122223333';

/** A filter of the trail's log group that meets a requirement and counts into `CIS/<requirement>`. */
export const filterFor = (id: RequirementId, fields: Partial<MetricFilter> = {}): MetricFilter => ({
  filterName: id,
  filterPattern: proposedPatterns[id],
  logGroupName: 'cloudtrail',
  metricTransformations: [{ metricName: id, metricNamespace: 'CIS', metricValue: '1', dimensions: {} }],
  applyOnTransformedLogs: false,
  fieldSelectionCriteria: null,
  emitSystemFieldDimensions: [],
  ...fields,
});

export const topicArn = (name = 'security', owner = account, region = 'eu-north-1'): string =>
  `arn:aws:sns:${region}:${owner}:${name}`;

/** An alarm on the metric of a requirement that notifies the topic `security`. */
export const alarmFor = (id: string, fields: Partial<Alarm> = {}): Alarm => {
  const { AlarmName = `alarm-${id}` } = fields;
  return {
    AlarmName,
    AlarmArn: `arn:aws:cloudwatch:eu-north-1:${account}:alarm:${AlarmName}`,
    AlarmType: 'MetricAlarm',
    ActionsEnabled: true,
    AlarmActions: [topicArn()],
    OKActions: [],
    InsufficientDataActions: [],
    StateValue: 'OK',
    Namespace: 'CIS',
    MetricName: id,
    Dimensions: {},
    Metrics: [],
    AlarmRule: null,
    ActionsSuppressor: null,
    StateTransitionedTimestamp: '2026-11-01T08:00:00.000Z',
    TreatMissingData: null,
    Period: 300,
    ThresholdMetricId: null,
    ...fields,
  };
};

/** A composite alarm that notifies the topic `security`. */
export const composite = (AlarmName: string, AlarmRule: string, fields: Partial<Alarm> = {}): Alarm =>
  alarmFor('', { AlarmName, AlarmType: 'CompositeAlarm', Namespace: null, MetricName: null, AlarmRule, ...fields });

/** One input of a metric math alarm. */
export const query = (MetricName: string, fields: Partial<MetricQuery> = {}): MetricQuery => ({
  Id: 'm1',
  Expression: null,
  AccountId: null,
  MetricStat: { Metric: { Namespace: 'CIS', MetricName, Dimensions: {} }, Period: 300 },
  ...fields,
});

export const confirmed: Subscription = {
  SubscriptionArn: `${topicArn()}:6b0e71bd-7e97-4d97-80ce-4a0994e55286`,
  Protocol: 'email',
  Owner: account,
};
export const pending: Subscription = { SubscriptionArn: 'PendingConfirmation', Protocol: 'email', Owner: account };

/** The rows of a whole chain for one requirement; each link can be replaced. */
export function chainFor(id: RequirementId, links: Record<string, StoredRow[]> = {}): Record<string, StoredRow[]> {
  return {
    'account.accounts': [row({ AccountId: account }, {}, 'global')],
    'cloudtrail.trails': [row(trail(), { status: status(), eventSelectors: basic() })],
    'logs.metricFilters': [row(filterFor(id))],
    'cloudwatch.alarms': [row(alarmFor(id))],
    'sns.topics': [row({ TopicArn: topicArn() }, { subscriptions: [confirmed] })],
    ...links,
  };
}

const noKms = advanced({
  eventCategory: { Equals: ['Management'] },
  eventSource: { NotEquals: ['kms.amazonaws.com'] },
});

/** Accounts whose alarms work, work in part, break at one link each, and are hard to see. */
export const worlds: World[] = [
  world(
    chainFor('root-usage', {
      'logs.metricFilters': [
        row(filterFor('root-usage')),
        row(filterFor('cloudtrail-changes')),
        row(filterFor('vpc-changes')),
      ],
      'cloudwatch.alarms': [
        row(alarmFor('root-usage')),
        row(alarmFor('cloudtrail-changes', { AlarmActions: [] })),
        row(composite('trail-or-root', 'ALARM("alarm-cloudtrail-changes") OR ALARM("alarm-root-usage")')),
        row(alarmFor('vpc-changes', { ActionsEnabled: false })),
      ],
    }),
  ),
  world(
    chainFor('kms-key-disable-or-deletion', {
      'cloudtrail.trails': [
        row(trail({ Name: 'first' }), { status: status(), eventSelectors: noKms }),
        row(trail({ Name: 'second' }), { status: stopped(), eventSelectors: basic() }),
      ],
      'sns.topics': [row({ TopicArn: topicArn() }, { subscriptions: [pending] })],
    }),
  ),
  world(
    chainFor('organizations-changes', {
      'cloudtrail.trails': [
        row(trail(), { status: status(), eventSelectors: basic() }),
        row(
          trail({
            Name: 'organization',
            IsOrganizationTrail: true,
            TrailARN: 'arn:aws:cloudtrail:eu-north-1:999988887777:trail/organization',
            CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-north-1:999988887777:log-group:central:*',
          }),
          { status: status(), eventSelectors: gap('cloudtrail:GetEventSelectors') },
        ),
      ],
    }),
  ),
  world({
    ...chainFor('root-usage'),
    'sns.topics': { rows: [], gaps: [gap('sns:ListTopics')] },
  }),
];
