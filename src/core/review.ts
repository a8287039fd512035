import { isMap, isScalar, type YAMLMap } from 'yaml';
import type { CleanUpDecision, Decisions, ServiceDecision } from './decisions.js';
import { accepts, type Exception } from './exceptions.js';
import { InputError } from './input.js';
import { placeIn, putIn, textOrOpening, yamlText } from './rules-lines.js';

/** A rules.yaml with decisions in it. */
export interface Reviewed {
  text: string;
  /** What is new in it, one line each. */
  added: string[];
  /** What it says already, one sentence each. */
  skipped: string[];
}

/** The files that are named in mistakes. */
interface Files {
  sheet: string;
  rules: string;
}

/**
 * The reader's rules.yaml with an exception for each clean-up that is kept, and a declaration for each service. Lines are
 * put in; of what was there, only the state and the day of a service that the sheet decides anew are replaced.
 */
export function applyDecisions(
  text: string | undefined,
  { cleanUps, services }: Decisions,
  exceptions: readonly Exception[],
  files: Files,
): Reviewed {
  const reviewed: Reviewed = { text: textOrOpening(text), added: [], skipped: [] };
  addExceptions(reviewed, cleanUps, exceptions, files);
  for (const decision of services) declare(reviewed, decision, files.rules);
  return reviewed;
}

function addExceptions(
  reviewed: Reviewed,
  cleanUps: readonly CleanUpDecision[],
  exceptions: readonly Exception[],
  files: Files,
): void {
  const entries: ((indent: string) => string)[] = [];
  for (const decision of cleanUps) {
    if (decision.does !== 'accept') continue;
    const { key, acceptance } = decision;
    checkName(key.resource, { file: files.sheet, line: decision.line });
    const known = exceptions.find(
      one =>
        one.expires >= acceptance.expires &&
        accepts(one, { rule: key.rule, names: [key.resource], region: key.region }),
    );
    const what = `${key.rule} for ${key.resource}`;
    if (known) {
      reviewed.skipped.push(`${what} is accepted until ${known.expires} already (${known.owner}).`);
      continue;
    }
    reviewed.added.push(`${what} is accepted until ${acceptance.expires} (${acceptance.owner}).`);
    entries.push(indent => exceptionLines(decision, indent));
  }
  const place = entries.length > 0 ? placeIn(reviewed.text, 'exceptions', 'rules', files.rules) : undefined;
  if (place)
    reviewed.text = putIn(
      reviewed.text,
      'exceptions',
      place,
      entries.map(entry => entry(place.indent)),
    );
}

/** What a pattern of rules.yaml would not mean alone. */
function checkName(resource: string, place: { file: string; line: number }): void {
  if (resource.includes('*')) {
    throw new InputError(
      'the name of this resource holds "*", so that an exception would accept others, too; write it into rules.yaml by hand',
      place,
    );
  }
  if (resource.trim() !== resource || resource === '') {
    throw new InputError('the name of this resource cannot be written as an exception; write it by hand', place);
  }
}

function exceptionLines(decision: CleanUpDecision & { does: 'accept' }, indent: string): string {
  const { key, acceptance } = decision;
  const { reason, owner, expires, ticket } = acceptance;
  return [
    `- rules: [${yamlText(key.rule)}]`,
    '  resources:',
    `    - ${yamlText(key.resource)}`,
    // An ARN fits one resource alone.
    ...(key.resource.startsWith('arn:') ? [] : [`  regions: [${yamlText(key.region)}]`]),
    `  reason: ${yamlText(reason)}`,
    `  owner: ${yamlText(owner)}`,
    `  expires: ${expires}`,
    ...(ticket === undefined ? [] : [`  ticket: ${yamlText(ticket)}`]),
  ]
    .map(line => `${indent}${line}\n`)
    .join('');
}

