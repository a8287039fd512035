import { notApplicable, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { latestOf, type MetricSeries } from '../../core/metrics.js';
import { gigabyte, type Release } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import type { Evidence } from '../../core/types.js';
import { storage } from './storage.js';
import type { Bucket } from './buckets.js';

/** Storage with its daily values, for `also`. */
export const storageByDay = storage.with('daily');
export type StorageTable = Table<RowOf<typeof storageByDay>>;

/** The names of storage, to narrow by. */
export const stored = { storage: storage.with() };

/** Whether the bucket holds anything, by names alone. */
export const holdsSomething = (
  bucket: Bucket,
  tables: { storage: Table<RowOf<(typeof stored)['storage']>> },
): boolean => tables.storage.at('BucketName', bucket.Name).some();

/** Said of a bucket without storage metrics. */
export const holdsNothing: Verdict = notApplicable(
  'CloudWatch has no storage metric of it: it is empty, or not two days old',
  saw('cloudwatch:ListMetrics', 'Metrics', []),
);

/** What is in a bucket, and how that went over 90 days. */
export interface Contents {
  /** Bytes of each storage class. */
  classes: { StorageType: string; bytes: number; days: number[] }[];
  bytes: number;
  /** Objects and versions. */
  objects: number;
  /** Bytes of each day, the last one today; a day that S3 told nothing of is as the day before. */
  days: number[];
  /** ISO 8601, the first of `days`. */
  start: string;
}

/** Undefined for a bucket that holds nothing; raises where some of it could not be seen. */
export function contentsOf(name: string, table: StorageTable): Contents | undefined {
  const rows = table.at('BucketName', name).all();
  const sizes = rows.filter(row => row.MetricName === 'BucketSizeBytes');
  const first = sizes[0];
  if (!first) return undefined;
  const classes = sizes.map(({ StorageType, daily }) => ({
    StorageType,
    bytes: latestOf(daily.Daily) ?? 0,
    days: filled(daily.Daily),
  }));
  const count = rows.find(row => row.MetricName === 'NumberOfObjects');
  return {
    classes,
    bytes: sum(classes.map(({ bytes }) => bytes)),
    objects: count ? (latestOf(count.daily.Daily) ?? 0) : 0,
    days: filled(first.daily.Daily).map((_none, at) => sum(classes.map(({ days }) => days[at] ?? 0))),
    start: first.daily.Daily.Start,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** S3 sends one value a day, a day or two late, and sometimes none: what is missing is as it was, not zero. */
function filled({ Values }: MetricSeries): number[] {
  const first = Values.findIndex(one => one !== null);
  const lateAtMost = 3;
  let last = first >= 0 && first <= lateAtMost ? (Values[first] ?? 0) : 0;
  return Values.map(one => {
    last = one ?? last;
    return last;
  });
}

/** The last day (`2026-10-31`) on which the size moved by more than 0.1 percent; null where it never did. */
export function lastChange({ days, start }: Contents, window: number): string | null {
  const now = days.at(-1) ?? 0;
  const since = Math.max(0, days.length - 1 - window);
  const at = days.findLastIndex((bytes, index) => index >= since && Math.abs(bytes - now) > now * 0.001);
  return at < 0 ? null : new Date(Date.parse(start) + (at + 1) * 86_400_000).toISOString().slice(0, 10);
}

/** Storage classes on a bill, by the names that metrics give them. */
const usageTypes: Readonly<Record<string, string>> = {
  StandardStorage: 'TimedStorage-ByteHrs',
  StandardIAStorage: 'TimedStorage-SIA-ByteHrs',
  OneZoneIAStorage: 'TimedStorage-ZIA-ByteHrs',
  ReducedRedundancyStorage: 'TimedStorage-RRS-ByteHrs',
  IntelligentTieringFAStorage: 'TimedStorage-INT-FA-ByteHrs',
  IntelligentTieringIAStorage: 'TimedStorage-INT-IA-ByteHrs',
  IntelligentTieringAIAStorage: 'TimedStorage-INT-AIA-ByteHrs',
  IntelligentTieringAAStorage: 'TimedStorage-INT-AA-ByteHrs',
  IntelligentTieringDAAStorage: 'TimedStorage-INT-DAA-ByteHrs',
  GlacierInstantRetrievalStorage: 'TimedStorage-GIR-ByteHrs',
  GlacierStorage: 'TimedStorage-GlacierByteHrs',
  DeepArchiveStorage: 'TimedStorage-GDA-ByteHrs',
};

/** What a month of a bucket's contents is billed as; the overhead of archived objects is left out. */
export const releasesOf = ({ classes }: Pick<Contents, 'classes'>, region?: string): Release[] =>
  classes.flatMap(({ StorageType, bytes }) => {
    const usageType = usageTypes[StorageType];
    if (usageType === undefined || bytes === 0) return [];
    return [{ price: `s3/${usageType}`, units: bytes / gigabyte, ...(region === undefined ? {} : { region }) }];
  });

/** The size as evidence. */
export const sawSize = (contents: Contents, expected?: unknown): Evidence =>
  saw('cloudwatch:GetMetricData', 'BucketSizeBytes', Math.round(contents.bytes), expected);

/** `12.3 GB` */
export const sayBytes = (bytes: number): string => {
  if (bytes >= 10 * gigabyte) return `${Math.round(bytes / gigabyte).toLocaleString('en-US')} GB`;
  if (bytes >= gigabyte / 10) return `${(bytes / gigabyte).toFixed(1)} GB`;
  return bytes >= 1024 ** 2 ? `${Math.round(bytes / 1024 ** 2)} MB` : `${Math.ceil(bytes / 1024)} KB`;
};
