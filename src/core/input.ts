/** Where in the reader's input a mistake is. */
export interface Place {
  file?: string;
  line?: number;
  field?: string;
}

/** A mistake in what the user gave us (options, configuration, snapshot): one sentence, exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
  constructor(
    message: string,
    readonly place: Place = {},
  ) {
    const where =
      place.file === undefined ? '' : place.line === undefined ? `${place.file}: ` : `${place.file}:${place.line}: `;
    super(`${where}${place.field ? `${place.field}: ` : ''}${message}`);
  }
}

/** The known word closest to a mistyped one, if one is close enough to be meant. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.ceil(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word, candidate, least);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? limit;
}
