import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderBaseline, standingsOfBaseline } from '../../src/core/baseline.js';
import { diff } from '../../src/core/diff.js';
import { paramsText, type Standings } from '../../src/core/standings.js';
import type { Change, Report, Standing } from '../../src/core/types.js';
import { reportOf, ruleOf, runArb, type Said, standings } from './runs.js';

const bounds = { seed: 20261122, numRuns: 1500 };
const side = fc
  .tuple(runArb, fc.boolean())
  .map(([report, asBaseline]) => (asBaseline ? viaBaseline(report) : standings(report)));
const viaBaseline = (report: Report): Standings =>
  standingsOfBaseline(JSON.parse(renderBaseline(standings(report))), 'b.json', new Map());

const opens = ({ entries }: Standings): Standing[] =>
  entries.filter(({ verdict, excepted }) => verdict === 'FAIL' && !excepted);
const identity = (of: Standing | undefined): string =>
  JSON.stringify([of?.rule, of?.resource.region, of?.resource.arn, of?.resource.id]);
const ruleOfChange = ({ before, after }: Change): string => (after ?? before)?.rule ?? '';

describe('what differs between two runs', () => {
  it('is nothing between a run and itself, also where one of them is its baseline', () => {
    fc.assert(
      fc.property(runArb, report => {
        expect(diff(standings(report), standings(report)).changes).toEqual([]);
        expect(diff(viaBaseline(report), standings(report))).toMatchObject({ changes: [], stale: [] });
        expect(diff(standings(report), viaBaseline(report)).changes).toEqual([]);
      }),
      bounds,
    );
  });

  it('is the reverse when the runs change places: the same findings, the same causes', () => {
    const reversed = { new: 'ended', fixed: 'new', gone: 'new', changed: 'changed' };
    const straight = { new: 'new', fixed: 'ended', gone: 'ended', changed: 'changed' };
    fc.assert(
      fc.property(side, side, (one, other) => {
        const there = diff(one, other).changes.map(change => [
          straight[change.kind],
          change.cause,
          change.differs,
          identity(change.kind === 'new' ? change.after : change.before),
        ]);
        const back = diff(other, one).changes.map(change => [
          reversed[change.kind],
          change.cause,
          change.differs,
          identity(change.kind === 'new' || change.kind === 'changed' ? change.after : change.before),
        ]);
        // "new" there is "ended" on the way back.
        expect(there.map(String).sort()).toEqual(back.map(String).sort());
      }),
      bounds,
    );
  });

  it('leaves out no open finding and tells none twice', () => {
    fc.assert(
      fc.property(side, side, (before, after) => {
        const count = new Map<string, number>();
        const add = (of: Standing | undefined, by: number) =>
          count.set(identity(of), (count.get(identity(of)) ?? 0) + by);
        for (const one of opens(before)) add(one, 1);
        for (const { kind, before: was, after: is } of diff(before, after).changes) {
          if (kind === 'new') add(is, 1);
          if (kind === 'fixed' || kind === 'gone') add(was, -1);
        }
        for (const one of opens(after)) add(one, -1);
        expect([...count].filter(([, left]) => left !== 0)).toEqual([]);
      }),
      bounds,
    );
  });

  it('never calls it the account where a rule was added, dropped or changed, or another version judged', () => {
    let seen = 0;
    fc.assert(
      fc.property(side, side, (before, after) => {
        for (const change of diff(before, after).changes) {
          const [was, is] = [before.rules.get(ruleOfChange(change)), after.rules.get(ruleOfChange(change))];
          const same = was && is && was.severity === is.severity && paramsText(was.params) === paramsText(is.params);
          if (same && before.run.toolVersion === after.run.toolVersion) continue;
          seen += 1;
          expect(change.cause).not.toBe('account');
        }
      }),
      bounds,
    );
    expect(seen).toBeGreaterThan(1000);
  });

  it('tells in the sentence of each change something, and names what differs only with cause rules', () => {
    fc.assert(
      fc.property(side, side, (before, after) => {
        for (const { message, cause, differs } of diff(before, after).changes) {
          expect(message).toMatch(/^[A-Z].*[.]$/);
          expect(differs !== undefined).toBe(cause === 'rules');
        }
      }),
      bounds,
    );
  });
});

