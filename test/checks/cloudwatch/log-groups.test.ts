import { expect, it } from 'vitest';
import { ownerExists } from '../../../src/checks/cloudwatch/log-group-owners.js';
import { logGroupInUse } from '../../../src/checks/cloudwatch/log-group-use.js';
import { ingestionConcentrated } from '../../../src/checks/cloudwatch/log-ingestion.js';
import { retentionSet } from '../../../src/checks/cloudwatch/log-retention.js';
import type { LogGroup } from '../../../src/checks/logs/log-groups.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { functionRow } from '../lambda/rows.js';
import { logGroup, ownersRow, silent, took } from '../../worlds/logs.js';

const only = async (check: object, collections: Parameters<typeof world>[0], params = {}) => {
  const [finding, ...more] = await judge(check, world(collections), params);
  expect(more).toEqual([]);
  return finding;
};

it.each<[string, Partial<LogGroup>, object, string]>([
  ['30 days', { retentionInDays: 30 }, {}, 'PASS'],
  ['for ever', { retentionInDays: null }, {}, 'FAIL'],
  ['an audit log', { retentionInDays: null }, { audit_log_groups: ['app'] }, 'NOT_APPLICABLE'],
  ['of class DELIVERY', { retentionInDays: null, logGroupClass: 'DELIVERY' }, {}, 'NOT_APPLICABLE'],
])('retention: %s', async (_what, fields, params, verdict) => {
  expect((await only(retentionSet, { 'logs.logGroups': [row(logGroup('app', fields))] }, params))?.verdict).toBe(
    verdict,
  );
});

it('retention: frees the share that is older, and names the days asked for', async () => {
  const group = logGroup('app', { retentionInDays: null, creationTime: '2026-08-14T09:00:00.000Z' });
  const old = await only(retentionSet, { 'logs.logGroups': [row(group)] }, { retention_days: 50 });
  expect(old).toMatchObject({
    saving: { releases: [{ price: 'cloudwatch/TimedStorage-ByteHrs', units: 1 }], estimated: true },
    fix: { command: expect.stringContaining('--log-group-name app --retention-in-days 50') as string },
  });
  const young = { ...group, creationTime: '2026-11-20T09:00:00.000Z' };
  const fresh = await only(retentionSet, { 'logs.logGroups': [row(young)] });
  expect(fresh).toMatchObject({ verdict: 'FAIL', saving: { releases: [{ units: 0 }] } });
});

it.each<[string, Partial<LogGroup>, object, string]>([
  ['written 80 days ago', { retentionInDays: null }, took(1, 80), 'PASS'],
  ['not written', { retentionInDays: null }, silent, 'FAIL'],
  ['not written, kept for a year', { retentionInDays: 365 }, silent, 'FAIL'],
  ['empties itself', { retentionInDays: 90 }, silent, 'NOT_APPLICABLE'],
  ['empty', { retentionInDays: null, storedBytes: 0 }, silent, 'NOT_APPLICABLE'],
  ['young', { retentionInDays: null, creationTime: '2026-10-01T00:00:00.000Z' }, silent, 'NOT_APPLICABLE'],
])('in use: %s', async (_what, fields, use, verdict) => {
  const found = await only(logGroupInUse, { 'logs.logGroups': [row(logGroup('app', fields), { use })] });
  expect(found?.verdict).toBe(verdict);
  if (verdict === 'FAIL')
    expect(found).toMatchObject({ saving: { releases: [{ units: 2 }] }, disuse: { grade: 'strong', window: 90 } });
});

it('in use: a shorter window looks at fewer days, and young says how young', async () => {
  const rows = [row(logGroup('app', { retentionInDays: 60 }), { use: took(1, 40) })];
  expect((await only(logGroupInUse, { 'logs.logGroups': rows }, { window_days: 30 }))?.verdict).toBe('FAIL');
  const young = [
    row(logGroup('app', { retentionInDays: null, creationTime: '2026-11-12T00:00:00.000Z' }), { use: silent }),
  ];
  expect((await only(logGroupInUse, { 'logs.logGroups': young }))?.message).toBe('too young to judge (10 of 90 days)');
});

it('in use: a hidden metric is no silence', async () => {
  const rows = [row(logGroup('app', { retentionInDays: null }), { use: gap('cloudwatch:GetMetricData') })];
  expect((await only(logGroupInUse, { 'logs.logGroups': rows }))?.verdict).toBe('NOT_AVAILABLE');
});

const owned = (name: string, more: Record<string, StoredRow[] | object> = {}, use: object = silent) =>
  only(ownerExists, {
    'logs.logGroups': [row(logGroup(name), { use })],
    'lambda.functions': [
      functionRow('api'),
      functionRow('worker', {}, { LoggingConfig: { LogGroup: '/aws/lambda/jobs' } }),
    ],
    'logs.owners': [ownersRow({ restApis: ['a1'], appSyncApis: ['b2'], amplifyApps: ['c3'], dbInstances: ['shop'] })],
    ...more,
  });

