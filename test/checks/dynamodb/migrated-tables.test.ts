import { describe, expect, it } from 'vitest';
import { migratedTableRetired } from '../../../src/checks/dynamodb/migrated-tables.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { steady, silent, since, until } from '../../support/series.js';
import { gap, judge, row, world } from '../../support/world.js';
import { clusterRow, clusterUse } from '../dsql/rows.js';
import { busy, onDemand, tableRow, used } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const judged = async (table: StoredRow, clusters: Facts = [], alarms: Facts = [], params = {}) =>
  (
    await judge(
      migratedTableRetired,
      world({ 'dynamodb.tables': [table], 'dsql.clusters': clusters, 'cloudwatch.alarms': alarms }),
      params,
    )
  )[0];

const alarm = (AlarmName: string, TableName: string) =>
  row({ AlarmName, AlarmArn: AlarmName, Namespace: 'AWS/DynamoDB', Dimensions: { TableName } });
const rising = clusterRow('lodge', clusterUse({ TotalTransactions: since(50) }));
const falling = clusterRow('lodge', clusterUse({ TotalTransactions: until(50) }));

describe('dynamodb-migrated-table-retired', () => {
  it('passes what is still written, and what stopped with nothing in its place', async () => {
    expect((await judged(tableRow('orders', {}, busy), [rising]))?.message).toBe('last written on 2026-11-22');
    const stopped = tableRow('orders', {}, { use: used(silent, until(45)) });
    expect((await judged(stopped))?.verdict).toBe('PASS');
    expect((await judged(stopped, [falling]))?.verdict).toBe('PASS');
    const reference = tableRow('countries', {}, { use: used(steady(10), silent) });
    expect((await judged(reference, [rising]))?.message).toContain('not written in 90 days');
    expect((await judged(stopped, [clusterRow('new', clusterUse(), { status: 'CREATING' })]))?.verdict).toBe('PASS');
  });

  it('fails a table whose writes stopped when a DSQL cluster became busier', async () => {
    const stopped = tableRow('orders', {}, { use: used(steady(10), until(52)) });
    expect(await judged(stopped, [rising])).toMatchObject({
      verdict: 'FAIL',
      message: 'last written on 2026-10-01, while Aurora DSQL cluster lodge in eu-north-1 has become busier since',
      cleanUp: { does: 'decide' },
    });
  });

  it('believes the owner, by name or by tag', async () => {
    const table = tableRow('orders', {}, busy);
    const name = { retired_tables: ['orders'] };
    expect(await judged(table, [], [], name)).toMatchObject({ verdict: 'FAIL' });
    expect((await judged(table, [], [], { retired_tables: [String(table.item['TableArn'])] }))?.verdict).toBe('FAIL');
    const tagged = tableRow('orders', {}, { ...busy, tags: { lifecycle: 'retired' } });
    expect((await judged(tagged))?.message).toContain('lifecycle=retired');
    expect((await judged(tagged, [], [], { retired_tag: 'state=old' }))?.verdict).toBe('PASS');
    expect((await judged(tagged, [], [], { retired_tag: '' }))?.verdict).toBe('PASS');
  });

  it('counts what an idle table holds with the rule that finds it idle, and its alarms here', async () => {
    const alarms = [
      alarm('TargetTracking-table/orders-AlarmHigh-1', 'orders'),
      alarm('TargetTracking-table/orders/index/by-day-AlarmLow-2', 'orders'),
      alarm('TargetTracking-table/orders-old-AlarmLow-3', 'orders-old'),
      alarm('orders-throttled', 'orders'),
    ];
    const named = { retired_tables: ['orders'] };
    const idle = await judged(tableRow('orders'), [], alarms, named);
    expect(idle?.saving?.releases).toEqual([{ price: 'cloudwatch/CW:AlarmMonitorUsage', units: 2 }]);
    expect(idle?.disuse).toMatchObject({ grade: 'strong' });
    const read = await judged(tableRow('orders', onDemand, { use: used(steady(24)) }), [], [], named);
    expect(read?.saving?.releases.map(one => one.price)).toEqual([
      'dynamodb/TimedStorage-ByteHrs',
      'dynamodb/ReadRequestUnits',
    ]);
    expect(read?.disuse).toBeUndefined();
  });

  it('does not take young or lock tables for replaced ones', async () => {
    const young = tableRow('orders', { CreationDateTime: '2026-11-10T00:00:00.000Z' });
    expect((await judged(young, [rising]))?.verdict).toBe('NOT_APPLICABLE');
    const lock = tableRow('locks', { ...onDemand, KeySchema: ['LockID'] });
    expect((await judged(lock, [rising]))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    const stopped = tableRow('orders', {}, { use: used(silent, until(45)) });
    expect((await judged(stopped, { gaps: [gap('dsql:ListClusters')] }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(stopped, [clusterRow('x', gap('cloudwatch:GetMetricData'))]))?.verdict).toBe('NOT_AVAILABLE');
    const nameless = clusterUse({ ClusterStorageSize: silent });
    expect((await judged(stopped, [clusterRow('x', nameless)]))?.verdict).toBe('NOT_AVAILABLE');
    const alarms = { gaps: [gap('cloudwatch:DescribeAlarms')] };
    expect((await judged(stopped, [rising], alarms))?.verdict).toBe('NOT_AVAILABLE');
    const tags = tableRow('orders', {}, { ...busy, tags: gap('dynamodb:ListTagsOfResource') });
    expect((await judged(tags))?.verdict).toBe('NOT_AVAILABLE');
  });
});
