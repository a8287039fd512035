import type { MicroserviceField, Unseen } from '../../core/overview.js';
import type { Gap } from '../../core/types.js';
import { Unavailable } from '../../core/unavailable.js';

/** What could not be seen while an overview is made: named per field, and each gap once for the report. */
export class Blind {
  readonly #gaps = new Map<string, Gap>();

  /** What `ask` gives; where it could not be seen, undefined, and `unseen` tells of it. */
  look<Value>(ask: () => Value, region: string, unseen: (gap: Gap) => void): Value | undefined {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      const gap = { ...error.gap, region: error.gap.region === '*' ? region : error.gap.region };
      this.note(gap);
      unseen(gap);
      return undefined;
    }
  }

  note(gap: Gap): void {
    const key = [gap.api, gap.reason, gap.region, gap.cause].join(' ');
    if (!this.#gaps.has(key)) this.#gaps.set(key, gap);
  }

  get gaps(): Gap[] {
    return [...this.#gaps.values()];
  }
}

/** A gap in the words of the overview. */
export const unseenOf = (field: MicroserviceField, what: string, { actions, message, reason }: Gap): Unseen => ({
  field,
  what,
  actions: reason === 'denied' ? [...actions] : [],
  message,
});
