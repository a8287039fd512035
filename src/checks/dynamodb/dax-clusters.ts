import type { Cluster } from '@aws-sdk/client-dax';
import { check, fail, pass } from '../../core/check.js';
import { type Aws, collection } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';
import { lastActiveDay, lastDays, type MetricQuery, type MetricSeries, totalOf } from '../../core/metrics.js';
import { type CleanUp, hoursAMonth, saves } from '../../core/saving.js';
import { noneWithoutEndpoint } from './endpoint.js';
import { daysKept, idle, reach, sawMetric, sayLast, tooYoung } from './window.js';

/** A DAX cluster, as DescribeClusters tells. */
export interface DaxCluster {
  ClusterName: string;
  ClusterArn: string;
  Status: string;
  NodeType: string;
  Nodes: { NodeId: string; NodeCreateTime: string | null }[];
}

const hits = ['ItemCacheHits', 'QueryCacheHits', 'ScanCacheHits'];
const misses = ['ItemCacheMisses', 'QueryCacheMisses', 'ScanCacheMisses'];
const cacheMetrics = [...hits, ...misses];

export const daxClusters = collection<DaxCluster, { use: Record<string, MetricSeries> }>({
  id: 'dynamodb.dax-clusters',
  noun: 'DAX clusters',
  calls: ['dax:DescribeClusters'],
  list: aws => noneWithoutEndpoint(() => listClusters(aws)),
  resource: cluster => ({ id: cluster.ClusterName, arn: cluster.ClusterArn, type: 'AWS::DAX::Cluster' }),
  details: {
    use: {
      metrics: ({ ClusterName }) =>
        Object.fromEntries(
          ['TotalRequestCount', ...cacheMetrics].map((MetricName): [string, MetricQuery] => [
            MetricName,
            {
              Namespace: 'AWS/DAX',
              MetricName,
              Dimensions: { ClusterId: ClusterName },
              Statistic: 'Sum',
              Days: daysKept,
            },
          ]),
        ),
    },
  },
});

async function listClusters(aws: Aws): Promise<DaxCluster[]> {
  const { DAXClient, DescribeClustersCommand } = await import('../dax/sdk.js');
  const found: DaxCluster[] = [];
  let NextToken: string | undefined;
  do {
    const command = new DescribeClustersCommand(NextToken === undefined ? {} : { NextToken });
    // An account that never had a cluster has no role for them.
    const page = await orNull(['ServiceLinkedRoleNotFoundFault'], () => aws.client(DAXClient).send(command));
    found.push(...(page?.Clusters ?? []).map(clusterOf));
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
  return found;
}

const clusterOf = (told: Cluster): DaxCluster => ({
  ClusterName: told.ClusterName ?? '',
  ClusterArn: told.ClusterArn ?? '',
  Status: told.Status ?? '',
  NodeType: told.NodeType ?? '',
  Nodes: (told.Nodes ?? []).map(node => ({ NodeId: node.NodeId ?? '', NodeCreateTime: isoOf(node.NodeCreateTime) })),
});

/** The sum of one of these metrics over the last days; DAX tells no zeros. */
export const countOf = (use: Readonly<Record<string, MetricSeries>>, name: string, days: number): number => {
  const series = use[name];
  return series ? totalOf(lastDays(series, days)) : 0;
};

export const daxClusterInUse = check({
  id: 'dynamodb-dax-cluster-in-use',
  title: 'DAX clusters answer reads from their cache',
  why: 'A DAX cluster is servers that run all day. One that nobody asks, or that rarely has the answer, makes reads slower and dearer than without it.',
  fix: {
    command: 'aws dax delete-cluster --cluster-name {ClusterName} --region {region}',
    note: 'First point the clients at DynamoDB itself. A cache holds nothing of its own; a client that falls back to DynamoDB hides a missing cache as slowness, not as errors.',
  },
  cleanUp: { does: 'delete', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    'dax:DescribeClusters.Clusters.Nodes[].NodeCreateTime',
    'cloudwatch:GetMetricData.TotalRequestCount',
    ...cacheMetrics.map(name => `cloudwatch:GetMetricData.${name}`),
  ],
  on: daxClusters.with('use'),
  params: { min_hit_rate: 0.2, window_days: 14 },
  scope: 'the cluster is being made or deleted',
  applies: cluster => !['creating', 'deleting'].includes(cluster.Status),
  test(cluster, _also, { params, now }) {
    const window = reach(params.window_days);
    const made = cluster.Nodes.map(node => node.NodeCreateTime ?? '').sort()[0] || null;
    const field = 'Clusters.Nodes[].NodeCreateTime';
    const young = tooYoung('dax:DescribeClusters', field, made, window, now);
    if (young) return young;
    const sum = (names: readonly string[]): number =>
      names.reduce((all, name) => all + countOf(cluster.use, name, window), 0);
    const requests = countOf(cluster.use, 'TotalRequestCount', window);
    const found = sum(hits);
    const rate = found === 0 ? 0 : found / (found + sum(misses));
    const asked = sawMetric('TotalRequestCount', requests, 'more than 0');
    const answered = cacheMetrics.map(name => sawMetric(name, countOf(cluster.use, name, window)));
    const nodes = { price: `dynamodb/NodeUsage:${cluster.NodeType}`, units: cluster.Nodes.length * hoursAMonth };
    if (requests === 0) {
      const series = cluster.use['TotalRequestCount'];
      const last = series ? lastActiveDay(series) : null;
      return idle(fail(`no request for ${window} days; ${sayLast(last)}`, asked), window, last, saves(nodes));
    }
    const said = `${requests} requests in ${window} days, ${Math.round(rate * 100)} % of its lookups answered from the cache`;
    if (rate >= params.min_hit_rate) return pass(said, asked, ...answered);
    return { ...fail(said, asked, ...answered), saving: saves(nodes), cleanUp: rarely };
  },
});

/** A cache that is asked and rarely has the answer may be set up wrongly. */
const rarely: CleanUp = { does: 'decide', risk: 'medium', undo: 'at once', order: 5 };