function declare(reviewed: Reviewed, decision: ServiceDecision, file: string): void {
  const { service, state, until } = decision;
  const place = placeIn(reviewed.text, 'declared', 'service', file);
  const known = place.items.find((item): item is YAMLMap => isMap(item) && item.get('service') === service);
  const what = `${service} is ${state}${until === undefined ? '' : ` until ${until}`}`;
  if (!known) {
    reviewed.text = putIn(reviewed.text, 'declared', place, [serviceLines(decision, place.indent)]);
    reviewed.added.push(`${what}.`);
    return;
  }
  reviewed.skipped.push(...keptWords(known, decision));
  const before = String(known.get('state'));
  const text = changeService(reviewed.text, known, decision, file);
  if (text === reviewed.text) reviewed.skipped.push(`${what} already.`);
  else reviewed.added.push(before === state ? `${what}.` : `${what} (was ${before}).`);
  reviewed.text = text;
}

const fieldsOf = ({ state, until, owner, note }: ServiceDecision): [string, string][] =>
  Object.entries({ state, until, owner, note }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));

const serviceLines = (decision: ServiceDecision, indent: string): string =>
  [
    `- service: ${yamlText(decision.service)}`,
    ...fieldsOf(decision).map(([key, value]) => `  ${key}: ${valueText(key, value)}`),
  ]
    .map(line => `${indent}${line}\n`)
    .join('');

/** A day is plain, as people write it. */
const valueText = (key: string, value: string): string => (key === 'until' ? value : yamlText(value));

/** What rules.yaml says in somebody's own words is not replaced, and a day that was set stays: each is told. */
function keptWords(known: YAMLMap, { service, state, owner, note }: ServiceDecision): string[] {
  const differs = (key: string, value: string | undefined): boolean =>
    value !== undefined && known.has(key) && known.get(key) !== value;
  return [
    ...(differs('owner', owner) ? [`${service} has another owner in rules.yaml, who stays there.`] : []),
    ...(differs('note', note) ? [`${service} has a note in rules.yaml, which stays as it is.`] : []),
    ...(state !== 'retiring' && known.has('until')
      ? [`${service} still has "until: ${String(known.get('until'))}" in rules.yaml; take it out if it holds no more.`]
      : []),
  ];
}

/** State and day in place of the old ones, and what is not there yet on lines of its own below the state. */
function changeService(text: string, known: YAMLMap, decision: ServiceDecision, file: string): string {
  const edits = fieldsOf(decision).flatMap(([key, value]) => {
    if (!known.has(key) || (key !== 'state' && key !== 'until') || known.get(key) === value) return [];
    return [{ ...rangeOf(known.get(key, true), file), text: valueText(key, value) }];
  });
  const missing = fieldsOf(decision).filter(([key]) => !known.has(key));
  const { to } = rangeOf(known.get('state', true), file);
  const line = /[^\r\n]*/.exec(text.slice(to))?.[0].length ?? 0;
  const at = known.flow ? to : to + line;
  edits.unshift({ from: at, to: at, text: missing.map(pair => fieldText(pair, known, text)).join('') });
  return edits
    .sort((a, b) => b.from - a.from || b.to - a.to)
    .reduce((changed, edit) => changed.slice(0, edit.from) + edit.text + changed.slice(edit.to), text);
}

function fieldText([key, value]: [string, string], entry: YAMLMap, text: string): string {
  if (entry.flow) return `, ${key}: ${valueText(key, value)}`;
  const firstKey = entry.items[0]?.key;
  const first = isScalar(firstKey) ? (firstKey.range?.[0] ?? 0) : 0;
  const column = first - (text.lastIndexOf('\n', first - 1) + 1);
  return `${text.includes('\r\n') ? '\r\n' : '\n'}${' '.repeat(column)}${key}: ${valueText(key, value)}`;
}

function rangeOf(node: unknown, file: string): { from: number; to: number } {
  const range = isScalar(node) && node.anchor === undefined ? node.range : undefined;
  // What has an anchor is said of others, too.
  if (!range) throw new InputError('cannot be changed here; write it by hand', { file, field: 'declared' });
  return { from: range[0], to: range[1] };
}
