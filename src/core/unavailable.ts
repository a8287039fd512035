import type { Gap } from './types.js';

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
export function cannotTell(
  reason: 'truncated' | 'not-collected' | 'unexpected-answer',
  api: string,
  message: string,
): never {
  throw new Unavailable({ reason, api, actions: [], region: 'global', message });
}
