import type { Collection, Narrow, Need } from './collection.js';
import type { Rule } from './rules.js';
import type { Call } from './types.js';

/** One collection to ask for, and which of its details for which items. */
export interface Demand {
  readonly collection: Collection;
  readonly details: ReadonlyMap<string, readonly Wish[]>;
}

/** Who wants a detail: items that pass `applies` and, where given, the narrowing. */
export interface Wish {
  readonly rules: readonly string[];
  applies(item: object): boolean;
  readonly narrow?: Narrow;
}

/** A part of the report beside the rules that needs facts of its own: a detector, a service of the ledger. */
export interface Part {
  readonly title: string;
  readonly needs: Readonly<Record<string, Need>>;
}

/** What has to be asked for these rules and parts, and nothing else; ordered by collection id. */
export function demandsOf(rules: readonly Rule[], parts: readonly Part[] = []): Demand[] {
  const demands = new Map<string, { collection: Collection; details: Map<string, Wish[]> }>();
  const want = (need: Need, wish: Omit<Wish, 'narrow'>): void => {
    const { collection } = need;
    const demand = demands.get(collection.id) ?? { collection, details: new Map<string, Wish[]>() };
    demands.set(collection.id, demand);
    for (const label of collection.labels) if (!demand.details.has(label)) demand.details.set(label, []);
    for (const name of need.details) {
      const full = need.narrow ? { ...wish, narrow: need.narrow } : wish;
      demand.details.set(name, [...(demand.details.get(name) ?? []), full]);
    }
    if (!need.narrow) return;
    for (const other of Object.values(need.narrow.others)) want(other, { rules: wish.rules, applies: () => true });
  };
  for (const { check, params } of rules) {
    want(check.on, { rules: [check.id], applies: item => check.applies(item, params) });
    for (const other of Object.values(check.also)) want(other, { rules: [check.id], applies: () => true });
  }
  for (const { needs } of parts) {
    for (const need of Object.values(needs)) want(need, { rules: [], applies: () => true });
  }
  return [...demands.values()].sort((a, b) => (a.collection.id < b.collection.id ? -1 : 1));
}

/** One kind of call that the plan holds. */
export interface PlannedCall {
  service: string;
  call: Call;
  collection: string;
  scope: 'regional' | 'global';
  /**
   * `listing`: once a region and page; `item`: once for each of `noun` that a rule applies to; `metrics`: once for each
   * 500 metrics of a region.
   */
  per: 'listing' | 'item' | 'metrics';
  noun: string;
  detail?: string;
  /** Rules that need it. */
  rules: string[];
  /** Parts that need it, by title; where no rule does either, it only names resources. */
  parts: string[];
}

/** The calls of these demands, ordered by service and operation. */
export function plannedCalls(
  demands: readonly Demand[],
  rules: readonly Rule[],
  parts: readonly Part[] = [],
): PlannedCall[] {
  const planned: PlannedCall[] = [];
  for (const { collection, details } of demands) {
    const shared = { collection: collection.id, scope: collection.scope, noun: collection.noun };
    const askedBy = (detail?: string): string[] =>
      parts.flatMap(({ needs, title }) =>
        Object.values(needs).some(
          need => need.collection.id === collection.id && (detail === undefined || need.details.includes(detail)),
        )
          ? [title]
          : [],
      );
    const listers = rules.filter(rule => usesOf(rule).some(need => need.collection.id === collection.id));
    for (const one of collection.calls) {
      planned.push({
        ...shared,
        service: prefixOf(one),
        call: one,
        per: one.each ? 'item' : 'listing',
        rules: listers.map(rule => rule.check.id),
        parts: askedBy(),
      });
    }
    for (const [name, wishes] of details) {
      const detail = collection.details[name];
      for (const one of detail?.calls ?? []) {
        planned.push({
          ...shared,
          service: prefixOf(one),
          call: one,
          per: detail?.metrics ? 'metrics' : detail?.all ? 'listing' : 'item',
          detail: name,
          rules: [...new Set(wishes.flatMap(wish => wish.rules))].sort(),
          parts: askedBy(name),
        });
      }
    }
  }
  return planned.sort((a, b) => (a.call.id < b.call.id ? -1 : a.call.id > b.call.id ? 1 : 0));
}

/** A rule's needs, narrowing included. */
export function usesOf(rule: Rule): Need[] {
  const direct = [rule.check.on, ...Object.values(rule.check.also)];
  return direct.flatMap(need => [need, ...Object.values(need.narrow?.others ?? {})]);
}

const prefixOf = (one: Call): string => one.id.slice(0, one.id.indexOf(':'));

/** The IAM actions that a rule's facts need, sorted; `labels` adds what only names resources. */
export function actionsOf(rule: Rule, labels = false): string[] {
  const actions = usesOf(rule).flatMap(need => {
    const { collection } = need;
    const details = labels ? [...need.details, ...collection.labels] : need.details;
    return [...collection.calls, ...details.flatMap(name => collection.details[name]?.calls ?? [])];
  });
  return [...new Set(actions.flatMap(one => one.actions))].sort();
}
