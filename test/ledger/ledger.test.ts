import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BillLine, BillRecord } from '../../src/core/bill.js';
import { collection } from '../../src/core/collection.js';
import type { LedgerRow } from '../../src/core/ledger.js';
import type { DeclaredLine } from '../../src/core/rules-file.js';
import { type Inventory, type System, system, type Use } from '../../src/core/system.js';
import type { Finding } from '../../src/core/types.js';
import type { CollectionFacts, StoredRow } from '../../src/core/world.js';
import { ledgerOf } from '../../src/ledger/ledger.js';
import { stateOf } from '../../src/ledger/rows.js';
import { gap, row, sourceOf, type World, world } from '../support/world.js';
import { billRows, line, record } from '../checks/cost-explorer/rows.js';
import { declaring, freeing, prices } from './fakes.js';

/** A thing with what a metric says of it: requests in the window, and the day of the last. */
interface Thing {
  Name: string;
  Created: string;
}
const things = collection<Thing, { requests: { total: number; last: string | null } }>({
  id: 'x.things',
  noun: 'things',
  calls: ['x:ListThings'],
  list: () => Promise.resolve([]),
  resource: ({ Name }) => ({ id: Name, type: 'AWS::X::Thing' }),
  details: { requests: { calls: ['cloudwatch:GetMetricData'], get: () => Promise.resolve({ total: 0, last: null }) } },
});

interface Spec {
  id?: string;
  scope?: 'regional' | 'global';
  guard?: boolean;
  dataPlane?: boolean;
  listed?: boolean;
  weak?: Use['grade'];
}
/** A service as rooms describe them: live where requests were counted, idle with full sight alone. */
const serviceOf = ({ id = 'dynamodb', scope = 'regional', listed = true, weak, ...more }: Spec = {}): System =>
  system({
    id,
    title: `The ${id}`,
    scope,
    namespaces: [id],
    ...more,
    needs: { things: things.with('requests') },
    inventory: (region, tables): Inventory | undefined => {
      if (!listed) return undefined;
      const here = (scope === 'global' ? tables.things : tables.things.in(region)).all();
      const newest =
        here
          .map(({ Created }) => Created)
          .sort()
          .at(-1) ?? null;
      return { count: here.length, noun: 'things', names: here.map(({ Name }) => Name), newest };
    },
    use: (region, tables): Use => {
      const here = scope === 'global' ? tables.things : tables.things.in(region);
      const base = { window: 30, evidence: [] };
      const live = here.where(({ requests }) => requests.total > 0);
      if (live.some())
        return { ...base, grade: 'strong', message: 'a thing had requests', last: live.first()?.requests.last ?? null };
      if (weak) return { ...base, grade: weak, message: 'nothing here counts requests', last: null };
      return { ...base, grade: 'none', message: 'no requests in 30 days', last: null };
    },
  });

const thing = (Name: string, total = 0, region = 'eu-north-1', Created = '2025-01-01T00:00:00Z'): StoredRow =>
  row({ Name, Created }, { requests: { total, last: total > 0 ? '2026-11-20' : null } }, region);
const wcu = (usd: number, more: Partial<BillLine> = {}) =>
  line('Amazon DynamoDB', 'WriteCapacityUnit-Hrs', { '2026-10': [usd, usd * 1000] }, more);
const stack = (region = 'eu-north-1', type = 'AWS::DynamoDB::Table') =>
  row({ StackName: 'shop', StackId: 'arn:stack' }, { resources: [{ ResourceType: type }] }, region);
const accessed = (name: string, namespace: string, at: string, region = 'eu-north-1') =>
  row(
    { Arn: `arn:aws:iam::111122223333:user/${name}`, Name: name, Kind: 'User', LastUsedDate: null },
    { lastAccessed: [{ ServiceNamespace: namespace, LastAuthenticated: at, LastAuthenticatedRegion: region }] },
    'global',
  );

interface Facts {
  things?: StoredRow[] | Partial<CollectionFacts>;
  lines?: BillLine[] | Partial<CollectionFacts>;
  records?: BillRecord[];
  stacks?: StoredRow[];
  access?: StoredRow[] | Partial<CollectionFacts>;
}
const worldOf = ({ things: some = [], lines = [], records = [], stacks = [], access = [] }: Facts): World =>
  world({
    'x.things': some,
    'cost-explorer.lines': Array.isArray(lines) ? billRows(lines) : lines,
    'cost-explorer.records': billRows(records),
    'cloudformation.stacks': stacks,
    'iam.accessHistory': access,
  });

