import { describe, expect, it } from 'vitest';
import { check, pass } from '../../src/core/check.js';
import { collection } from '../../src/core/collection.js';
import { knownChecks } from '../../src/core/known-checks.js';
import { readRules } from '../../src/core/rules.js';
import { type Selection, select } from '../../src/core/select.js';

const things = collection<{ Id: string }>({
  id: 'x.things',
  noun: 'things',
  calls: ['x:ListThings'],
  list: () => Promise.resolve([]),
  resource: thing => ({ id: thing.Id, type: 'AWS::X::Thing' }),
});
const plain = { title: '', why: '', fix: {}, fields: [], on: things.with(), test: () => pass('') };
const age = check({ ...plain, id: 'x-thing-young', params: { max_age_days: 90, names: [] as string[] } });
const shape = check({ ...plain, id: 'x-thing-round' });
const color = check({ ...plain, id: 'y-thing-blue' });
const known = knownChecks({ x: [{ age, shape, things }], y: [{ color }] });

const bundled = {
  file: 'rules.yaml',
  text: `version: 1
rules:
  x-thing-young: { severity: medium, category: security, tier: 1, params: { max_age_days: 90, names: [] } }
  x-thing-round: { severity: high, category: hygiene, tier: 1 }
  y-thing-blue: { severity: low, category: cost, tier: 2 }
`,
};
const today = '2026-11-27';
const read = (text?: string) =>
  readRules(bundled, text === undefined ? undefined : { file: 'my.yaml', text }, known, { today });
const ids = (rules: { check: { id: string } }[]) => rules.map(rule => rule.check.id);

