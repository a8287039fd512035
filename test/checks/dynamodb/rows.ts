import type { Backup } from '../../../src/checks/dynamodb/backups.js';
import type { DaxCluster } from '../../../src/checks/dynamodb/dax-clusters.js';
import type { ScalableTarget } from '../../../src/checks/dynamodb/scalable-targets.js';
import { operations } from '../../../src/checks/dynamodb/table-metrics.js';
import type { Index, StoredTable } from '../../../src/checks/dynamodb/tables.js';
import type { MetricSeries } from '../../../src/core/metrics.js';
import type { StoredRow } from '../../../src/core/world.js';
import { steady, hourly, silent } from '../../support/series.js';
import { row } from '../../support/world.js';

export const account = '111122223333';
export const gigabyte = 1024 ** 3;
export const tableArn = (name: string, region = 'eu-north-1') => `arn:aws:dynamodb:${region}:${account}:table/${name}`;

export const units = (ReadCapacityUnits: number, WriteCapacityUnits = ReadCapacityUnits) => ({
  ReadCapacityUnits,
  WriteCapacityUnits,
});

export const index = (IndexName: string, more: Partial<Index> = {}): Index => ({
  IndexName,
  IndexStatus: 'ACTIVE',
  IndexSizeBytes: gigabyte,
  ProvisionedThroughput: units(5),
  ...more,
});

/** A table from long ago. */
export const table = (TableName: string, more: Partial<StoredTable> = {}, region = 'eu-north-1'): StoredTable => ({
  TableName,
  TableArn: tableArn(TableName, region),
  TableStatus: 'ACTIVE',
  CreationDateTime: '2024-05-01T08:00:00.000Z',
  BillingMode: null,
  ProvisionedThroughput: units(10),
  TableSizeBytes: 2 * gigabyte,
  ItemCount: 1000,
  TableClass: null,
  DeletionProtectionEnabled: false,
  KeySchema: ['id'],
  GlobalSecondaryIndexes: [],
  Replicas: [],
  StreamEnabled: false,
  LatestStreamArn: null,
  ...more,
});

export const onDemand: Partial<StoredTable> = { BillingMode: 'PAY_PER_REQUEST', ProvisionedThroughput: units(0) };

export const used = (reads: MetricSeries = silent, writes: MetricSeries = silent) => ({
  ConsumedReadCapacityUnits: reads,
  ConsumedWriteCapacityUnits: writes,
});

/** Use of one index, as `indexUse` holds it. */
export const indexUsed = (name: string, reads: MetricSeries = silent, writes: MetricSeries = silent) => ({
  [`${name} ConsumedReadCapacityUnits`]: reads,
  [`${name} ConsumedWriteCapacityUnits`]: writes,
});

/** Hours of a table (no index) or of one of its indexes. */
export function demanded(
  { reads = hourly(), writes = hourly(), provisioned = hourly(), throttled = silent },
  name?: string,
): Record<string, MetricSeries> {
  const key = (metric: string) => (name ? `${name} ${metric}` : metric);
  return {
    [key('ConsumedReadCapacityUnits')]: reads,
    [key('ConsumedWriteCapacityUnits')]: writes,
    [key('ProvisionedReadCapacityUnits')]: provisioned,
    [key('ProvisionedWriteCapacityUnits')]: provisioned,
    [key('ReadThrottleEvents')]: throttled,
    [key('WriteThrottleEvents')]: throttled,
  };
}

/** A row with every detail, each of them quiet; `details` takes their place. */
export function tableRow(
  name: string,
  more: Partial<StoredTable> = {},
  details: Record<string, unknown> = {},
  region = 'eu-north-1',
): StoredRow {
  const item = table(name, more, region);
  const names = item.GlobalSecondaryIndexes.map(one => one.IndexName);
  const quiet = {
    tags: {},
    continuousBackups: { PointInTimeRecoveryStatus: 'DISABLED' },
    use: used(),
    indexUse: Object.assign({}, ...names.map(one => indexUsed(one))) as object,
    indexBuilds: Object.fromEntries(names.map(one => [one, silent])),
    demand: Object.assign(demanded({}), ...names.map(one => demanded({}, one))) as object,
    requests: item.Replicas.length > 0 ? Object.fromEntries(operations.map(one => [one, silent])) : {},
  };
  return row(item, { ...quiet, ...details }, region);
}

/** Read and written every day. */
export const busy = { use: used(steady(1000), steady(500)) };

export const targetRow = (
  ResourceId: string,
  kind: 'Read' | 'Write',
  policies: unknown = [{ PolicyName: 'follow' }],
  more: Partial<ScalableTarget> = {},
  region = 'eu-north-1',
): StoredRow =>
  row(
    {
      ResourceId,
      ScalableDimension: `dynamodb:table:${kind}CapacityUnits`,
      MinCapacity: 1,
      MaxCapacity: 50,
      DynamicScalingInSuspended: false,
      ...more,
    } satisfies ScalableTarget,
    { policies },
    region,
  );

export const backupRow = (TableName: string, BackupCreationDateTime: string | null, more: Partial<Backup> = {}) =>
  row({
    BackupArn: `${tableArn(TableName)}/backup/01489602797149-73d8d5bc`,
    BackupName: `${TableName}-by-hand`,
    BackupStatus: 'AVAILABLE',
    BackupCreationDateTime,
    BackupSizeBytes: 3 * gigabyte,
    TableName,
    TableArn: tableArn(TableName),
    ...more,
  } satisfies Backup);

export const daxRow = (ClusterName: string, use: unknown, more: Partial<DaxCluster> = {}) =>
  row(
    {
      ClusterName,
      ClusterArn: `arn:aws:dax:eu-north-1:${account}:cache/${ClusterName}`,
      Status: 'available',
      NodeType: 'dax.t3.small',
      Nodes: ['a', 'b', 'c'].map(NodeId => ({ NodeId, NodeCreateTime: '2025-02-01T08:00:00.000Z' })),
      ...more,
    } satisfies DaxCluster,
    { use },
  );

/** What DAX tells of a cluster: requests a day, of them so many found and not found. */
export const asked = (requests: number, hits = 0, misses = 0): Record<string, MetricSeries> => ({
  TotalRequestCount: requests ? steady(requests) : silent,
  ItemCacheHits: hits ? steady(hits) : silent,
  ItemCacheMisses: misses ? steady(misses) : silent,
  QueryCacheHits: silent,
  QueryCacheMisses: silent,
  ScanCacheHits: silent,
  ScanCacheMisses: silent,
});
