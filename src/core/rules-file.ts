import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type * as z from 'zod';
import type { Check } from './check.js';
import { hasCondition } from './gate-policy.js';
import { InputError, nearest } from './input.js';
import { sayUnknown } from './not-offered.js';
import { rulesSchema } from './rules-schema.js';
import type { DeclaredState } from './ledger.js';
import { defaultExceptionDays, checkExceptions } from './exceptions.js';
import { fits } from './pattern.js';
import type { Category, Severity } from './types.js';

/** A `rules.yaml` as it was read. */
export interface RulesSource {
  file: string;
  text: string;
  /** What the text says, where somebody has read it already. */
  data?: unknown;
}

/** One rule's line; what is left out is taken from the line below it. */
export interface BookLine {
  severity?: Severity | undefined;
  category?: Category | undefined;
  tier?: number | undefined;
  params?: Record<string, unknown> | undefined;
}

/** What the owner says of one service. */
export interface DeclaredLine {
  service: string;
  state: DeclaredState;
  since?: string | undefined;
  until?: string | undefined;
  'replaced-by'?: string | undefined;
  purpose?: string | undefined;
  owner?: string | undefined;
  note?: string | undefined;
  budget?: number | undefined;
}

/** What the owner says of one microservice. */
export interface MicroserviceLine {
  microservice: string;
  purpose?: string | undefined;
  owner?: string | undefined;
  note?: string | undefined;
}

/** One exception as it is written. */
export interface ExceptionLine {
  rules: string[];
  resources: string[];
  regions?: string[] | undefined;
  everything?: true | undefined;
  reason: string;
  owner: string;
  expires: string;
  ticket?: string | undefined;
}

type Limits = Partial<Record<'overall' | Category, number | undefined>>;

/** The policy of a gate: each field is a condition, and one that is met is enough to stop. */
export interface GatePolicy {
  /** A finding of this severity or above that the baseline does not have. */
  new?: Severity | undefined;
  /** Any open finding of this severity or above. */
  severity?: Severity | undefined;
  /** Any open finding of rules with these ids; `*` stands for any part. */
  rules?: string[] | undefined;
  /** 0 to 100. */
  minScore?: Limits | undefined;
  /** 0 to 1. */
  minCoverage?: Limits | undefined;
  /** USD a month that may be paid for nothing. */
  maxWaste?: number | undefined;
  /** Something could not be seen or judged. */
  incomplete?: boolean | undefined;
  /** An exception that has run out would have accepted a finding. */
  expired?: boolean | undefined;
}

/** One `rules.yaml`, with every field checked. */
export interface Book {
  extends?: 'default' | 'none' | undefined;
  scoring?:
    | { weights?: Partial<Record<Severity, number | undefined>> | undefined; minCoverage?: number | undefined }
    | undefined;
  rules?: Record<string, BookLine | 'off'> | undefined;
  declared?: (DeclaredLine | MicroserviceLine)[] | undefined;
  exceptions?: ExceptionLine[] | undefined;
  maxExceptionDays?: number | undefined;
  gate?: GatePolicy | undefined;
}

/** What a `rules.yaml` may speak of. */
export interface Known {
  checks: ReadonlyMap<string, { check: Check }>;
  /** Ids of the services that may be declared; asked for where one is. */
  services(): Iterable<string>;
  /** The day on which it is read, `2026-12-31`: exceptions may not end too long after it. */
  today: string;
}

/** Parses one `rules.yaml`; an InputError with file, line and field for the first mistake in it. */
export function parseBook(source: RulesSource, { checks, services, today }: Known): Book {
  const at = (path: readonly PropertyKey[]) => ({
    file: source.file,
    line: readYaml(source).lineOf(path),
    field: path.map(String).join('.'),
  });
  const parsed = rulesSchema.safeParse(source.data ?? readYaml(source).data);
  if (!parsed.success) {
    const { path, message } = firstIssue(parsed.error.issues);
    throw new InputError(message, at(path));
  }
  for (const [id, line] of Object.entries(parsed.data.rules ?? {})) {
    const known = checks.get(id);
    if (!known) throw new InputError(sayUnknown(id, checks.keys()), at(['rules', id]));
    if (line !== 'off') checkParams(line, known.check, path => at(['rules', id, 'params', ...path]));
  }
  checkDeclared(parsed.data.declared ?? [], services, path => at(['declared', ...path]));
  const ids = [...checks.keys()];
  checkExceptions(parsed.data.exceptions ?? [], {
    ids,
    today,
    maxDays: parsed.data.maxExceptionDays ?? defaultExceptionDays,
    at: path => at(['exceptions', ...path]),
  });
  if (parsed.data.gate && !hasCondition(parsed.data.gate)) {
    throw new InputError('names no condition, so it would stop nothing', at(['gate']));
  }
  for (const [index, pattern] of (parsed.data.gate?.rules ?? []).entries()) {
    if (ids.some(id => fits(pattern, id))) continue;
    throw new InputError(sayUnknown(pattern, ids), at(['gate', 'rules', index]));
  }
  return parsed.data;
}

