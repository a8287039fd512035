import type { AnyDetail, Aws, Collection } from './collection.js';
import { MetricDesk, type MetricPlace } from './metric-desk.js';
import type { MetricQuery, MetricSeries } from './metrics.js';
import type { Demand, Wish } from './plan.js';
import { hideSecrets } from './secrets.js';
import { Table } from './table.js';
import type { Call, Gap, Outcome } from './types.js';
import { Unavailable } from './unavailable.js';
import type { FactLine, StoredRow } from './world.js';

/** What collecting needs of a session. */
export interface Asker {
  readonly openRegions: readonly string[];
  readonly globalRegion: string;
  at(region: string, missed: Aws['missed']): Aws;
  /** Metrics of one region, all at once; an error in the place of what could not be read. */
  metrics(region: string, queries: readonly MetricQuery[]): Promise<(MetricSeries | Error)[]>;
  gapOf(error: unknown, fallback: { calls: readonly Call[]; region: string }, resource?: string): Gap;
}

/** Where facts go. */
export interface FactSink {
  add(collectionId: string, line: FactLine): void;
}

/** One listing of one collection in one region (or `global`). */
export interface Unit {
  collection: Collection;
  region: string;
}

/** Facts of an earlier run of the same audit: units that are done, and rows of the others by their item. */
export interface Earlier {
  isDone(collectionId: string, region: string): boolean;
  rowsOf(collectionId: string, region: string): readonly StoredRow[];
}

interface Options {
  earlier?: Earlier | undefined;
  onUnit?: ((unit: Unit, state: 'started' | 'done') => void) | undefined;
}

const itemsAtOnce = 200;
const nothingEarlier: Earlier = { isDone: () => false, rowsOf: () => [] };

/**
 * Asks for everything that is demanded, each thing once, and hands it on as it arrives. Never rejects
 * for what AWS answers: what could not be seen becomes a gap.
 */
export async function collect(
  demands: readonly Demand[],
  asker: Asker,
  sink: FactSink,
  options: Options = {},
): Promise<void> {
  const lists = new Map<string, Listings>();
  const lookedAt = new Set(demands.flatMap(demand => [...othersOf(demand)]));
  for (const { collection } of demands) {
    if (lookedAt.has(collection.id)) lists.set(collection.id, new Listings(regionsOf(collection, asker)));
  }
  const units = demands.flatMap(demand => regionsOf(demand.collection, asker).map(region => ({ demand, region })));
  const desk = new MetricDesk(asker, units.filter(({ demand }) => asksMetrics(demand)).length);
  await Promise.all(
    units.map(async ({ demand, region }) => {
      const unit = { collection: demand.collection, region };
      options.onUnit?.(unit, 'started');
      await new UnitRun(demand, region, asker, sink, lists, desk, options.earlier ?? nothingEarlier).run();
      options.onUnit?.(unit, 'done');
    }),
  );
}

const asksMetrics = ({ collection, details }: Demand): boolean =>
  [...details.keys()].some(name => collection.details[name]?.metrics);

function* othersOf(demand: Demand): Iterable<string> {
  for (const wishes of demand.details.values()) {
    for (const { narrow } of wishes) {
      for (const other of Object.values(narrow?.others ?? {})) yield other.collection.id;
    }
  }
}

const regionsOf = (collection: Collection, asker: Asker): readonly string[] =>
  collection.scope === 'global' ? ['global'] : asker.openRegions;

/** Base rows of a collection that others are narrowed by, complete when every region has answered. */
class Listings {
  readonly #rows: object[] = [];
  readonly #gaps: Gap[] = [];
  readonly #regions: readonly string[];
  #left: number;
  #resolve: (table: Table<object>) => void = () => undefined;
  readonly table = new Promise<Table<object>>(resolve => {
    this.#resolve = resolve;
  });

