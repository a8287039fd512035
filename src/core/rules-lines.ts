import { isMap, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { InputError } from './input.js';

/** What a new rules.yaml begins with. */
const opening = '# Rules and services of this account: goes over the bundled rules.yaml (--config).\nversion: 1\n';

/** The reader's rules.yaml, or what a new one begins with. */
export const textOrOpening = (text: string | undefined): string =>
  text === undefined || text.trim() === '' ? opening : text;

/** A list of a rules.yaml, and where more can be put into it. */
export interface ListPlace {
  /** Offset of the line that new entries go before. */
  at: number;
  /** What they take the place of: the brackets of an empty list, and the space before. */
  cut?: { from: number; to: number };
  hasSection: boolean;
  indent: string;
  /** Its entries, as nodes of the YAML library. */
  items: readonly unknown[];
}

/** The document of a rules.yaml; an InputError where it is not YAML. */
export function parseLines(text: string, file: string): { document: Document.Parsed; lineAt(offset: number): number } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const fault = document.errors[0];
  if (fault) throw new InputError(fault.message.split('\n')[0] ?? 'is not YAML', { file, line: lineAt(fault.pos[0]) });
  return { document, lineAt };
}

/** Where entries of the list `field` go; `example` is how one begins, for the InputError where it is no such list. */
export function placeIn(text: string, field: string, example: string, file: string): ListPlace {
  const { document, lineAt } = parseLines(text, file);
  const whole = document.contents;
  const pair = isMap(whole) ? whole.items.find(({ key }) => String(key) === field) : undefined;
  if (!pair) return { at: text.length, hasSection: false, indent: '  ', items: [] };
  const list: unknown = pair.value;
  if (isSeq(list) && list.range && /^\[\s*\]$/.test(text.slice(list.range[0], list.range[1]))) {
    const [first, to] = list.range;
    const from = text.slice(0, first).trimEnd().length;
    return { at: endOfItems(text, to), cut: { from, to }, hasSection: true, indent: '  ', items: [] };
  }
  if (!isSeq(list) || list.flow || list.items.length === 0) {
    const line = lineAt((pair.key as unknown as { range: [number] }).range[0]);
    throw new InputError(`write it as a list with a line for each entry ("- ${example}: ..."), or leave it out`, {
      file,
      field,
      line,
    });
  }
  const first = (list.items[0] as { range?: [number, number, number] }).range?.[0] ?? 0;
  const dash = text.lastIndexOf('\n', first) + 1;
  return {
    at: endOfItems(text, list.range?.[1] ?? text.length),
    hasSection: true,
    indent: /^[ ]*/.exec(text.slice(dash))?.[0] ?? '',
    items: list.items,
  };
}

/** The beginning of the line after the last item: what follows on its own line, such as a comment, keeps its place. */
function endOfItems(text: string, end: number): number {
  const trimmed = text.slice(0, end).trimEnd().length;
  const next = text.indexOf('\n', trimmed);
  return next < 0 ? text.length : next + 1;
}

/** The text with entries put into a list, in lines that end as its own do. Nothing that was there is written anew. */
export function putIn(text: string, field: string, place: ListPlace, entries: readonly string[]): string {
  if (entries.length === 0) return text;
  const { from, to } = place.cut ?? { from: place.at, to: place.at };
  const head = text.slice(0, from) + text.slice(to, place.at);
  const gap = head === '' || head.endsWith('\n') ? '' : '\n';
  const title = place.hasSection ? '' : `\n${field}:\n`;
  const added = `${gap}${title}${entries.join('')}`;
  return head + (text.includes('\r\n') ? added.replaceAll('\n', '\r\n') : added) + text.slice(place.at);
}

const words = /^[A-Za-z](?:[\w./@+-]|:(?=[:\w./@+-]))*(?: (?:[\w./@+-]|:(?=[:\w./@+-]))+)*$/;
const reserved = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** A text as YAML on one line: plain where nobody could read it otherwise, quoted and escaped elsewhere. */
export function yamlText(text: string): string {
  if (words.test(text) && !reserved.test(text)) return text;
  return JSON.stringify(text).replace(/[^\x20-\x7e\p{L}\p{N}\p{P}\p{S}]/gu, one => {
    const code = (one.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}