function checkDeclared(
  declared: readonly (DeclaredLine | MicroserviceLine)[],
  services: Known['services'],
  at: (path: PropertyKey[]) => ConstructorParameters<typeof InputError>[1],
): void {
  const seen = new Set<string>();
  for (const [index, line] of declared.entries()) {
    if ('microservice' in line) {
      // One name may be a service's and a function's.
      const key = `microservice ${line.microservice}`;
      if (seen.has(key)) throw new InputError(`"${line.microservice}" is declared twice`, at([index, 'microservice']));
      seen.add(key);
      continue;
    }
    const { service } = line;
    const known = [...services()];
    if (!known.includes(service)) {
      const like = nearest(service.toLowerCase(), known);
      const hint = like ? `; did you mean "${like}"?` : ` (known are ${known.sort().join(', ')})`;
      throw new InputError(`there is no service "${service}"${hint}`, at([index, 'service']));
    }
    if (seen.has(service)) throw new InputError(`"${service}" is declared twice`, at([index, 'service']));
    seen.add(service);
  }
}

function readYaml({ file, text }: RulesSource): { data: unknown; lineOf(path: readonly PropertyKey[]): number } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const problem = document.errors[0];
  if (problem) {
    throw new InputError(problem.message.replace(/\s+/g, ' '), { file, line: lines.linePos(problem.pos[0]).line });
  }
  const refuse = (message: string, node: unknown) => {
    const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    throw new InputError(message, { file, line: lines.linePos(offset).line });
  };
  visit(document, {
    // Of these the library makes a text of its own, or nothing.
    Pair: (_at, { key }) =>
      isScalar(key) && key.value !== '__proto__' ? undefined : refuse('a key must be a name', key),
    Alias: (_at, alias) =>
      alias.resolve(document) ? undefined : refuse(`there is no "&${alias.source}" above`, alias),
  });
  return {
    data: plainOf(document, file),
    lineOf: path => lineOf(document.contents, path, lines),
  };
}

function plainOf(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    if (error instanceof ReferenceError) throw new InputError('refers to itself too often with "*"', { file, line: 1 });
    throw error;
  }
}

function checkParams(
  line: BookLine,
  check: Check,
  at: (path: string[]) => ConstructorParameters<typeof InputError>[1],
): void {
  for (const [name, value] of Object.entries(line.params ?? {})) {
    if (!Object.hasOwn(check.params, name)) {
      const names = Object.keys(check.params);
      const hint = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
      throw new InputError(`rule "${check.id}" has no parameter "${name}"; ${hint}`, at([name]));
    }
    const wanted = kindOf(check.params[name]);
    if (kindOf(value) !== wanted) throw new InputError(`must be ${wanted}, but is ${kindOf(value)}`, at([name]));
    if (typeof value === 'number' && !(value >= 0 && Number.isFinite(value))) {
      throw new InputError('must be a number of 0 or more', at([name]));
    }
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return value.every(one => typeof one === 'string') ? 'a list of texts' : 'a list';
  if (value === null) return 'empty';
  switch (typeof value) {
    case 'object':
      return 'a map';
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    default:
      return `a ${typeof value}`;
  }
}

/** Of a failed union zod tells every branch; the one that got furthest is what the reader meant. */
function firstIssue(issues: readonly z.core.$ZodIssue[]): { path: PropertyKey[]; message: string } {
  const issue = issues[0];
  if (!issue) return { path: [], message: 'is not valid' };
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.map(branch => firstIssue(branch));
    const furthest = branches.sort((a, b) => b.path.length - a.path.length)[0];
    if (furthest && furthest.path.length > 0) {
      return { path: [...issue.path, ...furthest.path], message: furthest.message };
    }
    return { path: [...issue.path], message: furthest?.message ?? issue.message };
  }
  if (issue.code === 'unrecognized_keys') {
    return { path: [...issue.path, issue.keys[0] ?? ''], message: `unknown field "${issue.keys[0]}"` };
  }
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return { path: [...issue.path], message: missing ? 'is missing' : issue.message };
}

function lineOf(root: Node | null, path: readonly PropertyKey[], lines: LineCounter): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const key of path) {
    if (isSeq(node) && typeof key === 'number') {
      const item: unknown = node.items[key];
      if (!isNode(item)) break;
      offset = item.range?.[0] ?? offset;
      node = item;
      continue;
    }
    if (!isMap(node)) break;
    const pair = node.items.find(item => isScalar(item.key) && String(item.key.value) === String(key));
    if (!pair) break;
    offset = (pair.key as Node).range?.[0] ?? offset;
    node = pair.value;
  }
  return lines.linePos(offset).line;
}
