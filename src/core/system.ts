import type { Need, TablesOf } from './collection.js';
import type { Grade } from './saving.js';
import type { Evidence } from './types.js';

/** What of a service there is in one region. */
export interface Inventory {
  count: number;
  /** Plural noun: `tables`. */
  noun: string;
  /** Some names, the biggest or newest first, at most ten. */
  names: string[];
  /** ISO 8601 of the newest resource, where facts tell: what is young is not idle yet. */
  newest?: string | null;
}

/** Days that are looked at where a service's own facts have no window, and nowhere more. */
export const usualWindow = 90;

/** Whether a service is used in one region, and what shows it. */
export interface Use {
  /** `none`: looked at with full sight, and there is no use. */
  grade: Grade | 'none';
  /** One sentence: `3 of 4 tables had no reads or writes for 90 days`. */
  message: string;
  /** The last day of use (`2026-08-14`), if any fact tells. */
  last: string | null;
  /** Days that were looked at, `usualWindow` at most; null where the facts have no window. */
  window: number | null;
  evidence: Evidence[];
}

/** What a system may know besides facts. */
export interface SystemContext {
  now: Date;
  account: string;
  regions: readonly string[];
}

interface Spec<Needs extends Record<string, Need>> {
  /** The id of the service in prices.yaml, and of its ledger row: `dynamodb`. */
  id: string;
  /** For people: `DynamoDB`. */
  title: string;
  /** Global services have one row, for the region `global`. */
  scope: 'regional' | 'global';
  /** Services whose rules bring it in, where that is more than the folder of its room. */
  withRulesOf?: readonly string[];
  /** Idle means something else for what guards: judged by scope and duplicates, never called unused. */
  guard?: boolean;
  /** IAM's namespaces of the service, for service last accessed: `['dynamodb', 'dax']`. */
  namespaces: readonly string[];
  /** True where an access by IAM principals shows real use; else an access is weak evidence. */
  dataPlane?: boolean;
  needs: Needs;
  /** Undefined where AWS has no listing. */
  inventory(region: string, tables: TablesOf<Needs>): Inventory | undefined;
  use(region: string, tables: TablesOf<Needs>, context: SystemContext): Use;
}

/**
 * A service as the ledger sees it. Pure, like a check: each function looks at one region (`global` for a global service)
 * and may raise `Unavailable`, which makes the row unverified, never idle.
 */
export interface System {
  readonly id: string;
  readonly title: string;
  readonly scope: 'regional' | 'global';
  readonly withRulesOf?: readonly string[];
  readonly guard?: boolean;
  readonly namespaces: readonly string[];
  readonly dataPlane?: boolean;
  readonly needs: Readonly<Record<string, Need>>;
  inventory(region: string, tables: object): Inventory | undefined;
  use(region: string, tables: object, context: SystemContext): Use;
}

/** Defines a system. */
export const system = <Needs extends Record<string, Need>>(spec: Spec<Needs>): System => spec as unknown as System;