interface Options {
  systems?: System[];
  declared?: DeclaredLine[];
  findings?: Finding[];
}
const made = (facts: Facts | World, { systems = [serviceOf()], declared = [], findings = [] }: Options = {}) =>
  ledgerOf(sourceOf('about' in facts ? facts : worldOf(facts)), findings, {
    systems,
    declared: declaring(...declared),
    prices,
  });
const rowsOf = async (facts: Facts | World, options?: Options) => (await made(facts, options)).ledger.rows;
const whole = async (facts: Facts | World, options?: Options): Promise<LedgerRow> => {
  const [first] = await rowsOf(facts, options);
  if (!first) throw new Error('there is no row');
  return first;
};
const inUse: DeclaredLine = { service: 'dynamodb', state: 'in-use' };
const declared = { declared: [inUse] };
const refusedBill = { gaps: [gap('ce:GetCostAndUsage', { region: 'global' })] };

describe('declared, observed, paid', () => {
  it.each([
    [true, 'yes', true, 'active'],
    [true, 'yes', false, 'active-free'],
    [true, 'no', true, 'paid-idle'],
    [true, 'no', false, 'dormant'],
    [false, 'yes', true, 'shadow-paid'],
    [false, 'yes', false, 'shadow-free'],
    [false, 'no', true, 'orphan-spend'],
    [false, 'no', false, 'absent'],
    [true, 'unknown', true, 'unverified-paid'],
    [false, 'unknown', true, 'unverified-paid'],
    [true, 'unknown', false, 'unverified-free'],
    [false, 'unknown', false, 'unverified-free'],
    [true, 'no', null, 'unverified-free'],
    [true, 'yes', null, 'active'],
    [false, 'yes', null, 'shadow-free'],
  ] as const)('%s, %s, %s: %s', (isDeclared, seen, paid, state) => {
    expect(stateOf(isDeclared, seen, paid)).toBe(state);
  });

  it.each([
    ['active', 'in-use', 'Yes: a thing had requests; $38.40 in October.', [thing('t', 9)], [wcu(38.4)], declared],
    ['active-free', 'in-use', 'Yes: a thing had requests; costs nothing.', [thing('t', 9)], [], declared],
    ['paid-idle', 'idle', 'No requests in 30 days; $38.40 in October.', [thing('t')], [wcu(38.4)], declared],
    ['dormant', 'idle', 'No requests in 30 days; costs nothing.', [thing('t')], [], declared],
    ['shadow-paid', 'in-use', 'Yes: a thing had requests; $38.40 in October.', [thing('t', 9)], [wcu(38.4)], {}],
    ['shadow-free', 'in-use', 'Yes: a thing had requests; costs nothing.', [thing('t', 9)], [], {}],
    ['orphan-spend', 'idle', 'No requests in 30 days; $38.40 in October.', [thing('t')], [wcu(38.4)], {}],
    ['absent', 'never-seen', 'No requests in 30 days; costs nothing.', [], [], {}],
  ] as const)('%s', async (state, answer, sentence, some, lines, options) => {
    const facts = { things: [...some], lines: [...lines] };
    expect(await whole(facts, options as Options)).toMatchObject({ region: '*', state, answer, sentence });
  });

  it('is unverified where the metric is hidden, and names the permission', async () => {
    const hidden = row({ Name: 't', Created: '2025-01-01' }, { requests: gap('cloudwatch:GetMetricData') });
    expect(await whole({ things: [hidden], lines: [wcu(38.4)] }, declared)).toMatchObject({
      state: 'unverified-paid',
      answer: 'cannot-tell',
      sentence: 'Cannot tell: needs cloudwatch:GetMetricData; $38.40 in October.',
      observed: { grade: 'unknown', gap: { actions: ['cloudwatch:GetMetricData'] } },
    });
    expect(await whole({ things: [hidden] })).toMatchObject({ state: 'unverified-free' });
  });

  it('says that the cost is not known where the bill is hidden, and calls nothing free', async () => {
    const { ledger, gaps } = await made({ things: [thing('t')], lines: refusedBill }, declared);
    expect(ledger).toMatchObject({ bill: null, currency: null, months: [] });
    expect(ledger.rows[0]).toMatchObject({
      state: 'unverified-free',
      answer: 'idle',
      paid: { usd: null },
      sentence: 'No requests in 30 days; what it costs is not known (needs ce:GetCostAndUsage).',
    });
    expect(gaps).toMatchObject([{ api: 'ce:GetCostAndUsage' }]);
    expect(await whole({ lines: refusedBill })).toMatchObject({ state: 'absent' });
  });

  it('does not reckon with another currency, and says so', async () => {
    const { ledger } = await made({ things: [thing('t')], lines: [wcu(38.4, { Currency: 'CNY' })] }, declared);
    expect(ledger).toMatchObject({ currency: 'CNY', bill: null });
    expect(ledger.rows[0]?.sentence).toContain('the bill is in CNY');
    const { hints } = await made({ lines: [wcu(1), wcu(38.4, { Currency: 'CNY' })] });
    expect(hints).toEqual(['The bill also has 38.40 CNY, which is not reckoned with.']);
  });

  it('has a row for each region where there is something to say', async () => {
    const facts = {
      things: [thing('live', 9), thing('orphan', 0, 'us-east-1')],
      lines: [wcu(30), wcu(8.4, { Region: 'us-east-1' })],
      stacks: [stack()],
    };
    const found = (await rowsOf(facts)).map(one => [one.region, one.state, one.paid.usd]);
    expect(found).toEqual([
      ['*', 'active', 38.4],
      ['eu-north-1', 'active', 30],
      ['us-east-1', 'orphan-spend', 8.4],
    ]);
  });

  it('has a row for a region that only the bill knows', async () => {
    const facts = { lines: [wcu(8.4, { Region: 'ap-south-1' })] };
    expect((await rowsOf(facts)).map(one => [one.region, one.state])).toEqual([
      ['*', 'unverified-paid'],
      ['ap-south-1', 'unverified-paid'],
    ]);
    expect((await rowsOf(facts))[1]?.sentence).toBe(
      'Cannot tell: region ap-south-1 is not among the audited regions; $8.40 in October.',
    );
  });

  it('has a row for what only the bill or rules.yaml knows', async () => {
    const facts = { lines: [line('AWS Step Functions', 'StateTransition', { '2026-10': [3, 4] })] };
    const options = { systems: [], declared: [{ service: 'macie', state: 'in-use' as const }] };
    expect((await rowsOf(facts, options)).map(one => [one.service, one.region, one.state, one.flags])).toEqual([
      ['stepfunctions', '*', 'unverified-paid', []],
      ['macie', '*', 'unverified-free', ['guard']],
    ]);
  });

  it('keeps unattributed lines apart, the dearest first', async () => {
    const lines = [line('AWS Novelty', 'a', { '2026-10': 1 }), line('AWS Novelty', 'b', { '2026-10': 2 }), wcu(4)];
    const { ledger } = await made({ lines });
    expect(ledger.unattributed.map(({ usageType, usd }) => [usageType, usd])).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
    expect(ledger.bill).toMatchObject({ usage: 7, attributed: 4, unattributed: 3 });
  });
});

