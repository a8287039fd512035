import { saw } from '../../core/check.js';
import { system, type Use } from '../../core/system.js';
import { eventDataStores } from './event-data-stores.js';
import { covers, trails } from './trails.js';

export const cloudtrailSystem = system({
  id: 'cloudtrail',
  title: 'CloudTrail',
  scope: 'regional',
  guard: true,
  namespaces: ['cloudtrail', 'cloudtrail-data'],
  needs: { trails: trails.with('status'), stores: eventDataStores.with() },
  inventory(region, tables) {
    const here = tables.trails.in(region).all();
    const stores = tables.stores.in(region).all();
    const times = stores.map(one => one.CreatedTimestamp ?? '').sort();
    return {
      count: here.length + stores.length,
      noun: 'trails and event data stores',
      names: [...here, ...stores].map(one => one.Name).slice(0, 10),
      newest: times.at(-1) || null,
    };
  },
  use(region, tables): Use {
    const covering = tables.trails.where(trail => covers(trail, region));
    const logging = covering.where(trail => trail.status.IsLogging).seen()[0];
    if (logging) {
      const last = logging.status.LatestDeliveryTime?.slice(0, 10) ?? null;
      const delivered = last ? `, and last delivered on ${last}` : '';
      return {
        grade: 'strong',
        message: `trail ${logging.Name} records what happens in ${region}${delivered}`,
        last,
        window: null,
        evidence: [saw('cloudtrail:GetTrailStatus', 'IsLogging', true)],
      };
    }
    const store = tables.stores
      .in(region)
      .where(one => one.Status === 'ENABLED')
      .seen()[0];
    if (store) {
      return {
        grade: 'medium',
        message: `no trail records ${region}, but event data store ${store.Name} takes in events`,
        last: null,
        window: null,
        evidence: [saw('cloudtrail:GetEventDataStore', 'Status', store.Status)],
      };
    }
    const stopped = covering.where(trail => !trail.status.IsLogging).all();
    tables.stores.in(region).demandFullSight();
    const message =
      stopped.length === 0
        ? `no trail covers ${region}; AWS's own event history of 90 days is all there is`
        : `trail ${stopped[0]?.Name} covers ${region}, but is switched off`;
    return {
      grade: 'none',
      message,
      last: null,
      window: null,
      evidence: [saw('cloudtrail:GetTrailStatus', 'IsLogging', stopped.length === 0 ? null : false)],
    };
  },
});
