import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { lastActiveDay, lastDays, totalOf } from '../../core/metrics.js';
import { gigabyte, saves } from '../../core/saving.js';
import { tables } from './tables.js';
import { idle, reach, round, sawMetric, sayLast, tooYoung } from './window.js';

const status = [
  'dynamodb:DescribeContinuousBackups',
  'ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus',
] as const;

export const recoveryOnLiveTables = check({
  id: 'dynamodb-pitr-only-on-live-tables',
  title: 'Point-in-time recovery is paid for tables that change',
  why: 'Point-in-time recovery is charged by the size of the table. For a table that is written it is worth every cent; for one that never changes, a single backup keeps the same data for half of it.',
  fix: {
    command:
      'aws dynamodb create-backup --table-name {TableName} --backup-name {TableName}-last-state --region {region} && aws dynamodb update-continuous-backups --table-name {TableName} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=false --region {region}',
    note: 'The history is gone at once and does not come back. Rules that ask for point-in-time recovery mean tables that live; where a policy asks for it on this one too, write that into rules.yaml as an exception. A shorter recovery period does not lower the price.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'never', order: 7 },
  fields: [
    'dynamodb:DescribeTable.CreationDateTime',
    status.join('.'),
    'cloudwatch:GetMetricData.ConsumedWriteCapacityUnits',
  ],
  on: tables.with('continuousBackups', 'use'),
  params: { window_days: 30 },
  scope: 'the table is about to be deleted',
  applies: table => table.TableStatus !== 'DELETING',
  test(table, _also, { params, now }) {
    const { PointInTimeRecoveryStatus } = table.continuousBackups;
    const on = saw(...status, PointInTimeRecoveryStatus);
    if (PointInTimeRecoveryStatus !== 'ENABLED') return notApplicable('point-in-time recovery is off', on);
    const window = reach(params.window_days);
    const young = tooYoung('dynamodb:DescribeTable', 'CreationDateTime', table.CreationDateTime, window, now);
    if (young) return young;
    const series = table.use.ConsumedWriteCapacityUnits;
    const writes = totalOf(lastDays(series, window));
    const seen = sawMetric('ConsumedWriteCapacityUnits', writes, 'more than 0');
    if (writes > 0) return pass(`${round(writes)} write units in ${window} days`, on, seen);
    const units = table.TableSizeBytes / gigabyte;
    const last = lastActiveDay(series);
    return idle(
      fail(`point-in-time recovery is on, and nothing was written for ${window} days; ${sayLast(last)}`, on, seen),
      window,
      last,
      saves(
        { price: 'dynamodb/TimedPITRStorage-ByteHrs', units },
        { price: 'dynamodb/TimedBackupStorage-ByteHrs', units: -units },
      ),
    );
  },
});
