import type { Collection } from './collection.js';
import { type Reach, Table } from './table.js';
import type { Gap, Outcome, RegionReport, ResourceRef } from './types.js';
import { Unavailable } from './unavailable.js';

/** Whose facts these are, and when they were taken. */
export interface About {
  account: { id: string; alias?: string; partition: string; arn?: string };
  /** The regions whose facts count. */
  regions: string[];
  /** The time of collection, ISO 8601: what checks call now. */
  started: string;
}

/** One item at rest. */
export interface StoredRow {
  region: string;
  item: Record<string, unknown>;
  details: Record<string, Outcome>;
}

/** One line of a collection: an item, a place that could not be seen, or the end of one region's listing. */
export type FactLine =
  | { kind: 'row'; region: string; item: StoredRow['item']; details: StoredRow['details'] }
  | { kind: 'gap'; region: string; gap: Gap }
  | { kind: 'done'; region: string };

/** What is known of one collection. */
export interface CollectionFacts {
  rows: StoredRow[];
  gaps: Gap[];
}

/** Where the evaluator gets facts from, one collection at a time. */
export interface FactSource {
  readonly about: About;
  /** Undefined when that collection was never asked for. */
  load(collectionId: string): Promise<CollectionFacts | undefined>;
}

/** How an audit ended before its time. */
export interface Ending {
  reason: 'deadline' | 'interrupted' | 'expired-credentials';
  message: string;
}

/** What a run says of itself, beside its facts. */
export interface RunReport {
  finished: string;
  regions: RegionReport[];
  calls: Record<string, number>;
  /** What billed calls cost, USD by operation; absent in older snapshots. */
  spent?: Record<string, number>;
  /** What could not be found out about the account itself. */
  gaps: Gap[];
  ended?: Ending;
}

const detailsOf = Symbol('details');

/** A row as checks see it: base facts plain, details read on demand and raising where they could not be read. */
export interface View {
  readonly region: string;
  readonly [detailsOf]: Record<string, Outcome>;
}

/** One collection ready to be judged: its rows as views, one table for all checks. */
export class LoadedCollection {
  readonly table: Table<View>;
  readonly views: readonly View[];
  readonly gaps: readonly Gap[];
  readonly #of: Collection;
  readonly #resources = new Map<View, ResourceRef>();

  constructor(of: Collection, facts: CollectionFacts | undefined, regions: readonly string[]) {
    this.#of = of;
    const prototype = prototypeOf(of);
    this.views = (facts?.rows ?? []).map(row => viewOf(prototype, row));
    this.gaps = facts?.gaps ?? [notCollected(of)];
    const reach: Reach = of.scope === 'global' ? 'everywhere' : regions;
    this.table = new Table(this.views, this.gaps, reach);
  }

  /** The gaps of details that only name resources, each once. */
  unnamed(): Gap[] {
    const gaps = new Map<string, Gap>();
    for (const view of this.views) {
      for (const name of this.#of.labels) {
        const outcome = view[detailsOf][name];
        if (outcome && !outcome.ok) gaps.set(`${outcome.gap.message} ${outcome.gap.region}`, outcome.gap);
      }
    }
    return [...gaps.values()];
  }

  /** The resource that a view is about, named with those of its details that could be read. */
  resourceOf(view: View): ResourceRef {
    const named = this.#resources.get(view) ?? this.#name(view);
    this.#resources.set(view, named);
    return named;
  }

  #name(view: View): ResourceRef {
    const known: Record<string, unknown> = {};
    for (const [name, outcome] of Object.entries(view[detailsOf])) if (outcome.ok) known[name] = outcome.value;
    const named: ResourceRef = { region: view.region, ...this.#of.resource(view, known) };
    const { id, arn, name, region, type, uniqueId, changed, tags = {} } = named;
    const labels = [arn, name, uniqueId, changed].filter(text => text !== undefined);
    const texts = [id, region, type, ...labels, ...Object.values(tags)];
    if (typeof tags !== 'object' || Array.isArray(tags) || !texts.every(text => typeof text === 'string')) {
      throw new TypeError('what names this resource is not a text in these facts');
    }
    return named;
  }
}

function viewOf(prototype: object, row: StoredRow): View {
  const view = Object.create(prototype) as Record<PropertyKey, unknown>;
  // Facts of another version may hold a field where a detail is now: the detail was not collected then.
  for (const [name, value] of Object.entries(row.item)) if (!(name in prototype)) view[name] = value;
  view['region'] = row.region;
  Object.defineProperty(view, detailsOf, { value: row.details, enumerable: false });
  return view as unknown as View;
}

/** Getters on a prototype: not enumerable, so that spreading or printing a row never raises. */
function prototypeOf(of: Collection): object {
  const prototype = {};
  for (const [name, detail] of Object.entries(of.details)) {
    Object.defineProperty(prototype, name, {
      get(this: View) {
        const outcome = this[detailsOf][name];
        if (outcome === undefined) throw new Unavailable(notCollected(of, name, this.region, detail.calls));
        if (!outcome.ok) throw new Unavailable(outcome.gap);
        return outcome.value;
      },
    });
  }
  return prototype;
}

/** The gap of facts that this run did not ask for. */
export function notCollected(of: Collection, detail?: string, region = '*', calls = of.calls): Gap {
  const what = detail ? `${of.noun}: ${detail}` : of.noun;
  return {
    reason: 'not-collected',
    api: calls[0]?.id ?? '',
    actions: [...new Set(calls.flatMap(one => one.actions))],
    region,
    message: `these facts do not hold ${what}; they were not collected`,
  };
}
