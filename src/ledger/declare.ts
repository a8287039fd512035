import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { InputError } from '../core/input.js';
import type { LedgerRow } from '../core/ledger.js';

/** A rules.yaml with more declared in it, and the services that were added. */
export interface Declaration {
  text: string;
  added: string[];
}

/** What a new rules.yaml begins with. */
const opening = '# Rules and services of this account: goes over the bundled rules.yaml (--config).\nversion: 1\n';

/**
 * The reader's rules.yaml with a line for each service of the ledger that it does not declare yet. Every byte that was
 * there stays where it was: lines are put in, nothing is written anew. `file` is named in an InputError.
 */
export function declareServices(text: string | undefined, rows: readonly LedgerRow[], file: string): Declaration {
  const before = text === undefined || text.trim() === '' ? opening : text;
  const place = placeIn(before, file);
  const missing = rows.filter(
    ({ region, service, state }) => region === '*' && state !== 'absent' && !place.known.has(service),
  );
  if (missing.length === 0) return { text: before, added: [] };
  const entries = missing.map(row => entryOf(row, place.indent)).join('');
  const head = before.slice(0, place.at);
  const gap = head === '' || head.endsWith('\n') ? '' : '\n';
  const title = place.hasSection ? '' : '\ndeclared:\n';
  return {
    text: `${head}${gap}${title}${entries}${before.slice(place.at)}`,
    added: missing.map(({ service }) => service),
  };
}

interface Place {
  /** Where new lines go. */
  at: number;
  hasSection: boolean;
  indent: string;
  known: ReadonlySet<string>;
}

function placeIn(text: string, file: string): Place {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const fault = document.errors[0];
  if (fault)
    throw new InputError(fault.message.split('\n')[0] ?? 'is not YAML', {
      file,
      line: lines.linePos(fault.pos[0]).line,
    });
  const whole = document.contents;
  const pair = isMap(whole) ? whole.items.find(({ key }) => String(key) === 'declared') : undefined;
  if (!pair) return { at: text.length, hasSection: false, indent: '  ', known: new Set() };
  const at = {
    file,
    field: 'declared',
    line: lines.linePos((pair.key as unknown as { range: [number] }).range[0]).line,
  };
  const list = pair.value;
  if (!isSeq(list) || list.flow || list.items.length === 0) {
    throw new InputError('write it as a list with a line for each entry ("- service: ..."), or leave it out', at);
  }
  const first = (list.items[0] as { range?: [number, number, number] }).range?.[0] ?? 0;
  const dash = text.lastIndexOf('\n', first) + 1;
  return {
    at: endOfItems(text, list.range?.[1] ?? text.length),
    hasSection: true,
    indent: /^[ ]*/.exec(text.slice(dash))?.[0] ?? '',
    known: new Set(
      list.items.flatMap(item => {
        const service: unknown = isMap(item) ? item.get('service') : undefined;
        return typeof service === 'string' ? [service] : [];
      }),
    ),
  };
}

/** The beginning of the line after the last item: what follows on its own line, such as a comment, keeps its place. */
function endOfItems(text: string, end: number): number {
  const trimmed = text.slice(0, end).trimEnd().length;
  const next = text.indexOf('\n', trimmed);
  return next < 0 ? text.length : next + 1;
}

/** In use unless something is in question; what was seen stands above it, for the person who reads. */
function entryOf({ service, sentence, state }: LedgerRow, indent: string): string {
  const used = state === 'active' || state === 'active-free' || state === 'shadow-paid' || state === 'shadow-free';
  const seen = sentence.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
  return [
    `${indent}# ${seen}`,
    `${indent}- service: ${service}`,
    `${indent}  state: ${used ? 'in-use' : 'unsure'}`,
    '',
  ].join('\n');
}