  constructor(regions: readonly string[]) {
    this.#regions = regions;
    this.#left = regions.length;
    if (this.#left === 0) this.#resolve(new Table([]));
  }

  add(rows: readonly object[], gaps: readonly Gap[]): void {
    for (const row of rows) this.#rows.push(row);
    this.#gaps.push(...gaps);
    this.#left -= 1;
    if (this.#left > 0) return;
    const reach = this.#regions[0] === 'global' ? 'everywhere' : this.#regions;
    this.#resolve(new Table(this.#rows, this.#gaps, reach));
  }
}

type Seen = Record<string, unknown> & { region: string };

class UnitRun {
  readonly #gaps: Gap[] = [];
  readonly #aws: Aws;
  readonly #bulk = new Map<string, Promise<Outcome<ReadonlyMap<string, unknown>>>>();
  #series: ReadonlyMap<string, ReadonlyMap<Seen, Promise<Record<string, MetricSeries>>>> = new Map();
  readonly #kept = new Map<string, StoredRow>();
  readonly #ids = new Map<Seen, string>();
  /** True when something was not seen that a resumed audit may see. */
  #unfinished = false;

  constructor(
    private readonly demand: Demand,
    private readonly region: string,
    private readonly asker: Asker,
    private readonly sink: FactSink,
    private readonly lists: ReadonlyMap<string, Listings>,
    private readonly desk: MetricDesk,
    private readonly earlier: Earlier,
  ) {
    const { collection } = demand;
    this.#aws = asker.at(region === 'global' ? asker.globalRegion : region, (resource, error) => {
      const gap = asker.gapOf(error, { calls: collection.calls, region: resource.region ?? region }, resource.id);
      this.#gaps.push(gap);
    });
  }

  async run(): Promise<void> {
    const metrics = asksMetrics(this.demand) ? this.desk.place() : undefined;
    try {
      await this.#run(metrics);
    } finally {
      // Whoever has nothing to ask, for whatever reason, must not keep the others waiting.
      metrics?.leave();
    }
  }

