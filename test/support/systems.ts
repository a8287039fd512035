import type { Collection } from '../../src/core/collection.js';
import type { Inventory, System, Use } from '../../src/core/system.js';
import { type CollectionFacts, LoadedCollection } from '../../src/core/world.js';

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
