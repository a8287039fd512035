import { describe, expect, it } from 'vitest';
import { diff } from '../../src/core/diff.js';
import { parseFailOn } from '../../src/core/fail-on.js';
import { judgeGate } from '../../src/core/gate.js';
import type { Ledger } from '../../src/core/ledger.js';
import type { GatePolicy } from '../../src/core/rules-file.js';
import type { Gap, Report } from '../../src/core/types.js';
import { exitCodeOf } from '../../src/cli/audit-command.js';
import { renderGate } from '../../src/report/gate.js';
import { reportOf, ruleOf, type Said, scored, standings } from './runs.js';

/** Situations before a release: what a policy says of a run, with which exit code and which words. */

const rules = [ruleOf('r-critical', 'critical'), ruleOf('r-high'), ruleOf('r-low', 'low')];
const fails = (rule: string, id = 'b', more: Partial<Said> = {}): Said => ({ rule, id, verdict: 'FAIL', ...more });
const passes = (rule: string, id = 'b'): Said => ({ rule, id, verdict: 'PASS' });
const run = (...said: Said[]): Report => reportOf(rules, said);
const clean = run();
const ledger = (usd: number, more: Partial<Ledger> = {}): Ledger => ({
  currency: 'USD',
  months: [],
  bill: {
    month: '2026-10',
    source: 'export',
    usage: 900,
    attributed: 900,
    unattributed: 0,
    credits: 0,
    refunds: 0,
    tax: 0,
    support: 0,
    other: 0,
    total: 900,
  },
  unattributed: [],
  rows: [],
  savings: { usd, unknown: 0 },
  calendar: [],
  ...more,
});
const unseenRules = { passed: 0, failed: 0, undecided: 2, notApplicable: 0, excepted: 0 };
const withScores = (overall: ReturnType<typeof scored>, security = overall): Report => ({
  ...clean,
  scores: { overall, categories: { security }, services: {} },
});
const denied = {
  action: 'kms:ListKeys',
  api: 'kms:ListKeys',
  regions: ['eu-north-1'],
  reason: 'denied' as Gap['reason'],
  message: 'denied',
  rules: ['r-high'],
  findings: 1,
  resources: [],
};
const incomplete = (more: Partial<Report> = {}): Report => ({ ...clean, complete: false, ...more });

interface Situation {
  name: string;
  policy: GatePolicy;
  now: Report;
  before?: Report;
  code: 0 | 1;
  words: RegExp[];
}

