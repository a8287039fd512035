import type { Inventory, System, Use } from '../../src/core/system.js';
import type { Gap } from '../../src/core/types.js';
import { Unavailable } from '../../src/core/unavailable.js';
import { LoadedCollection } from '../../src/core/world.js';
import type { World } from './world.js';

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
