import { expect, it } from 'vitest';
import { alarmHasAction } from '../../../src/checks/cloudwatch/alarm-purpose.js';
import type { Alarm } from '../../../src/checks/cloudwatch/alarms.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { alarmFor, composite, confirmed, pending, topicArn } from '../../worlds/cloudwatch.js';
import { dashboardRow, listenersRow } from '../../worlds/cloudwatch-cost.js';

type Collections = Parameters<typeof world>[0];

const of = async (alarm: Alarm, more: Collections = {}, others: StoredRow[] = []) => {
  const facts: Collections = {
    'cloudwatch.alarms': [row(alarm), ...others],
    'sns.topics': [
      row({ TopicArn: topicArn() }, { subscriptions: [confirmed] }),
      row({ TopicArn: topicArn('nobody') }, { subscriptions: [pending] }),
    ],
    'cloudwatch.dashboards': [dashboardRow('other', { Names: ['x'] })],
    'cloudwatch.alarmListeners': [listenersRow()],
    ...more,
  };
  return (await judge(alarmHasAction, world(facts))).find(one => one.resource.id === alarm.AlarmName);
};
const mute = alarmFor('x', { AlarmActions: [] });
const scaling = 'arn:aws:autoscaling:eu-north-1:111122223333:scalingPolicy:1:autoScalingGroupName/a:policyName/b';
const followed = { HealthCheckId: 'h-1', AlarmRegion: 'eu-north-1', AlarmName: 'alarm-x' };

it.each<[string, Alarm, Collections, StoredRow[], string]>([
  ['that tells a person', alarmFor('x'), {}, [], 'PASS'],
  ['that scales', alarmFor('x', { AlarmActions: [scaling] }), { 'sns.topics': [] }, [], 'PASS'],
  ['that acts on OK only', alarmFor('x', { AlarmActions: [], OKActions: [topicArn()] }), {}, [], 'PASS'],
  [
    'that tells a topic of another account',
    alarmFor('x', { AlarmActions: [topicArn('x', '444455556666')] }),
    {},
    [],
    'PASS',
  ],
  ['without action', mute, {}, [], 'FAIL'],
  ['that is switched off', alarmFor('x', { ActionsEnabled: false }), {}, [], 'FAIL'],
  ['that tells a topic without subscriber', alarmFor('x', { AlarmActions: [topicArn('nobody')] }), {}, [], 'FAIL'],
  ['that tells a topic that is gone', alarmFor('x', { AlarmActions: [topicArn('gone')] }), {}, [], 'FAIL'],
  ['below a composite alarm', mute, {}, [row(composite('all', 'ALARM("alarm-x") OR ALARM(y)'))], 'PASS'],
  [
    'switched off below a composite alarm',
    { ...mute, ActionsEnabled: false },
    {},
    [row(composite('all', 'ALARM(alarm-x)'))],
    'PASS',
  ],
  ['whose name only begins like a child', mute, {}, [row(composite('all', 'ALARM("alarm-x2")'))], 'FAIL'],
  [
    'that keeps another one quiet',
    mute,
    {},
    [row(composite('all', 'ALARM(y)', { ActionsSuppressor: mute.AlarmArn }))],
    'PASS',
  ],
  ['in a rule that nobody understands', mute, {}, [row(composite('all', 'ALARM("alarm-x" xor'))], 'NOT_AVAILABLE'],
  [
    'on a dashboard',
    mute,
    { 'cloudwatch.dashboards': [dashboardRow('main', { AlarmArns: [mute.AlarmArn] })] },
    [],
    'PASS',
  ],
  [
    'of a health check',
    mute,
    { 'cloudwatch.alarmListeners': [listenersRow({ healthChecks: [followed] })] },
    [],
    'PASS',
  ],
  [
    'with a namesake elsewhere',
    mute,
    { 'cloudwatch.alarmListeners': [listenersRow({ healthChecks: [{ ...followed, AlarmRegion: 'us-east-1' }] })] },
    [],
    'FAIL',
  ],
  [
    'heard by an event rule',
    mute,
    { 'cloudwatch.alarmListeners': [listenersRow({ eventRules: ['all'] })] },
    [],
    'PASS',
  ],
  [
    'where topics are hidden',
    alarmFor('x'),
    { 'sns.topics': { rows: [], gaps: [gap('sns:ListTopics')] } },
    [],
    'NOT_AVAILABLE',
  ],
  [
    'where dashboards are hidden',
    mute,
    { 'cloudwatch.dashboards': { rows: [], gaps: [gap('cloudwatch:ListDashboards', { region: 'global' })] } },
    [],
    'NOT_AVAILABLE',
  ],
  [
    'where rules are hidden',
    mute,
    { 'cloudwatch.alarmListeners': [listenersRow({ eventRules: gap('events:ListRules') })] },
    [],
    'NOT_AVAILABLE',
  ],
  ['where nobody looked', mute, { 'cloudwatch.alarmListeners': [] }, [], 'NOT_AVAILABLE'],
])('an alarm %s', async (_what, alarm, more, others, verdict) => {
  expect((await of(alarm, more, others))?.verdict).toBe(verdict);
});

it('says why it is mute, and what follows it', async () => {
  expect((await of(mute))?.message).toMatch(/^it has no action, and no other alarm/);
  expect(await of(mute, { 'cloudwatch.alarmListeners': [listenersRow({ eventRules: ['all'] })] })).toMatchObject({
    message: 'it has no action, but event rule all hears of it',
  });
  expect(await of(alarmFor('x', { ActionsEnabled: false }))).toMatchObject({
    saving: { releases: [{ price: 'cloudwatch/CW:AlarmMonitorUsage', units: 1 }] },
  });
});
