import { check, fail, pass, saw, type Verdict } from '../../core/check.js';
import type { Need, Seen, TablesOf } from '../../core/collection.js';
import { saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { isConfirmed, topics } from '../sns/topics.js';
import { alarmListeners } from './alarm-listeners.js';
import { priceOf } from './alarm-price.js';
import { namedIn } from './alarm-rule.js';
import { type Alarm, alarms } from './alarms.js';
import { dashboards } from './dashboards.js';

const actionsOf = (alarm: Alarm): string[] => [
  ...alarm.AlarmActions,
  ...alarm.OKActions,
  ...alarm.InsufficientDataActions,
];
const isTopic = (arn: string): boolean => arn.split(':')[2] === 'sns';
/** Whether something other than a topic acts for an alarm, so that nobody has to look further. */
const acts = (alarm: Alarm): boolean => alarm.ActionsEnabled && actionsOf(alarm).some(arn => !isTopic(arn));

const also = {
  alarms: alarms.with(),
  topics: topics
    .with('subscriptions')
    .onlyFor({ alarms: alarms.with() }, ({ TopicArn }, tables) =>
      tables.alarms.some(one => actionsOf(one).includes(TopicArn)),
    ),
  dashboards: dashboards
    .with('content')
    .onlyFor({ alarms: alarms.with() }, (_one, tables) => tables.alarms.some(one => !acts(one))),
  listeners: alarmListeners
    .with('eventRules', 'healthChecks')
    .onlyFor({ alarms: alarms.with() }, ({ RegionName }, tables) =>
      tables.alarms.in(RegionName).some(one => !acts(one)),
    ),
} satisfies Record<string, Need>;
type Tables = TablesOf<typeof also>;

export const alarmHasAction = check({
  id: 'cloudwatch-alarm-has-action',
  title: 'Alarms can tell somebody',
  why: 'An alarm that tells nobody goes off unheard, and costs as much as one that wakes somebody up.',
  fix: {
    byHand:
      'If somebody should be told, give it an action that reaches them (a topic with a confirmed subscription) and switch its actions on. If nobody would miss it, delete it: aws cloudwatch delete-alarms --alarm-names {AlarmName} --region {region}',
    note: 'Keep the answer of describe-alarms: a deleted alarm can be made again from it.',
  },
  cleanUp: { does: 'decide', risk: 'low', undo: 'from a backup', order: 5 },
  fields: [
    'cloudwatch:DescribeAlarms.ActionsEnabled',
    'cloudwatch:DescribeAlarms.AlarmActions',
    'cloudwatch:DescribeAlarms.AlarmRule',
    'sns:ListSubscriptionsByTopic.SubscriptionArn',
    'cloudwatch:GetDashboard.DashboardBody',
    'route53:ListHealthChecks.HealthChecks.HealthCheckConfig.AlarmIdentifier',
    'events:ListRules.Rules.EventPattern',
  ],
  on: alarms.with(),
  also,
  test(alarm, tables, { account }) {
    const actions = actionsOf(alarm);
    const evidence = [
      saw('cloudwatch:DescribeAlarms', 'ActionsEnabled', alarm.ActionsEnabled, true),
      saw('cloudwatch:DescribeAlarms', 'AlarmActions', actions, 'somebody to tell'),
    ];
    const heard = alarm.ActionsEnabled ? actions.find(arn => isHeard(arn, tables.topics, account)) : undefined;
    if (heard !== undefined) return pass(`it tells ${heard}`, ...evidence);
    const message = !alarm.ActionsEnabled
      ? 'its actions are switched off'
      : actions.length === 0
        ? 'it has no action'
        : `nobody has confirmed a subscription to ${actions.join(', ')}`;
    const reader = readerOf(alarm, tables);
    if (reader) return { ...reader, message: `${message}, but ${reader.message}` };
    return {
      ...fail(`${message}, and no other alarm, dashboard, health check or event rule follows it`, ...evidence),
      saving: saves(priceOf(alarm)),
    };
  },
});

/** Whether an action reaches somebody; what cannot be looked into is believed. */
function isHeard(arn: string, known: Tables['topics'], account: string): boolean {
  const [, , , region = '', owner] = arn.split(':');
  if (!isTopic(arn) || owner !== account) return true;
  return known.in(region).some(topic => topic.TopicArn === arn && topic.subscriptions.some(isConfirmed));
}

/** Who follows an alarm that tells nobody itself. */
function readerOf(alarm: Seen<Alarm>, tables: Tables): Verdict | undefined {
  const parent = tables.alarms.in(alarm.region).first(other => watches(other, alarm));
  if (parent)
    return pass(
      `composite alarm ${parent.AlarmName} follows it`,
      saw('cloudwatch:DescribeAlarms', 'AlarmRule', parent.AlarmRule),
    );
  const shown = tables.dashboards.first(({ content }) => content.AlarmArns.includes(alarm.AlarmArn));
  if (shown)
    return pass(
      `dashboard ${shown.DashboardName} shows it`,
      saw('cloudwatch:GetDashboard', 'DashboardBody', alarm.AlarmArn),
    );
  return listenerOf(alarm, tables.listeners);
}

function listenerOf({ AlarmName, region }: Seen<Alarm>, listeners: Tables['listeners']): Verdict | undefined {
  const here = listeners.in(region).first();
  if (!here) cannotTell('not-collected', 'events:ListRules', `nobody looked for listeners in ${region}`);
  const health = here.healthChecks.find(one => one.AlarmName === AlarmName && one.AlarmRegion === region);
  if (health) {
    const field = 'HealthChecks[].HealthCheckConfig.AlarmIdentifier';
    return pass(`health check ${health.HealthCheckId} follows it`, saw('route53:ListHealthChecks', field, AlarmName));
  }
  const [rule] = here.eventRules;
  if (rule === undefined) return undefined;
  return pass(`event rule ${rule} hears of it`, saw('events:ListRules', 'Rules[].EventPattern', rule));
}

/** Whether a composite alarm looks at an alarm, or is kept quiet by it. */
function watches({ ActionsSuppressor, AlarmName, AlarmRule }: Alarm, alarm: Alarm): boolean {
  if (AlarmRule === null) return false;
  const is = (nameOrArn: string | null) => nameOrArn === alarm.AlarmName || nameOrArn === alarm.AlarmArn;
  const named = namedIn(AlarmRule);
  if (is(ActionsSuppressor) || (named && [...named].some(is))) return true;
  if (named || !AlarmRule.includes(alarm.AlarmName)) return false;
  return cannotTell(
    'unexpected-answer',
    'cloudwatch:DescribeAlarms',
    `the rule of composite alarm ${AlarmName} cannot be read`,
  );
}
