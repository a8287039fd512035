import type { Declared } from '../core/ledger.js';
import type { DeclaredLine } from '../core/rules-file.js';
import type { Finding, Gap } from '../core/types.js';
import { Unavailable } from '../core/unavailable.js';
import { type FactSource, LoadedCollection } from '../core/world.js';
import { stacks } from '../checks/cloudformation/stacks.js';
import { serviceOfType } from './resource-types.js';

/** Tags by which people say whose a thing is. */
const telling = /^(owner|team|project|app|application|service|cost-?cent(er|re))$/i;
/** Of those who declare a service in one region, so many are named. */
const mostNamed = 5;

/** Who says of a service, in which region, that it is there on purpose; beside what rules.yaml says. */
export class Declarations {
  readonly #by = new Map<string, Map<string, Set<string>>>();

  constructor(private readonly lines: ReadonlyMap<string, DeclaredLine>) {}

  add(service: string, region: string, who: string): void {
    const regions = this.#by.get(service) ?? new Map<string, Set<string>>();
    this.#by.set(service, regions);
    const named = regions.get(region) ?? new Set();
    regions.set(region, named.add(who));
  }

  /** What is declared of a service in one region, or `*` for all; a global service is declared from anywhere. */
  of(service: string, region: string): Declared {
    const line = this.lines.get(service);
    const regions = [...(this.#by.get(service) ?? new Map<string, Set<string>>())];
    const near = regions.filter(([where]) => region === '*' || region === 'global' || where === region);
    const named = [...new Set(near.flatMap(([, who]) => [...who]))].sort();
    const more = named.length > mostNamed ? [`${named.length - mostNamed} more`] : [];
    const by = [...(line ? ['rules.yaml'] : []), ...named.slice(0, mostNamed), ...more];
    if (!line) return { state: null, by };
    const { state, since, until, purpose, owner, note, budget, 'replaced-by': replacedBy } = line;
    return {
      state,
      by,
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
      ...(replacedBy === undefined ? {} : { replacedBy }),
      ...(purpose === undefined ? {} : { purpose }),
      ...(owner === undefined ? {} : { owner }),
      ...(note === undefined ? {} : { note }),
      ...(budget === undefined ? {} : { budget }),
    };
  }

  /** Every service that somebody declares. */
  get services(): string[] {
    return [...new Set([...this.lines.keys(), ...this.#by.keys()])];
  }
}

/** Whether somebody wants the service: what is declared retired is not wanted any more. */
export const isDeclared = ({ state, by }: Declared): boolean => state !== 'retired' && by.length > 0;

/** Whether the owner said that it is gone, or that something else has its place. */
export const isReplaced = ({ state, replacedBy }: Declared): boolean => state === 'retired' || replacedBy !== undefined;

/** Reads rules.yaml, stacks, Amplify apps and tags; a place that could not be read declares nothing, and is told. */
export async function declarationsOf(
  lines: ReadonlyMap<string, DeclaredLine>,
  facts: FactSource,
  findings: readonly Finding[],
): Promise<{ declarations: Declarations; gaps: Gap[] }> {
  const declarations = new Declarations(lines);
  const gaps = await addStacks(declarations, facts);
  await addApps(declarations, facts);
  for (const { resource, service } of findings) {
    for (const [key, value] of Object.entries(resource.tags ?? {})) {
      if (telling.test(key) && value !== '') declarations.add(service, resource.region, `tag ${key}=${value}`);
    }
  }
  return { declarations, gaps };
}

async function addStacks(declarations: Declarations, facts: FactSource): Promise<Gap[]> {
  const known = await facts.load(stacks.id);
  const { table, gaps: unlisted } = new LoadedCollection(stacks, known, facts.about.regions);
  const gaps = [...unlisted];
  for (const row of table.seen()) {
    const stack = row as unknown as { StackName: string; region: string; resources: { ResourceType: string }[] };
    const types = attempt(() => stack.resources.map(({ ResourceType }) => ResourceType), gaps);
    for (const service of new Set(types.flatMap(type => serviceOfType(type) ?? []))) {
      declarations.add(service, stack.region, `stack ${stack.StackName}`);
    }
  }
  return gaps;
}

/** Amplify's apps, where a rule on them was chosen. */
async function addApps(declarations: Declarations, facts: FactSource): Promise<void> {
  const apps = await facts.load('amplify.apps');
  for (const { item, region } of apps?.rows ?? []) {
    const name = item['name'];
    if (typeof name === 'string') declarations.add('amplify', region, `Amplify app ${name}`);
  }
}

function attempt<Value>(read: () => Value[], gaps: Gap[]): Value[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    gaps.push(error.gap);
    return [];
  }
}