it.each([
  ['/aws/lambda/api', 'PASS'],
  ['/aws/lambda/api2', 'FAIL'],
  // Several functions may share a group that is named after none of them.
  ['/aws/lambda/jobs', 'PASS'],
  ['/aws/lambda/us-east-1.api', 'NOT_APPLICABLE'],
  ['API-Gateway-Execution-Logs_a1/prod', 'PASS'],
  ['API-Gateway-Execution-Logs_z9/prod', 'FAIL'],
  ['/aws/appsync/apis/b2', 'PASS'],
  ['/aws/appsync/apis/z9', 'FAIL'],
  ['/aws/amplify/c3', 'PASS'],
  ['/aws/amplify/z9', 'FAIL'],
  ['/aws/rds/instance/shop/error', 'PASS'],
  ['/aws/rds/instance/old/error', 'FAIL'],
  ['/aws/codebuild/gone', 'NOT_APPLICABLE'],
  ['/ecs/gone', 'NOT_APPLICABLE'],
  ['/aws/rds/cluster/gone/error', 'NOT_APPLICABLE'],
])('owner: %s gives %s', async (name, verdict) => {
  expect((await owned(name))?.verdict).toBe(verdict);
});

it('owner: what is still written is not called left behind', async () => {
  expect(await owned('/aws/lambda/gone', {}, took(1, 20))).toMatchObject({
    verdict: 'PASS',
    message: 'there is no Lambda function gone, yet something wrote to it on 2026-11-02',
  });
  expect(await owned('/aws/lambda/gone', {}, took(1, 40))).toMatchObject({
    verdict: 'FAIL',
    saving: { releases: [{ price: 'cloudwatch/TimedStorage-ByteHrs', units: 2 }] },
    disuse: { grade: 'strong', window: 30 },
  });
});

it.each<[string, string, Record<string, StoredRow[] | object>]>([
  ['functions', '/aws/lambda/gone', { 'lambda.functions': { rows: [], gaps: [gap('lambda:ListFunctions')] } }],
  [
    'functions of which one was missed',
    '/aws/lambda/gone',
    { 'lambda.functions': { rows: [functionRow('api')], gaps: [gap('lambda:ListFunctions')] } },
  ],
  [
    'APIs',
    'API-Gateway-Execution-Logs_z9/prod',
    { 'logs.owners': [ownersRow({ restApis: gap('apigateway:GetRestApis') })] },
  ],
  ['a region', '/aws/appsync/apis/z9', { 'logs.owners': [] }],
])('owner: %s that could not be listed', async (_what, name, more) => {
  expect((await owned(name, more))?.verdict).toBe('NOT_AVAILABLE');
});

it('owner: one kind that could not be listed says nothing of another', async () => {
  const more = { 'logs.owners': [ownersRow({ restApis: gap('apigateway:GetRestApis'), amplifyApps: ['c3'] })] };
  expect((await owned('/aws/amplify/z9', more))?.verdict).toBe('FAIL');
});

const region = { 'account.regions': [row({ RegionName: 'eu-north-1' })] };
const share = (rows: StoredRow[], params = {}) =>
  only(ingestionConcentrated, { ...region, 'logs.logGroups': rows }, params);
const group = (name: string, gigabytes: number) => row(logGroup(name), { use: took(gigabytes) });

it.each<[string, StoredRow[], string]>([
  ['one of three has most', [group('a', 30), group('b', 4), group('c', 2)], 'FAIL'],
  ['three share', [group('a', 30), group('b', 28), group('c', 25)], 'PASS'],
  ['one has most of little', [group('a', 9), group('b', 1)], 'PASS'],
  ['nothing is written', [row(logGroup('a'), { use: silent })], 'NOT_APPLICABLE'],
  ['no groups', [], 'NOT_APPLICABLE'],
  ['one is hidden', [group('a', 30), row(logGroup('b'), { use: gap('cloudwatch:GetMetricData') })], 'NOT_AVAILABLE'],
])('concentrated: %s', async (_what, rows, verdict) => {
  expect((await share(rows))?.verdict).toBe(verdict);
});

it('concentrated: what is above the group in the middle could be saved, at the price of its kind of logs', async () => {
  expect(await share([group('/aws/lambda/api', 30), group('b', 4), group('c', 2)])).toMatchObject({
    message: expect.stringContaining('/aws/lambda/api takes in 83 % of 36.0 GB') as string,
    saving: { releases: [{ price: 'cloudwatch/VendedLog-Bytes', units: 26 }], estimated: true },
  });
  expect(await share([group('app', 30), group('b', 4)])).toMatchObject({
    saving: { releases: [{ price: 'cloudwatch/DataProcessing-Bytes', units: 13 }] },
  });
});
