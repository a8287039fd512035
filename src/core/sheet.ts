import { InputError } from './input.js';
import { type CleanUpKey, type FoundKey, readMark, type SheetOrigin } from './sheet-key.js';

/** What a person may fill in under an entry. */
export const sheetFields = ['Decision', 'Until', 'Owner', 'Reason', 'Ticket'] as const;
export type SheetField = (typeof sheetFields)[number];

/** One entry of a filled sheet: what it is about, and what was written under it, word for word. */
export interface SheetEntry {
  about: { cleanUp: CleanUpKey } | { service: string };
  /** Of its key. */
  line: number;
  fields: Partial<Record<SheetField, { text: string; line: number }>>;
}

/** A clean-up sheet as it was read back. */
export interface Sheet {
  origin: SheetOrigin;
  entries: SheetEntry[];
}

interface Reading {
  file: string;
  origin: SheetOrigin;
  entries: SheetEntry[];
  /** Line of each key that was met. */
  met: Map<string, number>;
  entry?: SheetEntry | undefined;
  /** Set from the first answer of an entry to the next heading: from there on, every line has to be an answer. */
  filling: boolean;
}

// A line separator that was pasted in (U+2028) is no end of a line here.
const answer = /^(?:[-*+]\s+)?(?:\*\*|__)?([A-Za-z]+)(?:\*\*|__)?\s*:(?:\*\*|__)?(.*)$/s;

/** Reads a filled clean-up sheet; an InputError with file, line and field for whatever would be lost or taken wrongly. */
export function readSheet(text: string, file: string): Sheet {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const origin = originOf(lines, file);
  const reading: Reading = { file, origin, entries: [], met: new Map(), filling: false };
  for (const [index, line] of lines.entries()) readLine(line.trim(), index + 1, reading);
  return { origin, entries: reading.entries };
}

function originOf(lines: readonly string[], file: string): SheetOrigin {
  const found = lines.flatMap((line, index) => {
    const key = readMark(line);
    return key !== undefined && /^\s*<!--\s*sheet/i.test(line) ? [{ key, line: index + 1 }] : [];
  });
  const [first, second] = found;
  if (!first) {
    throw new InputError('is no clean-up sheet: its first comment is missing ("stocktake cost --review" writes one)', {
      file,
    });
  }
  if (second)
    throw new InputError(`holds two sheets, the first begins in line ${first.line}`, { file, line: second.line });
  if (first.key === 'changed') throw changed(file, first.line);
  const [account, started] = first.key.data as [string, string];
  return { account, started };
}

const changed = (file: string, line: number): InputError =>
  new InputError('this key was changed, or is of another sheet; put it back as it was written', { file, line });

function readLine(line: string, number: number, reading: Reading): void {
  const key = readMark(line, reading.origin);
  if (key !== undefined) return openEntry(key, number, reading);
  if (/^#{1,6}\s/.test(line) || /^(?:-{3,}|={3,})$/.test(line)) {
    reading.entry = undefined;
    reading.filling = false;
    return;
  }
  const [, word = '', value = ''] = answer.exec(line) ?? [];
  const field = sheetFields.find(one => one.toLowerCase() === word.toLowerCase());
  if (field) return fillIn(field, value.trim(), number, reading);
  if (!reading.filling || line === '') return;
  const place = { file: reading.file, line: number };
  if (word !== '') {
    throw new InputError(`there is no such answer; there are ${sheetFields.join(', ')}`, { ...place, field: word });
  }
  throw new InputError(
    'this line would be lost: write each answer on one line, and notes of your own above "Decision:"',
    place,
  );
}

function openEntry(key: FoundKey, line: number, reading: Reading): void {
  if (key === 'changed') throw changed(reading.file, line);
  if (key.kind === 'sheet') return;
  const name = JSON.stringify([key.kind, ...(key.kind === 'entry' ? key.data.slice(1, 4) : key.data)]);
  const before = reading.met.get(name);
  if (before !== undefined) {
    throw new InputError(`this is in the sheet twice, the first time in line ${before}; keep one`, {
      file: reading.file,
      line,
    });
  }
  reading.met.set(name, line);
  reading.entry = { about: aboutOf(key), line, fields: {} };
  reading.entries.push(reading.entry);
  reading.filling = false;
}

function aboutOf({ kind, data }: Exclude<FoundKey, 'changed'>): SheetEntry['about'] {
  if (kind === 'service') return { service: data[0] as string };
  const [order, rule, region, resource, usd] = data as [number, string, string, string, number | null];
  return { cleanUp: { order, rule, region, resource, usd } };
}

function fillIn(field: SheetField, text: string, line: number, reading: Reading): void {
  const place = { file: reading.file, line, field };
  if (!reading.entry) {
    throw new InputError('stands under no entry: the comment with its key, right below the heading, is missing', place);
  }
  const before = reading.entry.fields[field];
  if (before) throw new InputError(`is answered twice, the first time in line ${before.line}; keep one`, place);
  reading.entry.fields[field] = { text, line };
  reading.filling = true;
}
