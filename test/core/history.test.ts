import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkAccount,
  emptyHistory,
  type History,
  mostPoints,
  readHistory,
  renderHistory,
} from '../../src/core/history.js';
import { seedFrom } from '../../src/core/history-seeds.js';
import { InputError } from '../../src/core/input.js';
import { withRun } from '../../src/core/trend.js';
import { type Finding, findingKey, type Report, type VerdictName } from '../../src/core/types.js';
import { hostileNames } from '../report/hostile.js';
import { sample, withNames } from '../report/sample.js';

const account = sample.account.id;
const day = 86_400_000;
const timeOf = (at: number) => new Date(Date.parse('2026-06-01T09:00:00.000Z') + at * day).toISOString();
const rule = sample.rules[0]!;
const keys = ['a', 'b', 'c', 'd'];

/** What a run says of each thing: a verdict, an accepted failure, or nothing. */
type Said = VerdictName | 'EXCEPTED' | 'absent';

const findingOf = (id: string, said: VerdictName | 'EXCEPTED', region = 'eu-north-1'): Finding => ({
  rule: rule.id,
  verdict: said === 'EXCEPTED' ? 'FAIL' : said,
  severity: 'high',
  category: 'security',
  service: 'iam',
  resource: { id, region, type: 'AWS::IAM::User' },
  message: '',
  evidence: [],
  ...(said === 'EXCEPTED' && { exception: { reason: 'r', owner: 'o', expires: '2027-01-01' } }),
});

function run(at: number, said: readonly Said[], more: Partial<Report> = {}): Report {
  const findings = said.flatMap((one, index) => (one === 'absent' ? [] : [findingOf(keys[index] ?? '', one)]));
  return { ...sample, started: timeOf(at), rules: [rule], findings, ...more };
}

const taken = (runs: readonly Report[]): History =>
  runs.reduce((history, report) => withRun(history, report).history, emptyHistory(account));
const trendAfter = (runs: readonly Report[]) => {
  const last = runs.at(-1);
  if (!last) throw new Error('no run');
  return withRun(taken(runs.slice(0, -1)), last).trend;
};
const ageKey = (id: string) => findingKey({ rule: rule.id, resource: { id, region: 'eu-north-1' } });
const firstSeen = (history: History) =>
  history.findings.filter(({ state }) => state === 'open').map(({ resource, firstSeen: seen }) => [resource, seen]);

