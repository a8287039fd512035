import { describe, expect, test } from 'vitest';
import * as rules from '../../../src/checks/cloudwatch/metric-filters.js';
import { type RequirementId, requirements } from '../../../src/core/filter-pattern.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { advanced, basic, status, stopped, trail } from '../../worlds/cloudtrail.js';
import {
  alarmFor,
  chainFor,
  composite,
  confirmed,
  filterFor,
  pending,
  query,
  topicArn,
} from '../../worlds/cloudwatch.js';

const root = rules.rootUsage;
type Links = Record<string, StoredRow[] | Partial<CollectionFacts>>;
const judged = async (links: Links = {}, check: object = root, id: RequirementId = 'root-usage') => {
  const [finding] = await judge(check, world({ ...chainFor(id), ...links }));
  return finding;
};
const trails = (...rows: StoredRow[]) => ({ 'cloudtrail.trails': rows });
const filters = (...all: ReturnType<typeof filterFor>[]) => ({ 'logs.metricFilters': all.map(one => row(one)) });
const alarms = (...all: ReturnType<typeof alarmFor>[]) => ({ 'cloudwatch.alarms': all.map(one => row(one)) });
const subscriptions = (...all: unknown[]) => ({
  'sns.topics': [row({ TopicArn: topicArn() }, { subscriptions: all })],
});
const fine = { status: status(), eventSelectors: basic() };
const until = 'trail main → log group cloudtrail → filter root-usage';

test('there is one rule for each requirement', () => {
  const ids = Object.values(rules).map(rule => rule.id);
  expect(ids.sort()).toEqual(
    Object.keys(requirements)
      .map(id => `cloudwatch-metric-filter-${id}`)
      .sort(),
  );
});

describe.each(Object.values(rules))('$id', rule => {
  const id = rule.id.replace('cloudwatch-metric-filter-', '') as RequirementId;

  test('the whole chain holds', async () => {
    expect(await judged({}, rule, id)).toMatchObject({
      verdict: 'PASS',
      message: `trail main → log group cloudtrail → filter ${id} → alarm alarm-${id} → topic security`,
    });
  });

  test('a filter for something else does not do', async () => {
    const other = filterFor(id, { filterPattern: '{ $.eventName = DescribeAlarms }' });
    expect(await judged(filters(other), rule, id)).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringContaining('none of its metric filters is there for these events'),
      fix: { byHand: expect.stringContaining('Filter pattern: { ') },
    });
  });

  test('hidden trails', async () => {
    const hidden = { 'cloudtrail.trails': { gaps: [gap('cloudtrail:DescribeTrails')] } };
    expect(await judged(hidden, rule, id)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('the trail', () => {
  test.each([
    ['there is none', [], 'there is no trail'],
    ['of one region', [row(trail({ IsMultiRegionTrail: false }), fine)], 'trail main is not a multi-region trail'],
    [
      'without a log group',
      [row(trail({ CloudWatchLogsLogGroupArn: null }), fine)],
      'trail main delivers to no log group',
    ],
    ['stopped', [row(trail(), { ...fine, status: stopped() })], 'trail main is not logging'],
    [
      'without writes',
      [row(trail(), { ...fine, eventSelectors: basic({ ReadWriteType: 'ReadOnly' }) })],
      'trail main does not record all write management events',
    ],
  ])('%s', async (_name, rows, message) => {
    expect(await judged(trails(...rows))).toMatchObject({ verdict: 'FAIL', message });
  });

  test('the trail that got furthest is named, and a second one may do', async () => {
    const lame = row(trail({ Name: 'lame', CloudWatchLogsLogGroupArn: null }), fine);
    const slow = row(trail({ Name: 'slow' }), { ...fine, status: stopped() });
    expect(await judged(trails(lame, slow))).toMatchObject({ message: 'trail slow is not logging' });
    expect(await judged(trails(lame, row(trail(), fine)))).toMatchObject({ verdict: 'PASS' });
  });

  test('a trail without KMS events is useless for the keys alone', async () => {
    const noKms = { ...fine, eventSelectors: basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }) };
    const withoutKms = trails(row(trail(), noKms));
    expect(await judged(withoutKms)).toMatchObject({ verdict: 'PASS' });
    expect(await judged(withoutKms, rules.kmsKeyDisableOrDeletion, 'kms-key-disable-or-deletion')).toMatchObject({
      verdict: 'FAIL',
      message: 'trail main does not record events of kms.amazonaws.com',
    });
    const advancedToo = advanced({
      eventCategory: { Equals: ['Management'] },
      eventSource: { NotEquals: ['kms.amazonaws.com'] },
    });
    const rest = trails(row(trail(), { ...fine, eventSelectors: advancedToo }));
    expect(await judged(rest, rules.kmsKeyDisableOrDeletion, 'kms-key-disable-or-deletion')).toMatchObject({
      verdict: 'FAIL',
    });
  });

  test('details of a trail that cannot be the one are not needed', async () => {
    const unread = { status: gap('cloudtrail:GetTrailStatus'), eventSelectors: gap('cloudtrail:GetEventSelectors') };
    const single = row(trail({ Name: 'single', IsMultiRegionTrail: false }), unread);
    const broken = { ...trails(single, row(trail(), fine)), ...alarms() };
    expect(await judged(broken)).toMatchObject({ verdict: 'FAIL' });
    expect(await judged(trails(row(trail(), unread)))).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });

  test('a log group of another account, or of a region that was not audited, cannot be judged', async () => {
    const elsewhere = (arn: string) => trails(row(trail({ CloudWatchLogsLogGroupArn: arn }), fine));
    expect(await judged(elsewhere('arn:aws:logs:eu-north-1:999988887777:log-group:central:*'))).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { reason: 'manual' },
    });
    expect(await judged(elsewhere('arn:aws:logs:sa-east-1:111122223333:log-group:cloudtrail:*'))).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { reason: 'not-collected' },
    });
  });
});

