import { describe, expect, it } from 'vitest';
import { type DecisionBounds, decisionsOf } from '../../src/core/decisions.js';
import { entryMark, serviceMark, sheetMark } from '../../src/core/sheet-key.js';
import { readSheet } from '../../src/core/sheet.js';

const origin = { account: '123456789012', started: '2026-11-22T09:00:00.000Z' };
const key = {
  rule: 'kms-customer-key-in-use',
  region: 'eu-north-1',
  resource: 'arn:aws:kms:::key/k-1',
  order: 9,
  usd: 1,
};
const other = { ...key, resource: 'arn:aws:kms:::key/k-2' };
const bounds: DecisionBounds = {
  file: 'sheet.md',
  rules: new Set([key.rule]),
  services: new Set(['dynamodb']),
  today: '2026-11-27',
  maxDays: 366,
};

const entry = (answers: readonly string[], mark = entryMark(key, origin)) =>
  ['### 1. a key', mark, '', '- What: a key', '- Saves: nothing', '', ...answers, ''].join('\n');
const sheet = (...entries: string[]) => [sheetMark(origin), '', '# Clean-up sheet', '', ...entries].join('\n');
const service = (...answers: string[]) => entry(answers, serviceMark('dynamodb', origin));
const read = (text: string, over: Partial<DecisionBounds> = {}) =>
  decisionsOf(readSheet(text, 'sheet.md'), { ...bounds, ...over });
const kept = ['- Decision: keep until 2027-01-31', '- Owner: anna', '- Reason: a trade fair'];

describe('a filled sheet', () => {
  it('says what is kept, what goes and what nobody decided', () => {
    const text = sheet(
      entry([...kept, '- Ticket: OPS-1']),
      entry(['- Decision: delete', '- Owner: anna'], entryMark(other, origin)),
      entry(['- Decision:', '- Reason:'], entryMark({ ...key, resource: 'k-3' }, origin)),
      service('- Decision: retire until 2026-12-31', '- Reason: moved'),
    );
    expect(read(text)).toEqual({
      cleanUps: [
        {
          key,
          line: 11,
          does: 'accept',
          acceptance: { reason: 'a trade fair', owner: 'anna', expires: '2027-01-31', ticket: 'OPS-1' },
        },
        { key: other, line: 22, does: 'clean-up' },
      ],
      services: [{ service: 'dynamodb', line: 40, state: 'retiring', until: '2026-12-31', note: 'moved' }],
      open: [{ ...key, resource: 'k-3' }],
      openServices: [],
      notes: [],
    });
  });

  it.each([
    ['bold labels and words', ['* **Decision:** **Delete**.']],
    ['no list', ['Decision: delete']],
    ['code', ['- Decision: `delete`']],
    ['other space', ['  -   decision :  DELETE  ']],
  ])('may be written with %s', (_what, answers) => {
    const { cleanUps } = read(sheet(entry(answers)));
    expect(cleanUps.map(({ does }) => does)).toEqual(['clean-up']);
  });

  it('may have come through an editor of another system', () => {
    const text = `\ufeff${sheet(entry(kept)).replaceAll('\n', '\r\n')}`;
    expect(read(text).cleanUps).toHaveLength(1);
  });

  it('may hold a day in its own line, notes above the answers, and fewer entries', () => {
    const answers = [
      'Asked Erik: he does not know.',
      '',
      '- Decision: except',
      '- Until: 2027-01-31',
      ...kept.slice(1),
    ];
    expect(read(sheet(entry(answers))).cleanUps[0]).toMatchObject({ acceptance: { expires: '2027-01-31' } });
    expect(read(sheet())).toMatchObject({ cleanUps: [], open: [] });
  });

  it('tells of answers without a decision', () => {
    expect(read(sheet(entry(['- Decision:', '- Reason: because']))).notes).toEqual([
      'Line 12: arn:aws:kms:::key/k-1 has a reason, but no decision.',
    ]);
  });
});