const situations: Situation[] = [
  // new
  {
    name: 'nothing is new',
    policy: { new: 'high' },
    before: run(fails('r-high')),
    now: run(fails('r-high')),
    code: 0,
    words: [/^Passed/, /No finding of severity high or above is new since 2026-11-22 \(base\)/],
  },
  {
    name: 'something high is new',
    policy: { new: 'high' },
    before: clean,
    now: run(fails('r-high')),
    code: 1,
    words: [
      /^Stopped/,
      /1 finding of severity high or above is new since 2026-11-22/,
      /r-high +b \(eu-north-1\)/,
      /mend b/,
    ],
  },
  {
    name: 'something critical is new, and the limit is high',
    policy: { new: 'high' },
    before: clean,
    now: run(fails('r-critical')),
    code: 1,
    words: [/critical +r-critical/],
  },
  {
    name: 'something low is new, and the limit is high',
    policy: { new: 'high' },
    before: clean,
    now: run(fails('r-low')),
    code: 0,
    words: [/^Passed/],
  },
  {
    name: 'something low is new, and any counts',
    policy: { new: 'info' },
    before: clean,
    now: run(fails('r-low')),
    code: 1,
    words: [/1 finding of any severity is new/],
  },
  {
    name: 'what was new is mended',
    policy: { new: 'high' },
    before: run(fails('r-high')),
    now: run(passes('r-high')),
    code: 0,
    words: [/^Passed/],
  },
  {
    name: 'something old is still open beside something new',
    policy: { new: 'high' },
    before: run(fails('r-high', 'old')),
    now: run(fails('r-high', 'old'), fails('r-high', 'young')),
    code: 1,
    words: [/1 finding/, /young/],
  },
  {
    name: 'a second of the same kind on the same thing',
    policy: { new: 'high' },
    before: run(fails('r-high')),
    now: run(fails('r-high'), fails('r-high')),
    code: 1,
    words: [/1 finding/],
  },
  {
    name: 'it says something else than before',
    policy: { new: 'high' },
    before: run(fails('r-high', 'b', { message: 'open to A' })),
    now: run(fails('r-high', 'b', { message: 'open to B' })),
    code: 0,
    words: [/^Passed/],
  },
  {
    name: 'nobody could see it before',
    policy: { new: 'high' },
    before: run({ rule: 'r-high', id: 'b', verdict: 'NOT_AVAILABLE' }),
    now: run(fails('r-high')),
    code: 1,
    words: [/1 of them could not be seen then/],
  },
  {
    name: 'its rule was added',
    policy: { new: 'high' },
    before: reportOf([], [], { hints: ['Turned off in rules.yaml: r-high.'] }),
    now: run(fails('r-high')),
    code: 0,
    words: [/^Passed/, /Not counted as new: 1 because rules were added or changed/],
  },
  {
    name: 'its rule became stricter',
    policy: { new: 'high' },
    before: reportOf([ruleOf('r-high', 'high', { params: { days: 90 } })], [passes('r-high')]),
    now: run(fails('r-high')),
    code: 0,
    words: [/Not counted as new: 1/],
  },
  {
    name: 'its rule became more severe',
    policy: { new: 'high' },
    before: reportOf([ruleOf('r-high', 'low')], [fails('r-high')]),
    now: run(fails('r-high')),
    code: 0,
    words: [/^Passed/],
  },
  {
    name: 'its rule became more severe, and what it finds was not there',
    policy: { new: 'high' },
    before: reportOf([ruleOf('r-high', 'low')], []),
    now: run(fails('r-high')),
    code: 1,
    words: [/1 finding of severity high or above is new/, /r-high/],
  },
  {
    name: 'a rule was added, and something else is new',
    policy: { new: 'high' },
    before: reportOf([ruleOf('r-critical', 'critical')], [], { hints: ['Turned off in rules.yaml: r-high.'] }),
    now: run(fails('r-high'), fails('r-critical')),
    code: 1,
    words: [/1 finding of severity/, /r-critical/, /Not counted as new: 1/],
  },
  {
    name: 'its exception was taken out',
    policy: { new: 'high' },
    before: run(fails('r-high', 'b', { exception: true })),
    now: run(fails('r-high')),
    code: 0,
    words: [/Not counted as new: 1 because exceptions ended/],
  },
  {
    name: 'it is new and accepted',
    policy: { new: 'high' },
    before: clean,
    now: run(fails('r-high', 'b', { exception: true })),
    code: 0,
    words: [/^Passed/],
  },
  {
    name: 'another version of the tool judged before',
    policy: { new: 'high' },
    before: { ...clean, tool: { name: 'stocktake', version: '0.9.0' } },
    now: run(fails('r-high')),
    code: 1,
    words: [/stocktake was 0\.9\.0 then and is 1\.0\.0/],
  },
  {
    name: 'no baseline, and something is open',
    policy: { new: 'high' },
    now: run(fails('r-high')),
    code: 1,
    words: [/without a baseline each counts as new/, /What to do: .*stocktake baseline/],
  },
  {
    name: 'no baseline, and nothing is open',
    policy: { new: 'high' },
    now: run(fails('r-low')),
    code: 0,
    words: [/none is new/],
  },
  {
    name: 'the baseline holds what is there no more',
    policy: { new: 'high' },
    before: run(fails('r-low', 'old')),
    now: clean,
    code: 0,
    words: [/^Passed/],
  },
  {
    name: 'nothing of the named rules could be seen',
    policy: { rules: ['r-h*'] },
    now: run({ ...fails('r-high'), verdict: 'NOT_AVAILABLE' }),
    code: 1,
    words: [/Nothing of r-h\* could be seen/, /Allow what is missing/],
  },
  {
    name: 'something of the severity could not be seen',
    policy: { severity: 'high' },
    now: run({ ...fails('r-high'), verdict: 'NOT_AVAILABLE' }),
    code: 0,
    words: [/No finding of severity high or above is open\. 1 finding could not be seen\./],
  },
  // severity
  {
    name: 'something critical is open',
    policy: { severity: 'critical' },
    before: run(fails('r-critical')),
    now: run(fails('r-critical')),
    code: 1,
    words: [/1 finding of severity critical is open/],
  },
  {
    name: 'only high ones are open, and the limit is critical',
    policy: { severity: 'critical' },
    now: run(fails('r-high')),
    code: 0,
    words: [/No finding of severity critical is open/],
  },
  {
    name: 'the critical one is accepted',
    policy: { severity: 'critical' },
    now: run(fails('r-critical', 'b', { exception: true })),
    code: 0,
    words: [/^Passed/],
  },
  {
    name: 'the critical one could not be seen',
    policy: { severity: 'critical' },
    now: run({ rule: 'r-critical', id: 'b', verdict: 'NOT_AVAILABLE' }),
    code: 0,
    words: [/^Passed/],
  },
  // rules
  {
    name: 'a named rule has a failure',
    policy: { rules: ['r-low'] },
    now: run(fails('r-low')),
    code: 1,
    words: [/1 finding of r-low is open/],
  },
  {
    name: 'a pattern names several',
    policy: { rules: ['r-*'] },
    now: run(fails('r-low'), fails('r-high')),
    code: 1,
    words: [/2 findings of r-\* are open/],
  },
  {
    name: 'a named rule passes',
    policy: { rules: ['r-low'] },
    now: run(fails('r-high')),
    code: 0,
    words: [/No finding of r-low is open/],
  },
  {
    name: 'a named rule was not judged',
    policy: { rules: ['s3-*'] },
    now: clean,
    code: 1,
    words: [/No rule that s3-\* names was judged/],
  },
  // score
  {
    name: 'the score is above its floor',
    policy: { minScore: { overall: 70 } },
    now: withScores(scored(80)),
    code: 0,
    words: [/overall score is 80 of at least 70/],
  },
  {
    name: 'the score is at its floor',
    policy: { minScore: { overall: 80 } },
    now: withScores(scored(80)),
    code: 0,
    words: [/^Passed/],
  },
  {
    name: 'the score is below its floor',
    policy: { minScore: { security: 70 } },
    now: withScores(scored(80), scored(69)),
    code: 1,
    words: [/The security score is 69, and the least is 70/],
  },
  {
    name: 'not scored',
    policy: { minScore: { overall: 10 } },
    now: withScores(scored(null, 0.3)),
    code: 1,
    words: [/score is not given: too little was seen \(30 %\), and the least is 10/],
  },
  {
    name: 'nothing applies',
    policy: { minScore: { overall: 10 } },
    now: withScores(scored(null, null)),
    code: 0,
    words: [/nothing applies/],
  },
  {
    name: 'all that applies is accepted',
    policy: { minScore: { overall: 10 }, minCoverage: { overall: 0.9 } },
    now: withScores({ ...scored(null, null), rules: { ...scored(null, null).rules, excepted: 2 } }),
    code: 0,
    words: [/score has no number: what applies is accepted/, /coverage has no number: what applies is accepted/],
  },
  {
    name: 'nothing of what has a weight was seen',
    policy: { minScore: { overall: 10 }, minCoverage: { overall: 0.9 } },
    now: withScores({ ...scored(null, null), rules: { ...scored(null, null).rules, undecided: 2 } }),
    code: 1,
    words: [/too little was seen \(0 %\)/, /coverage is 0 %, and the least is 90 %/],
  },
  {
    name: 'the category was not judged',
    policy: { minScore: { cost: 10 } },
    now: clean,
    code: 1,
    words: [/No rule of cost was judged/],
  },
  // coverage
  {
    name: 'coverage is enough',
    policy: { minCoverage: { overall: 0.9 } },
    now: withScores(scored(80, 0.95)),
    code: 0,
    words: [/coverage is 95 % of at least 90 %/],
  },
  {
    name: 'coverage is below by a hair, and does not read as enough',
    policy: { minCoverage: { security: 0.9 } },
    now: withScores(scored(80), scored(80, 0.8999)),
    code: 1,
    words: [/security coverage is 89 %, and the least is 90 %/],
  },
  {
    name: 'coverage of what was not judged',
    policy: { minCoverage: { cost: 0.5 } },
    now: clean,
    code: 1,
    words: [/No rule of cost/],
  },
  // waste
  {
    name: 'waste is within bounds',
    policy: { maxWaste: 100 },
    now: { ...clean, ledger: ledger(99.99) },
    code: 0,
    words: [/\$99\.99 a month are paid for nothing, of at most \$100\.00/],
  },
  {
    name: 'waste is too much',
    policy: { maxWaste: 100 },
    now: { ...clean, ledger: ledger(100.01) },
    code: 1,
    words: [/\$100\.01 a month are paid for nothing; at most \$100\.00 may be/, /stocktake cost/],
  },
  {
    name: 'waste was not looked at',
    policy: { maxWaste: 100 },
    now: clean,
    code: 1,
    words: [/not known: no cost rule was chosen/],
  },
  {
    name: 'no bill could be read, and a price is missing',
    policy: { maxWaste: 100 },
    now: { ...clean, ledger: ledger(20, { bill: null, savings: { usd: 20, unknown: 2 } }) },
    code: 0,
    words: [/at list prices/, /What 2 more would save is not known/],
  },
  {
    name: 'no cost rule could see anything',
    policy: { maxWaste: 100 },
    now: {
      ...clean,
      ledger: ledger(0),
      scores: { ...clean.scores, categories: { cost: { ...scored(null, 0), rules: unseenRules } } },
    },
    code: 1,
    words: [/not known: no cost rule could see anything/],
  },
  // incomplete
  {
    name: 'everything was seen',
    policy: { incomplete: true },
    now: clean,
    code: 0,
    words: [/Everything could be seen/],
  },
  {
    name: 'something was denied',
    policy: { incomplete: true },
    now: incomplete({ gaps: [denied] }),
    code: 1,
    words: [/incomplete: not seen: kms:ListKeys/, /stocktake policy/],
  },
  {
    name: 'the audit was ended',
    policy: { incomplete: true },
    now: incomplete({ ended: { reason: 'deadline', message: 'no time was left' } }),
    code: 1,
    words: [/ended before its time \(no time was left\)/],
  },
  {
    name: 'a region could not be reached',
    policy: { incomplete: true },
    now: incomplete({ regions: [{ name: 'sa-east-1', state: 'unreachable' }] }),
    code: 1,
    words: [/nothing could be reached in sa-east-1/],
  },
  {
    name: 'incomplete, and the policy does not mind',
    policy: { new: 'high', incomplete: false },
    now: incomplete({ gaps: [denied] }),
    code: 0,
    words: [/^Passed/],
  },
  // expired
  {
    name: 'an exception has run out',
    policy: { expired: true },
    now: run(fails('r-low', 'b', { expired: true })),
    code: 1,
    words: [/1 finding is open again, for what accepted it has run out/],
  },
  {
    name: 'no exception has run out',
    policy: { expired: true },
    now: run(fails('r-low')),
    code: 0,
    words: [/No exception of an open finding has run out/],
  },
  // several
  {
    name: 'two conditions, one of which stops',
    policy: { severity: 'critical', maxWaste: 5 },
    now: { ...clean, ledger: ledger(9) },
    code: 1,
    words: [/^Stopped: account 123456789012 \(maxWaste\)/],
  },
  {
    name: 'two conditions that both stop',
    policy: { severity: 'low', incomplete: true },
    now: { ...run(fails('r-low')), complete: false },
    code: 1,
    words: [/\(severity, incomplete\)/],
  },
];

