import { lastDays, latestOf, type MetricSeries, totalOf } from '../../core/metrics.js';
import { gigabyte, type Release } from '../../core/saving.js';
import type { Evidence } from '../../core/types.js';
import { cannotTell } from '../../core/unavailable.js';
import { sawMetric } from '../dynamodb/window.js';
import type { Cluster, ClusterUse } from './clusters.js';

/** States in which a cluster answers; it falls asleep by itself and wakes up at the next connection. */
export const isThere = ({ status }: Pick<Cluster, 'status'>): boolean =>
  ['ACTIVE', 'IDLE', 'INACTIVE', 'UPDATING'].includes(status);

/** The other regions' clusters that it is linked to, with their regions. */
export const peersOf = ({ arn, clusters }: Pick<Cluster, 'arn' | 'clusters'>): { arn: string; region: string }[] =>
  clusters.filter(one => one !== arn).map(one => ({ arn: one, region: one.split(':')[3] ?? '' }));

/**
 * Transactions, day by day. No data point means none only where CloudWatch tells the size of the same cluster: so long
 * as it does not, nobody knows whether the metrics go by another name.
 */
export function transactionsOf({ use }: { use: ClusterUse }): MetricSeries {
  const { ClusterStorageSize, TotalTransactions } = use;
  if (totalOf(TotalTransactions) === 0 && latestOf(ClusterStorageSize) === null) {
    cannotTell(
      'unexpected-answer',
      'cloudwatch:GetMetricData',
      'CloudWatch has no metric of this cluster, not even its size, so silence proves nothing',
    );
  }
  return TotalTransactions;
}

/** Transactions of the last days. */
export const transactionsIn = (cluster: { use: ClusterUse }, days: number): number =>
  totalOf(lastDays(transactionsOf(cluster), days));

/** Whether a day's transactions have become more since that day. */
export function risesSince(cluster: { use: ClusterUse }, day: string): boolean {
  const { Start, Period, Values } = transactionsOf(cluster);
  const since = Math.floor((Date.parse(day) - Date.parse(Start)) / (Period * 1000)) + 1;
  const mean = (values: readonly (number | null)[]): number =>
    values.reduce<number>((sum, one) => sum + (one ?? 0), 0) / Math.max(1, values.length);
  return mean(Values.slice(since)) > mean(Values.slice(0, since));
}

/** Storage of a month. */
export function storageOf({ use }: { use: ClusterUse }): Release[] {
  const bytes = latestOf(use.ClusterStorageSize) ?? 0;
  return bytes === 0 ? [] : [{ price: 'dsql/DSQL-Storage-ByteHrs', units: bytes / gigabyte }];
}

/** Evidence of the last days. */
export const sawTransactions = (transactions: number): Evidence =>
  sawMetric('TotalTransactions', transactions, 'more than 0');
