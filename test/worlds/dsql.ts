import { clusterRow, clusterUse, linked } from '../checks/dsql/rows.js';
import { steady, until } from '../support/series.js';
import { gap, type World, world } from '../support/world.js';

const busy = clusterUse({ TotalTransactions: steady(500), MultiRegionWriteDPU: steady(24) });

/** A cluster in use, one that a trial left behind, and one in two regions of which one is asked. */
const some = world({
  'dsql.clusters': [
    clusterRow('main', busy),
    clusterRow('trial', clusterUse({ TotalTransactions: until(60) })),
    ...linked(clusterUse(), busy),
  ],
});

/** Linked, used nowhere. */
const asleep = world({ 'dsql.clusters': linked(clusterUse(), clusterUse()) });

/** One region is refused. */
const hidden = world({
  'dsql.clusters': {
    rows: linked(clusterUse(), busy).slice(0, 1),
    gaps: [gap('dsql:ListClusters', { region: 'us-east-1' })],
  },
});

export const worlds: World[] = [some, asleep, hidden];
