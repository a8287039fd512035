import type { Detector } from '../../src/core/detector.js';
import { LoadedCollection } from '../../src/core/world.js';
import type { World } from './world.js';

/** The tables that a detector needs, of a world. */
export const tablesFor = ({ needs }: Detector, { about, collections }: World): object =>
  Object.fromEntries(
    Object.entries(needs).map(([name, { collection }]) => [
      name,
      new LoadedCollection(collection, collections[collection.id], about.regions).table,
    ]),
  );
