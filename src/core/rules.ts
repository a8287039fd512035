import * as z from 'zod';
import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { Check } from './check.js';
import { InputError, nearest } from './input.js';
import { type Category, categories, type Severity, severities } from './types.js';

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
}

const paramsSchema = z.record(z.string(), z.unknown());
const lineSchema = z.strictObject({
  severity: z.enum(severities).optional(),
  category: z.enum(categories).optional(),
  tier: z.int().min(1).max(3).optional(),
  params: paramsSchema.optional(),
});
const bookSchema = z.strictObject({
  version: z.literal(1),
  extends: z.enum(['default', 'none']).optional(),
  scoring: z
    .strictObject({
      weights: z.partialRecord(z.enum(severities), z.number().min(0)).optional(),
      minCoverage: z.number().min(0).max(1).optional(),
    })
    .optional(),
  rules: z.record(z.string(), z.union([lineSchema, z.literal('off')])).optional(),
});
/** The schema of `rules.yaml`, for `schema/rules.schema.json`. */
export const rulesSchema = bookSchema;

type Book = z.infer<typeof bookSchema>;
type Line = z.infer<typeof lineSchema>;

interface Source {
  file: string;
  text: string;
}

/**
 * Reads `rules.yaml`: the bundled one, and over it the reader's own unless that says `extends: none`.
 * Every mistake is an InputError with file, line and field.
 */
export function readRules(
  bundled: Source,
  own: Source | undefined,
  services: ReadonlyMap<string, { check: Check; service: string }>,
): RuleBook {
  const base = parseBook(bundled, services);
  const over = own ? parseBook(own, services) : undefined;
  const layers = over?.extends === 'none' ? [over] : over ? [base, over] : [base];
  const scoring: Scoring = {
    weights: { critical: 10, high: 5, medium: 3, low: 1, info: 0 },
    minCoverage: 0.5,
  };
  const lines = new Map<string, Line | 'off'>();
  for (const layer of layers) {
    Object.assign(scoring.weights, layer.scoring?.weights);
    if (layer.scoring?.minCoverage !== undefined) scoring.minCoverage = layer.scoring.minCoverage;
    for (const [id, line] of Object.entries(layer.rules ?? {})) lines.set(id, merge(lines.get(id), line));
  }
  const rules: Rule[] = [];
  const off = [...lines].flatMap(([id, line]) => (line === 'off' ? [id] : [])).sort();
  for (const [id, line] of lines) {
    const known = services.get(id);
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
  return { scoring, rules, off };
}

function merge(below: Line | 'off' | undefined, over: Line | 'off'): Line | 'off' {
  if (over === 'off' || below === undefined || below === 'off') return over;
  return { ...below, ...over, params: { ...below.params, ...over.params } };
}

function parseBook(source: Source, services: ReadonlyMap<string, { check: Check }>): Book {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const problem = document.errors[0];
  if (problem) {
    throw new InputError(problem.message.replace(/\s+/g, ' '), { file: source.file, line: lines.linePos(problem.pos[0]).line });
  }
  const at = (path: readonly PropertyKey[]) => ({
    file: source.file,
    line: lineOf(document.contents, path, lines),
    field: path.map(String).join('.'),
  });
  const parsed = bookSchema.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (!parsed.success) {
    const { path, message } = firstIssue(parsed.error.issues);
    throw new InputError(message, at(path));
  }
  for (const [id, line] of Object.entries(parsed.data.rules ?? {})) {
    const known = services.get(id);
    if (!known) {
      const like = nearest(id, services.keys());
      throw new InputError(`there is no rule "${id}"${like ? `; did you mean "${like}"?` : ''}`, at(['rules', id]));
    }
    if (line !== 'off') checkParams(line, known.check, path => at(['rules', id, 'params', ...path]));
  }
  return parsed.data;
}

function checkParams(line: Line, check: Check, at: (path: string[]) => ConstructorParameters<typeof InputError>[1]): void {
  for (const [name, value] of Object.entries(line.params ?? {})) {
    if (!(name in check.params)) {
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
  return { path: [...issue.path], message: issue.message };
}

function lineOf(root: Node | null, path: readonly PropertyKey[], lines: LineCounter): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const key of path) {
    if (!isMap(node)) break;
    const pair = node.items.find(item => isScalar(item.key) && String(item.key.value) === String(key));
    if (!pair) break;
    offset = (pair.key as Node).range?.[0] ?? offset;
    node = pair.value;
  }
  return lines.linePos(offset).line;
}