const judged = ({ policy, now, before }: Omit<Situation, 'name' | 'code' | 'words'>): Report => {
  const changes = before && diff(standings(before, 'base'), standings(now));
  return { ...now, ...(changes ? { changes } : {}), gate: judgeGate(now, policy, changes) };
};

describe('a gate', () => {
  it.each(situations)('$name: exit code $code', ({ code, words, ...situation }) => {
    const report = judged(situation);
    expect(exitCodeOf(report)).toBe(code);
    const text = renderGate(report, { width: 2000, color: false });
    for (const word of words) expect(text).toMatch(word);
  });

  it('names the findings that count, most severe first, and every reason has something to do', () => {
    const { gate } = judged({
      policy: { new: 'info', severity: 'low' },
      now: run(fails('r-low'), fails('r-critical'), fails('r-high')),
    });
    expect(gate?.reasons.map(({ condition }) => condition)).toEqual(['new', 'severity']);
    for (const { findings, advice } of gate?.reasons ?? []) {
      expect(findings.map(({ severity }) => severity)).toEqual(['critical', 'high', 'low']);
      expect(advice).not.toBe('');
    }
  });

  it('without a condition is a mistake, not a gate that is always open', () => {
    for (const policy of [{}, { incomplete: false }, { expired: false }, { minScore: {} }])
      expect(() => judgeGate(clean, policy)).toThrow('gate: names nothing that stops');
  });

  it('decides nothing where there is none: then it matters whether everything was seen', () => {
    expect(exitCodeOf(clean)).toBe(0);
    expect(exitCodeOf(incomplete())).toBe(3);
  });
});

