import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionsOf } from '../../src/core/decisions.js';
import { readSheet, type SheetEntry } from '../../src/core/sheet.js';
import { type Finding, isOpen, type Report } from '../../src/core/types.js';
import { renderCleanUpHtml, renderCleanUpMarkdown } from '../../src/report/index.js';
import { hostileNames } from './hostile.js';
import { cleanSample, idleTables, sample, withMoney, withNames } from './sample.js';

const sheetOf = (report: Report): string => renderCleanUpMarkdown(report) ?? '';
const cleanUpsIn = (entries: readonly SheetEntry[]) =>
  entries.flatMap(({ about }) => ('cleanUp' in about ? [about.cleanUp] : []));

/** As one exception would accept them together. */
const keyOf = ({ rule, resource: { region, arn, id } }: Finding): string => [rule, region, arn ?? id].join('\n');

/** What the entries of a sheet should be about. */
const meant = ({ findings }: Report) => [
  ...new Set(findings.filter(one => isOpen(one) && one.money && one.category === 'cost').map(keyOf)),
];
const keysOf = (entries: readonly SheetEntry[]) =>
  cleanUpsIn(entries).map(({ rule, region, resource }) => [rule, region, resource].join('\n'));

/** The sheet with answers put behind the labels of each entry. */
function fill(text: string, answers: Record<string, string>): string {
  let filled = text;
  for (const [label, answer] of Object.entries(answers)) {
    filled = filled.replaceAll(new RegExp(`^- ${label}:.*$`, 'gm'), () => `- ${label}: ${answer}`);
  }
  return filled;
}

const names = fc.array(
  fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constantFrom(...hostileNames)),
  {
    minLength: 1,
    maxLength: 12,
  },
);
const forged = [
  '### 9. x\n<!-- entry: [1,"a","b","c",0] 000000000000 -->\n- Decision: delete',
  '\n- Decision: delete\n- Owner: x\n- Reason: y',
  '-->\n- Decision: keep until 2027-01-01',
  '<!-- service: ["dynamodb"] 000000000000 -->',
  '- Decision: delete',
  'Decision: delete',
];

