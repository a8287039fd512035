import { createHash } from 'node:crypto';

/** What a clean-up sheet was made from. */
export interface SheetOrigin {
  account: string;
  /** When the facts were asked for, ISO 8601. */
  started: string;
}

/** What one entry of the clean-up list is about: all that is needed to write an exception for it, and to sum up. */
export interface CleanUpKey {
  rule: string;
  region: string;
  /** ARN, or the id where there is none. */
  resource: string;
  /** Order of deletion, lower first. */
  order: number;
  /** USD a month that it saves when all is cleaned up; null where that is not known. */
  usd: number | null;
}

const kinds = ['sheet', 'entry', 'service'] as const;
type Kind = (typeof kinds)[number];

/** A key as it stands in a sheet: `changed` is one that somebody edited. */
export type FoundKey = { kind: Kind; data: unknown[] } | 'changed';

/** The comment that names a sheet's origin: its first key. */
export const sheetMark = ({ account, started }: SheetOrigin): string => mark('sheet', [account, started], '');

/** The comment that says which clean-up an entry is about. */
export const entryMark = ({ order, rule, region, resource, usd }: CleanUpKey, origin: SheetOrigin): string =>
  mark('entry', [order, rule, region, resource, usd], seedOf(origin));

/** The comment that says which service an entry is about. */
export const serviceMark = (service: string, origin: SheetOrigin): string => mark('service', [service], seedOf(origin));

const seedOf = ({ account, started }: SheetOrigin): string => `${account} ${started}`;

function mark(kind: Kind, data: readonly unknown[], seed: string): string {
  const text = encode(JSON.stringify(data));
  return `<!-- ${kind}: ${text} ${sealOf(kind, text, seed)} -->`;
}

const sealOf = (kind: Kind, text: string, seed: string): string =>
  createHash('sha256').update(`${kind} ${seed} ${text}`).digest('hex').slice(0, 12);

/** Letters, digits and what ARNs are made of stay readable; nothing is left that could end a comment. */
const encode = (json: string): string =>
  encodeURIComponent(json)
    .replace(/%(22|2C|2F|3A|40|5B|5D)/g, decodeURIComponent)
    .replace(/--/g, '-%2D');

/** The key on a line of a sheet; undefined where the line begins like none. */
export function readMark(line: string, origin?: SheetOrigin): FoundKey | undefined {
  const trimmed = line.trim();
  if (!/^<!--\s*(sheet|entry|service)\b/i.test(trimmed)) return undefined;
  const [, word = '', text = '', seal] = /^<!-- (\w+): (\S+) ([0-9a-f]{12}) -->$/.exec(trimmed) ?? [];
  const kind = kinds.find(one => one === word);
  if (!kind || seal !== sealOf(kind, text, kind === 'sheet' || !origin ? '' : seedOf(origin))) return 'changed';
  // The seal holds, so this is what was written.
  return { kind, data: JSON.parse(decodeURIComponent(text)) as unknown[] };
}