const rule = ruleOf('r-one');
const bucket = (verdict: Said['verdict'], more: Partial<Said> = {}): Said => ({
  rule: 'r-one',
  id: 'b',
  verdict,
  ...more,
});
type Change3 = [kind: string, cause: string, words: RegExp];

const cases: [name: string, before: Report, after: Report, wanted: Change3[]][] = [
  [
    'a failure appears on a thing that was fine',
    reportOf([rule], [bucket('PASS')]),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'account', /did not fail before/]],
  ],
  [
    'a failure appears with its resource',
    reportOf([rule], []),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'account', /was not there before/]],
  ],
  [
    'a failure is mended',
    reportOf([rule], [bucket('FAIL')]),
    reportOf([rule], [bucket('PASS')]),
    [['fixed', 'account', /mended/]],
  ],
  [
    'a failure no longer applies',
    reportOf([rule], [bucket('FAIL')]),
    reportOf([rule], [bucket('NOT_APPLICABLE')]),
    [['fixed', 'account', /mended/]],
  ],
  [
    'a resource is deleted',
    reportOf([rule], [bucket('FAIL')]),
    reportOf([rule], []),
    [['gone', 'account', /there no more/]],
  ],
  [
    'a resource stays, but the rule says nothing of it any more',
    reportOf([rule, ruleOf('r-two')], [bucket('FAIL')]),
    reportOf([rule, ruleOf('r-two')], [bucket('PASS', { rule: 'r-two' })]),
    [['fixed', 'account', /mended/]],
  ],
  [
    'a failure says something else',
    reportOf([rule], [bucket('FAIL', { message: 'open to A' })]),
    reportOf([rule], [bucket('FAIL', { message: 'open to B' })]),
    [['changed', 'account', /said before: open to A/]],
  ],
  [
    'a failure is a day older',
    reportOf([rule], [bucket('FAIL', { message: '97 days old (2026-08-16), 1,203 requests' })]),
    reportOf([rule], [bucket('FAIL', { message: '98 days old (2026-08-17), 900 requests' })]),
    [],
  ],
  [
    'another account may come in',
    reportOf([rule], [bucket('FAIL', { message: 'open to 111122223333' })]),
    reportOf([rule], [bucket('FAIL', { message: 'open to 444455556666' })]),
    [['changed', 'account', /1111/]],
  ],
  [
    'another port is open',
    reportOf([rule], [bucket('FAIL', { message: 'port 22 is open' })]),
    reportOf([rule], [bucket('FAIL', { message: 'port 3389 is open' })]),
    [['changed', 'account', /22/]],
  ],
  [
    'it could not be seen before',
    reportOf([rule], [bucket('NOT_AVAILABLE')]),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'sight', /could not be seen before/]],
  ],
  [
    'it cannot be seen now',
    reportOf([rule], [bucket('FAIL')]),
    reportOf([rule], [bucket('NOT_AVAILABLE')]),
    [['gone', 'sight', /could not be seen this time/]],
  ],
  [
    'its rule trips now',
    reportOf([rule], [bucket('FAIL')]),
    reportOf([rule], [bucket('ERROR')]),
    [['gone', 'sight', /could not be seen/]],
  ],
  [
    'the whole list could not be seen',
    reportOf([rule], [bucket('NOT_AVAILABLE', { id: '*' })]),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'sight', /could not be seen before/]],
  ],
  [
    'a list of the whole account could not be seen',
    reportOf([rule], [bucket('NOT_AVAILABLE', { id: '*', region: 'global' })]),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'sight', /could not/]],
  ],
  [
    'the facts were not collected in any region',
    reportOf([rule], [bucket('NOT_AVAILABLE', { id: '*', region: '*' })]),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'sight', /could not be seen before/]],
  ],
  [
    'a list of another region could not be seen',
    reportOf([rule], [bucket('NOT_AVAILABLE', { id: '*', region: 'us-east-1' })]),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'account', /not there/]],
  ],
  [
    'one region gave no answer to a listing of something global',
    reportOf([rule], [bucket('FAIL', { region: 'global' })]),
    reportOf([rule], [bucket('NOT_AVAILABLE', { id: 'us-east-1', region: 'us-east-1' })]),
    [['gone', 'sight', /could not be seen/]],
  ],
  [
    'a list of another rule could not be seen',
    reportOf([rule, ruleOf('r-two')], [bucket('NOT_AVAILABLE', { rule: 'r-two', id: '*' })]),
    reportOf([rule, ruleOf('r-two')], [bucket('FAIL')]),
    [['new', 'account', /not there/]],
  ],
  [
    'what was not seen had no ARN',
    reportOf([rule], [bucket('NOT_AVAILABLE')]),
    reportOf([rule], [bucket('FAIL', { arn: 'arn:aws:s3:::b' })]),
    [['new', 'sight', /could not be seen/]],
  ],
  [
    'a part of what was not seen fails',
    reportOf([rule], [bucket('NOT_AVAILABLE')]),
    reportOf([rule], [bucket('FAIL', { id: 'b/key' })]),
    [['new', 'sight', /could not be seen/]],
  ],
  [
    'a region was not asked for',
    reportOf([rule], [], { regions: [] }),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'sight', /eu-north-1 was not audited before/]],
  ],
  [
    'a region cannot be reached',
    reportOf([rule], [bucket('FAIL')]),
    reportOf([rule], [], { regions: [{ name: 'eu-north-1', state: 'unreachable' }] }),
    [['gone', 'sight', /not audited this time/]],
  ],
  [
    'a region was not enabled then',
    reportOf([rule], [], { regions: [{ name: 'eu-north-1', state: 'not-enabled' }] }),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'sight', /Region eu-north-1 was not audited before/]],
  ],
  [
    'a region was turned off, and what is in it is still paid for',
    reportOf([rule], [bucket('FAIL')]),
    reportOf([rule], [], { regions: [{ name: 'eu-north-1', state: 'not-enabled' }] }),
    [['gone', 'sight', /Region eu-north-1 was not audited this time/]],
  ],
  [
    'what holds it could not be listed',
    reportOf([rule], [bucket('FAIL')]),
    reportOf([rule], [{ rule: 'r-one', id: 'its holder', verdict: 'NOT_AVAILABLE', type: 'holders' }]),
    [['gone', 'sight', /could not be seen this time/]],
  ],
  [
    'a rule was not chosen',
    reportOf([], []),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'sight', /not chosen before/]],
  ],
  [
    'a rule is turned off now',
    reportOf([rule], [bucket('FAIL')]),
    reportOf([], [], { hints: ['Turned off in rules.yaml: r-one.'] }),
    [['gone', 'rules', /turned off now/]],
  ],
  [
    'a rule came with a new version',
    reportOf([], [], { tool: { name: 'stocktake', version: '0.9.0' } }),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'rules', /0\.9\.0/]],
  ],
  [
    'a rule is more severe',
    reportOf([ruleOf('r-one', 'low')], [bucket('FAIL')]),
    reportOf([rule], [bucket('FAIL')]),
    [['changed', 'rules', /severity low, now high/]],
  ],
  [
    'a rule is stricter',
    reportOf([ruleOf('r-one', 'high', { params: { days: 90 } })], [bucket('PASS')]),
    reportOf([ruleOf('r-one', 'high', { params: { days: 30 } })], [bucket('FAIL')]),
    [['new', 'rules', /days 90, now 30/]],
  ],
  [
    'parameters are written in another order',
    reportOf([ruleOf('r-one', 'high', { params: { a: 1, b: [2] } })], [bucket('PASS')]),
    reportOf([ruleOf('r-one', 'high', { params: { b: [2], a: 1 } })], [bucket('FAIL')]),
    [['new', 'account', /did not fail/]],
  ],
  [
    'an exception begins',
    reportOf([rule], [bucket('FAIL')]),
    reportOf([rule], [bucket('FAIL', { exception: true })]),
    [['fixed', 'rules', /An exception accepts it now/]],
  ],
  [
    'an exception ends',
    reportOf([rule], [bucket('FAIL', { exception: true })]),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'rules', /exception that accepted it has ended/]],
  ],
  [
    'another version judged',
    reportOf([rule], [bucket('PASS')], { tool: { name: 'stocktake', version: '0.9.0' } }),
    reportOf([rule], [bucket('FAIL')]),
    [['new', 'rules', /0\.9\.0 judged before and 1\.0\.0 now/]],
  ],
  [
    'a second part of the same thing fails',
    reportOf([rule], [bucket('FAIL', { id: 'u/1', arn: 'arn:u' })]),
    reportOf([rule], [bucket('FAIL', { id: 'u/1', arn: 'arn:u' }), bucket('FAIL', { id: 'u/2', arn: 'arn:u' })]),
    [['new', 'account', /did not fail/]],
  ],
  [
    'the last failing part is mended',
    reportOf([rule], [bucket('FAIL', { id: 'u/1', arn: 'arn:u' })]),
    reportOf([rule], [bucket('PASS', { id: 'u', arn: 'arn:u' })]),
    [['fixed', 'account', /mended/]],
  ],
  [
    'one of two equal ones is mended',
    reportOf([rule], [bucket('FAIL'), bucket('FAIL')]),
    reportOf([rule], [bucket('FAIL'), bucket('PASS')]),
    [['fixed', 'account', /mended/]],
  ],
];

