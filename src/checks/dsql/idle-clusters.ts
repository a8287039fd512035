import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { countOf } from '../../core/counts.js';
import type { RowOf } from '../../core/collection.js';
import { lastActiveDay, lastDays, latestOf, totalOf } from '../../core/metrics.js';
import { type Release, saves } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import { aMonthOf, idle, reach, sawMetric, sayLast, tooYoung } from '../dynamodb/window.js';
import { isThere, peersOf, sawTransactions, storageOf, transactionsIn } from './cluster-use.js';
import { clusters } from './clusters.js';

const asked = clusters.with('use');
type Row = RowOf<typeof asked>;

const backup = {
  command:
    'aws dsql update-cluster --identifier {identifier} --no-deletion-protection-enabled --region {region} && aws dsql delete-cluster --identifier {identifier} --region {region}',
  note: 'First take a dump (pg_dump) or a recovery point of AWS Backup: nothing else brings the data back.',
};

export const clusterInUse = check({
  id: 'dsql-cluster-in-use',
  title: 'Aurora DSQL clusters run transactions',
  why: 'A cluster that nobody connects to costs little more than its storage, but it holds data that somebody has to protect, and it is easily taken for the real one.',
  fix: backup,
  cleanUp: { does: 'delete', risk: 'medium', undo: 'from a backup', order: 5 },
  fields: [
    'dsql:GetCluster.creationTime',
    'dsql:GetCluster.multiRegionProperties.clusters',
    'cloudwatch:GetMetricData.TotalTransactions',
    'cloudwatch:GetMetricData.TotalDPU',
    'cloudwatch:GetMetricData.ClusterStorageSize',
  ],
  on: asked,
  also: { clusters: asked },
  params: { migration_targets: [] as string[], window_days: 30 },
  scope: 'the cluster is being made or deleted, or is the target of an announced migration',
  applies: (cluster, { migration_targets }) =>
    isThere(cluster) && !migration_targets.includes(cluster.identifier) && !migration_targets.includes(cluster.arn),
  test(cluster, also, { params, now }) {
    const window = reach(params.window_days);
    const young = tooYoung('dsql:GetCluster', 'creationTime', cluster.creationTime, window, now);
    if (young) return young;
    const transactions = transactionsIn(cluster, window);
    const seen = sawTransactions(transactions);
    if (transactions > 0) return pass(`${countOf(transactions, 'transaction')} in ${window} days`, seen);
    const busy = busyPeers(cluster, also.clusters, window);
    if (busy.length > 0) {
      const linked = saw('dsql:GetCluster', 'multiRegionProperties.clusters', cluster.clusters);
      return notApplicable(`one of several regions: used in ${busy.map(one => one.region).join(', ')}`, linked);
    }
    const { ClusterStorageSize, TotalDPU, TotalTransactions } = cluster.use;
    const last = lastActiveDay(TotalTransactions);
    const verdict = fail(
      `no transaction for ${window} days; ${sayLast(last)}`,
      seen,
      sawMetric('TotalDPU', totalOf(lastDays(TotalDPU, window))),
      sawMetric('ClusterStorageSize', latestOf(ClusterStorageSize)),
    );
    return idle(verdict, window, last, saves(...storageOf(cluster)));
  },
});

/** The linked clusters that run transactions; raises where one that may was not seen. */
function busyPeers(cluster: Row, all: Table<Row>, window: number): Row[] {
  return peersOf(cluster).flatMap(({ arn, region }) => {
    const busy = all
      .in(region)
      .at('arn', arn)
      .first(peer => transactionsIn(peer, window) > 0);
    return busy ? [busy] : [];
  });
}

export const linkedRegionNeeded = check({
  id: 'dsql-linked-region-needed',
  title: 'Each region of a linked Aurora DSQL cluster serves sessions of its own',
  why: 'Each write is paid again, in full, for each linked region, and so is the storage. A region where nobody connects is a spare that costs as much as the one in use.',
  fix: {
    ...backup,
    note: 'A linked region is also what survives the loss of the other: name it in `recovery_regions` if that is what it is for. Linking again later needs a new cluster.',
  },
  cleanUp: { does: 'decide', risk: 'high', undo: 'never', order: 5 },
  fields: [
    'dsql:GetCluster.creationTime',
    'dsql:GetCluster.multiRegionProperties.clusters',
    'cloudwatch:GetMetricData.TotalTransactions',
  ],
  on: asked,
  also: { clusters: asked },
  params: { recovery_regions: [] as string[], window_days: 30 },
  scope: 'the cluster is in one region only, being made or deleted, or there for recovery',
  applies: (cluster, { recovery_regions }) =>
    isThere(cluster) && peersOf(cluster).length > 0 && !recovery_regions.includes(cluster.region),
  test(cluster, also, { params, now }) {
    const window = reach(params.window_days);
    const young = tooYoung('dsql:GetCluster', 'creationTime', cluster.creationTime, window, now);
    if (young) return young;
    const transactions = transactionsIn(cluster, window);
    const seen = sawTransactions(transactions);
    if (transactions > 0) return pass(`${transactions} transactions of its own in ${window} days`, seen);
    const busy = busyPeers(cluster, also.clusters, window);
    const linked = saw('dsql:GetCluster', 'multiRegionProperties.clusters', cluster.clusters);
    if (busy.length === 0) return notApplicable(`no region of it was used for ${window} days`, seen, linked);
    const last = lastActiveDay(cluster.use.TotalTransactions);
    const places = busy.map(one => one.region).join(', ');
    const verdict = fail(`no transaction for ${window} days (${sayLast(last)}), while ${places} is used`, seen, linked);
    return idle(verdict, window, last, saves(...storageOf(cluster), ...busy.flatMap(one => copiesFrom(one, window))));
  },
});

/** What writes of a cluster are charged for one of the regions that they are copied to. */
function copiesFrom(cluster: Row, days: number): Release[] {
  const { MultiRegionWriteDPU, MultiRegionWriteDPUByResourceId } = cluster.use;
  const units = Math.max(aMonthOf(MultiRegionWriteDPU, days), aMonthOf(MultiRegionWriteDPUByResourceId, days));
  if (units === 0) return [];
  const regions = Math.max(1, peersOf(cluster).length);
  return [{ price: 'dsql/DSQL-DistributedProcessingUnits', units: units / regions, region: cluster.region }];
}
