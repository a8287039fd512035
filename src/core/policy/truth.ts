import { matchesGlob } from './glob.js';
import type { ConditionClause, Statement } from './statement.js';

/** What is known about the request while a condition is read; everything else about it is open. */
export interface Known {
  /** Single values by lower-case condition key. */
  readonly values?: ReadonlyMap<string, string>;
  readonly now?: Date;
}

const LONGEST_SESSION = 36 * 3600 * 1000;
const TEXT_TESTS: Record<string, (pattern: string, value: string) => boolean> = {
  stringequals: (pattern, value) => pattern === value,
  stringequalsignorecase: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
  stringlike: matchesGlob,
  arnequals: matchesGlob,
  arnlike: matchesGlob,
};

/** True when the statement can never apply to such a request. */
export function neverHolds(statement: Statement, known: Known = {}): boolean {
  return statement.Condition.some(clause => holds(clause, known) === false || contradicts(clause, statement));
}

/** True when the statement applies to every such request. */
export function alwaysHolds(statement: Statement, known: Known = {}): boolean {
  return statement.Condition.every(clause => holds(clause, known) === true);
}

function holds(clause: ConditionClause, known: Known): boolean | undefined {
  const value = known.values?.get(clause.key);
  if (value !== undefined) return holdsFor(clause, value);
  if (
    !isNegated(clause.operator) &&
    clause.values.length === 0 &&
    !clause.ifExists &&
    clause.quantifier !== 'ForAllValues'
  )
    return false;
  return clause.operator.startsWith('date') ? holdsNow(clause, known.now) : undefined;
}

function holdsFor(clause: ConditionClause, value: string): boolean | undefined {
  if (clause.operator === 'null') return clause.values.some(wanted => wanted.toLowerCase() === 'false');
  const negated = isNegated(clause.operator);
  const test = TEXT_TESTS[negated ? clause.operator.replace('not', '') : clause.operator];
  if (!test || clause.values.some(pattern => pattern.includes('${'))) return undefined;
  return clause.values.some(pattern => test(pattern, value)) !== negated;
}

function isNegated(operator: string): boolean {
  return operator !== 'null' && operator.includes('not');
}

function holdsNow(clause: ConditionClause, now: Date | undefined): boolean | undefined {
  if (!now || clause.ifExists) return undefined;
  const times = clause.values.map(readTime);
  if (times.length === 0 || times.some(Number.isNaN)) return undefined;
  const before = clause.operator.startsWith('datelessthan');
  const after = clause.operator.startsWith('dategreaterthan');
  if (clause.key === 'aws:tokenissuetime') {
    // A session lives 36 hours at most, so a token issued before an older date is dead.
    return before && times.every(time => time + LONGEST_SESSION < now.getTime()) ? false : undefined;
  }
  if (clause.key !== 'aws:currenttime' && clause.key !== 'aws:epochtime') return undefined;
  if (before && times.every(time => time < now.getTime())) return false;
  return after && times.some(time => time < now.getTime()) ? true : undefined;
}

function readTime(text: string): number {
  return /^\d{9,}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function contradicts(clause: ConditionClause, statement: Statement): boolean {
  if (
    clause.operator !== 'null' ||
    !clause.values.every(value => value.toLowerCase() === 'true') ||
    clause.values.length === 0
  )
    return false;
  return statement.Condition.some(
    other =>
      other.key === clause.key &&
      other.operator in TEXT_TESTS &&
      !other.ifExists &&
      other.quantifier !== 'ForAllValues',
  );
}
