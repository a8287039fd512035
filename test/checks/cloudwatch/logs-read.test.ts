import { expect, it } from 'vitest';
import { logsAreRead } from '../../../src/checks/cloudwatch/logs-read.js';
import type { LogGroup } from '../../../src/checks/logs/log-groups.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { trail } from '../../worlds/cloudtrail.js';
import { logGroup, readersRow, silent, took } from '../../worlds/logs.js';

interface Given {
  group?: Partial<LogGroup>;
  use?: object;
  subscriptions?: unknown;
  readers?: StoredRow[];
  trails?: StoredRow[];
  params?: object;
}

const of = async ({
  group = {},
  use = took(2),
  subscriptions = [],
  readers = [readersRow()],
  trails = [],
  params = {},
}: Given) => {
  const facts = {
    'cloudtrail.trails': trails,
    'logs.logGroups': [row(logGroup('app', group), { use, subscriptions })],
    'logs.readers': readers,
  };
  return (await judge(logsAreRead, world(facts), { ...params }))[0];
};

const readBy = (logGroupName: string) => ({
  Named: [{ logGroupName, Last: '2026-11-20T08:00:00.000Z' }],
  Unnamed: 0,
  Truncated: false,
});
const excluding = (selectionCriteria: string) => ({ accountSubscriptions: [{ policyName: 'all', selectionCriteria }] });
const delivers = row(trail({ CloudWatchLogsLogGroupArn: `${logGroup('app').logGroupArn}:*` }));

it.each<[string, Given, string]>([
  ['nobody', {}, 'FAIL'],
  ['metric filters', { group: { metricFilterCount: 2 }, readers: [] }, 'PASS'],
  ['a subscription filter', { subscriptions: ['to-search'] }, 'PASS'],
  ['a query', { readers: [readersRow({ queries: readBy('app') })] }, 'PASS'],
  ['a query of another group', { readers: [readersRow({ queries: readBy('other') })] }, 'FAIL'],
  ['an export', { readers: [readersRow({ exports: readBy('app').Named })] }, 'PASS'],
  [
    'a subscription of the account',
    { readers: [readersRow({ accountSubscriptions: [{ policyName: 'all', selectionCriteria: null }] })] },
    'PASS',
  ],
  ['one that leaves out others', { readers: [readersRow(excluding('LogGroupName NOT IN ["b", "c"]'))] }, 'PASS'],
  ['one that leaves it out', { readers: [readersRow(excluding('LogGroupName NOT IN ["b", "app"]'))] }, 'FAIL'],
  ['one that nobody understands', { readers: [readersRow(excluding('LogGroupNamePrefix IN ["a"]'))] }, 'NOT_AVAILABLE'],
  [
    'perhaps a query over many',
    { readers: [readersRow({ queries: { Named: [], Unnamed: 3, Truncated: false } })] },
    'NOT_AVAILABLE',
  ],
  [
    'perhaps one of the queries not read',
    { readers: [readersRow({ queries: { Named: [], Unnamed: 0, Truncated: true } })] },
    'NOT_AVAILABLE',
  ],
  ['perhaps a subscription: not asked', { subscriptions: null }, 'NOT_AVAILABLE'],
  ['perhaps a subscription: refused', { subscriptions: gap('logs:DescribeSubscriptionFilters') }, 'NOT_AVAILABLE'],
  ['nobody knows, as nobody looked', { readers: [] }, 'NOT_AVAILABLE'],
  ['hidden amount', { use: gap('cloudwatch:GetMetricData') }, 'NOT_AVAILABLE'],
  ['little is written', { use: took(0.5) }, 'NOT_APPLICABLE'],
  ['nothing is written', { use: silent }, 'NOT_APPLICABLE'],
  ['much was written long ago', { use: took(50, 60) }, 'NOT_APPLICABLE'],
  ['less than asked for', { params: { min_gb: 5 } }, 'NOT_APPLICABLE'],
  ['an audit log', { trails: [delivers] }, 'NOT_APPLICABLE'],
  ['a cheaper class', { group: { logGroupClass: 'INFREQUENT_ACCESS' } }, 'NOT_APPLICABLE'],
  ['young', { group: { creationTime: '2026-11-10T00:00:00.000Z' } }, 'NOT_APPLICABLE'],
])('read by %s', async (_what, given, verdict) => {
  expect((await of(given))?.verdict).toBe(verdict);
});

it('takes the cheaper class as the modest way, and never says that it is sure', async () => {
  expect(await of({})).toMatchObject({
    disuse: { grade: 'weak', window: 30 },
    saving: {
      releases: [
        { price: 'cloudwatch/DataProcessing-Bytes', units: 2 },
        { price: 'cloudwatch/DataProcessingIA-Bytes', units: -2 },
      ],
      estimated: true,
    },
  });
});

it('does not judge where trails could not be seen', async () => {
  const facts = {
    'cloudtrail.trails': { rows: [], gaps: [gap('cloudtrail:DescribeTrails')] },
    'logs.logGroups': [row(logGroup('app'), { use: took(2), subscriptions: [] })],
    'logs.readers': [readersRow()],
  };
  expect((await judge(logsAreRead, world(facts)))[0]?.verdict).toBe('NOT_AVAILABLE');
});
