import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { LedgerRow, LedgerState } from '../../src/core/ledger.js';
import { declareServices } from '../../src/ledger/declare.js';

const row = (service: string, state: LedgerState, more: Partial<LedgerRow> = {}): LedgerRow => ({
  service,
  title: service,
  region: '*',
  state,
  flags: [],
  answer: 'in-use',
  sentence: `${service} is ${state}`,
  declared: { state: null, by: [] },
  observed: { grade: 'strong', message: '', last: null, window: null, evidence: [] },
  paid: { usd: 1, months: [], credits: 0, lines: [] },
  ...more,
});
const rows = [row('lambda', 'shadow-paid'), row('dynamodb', 'orphan-spend'), row('kms', 'absent')];
const declared = (text: string) => (parse(text) as { declared: { service: string; state: string }[] }).declared;

describe('stocktake declare', () => {
  it('writes a first file, with what was seen above each entry', () => {
    expect(declareServices(undefined, rows, 'mine.yaml')).toEqual({
      text: [
        '# Rules and services of this account: goes over the bundled rules.yaml (--config).',
        'version: 1',
        '',
        'declared:',
        '  # lambda is shadow-paid',
        '  - service: lambda',
        '    state: in-use',
        '  # dynamodb is orphan-spend',
        '  - service: dynamodb',
        '    state: unsure',
        '',
      ].join('\n'),
      added: ['lambda', 'dynamodb'],
    });
  });

  const mine = [
    '# ours',
    'version: 1',
    'declared:',
    '- service:   lambda   # every microservice',
    "  state: 'in-use'",
    '  purpose: >',
    '    each function',
    '    is one',
    '# rules come last',
    'rules: { kms-key-single-region: off }',
    '',
  ].join('\n');

  it('puts lines in and leaves every byte of a person where it was', () => {
    const { text, added } = declareServices(mine, rows, 'mine.yaml');
    expect(added).toEqual(['dynamodb']);
    expect(text).toBe(
      mine.replace(
        '# rules come last',
        '# dynamodb is orphan-spend\n- service: dynamodb\n  state: unsure\n# rules come last',
      ),
    );
    expect(declared(text).map(({ service }) => service)).toEqual(['lambda', 'dynamodb']);
    expect(declareServices(text, rows, 'mine.yaml')).toEqual({ text, added: [] });
  });

  it.each([
    ['a file without an end of line', 'version: 1'],
    ['a section at the end without an end of line', 'version: 1\ndeclared:\n    - service: s3\n      state: in-use'],
    ['Windows line ends', 'version: 1\r\nrules: {}\r\n'],
  ])('adds to %s', (_name, text) => {
    const { text: after } = declareServices(text, rows, 'mine.yaml');
    expect(declared(after).map(({ service }) => service)).toEqual(expect.arrayContaining(['lambda', 'dynamodb']));
    expect(after.startsWith(text.trimEnd())).toBe(true);
  });

  it.each([
    [
      'a list on one line',
      'version: 1\ndeclared: [{ service: s3, state: in-use }]\n',
      'mine.yaml:2: declared: write it as a list',
    ],
    ['no list', 'version: 1\ndeclared: yes\n', 'mine.yaml:2: declared: write it as a list'],
    ['no YAML', 'version: [\n', 'mine.yaml:'],
  ])('refuses %s in one sentence', (_name, text, sentence) => {
    expect(() => declareServices(text, rows, 'mine.yaml')).toThrow(sentence);
  });

  it('keeps an answer on its comment line, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), sentence => {
        const { text } = declareServices(mine, [row('dynamodb', 'paid-idle', { sentence })], 'mine.yaml');
        expect(declared(text)).toMatchObject([{ service: 'lambda' }, { service: 'dynamodb', state: 'unsure' }]);
      }),
      { seed: 20261126, numRuns: 200 },
    );
  });
});
