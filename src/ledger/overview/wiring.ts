import type { Trigger, TriggerKind, Unseen } from '../../core/overview.js';
import type { Table } from '../../core/table.js';
import { functionArnOf } from './resource-names.js';
import { type Blind, unseenOf } from './unseen.js';

const field = 'started by';

/** Who starts which function, gathered from all sides. */
export class Wiring {
  readonly #triggers = new Map<string, Trigger[]>();
  readonly #unseen = new Map<string, Map<string, Unseen>>();
  /** Kinds of triggers that were looked at with full sight, by region. */
  readonly #whole = new Set<string>();

  constructor(
    private readonly blind: Blind,
    private readonly regions: readonly string[],
  ) {}

  /** Notes a trigger of the function that an ARN means, with or without its alias. */
  add(arn: string, trigger: Trigger): void {
    const plain = functionArnOf(arn);
    if (plain === undefined) return;
    const known = this.#triggers.get(plain);
    if (known) known.push(trigger);
    else this.#triggers.set(plain, [trigger]);
  }

  /** The triggers of a function that were seen. */
  of(arn: string): readonly Trigger[] {
    return this.#triggers.get(arn) ?? [];
  }

  /** What nobody could see of triggers in a region. */
  unseenIn(region: string): Unseen[] {
    return [...(this.#unseen.get(region)?.values() ?? [])];
  }

  /** Whether all triggers of a kind were seen in a region. */
  isWhole(kind: TriggerKind, region: string): boolean {
    return this.#whole.has(`${kind} ${region}`);
  }

  hide(region: string, unseen: Unseen): void {
    const found = this.#unseen.get(region) ?? new Map<string, Unseen>();
    this.#unseen.set(region, found.set(`${unseen.what} ${unseen.actions.join()} ${unseen.message}`, unseen));
  }

  /** Reads every row of a table; a row or a region that could not be seen is told under `what`. */
  read<Row extends { readonly region: string }>(
    table: Table<Row>,
    { kinds, what }: { kinds: readonly TriggerKind[]; what: string },
    each: (row: Row) => void,
  ): void {
    const blindIn = new Set<string>();
    const look = (region: string, ask: () => void): void => {
      this.blind.look(ask, region, gap => {
        blindIn.add(region);
        this.hide(region, unseenOf(field, what, gap));
      });
    };
    for (const region of this.regions) look(region, () => table.in(region).demandFullSight());
    for (const row of table.seen()) look(row.region, () => each(row));
    for (const kind of kinds)
      for (const region of this.regions) if (!blindIn.has(region)) this.#whole.add(`${kind} ${region}`);
  }
}
