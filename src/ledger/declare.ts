import { isMap } from 'yaml';
import type { LedgerRow } from '../core/ledger.js';
import { placeIn, putIn, textOrOpening } from '../core/rules-lines.js';

/** A rules.yaml with more declared in it, and the services that were added. */
export interface Declaration {
  text: string;
  added: string[];
}

/**
 * The reader's rules.yaml with a line for each service of the ledger that it does not declare yet. Every byte that was
 * there stays where it was: lines are put in, nothing is written anew. `file` is named in an InputError.
 */
export function declareServices(text: string | undefined, rows: readonly LedgerRow[], file: string): Declaration {
  const before = textOrOpening(text);
  const place = placeIn(before, 'declared', 'service', file);
  const known = new Set(place.items.map(item => (isMap(item) ? item.get('service') : undefined)));
  const missing = rows.filter(
    ({ region, service, state }) => region === '*' && state !== 'absent' && !known.has(service),
  );
  const entries = missing.map(row => entryOf(row, place.indent));
  return { text: putIn(before, 'declared', place, entries), added: missing.map(({ service }) => service) };
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
