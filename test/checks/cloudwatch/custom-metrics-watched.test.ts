import { expect, it } from 'vitest';
import { customMetricsWatched } from '../../../src/checks/cloudwatch/custom-metrics-watched.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { alarmFor, query } from '../../worlds/cloudwatch.js';
import { dashboardRow, metric, stream } from '../../worlds/cloudwatch-cost.js';

type Collections = Parameters<typeof world>[0];

const of = async (metrics: StoredRow[], more: Collections = {}, params = {}) => {
  const facts: Collections = {
    'account.regions': [row({ RegionName: 'eu-north-1' })],
    'cloudwatch.customMetrics': metrics,
    'cloudwatch.metricStreams': [],
    'cloudwatch.alarms': [],
    'cloudwatch.dashboards': [],
    ...more,
  };
  return (await judge(customMetricsWatched, world(facts), params))[0];
};
const many = [row(metric('Latency', 20)), row(metric('Orders', 5))];
const board = (fields: Parameters<typeof dashboardRow>[1]) => ({
  'cloudwatch.dashboards': [dashboardRow('main', fields)],
});
const math = (Expression: string) =>
  alarmFor('', {
    Namespace: null,
    MetricName: null,
    Metrics: [{ Id: 'q', Expression, AccountId: null, MetricStat: null }],
  });

it.each<[string, StoredRow[], Collections, string]>([
  ['nobody names them', many, {}, 'FAIL'],
  ['there are none', [], {}, 'NOT_APPLICABLE'],
  ['there are few', [row(metric('Latency', 10))], {}, 'PASS'],
  ['an alarm names most', many, { 'cloudwatch.alarms': [row(alarmFor('Latency', { Namespace: 'Shop/Api' }))] }, 'PASS'],
  ['an alarm names one of another namespace', many, { 'cloudwatch.alarms': [row(alarmFor('Latency'))] }, 'FAIL'],
  [
    'metric math names most',
    many,
    {
      'cloudwatch.alarms': [
        row(
          alarmFor('', {
            Metrics: [
              query('Latency', {
                MetricStat: { Metric: { Namespace: 'Shop/Api', MetricName: 'Latency', Dimensions: {} }, Period: 60 },
              }),
            ],
          }),
        ),
      ],
    },
    'PASS',
  ],
  [
    'a query names the namespace',
    many,
    { 'cloudwatch.alarms': [row(math('SELECT MAX(x) FROM SCHEMA("Shop/Api")'))] },
    'PASS',
  ],
  ['a dashboard names most', many, board({ Names: ['Shop/Api', 'Latency'] }), 'PASS'],
  ['a dashboard searches', many, board({ Expressions: [`SEARCH('{Shop/Api,Route}', 'Sum')`] }), 'PASS'],
  ['a dashboard names others', many, board({ Names: ['AWS/SQS', 'Latency'] }), 'FAIL'],
  ['a stream carries them away', many, { 'cloudwatch.metricStreams': [row(stream('vendor'))] }, 'PASS'],
  [
    'a stopped stream does not',
    many,
    { 'cloudwatch.metricStreams': [row(stream('vendor', { State: 'stopped' }))] },
    'FAIL',
  ],
  ['agents of servers make them', [row(metric('mem_used', 90, { Namespace: 'CWAgent' }))], {}, 'NOT_APPLICABLE'],
  [
    'dashboards are hidden',
    many,
    {
      'cloudwatch.dashboards': [row(dashboardRow('main').item, { content: gap('cloudwatch:GetDashboard') }, 'global')],
    },
    'NOT_AVAILABLE',
  ],
  [
    'alarms are hidden',
    many,
    { 'cloudwatch.alarms': { rows: [], gaps: [gap('cloudwatch:DescribeAlarms')] } },
    'NOT_AVAILABLE',
  ],
])('when %s', async (_what, metrics, more, verdict) => {
  expect((await of(metrics, more))?.verdict).toBe(verdict);
});

it('a list that was cut proves a failure, and no pass', async () => {
  const cut = (rows: StoredRow[]) => ({
    'cloudwatch.customMetrics': { rows, gaps: [gap('cloudwatch:ListMetrics', { reason: 'truncated' })] },
  });
  expect((await of([], cut(many)))?.verdict).toBe('FAIL');
  expect((await of([], cut([row(metric('Latency', 3))])))?.verdict).toBe('NOT_AVAILABLE');
  expect((await of([], { ...cut(many), ...board({ Names: ['Shop/Api', 'Latency'] }) }))?.verdict).toBe('NOT_AVAILABLE');
});

it('names the largest, and counts what would go', async () => {
  expect(await of(many)).toMatchObject({
    message:
      'no alarm and no dashboard names 25 of 25 custom metrics: Shop/Api Latency by Route (20); Shop/Api Orders by Route (5)',
    saving: { releases: [{ price: 'cloudwatch/CW:MetricMonitorUsage', units: 25 }], estimated: true },
  });
  expect((await of(many, {}, { min_count: 26 }))?.verdict).toBe('PASS');
});
