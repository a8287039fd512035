import { expect, it } from 'vitest';
import { alarmWatchesLiveMetric } from '../../../src/checks/cloudwatch/alarm-data.js';
import { priceOf } from '../../../src/checks/cloudwatch/alarm-price.js';
import type { Alarm } from '../../../src/checks/cloudwatch/alarms.js';
import { gap, judge, row, world } from '../../support/world.js';
import { alarmFor, composite, filterFor, query } from '../../worlds/cloudwatch.js';
import { noData, waiting } from '../../worlds/cloudwatch-cost.js';
import { daily } from '../../support/series.js';

const of = async (alarm: Alarm, details: Record<string, unknown> = noData, filters: object = []) => {
  const facts = { 'cloudwatch.alarms': [row(alarm, details)], 'logs.metricFilters': filters };
  return (await judge(alarmWatchesLiveMetric, world(facts as Parameters<typeof world>[0])))[0];
};
const math = (...Metrics: Alarm['Metrics']) => waiting('', { Namespace: null, MetricName: null, Metrics });

it.each<[string, Alarm, object, string]>([
  ['OK', alarmFor('Reads'), { data: {} }, 'PASS'],
  ['without data for long', waiting('Reads'), noData, 'FAIL'],
  ['told to ignore what is missing', waiting('Reads', { TreatMissingData: 'ignore' }), noData, 'FAIL'],
  ['for which missing is good', waiting('Reads', { TreatMissingData: 'notBreaching' }), noData, 'PASS'],
  [
    'without data for days',
    waiting('Reads', { StateTransitionedTimestamp: '2026-11-10T00:00:00.000Z' }),
    noData,
    'NOT_APPLICABLE',
  ],
  ['of unknown age', waiting('Reads', { StateTransitionedTimestamp: null }), noData, 'NOT_AVAILABLE'],
  ['on a sparse metric', waiting('Reads'), { data: { m0: daily({ 80: 1 }) } }, 'PASS'],
  ['on errors', waiting('HTTPCode_Target_5XX_Count'), noData, 'NOT_APPLICABLE'],
  ['of automatic scaling', waiting('Reads', { AlarmName: 'TargetTracking-table/x' }), noData, 'NOT_APPLICABLE'],
  [
    'that is composite',
    composite('all', 'ALARM(x)', { StateValue: 'INSUFFICIENT_DATA' }),
    { data: {} },
    'NOT_APPLICABLE',
  ],
  ['on metric math', math(query('Reads'), query('Writes')), { data: { m0: daily(), m1: daily() } }, 'FAIL'],
  [
    'on metric math of which one has data',
    math(query('Reads'), query('Writes')),
    { data: { m0: daily(), m1: daily({ 2: 1 }) } },
    'PASS',
  ],
  [
    'on a query',
    math({ Id: 'q', Expression: 'SELECT MAX(x) FROM "AWS/EC2"', AccountId: null, MetricStat: null }),
    { data: {} },
    'NOT_AVAILABLE',
  ],
  ['on another account', math(query('Reads', { AccountId: '444455556666' })), { data: {} }, 'NOT_AVAILABLE'],
  ['whose metric is hidden', waiting('Reads'), { data: gap('cloudwatch:GetMetricData') }, 'NOT_AVAILABLE'],
])('an alarm %s', async (_what, alarm, details, verdict) => {
  expect((await of(alarm, details as Record<string, unknown>))?.verdict).toBe(verdict);
});

it('an alarm that a metric filter counts for waits for what it is there for', async () => {
  const alarm = waiting('root-usage', { Namespace: 'CIS' });
  expect(await of(alarm, noData, [row(filterFor('root-usage'))])).toMatchObject({
    verdict: 'PASS',
    message: 'metric filter root-usage counts for it, and has found nothing yet',
  });
  const hidden = { rows: [], gaps: [gap('logs:DescribeMetricFilters')] };
  expect((await of(alarm, noData, hidden))?.verdict).toBe('NOT_AVAILABLE');
});

it('says what it waited for, and for how long', async () => {
  expect(await of(waiting('Reads'))).toMatchObject({
    message: 'without data for 174 days; Shop/Reads had none in 90 days',
    saving: { releases: [{ price: 'cloudwatch/CW:AlarmMonitorUsage', units: 1 }] },
    disuse: { grade: 'strong', window: 90 },
  });
});

it.each<[string, Alarm, string, number]>([
  ['plain', alarmFor('x'), 'AlarmMonitorUsage', 1],
  ['every ten seconds', alarmFor('x', { Period: 10 }), 'HighResAlarmMonitorUsage', 1],
  ['of two metrics', math(query('a'), query('b')), 'AlarmMonitorUsage', 2],
  ['with an anomaly band', waiting('', { Metrics: [query('a')], ThresholdMetricId: 'ad1' }), 'AlarmMonitorUsage', 3],
  [
    'on a query',
    math({ Id: 'q', Expression: 'SELECT 1', AccountId: null, MetricStat: null }),
    'MetricInsightAlarmUsage',
    1,
  ],
  ['composite', composite('all', 'ALARM(x)'), 'CompositeAlarmMonitorUsage', 1],
])('an alarm %s is billed by its kind', (_what, alarm, kind, units) => {
  expect(priceOf(alarm)).toEqual({ price: `cloudwatch/CW:${kind}`, units });
});
