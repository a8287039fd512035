import type { Gap, Outcome } from './types.js';

/** Raised by reading something that could not be seen; the runner turns it into NOT_AVAILABLE. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  constructor(readonly gap: Gap) {
    super(gap.message);
  }
}

/** Says that no API can tell and a person has to; never returns. */
export function askPerson(message: string): never {
  throw new Unavailable({ reason: 'manual', api: '', actions: [], region: 'global', message });
}

/** Says that facts reach only so far (a list was cut, a window is too short); never returns. */
export function cannotTell(reason: 'truncated' | 'not-collected' | 'unexpected-answer', api: string, message: string): never {
  throw new Unavailable({ reason, api, actions: [], region: 'global', message });
}

/**
 * A row as a check sees it: base facts plain, details read on demand and raising `Unavailable` where
 * they could not be read. Details are not enumerable, so that spreading or printing a row never raises.
 */
export function view(
  base: object,
  details: Readonly<Record<string, Outcome>>,
  wanted: readonly string[],
  missing: (detail: string) => Gap,
): object {
  const row = { ...base };
  for (const name of wanted) {
    const outcome = details[name];
    Object.defineProperty(row, name, {
      enumerable: false,
      get() {
        if (outcome === undefined) throw new Unavailable(missing(name));
        if (!outcome.ok) throw new Unavailable(outcome.gap);
        return outcome.value;
      },
    });
  }
  return row;
}