describe('flags', () => {
  const flagsOf = async (facts: Facts, options: Options = {}) => (await whole(facts, options)).flags;

  it('too-young: what is younger than the window is not idle', async () => {
    const facts = { things: [thing('t', 0, 'eu-north-1', '2026-11-10T00:00:00Z')], lines: [wcu(38.4)] };
    expect(await whole(facts, declared)).toMatchObject({
      state: 'unverified-paid',
      answer: 'cannot-tell',
      flags: ['too-young'],
      sentence:
        'Too young to judge: the newest is from 10 Nov 2026, less than 30 days ago; no requests in 30 days; $38.40 in October.',
    });
  });
  it('residual: paid for last month, and nothing is left', async () => {
    expect(await whole({ lines: [wcu(38.4)] })).toMatchObject({
      state: 'orphan-spend',
      flags: ['residual'],
      sentence: 'No: nothing of it is left, what was billed ends by itself; $38.40 in October.',
    });
  });
  it('credit-masked: credits pay for now', async () => {
    const records = [record('Amazon DynamoDB', 'Credit', { '2026-10': -38.4 })];
    const masked = await whole({ things: [thing('t', 9)], lines: [wcu(38.4)], records }, declared);
    expect(masked).toMatchObject({ state: 'active', flags: ['credit-masked'], paid: { usd: 38.4, credits: -38.4 } });
    expect(masked.sentence).toBe('Yes: a thing had requests; $38.40 in October, which credits pay for now.');
  });
  it('commitment-covered', async () => {
    const records = [record('Amazon DynamoDB', 'DiscountedUsage', { '2026-10': 0 })];
    const lines = [line('Amazon DynamoDB', 'WriteCapacityUnit-Hrs', { '2026-10': [0, 9] })];
    expect(await flagsOf({ things: [thing('t', 9)], lines, records })).toEqual(['commitment-covered']);
  });
  it('guard: what is there does its work', async () => {
    const guard = {
      systems: [serviceOf({ id: 'guardduty', guard: true })],
      declared: [{ service: 'guardduty', state: 'in-use' as const }],
    };
    expect(await whole({ things: [thing('t')] }, guard)).toMatchObject({
      state: 'active-free',
      answer: 'in-use',
      flags: ['guard'],
    });
    expect(await whole({}, guard)).toMatchObject({ state: 'dormant', answer: 'never-seen' });
  });
  it('carrier: it carries costs of others', async () => {
    expect(
      await flagsOf({ lines: [line('AWS Data Transfer', 'DataTransfer-Out', { '2026-10': 2 })] }, { systems: [] }),
    ).toEqual(['carrier']);
  });
  it('retiring, and told when the day is past', async () => {
    const retiring = (until: string) => ({ declared: [{ service: 'dynamodb', state: 'retiring' as const, until }] });
    const facts = { things: [thing('t', 9)], lines: [wcu(38.4)] };
    expect(await whole(facts, retiring('2026-12-31'))).toMatchObject({
      flags: ['retiring'],
      sentence: 'Is to be gone by 31 Dec 2026, in 39 days. Yes: a thing had requests; $38.40 in October.',
    });
    const late = await made(facts, retiring('2026-09-02'));
    expect(late.ledger.rows[0]?.sentence).toMatch(/^Was to be gone by 2 Sep 2026, 81 days ago\. Yes/);
    expect(late.hints).toEqual(['rules.yaml says that dynamodb was to be gone by 2 Sep 2026, 81 days ago.']);
  });
});

