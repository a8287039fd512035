import { describe, expect, it } from 'vitest';
import { backupsNotOrphaned } from '../../../src/checks/dynamodb/backups.js';
import { recoveryOnLiveTables } from '../../../src/checks/dynamodb/recovery.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { steady, silent, until } from '../../support/series.js';
import { gap, judge, world } from '../../support/world.js';
import { backupRow, tableRow, used } from './rows.js';

describe('dynamodb-pitr-only-on-live-tables', () => {
  const judged = async (details: Record<string, unknown>, more = {}, params = {}) =>
    (await judge(recoveryOnLiveTables, world({ 'dynamodb.tables': [tableRow('orders', more, details)] }), params))[0];
  const continuousBackups = { PointInTimeRecoveryStatus: 'ENABLED' };

  it('passes a table that is written', async () => {
    expect((await judged({ continuousBackups, use: used(silent, steady(1)) }))?.verdict).toBe('PASS');
  });

  it('fails one that is only read, and pays for one backup in its place', async () => {
    expect(await judged({ continuousBackups, use: used(steady(9), until(40)) })).toMatchObject({
      verdict: 'FAIL',
      saving: {
        releases: [
          { price: 'dynamodb/TimedPITRStorage-ByteHrs', units: 2 },
          { price: 'dynamodb/TimedBackupStorage-ByteHrs', units: -2 },
        ],
      },
      disuse: { window: 30, last: '2026-10-13' },
      cleanUp: { does: 'change', undo: 'never' },
    });
  });

  it('has nothing to say where it is off, or of a young table, and does not guess', async () => {
    expect((await judged({}))?.verdict).toBe('NOT_APPLICABLE');
    const young = { CreationDateTime: '2026-11-01T00:00:00.000Z' };
    expect((await judged({ continuousBackups }, young))?.message).toBe('too young to judge (21 of 30 days)');
    expect((await judged({ continuousBackups: gap('dynamodb:DescribeContinuousBackups') }))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
    expect((await judged({ continuousBackups, use: gap('cloudwatch:GetMetricData') }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('dynamodb-backups-not-orphaned', () => {
  const recent = '2026-11-02T08:00:00.000Z';
  const judged = async (backup: StoredRow, tables: StoredRow[] | Partial<CollectionFacts>, params = {}) =>
    (await judge(backupsNotOrphaned, world({ 'dynamodb.backups': [backup], 'dynamodb.tables': tables }), params))[0];

  it('passes a recent backup of a table that is there', async () => {
    expect((await judged(backupRow('orders', recent), [tableRow('orders')]))?.verdict).toBe('PASS');
  });

  it('fails an old one, and one whose table is gone', async () => {
    const old = await judged(backupRow('orders', '2026-05-01T00:00:00.000Z'), [tableRow('orders')]);
    expect(old).toMatchObject({
      verdict: 'FAIL',
      message: 'a backup of orders, 205 days old',
      saving: { releases: [{ price: 'dynamodb/TimedBackupStorage-ByteHrs', units: 3 }] },
      cleanUp: { does: 'decide', undo: 'never' },
    });
    expect((await judged(backupRow('orders', recent), [tableRow('guests')]))?.message).toContain(
      'table orders is gone',
    );
    expect((await judged(backupRow('orders', recent), [tableRow('orders', {}, {}, 'us-east-1')]))?.verdict).toBe(
      'FAIL',
    );
    expect((await judged(backupRow('orders', recent), [tableRow('orders')], { max_age_days: 7 }))?.verdict).toBe(
      'FAIL',
    );
  });

  it('does not call a backup orphaned while tables are hidden', async () => {
    const hidden = { gaps: [gap('dynamodb:ListTables')] };
    expect((await judged(backupRow('orders', recent), hidden))?.verdict).toBe('NOT_AVAILABLE');
    const one = { rows: [tableRow('guests')], gaps: [gap('dynamodb:DescribeTable', { resource: 'orders' })] };
    expect((await judged(backupRow('orders', recent), one))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(backupRow('orders', null), []))?.verdict).toBe('NOT_AVAILABLE');
    const making = backupRow('orders', recent, { BackupStatus: 'CREATING' });
    expect((await judged(making, []))?.verdict).toBe('NOT_APPLICABLE');
  });
});