describe('the age of a finding', () => {
  it.each<[string, Said[], number | undefined]>([
    ['counts from the first run that saw it open', ['PASS', 'FAIL', 'FAIL'], 1],
    ['begins again after it was fixed', ['FAIL', 'PASS', 'FAIL'], 2],
    ['begins again after its resource was gone', ['FAIL', 'absent', 'FAIL'], 2],
    ['does not begin again after it could not be seen', ['FAIL', 'NOT_AVAILABLE', 'FAIL'], 0],
    ['does not begin again after an error of ours', ['FAIL', 'ERROR', 'FAIL'], 0],
    ['goes on while an exception accepts it', ['FAIL', 'EXCEPTED', 'FAIL'], 0],
    ['is that of this run for what was accepted from the start', ['EXCEPTED', 'EXCEPTED', 'FAIL'], 2],
    ['is not told of what is fixed', ['FAIL', 'FAIL', 'PASS'], undefined],
    ['is not told of what is accepted', ['FAIL', 'FAIL', 'EXCEPTED'], undefined],
  ])('%s', (_name, said, seen) => {
    const trend = trendAfter(said.map((one, at) => run(at, [one])));
    expect(trend.firstSeen[ageKey('a')]).toBe(seen === undefined ? undefined : timeOf(seen));
  });

  const cases: [string, Partial<Report>][] = [
    ['its rule was not chosen', { rules: [], findings: [] }],
    ['its region was not audited', { regions: [{ name: 'us-east-1', state: 'audited' }], findings: [] }],
    ['its region was out of reach', { regions: [{ name: 'eu-north-1', state: 'unreachable' }], findings: [] }],
    ['its list was refused', { findings: [findingOf('*', 'NOT_AVAILABLE')] }],
    ['the list of all regions was refused', { findings: [findingOf('*', 'NOT_AVAILABLE', 'global')] }],
    ['the check tripped before it knew what it judged', { findings: [findingOf('?', 'ERROR')] }],
  ];
  it('survives a run in which one region gave no answer to a listing of something global', () => {
    const elsewhere = findingOf('us-east-1', 'NOT_AVAILABLE', 'us-east-1');
    const runs = [run(0, [], { findings: [findingOf('a', 'FAIL', 'global')] }), run(1, [], { findings: [elsewhere] })];
    expect(trendAfter(runs).step?.closed.map(({ how }) => how)).toEqual(['unseen']);
  });
  it.each(cases)('survives a run in which %s', (_name, blind) => {
    const runs = [run(0, ['FAIL']), run(1, [], blind), run(2, ['FAIL'])];
    expect(trendAfter(runs.slice(0, 2)).step?.closed.map(({ how }) => how)).toEqual(['unseen']);
    expect(trendAfter(runs).firstSeen[ageKey('a')]).toBe(timeOf(0));
    expect(trendAfter(runs).step?.again).toHaveLength(1);
  });

  it('is forgotten after 90 days out of sight', () => {
    const blind = (at: number) => run(at, ['NOT_AVAILABLE']);
    const seen = (last: number) => trendAfter([run(0, ['FAIL']), blind(1), blind(last), run(last + 1, ['FAIL'])]);
    expect(seen(91).firstSeen[ageKey('a')]).toBe(timeOf(0));
    expect(seen(92).firstSeen[ageKey('a')]).toBe(timeOf(93));
  });

  const verdict = fc.constantFrom<Said>('FAIL', 'PASS', 'NOT_AVAILABLE', 'ERROR', 'EXCEPTED', 'absent', 'FAIL');
  const runsOf = (said: fc.Arbitrary<Said>) =>
    fc
      .array(fc.tuple(said, said, said, said), { minLength: 1, maxLength: 12 })
      .map(all => all.map((one, at) => run(at, one)));

  it('never gets younger while it is open', () => {
    fc.assert(
      fc.property(runsOf(verdict), runs => {
        let before: Record<string, string> = {};
        let history = emptyHistory(account);
        for (const report of runs) {
          const { history: after, trend } = withRun(history, report);
          for (const [key, seen] of Object.entries(trend.firstSeen)) {
            expect(seen <= report.started).toBe(true);
            if (before[key] !== undefined) expect(seen).toBe(before[key]);
          }
          history = after;
          before = trend.firstSeen;
        }
      }),
    );
  });

  it('is the same in whatever order the runs come, where all was seen', () => {
    const sighted = fc.constantFrom<Said>('FAIL', 'FAIL', 'PASS', 'absent');
    const shuffled = runsOf(sighted).chain(runs =>
      fc.tuple(fc.constant(runs), fc.shuffledSubarray(runs, { minLength: runs.length })),
    );
    fc.assert(
      fc.property(shuffled, ([runs, mixed]) => {
        const [inOrder, late] = [taken(runs), taken(mixed)];
        expect(late.points).toEqual(inOrder.points);
        expect(firstSeen(late)).toEqual(firstSeen(inOrder));
      }),
    );
  });

  it('holds the same points and open findings in whatever order the runs come', () => {
    const shuffled = runsOf(verdict).chain(runs =>
      fc.tuple(fc.constant(runs), fc.shuffledSubarray(runs, { minLength: runs.length })),
    );
    fc.assert(
      fc.property(shuffled, ([runs, mixed]) => {
        const [inOrder, late] = [taken(runs), taken(mixed)];
        expect(late.points).toEqual(inOrder.points);
        expect(firstSeen(late).map(([resource]) => resource)).toEqual(firstSeen(inOrder).map(([resource]) => resource));
      }),
    );
  });

  it('is not changed by the same run once more', () => {
    fc.assert(
      fc.property(runsOf(verdict), fc.nat(), (runs, pick) => {
        const history = taken(runs);
        const again = runs[pick % runs.length];
        if (!again) return;
        const once = withRun(history, again);
        const twice = withRun(once.history, again);
        expect(renderHistory(twice.history)).toBe(renderHistory(once.history));
        expect(twice.trend).toEqual(once.trend);
        if (again === runs.at(-1)) expect(renderHistory(once.history)).toBe(renderHistory(history));
      }),
    );
  });
});