  async #run(metrics: MetricPlace | undefined): Promise<void> {
    const { collection } = this.demand;
    if (this.earlier.isDone(collection.id, this.region)) {
      const items = this.earlier.rowsOf(collection.id, this.region).map(row => ({ ...row.item, region: row.region }));
      this.lists.get(collection.id)?.add(items, []);
      return;
    }
    for (const row of this.earlier.rowsOf(collection.id, this.region)) this.#kept.set(JSON.stringify(row.item), row);
    const items = await this.#list();
    this.lists.get(collection.id)?.add(items, this.#gaps);
    for (const gap of this.#gaps) this.#put({ kind: 'gap', region: this.region, gap });
    // A listing that could not be repeated in time takes nothing away from what an earlier run had seen of it.
    if (items.length === 0 && this.#gaps.some(isPassing)) {
      for (const row of this.#kept.values()) this.#put({ kind: 'row', ...row });
    }
    if (items.length > 0) await this.#details(items, metrics);
    if (!this.#unfinished && !this.#gaps.some(isPassing)) this.#put({ kind: 'done', region: this.region });
  }

  async #list(): Promise<Seen[]> {
    const { collection } = this.demand;
    try {
      const items = await collection.list(this.#aws);
      const plain = await hideSecrets(items as Record<string, unknown>[]);
      const seen = plain.map(item => ({ ...item, region: this.region }));
      for (const item of seen) this.#ids.set(item, collection.resource(item, {}).id);
      return seen;
    } catch (error) {
      this.#gaps.push(this.asker.gapOf(error, { calls: collection.calls, region: this.region }));
      return [];
    }
  }

  async #details(items: readonly Seen[], metrics: MetricPlace | undefined): Promise<void> {
    const wanted = await this.#wanted(items);
    if (metrics) this.#series = this.#queueMetrics(wanted, metrics);
    for (const [name, of] of wanted) {
      const detail = this.demand.collection.details[name];
      if (detail?.all && of.size > 0) this.#bulk.set(name, this.#askAll(detail, [...of.keys()]));
    }
    for (let start = 0; start < items.length; start += itemsAtOnce) {
      const batch = items.slice(start, start + itemsAtOnce);
      const rows = await Promise.all(batch.map(item => this.#row(item, wanted)));
      const details = await hideSecrets(rows.map(row => row.details));
      for (const [index, row] of rows.entries()) this.#put({ kind: 'row', ...row, details: details[index] ?? {} });
    }
  }

  /** Which items each detail is asked for; where narrowing cannot tell, the gap that keeps it from telling. */
  async #wanted(items: readonly Seen[]): Promise<Map<string, Map<Seen, Gap | undefined>>> {
    const wanted = new Map<string, Map<Seen, Gap | undefined>>();
    const { collection, details } = this.demand;
    for (const [name, wishes] of details) {
      const of = new Map<Seen, Gap | undefined>();
      wanted.set(name, of);
      if (collection.labels.includes(name)) for (const item of items) of.set(item, undefined);
      for (const wish of wishes) await this.#wish(wish, items, of);
    }
    return wanted;
  }

  async #wish(wish: Wish, items: readonly Seen[], of: Map<Seen, Gap | undefined>): Promise<void> {
    const tables: Record<string, Table<object>> = {};
    for (const [name, other] of Object.entries(wish.narrow?.others ?? {})) {
      const listings = this.lists.get(other.collection.id);
      if (listings) tables[name] = await listings.table;
    }
    for (const item of items) {
      if (of.has(item) && of.get(item) === undefined) continue;
      try {
        if (wish.applies(item) && (wish.narrow?.test(item, tables) ?? true)) of.set(item, undefined);
      } catch (error) {
        if (error instanceof Unavailable) of.set(item, error.gap);
        // A predicate that trips over odd facts will trip again, visibly, when the rule is judged.
        else of.set(item, undefined);
      }
    }
  }

  /** Puts every metric of this unit on the desk, where those of all units wait to be asked together. */
  #queueMetrics(wanted: ReadonlyMap<string, ReadonlyMap<Seen, Gap | undefined>>, place: MetricPlace) {
    const series = new Map<string, Map<Seen, Promise<Record<string, MetricSeries>>>>();
    for (const [name, of] of wanted) {
      const detail = this.demand.collection.details[name];
      if (!detail?.metrics) continue;
      const answers = new Map<Seen, Promise<Record<string, MetricSeries>>>();
      series.set(name, answers);
      for (const [item, gap] of of) {
        if (gap || (detail.when && !detail.when(item))) continue;
        const answer = this.#askMetrics(detail, item, place);
        // Its failure is told where the row is made; until then nobody listens.
        answer.catch(() => undefined);
        answers.set(item, answer);
      }
    }
    place.leave();
    return series;
  }

  /** A room that trips over odd facts loses this item's metrics, not the audit. */
  async #askMetrics(detail: AnyDetail, item: Seen, place: MetricPlace): Promise<Record<string, MetricSeries>> {
    const region = detail.metricRegion?.(item, this.#aws) ?? this.#aws.region;
    return place.ask(region, detail.metrics?.(item, this.#aws) ?? {});
  }

  async #askAll(detail: AnyDetail, items: readonly Seen[]): Promise<Outcome<ReadonlyMap<string, unknown>>> {
    try {
      return { ok: true, value: (await detail.all?.(items, this.#aws)) ?? new Map() };
    } catch (error) {
      return this.#unseen(error, detail);
    }
  }

  #unseen(error: unknown, detail: AnyDetail, id?: string): { ok: false; gap: Gap } {
    const gap = this.asker.gapOf(error, { calls: detail.calls, region: this.region }, id);
    if (isPassing(gap)) this.#unfinished = true;
    return { ok: false, gap };
  }

  async #row(item: Seen, wanted: ReadonlyMap<string, ReadonlyMap<Seen, Gap | undefined>>): Promise<StoredRow> {
    const { region, ...facts } = item;
    const kept = this.#kept.size > 0 ? this.#kept.get(JSON.stringify(facts)) : undefined;
    const details: Record<string, Outcome> = {};
    await Promise.all(
      [...wanted].map(async ([name, of]) => {
        if (!of.has(item)) return;
        const before = kept?.details[name];
        if (before && (before.ok || !isPassing(before.gap))) details[name] = before;
        else details[name] = await this.#ask(name, item, of.get(item));
      }),
    );
    const inOrder = Object.fromEntries(Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1)));
    return { region, item: facts, details: inOrder };
  }

  async #ask(name: string, item: Seen, unseen: Gap | undefined): Promise<Outcome> {
    const { collection } = this.demand;
    const detail = collection.details[name];
    if (!detail) throw new Error(`${collection.id} has no detail ${name}`);
    if (unseen) {
      if (isPassing(unseen)) this.#unfinished = true;
      return { ok: false, gap: unseen };
    }
    const id = this.#ids.get(item) ?? '';
    const bulk = this.#bulk.get(name);
    if (bulk) {
      const outcome = await bulk;
      return outcome.ok ? { ok: true, value: outcome.value.get(id) ?? detail.otherwise ?? null } : outcome;
    }
    try {
      if (detail.when && !detail.when(item)) return { ok: true, value: detail.otherwise ?? null };
      if (detail.metrics) return { ok: true, value: await this.#series.get(name)?.get(item) };
      return { ok: true, value: (await detail.get?.(item, this.#aws)) ?? null };
    } catch (error) {
      return this.#unseen(error, detail, id);
    }
  }

  #put(line: FactLine): void {
    this.sink.add(this.demand.collection.id, line);
  }
}

/** A gap of the moment: worth asking again when the audit is resumed. */
export const isPassing = (gap: Gap): boolean =>
  ['deadline', 'interrupted', 'expired-credentials', 'network', 'throttled'].includes(gap.reason);
