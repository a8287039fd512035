import type { Inventory, System, Use } from '../../src/core/system.js';
import { LoadedCollection } from '../../src/core/world.js';
import type { World } from './world.js';

/** What a system says of one region of a world. */
export function look(at: System, of: World, region = 'eu-north-1'): { inventory: Inventory | undefined; use: Use } {
  const tables = Object.fromEntries(
    Object.entries(at.needs).map(([name, { collection }]) => {
      const loaded = new LoadedCollection(collection, of.collections[collection.id], of.about.regions);
      return [name, loaded.table];
    }),
  );
  const { account, regions, started } = of.about;
  const context = { now: new Date(started), account: account.id, regions };
  return { inventory: at.inventory(region, tables), use: at.use(region, tables, context) };
}
