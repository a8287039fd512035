import { lastDays, type MetricSeries, totalOf } from '../../core/metrics.js';
import { gigabyte, hoursAMonth, type Release } from '../../core/saving.js';
import type { Evidence } from '../../core/types.js';
import { cannotTell } from '../../core/unavailable.js';
import { seriesName } from './table-metrics.js';
import type { StoredTable, TableDetails, Throughput } from './tables.js';
import { aMonthOf, lastDayOf, sawMetric } from './window.js';

type Used = Pick<StoredTable, 'GlobalSecondaryIndexes'> & Pick<TableDetails, 'use' | 'indexUse'>;

/** Whether capacity is bought by the hour; a table that was never switched says nothing, and is. */
export const isProvisioned = ({ BillingMode }: Pick<StoredTable, 'BillingMode'>): boolean =>
  BillingMode !== 'PAY_PER_REQUEST';

/** Whether it is one region's copy of a global table. */
export const isReplica = ({ Replicas }: Pick<StoredTable, 'Replicas'>): boolean => Replicas.length > 0;

/** Terraform's lock table: silent between two runs, and wanted. */
export const isLockTable = ({ KeySchema }: Pick<StoredTable, 'KeySchema'>): boolean => KeySchema.join() === 'LockID';

/** One series of a table (no index) or of one of its indexes. */
export function seriesOf(all: Readonly<Record<string, MetricSeries>>, metric: string, index?: string): MetricSeries {
  return (
    all[seriesName(metric, index)] ??
    cannotTell('not-collected', 'cloudwatch:GetMetricData', `${seriesName(metric, index)} was not collected`)
  );
}

/** What a table and its indexes consumed in the last days, and when it last did. */
export interface UseSeen {
  reads: number;
  writes: number;
  /** Reads and writes of whichever was used most: the table, or one of its indexes. */
  busiest: number;
  last: string | null;
}

/** The series of the table itself, then those of each index. */
const unitsOf = (table: Used): { reads: MetricSeries; writes: MetricSeries }[] => [
  { reads: table.use.ConsumedReadCapacityUnits, writes: table.use.ConsumedWriteCapacityUnits },
  ...table.GlobalSecondaryIndexes.map(({ IndexName }) => ({
    reads: seriesOf(table.indexUse, 'ConsumedReadCapacityUnits', IndexName),
    writes: seriesOf(table.indexUse, 'ConsumedWriteCapacityUnits', IndexName),
  })),
];

export function useOf(table: Used, days: number): UseSeen {
  const units = unitsOf(table);
  const sums = units.map(({ reads, writes }) => ({
    reads: totalOf(lastDays(reads, days)),
    writes: totalOf(lastDays(writes, days)),
  }));
  return {
    reads: sums.reduce((sum, one) => sum + one.reads, 0),
    writes: sums.reduce((sum, one) => sum + one.writes, 0),
    busiest: Math.max(...sums.map(one => one.reads + one.writes)),
    last: lastDayOf(units.flatMap(({ reads, writes }) => [reads, writes])),
  };
}

/** What was consumed, as evidence. */
export const sawUse = ({ reads, writes }: UseSeen, expected?: string): Evidence[] => [
  sawMetric('ConsumedReadCapacityUnits', reads, expected),
  sawMetric('ConsumedWriteCapacityUnits', writes, expected),
];

/** The fields that `sawUse` shows. */
export const useFields = [
  'cloudwatch:GetMetricData.ConsumedReadCapacityUnits',
  'cloudwatch:GetMetricData.ConsumedWriteCapacityUnits',
];

/** What the table and its indexes consume in a month, as the last whole days show it. */
export function requestsAMonth(table: Used, days: number): { reads: number; writes: number } {
  const units = unitsOf(table);
  return {
    reads: units.reduce((sum, one) => sum + aMonthOf(one.reads, days), 0),
    writes: units.reduce((sum, one) => sum + aMonthOf(one.writes, days), 0),
  };
}

type OfClass = Pick<StoredTable, 'TableClass'>;

const inClass = ({ TableClass }: OfClass, usageType: string): string =>
  `dynamodb/${TableClass === 'STANDARD_INFREQUENT_ACCESS' ? 'IA-' : ''}${usageType}`;

const some = (...releases: Release[]): Release[] => releases.filter(one => one.units !== 0);

/** Provisioned capacity of a month. */
export const capacityOf = (table: OfClass, { ReadCapacityUnits, WriteCapacityUnits }: Throughput): Release[] =>
  some(
    { price: inClass(table, 'ReadCapacityUnit-Hrs'), units: ReadCapacityUnits * hoursAMonth },
    { price: inClass(table, 'WriteCapacityUnit-Hrs'), units: WriteCapacityUnits * hoursAMonth },
  );

/** Requests of a month that are paid one by one. */
export const requestsOf = (table: OfClass, { reads, writes }: { reads: number; writes: number }): Release[] =>
  some(
    { price: inClass(table, 'ReadRequestUnits'), units: reads },
    { price: inClass(table, 'WriteRequestUnits'), units: writes },
  );

/** Storage of a month. */
export const storageOf = (table: OfClass, bytes: number): Release[] =>
  some({ price: inClass(table, 'TimedStorage-ByteHrs'), units: bytes / gigabyte });

/** Bytes of the table and its indexes. */
export const bytesOf = ({
  GlobalSecondaryIndexes,
  TableSizeBytes,
}: Pick<StoredTable, 'GlobalSecondaryIndexes' | 'TableSizeBytes'>): number =>
  GlobalSecondaryIndexes.reduce((sum, index) => sum + index.IndexSizeBytes, TableSizeBytes);

/** Capacity units of the table and its indexes. */
export const throughputOf = (
  table: Pick<StoredTable, 'GlobalSecondaryIndexes' | 'ProvisionedThroughput'>,
): Throughput =>
  [table, ...table.GlobalSecondaryIndexes].reduce(
    (sum, { ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits } }) => ({
      ReadCapacityUnits: sum.ReadCapacityUnits + ReadCapacityUnits,
      WriteCapacityUnits: sum.WriteCapacityUnits + WriteCapacityUnits,
    }),
    { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
  );

/** What a table costs while nobody uses it: its capacity, if that is bought by the hour, and its storage. */
export const heldBy = (table: StoredTable): Release[] => [
  ...(isProvisioned(table) ? capacityOf(table, throughputOf(table)) : []),
  ...storageOf(table, bytesOf(table)),
];