describe('--fail-on', () => {
  const ids = rules.map(({ id }) => id);
  it.each<[words: string, policy: GatePolicy]>([
    ['new:high', { new: 'high' }],
    ['severity:critical,expired', { severity: 'critical', expired: true }],
    ['rule:r-*,rule:r-low', { rules: ['r-*', 'r-low'] }],
    ['score:70', { minScore: { overall: 70 } }],
    ['score<70,score:security<80.5,score:cost:0', { minScore: { overall: 70, security: 80.5, cost: 0 } }],
    ['coverage:0.9,coverage:overall:0', { minCoverage: { overall: 0.9 } }],
    ['waste>100,incomplete', { maxWaste: 100, incomplete: true }],
  ])('%s', (words, policy) => {
    if (words.includes('overall:0')) return expect(() => parseFailOn(words.split(','), ids)).toThrow('said twice');
    return expect(parseFailOn(words.split(','), ids)).toEqual(policy);
  });

  it.each([
    ['', '--fail-on: names nothing'],
    ['high', 'there is no condition "high"'],
    ['nwe:high', 'did you mean "new"?'],
    ['new', '"new" needs a severity, as in new:high'],
    ['new:hihg', 'did you mean "high"?'],
    ['new:high:low', '"new:high:low" needs a severity'],
    ['new:high,new:low', '"new:low" is said twice'],
    ['rule:', 'needs the id of a rule'],
    ['rule:r-hihg', 'did you mean "r-high"?'],
    ['score', '"score" needs a number from 0 to 100, as in score:70'],
    ['score:101', 'needs a number from 0 to 100'],
    ['score:-1', 'needs a number from 0 to 100'],
    ['score:securty:70', 'did you mean "security"?'],
    ['score:70,score:80', 'said twice'],
    ['coverage:90', 'needs a number from 0 to 1, as in coverage:0.9'],
    ['waste', '"waste" needs a number of 0 or more, as in waste:100'],
    ['waste:1e9', 'needs a number of 0 or more'],
    ['incomplete:true', 'incomplete stands alone'],
  ])('%s is refused: %s', (words, said) => {
    expect(() => parseFailOn(words.split(',').filter(Boolean), ids)).toThrow(said);
  });
});