describe('the filter', () => {
  test('there is none in that log group of that region', async () => {
    const message = 'trail main → log group cloudtrail: it has no metric filter';
    expect(await judged(filters())).toMatchObject({ verdict: 'FAIL', message });
    expect(await judged(filters(filterFor('root-usage', { logGroupName: 'cloudtrail-2' })))).toMatchObject({ message });
    expect(await judged({ 'logs.metricFilters': [row(filterFor('root-usage'), {}, 'us-east-1')] })).toMatchObject({
      message,
    });
  });

  test('the nearest is named with what it misses', async () => {
    const pattern = (...names: string[]) => `{ ${names.map(name => `($.eventName = ${name})`).join(' || ')} }`;
    const far = filterFor('cloudtrail-changes', { filterName: 'far', filterPattern: pattern('CreateTrail') });
    const near = filterFor('cloudtrail-changes', {
      filterName: 'near',
      filterPattern: pattern('CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StopLogging'),
    });
    const finding = await judged(filters(far, near), rules.cloudTrailChanges, 'cloudtrail-changes');
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: 'trail main → log group cloudtrail → filter near: its pattern misses StartLogging',
      fix: {
        byHand: expect.stringMatching(
          /^If metric filter near of log group cloudtrail is there for these events.* Filter pattern: .*StartLogging/,
        ),
      },
    });
  });

  test('a filter that is there for something else is not offered for another pattern', async () => {
    const root = filterFor('root-usage', { filterName: 'root' });
    const finding = await judged(filters(root), rules.cloudTrailChanges, 'cloudtrail-changes');
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: 'trail main → log group cloudtrail: none of its metric filters is there for these events',
      fix: { byHand: expect.stringMatching(/^Create a metric filter/) },
    });
  });

  test('a pattern of words counts no CloudTrail event', async () => {
    expect(await judged(filters(filterFor('root-usage', { filterPattern: 'Root' })))).toMatchObject({
      verdict: 'FAIL',
      message: `${until}: its pattern counts no CloudTrail event (not a pattern for JSON events)`,
    });
  });

  test('what cannot be decided is not available, unless the chain breaks anyway or another filter holds', async () => {
    const odd = filterFor('root-usage', { filterName: 'odd', filterPattern: '{ $.userIdentity.type = %(?i)root% }' });
    expect(await judged(filters(odd))).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { reason: 'unexpected-answer' },
    });
    expect(await judged(filters(odd, filterFor('root-usage')))).toMatchObject({ verdict: 'PASS' });
    expect(await judged({ ...filters(odd), ...alarms() })).toMatchObject({ verdict: 'FAIL' });
    for (const doubt of [{ applyOnTransformedLogs: true }, { fieldSelectionCriteria: '@aws.region = "us-east-1"' }]) {
      expect(await judged(filters(filterFor('root-usage', doubt)))).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    }
  });

  test('filters that were not seen may be the one', async () => {
    const denied = { 'logs.metricFilters': { gaps: [gap('logs:DescribeMetricFilters')] } };
    expect(await judged(denied)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    const elsewhere = { 'logs.metricFilters': { gaps: [gap('logs:DescribeMetricFilters', { region: 'us-east-1' })] } };
    expect(await judged(elsewhere)).toMatchObject({ verdict: 'FAIL' });
  });
});

