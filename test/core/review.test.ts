import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ruleBook } from '../../src/audit.js';
import type { CleanUpDecision, Decisions, ServiceDecision } from '../../src/core/decisions.js';
import { applyDecisions } from '../../src/core/review.js';

const files = { sheet: 'sheet.md', rules: 'rules.yaml' };
const key = {
  rule: 'kms-customer-key-in-use',
  region: 'eu-north-1',
  resource: 'arn:aws:kms:::key/k-1',
  order: 9,
  usd: 1,
};
// The book is read with today's date, so that days lie a little ahead of it.
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const expires = inDays(30);

const keep = (resource: string, more: object = {}): CleanUpDecision => ({
  key: { ...key, resource },
  line: 7,
  does: 'accept',
  acceptance: { reason: 'a trade fair', owner: 'anna', expires, ...more },
});
const decide = (cleanUps: CleanUpDecision[], services: ServiceDecision[] = []): Decisions => ({
  cleanUps,
  services,
  open: [],
  openServices: [],
  notes: [],
});
const apply = (text: string | undefined, decisions: Decisions) =>
  applyDecisions(text, decisions, ruleBook(text?.trim() ? { file: 'rules.yaml', text } : undefined).exceptions, files);
const exceptionsIn = (text: string) => ruleBook({ file: 'rules.yaml', text }).exceptions;

const mine = [
  '# ours',
  'version: 1',
  "rules: { 'kms-key-single-region': off } # no replicas",
  'exceptions:',
  '- rules: [ "kms-*" ]   # all of them',
  '  resources:',
  '  - old-key',
  '  reason: >',
  '    it stays',
  '    for a while',
  '  owner: bo',
  `  expires: ${inDays(10)}`,
  '# the end of the list',
  '',
  'declared:',
  '    - service: dynamodb   # the old one',
  '      state: unsure       # really?',
  '      note: "?"',
  '    - { service: lambda, state: unsure }',
  '    - service: s3',
  '      state: retiring',
  `      until: ${inDays(5)}`,
  '# bye',
  '',
].join('\n');

