import type { Cluster, ClusterUse } from '../../../src/checks/dsql/clusters.js';
import type { StoredRow } from '../../../src/core/world.js';
import { steady, silent } from '../../support/series.js';
import { row } from '../../support/world.js';

export const clusterArn = (identifier: string, region = 'eu-north-1') =>
  `arn:aws:dsql:${region}:111122223333:cluster/${identifier}`;

/** Metrics of a cluster of two gigabytes that nobody connects to; `more` takes their place. */
export const clusterUse = (more: Partial<ClusterUse> = {}): ClusterUse => ({
  TotalTransactions: silent,
  ClusterStorageSize: steady(2 * 1024 ** 3),
  TotalDPU: silent,
  MultiRegionWriteDPU: silent,
  TotalDPUByResourceId: silent,
  MultiRegionWriteDPUByResourceId: silent,
  ...more,
});

export const clusterRow = (
  identifier: string,
  use: unknown = clusterUse(),
  more: Partial<Cluster> = {},
  region = 'eu-north-1',
): StoredRow =>
  row(
    {
      identifier,
      arn: clusterArn(identifier, region),
      status: 'ACTIVE',
      creationTime: '2026-03-01T08:00:00.000Z',
      deletionProtectionEnabled: true,
      witnessRegion: null,
      clusters: [],
      tags: {},
      ...more,
    } satisfies Cluster,
    { use },
    region,
  );

/** Two clusters that are linked: one in each region, with their metrics. */
export const linked = (here: unknown, there: unknown): StoredRow[] => {
  const clusters = [clusterArn('north'), clusterArn('south', 'us-east-1')];
  return [clusterRow('north', here, { clusters }), clusterRow('south', there, { clusters }, 'us-east-1')];
};
