import type { Check } from '../../src/core/check.js';
import { evaluate } from '../../src/core/evaluate.js';
import type { Rule } from '../../src/core/rules.js';
import type { Finding, Gap, Outcome } from '../../src/core/types.js';
import type { About, CollectionFacts, FactSource, StoredRow } from '../../src/core/world.js';

/** Facts of an invented account, all in memory. */
export interface World {
  about: About;
  collections: Record<string, CollectionFacts>;
}

const hidden = Symbol('hidden');

/** A place that could not be seen: as a detail's value, or in the `gaps` of a collection. */
export function gap(api: string, more: Partial<Gap> = {}): Gap {
  return Object.defineProperty(
    { reason: 'denied' as const, api, actions: [api], region: 'eu-north-1', message: `${api} was denied`, ...more },
    hidden,
    { value: true, enumerable: false },
  );
}

const isGap = (value: unknown): value is Gap => typeof value === 'object' && value !== null && hidden in value;

/** One item; details are plain values, or `gap(...)` where they could not be read. */
export function row(item: object, details: Record<string, unknown> = {}, region = 'eu-north-1'): StoredRow {
  const outcomes = Object.entries(details).map(([name, value]): [string, Outcome] => [
    name,
    isGap(value) ? { ok: false, gap: value } : { ok: true, value },
  ]);
  return { region, item: { ...item }, details: Object.fromEntries(outcomes) };
}

/** A whole account; collections that are not named were not collected. */
export function world(
  collections: Record<string, StoredRow[] | Partial<CollectionFacts>>,
  { regions = ['eu-north-1', 'us-east-1'], now = '2026-11-22T09:00:00.000Z', account = '111122223333' } = {},
): World {
  const facts = Object.entries(collections).map(([id, given]): [string, CollectionFacts] => [
    id,
    Array.isArray(given) ? { rows: given, gaps: [] } : { rows: given.rows ?? [], gaps: given.gaps ?? [] },
  ]);
  return {
    about: {
      account: { id: account, partition: 'aws', arn: `arn:aws:sts::${account}:assumed-role/auditor/stocktake` },
      regions,
      started: now,
    },
    collections: Object.fromEntries(facts),
  };
}

/** A world as the evaluator reads it. */
export const sourceOf = (of: World): FactSource => ({
  about: of.about,
  load: id => Promise.resolve(of.collections[id]),
});

/** A rule on this check, as `rules.yaml` would bind it. */
export const ruleFor = (check: object, params: Record<string, unknown> = {}): Rule => ({
  check: check as Check,
  service: 'test',
  severity: 'medium',
  category: 'security',
  tier: 1,
  params: { ...(check as Check).params, ...params },
});

/** What the real evaluator finds for one check. */
export async function judge(check: object, of: World, params: Record<string, unknown> = {}): Promise<Finding[]> {
  return (await evaluate([ruleFor(check, params)], sourceOf(of))).findings;
}