describe('one difference', () => {
  it.each(cases)('%s', (_name, before, after, wanted) => {
    const { changes } = diff(standings(before), standings(after));
    expect(changes.map(({ kind, cause }) => [kind, cause])).toEqual(wanted.map(([kind, cause]) => [kind, cause]));
    for (const [at, [, , words]] of wanted.entries()) expect(changes[at]?.message).toMatch(words);
  });

  it('with a baseline on one side reads the same, but for what a baseline does not name', () => {
    const [pass, fail] = [reportOf([rule], [bucket('PASS')]), reportOf([rule], [bucket('FAIL')])];
    expect(diff(viaBaseline(pass), standings(fail)).changes).toMatchObject([
      { kind: 'new', cause: 'account', message: 'It is not in the baseline.' },
    ]);
    expect(diff(viaBaseline(fail), standings(reportOf([rule], [])))).toMatchObject({
      changes: [{ kind: 'gone', cause: 'account' }],
      stale: [{ rule: 'r-one', resource: 'b', region: 'eu-north-1' }],
    });
  });

  it('leaves in the baseline what cannot be seen now, and what an exception accepts', () => {
    const fail = viaBaseline(reportOf([rule], [bucket('FAIL')]));
    for (const now of [bucket('NOT_AVAILABLE'), bucket('FAIL', { exception: true }), bucket('FAIL')])
      expect(diff(fail, standings(reportOf([rule], [now]))).stale).toEqual([]);
  });

  it('is refused between two accounts, which are both named', () => {
    const other = reportOf([rule], [], { account: { id: '999999999999', partition: 'aws' } });
    expect(() => diff(standings(other, 'old.json'), standings(reportOf([rule], [])))).toThrow(
      'old.json: is of account 999999999999, but a file is of account 123456789012',
    );
  });
});
