import type { Need } from '../../src/core/collection.js';
import type { System, Use } from '../../src/core/system.js';
import { LoadedCollection } from '../../src/core/world.js';
import type { World } from './world.js';

/** What a system says of one region of a world; raises, when it is read, what could not be seen. */
export function observe(
  of: System,
  world: World,
  region = 'eu-north-1',
): { readonly inventory: ReturnType<System['inventory']>; readonly use: Use } {
  const table = ({ collection }: Need) =>
    new LoadedCollection(collection, world.collections[collection.id], world.about.regions).table;
  const tables = Object.fromEntries(Object.entries(of.needs).map(([name, need]) => [name, table(need)]));
  const { account, regions, started } = world.about;
  return {
    get inventory() {
      return of.inventory(region, tables);
    },
    get use() {
      return of.use(region, tables, { now: new Date(started), account: account.id, regions });
    },
  };
}
