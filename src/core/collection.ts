import type { BillLine, BillRecord } from './bill.js';
import type { MetricDetail, MetricQuery } from './metrics.js';
import type { Table } from './table.js';
import type { Call, ResourceRef } from './types.js';

/** The constructor of an SDK client, as `Aws.client` takes it. */
export type ClientType<Client> = new (config: never) => Client;

/** What a collection may touch: one account, one region. */
export interface Aws {
  /** The region that calls go to; for a global collection the partition's own (`us-east-1`). */
  readonly region: string;
  /** The regions of this audit. */
  readonly regions: readonly string[];
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov` ... */
  readonly partition: string;
  /** The time of collection; the one clock of an audit. */
  readonly now: Date;
  /** How many findings to read of one detector in one region at most (`--max-detector-findings`). */
  readonly maxDetectorFindings: number;
  /** The cached client of this type for this region. */
  client<Client>(type: ClientType<Client>): Client;
  /** The region that the partition's global services are in: `us-east-1`. */
  readonly globalRegion: string;
  /** The same account in another region. */
  in(region: string): Aws;
  /** What `ask` brings, or what it brought within the last 24 hours where answers are kept (`--ce-cache`). Plain JSON. */
  kept<Value>(name: string, ask: () => Promise<Value>): Promise<Value>;
  /** The bill that the reader exported (`--bill`), in place of Cost Explorer. */
  readonly bill?: ExportedBill;
  /** What `ask` brings, asked once an audit and region however many collections want it under this name. */
  once<Value>(name: string, ask: () => Promise<Value>): Promise<Value>;
  /** Waits before asking for the result of a job again; ends early with the audit's deadline. */
  pause(milliseconds: number): Promise<void>;
  /** Notes, inside `list`, that a resource exists which could not be read; the rest of the list stands. */
  missed(resource: { id: string; region?: string }, error: unknown): void;
}

/** A bill read from a file: rows of the two bill collections. */
export interface ExportedBill {
  lines: readonly BillLine[];
  records: readonly BillRecord[];
}

/** A fact about one item that costs calls of its own. */
export interface EachDetail<Item, Value> {
  calls: readonly (string | Call)[];
  /** Base facts alone tell whether it is worth asking; where not, `otherwise` is the value. */
  when?(item: Item): boolean;
  otherwise?: NoInfer<Value>;
  get(item: Item, aws: Aws): Promise<Value>;
}

/** A fact about many items that AWS tells in one listing; `otherwise` is the value of an item not listed. */
export interface BulkDetail<Item, Value> {
  calls: readonly (string | Call)[];
  otherwise: NoInfer<Value>;
  /** Resolves to item id (as `resource` gives it) -> value. */
  all(items: readonly Item[], aws: Aws): Promise<ReadonlyMap<string, Value>>;
}

export type Detail<Item, Value> = EachDetail<Item, Value> | BulkDetail<Item, Value> | MetricDetail<Item, Value>;

/** A row as checks see it: base facts, and the region it was found in (`global` for global services). */
export type Seen<Item> = Item & { readonly region: string };

/** What a check asks for: a collection and some of its details. */
export interface Need<Base extends object = object, Row extends object = Base> {
  readonly collection: Collection;
  readonly details: readonly string[];
  readonly narrow?: Narrow;
  /**
   * Asks for the details only of items that `test` picks, looking at the base facts of other
   * collections; the others read as not collected. Saves calls, decides no verdict.
   */
  onlyFor<Others extends Record<string, Need>>(
    others: Others,
    test: (item: Base, tables: TablesOf<Others>) => boolean,
  ): Need<Base, Row>;
  /** Types only. */
  readonly rowType?: Row;
  readonly baseType?: Base;
}

export interface Narrow {
  readonly others: Readonly<Record<string, Need>>;
  test(item: object, tables: Record<string, Table<object>>): boolean;
}

export type RowOf<N> = N extends { readonly rowType?: infer Row } ? NonNullable<Row> & object : never;
export type TablesOf<Needs> = { readonly [K in keyof Needs]: Table<RowOf<Needs[K]>> };

export interface Collection {
  readonly id: string;
  readonly scope: 'regional' | 'global';
  /** Plural noun for people: `KMS keys`. */
  readonly noun: string;
  /** What to say when there are none, where "there are no <noun>" would be odd. */
  readonly none?: string;
  readonly calls: readonly Call[];
  /** Details that give a resource its name or tags; asked for with every list, missed without harm. */
  readonly labels: readonly string[];
  readonly details: Readonly<Record<string, AnyDetail>>;
  list(aws: Aws): Promise<readonly object[]>;
  resource(item: object, known: Record<string, unknown>): Identity;
}

/** A resource's name; the region is added where the collection does not say it. */
export type Identity = Omit<ResourceRef, 'region'> & { region?: string };

export interface AnyDetail {
  readonly calls: readonly Call[];
  readonly otherwise?: unknown;
  when?(item: object): boolean;
  get?(item: object, aws: Aws): Promise<unknown>;
  all?(items: readonly object[], aws: Aws): Promise<ReadonlyMap<string, unknown>>;
  metrics?(item: object, aws: Pick<Aws, 'account' | 'globalRegion' | 'region'>): Readonly<Record<string, MetricQuery>>;
  metricRegion?(item: object, aws: Pick<Aws, 'globalRegion' | 'region'>): string;
}

/** A collection with its types; `with()` names the details that a check needs. */
export interface TypedCollection<Item extends object, Details extends object> extends Collection {
  with<K extends keyof Details & string>(
    ...names: K[]
  ): Need<Seen<Item>, Seen<Item> & { readonly [P in K]: Details[P] }>;
}

interface Spec<Item extends object, Details extends object> {
  /** `<service>.<plural>`, e.g. `kms.keys`. */
  id: string;
  /** Default `regional`. */
  scope?: 'regional' | 'global';
  noun: string;
  none?: string;
  calls: readonly (string | Call)[];
  /** Asks for base facts: named fields, AWS's own names, dates as ISO 8601 text, no secrets. */
  list(aws: Aws): Promise<readonly Item[]>;
  /** Names an item; `known` has the details that were collected and could be read. */
  resource(item: Item, known: Partial<Details>): Identity;
  labels?: readonly (keyof Details & string)[];
  details?: { [K in keyof Details]: Detail<Item, Details[K]> };
}

/** One API operation whose IAM actions differ from its own name, that AWS bills or allows only slowly, or that a listing makes for each item. */
export function call(
  id: string,
  actions: string | readonly string[] = id,
  more: Omit<Call, 'id' | 'actions'> = {},
): Call {
  return { id, actions: typeof actions === 'string' ? [actions] : [...actions], ...more };
}

/** The one call that answers all metrics: billed for each metric, not for each request. */
export const metricCall: Call = call('cloudwatch:GetMetricData', 'cloudwatch:GetMetricData', {
  usdPerMetric: 0.000_01,
});

const callOf = (given: string | Call): Call => (typeof given === 'string' ? call(given) : given);

/** A detail of each item, or of many at once. */
export function detail<Item, Value>(spec: Detail<Item, Value>): Detail<Item, Value> {
  return spec;
}

/** Code that asks AWS for one kind of resource: a cheap `list` and named `details`. */
export function collection<Item extends object, Details extends object = Record<never, never>>(
  spec: Spec<Item, Details>,
): TypedCollection<Item, Details> {
  const given = Object.entries(spec.details ?? {}) as [string, Detail<Item, unknown>][];
  const details = Object.fromEntries(
    given.map(([name, one]) => [name, { ...one, calls: 'metrics' in one ? [metricCall] : one.calls.map(callOf) }]),
  );
  const self = {
    id: spec.id,
    scope: spec.scope ?? 'regional',
    noun: spec.noun,
    ...(spec.none === undefined ? {} : { none: spec.none }),
    calls: spec.calls.map(callOf),
    labels: spec.labels ?? [],
    details: details as unknown as Record<string, AnyDetail>,
    list: spec.list,
    resource: spec.resource as Collection['resource'],
    with: (...names: string[]) => need(self as unknown as Collection, names),
  };
  return self as unknown as TypedCollection<Item, Details>;
}

function need(of: Collection, details: readonly string[], narrow?: Narrow): Need {
  return {
    collection: of,
    details,
    ...(narrow ? { narrow } : {}),
    onlyFor: (others, test) => need(of, details, { others, test: test as unknown as Narrow['test'] }),
  };
}
