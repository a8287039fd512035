import { type Aws, call, collection } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';
import type { MetricQuery, MetricSeries, Statistic } from '../../core/metrics.js';
import { noneWithoutEndpoint } from '../dynamodb/endpoint.js';
import { daysKept } from '../dynamodb/window.js';

const sdk = () => import('./sdk.js');

/** An Aurora DSQL cluster, as GetCluster tells. */
export interface Cluster {
  identifier: string;
  arn: string;
  status: string;
  creationTime: string | null;
  deletionProtectionEnabled: boolean;
  witnessRegion: string | null;
  /** ARNs of the clusters that it is linked to in other regions; AWS may name itself, too. */
  clusters: string[];
  tags: Record<string, string>;
}

/** Day by day. */
export interface ClusterUse {
  TotalTransactions: MetricSeries;
  /** Bytes; told as long as the cluster is there, whether it is used or not. */
  ClusterStorageSize: MetricSeries;
  TotalDPU: MetricSeries;
  /** Work that is charged again for each region that a write goes to. */
  MultiRegionWriteDPU: MetricSeries;
  /** AWS has documented what is charged under two names of the dimension. */
  TotalDPUByResourceId: MetricSeries;
  MultiRegionWriteDPUByResourceId: MetricSeries;
}

export const clusters = collection<Cluster, { use: ClusterUse }>({
  id: 'dsql.clusters',
  noun: 'Aurora DSQL clusters',
  calls: ['dsql:ListClusters', call('dsql:GetCluster', 'dsql:GetCluster', { each: true })],
  list: aws => noneWithoutEndpoint(() => listClusters(aws)),
  resource: cluster => ({
    id: cluster.identifier,
    arn: cluster.arn,
    ...(cluster.tags['Name'] ? { name: cluster.tags['Name'] } : {}),
    type: 'AWS::DSQL::Cluster',
    tags: cluster.tags,
  }),
  details: {
    use: {
      metrics: cluster => ({
        TotalTransactions: query(cluster, 'TotalTransactions', 'Sum'),
        ClusterStorageSize: query(cluster, 'ClusterStorageSize', 'Maximum'),
        TotalDPU: query(cluster, 'TotalDPU', 'Sum'),
        MultiRegionWriteDPU: query(cluster, 'MultiRegionWriteDPU', 'Sum'),
        TotalDPUByResourceId: query(cluster, 'TotalDPU', 'Sum', 'ResourceId'),
        MultiRegionWriteDPUByResourceId: query(cluster, 'MultiRegionWriteDPU', 'Sum', 'ResourceId'),
      }),
    },
  },
});

const query = (
  { identifier }: Pick<Cluster, 'identifier'>,
  MetricName: string,
  Statistic: Statistic,
  dimension = 'ClusterId',
): MetricQuery => ({
  Namespace: 'AWS/AuroraDSQL',
  MetricName,
  Dimensions: { [dimension]: identifier },
  Statistic,
  Days: daysKept,
});

async function listClusters(aws: Aws): Promise<Cluster[]> {
  const { DSQLClient, paginateListClusters } = await sdk();
  const read: Promise<Cluster | undefined>[] = [];
  for await (const page of paginateListClusters({ client: aws.client(DSQLClient) }, {})) {
    for (const { identifier = '' } of page.clusters ?? []) read.push(readCluster(identifier, aws));
  }
  return (await Promise.all(read)).filter(cluster => cluster !== undefined);
}

/** One denied cluster must not hide the others; one that was deleted since it was listed is none. */
async function readCluster(identifier: string, aws: Aws): Promise<Cluster | undefined> {
  const { DSQLClient, GetClusterCommand } = await sdk();
  try {
    const told = await orNull(['ResourceNotFoundException'], () =>
      aws.client(DSQLClient).send(new GetClusterCommand({ identifier })),
    );
    if (!told) return undefined;
    return {
      identifier,
      arn: told.arn ?? '',
      status: told.status ?? '',
      creationTime: isoOf(told.creationTime),
      deletionProtectionEnabled: told.deletionProtectionEnabled ?? false,
      witnessRegion: told.multiRegionProperties?.witnessRegion ?? null,
      clusters: told.multiRegionProperties?.clusters ?? [],
      tags: told.tags ?? {},
    };
  } catch (error) {
    aws.missed({ id: identifier }, error);
    return undefined;
  }
}