describe('a trend', () => {
  it('ends with its own run, also where the history goes on', () => {
    const history = taken([run(0, ['FAIL']), run(1, ['FAIL']), run(5, ['PASS'])]);
    const { trend } = withRun(history, run(3, ['FAIL']));
    expect(trend.points.map(({ started }) => started)).toEqual([0, 1, 3].map(timeOf));
    expect(trend.step).toBeUndefined();
  });

  it('begins with its own run', () => {
    const { history, trend } = withRun(emptyHistory(account), run(0, ['FAIL', 'EXCEPTED']));
    expect(trend).toEqual({
      points: history.points,
      firstSeen: { [ageKey('a')]: timeOf(0) },
    });
    expect(trend.points[0]).toMatchObject({ open: { high: 1, critical: 0 }, excepted: 1, waste: null, rules: 1 });
  });

  it('tells what opened, and from which rules that were not judged before', () => {
    const other = { ...findingOf('b', 'FAIL'), rule: 'other-rule' };
    const next = run(1, [], {
      rules: [rule, { ...rule, id: 'other-rule' }],
      findings: [findingOf('a', 'FAIL'), other],
    });
    const { step } = trendAfter([run(0, ['PASS']), next]);
    expect(step?.opened.map(({ resource, newRule }) => [resource, newRule])).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });

  it.each<[Said, string[]]>([
    ['PASS', ['fixed']],
    ['NOT_APPLICABLE', ['fixed']],
    ['absent', ['gone']],
    ['EXCEPTED', ['excepted']],
    ['NOT_AVAILABLE', ['unseen']],
    ['FAIL', []],
  ])('calls an open finding that is now %s %j', (said, how) => {
    const { step } = trendAfter([run(0, ['FAIL']), run(1, [said])]);
    expect(step?.closed.map(one => one.how)).toEqual(how);
    expect(trendAfter([run(0, ['FAIL']), run(1, [said]), run(2, [said])]).step?.closed).toEqual([]);
  });

  it('tells the parts of one resource apart, which share its ARN', () => {
    const arn = 'arn:aws:iam::123456789012:user/anna';
    const part = (id: string, verdict: VerdictName): Finding => {
      const one = findingOf(id, verdict);
      return { ...one, resource: { ...one.resource, arn } };
    };
    const both = (said: VerdictName) => ({ findings: [part('anna/1', 'FAIL'), part('anna/2', said)] });
    const { firstSeen: ages, step } = trendAfter([run(0, [], both('PASS')), run(1, [], both('FAIL'))]);
    expect(Object.values(ages)).toEqual([timeOf(0), timeOf(1)]);
    expect(step?.opened.map(({ resource }) => resource)).toEqual(['anna/2']);
  });

  it('of a run that is judged again holds what it says now', () => {
    const [before, wrong] = [run(0, ['FAIL', 'PASS']), run(1, ['PASS', 'FAIL'])];
    const again = run(1, ['FAIL', 'PASS']);
    const { trend, history } = withRun(taken([before, wrong]), again);
    expect(trend.step).toEqual({ since: timeOf(0), opened: [], again: [], closed: [] });
    expect(trend).toEqual(trendAfter([before, again]));
    expect(renderHistory(history)).toBe(renderHistory(taken([before, again])));
  });

  it('keeps the newest runs', () => {
    const points = taken(Array.from({ length: mostPoints + 5 }, (_, at) => run(at, ['FAIL']))).points;
    expect(points).toHaveLength(mostPoints);
    expect(points[0]?.started).toBe(timeOf(5));
    const full = { ...emptyHistory(account), points };
    expect(withRun(full, run(1, ['FAIL'])).history).toBe(full);
  });

  it('keeps apart what a bill says and what none says', () => {
    const ledger = { savings: { usd: 12.3456, unknown: 0 } } as unknown as NonNullable<Report['ledger']>;
    const billed = { ...ledger, bill: {} as NonNullable<Report['ledger']>['bill'] };
    expect(trendAfter([run(0, [], { ledger: { ...ledger, bill: null } })]).points[0]?.waste).toBeNull();
    expect(trendAfter([run(0, [], { ledger: billed })]).points[0]?.waste).toBe(12.35);
  });
});

