import { saw } from '../../core/check.js';
import { literalWord } from '../../core/fix.js';
import type { RowOf, Seen } from '../../core/collection.js';
import { Table } from '../../core/table.js';
import type { Fix } from '../../core/types.js';
import { askPerson, cannotTell } from '../../core/unavailable.js';
import type { MetricTransformation } from '../logs/metric-filters.js';
import { isConfirmed, type topics } from '../sns/topics.js';
import { follows } from './alarm-rule.js';
import type { Alarm } from './alarms.js';
import { bestOf, broken, type Chain, after, whole } from './chain.js';

/** What alarms and topics there are, and whose account it is. */
export interface AlarmFacts {
  alarms: Table<Seen<Alarm>>;
  topics: Table<RowOf<ReturnType<typeof topics.with<'subscriptions'>>>>;
  account: string;
}

/** From a metric of a region on: an alarm that watches it, with actions, and somebody who is told. */
export function alarmChain(metric: MetricTransformation, region: string, facts: AlarmFacts): Chain {
  const here = facts.alarms.in(region);
  const name = `${metric.metricNamespace}/${metric.metricName}`;
  const unwatched = saw('cloudwatch:DescribeAlarms', 'MetricName', null, metric.metricName);
  const fix = newAlarm(metric, region);
  const none = broken('alarm', `no alarm in ${region} watches its metric ${name}`, [unwatched], { fix });
  if (Object.keys(metric.dimensions).length > 0) {
    return broken('alarm', `its metric ${name} is split by dimensions, so that no alarm sees every event`, [
      saw('logs:DescribeMetricFilters', 'metricTransformations.dimensions', metric.dimensions, {}),
    ]);
  }
  const watching = here.where(alarm => watches(alarm, metric, facts.account));
  return bestOf(watching, alarm => tellers(alarm, here, facts), none);
}

/** A metric with dimensions is another metric, so an alarm must name none. */
function watches(alarm: Alarm, wanted: MetricTransformation, account: string): boolean {
  const fits = (metric: { Namespace: string | null; MetricName: string | null; Dimensions: Record<string, string> }) =>
    metric.MetricName === wanted.metricName &&
    metric.Namespace === wanted.metricNamespace &&
    Object.keys(metric.Dimensions).length === 0;
  const isOwn = (id: string | null) => id === null || id === account;
  return (
    fits(alarm) ||
    alarm.Metrics.some(query => query.MetricStat && isOwn(query.AccountId) && fits(query.MetricStat.Metric))
  );
}

/** An alarm tells somebody itself, or by way of a composite alarm that goes off whenever it does. */
function tellers(alarm: Seen<Alarm>, here: Table<Seen<Alarm>>, facts: AlarmFacts): Chain {
  const alone = broken('actions', 'it notifies nobody', []);
  const firing = here.where(other => other.AlarmArn === alarm.AlarmArn || goesOffWith(other, alarm, here));
  return bestOf(firing, one => actionChain(one, one.AlarmArn === alarm.AlarmArn ? [] : [alarm], facts), alone);
}

/** Composites may watch composites: an alarm that follows is in ALARM for the next round. */
function goesOffWith(other: Alarm, alarm: Alarm, here: Table<Seen<Alarm>>): boolean {
  if (other.AlarmRule === null) return false;
  const composites = here.seen().filter(one => one.AlarmRule !== null);
  const firing = new Set([alarm.AlarmArn, alarm.AlarmName]);
  const isFiring = (nameOrArn: string) => firing.has(nameOrArn);
  for (let before = 0; before < firing.size; ) {
    before = firing.size;
    for (const one of composites) {
      if (follows(one.AlarmRule ?? '', isFiring) === 'always') firing.add(one.AlarmArn).add(one.AlarmName);
    }
  }
  if (isFiring(other.AlarmArn)) return true;
  const mentioned = [...firing].some(name => other.AlarmRule?.includes(name));
  if (mentioned && follows(other.AlarmRule, isFiring) === 'unreadable') {
    cannotTell(
      'unexpected-answer',
      'cloudwatch:DescribeAlarms',
      `the rule of composite alarm ${other.AlarmName} cannot be read`,
    );
  }
  return false;
}

function actionChain(alarm: Alarm, by: readonly Alarm[], facts: AlarmFacts): Chain {
  const path = [...by, alarm].map(one => `${one.AlarmRule === null ? 'alarm' : 'composite alarm'} ${one.AlarmName}`);
  const from = (rest: Chain) => path.reduceRight((chain, name) => after(name, [], chain), rest);
  const enabled = saw('cloudwatch:DescribeAlarms', 'ActionsEnabled', alarm.ActionsEnabled, true);
  if (!alarm.ActionsEnabled)
    return from(broken('actions', 'its actions are switched off', [enabled], { fix: switchedOn(alarm) }));
  const arns = alarm.AlarmActions.filter(arn => arn.split(':')[2] === 'sns');
  const actions = saw('cloudwatch:DescribeAlarms', 'AlarmActions', alarm.AlarmActions, 'an SNS topic');
  const none = broken('actions', 'it notifies no SNS topic', [enabled, actions]);
  return from(bestOf(new Table(arns.map(arn => ({ arn }))), ({ arn }) => topicChain(arn, facts), none));
}

function topicChain(arn: string, { topics, account }: AlarmFacts): Chain {
  const [, , , region = '', owner, name = ''] = arn.split(':');
  if (owner !== account)
    askPerson(`topic ${arn} belongs to account ${owner}: who is told by it cannot be seen from here`);
  const topic = topics.in(region).first(one => one.TopicArn === arn);
  if (!topic) return broken('topic', `topic ${name} does not exist`, [saw('sns:ListTopics', 'TopicArn', null, arn)]);
  const confirmed = topic.subscriptions.filter(isConfirmed);
  const seen = saw('sns:ListSubscriptionsByTopic', 'SubscriptionArn', topic.subscriptions, 'a confirmed one');
  if (confirmed.length > 0) return whole(`topic ${name}`, seen);
  return broken('topic', `topic ${name} has no confirmed subscription`, [seen], { fix: newSubscription(arn, region) });
}

const newAlarm = ({ metricName, metricNamespace }: MetricTransformation, region: string): Fix => ({
  command: `aws cloudwatch put-metric-alarm --alarm-name ${literalWord(metricName)} --namespace ${literalWord(metricNamespace)} --metric-name ${literalWord(metricName)} --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --alarm-actions '<topic ARN>' --region ${region}`,
  note: 'The topic needs a confirmed subscription. An alarm costs about $0.10 a month.',
});

const switchedOn = ({ AlarmName, AlarmArn }: Alarm): Fix => ({
  command: `aws cloudwatch enable-alarm-actions --alarm-names ${literalWord(AlarmName)} --region ${AlarmArn.split(':')[3]}`,
  undo: `aws cloudwatch disable-alarm-actions --alarm-names ${literalWord(AlarmName)} --region ${AlarmArn.split(':')[3]}`,
  note: 'Takes effect at the next change of state. Find out first why the actions were switched off.',
});

const newSubscription = (topicArn: string, region: string): Fix => ({
  command: `aws sns subscribe --topic-arn ${literalWord(topicArn)} --protocol email --notification-endpoint '<address>' --region ${region}`,
  note: 'AWS sends a message with a link; the subscription counts once somebody has opened it.',
});