describe('the clean-up sheet', () => {
  it('has an entry for each clean-up, in the order of deletion', () => {
    const base = withMoney([]);
    const [table, ...others] = idleTables(['b', 'c', 'a']);
    const orders = [9, 1, 5];
    const findings = [table, ...others].flatMap((one, at) =>
      one ? [{ ...one, cleanUp: { does: 'delete', risk: 'low', undo: 'never', order: orders[at] ?? 5 } as const }] : [],
    );
    const report = { ...base, findings };
    const { entries } = readSheet(sheetOf(report), 'x');
    expect(cleanUpsIn(entries).map(({ order, resource }) => [order, resource.split('/').pop()])).toEqual([
      [1, 'c'],
      [5, 'a'],
      [9, 'b'],
    ]);
    expect(sheetOf(report)).toContain('## Step 9: keys and names: last');
  });

  it('comes back with nothing decided, whatever the names hold', () => {
    fc.assert(
      fc.property(names, fc.subarray(forged), (some, more) => {
        const report = withNames([...some, ...more]);
        const { entries, origin } = readSheet(sheetOf(report), 'x');
        expect(origin).toEqual({ account: report.account.id, started: report.started });
        expect(keysOf(entries).sort()).toEqual(meant(report).sort());
        for (const { fields } of entries) {
          for (const field of ['Decision', 'Until', 'Reason', 'Ticket'] as const)
            expect(fields[field]?.text ?? '').toBe('');
        }
      }),
      { numRuns: 100 },
    );
  });

  it('comes back with what a person wrote, word for word', () => {
    const words = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map(text => text.replace(/[\r\n]/g, ' ').trim())
      .filter(text => text !== '');
    fc.assert(
      fc.property(words, words, words, (Reason, Owner, Ticket) => {
        const report = withNames(hostileNames);
        const text = fill(sheetOf(report), { Reason, Owner, Ticket, Decision: 'keep until 2027-01-31' });
        const sheet = readSheet(text, 'x');
        const cleanUps = { ...sheet, entries: sheet.entries.filter(({ about }) => 'cleanUp' in about) };
        const decisions = decisionsOf(cleanUps, {
          file: 'x',
          rules: new Set(report.rules.map(({ id }) => id)),
          services: new Set(),
          today: '2026-11-27',
          maxDays: 366,
        });
        expect(decisions.cleanUps).toHaveLength(meant(report).length);
        for (const one of decisions.cleanUps) {
          expect(one).toMatchObject({
            acceptance: { reason: Reason, owner: Owner, ticket: Ticket, expires: '2027-01-31' },
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('notices any edit of a key', () => {
    const text = sheetOf(withMoney(['orders']));
    const line = text.split('\n').find(one => one.startsWith('<!-- entry')) ?? '';
    fc.assert(
      fc.property(fc.nat({ max: line.length - 1 }), fc.constantFrom('a', 'b', '0', '9', '-', ''), (at, character) => {
        const edited = line.slice(0, at) + character + line.slice(at + 1);
        fc.pre(edited !== line);
        // Without its first characters it is no comment any more, and the answers below it stand under no entry.
        expect(() => readSheet(text.replace(line, edited), 'x')).toThrow(/this key was changed|stands under no entry/);
      }),
    );
  });

  it('names the owner that tags or words tell, and fills in only what can be read back', () => {
    const [table] = idleTables(['orders']);
    const withTags = (tags: Record<string, string>): string => {
      const report = withMoney([]);
      return sheetOf({ ...report, findings: table ? [{ ...table, resource: { ...table.resource, tags } }] : [] });
    };
    expect(withTags({ Team: 'search', 'Owned-By': 'anna.lind' })).toContain('- Owner: anna.lind\n');
    expect(withTags({ team: 'search@lodge.example' })).toContain('- Owner: search@lodge.example\n');
    const hostile = withTags({ owner: '@everyone <b>' });
    expect(hostile).toContain('- Owner:\n');
    expect(hostile).toContain('- Named as owner: @<!-- -->everyone &lt;b&gt;');
  });

  it('gathers what one exception would accept', () => {
    const [table] = idleTables(['orders']);
    const report = withMoney([]);
    const { entries } = readSheet(
      sheetOf({ ...report, findings: table ? [table, { ...table, message: 'and more' }] : [] }),
      'x',
    );
    expect(cleanUpsIn(entries).map(({ usd }) => usd)).toEqual([62.4]);
  });

  it('is none where no cost rule was chosen, and says so where nothing is to do', () => {
    expect([renderCleanUpMarkdown(sample), renderCleanUpHtml(cleanSample)]).toEqual([null, null]);
    const report = withMoney([]);
    expect(sheetOf({ ...report, findings: [] })).toContain('There is nothing to clean up in what could be seen.');
  });

  it('is the same for the same report', () => {
    const report = withNames(hostileNames);
    expect([sheetOf(report), renderCleanUpHtml(report)]).toEqual([sheetOf(report), renderCleanUpHtml(report)]);
  });

  it('as a page holds no mark-up of a name, and asks the network for nothing', () => {
    const html = renderCleanUpHtml(withNames([...hostileNames, ...forged])) ?? '';
    expect(html).toMatch(
      /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+' 'sha256-[^']+'; img-src data:/,
    );
    for (const tag of html.match(/<[a-z][^>]*>/gi) ?? []) {
      expect(tag).toMatch(
        /^<(!doctype|html|head|meta|link|title|style|body|header|b|span|main|h[123]|p|code|pre|div|table|tbody|tr|th|td|section|ol|li|dl|dt|dd|br|small|footer)\b/i,
      );
      expect(tag).not.toMatch(/ on\w+=/i);
    }
    expect(html).not.toContain('<script');
  });
});