describe('history.json', () => {
  const place = { file: 'runs/history.json' };
  const hostile = withRun(withRun(emptyHistory(account), withNames(hostileNames)).history, sample).history;

  it('is read as it was written, whatever the names', () => {
    for (const history of [emptyHistory(account), hostile]) {
      expect(readHistory(renderHistory(history), place)).toEqual(history);
    }
  });

  it('holds nothing that a terminal would obey', () => expect(renderHistory(hostile)).not.toMatch(/[^\n\x20-\x7e]/));

  it.each([
    ['', 'runs/history.json: is no JSON, so it is damaged; move the file away to begin a new history'],
    ['{\n  "version": 1,\n  oops', 'is no JSON'],
    ['null', 'is not a history of stocktake'],
    ['[]', 'is not a history of stocktake'],
    ['{"version":2}', 'is of version 2, and this stocktake reads version 1; use a newer stocktake'],
    ['{"version":1,"account":"1","points":[{}],"rules":[],"findings":[]}', 'runs/history.json: points.0.started:'],
    ['{"version":1,"account":"1","points":[],"rules":[],"findings":[{"rule":1}]}', 'findings.0.rule:'],
  ])('%j gives one sentence', (text, sentence) => {
    expect(() => readHistory(text, place)).toThrow(InputError);
    expect(() => readHistory(text, place)).toThrow(sentence);
  });

  it('of another account is refused', () => {
    expect(() => checkAccount(hostile, '999999999999', place)).toThrow(
      `runs/history.json: is the history of account ${account}, and this is account 999999999999`,
    );
    checkAccount(hostile, account, place);
  });

  it('gives a history or one sentence, whatever is changed in it', () => {
    const text = renderHistory(taken([run(0, ['FAIL', 'PASS']), run(1, ['FAIL', 'FAIL'])]));
    const mutation = fc.record({
      at: fc.nat(text.length),
      cut: fc.nat(40),
      put: fc.oneof(fc.string(), fc.constantFrom('null', '-1', '"x"', '[]', '{}')),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), mutations => {
        const broken = mutations.reduce((all, { at, cut, put }) => all.slice(0, at) + put + all.slice(at + cut), text);
        let read: History;
        try {
          read = readHistory(broken, place);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          return;
        }
        const after = withRun({ ...read, account }, run(9, ['FAIL', 'NOT_AVAILABLE'])).history;
        expect(readHistory(renderHistory(after), place)).toEqual(after);
      }),
      { numRuns: 500 },
    );
  });

  it('gives a history or one sentence, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        try {
          readHistory(JSON.stringify(value), place);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});

describe('earlier reports', () => {
  const files = (texts: readonly string[]) =>
    (async function* () {
      for (const [at, text] of texts.entries()) yield { text, file: `${at}/report.json` };
    })();

  it('begin a history for each account, in whatever order', async () => {
    const runs = [run(3, ['FAIL']), run(1, ['FAIL']), run(2, ['FAIL', 'FAIL'])];
    const other = run(1, ['FAIL'], { account: { ...sample.account, id: '999999999999' } });
    const seeds = await seedFrom(files([...runs, other].map(one => JSON.stringify(one))), () => undefined);
    expect([...seeds.keys()]).toEqual([account, '999999999999']);
    expect(seeds.get(account)?.points.map(({ started }) => started)).toEqual([1, 2, 3].map(timeOf));
    expect(firstSeen(seeds.get(account) ?? emptyHistory(account))).toEqual([['a', timeOf(1)]]);
  });

  it('are named where they are none, and those of older versions are read', async () => {
    const told: string[] = [];
    const { findings, ...rest } = run(0, ['FAIL']);
    const old = { ...rest, findings, summary: { PASS: 1 }, scores: { ...rest.scores, services: {} } };
    const texts = ['{', 'null', '{"version":2}', JSON.stringify({ ...old, findings: [{}] }), JSON.stringify(old)];
    const seeds = await seedFrom(files(texts), sentence => told.push(sentence));
    expect(told).toHaveLength(4);
    expect(told[0]).toContain('0/report.json is no report');
    expect(seeds.get(account)?.points).toHaveLength(1);
  });
});
