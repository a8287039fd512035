import * as z from 'zod';
import { InputError, type Place } from './input.js';
import { categories, closings, severities, type TrendFinding, type TrendPoint } from './types.js';

/** The file of a history, in the folder or below the prefix that keeps it. */
export const historyFile = 'history.json';

/** So many runs are kept; the oldest go first. */
export const mostPoints = 400;

/** `open`, or what became of it since. */
const states = ['open', ...closings] as const;
export type FindingState = (typeof states)[number];

/** A finding that is open, or was; fixed ones are kept until the next run, unseen ones for a while. */
export interface Remembered extends TrendFinding {
  /** How it stood in the last run. */
  state: FindingState;
  /** The run from which on it stood so. */
  since: string;
  firstSeen: string;
  /** Its rule was not judged in the run before the one that saw it first. */
  newRule?: true;
}

/** What earlier runs of one account leave behind for a trend: numbers of each run, and the findings of the last. */
export interface History {
  version: 1;
  account: string;
  /** Oldest first, one a run. */
  points: TrendPoint[];
  /** Rules that the last run judged, sorted. */
  rules: string[];
  /** By rule, region and resource. */
  findings: Remembered[];
}

const time = z.iso.datetime();
const count = z.int().min(0);
const level = z.object({ value: z.number().nullable(), coverage: z.number().nullable() });
const point = z.object({
  started: time,
  toolVersion: z.string(),
  rules: count,
  complete: z.boolean(),
  overall: level,
  categories: z.partialRecord(z.enum(categories), level),
  open: z.record(z.enum(severities), count),
  excepted: count,
  waste: z.number().nullable(),
});
const remembered = z.object({
  rule: z.string(),
  severity: z.enum(severities),
  region: z.string(),
  resource: z.string(),
  arn: z.string().exactOptional(),
  name: z.string(),
  state: z.enum(states),
  since: time,
  firstSeen: time,
  newRule: z.literal(true).exactOptional(),
});
const schema = z.object({
  version: z.literal(1),
  account: z.string(),
  points: z.array(point),
  rules: z.array(z.string()),
  findings: z.array(remembered),
});

/** The history of an account that was never audited before. */
export const emptyHistory = (account: string): History => ({
  version: 1,
  account,
  points: [],
  rules: [],
  findings: [],
});

/** Reads a `history.json`; an InputError where it is damaged or of another version. */
export function readHistory(text: string, { file }: Place): History {
  const raw = parse(text, file);
  const version = (raw as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version !== 1) {
    throw new InputError(
      `is of version ${version}, and this stocktake reads version 1; use a newer stocktake`,
      at(file),
    );
  }
  const read = schema.safeParse(raw);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new InputError(
      `is not a history of stocktake: ${issue?.message ?? 'unknown reason'}; move the file away to begin a new one`,
      at(file, issue?.path.map(String).join('.')),
    );
  }
  return { ...read.data, points: inOrder(read.data.points), findings: read.data.findings.sort(byKey) };
}

/** An InputError where the history belongs to another account. */
export function checkAccount(history: History, account: string, place: Place): void {
  if (history.account === account) return;
  throw new InputError(
    `is the history of account ${history.account}, and this is account ${account}; name another place with --history`,
    place,
  );
}

/** The text of `history.json`: one line a run and a finding, in ASCII, the same for the same history. */
export function renderHistory({ version, account, points, rules, findings }: History): string {
  const list = (elements: readonly unknown[]) =>
    elements.length === 0 ? '[]' : `[\n    ${elements.map(one => JSON.stringify(one)).join(',\n    ')}\n  ]`;
  const text = `{
  "version": ${version},
  "account": ${JSON.stringify(account)},
  "points": ${list(points)},
  "rules": ${JSON.stringify(rules)},
  "findings": ${list(findings)}
}
`;
  // Names come from AWS: nothing in the file may command the terminal that it is printed on.
  return text.replace(/[^\n\x20-\x7e]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Oldest first; of two with the same time the later in the list; the newest `mostPoints`. */
export function inOrder(points: readonly TrendPoint[]): TrendPoint[] {
  const byTime = new Map(points.map(one => [one.started, one]));
  return [...byTime.values()].sort((a, b) => compare(a.started, b.started)).slice(-mostPoints);
}

/** The order of findings in a history. */
export const byKey = (a: TrendFinding, b: TrendFinding): number =>
  compare(a.rule, b.rule) ||
  compare(a.region, b.region) ||
  compare(a.resource, b.resource) ||
  compare(a.arn ?? '', b.arn ?? '');

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const at = (file: string | undefined, field?: string): Place => ({
  ...(file === undefined ? {} : { file }),
  ...(field ? { field } : {}),
});

function parse(text: string, file: string | undefined): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = /position (\d+)/.exec(String(error))?.[1];
    const line = place === undefined ? undefined : text.slice(0, Number(place)).split('\n').length;
    throw new InputError('is no JSON, so it is damaged; move the file away to begin a new history', {
      ...at(file),
      ...(line === undefined ? {} : { line }),
    });
  }
}