const [until, owner, reason] = kept as [string, string, string];
describe('a sheet is refused with file, line and field', () => {
  it.each<[string, string, string]>([
    ['no sheet', '# Notes\n', 'sheet.md: is no clean-up sheet: its first comment is missing'],
    ['two sheets', sheet(sheetMark(origin)), 'sheet.md:5: holds two sheets, the first begins in line 1'],
    [
      'an edited origin',
      sheet(entry(kept)).replace('123456789012', '123456789013'),
      'sheet.md:1: this key was changed',
    ],
    ['an edited key', sheet(entry(kept)).replace('key/k-1"', 'key/k-9"'), 'sheet.md:6: this key was changed'],
    [
      'an edited seal',
      sheet(entry(kept)).replace(/ [0-9a-f]{12} -->\n\n- What/, ' 0123456789ab -->\n\n- What'),
      'sheet.md:6: this key was changed',
    ],
    [
      'a key of another sheet',
      sheet(entry(kept, entryMark(key, { ...origin, started: 'x' }))),
      'sheet.md:6: this key was changed, or is of another sheet',
    ],
    ['a key taken apart', sheet(entry(kept).replace('<!-- entry:', '<!--entry:')), 'sheet.md:6: this key was changed'],
    ['a key taken out', sheet(entry(kept).replace(/<!--.*-->\n/, '')), 'sheet.md:10: Decision: stands under no entry'],
    [
      'an entry twice',
      sheet(entry(kept), entry(kept)),
      'sheet.md:16: this is in the sheet twice, the first time in line 6',
    ],
    [
      'an entry twice, with another amount',
      sheet(entry(kept), entry(kept, entryMark({ ...key, usd: 2 }, origin))),
      'sheet.md:16: this is in the sheet twice',
    ],
    [
      'a rule that is gone',
      sheet(entry(kept, entryMark({ ...key, rule: 'kms-gone' }, origin))),
      'sheet.md:6: there is no rule "kms-gone" any more',
    ],
    [
      'a service that is gone',
      sheet(entry(kept, serviceMark('simpledb', origin))),
      'sheet.md:6: there is no service "simpledb"',
    ],
    [
      'an unknown word',
      sheet(entry(['- Decision: maybe'])),
      'sheet.md:11: Decision: "maybe" is no decision; write delete, change, "keep until 2027-03-31" or except',
    ],
    ['a word of services', sheet(entry(['- Decision: retired'])), 'sheet.md:11: Decision: "retired" is no decision'],
    [
      'a word of clean-ups',
      sheet(service('- Decision: delete')),
      'sheet.md:11: Decision: "delete" is no decision; write keep, "retire until 2027-03-31" or retired',
    ],
    [
      'no reason',
      sheet(entry([until, owner, '- Reason:'])),
      'sheet.md:13: Reason: is empty: "keep" needs to say why it stays',
    ],
    ['no line for a reason', sheet(entry([until, owner])), 'sheet.md:11: Reason: is empty'],
    [
      'no owner',
      sheet(entry(['- Decision: except', '- Until: 2027-01-31', '- Owner:', reason])),
      'sheet.md:13: Owner: is empty: "except" needs to say who answers for it',
    ],
    ['no day', sheet(entry(['- Decision: keep', owner, reason])), 'sheet.md:11: Decision: needs a day'],
    [
      'a day that is none',
      sheet(entry(['- Decision: keep until 2027-02-30', owner, reason])),
      'sheet.md:11: Decision: "2027-02-30" is no day',
    ],
    [
      'the example',
      sheet(entry(['- Decision: keep until YYYY-MM-DD', owner, reason])),
      'sheet.md:11: Decision: "yyyy-mm-dd" is no day',
    ],
    [
      'two days',
      sheet(entry([until, '- Until: 2027-02-01', owner, reason])),
      'sheet.md:12: Until: says 2027-02-01, but the decision says 2027-01-31',
    ],
    [
      'a day that is past',
      sheet(entry(['- Decision: except', '- Until: 2026-11-26', owner, reason])),
      'sheet.md:12: Until: 2026-11-26 is past',
    ],
    [
      'a service until a day that is past',
      sheet(service('- Decision: retire until 2026-11-26')),
      'sheet.md:11: Decision: 2026-11-26 is past',
    ],
    [
      'a day too far',
      sheet(entry(['- Decision: keep until 2027-11-29', owner, reason])),
      'sheet.md:11: Decision: 2027-11-29 is further ahead than 366 days (2027-11-28)',
    ],
    [
      'an unknown answer',
      sheet(entry([until, 'Expires: 2027-01-01'])),
      'sheet.md:12: Expires: there is no such answer; there are Decision, Until, Owner, Reason, Ticket',
    ],
    [
      'an answer twice',
      sheet(entry([until, until])),
      'sheet.md:12: Decision: is answered twice, the first time in line 11',
    ],
    ['an answer over two lines', sheet(entry([...kept, '  and more'])), 'sheet.md:14: this line would be lost'],
  ])('%s', (_what, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it('today is a day to come, and the last day of the term is allowed', () => {
    for (const day of ['2026-11-27', '2027-11-28']) {
      expect(read(sheet(entry([`- Decision: keep until ${day}`, owner, reason]))).cleanUps).toHaveLength(1);
    }
    expect(() => read(sheet(entry(kept)), { maxDays: 30 })).toThrow('further ahead than 30 days (2026-12-27)');
  });
});
