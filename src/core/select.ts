import { InputError, nearest } from './input.js';
import { sayUnknown } from './not-offered.js';
import type { Rule } from './rules.js';
import { categories, type Severity, severities } from './types.js';

/** Which rules to judge by; what is left out does not narrow. */
export interface Selection {
  /** Rule ids; `*` stands for any part of one. */
  rules?: readonly string[];
  services?: readonly string[];
  categories?: readonly string[];
  /** This severity and all above it. */
  severity?: string;
  /** This tier and those below it (1 is the must-have). */
  tier?: number;
}

/** The rules of a selection; an InputError for a word that names none, or when nothing is left. */
export function select(rules: readonly Rule[], selection: Selection): Rule[] {
  const ids = rules.map(rule => rule.check.id);
  const services = [...new Set(rules.map(rule => rule.service))].sort();
  const named = selection.rules?.map(word => matcherOf(word, ids, 'rule', '--rules'));
  const inService = selection.services?.map(word => matcherOf(word, services, 'service', '--services'));
  const inCategory = selection.categories?.map(word => matcherOf(word, categories, 'category', '--categories'));
  const least = selection.severity === undefined ? undefined : severityRank(selection.severity);
  if (selection.tier !== undefined && ![1, 2, 3].includes(selection.tier)) {
    throw new InputError(`the tier is 1, 2 or 3, not ${selection.tier}`, { field: '--tier' });
  }
  const chosen = rules.filter(
    rule =>
      matchesOne(named, rule.check.id) &&
      matchesOne(inService, rule.service) &&
      matchesOne(inCategory, rule.category) &&
      (least === undefined || severityRank(rule.severity) <= least) &&
      (selection.tier === undefined || rule.tier <= selection.tier),
  );
  if (chosen.length === 0) {
    throw new InputError(
      `no rule matches this selection (${rules.length} rules are known; "stocktake rules" lists them)`,
    );
  }
  return chosen;
}

type Matcher = (word: string) => boolean;

const matchesOne = (matchers: readonly Matcher[] | undefined, word: string): boolean =>
  matchers === undefined || matchers.some(matches => matches(word));

function matcherOf(
  word: string,
  known: readonly string[],
  what: 'rule' | 'service' | 'category',
  field: string,
): Matcher {
  const parts = word.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`);
  const matches = (one: string): boolean => pattern.test(one);
  if (known.some(matches)) return matches;
  const names = { rule: matches, service: (id: string) => id.startsWith(`${word}-`), category: () => false }[what];
  throw new InputError(sayUnknown(word, known, { what, names }), { field });
}

function severityRank(word: string): number {
  const rank = severities.indexOf(word as Severity);
  if (rank < 0) {
    const like = nearest(word, severities);
    throw new InputError(`there is no severity "${word}"${like ? `; did you mean "${like}"?` : ''}`, {
      field: '--severity',
    });
  }
  return rank;
}
