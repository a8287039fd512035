import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { plan, ruleBook } from '../../src/audit.js';
import { allDetectors } from '../../src/checks/index.js';
import type { Aws, Collection } from '../../src/core/collection.js';
import { evaluate } from '../../src/core/evaluate.js';
import { usesOf } from '../../src/core/plan.js';
import type { Rule } from '../../src/core/rules.js';
import { surveyOf } from '../../src/core/survey.js';
import { Snapshot } from '../../src/core/snapshot.js';
import type { Finding, Gap, Outcome } from '../../src/core/types.js';
import type { About, CollectionFacts, StoredRow } from '../../src/core/world.js';
import { accountRow } from '../checks/account/rows.js';
import { sourceOf, type World, world } from '../support/world.js';
import { auditShop, keyOf } from './audits.js';
import { openShop } from './shop.js';

/** Pairs that are tried in one world, spread evenly over all of them. */
const pairsInAWorld = 600;

const bundled = ruleBook().rules;
const collections = new Map<string, Collection>(plan().demands.map(({ collection }) => [collection.id, collection]));

// Some checks decide only when they are told what a person knows; they are judged with and without it.
const told: Record<string, Rule['params']> = {
  'account-contact-details-current': { confirmed_on: '2026-11-01' },
  'account-security-questions-registered': { confirmed_on: '2026-11-01' },
  'kms-enclave-key-pcrs-known': { golden_pcr_values: { PCR0: 'aa'.repeat(48), PCR8: 'bb'.repeat(48) } },
  'kms-enclave-unknown-image-not-seen': { golden_pcr_values: { PCR0: 'aa'.repeat(48) } },
};
const tuned = bundled.flatMap(rule => {
  const params = told[rule.check.id];
  return params ? [{ ...rule, params: { ...rule.params, ...params } }] : [];
});

/** The worlds of every service, by the name of their file. */
const files = new URL('../worlds/', import.meta.url);
const worlds: Record<string, World[]> = Object.fromEntries(
  await Promise.all(
    readdirSync(files).map(async (name): Promise<[string, World[]]> => {
      const module = (await import(new URL(name, files).href)) as { worlds: World[] };
      return [name.replace(/\.ts$/, ''), [...module.worlds]];
    }),
  ),
);
worlds['account']?.push(world({ 'account.accounts': [accountRow({ contactInformation: null })] }));
const shop = await openShop();
const folder = await mkdtemp(path.join(tmpdir(), 'law-2-'));
await auditShop(shop.port, { snapshot: path.join(folder, 'shop.snapshot') });
worlds['the shop'] = [await worldIn(path.join(folder, 'shop.snapshot'))];
await shop.stop();
const sample = fileURLToPath(new URL('../../demo/sample.snapshot', import.meta.url));
if (existsSync(sample)) worlds['the sample account'] = [await worldIn(sample)];

async function worldIn(file: string): Promise<World> {
  const snapshot = await Snapshot.open(file);
  const loaded = await Promise.all(
    Object.keys(snapshot.index).map(async (id): Promise<[string, CollectionFacts]> => {
      return [id, (await snapshot.load(id)) ?? { rows: [], gaps: [] }];
    }),
  );
  return { about: snapshot.about, collections: Object.fromEntries(loaded) };
}

const gapOf = (region: string, resource?: string): Gap => ({
  reason: 'denied',
  api: 'any:Call',
  actions: ['any:Call'],
  region,
  message: 'hidden by the test',
  ...(resource === undefined ? {} : { resource }),
});

/** One thing that is hidden: of which collection, and how its facts look without it. */
interface Hiding {
  what: string;
  id: string;
  /** Undefined: it was never asked for. */
  hide(facts: CollectionFacts): CollectionFacts | undefined;
}

function* hidingsOf({ collections: facts, about }: World): Iterable<Hiding> {
  for (const [id, { rows }] of Object.entries(facts)) {
    const collection = collections.get(id);
    if (!collection) throw new Error(`a world has facts of ${id}, which no rule asks for`);
    const places = collection.scope === 'global' ? ['global'] : about.regions;
    yield { what: `all of ${id}`, id, hide: () => undefined };
    for (const region of places) yield listHiding(id, region);
    for (const [index, row] of rows.entries()) yield* rowHidings(id, collection, row, index);
  }
}

function listHiding(id: string, region: string): Hiding {
  return {
    what: `the list of ${id} in ${region}`,
    id,
    hide: ({ rows, gaps }) => ({
      rows: rows.filter(row => row.region !== region && region !== 'global'),
      gaps: [...gaps, gapOf(region)],
    }),
  };
}