describe('rules.yaml', () => {
  it('binds each line to its check, ordered by id', () => {
    const { rules } = read();
    expect(ids(rules)).toEqual(['x-thing-round', 'x-thing-young', 'y-thing-blue']);
    expect(rules[1]).toMatchObject({
      service: 'x',
      severity: 'medium',
      category: 'security',
      params: { max_age_days: 90 },
    });
  });

  it('goes over the bundled one', () => {
    const { rules, scoring, off } = read(`version: 1
scoring: { weights: { high: 7 }, minCoverage: 0.9 }
rules:
  x-thing-young: { params: { max_age_days: 30 } }
  x-thing-round: off
`);
    expect(ids(rules)).toEqual(['x-thing-young', 'y-thing-blue']);
    expect(rules[0]).toMatchObject({ severity: 'medium', params: { max_age_days: 30, names: [] } });
    expect(scoring).toEqual({ weights: { critical: 10, high: 7, medium: 3, low: 1, info: 0 }, minCoverage: 0.9 });
    expect(off).toEqual(['x-thing-round']);
  });

  it('stands alone when it says so', () => {
    expect(ids(read('version: 1\nextends: none\nrules:\n  y-thing-blue: { severity: high }\n').rules)).toEqual([
      'y-thing-blue',
    ]);
  });

  it.each([
    [
      'version: 1\nrules:\n  x-thing-yong: off\n',
      'my.yaml:3: rules.x-thing-yong: there is no rule "x-thing-yong"; did you mean "x-thing-young"?',
    ],
    [
      'version: 1\nrules:\n  x-thing-young:\n    params:\n      max_age: 3\n',
      'my.yaml:5: rules.x-thing-young.params.max_age: rule "x-thing-young" has no parameter "max_age"; it has max_age_days, names',
    ],
    [
      'version: 1\nrules:\n  x-thing-young: { params: { max_age_days: ninety } }\n',
      'my.yaml:3: rules.x-thing-young.params.max_age_days: must be a number, but is a text',
    ],
    [
      'version: 1\nrules:\n  x-thing-young: { params: { max_age_days: -1 } }\n',
      'my.yaml:3: rules.x-thing-young.params.max_age_days: must be a number of 0 or more',
    ],
    [
      'version: 1\nrules:\n  x-thing-young: { params: { names: [1] } }\n',
      'my.yaml:3: rules.x-thing-young.params.names: must be a list of texts, but is a list',
    ],
    ['version: 1\nrules:\n  x-thing-round: { params: { size: 1 } }\n', 'it has none'],
    ['version: 1\nrules:\n  x-thing-young: off\n  x-thing-young: off\n', 'my.yaml:4: Map keys must be unique'],
    ['version: 1\nrules:\n  x-thing-young: { severity: hgih }\n', 'my.yaml:3: rules.x-thing-young.severity:'],
    [
      'version: 1\nrules:\n  x-thing-young: { sevrity: high }\n',
      'my.yaml:3: rules.x-thing-young.sevrity: unknown field "sevrity"',
    ],
    ['version: 2\n', 'my.yaml:1: version:'],
    ['rules: [a]\n', 'my.yaml:1:'],
    ['version: 1\nrules: {\n', 'my.yaml:'],
    ['just words\n', 'my.yaml:1:'],
    ['', 'my.yaml:1: version:'],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('a selection', () => {
  const { rules } = read();
  it.each<[Selection, string[]]>([
    [{}, ['x-thing-round', 'x-thing-young', 'y-thing-blue']],
    [{ rules: ['x-*'] }, ['x-thing-round', 'x-thing-young']],
    [{ rules: ['*-blue', 'x-thing-round'] }, ['x-thing-round', 'y-thing-blue']],
    [{ services: ['y'] }, ['y-thing-blue']],
    [{ categories: ['security', 'cost'] }, ['x-thing-young', 'y-thing-blue']],
    [{ severity: 'medium' }, ['x-thing-round', 'x-thing-young']],
    [{ tier: 1 }, ['x-thing-round', 'x-thing-young']],
    [{ services: ['x'], severity: 'high' }, ['x-thing-round']],
  ])('%j chooses', (selection, chosen) => {
    expect(ids(select(rules, selection))).toEqual(chosen);
  });

  it.each<[Selection, string]>([
    [{ rules: ['x-thing-roun'] }, '--rules: there is no rule "x-thing-roun"; did you mean "x-thing-round"?'],
    [{ rules: ['z-*'] }, '--rules: there is no rule "z-*"'],
    [{ services: ['z'] }, '--services: there is no service "z"; did you mean "x"?'],
    [{ categories: ['securty'] }, 'did you mean "security"?'],
    [{ severity: 'hi' }, '--severity: there is no severity "hi"'],
    [{ tier: 4 }, '--tier: the tier is 1, 2 or 3, not 4'],
    [{ services: ['y'], severity: 'high' }, 'no rule matches this selection'],
  ])('%j is refused', (selection, message) => {
    expect(() => select(rules, selection)).toThrow(message);
  });
});

it('two checks of one id are a mistake of ours', () => {
  expect(() => knownChecks({ x: [{ age }], y: [{ age }] })).toThrow('two checks have the id x-thing-young');
});

describe('declared services', () => {
  const services = () => ['dynamodb', 'dsql', 'lambda'];
  const declare = (text: string) =>
    readRules(bundled, { file: 'my.yaml', text: `version: 1\ndeclared:\n${text}` }, known, { services, today });
  it('are read with all that is said of them', () => {
    const { declared } = declare(`  - service: dynamodb
    state: retiring
    since: 2024-03-01
    until: 2026-12-31
    replaced-by: dsql
    purpose: bookings of the old site
    owner: platform
    note: exports first
    budget: 40
  - { service: lambda, state: in-use }
`);
    expect([...declared.keys()]).toEqual(['dynamodb', 'lambda']);
    expect(declared.get('dynamodb')).toMatchObject({ until: '2026-12-31', 'replaced-by': 'dsql', budget: 40 });
  });
  it('are none where nobody declares any', () => expect(read().declared.size).toBe(0));
  it.each([
    [
      '  - { service: lambda, state: in-use }\n  - { service: dynamdb, state: in-use }\n',
      'my.yaml:4: declared.1.service: there is no service "dynamdb"; did you mean "dynamodb"?',
    ],
    [
      '  - { service: quantum, state: in-use }\n',
      'my.yaml:3: declared.0.service: there is no service "quantum" (known are dsql, dynamodb, lambda)',
    ],
    [
      '  - { service: dsql, state: in-use }\n  - { service: dsql, state: retired }\n',
      'my.yaml:4: declared.1.service: "dsql" is declared twice',
    ],
    [
      '  - service: dsql\n    state: retired\n    until: 2026-13-31\n',
      'my.yaml:5: declared.0.until: must be a day such as 2026-12-31',
    ],
    ['  - { service: dsql, state: gone }\n', /^my\.yaml:3: declared\.0\.state: /],
    ['  - { service: dsql, state: unsure, cost: 3 }\n', 'my.yaml:3: declared.0.cost: unknown field "cost"'],
    ['  - { service: dsql, state: in-use, budget: -1 }\n', /^my\.yaml:3: declared\.0\.budget: /],
  ])('refuses %j', (text, message) => {
    expect(() => declare(text)).toThrow(message);
  });
});

describe('exceptions', () => {
  const line = (over: string) => `version: 1
exceptions:
  - rules: [x-thing-round]
    resources: [one]
    reason: being rebuilt
    owner: anna
    expires: 2026-12-31
${over}`;
  it('are read, a past one too: its findings come back', () => {
    expect(read(line('')).exceptions).toEqual([
      { rules: ['x-thing-round'], resources: ['one'], reason: 'being rebuilt', owner: 'anna', expires: '2026-12-31' },
    ]);
    expect(read(line('').replace('2026-12-31', '2020-01-01')).exceptions).toHaveLength(1);
  });
  it.each([
    [line('').replace('    owner: anna\n', ''), 'my.yaml:3: exceptions.0.owner: is missing'],
    [line('').replace('anna', '" "'), 'my.yaml:6: exceptions.0.owner:'],
    [line('').replace('2026-12-31', 'soon'), 'my.yaml:7: exceptions.0.expires: must be a day such as 2026-12-31'],
    [
      line('').replace('2026-12-31', '2028-01-01'),
      'my.yaml:7: exceptions.0.expires: is further ahead than 366 days (2027-11-28); take an earlier day, or raise maxExceptionDays',
    ],
    [line('maxExceptionDays: 30\n'), 'my.yaml:7: exceptions.0.expires: is further ahead than 30 days (2026-12-27)'],
    [
      line('').replace('x-thing-round', 'x-thing-rund'),
      'my.yaml:3: exceptions.0.rules.0: there is no rule "x-thing-rund"',
    ],
    [line('').replace('[one]', '["*"]'), 'my.yaml:4: exceptions.0.resources.0: "*" would except all resources'],
    [line('').replace('[one]', '["arn:aws:*"]'), 'would except all resources; name those that are meant, or confirm'],
    [line('').replace('x-thing-round', '"*-thing-*"'), 'exceptions.0.rules.0: "*-thing-*" would except all rules'],
    [line('').replace('[one]', '[]'), 'my.yaml:4: exceptions.0.resources: names no resource'],
    [line('    regions: []\n'), 'my.yaml:8: exceptions.0.regions: names no region; leave it out where all are meant'],
    [line('    regions: [Europe]\n'), 'my.yaml:8: exceptions.0.regions.0: is no name of a region, such as eu-north-1'],
    [line('    until: 2026-12-31\n'), 'exceptions.0.until: unknown field "until"'],
    [line('gate: { rules: [z-*] }\n'), 'my.yaml:8: gate.rules.0: there is no rule "z-*"'],
    [line('gate: { minScore: { overall: 101 } }\n'), 'my.yaml:8: gate.minScore.overall:'],
  ])('%s is refused', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
  it('may accept everything where that is confirmed', () => {
    const all = line('    everything: true\n').replace('[one]', '["*"]').replace('x-thing-round', '"*"');
    expect(read(all).exceptions[0]).toMatchObject({ rules: ['*'], resources: ['*'] });
  });
});

it('a gate of the reader takes the place of the bundled one, whole', () => {
  expect(read('version: 1\ngate: { severity: high, expired: true }\n').gate).toEqual({
    severity: 'high',
    expired: true,
  });
});
