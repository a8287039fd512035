import type { CalendarEntry } from '../core/ledger.js';
import type { FactSource } from '../core/world.js';

/**
 * What ends, or has to be renewed, soon: from the facts that were collected, and nothing that was not. A collection that
 * no chosen rule asked for has no entries.
 */
export function calendarOf(_facts: FactSource, _now: Date): Promise<CalendarEntry[]> {
  return Promise.resolve([]);
}