describe('what is declared', () => {
  it('what is there is told, even if nobody speaks of it and it costs nothing', async () => {
    expect(await whole({ things: [thing('t')] })).toMatchObject({ state: 'dormant', answer: 'idle' });
  });
  it('comes from stacks, Amplify apps and tags, each in its region', async () => {
    const tagged = { ...freeing({ id: 't', region: 'us-east-1' }), category: 'security' as const };
    tagged.resource.tags = { Team: 'shop', colour: 'red' };
    const [all, north, virginia] = await rowsOf(
      { things: [thing('a'), thing('b', 0, 'us-east-1')], stacks: [stack(), stack('us-east-1', 'AWS::KMS::Key')] },
      { findings: [tagged] },
    );
    expect(all?.declared.by).toEqual(['stack shop', 'tag Team=shop']);
    expect(north?.declared.by).toEqual(['stack shop']);
    expect(virginia?.declared.by).toEqual(['tag Team=shop']);
    const apps = worldOf({ things: [thing('a')] });
    apps.collections['amplify.apps'] = { rows: [row({ name: 'web' })], gaps: [] };
    expect((await whole(apps, { systems: [serviceOf({ id: 'amplify' })] })).declared.by).toEqual(['Amplify app web']);
  });
  it('retired or replaced that still costs money is the first row, and says so', async () => {
    const options: Options = {
      systems: [serviceOf({ id: 'lambda' }), serviceOf()],
      declared: [{ service: 'dynamodb', state: 'retired', until: '2026-09-02', 'replaced-by': 'Aurora DSQL' }],
    };
    const lines = [wcu(1), line('AWS Lambda', 'Request', { '2026-10': [500, 1] })];
    const rows = await rowsOf({ things: [thing('t')], lines }, options);
    expect(rows[0]).toMatchObject({
      service: 'dynamodb',
      state: 'orphan-spend',
      sentence:
        'Declared retired on 2 Sep 2026, replaced by Aurora DSQL and still costs money. No requests in 30 days; $1.00 in October.',
    });
    const replaced = {
      ...options,
      declared: [{ service: 'dynamodb', state: 'in-use' as const, 'replaced-by': 'dsql' }],
    };
    expect((await rowsOf({ things: [thing('t', 9)], lines }, replaced))[0]?.sentence).toBe(
      'Declared replaced by dsql and still costs money. Yes: a thing had requests; $1.00 in October.',
    );
  });
  it('may have a budget', async () => {
    const facts = { things: [thing('t', 9)], lines: [wcu(38.4)] };
    const budget = (usd: number) => ({ declared: [{ ...inUse, budget: usd }] });
    expect((await whole(facts, budget(20))).sentence).toContain('; more than its budget of $20.00.');
    expect((await whole(facts, budget(40))).sentence).not.toContain('budget');
  });
  it('is told as a gap where stacks could not be read', async () => {
    const hidden = worldOf({});
    hidden.collections['cloudformation.stacks'] = { rows: [], gaps: [gap('cloudformation:ListStacks')] };
    expect((await made(hidden)).gaps).toMatchObject([{ api: 'cloudformation:ListStacks' }]);
  });
});

