import type { Gap } from './types.js';
import { Unavailable } from './unavailable.js';

/** Where a table looked: the regions that were asked, or everywhere for a global collection. */
export type Reach = readonly string[] | 'everywhere';

/**
 * Rows that were seen, and the gaps where nobody could look. A positive answer may rest on what was
 * seen; a negative one needs complete sight and otherwise raises `Unavailable`.
 */
export class Table<Row extends object> {
  readonly #rows: readonly Row[];
  readonly #gaps: readonly Gap[];
  readonly #reach: Reach;
  readonly #indexes = new Map<string, Map<unknown, Row[]>>();

  constructor(rows: readonly Row[], gaps: readonly Gap[] = [], reach: Reach = 'everywhere') {
    this.#rows = rows;
    this.#gaps = gaps;
    this.#reach = reach;
  }

  /** The rows that match; a row whose test cannot be decided becomes a gap. */
  where(test: (row: Row) => boolean): Table<Row> {
    const rows: Row[] = [];
    const gaps = [...this.#gaps];
    for (const row of this.#rows) {
      try {
        if (test(row)) rows.push(row);
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        gaps.push(error.gap);
      }
    }
    return new Table(rows, gaps, this.#reach);
  }

  /** The rows whose base field `key` is `value`; indexed, so asking for each of many values is cheap. */
  at<Key extends keyof Row & string>(key: Key, value: Row[Key]): Table<Row> {
    let index = this.#indexes.get(key);
    if (!index) {
      index = new Map();
      for (const row of this.#rows) {
        const group = index.get(row[key]);
        if (group) group.push(row);
        else index.set(row[key], [row]);
      }
      this.#indexes.set(key, index);
    }
    return new Table(index.get(value) ?? [], this.#gaps, this.#reach);
  }

  /** The rows and gaps of one region; raises when that region was not looked at. */
  in(region: string): Table<Row> {
    if (this.#reach !== 'everywhere' && !this.#reach.includes(region)) {
      throw new Unavailable({
        reason: 'not-collected',
        api: '',
        actions: [],
        region,
        message: `region ${region} is not among the audited regions`,
      });
    }
    // A gap of no region in particular (facts that were never collected) hides rows of this one, too.
    return new Table(
      this.#rows.filter(row => (row as { region?: unknown }).region === region),
      this.#gaps.filter(gap => [region, '*', 'global'].includes(gap.region)),
      this.#reach,
    );
  }

  /** True on a hit, false with full sight, otherwise raises. */
  some(test: (row: Row) => boolean = () => true): boolean {
    const hit = this.where(test);
    if (hit.#rows.length > 0) return true;
    hit.demandFullSight();
    return false;
  }

  /** False on a counter-example, true with full sight, otherwise raises. */
  every(test: (row: Row) => boolean): boolean {
    return !this.some(row => !test(row));
  }

  /** True with full sight and no row; raises when there may be rows that were not seen. */
  get empty(): boolean {
    return !this.some();
  }

  /** The first match, undefined with full sight and no match, otherwise raises. */
  first(test: (row: Row) => boolean = () => true): Row | undefined {
    const hit = this.where(test);
    const row = hit.#rows[0];
    if (row === undefined) hit.demandFullSight();
    return row;
  }

  /** All rows; raises unless everything was seen. */
  all(): readonly Row[] {
    this.demandFullSight();
    return this.#rows;
  }

  /**
   * The rows that were seen, however many may be hidden. Only for verdicts that more rows cannot turn
   * around (a failure already proven), and for naming examples in messages.
   */
  seen(): readonly Row[] {
    return this.#rows;
  }

  /** Raises the first gap, if there is one. */
  demandFullSight(): void {
    const gap = this.#gaps[0];
    if (gap) throw new Unavailable(gap);
  }
}