function* rowHidings(id: string, collection: Collection, row: StoredRow, index: number): Iterable<Hiding> {
  const { id: resource } = collection.resource({ ...row.item, region: row.region }, {});
  const isIt = (other: StoredRow) => other.item === row.item;
  yield {
    what: `row ${index} (${resource}) of ${id}`,
    id,
    hide: ({ rows, gaps }) => ({ rows: rows.filter(one => !isIt(one)), gaps: [...gaps, gapOf(row.region, resource)] }),
  };
  for (const name of Object.keys(row.details)) {
    const unseen: Outcome = { ok: false, gap: gapOf(row.region, resource) };
    yield {
      what: `${name} of row ${index} (${resource}) of ${id}`,
      id,
      hide: ({ rows, gaps }) => ({
        rows: rows.map(one => (isIt(one) ? { ...one, details: { ...one.details, [name]: unseen } } : one)),
        gaps,
      }),
    };
  }
}

/** All pairs while there are few, else as many as allowed, evenly spread. */
function pairsOf<Item>(items: readonly Item[]): [Item, Item][] {
  const count = (items.length * (items.length - 1)) / 2;
  const step = Math.max(1, count / pairsInAWorld);
  const pairs: [Item, Item][] = [];
  let number = 0;
  for (const [index, one] of items.entries()) {
    for (const other of items.slice(index + 1)) {
      if (Math.floor(number / step) >= pairs.length) pairs.push([one, other]);
      number += 1;
    }
  }
  return pairs;
}

const reads = (rule: Rule, id: string): boolean => usesOf(rule).some(need => need.collection.id === id);

const judged = async (rules: readonly Rule[], world: World): Promise<Map<string, Finding[]>> => {
  const found = new Map<string, Finding[]>(rules.map(rule => [rule.check.id, []]));
  for (const finding of (await evaluate(rules, sourceOf(world))).findings) found.get(finding.rule)?.push(finding);
  return found;
};

const tally = { comparisons: 0, hidings: 0, pairs: 0 };

/** Judges again without some facts, by the rules that read all of them: a verdict stays, or nobody can tell. */
async function compare(
  world: World,
  hidings: readonly Hiding[],
  rules: readonly Rule[],
  before: ReadonlyMap<string, readonly Finding[]>,
): Promise<void> {
  const affected = rules.filter(rule => hidings.every(({ id }) => reads(rule, id)));
  if (affected.length === 0) return;
  const less = { ...world.collections };
  for (const { id, hide } of hidings) {
    const facts = less[id] && hide(less[id]);
    if (facts) less[id] = facts;
    else delete less[id];
  }
  const what = hidings.map(hiding => hiding.what).join(' and ');
  for (const [rule, findings] of await judged(affected, { ...world, collections: less })) {
    const known = new Set(before.get(rule)?.map(finding => `${keyOf(finding)} ${finding.verdict}`));
    for (const finding of findings) {
      tally.comparisons += 1;
      if (finding.verdict === 'NOT_AVAILABLE' || known.has(`${keyOf(finding)} ${finding.verdict}`)) continue;
      const was = before.get(rule)?.find(one => keyOf(one) === keyOf(finding));
      throw new Error(
        `without ${what}: ${keyOf(finding)} turned from ${was?.verdict ?? 'nothing'} (${was?.message}) to ${finding.verdict} (${finding.message})`,
      );
    }
    const left = new Set(findings.map(keyOf));
    const lost = before.get(rule)?.find(finding => !left.has(keyOf(finding)));
    if (lost && !findings.some(finding => finding.verdict === 'NOT_AVAILABLE')) {
      throw new Error(`without ${what}: ${keyOf(lost)} is gone, and nothing says that it could not be seen`);
    }
  }
}

async function hideEverything(world: World, rules: readonly Rule[]): Promise<void> {
  const before = await judged(rules, world);
  const hidings = [...hidingsOf(world)];
  for (const hiding of hidings) await compare(world, [hiding], rules, before);
  // Rules that read only one of the two have been compared above.
  const pairs = pairsOf(hidings);
  for (const pair of pairs) await compare(world, pair, rules, before);
  tally.hidings += hidings.length;
  tally.pairs += pairs.length;
}