describe('the alarm', () => {
  test.each([
    ['none', alarms()],
    ['another metric', alarms(alarmFor('vpc-changes'))],
    ['another namespace', alarms(alarmFor('root-usage', { Namespace: 'cis' }))],
    ['one dimension of the metric', alarms(alarmFor('root-usage', { Dimensions: { Region: 'eu-north-1' } }))],
    ['another region', { 'cloudwatch.alarms': [row(alarmFor('root-usage'), {}, 'us-east-1')] }],
    [
      'the same metric of another account',
      alarms(
        alarmFor('root-usage', {
          Namespace: null,
          MetricName: null,
          Metrics: [query('root-usage', { AccountId: '999988887777' })],
        }),
      ),
    ],
  ])('%s', async (_name, links) => {
    expect(await judged(links)).toMatchObject({
      verdict: 'FAIL',
      message: `${until}: no alarm in eu-north-1 watches its metric CIS/root-usage`,
      fix: {
        command: expect.stringMatching(
          /put-metric-alarm .*--namespace CIS --metric-name root-usage .*--region eu-north-1$/,
        ),
      },
    });
  });

  test('metric math counts', async () => {
    const math = alarmFor('', {
      Namespace: null,
      MetricName: null,
      Metrics: [query('vpc-changes'), query('root-usage', { Id: 'm2' })],
    });
    expect(await judged(alarms(math))).toMatchObject({ verdict: 'PASS' });
  });

  test('a metric that is split by dimensions cannot be watched as one', async () => {
    const [transformation] = filterFor('root-usage').metricTransformations;
    const split = filterFor('root-usage', {
      metricTransformations: transformation ? [{ ...transformation, dimensions: { Event: '$.eventName' } }] : [],
    });
    expect(await judged(filters(split))).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringContaining('split by dimensions'),
    });
    const system = filterFor('root-usage', { emitSystemFieldDimensions: ['@aws.region'] });
    expect(await judged(filters(system))).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringContaining('split by dimensions'),
    });
  });

  test('actions', async () => {
    const alarm = `${until} → alarm alarm-root-usage`;
    expect(await judged(alarms(alarmFor('root-usage', { ActionsEnabled: false })))).toMatchObject({
      message: `${alarm}: its actions are switched off`,
      fix: { command: 'aws cloudwatch enable-alarm-actions --alarm-names alarm-root-usage --region eu-north-1' },
    });
    const lambda = 'arn:aws:lambda:eu-north-1:111122223333:function:tell';
    expect(
      await judged(alarms(alarmFor('root-usage', { AlarmActions: [lambda], OKActions: [topicArn()] }))),
    ).toMatchObject({
      message: `${alarm}: it notifies no SNS topic`,
    });
  });

  test('a composite alarm may tell for it', async () => {
    const silent = alarmFor('root-usage', { AlarmActions: [] });
    expect(await judged(alarms(silent, composite('any', 'ALARM(alarm-root-usage) OR ALARM(x)')))).toMatchObject({
      verdict: 'PASS',
      message: `${until} → alarm alarm-root-usage → composite alarm any → topic security`,
    });
    const inner = composite('inner', 'ALARM("alarm-root-usage")', { AlarmActions: [] });
    const outer = composite('outer', `ALARM(${inner.AlarmArn})`);
    expect(await judged(alarms(silent, inner, outer))).toMatchObject({ verdict: 'PASS' });
    expect(await judged(alarms(silent, composite('both', 'ALARM(alarm-root-usage) AND ALARM(x)')))).toMatchObject({
      verdict: 'FAIL',
    });
    expect(
      await judged(alarms(silent, composite('muted', 'ALARM(alarm-root-usage)', { ActionsEnabled: false }))),
    ).toMatchObject({
      verdict: 'FAIL',
    });
    const odd = composite('odd', 'AT_LEAST(1, ALARM, (alarm-root-usage, x))');
    expect(await judged(alarms(silent, odd))).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    expect(await judged(alarms(alarmFor('root-usage'), odd))).toMatchObject({ verdict: 'PASS' });
  });

  test('composites that watch each other do not hang it', async () => {
    const silent = alarmFor('root-usage', { AlarmActions: [] });
    const ring = [composite('a', 'ALARM(b)'), composite('b', 'ALARM(a)')];
    expect(await judged(alarms(silent, ...ring))).toMatchObject({ verdict: 'FAIL' });
  });

  test('alarms that were not seen', async () => {
    const denied = (region: string) => ({
      'cloudwatch.alarms': { gaps: [gap('cloudwatch:DescribeAlarms', { region })] },
    });
    expect(await judged(denied('eu-north-1'))).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    expect(await judged(denied('us-east-1'))).toMatchObject({ verdict: 'FAIL' });
  });
});

