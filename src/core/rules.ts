import type { Check } from './check.js';
import { defaultExceptionDays, type Exception, exceptionsOf } from './exceptions.js';
import type { Words } from './overview.js';
import {
  type BookLine,
  type DeclaredLine,
  type GatePolicy,
  type MicroserviceLine,
  parseBook,
  type RulesSource,
} from './rules-file.js';
import type { Category, Severity } from './types.js';

/** One line of `rules.yaml`, bound to its check. */
export interface Rule {
  readonly check: Check;
  readonly service: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly tier: number;
  readonly params: Readonly<Record<string, unknown>>;
}

/** How points are counted. */
export interface Scoring {
  /** Weight of a check by its severity. */
  weights: Record<Severity, number>;
  /** 0 to 1: below this coverage a category reads "not scored". */
  minCoverage: number;
}

/** What `rules.yaml` says. */
export interface RuleBook {
  scoring: Scoring;
  /** Ordered by id. */
  rules: Rule[];
  /** Ids of the rules that are turned off. */
  off: string[];
  /** What the owner says of services, by id of the service. */
  declared: ReadonlyMap<string, DeclaredLine>;
  /** What the owner says of microservices, by name. */
  words: ReadonlyMap<string, Words>;
  exceptions: Exception[];
  /** How far ahead an exception may end, in days. */
  maxExceptionDays: number;
  /** What stops a release. */
  gate: GatePolicy;
}

/**
 * Reads `rules.yaml`: the bundled one, and over it the reader's own unless that says `extends: none`.
 * Every mistake is an InputError with file, line and field.
 */
export function readRules(
  bundled: RulesSource,
  own: RulesSource | undefined,
  checks: ReadonlyMap<string, { check: Check; service: string }>,
  { services = () => [], today }: { services?: () => Iterable<string>; today: string },
): RuleBook {
  const base = parseBook(bundled, { checks, services, today });
  const over = own ? parseBook(own, { checks, services, today }) : undefined;
  const layers = over?.extends === 'none' ? [over] : over ? [base, over] : [base];
  const scoring: Scoring = {
    weights: { critical: 10, high: 5, medium: 3, low: 1, info: 0 },
    minCoverage: 0.5,
  };
  const lines = new Map<string, BookLine | 'off'>();
  for (const layer of layers) {
    Object.assign(scoring.weights, layer.scoring?.weights);
    if (layer.scoring?.minCoverage !== undefined) scoring.minCoverage = layer.scoring.minCoverage;
    for (const [id, line] of Object.entries(layer.rules ?? {})) lines.set(id, merge(lines.get(id), line));
  }
  const rules: Rule[] = [];
  const off = [...lines].flatMap(([id, line]) => (line === 'off' ? [id] : [])).sort();
  for (const [id, line] of lines) {
    const known = checks.get(id);
    if (line === 'off' || !known) continue;
    const first = base.rules?.[id];
    const bundledLine = first === 'off' ? undefined : first;
    rules.push({
      ...known,
      severity: line.severity ?? bundledLine?.severity ?? 'medium',
      category: line.category ?? bundledLine?.category ?? 'security',
      tier: line.tier ?? bundledLine?.tier ?? 1,
      params: { ...known.check.params, ...line.params },
    });
  }
  rules.sort((a, b) => (a.check.id < b.check.id ? -1 : 1));
  const said = layers.flatMap(layer => layer.declared ?? []);
  const declared = new Map(said.flatMap(line => ('service' in line ? [[line.service, line] as const] : [])));
  const words = new Map(
    said.flatMap(line => ('microservice' in line ? [[line.microservice, wordsOf(line)] as const] : [])),
  );
  const exceptions = layers.flatMap(layer => exceptionsOf(layer.exceptions ?? []));
  const maxExceptionDays = over?.maxExceptionDays ?? defaultExceptionDays;
  // A policy is one thing: the reader's own takes the place of the bundled one, whole.
  const gate = over?.gate ?? base.gate ?? {};
  return { scoring, rules, off, declared, words, exceptions, maxExceptionDays, gate };
}

const wordsOf = ({ purpose, owner, note }: MicroserviceLine): Words => ({
  ...(purpose === undefined ? {} : { purpose }),
  ...(owner === undefined ? {} : { owner }),
  ...(note === undefined ? {} : { note }),
});

function merge(below: BookLine | 'off' | undefined, over: BookLine | 'off'): BookLine | 'off' {
  if (over === 'off' || below === undefined || below === 'off') return over;
  return { ...below, ...over, params: { ...below.params, ...over.params } };
}
