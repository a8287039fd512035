import { Session } from '../../src/aws/session.js';
import type { SessionOptions } from '../../src/aws/session-options.js';
import { collect } from '../../src/core/collect.js';
import type { Collection, Need } from '../../src/core/collection.js';
import type { Check } from '../../src/core/check.js';
import { demandsOf } from '../../src/core/plan.js';
import type { Gap } from '../../src/core/types.js';
import type { FactLine, StoredRow } from '../../src/core/world.js';

interface Options extends SessionOptions {
  /** Port of the server on this machine that plays AWS. */
  port: number;
  /** The details to ask for. */
  details?: readonly string[];
}

/** What one collection brings from a server, asked through the real session and its guard. */
export async function collectOne(
  of: Collection | { with(...names: never[]): Need },
  { port, details = [], ...options }: Options,
): Promise<{ rows: StoredRow[]; gaps: Gap[]; calls: Record<string, number> }> {
  const need = (of as { with(...names: string[]): Need }).with(...details);
  return collectNeeds([need], { port, ...options }).then(found => ({
    ...(found.collections[need.collection.id] ?? { rows: [], gaps: [] }),
    calls: found.calls,
  }));
}

/** What several needs bring, by collection. */
export async function collectNeeds(
  needs: readonly Need[],
  { port, ...options }: Omit<Options, 'details'>,
): Promise<{ collections: Record<string, { rows: StoredRow[]; gaps: Gap[] }>; calls: Record<string, number> }> {
  process.env['AWS_ACCESS_KEY_ID'] ??= 'testing';
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'testing';
  const session = await Session.open({
    regions: ['eu-north-1'],
    endpointUrl: `http://127.0.0.1:${port}`,
    retryDelay: () => 1,
    ...options,
  });
  try {
    const rules = needs.map((need, index) => ({
      check: { id: `test-${index}`, on: need, also: {}, params: {}, applies: () => true } as unknown as Check,
      service: 'test',
      severity: 'medium' as const,
      category: 'security' as const,
      tier: 1,
      params: {},
    }));
    const demands = demandsOf(rules);
    for (const { collection, details } of demands) {
      session.door.allow(collection.calls);
      for (const name of details.keys()) session.door.allow(collection.details[name]?.calls ?? []);
    }
    const before = session.door.calls;
    const collections: Record<string, { rows: StoredRow[]; gaps: Gap[] }> = {};
    const add = (id: string, line: FactLine): void => {
      collections[id] ??= { rows: [], gaps: [] };
      if (line.kind === 'row')
        collections[id].rows.push({ region: line.region, item: line.item, details: line.details });
      if (line.kind === 'gap') collections[id].gaps.push(line.gap);
    };
    for (const { collection } of demands) collections[collection.id] = { rows: [], gaps: [] };
    await collect(demands, session, { add });
    const calls = Object.entries(session.door.calls).filter(([id, count]) => count !== before[id]);
    return { collections, calls: Object.fromEntries(calls) };
  } finally {
    session.close();
  }
}