describe('the topic', () => {
  test('nobody has confirmed', async () => {
    const message = `${until} → alarm alarm-root-usage → topic security`;
    expect(await judged(subscriptions())).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringContaining('has no confirmed subscription'),
      fix: { command: expect.stringMatching(/^aws sns subscribe --topic-arn arn:aws:sns:eu-north-1:/) },
    });
    expect(await judged(subscriptions(pending, { ...pending, SubscriptionArn: 'Deleted' }))).toMatchObject({
      verdict: 'FAIL',
    });
    expect(await judged(subscriptions(pending, confirmed))).toMatchObject({ verdict: 'PASS', message });
  });

  test('it is gone', async () => {
    expect(await judged({ 'sns.topics': [] })).toMatchObject({
      verdict: 'FAIL',
      message: `${until} → alarm alarm-root-usage: topic security does not exist`,
    });
  });

  test('one of two will do', async () => {
    const two = alarms(alarmFor('root-usage', { AlarmActions: [topicArn('gone'), topicArn()] }));
    expect(await judged(two)).toMatchObject({ verdict: 'PASS' });
  });

  test('a topic of another account or of a region that was not audited', async () => {
    const notifying = (arn: string) => alarms(alarmFor('root-usage', { AlarmActions: [arn] }));
    expect(await judged(notifying(topicArn('central', '999988887777')))).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { reason: 'manual' },
    });
    expect(await judged(notifying(topicArn('far', '111122223333', 'sa-east-1')))).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
    const both = alarms(alarmFor('root-usage', { AlarmActions: [topicArn('central', '999988887777'), topicArn()] }));
    expect(await judged(both)).toMatchObject({ verdict: 'PASS' });
  });

  test('subscriptions that could not be read', async () => {
    const unread = {
      'sns.topics': [row({ TopicArn: topicArn() }, { subscriptions: gap('sns:ListSubscriptionsByTopic') })],
    };
    expect(await judged(unread)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('cloudwatch-metric-filter-organizations-changes', () => {
  const organization = { Name: 'organization', IsOrganizationTrail: true };
  const mine = row(trail(organization), fine);
  const foreign = row(
    trail({ ...organization, TrailARN: 'arn:aws:cloudtrail:eu-north-1:999988887777:trail/organization' }),
    fine,
  );
  const judgedHere = (rows: StoredRow[], gaps: ReturnType<typeof gap>[] = []) =>
    judged({ 'cloudtrail.trails': { rows, gaps } }, rules.organizationsChanges, 'organizations-changes');

  test('a member account sees the organization trail of another', async () => {
    expect(await judgedHere([foreign])).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: 'a member account of the organization of 999988887777',
    });
    expect(await judgedHere([mine])).toMatchObject({ verdict: 'PASS' });
    expect(await judgedHere([mine], [gap('cloudtrail:DescribeTrails', { region: 'us-east-1' })])).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
  });
});
