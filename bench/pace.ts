import { plan } from '../src/audit.js';
import type { PlannedCall } from '../src/core/plan.js';
import type { Arrival } from './server.js';

/** Requests a second that the command allows itself for each service and region. */
const usualRate = 50;

/** What the pace of one service in one region asks for: so many requests, and so many seconds until the last goes out. */
export interface Pace {
  what: string;
  requests: number;
  seconds: number;
}

/** The slowest queue of these calls: what no network and no processor makes faster. AWS's own limits have queues of their own. */
export function slowestPace(arrivals: readonly Arrival[]): Pace {
  const limits = new Map(plan().calls.map(({ call }) => [call.id, call.perSecond]));
  const queues = new Map<string, { requests: number; rate: number }>();
  for (const { operation, region } of arrivals) {
    const limit = limits.get(operation);
    const what = `${limit === undefined ? operation.split(':')[0] : operation} in ${region}`;
    const queue = queues.get(what) ?? { requests: 0, rate: Math.min(limit ?? usualRate, usualRate) };
    queues.set(what, { ...queue, requests: queue.requests + 1 });
  }
  const paces = [...queues].map(([what, { requests, rate }]) => ({
    what,
    requests,
    // A second's worth goes out at once.
    seconds: Math.max(0, requests - Math.ceil(rate)) / rate,
  }));
  return paces.sort((a, b) => b.seconds - a.seconds)[0] ?? { what: 'nothing', requests: 0, seconds: 0 };
}

/** How many calls are of which kind, and of which service: `listings` hardly grow with what there is. */
export interface Kinds {
  listings: number;
  items: number;
  metrics: number;
  /** The services by their calls, most first. */
  services: [name: string, calls: number][];
}

/** Sorts calls by what the plan says of them: once a region and page, once an item, or 500 metrics together. */
export function kindsOf(arrivals: readonly Arrival[]): Kinds {
  const { base, calls } = plan();
  const kinds = new Map<string, PlannedCall['per']>();
  // What some collection lists may be asked for single items by another: the dearer kind names it.
  for (const { call, per } of calls) if (kinds.get(call.id) !== 'item') kinds.set(call.id, per);
  for (const { id } of base) kinds.set(id, 'listing');
  const services = new Map<string, number>();
  const counts = { listing: 0, item: 0, metrics: 0 };
  for (const { operation } of arrivals) {
    counts[kinds.get(operation) ?? 'item'] += 1;
    const service = operation.split(':')[0] ?? '';
    services.set(service, (services.get(service) ?? 0) + 1);
  }
  return {
    listings: counts.listing,
    items: counts.item,
    metrics: counts.metrics,
    services: [...services].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
  };
}
