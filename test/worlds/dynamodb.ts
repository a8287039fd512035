import { clusterRow, clusterUse } from '../checks/dsql/rows.js';
import {
  asked,
  backupRow,
  busy,
  daxRow,
  demanded,
  gigabyte,
  index,
  indexUsed,
  onDemand,
  tableRow,
  targetRow,
  units,
  used,
} from '../checks/dynamodb/rows.js';
import { steady, hourly, silent, since, until } from '../support/series.js';
import { gap, type World, world } from '../support/world.js';

const enabled = { PointInTimeRecoveryStatus: 'ENABLED' };
const perSecond = (rate: number) => hourly(() => rate * 3600);
const alone = { 'cloudwatch.alarms': [] };

/** What a move to Aurora DSQL left behind, beside tables that are in use. */
const moved = world({
  ...alone,
  'dynamodb.tables': [
    tableRow(
      'orders',
      { DeletionProtectionEnabled: true },
      { use: used(until(50), until(50)), continuousBackups: enabled },
    ),
    tableRow('guests', { ...onDemand, DeletionProtectionEnabled: true }, { tags: { owner: 'booking' } }),
    tableRow('history', onDemand, { use: used(silent, until(35)) }),
    tableRow(
      'holds',
      { GlobalSecondaryIndexes: [index('by-day'), index('by-guest')] },
      {
        ...busy,
        continuousBackups: enabled,
        indexUse: { ...indexUsed('by-day', steady(5)), ...indexUsed('by-guest', silent, steady(500)) },
      },
    ),
    tableRow('sessions', onDemand, busy),
  ],
  'dsql.clusters': [clusterRow('lodge', clusterUse({ TotalTransactions: since(49) }))],
  'dynamodb.backups': [
    backupRow('orders', '2026-11-01T00:00:00.000Z'),
    backupRow('bookings', '2026-11-01T00:00:00.000Z', { BackupArn: 'gone' }),
    backupRow('orders', '2025-11-01T00:00:00.000Z', { BackupArn: 'old' }),
  ],
});

/** Capacity: too much, just right, in the wrong mode, and in the wrong class. */
const sized = world({
  'dynamodb.tables': [
    tableRow(
      'large',
      { ProvisionedThroughput: units(100) },
      { ...busy, demand: demanded({ reads: perSecond(4), writes: perSecond(4), provisioned: hourly(() => 100) }) },
    ),
    tableRow('fitting', {}, { ...busy, demand: demanded({ reads: perSecond(7), writes: perSecond(7) }) }),
    tableRow('idle', {}, {}),
    tableRow(
      'steady',
      { ...onDemand, TableSizeBytes: 400 * gigabyte },
      {
        use: used(steady(40 * 86_400), steady(40 * 86_400)),
        demand: demanded({ reads: perSecond(40), writes: perSecond(40) }),
      },
    ),
    tableRow('quiet', { ...onDemand, TableSizeBytes: 400 * gigabyte }, { use: used(steady(1000), steady(10)) }),
  ],
  'dynamodb.scalable-targets': [
    targetRow('table/large', 'Read'),
    targetRow('table/large', 'Write'),
    targetRow('table/fitting', 'Read'),
  ],
  'dynamodb.dax-clusters': [
    daxRow('good', asked(100, 90, 10)),
    daxRow('unasked', asked(0)),
    daxRow('useless', asked(100, 5, 95)),
  ],
});

const global = (RegionName: string) => ({
  ...onDemand,
  GlobalSecondaryIndexes: [index('by-day')],
  Replicas: [{ RegionName, ReplicaStatus: 'ACTIVE' }],
});

/** One table in two regions: asked in one of them, where its index is queried, too. */
const replicated = world({
  'dynamodb.tables': [
    tableRow('catalog', global('us-east-1'), {
      use: used(steady(9), steady(9)),
      requests: { Query: steady(9) },
      indexUse: indexUsed('by-day', steady(9), steady(9)),
    }),
    tableRow(
      'catalog',
      global('eu-north-1'),
      { use: used(silent, steady(9)), continuousBackups: enabled },
      'us-east-1',
    ),
  ],
});

/** Somebody may not see everything. */
const hidden = world({
  ...alone,
  'dynamodb.tables': {
    rows: [tableRow('orders', {}, { use: gap('cloudwatch:GetMetricData') }), tableRow('guests', onDemand)],
    gaps: [gap('dynamodb:DescribeTable', { resource: 'history' }), gap('dynamodb:ListTables', { region: 'us-east-1' })],
  },
  'dsql.clusters': { gaps: [gap('dsql:ListClusters')] },
  'dynamodb.backups': [backupRow('history', '2026-11-01T00:00:00.000Z')],
});

export const worlds: World[] = [moved, sized, replicated, hidden];