describe('hints of use', () => {
  const blind = serviceOf({ weak: 'unknown', listed: false });
  it('an access by a user is weak evidence, and an answer to who opened it', async () => {
    const access = [accessed('ada', 'dynamodb', '2026-11-10T08:00:00Z')];
    expect(await whole({ access }, { systems: [blind] })).toMatchObject({
      state: 'unverified-free',
      answer: 'cannot-tell',
      observed: { grade: 'weak', last: '2026-11-10' },
      sentence: 'Cannot tell for certain: user ada tried it 12 days ago; costs nothing.',
    });
  });
  it('is real use where an access shows as much', async () => {
    const access = [accessed('ada', 'dynamodb', '2026-11-10T08:00:00Z')];
    const data = serviceOf({ dataPlane: true });
    const facts = { things: [thing('t')], access };
    const [all, here, ...more] = await rowsOf(facts, { systems: [data] });
    expect([all?.answer, here?.answer, here?.region, more]).toEqual(['in-use', 'in-use', 'eu-north-1', []]);
    const hidden = {
      ...facts,
      access: { gaps: [gap('iam:GenerateServiceLastAccessedDetails', { region: 'global' })] },
    };
    expect(await whole(hidden, { systems: [data] })).toMatchObject({ answer: 'cannot-tell' });
  });
  it('leaves out the audit itself, and what is long ago', async () => {
    const own = accessed('x', 'dynamodb', '2026-11-10T08:00:00Z');
    own.item['Arn'] = 'arn:aws:iam::111122223333:role/path/auditor';
    const access = [own, accessed('eve', 'dynamodb', '2026-01-10T08:00:00Z')];
    expect((await whole({ access }, { systems: [blind] })).observed).toMatchObject({ grade: 'unknown', last: null });
  });
  it('requests on the bill show use where nothing else counts them', async () => {
    const lines = [line('Amazon DynamoDB', 'ReadRequestUnits', { '2026-10': [0.5, 41_202] })];
    expect(await whole({ lines }, { systems: [blind] })).toMatchObject({
      state: 'shadow-paid',
      observed: { grade: 'medium', message: 'the bill of 2026-10 counts 41,202 of ReadRequestUnits' },
    });
    const few = [line('Amazon DynamoDB', 'ReadRequestUnits', { '2026-10': [0.5, 42] })];
    expect((await whole({ lines: few }, { systems: [blind] })).answer).toBe('cannot-tell');
  });
  it('a fault in a room is no disuse', async () => {
    const broken = {
      ...serviceOf(),
      use: () => {
        throw new TypeError('x is undefined');
      },
    } as System;
    expect(await whole({ things: [thing('t')] }, { systems: [broken] })).toMatchObject({
      answer: 'cannot-tell',
      observed: { gap: { reason: 'internal-error' } },
    });
  });
});