describe('hiding a fact never flips a verdict', () => {
  const all = Object.entries(worlds).flatMap(([name, some]) => some.map((world, index) => ({ name, index, world })));

  it.each(all)(
    '$name, world $index',
    async ({ world }) => {
      const rules = bundled.filter(rule => Object.keys(world.collections).some(id => reads(rule, id)));
      await hideEverything(world, rules);
      await hideEverything(
        world,
        tuned.filter(rule => rules.some(({ check }) => check === rule.check)),
      );
    },
    120_000,
  );

  it('is tried on every check, passing and failing', async () => {
    const seen = new Map<string, Set<string>>();
    for (const { world } of all) {
      for (const rules of [bundled, tuned]) {
        for (const [rule, findings] of await judged(rules, world)) {
          const verdicts = seen.get(rule) ?? new Set();
          seen.set(rule, verdicts);
          for (const finding of findings) verdicts.add(finding.verdict);
        }
      }
    }
    const untried = [...seen].flatMap(([rule, verdicts]) =>
      ['PASS', 'FAIL'].flatMap(verdict => (verdicts.has(verdict) ? [] : [`${rule} ${verdict}`])),
    );
    // Only a person can say it, so it can never fail.
    expect(untried).toEqual(['account-security-questions-registered FAIL']);
    expect(seen.size).toBe(bundled.length);
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
    const { comparisons, hidings, pairs } = tally;
    console.info(`law 2: ${comparisons} verdicts compared; ${hidings} facts hidden alone, ${pairs} pairs of them`);
    expect(comparisons).toBeGreaterThan(20_000);
  });
});

/** How each detector stands, by detector and region. */
async function standings(world: World): Promise<Map<string, string>> {
  const { survey } = await surveyOf(allDetectors, sourceOf(world), []);
  return new Map((survey?.matrix ?? []).map(({ detector, region, state }) => [`${detector} ${region}`, state]));
}

describe("hiding a fact never turns a detector's state around", () => {
  const needed = new Set(allDetectors.flatMap(({ needs }) => Object.values(needs).map(need => need.collection.id)));
  const all = Object.entries(worlds).flatMap(([name, some]) => some.map((world, index) => ({ name, index, world })));
  const seen = all.filter(({ world }) => Object.keys(world.collections).some(id => needed.has(id)));

  it.each(seen)('$name, world $index', async ({ world }) => {
    const before = await standings(world);
    for (const { what, id, hide } of hidingsOf(world)) {
      if (!needed.has(id)) continue;
      const less = { ...world.collections };
      const facts = less[id] && hide(less[id]);
      if (facts) less[id] = facts;
      else delete less[id];
      for (const [place, state] of await standings({ ...world, collections: less })) {
        if (state !== 'unknown')
          expect(`${place} ${state} without ${what}`).toBe(`${place} ${before.get(place)} without ${what}`);
      }
    }
  });
});

const about: About = {
  account: { id: '111122223333', partition: 'aws' },
  regions: ['eu-north-1', 'us-east-1'],
  started: '2026-11-22T09:00:00.000Z',
};

/** Facts of an account where AWS answers no call: lists that cost no call still have their rows. */
async function refused(collection: Collection): Promise<CollectionFacts> {
  const places = collection.scope === 'global' ? ['global'] : about.regions;
  if (collection.calls.length > 0) return { rows: [], gaps: places.map(region => gapOf(region)) };
  const rows = await Promise.all(
    places.map(async region => {
      const at = { region, regions: about.regions, account: about.account.id, partition: 'aws' };
      const items = await collection.list(at as unknown as Aws);
      const details = Object.keys(collection.details).map((name): [string, Outcome] => [
        name,
        { ok: false, gap: gapOf(region) },
      ]);
      return items.map(item => ({ region, item: { ...item }, details: Object.fromEntries(details) }));
    }),
  );
  return { rows: rows.flat(), gaps: [] };
}

describe('an account that refuses every call', async () => {
  const facts = await Promise.all(
    [...collections.values()].map(async (one): Promise<[string, CollectionFacts]> => [one.id, await refused(one)]),
  );
  const denied: World = { about, collections: Object.fromEntries(facts) };
  const callsOf = (rule: Rule): number =>
    usesOf(rule).reduce((sum, { collection, details }) => {
      return sum + collection.calls.length + details.flatMap(name => collection.details[name]?.calls ?? []).length;
    }, 0);
  const asking = bundled.filter(rule => callsOf(rule) > 0);

  it.each(asking.map(rule => [rule.check.id, rule] as const))('leaves %s undecided', async (_id, rule) => {
    const { findings } = await evaluate([rule], sourceOf(denied));
    expect([...new Set(findings.map(finding => finding.verdict))]).toEqual(['NOT_AVAILABLE']);
  });

  it('leaves nothing to the rules that ask nothing but what a person knows', () => {
    const silent = bundled.filter(rule => callsOf(rule) === 0).map(rule => rule.check.id);
    expect(silent).toEqual(['account-security-questions-registered']);
  });
});
