import { InputError, nearest } from './input.js';
import { sayUnknown } from './not-offered.js';
import { fits } from './pattern.js';
import type { GatePolicy } from './rules-file.js';
import { type Category, categories, type Severity, severities } from './types.js';

const forms =
  'new:high, severity:critical, rule:iam-*, score:70, score:cost:80, coverage:0.9, waste:100, incomplete, expired';
const names = ['new', 'severity', 'rule', 'score', 'coverage', 'waste', 'incomplete', 'expired'] as const;
type Name = (typeof names)[number];

const field = '--fail-on';
const refuse = (message: string): InputError => new InputError(message, { field });

/**
 * The policy that the words of `--fail-on` name, which takes the place of the one in `rules.yaml`; an InputError for the
 * first word that is none. `ids` are those of all rules.
 */
export function parseFailOn(words: readonly string[], ids: readonly string[]): GatePolicy {
  if (words.length === 0) throw refuse(`names nothing; it takes ${forms}`);
  const policy: GatePolicy = {};
  for (const word of words) addTo(policy, word, ids);
  return policy;
}

function addTo(policy: GatePolicy, word: string, ids: readonly string[]): void {
  // `score:security<70` is how people write a floor, `waste>100` a bound.
  const [name = '', ...rest] = word.split(/[:<>]/).map(part => part.trim());
  switch (nameOf(name, word)) {
    case 'new':
      return setOnce(policy, 'new', severityOf(rest, word), word);
    case 'severity':
      return setOnce(policy, 'severity', severityOf(rest, word), word);
    case 'rule':
      policy.rules = [...(policy.rules ?? []), patternOf(rest, word, ids)];
      return;
    case 'score':
      policy.minScore = withFloor(policy.minScore, rest, word, 100);
      return;
    case 'coverage':
      policy.minCoverage = withFloor(policy.minCoverage, rest, word, 1);
      return;
    case 'waste':
      return setOnce(policy, 'maxWaste', numberIn(rest, word, Number.MAX_SAFE_INTEGER), word);
    case 'incomplete':
      return setOnce(policy, 'incomplete', alone(rest, word), word);
    case 'expired':
      return setOnce(policy, 'expired', alone(rest, word), word);
  }
}

function nameOf(name: string, word: string): Name {
  const found = names.find(one => one === name);
  if (found) return found;
  const like = nearest(name, names);
  throw refuse(`there is no condition "${word}"${like ? `; did you mean "${like}"?` : `; there are ${forms}`}`);
}

function setOnce<Field extends keyof GatePolicy>(
  policy: GatePolicy,
  name: Field,
  value: GatePolicy[Field],
  word: string,
): void {
  if (policy[name] !== undefined) throw refuse(`"${word}" is said twice`);
  policy[name] = value;
}

function severityOf(rest: readonly string[], word: string): Severity {
  const [said, more] = rest;
  if (said === undefined || said === '' || more !== undefined)
    throw refuse(`"${word}" needs a severity, as in ${word.split(/[:<>]/)[0]}:high (${severities.join(', ')})`);
  const found = severities.find(one => one === said);
  if (found) return found;
  const like = nearest(said, severities);
  throw refuse(
    `there is no severity "${said}"; ${like ? `did you mean "${like}"?` : `there are ${severities.join(', ')}`}`,
  );
}

function patternOf(rest: readonly string[], word: string, ids: readonly string[]): string {
  const [pattern = '', more] = rest;
  if (pattern === '' || more !== undefined) throw refuse(`"${word}" needs the id of a rule, as in rule:iam-root-*`);
  if (!ids.some(id => fits(pattern, id))) throw refuse(sayUnknown(pattern, ids));
  return pattern;
}

type Floors = NonNullable<GatePolicy['minScore']>;

function withFloor(before: Floors | undefined, rest: readonly string[], word: string, most: number): Floors {
  const part = rest.length > 1 ? partOf(rest[0] ?? '') : 'overall';
  if (before?.[part] !== undefined) throw refuse(`"${word}" is said twice`);
  return { ...before, [part]: numberIn(rest.length > 1 ? rest.slice(1) : rest, word, most) };
}

function partOf(said: string): 'overall' | Category {
  const parts = ['overall', ...categories] as const;
  const found = parts.find(one => one === said);
  if (found) return found;
  const like = nearest(said, parts);
  throw refuse(`there is no category "${said}"; ${like ? `did you mean "${like}"?` : `there are ${parts.join(', ')}`}`);
}

function numberIn(rest: readonly string[], word: string, most: number): number {
  const [said = '', more] = rest;
  const value = /^\d+(\.\d+)?$/.test(said) ? Number(said) : Number.NaN;
  if (more === undefined && value <= most) return value;
  const bound = most > 100 ? 'a number of 0 or more' : `a number from 0 to ${most}`;
  throw refuse(
    `"${word}" needs ${bound}, as in ${word.split(/[:<>]/)[0]}:${most === 1 ? '0.9' : most === 100 ? '70' : '100'}`,
  );
}

function alone(rest: readonly string[], word: string): true {
  if (rest.length > 0) throw refuse(`"${word}": ${word.split(/[:<>]/)[0]} stands alone`);
  return true;
}