describe('properties', () => {
  const aThing = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    total: fc.constantFrom(0, 0, 7),
    region: fc.constantFrom('eu-north-1', 'us-east-1'),
    created: fc.constantFrom('2025-01-01T00:00:00Z', '2026-11-10T00:00:00Z'),
  });
  const facts = fc.record({
    things: fc.array(aThing, { maxLength: 4 }),
    usd: fc.constantFrom(0, 0.005, 12),
    requests: fc.constantFrom(0, 5000),
    stacked: fc.boolean(),
    accessed: fc.constantFrom(null, '2026-11-20T00:00:00Z', '2026-01-01T00:00:00Z'),
    spec: fc.record({
      dataPlane: fc.boolean(),
      guard: fc.boolean(),
      listed: fc.boolean(),
      weak: fc.constantFrom(undefined, 'weak' as const, 'unknown' as const),
      scope: fc.constantFrom('regional' as const, 'global' as const),
    }),
  });
  type Made = typeof facts extends fc.Arbitrary<infer Value> ? Value : never;
  const build = (one: Made): World => {
    const region = (given: string) => (one.spec.scope === 'global' ? 'eu-north-1' : given);
    return worldOf({
      things: one.things.map(({ name, total, region: where, created }) => thing(name, total, region(where), created)),
      lines: [wcu(one.usd), line('Amazon DynamoDB', 'ReadRequestUnits', { '2026-10': [0, one.requests] })],
      stacks: one.stacked ? [stack()] : [],
      access: one.accessed === null ? [] : [accessed('ada', 'dynamodb', one.accessed)],
    });
  };
  const specOf = ({ weak, ...spec }: Made['spec']): Spec => ({ ...spec, ...(weak ? { weak } : {}) });
  const key = ({ service, region }: LedgerRow) => `${service} ${region}`;
  const idle = ['paid-idle', 'dormant', 'orphan-spend'];

  /** Every way to hide something of a world. */
  function* hidings(of: World): Iterable<{ what: string; world: World }> {
    for (const [id, { rows, gaps }] of Object.entries(of.collections)) {
      const put = (facts: CollectionFacts | undefined): World => {
        const { [id]: _old, ...rest } = of.collections;
        return { ...of, collections: facts ? { ...rest, [id]: facts } : rest };
      };
      yield { what: `all of ${id}`, world: put(undefined) };
      for (const region of ['eu-north-1', 'us-east-1', 'global']) {
        yield {
          what: `${id} in ${region}`,
          world: put({ rows: rows.filter(one => one.region !== region), gaps: [...gaps, gap('x:List', { region })] }),
        };
      }
      for (const [index, one] of rows.entries()) {
        const others = rows.filter((_row, at) => at !== index);
        yield {
          what: `row ${index} of ${id}`,
          world: put({ rows: others, gaps: [...gaps, gap('x:List', { region: one.region })] }),
        };
        for (const name of Object.keys(one.details)) {
          const unseen = { ...one, details: { ...one.details, [name]: { ok: false as const, gap: gap('x:Get') } } };
          yield { what: `${name} of row ${index} of ${id}`, world: put({ rows: [...others, unseen], gaps }) };
        }
      }
    }
  }

  it('hiding a metric or a listing never turns a row idle', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async one => {
        const systems = [serviceOf(specOf(one.spec))];
        const before = new Map((await rowsOf(build(one), { systems })).map(found => [key(found), found]));
        for (const { what, world: less } of hidings(build(one))) {
          for (const is of await rowsOf(less, { systems })) {
            const was = before.get(key(is));
            if (!idle.includes(is.state) && is.answer !== 'idle') continue;
            expect(`${key(is)} ${is.answer} without ${what}`).toBe(`${key(is)} ${was?.answer} without ${what}`);
          }
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('what is young is never idle', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async one => {
        const young = {
          ...one,
          things: one.things.map(other => ({ ...other, created: '2026-11-10T00:00:00Z' as const })),
        };
        for (const found of await rowsOf(build(young), { systems: [serviceOf(specOf(one.spec))] })) {
          if ((found.observed.inventory?.count ?? 0) === 0) continue;
          expect(found.answer).not.toBe('idle');
          expect(idle).not.toContain(found.state);
        }
      }),
    );
  });

  it('the order of facts, findings and services changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async one => {
        const systems = [serviceOf(specOf(one.spec)), serviceOf({ id: 'lambda' })];
        const built = build(one);
        const turned = {
          ...built,
          collections: Object.fromEntries(
            Object.entries(built.collections).map(([id, { rows, gaps }]) => [id, { rows: rows.toReversed(), gaps }]),
          ),
        };
        const findings = [freeing({ id: 'a' }), freeing({ id: 'b' })];
        const { ledger } = await made(built, { systems, findings });
        const other = await made(turned, { systems: systems.toReversed(), findings: findings.toReversed() });
        const plain = (value: unknown) =>
          JSON.parse(JSON.stringify(value)) as { rows: { observed: { inventory?: { names: string[] } } }[] };
        const sorted = (value: unknown) => {
          const copy = plain(value);
          // The names of things are in the order of the room's listing.
          for (const found of copy.rows) found.observed.inventory?.names.sort();
          return copy;
        };
        expect(sorted(other.ledger)).toEqual(sorted(ledger));
      }),
    );
  });
});