describe('decisions in a rules.yaml', () => {
  it('put in lines and leave every byte of a person where it was', () => {
    const { text, added, skipped } = apply(
      mine,
      decide([keep('k-1'), keep('k-2', { ticket: 'OPS-1', reason: 'yes: "so" # ok' })]),
    );
    const lines = (one: string, more: string[]) => [
      '- rules: [kms-customer-key-in-use]',
      '  resources:',
      `    - ${one}`,
      '  regions: [eu-north-1]',
      ...more,
      '  owner: anna',
      `  expires: ${expires}`,
    ];
    const entries = [
      ...lines('k-1', ['  reason: a trade fair']),
      ...lines('k-2', ['  reason: "yes: \\"so\\" # ok"']),
      '  ticket: OPS-1',
      '',
    ].join('\n');
    expect(text).toBe(mine.replace('# the end of the list', `${entries}# the end of the list`));
    expect(added).toHaveLength(2);
    expect(skipped).toEqual([]);
    expect(exceptionsIn(text)).toHaveLength(3);
  });

  it('replace the state and the day of a service, and add what was not said', () => {
    const services: ServiceDecision[] = [
      { service: 'dynamodb', line: 1, state: 'retiring', until: expires, owner: 'anna', note: 'moved' },
      { service: 'lambda', line: 2, state: 'in-use', owner: 'maja' },
      { service: 's3', line: 3, state: 'retiring', until: expires },
      { service: 'kms', line: 4, state: 'retired', note: 'gone: "all"' },
    ];
    const { text, added, skipped } = apply(mine, decide([], services));
    expect(text).toBe(
      mine
        .replace(
          'state: unsure       # really?',
          `state: retiring       # really?\n      until: ${expires}\n      owner: anna`,
        )
        .replace('state: unsure }', 'state: in-use, owner: maja }')
        .replace(`until: ${inDays(5)}`, `until: ${expires}`)
        .replace('# bye', '    - service: kms\n      state: retired\n      note: "gone: \\"all\\""\n# bye'),
    );
    expect(added).toEqual([
      `dynamodb is retiring until ${expires} (was unsure).`,
      'lambda is in-use (was unsure).',
      `s3 is retiring until ${expires}.`,
      'kms is retired.',
    ]);
    expect(skipped).toEqual(['dynamodb has a note in rules.yaml, which stays as it is.']);
    ruleBook({ file: 'rules.yaml', text });
  });

  it.each<[string, string | undefined]>([
    ['is none', undefined],
    ['is empty', ' \n'],
    ['has neither list', 'version: 1\n'],
    ['ends without a line break', 'version: 1\nrules: {}'],
    ['has empty lists', 'version: 1\nexceptions: [] # none yet\ndeclared: [\n  ]\nrules: {}\n'],
    ['has an empty list on a line of its own', 'version: 1\nexceptions: # none\n  []\nrules: {}\n'],
    ['ends with an empty list', 'version: 1\ndeclared: []\nexceptions: []'],
    ['has lines of another system', mine.replaceAll('\n', '\r\n')],
    ['is ours', mine],
  ])('hold, and change nothing the second time, where it %s', (_what, text) => {
    const decisions = decide([keep('k-1'), keep('k-2')], [{ service: 'iam', line: 1, state: 'in-use' }]);
    const first = apply(text, decisions);
    expect(exceptionsIn(first.text).map(one => one.resources[0])).toEqual(expect.arrayContaining(['k-1', 'k-2']));
    const second = apply(first.text, decisions);
    expect(second).toMatchObject({ text: first.text, added: [] });
    expect(second.skipped).toHaveLength(3);
    // Lines of the file end as they did.
    if (text?.includes('\r\n')) expect(first.text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('take the place of the brackets of an empty list, and of nothing else', () => {
    const text = 'version: 1\nexceptions: []   # none yet\n# the end\nrules: {}\n';
    const put = apply(text, decide([keep('arn:aws:kms:eu-north-1:1:key/k')])).text;
    expect(put).toMatch(/^version: 1\nexceptions: {3}# none yet\n {2}- rules: .*\n# the end\nrules: \{\}\n$/s);
    expect(put).not.toContain('regions:');
  });

  it('are for the region of what has no ARN', () => {
    const elsewhere = { ...keep('k-1'), key: { ...keep('k-1').key, region: 'eu-west-1' } };
    const { text, added } = apply(undefined, decide([keep('k-1'), elsewhere]));
    expect(added).toHaveLength(2);
    expect(exceptionsIn(text).map(one => one.regions)).toEqual([['eu-north-1'], ['eu-west-1']]);
    expect(apply(text, decide([elsewhere])).skipped).toHaveLength(1);
  });

  it('say again what is accepted for longer already, and add what ends sooner', () => {
    expect(apply(mine, decide([keep('old-key', { expires: inDays(9) })])).skipped).toEqual([
      `kms-customer-key-in-use for old-key is accepted until ${inDays(10)} already (bo).`,
    ]);
    expect(apply(mine, decide([keep('old-key', { expires: inDays(11) })])).added).toHaveLength(1);
  });

  it('tell of a day that stays with a service that is kept', () => {
    const { skipped } = apply(mine, decide([], [{ service: 's3', line: 1, state: 'in-use' }]));
    expect(skipped).toEqual([`s3 still has "until: ${inDays(5)}" in rules.yaml; take it out if it holds no more.`]);
  });

  it('are refused where a pattern would mean more than one resource', () => {
    expect(() => apply(mine, decide([keep('alarm *')]))).toThrow('sheet.md:7: the name of this resource holds "*"');
    expect(() => apply(mine, decide([keep(' k')]))).toThrow('sheet.md:7: the name of this resource cannot be written');
  });

  it('are refused where rules.yaml has no list to put them in', () => {
    expect(() => applyDecisions('version: 1\nexceptions: [{}]\n', decide([keep('k')]), [], files)).toThrow(
      'rules.yaml:2: exceptions: write it as a list',
    );
    expect(() => applyDecisions('exceptions: [ # none\n]\n', decide([keep('k')]), [], files)).toThrow(
      'rules.yaml:1: exceptions: write it as a list',
    );
    expect(() => applyDecisions('a: [', decide([keep('k')]), [], files)).toThrow(/^rules.yaml:1: /);
  });

  it('come back word for word, whatever a person wrote', () => {
    const word = fc
      .oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(
          'yes',
          'null',
          '1',
          '- a',
          'a: b',
          'a #b',
          '"',
          "'",
          '%x',
          '@x',
          '|',
          '>',
          '\u202e',
          '\u{e0001}',
          '2027-01-01',
          '{a}',
          '~',
          'a:',
          '!x',
          '&x',
          '*x',
          '? x',
        ),
      )
      .map(text => text.replace(/[\r\n]/g, ' ').trim())
      .filter(text => text !== '');
    fc.assert(
      fc.property(word, word, word, word, (reason, owner, ticket, name) => {
        fc.pre(!name.includes('*'));
        const { text } = applyDecisions(
          mine,
          decide(
            [keep(name, { reason, owner, ticket })],
            [{ service: 'iam', line: 1, state: 'in-use', owner, note: reason }],
          ),
          [],
          files,
        );
        const read = parse(text) as { exceptions: object[]; declared: object[] };
        expect(read.exceptions.at(-1)).toEqual({
          rules: [key.rule],
          resources: [name],
          ...(name.startsWith('arn:') ? {} : { regions: [key.region] }),
          reason,
          owner,
          expires,
          ticket,
        });
        expect(read.declared.at(-1)).toEqual({ service: 'iam', state: 'in-use', owner, note: reason });
        expect(read.exceptions).toHaveLength(2);
        // What was there is still there, in its order.
        let at = 0;
        for (const line of mine.split('\n')) {
          const found = text.indexOf(line, at);
          expect(found).toBeGreaterThanOrEqual(at);
          at = found + line.length;
        }
      }),
      { numRuns: 200 },
    );
  });
});
