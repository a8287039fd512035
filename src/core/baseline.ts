import * as z from 'zod';
import { InputError } from './input.js';
import { comparePlaces, compareText, isBlind, type JudgedRule, paramsText, type Standings } from './standings.js';
import { categories, regionStates, type ResourceRef, severities, type Standing } from './types.js';

/** The version of the format; another one is refused. */
const formatVersion = 1;

const words = z.string();
const place = z.strictObject({
  rule: words,
  region: words,
  id: words,
  arn: words.exactOptional(),
  name: words.exactOptional(),
  type: words.exactOptional(),
  count: z.int().min(2).max(10_000).exactOptional(),
});
type Place = z.infer<typeof place>;

const baselineSchema = z.strictObject({
  stocktake: z.literal('baseline'),
  version: z.literal(formatVersion),
  account: words,
  started: z.iso.datetime(),
  toolVersion: words,
  regions: z.record(words, z.enum(regionStates)),
  off: z.array(words),
  rules: z.record(
    words,
    z.strictObject({
      severity: z.enum(severities),
      category: z.enum(categories),
      service: words,
      params: z.record(words, z.unknown()).exactOptional(),
    }),
  ),
  open: z.array(place),
  excepted: z.array(place),
  unseen: z.array(place),
});
type Baseline = z.infer<typeof baselineSchema>;

/**
 * A baseline as text fit to commit: what is open, what is accepted, what could not be seen, and by which rules; one line
 * each, in an order that does not change. It says nothing that checks said, so that a day that passes changes no line.
 */
export function renderBaseline({ run, regions, off, rules, entries }: Standings): string {
  const { account, started, toolVersion } = run;
  const head = { stocktake: 'baseline', version: formatVersion, account, started, toolVersion };
  const states = Object.fromEntries([...regions].sort(byName));
  const opening = JSON.stringify({ ...head, regions: states, off: [...off].sort() });
  const lists = [
    `"rules": ${listed('{', [...rules].sort(byName).map(ruleLine), '}')}`,
    `"open": ${listed('[', linesOf(entries.filter(isOpenEntry), named), ']')}`,
    `"excepted": ${listed('[', linesOf(entries.filter(isExcepted), named), ']')}`,
    `"unseen": ${listed('[', linesOf(entries.filter(isUnseen), bare), ']')}`,
  ];
  return `{\n${fieldsOf(opening)},\n${lists.join(',\n')}\n}\n`;
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => compareText(a, b);
const isOpenEntry = ({ verdict, excepted }: Standing): boolean => verdict === 'FAIL' && !excepted;
const isExcepted = ({ excepted }: Standing): boolean => excepted;
const isUnseen = ({ verdict }: Standing): boolean => isBlind(verdict);

/** The fields of a flat object, one a line. */
const fieldsOf = (object: string): string =>
  Object.entries(JSON.parse(object) as object)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n');

const listed = (open: string, lines: readonly string[], close: string): string =>
  lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(',\n')}\n${close}`;

function ruleLine([id, { severity, category, service, params }]: readonly [string, JudgedRule]): string {
  const some = paramsText(params);
  const said = JSON.stringify({ severity, category, service });
  return `${JSON.stringify(id)}: ${some === '{}' ? said : `${said.slice(0, -1)},"params":${some}}`}`;
}

type Shown = (resource: Standing['resource']) => Omit<Place, 'rule' | 'region' | 'count'>;
const named: Shown = ({ id, arn, name, type }) => ({
  id,
  ...(arn === undefined ? {} : { arn }),
  ...(name === undefined ? {} : { name }),
  type,
});
const bare: Shown = ({ id, arn }: Pick<ResourceRef, 'id' | 'arn'>) => ({ id, ...(arn === undefined ? {} : { arn }) });

/** One line a finding, equal ones counted. */
function linesOf(entries: readonly Standing[], shown: Shown): string[] {
  const counts = new Map<string, number>();
  const sorted = [...entries].sort(
    (a, b) => compareText(a.rule, b.rule) || comparePlaces(a.resource, b.resource) || compareText(a.message, b.message),
  );
  for (const { rule, resource } of sorted) {
    const line = JSON.stringify({ rule, region: resource.region, ...shown(resource) });
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) =>
    count === 1 || shown === bare ? line : `${line.slice(0, -1)},"count":${count}}`,
  );
}

/** Whether data was written as a baseline, of whatever version. */
export const looksLikeBaseline = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && (data as { stocktake?: unknown }).stocktake === 'baseline';

/** A baseline read back; `titles` are those of today's rules. An InputError with the field for whatever is wrong in it. */
export function standingsOfBaseline(data: unknown, file: string, titles: ReadonlyMap<string, string>): Standings {
  const { version } = data as { version?: unknown };
  if (typeof version === 'number' && version !== formatVersion) {
    const say = `is a baseline of version ${version}; this stocktake reads version ${formatVersion}. Write it anew: stocktake baseline`;
    throw new InputError(say, { file });
  }
  const parsed = baselineSchema.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = (issue?.path ?? []).map(String).join('.');
    throw new InputError(`is not a valid baseline: ${issue?.message ?? ''}`, { file, field });
  }
  return standingsFrom(parsed.data, file, titles);
}

function standingsFrom(baseline: Baseline, file: string, titles: ReadonlyMap<string, string>): Standings {
  const { account, started, toolVersion } = baseline;
  const rules = new Map<string, JudgedRule>(
    Object.entries(baseline.rules).map(([id, rule]) => [
      id,
      { ...rule, title: titles.get(id) ?? id, params: rule.params ?? {} },
    ]),
  );
  const read = (list: 'open' | 'excepted' | 'unseen'): Standing[] =>
    baseline[list].flatMap((line, index) => {
      const rule = rules.get(line.rule);
      const at = { file, field: `${list}.${index}.rule` };
      if (!rule) throw new InputError(`"${line.rule}" is not among the rules of this baseline`, at);
      return Array.from({ length: line.count ?? 1 }, () => standingAt(line, rule, list));
    });
  return {
    run: { account, started, toolVersion, from: file },
    kind: 'baseline',
    regions: new Map(Object.entries(baseline.regions)),
    rules,
    off: baseline.off,
    entries: [...read('open'), ...read('excepted'), ...read('unseen')],
  };
}

function standingAt(line: Place, rule: JudgedRule, list: 'open' | 'excepted' | 'unseen'): Standing {
  const { title, severity, category, service } = rule;
  const { id, arn, name, region, type = '' } = line;
  const base = { rule: line.rule, title, severity, category, service };
  const resource = { ...(arn === undefined ? {} : { arn }), ...(name === undefined ? {} : { name }), id, region, type };
  const [verdict, message] =
    list === 'unseen'
      ? (['NOT_AVAILABLE', 'it could not be seen when the baseline was written'] as const)
      : (['FAIL', 'it is in the baseline'] as const);
  const standing: Standing = { ...base, verdict, excepted: list === 'excepted', resource, message };
  return standing;
}
