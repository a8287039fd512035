import { describe, expect, it } from 'vitest';
import { onDemandTableInUse, provisionedTableInUse } from '../../../src/checks/dynamodb/idle-tables.js';
import type { StoredRow } from '../../../src/core/world.js';
import { steady, silent, until } from '../../support/series.js';
import { gap, judge, world } from '../../support/world.js';
import { busy, gigabyte, index, indexUsed, onDemand, tableRow, units, used } from './rows.js';

const judged = async (check: object, row: StoredRow, params = {}) =>
  (await judge(check, world({ 'dynamodb.tables': [row] }), params))[0];
const provisioned = (row: StoredRow, params = {}) => judged(provisionedTableInUse, row, params);
const asked = (row: StoredRow, params = {}) => judged(onDemandTableInUse, row, params);
const replicas = [{ RegionName: 'us-east-1', ReplicaStatus: 'ACTIVE' }];

describe('dynamodb-provisioned-table-in-use', () => {
  it('passes what is read or written', async () => {
    expect(await provisioned(tableRow('orders', {}, busy))).toMatchObject({
      verdict: 'PASS',
      message: '31000 read and 15500 write units in 30 days',
    });
  });

  it('fails a table without a single data point, frees its capacity and storage, and says when it was last used', async () => {
    const indexes = [index('by-guest')];
    const row = tableRow('orders', { GlobalSecondaryIndexes: indexes }, { use: used(until(41), silent) });
    expect(await provisioned(row)).toMatchObject({
      verdict: 'FAIL',
      message: 'no read and no write for 30 days; last on 2026-10-12',
      saving: {
        releases: [
          { price: 'dynamodb/ReadCapacityUnit-Hrs', units: 15 * 730 },
          { price: 'dynamodb/WriteCapacityUnit-Hrs', units: 15 * 730 },
          { price: 'dynamodb/TimedStorage-ByteHrs', units: 3 },
        ],
      },
      disuse: { grade: 'strong', window: 30, last: '2026-10-12' },
      cleanUp: { does: 'delete', undo: 'from a backup' },
    });
    expect((await provisioned(tableRow('orders')))?.message).toContain('not once in 90 days');
  });

  it('prices the infrequent-access class as such', async () => {
    const row = tableRow('archive', { TableClass: 'STANDARD_INFREQUENT_ACCESS', ProvisionedThroughput: units(1, 0) });
    expect((await provisioned(row))?.saving?.releases.map(one => one.price)).toEqual([
      'dynamodb/IA-ReadCapacityUnit-Hrs',
      'dynamodb/IA-TimedStorage-ByteHrs',
    ]);
  });

  it('counts the use of an index as use of the table', async () => {
    const row = tableRow(
      'orders',
      { GlobalSecondaryIndexes: [index('by-guest')] },
      { indexUse: indexUsed('by-guest', steady(1)) },
    );
    expect((await provisioned(row))?.verdict).toBe('PASS');
  });

  it('takes a few units for none where it is told to', async () => {
    const row = tableRow('orders', {}, { use: used(steady(1)) });
    expect((await provisioned(row))?.verdict).toBe('PASS');
    expect(await provisioned(row, { min_units: 31 })).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringContaining('31 read and 0 write units for 30 days') as string,
    });
  });

  it('does not judge what is young, a replica, on demand, a lock table, or kept on purpose', async () => {
    expect(await provisioned(tableRow('new', { CreationDateTime: '2026-11-10T08:00:00.000Z' }))).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: 'too young to judge (12 of 30 days)',
    });
    expect((await provisioned(tableRow('global', { Replicas: replicas })))?.verdict).toBe('NOT_APPLICABLE');
    expect((await provisioned(tableRow('asked', onDemand)))?.verdict).toBe('NOT_APPLICABLE');
    expect((await provisioned(tableRow('locks', { KeySchema: ['LockID'] })))?.message).toContain('lock table');
    const kept = tableRow('ledger', { DeletionProtectionEnabled: true }, { tags: { Owner: 'finance' } });
    expect(await provisioned(kept)).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: expect.stringContaining('kept on purpose') as string,
    });
    expect((await provisioned(tableRow('ledger', { DeletionProtectionEnabled: true })))?.verdict).toBe('FAIL');
  });

  it('does not take an unread metric, tag or listing for silence', async () => {
    const metric = gap('cloudwatch:GetMetricData');
    expect((await provisioned(tableRow('orders', {}, { use: metric })))?.verdict).toBe('NOT_AVAILABLE');
    expect((await provisioned(tableRow('orders', {}, { indexUse: metric })))?.verdict).toBe('FAIL');
    const indexed = tableRow('orders', { GlobalSecondaryIndexes: [index('by-guest')] }, { indexUse: metric });
    expect((await provisioned(indexed))?.verdict).toBe('NOT_AVAILABLE');
    const kept = tableRow('x', { DeletionProtectionEnabled: true }, { tags: gap('dynamodb:ListTagsOfResource') });
    expect((await provisioned(kept))?.verdict).toBe('NOT_AVAILABLE');
    const nothing = world({ 'dynamodb.tables': { gaps: [gap('dynamodb:ListTables')] } });
    expect((await judge(provisionedTableInUse, nothing))[0]?.verdict).toBe('NOT_AVAILABLE');
    expect((await provisioned(tableRow('x', { CreationDateTime: null })))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('dynamodb-on-demand-table-in-use', () => {
  it('passes what is used, fails what only stores, and frees its storage alone', async () => {
    expect((await asked(tableRow('orders', onDemand, { use: used(silent, steady(1)) })))?.verdict).toBe('PASS');
    expect(await asked(tableRow('orders', onDemand))).toMatchObject({
      verdict: 'FAIL',
      saving: { releases: [{ price: 'dynamodb/TimedStorage-ByteHrs', units: 2 }] },
      disuse: { grade: 'strong', last: null },
      fix: { command: expect.stringContaining('--backup-name orders-before-deletion') as string },
    });
  });

  it('has nothing to say of empty, provisioned, young and lock tables', async () => {
    const scope = async (more: object) => (await asked(tableRow('t', { ...onDemand, ...more })))?.verdict;
    expect(await scope({ TableSizeBytes: 0 })).toBe('NOT_APPLICABLE');
    expect(await scope({ BillingMode: 'PROVISIONED' })).toBe('NOT_APPLICABLE');
    expect(await scope({ CreationDateTime: '2026-11-01T00:00:00.000Z' })).toBe('NOT_APPLICABLE');
    expect(await scope({ KeySchema: ['LockID'], TableSizeBytes: 4096 })).toBe('NOT_APPLICABLE');
    expect(await scope({ Replicas: replicas })).toBe('NOT_APPLICABLE');
    const small = tableRow('t', { ...onDemand, TableSizeBytes: gigabyte });
    expect((await asked(small, { min_bytes: gigabyte }))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    const row = tableRow('orders', onDemand, { use: gap('cloudwatch:GetMetricData') });
    expect((await asked(row))?.verdict).toBe('NOT_AVAILABLE');
  });
});
