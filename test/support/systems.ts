import type { Collection } from '../../src/core/collection.js';
import type { Inventory, System, Use } from '../../src/core/system.js';
import type { Gap } from '../../src/core/types.js';
import { Unavailable } from '../../src/core/unavailable.js';
import { type CollectionFacts, LoadedCollection } from '../../src/core/world.js';
import type { World } from './world.js';

const regions = ['eu-north-1', 'us-east-1'];

/** What a system says of one region, from facts by the names of its needs. */
export function look(
  system: System,
  region: string,
  facts: Record<string, [of: Collection, facts: CollectionFacts]>,
): { use: Use; inventory: Inventory | undefined } {
  const tables = Object.fromEntries(
    Object.entries(facts).map(([name, [of, known]]) => [name, new LoadedCollection(of, known, regions).table]),
  );
  const context = { now: new Date('2026-11-22T09:00:00.000Z'), account: '111122223333', regions };
  return { use: system.use(region, tables, context), inventory: system.inventory(region, tables) };
}

const told = <Value>(ask: () => Value): Value | { gap: Gap } => {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Unavailable) return { gap: error.gap };
    throw error;
  }
};

/** What a system says of one region of a world; the gap where it cannot tell. */
export function used(
  system: System,
  { about, collections }: World,
  region: string,
): { inventory: Inventory | undefined | { gap: Gap }; use: Use | { gap: Gap } } {
  const tables = Object.fromEntries(
    Object.entries(system.needs).map(([name, { collection }]) => [
      name,
      new LoadedCollection(collection, collections[collection.id], about.regions).table,
    ]),
  );
  const context = { now: new Date(about.started), account: about.account.id, regions: about.regions };
  return {
    inventory: told(() => system.inventory(region, tables)),
    use: told(() => system.use(region, tables, context)),
  };
}
