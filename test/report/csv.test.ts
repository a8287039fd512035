import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/core/types.js';
import { renderCsv } from '../../src/report/index.js';
import { compareText } from '../../src/report/model.js';
import { revealLine } from '../../src/report/reveal.js';
import { hostileNames } from './hostile.js';
import { largeReport } from './large.js';
import { gatedSample, gatedWithNames } from './pipeline-sample.js';
import { idleTables, sample, withMoney } from './sample.js';

const textOf = (report: Report) => [...renderCsv(report)].join('');
type Line = Record<string, string>;

/** Read by a strict reader: RFC 4180 and nothing else. */
const read = (report: Report): Line[] =>
  parse(textOf(report), { columns: true, record_delimiter: '\r\n', relax_quotes: false, relax_column_count: false });

/** The text of a cell that was defused. */
const fused = (cell: string | undefined) => cell?.replace(/(^|;)'/g, '$1');

describe('report.csv', () => {
  it('has a line for each finding, with verdict, severity and resource', () => {
    const lines = read(sample);
    const row = (rule: string, verdict: string, severity: string, id: string) =>
      [rule, verdict, severity, id].join(' ');
    expect(
      lines.map(one => row(one['rule']!, one['verdict']!, one['severity']!, fused(one['resource'])!)).sort(),
    ).toEqual(sample.findings.map(one => row(one.rule, one.verdict, one.severity, one.resource.id)).sort());
    expect(new Set(lines.map(one => one['account']))).toEqual(new Set(['123456789012']));
  });

  it('is plain RFC 4180: CRLF after every line, as many cells as the header', () => {
    const text = textOf(gatedSample);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.split('\r\n')).toHaveLength(gatedSample.findings.length + 2);
    expect(() => parse('a,b\r\n"x"y,1\r\n', { columns: true, record_delimiter: '\r\n' })).toThrow();
  });

  it('keeps money a number', () => {
    const line = read(withMoney(['sessions'])).find(one => one['resource'] === 'sessions');
    const [idle] = idleTables(['sessions']);
    expect(Number(line?.['usd_per_month'])).toBe(idle?.money?.joint);
    expect(Number(line?.['usd_alone'])).toBe(idle?.money?.usd);
    expect(line?.['usd_estimated']).toBe('no');
    expect(textOf(withMoney(['sessions']))).toContain(',31.2,35.1,no,');
  });

  it('does not defuse a negative number of ours, nor quote it', () => {
    const [first, ...rest] = sample.findings;
    const money = { usd: -3.5, joint: -3.5, estimated: true, lines: [] };
    expect(textOf({ ...sample, findings: [{ ...first!, money }, ...rest] })).toContain(',-3.5,-3.5,yes,');
  });

  it('tells open, expired and excepted apart', () => {
    const lines = read(gatedSample);
    const states = (state: string) => lines.filter(one => one['state'] === state);
    const failed = gatedSample.findings.filter(one => one.verdict === 'FAIL');
    expect(states('excepted')).toHaveLength(failed.filter(one => one.exception).length);
    expect(states('expired')).toHaveLength(failed.filter(one => one.expired).length);
    expect(states('open')).toHaveLength(failed.filter(one => !one.exception && !one.expired).length);
    expect(states('not known')).toHaveLength(gatedSample.summary.NOT_AVAILABLE + gatedSample.summary.ERROR);
    expect(states('excepted')[0]).toMatchObject({
      exception_reason: 'platform team',
      exception_owner: 'platform team',
      exception_expires: '2026-12-31',
      exception_ticket: 'platform team',
    });
    expect(states('expired')[0]).toMatchObject({ exception_expires: '2026-11-01', exception_ticket: '' });
  });

  it('says what is new', () => {
    const fresh = gatedSample.changes?.changes.filter(one => one.kind === 'new') ?? [];
    expect(fresh.length).toBeGreaterThan(0);
    expect(read(gatedSample).filter(one => one['change'] === 'new')).toHaveLength(fresh.length);
  });

  it('says what permission is missing where there is no verdict', () => {
    expect(read(sample).find(one => one['rule'] === 'kms-key-policy-not-public')).toMatchObject({
      gap_reason: 'denied',
      gap_actions: 'kms:GetKeyPolicy',
    });
  });

  it('leaves out a command that one line could only show changed', () => {
    const [first, ...rest] = sample.findings;
    const cell = (command: string) =>
      read({ ...sample, findings: [{ ...first!, fix: { command } }, ...rest] }).find(
        one => one['rule'] === first!.rule,
      )?.['fix_command'];
    expect(cell("aws x --name 'a b'")).toBe("aws x --name 'a b'");
    expect(cell("aws x --name 'a\nb'")).toBe('');
    expect(cell("aws x --name 'a  b'")).toBe('');
  });

  it('comes in small chunks', () => {
    const chunks = [...renderCsv(largeReport(20_000))];
    expect(Math.max(...chunks.map(one => one.length))).toBeLessThan(1_000_000);
    expect(parse(chunks.join(''), { columns: true, record_delimiter: '\r\n' })).toHaveLength(20_000);
  });
});

describe('report.csv with hostile names', () => {
  const formulas = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    "'=1",
    "'",
    '＝1',
    '"=1',
    ',=1',
    ';=1',
    'a; =1',
    '",=1',
  ];
  const name = fc.oneof(
    fc.constantFrom(...hostileNames, ...formulas),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('=', '"', ',', ';', "'", '\n', '\r', '+', 'a') }),
  );

  it('gives every name back as it may be shown, and lets none be a formula', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), names => {
        const report = gatedWithNames(names);
        const lines = read(report);
        expect(lines).toHaveLength(report.findings.length);
        const ids = lines.map(one => fused(one['resource']) ?? '');
        expect(ids.sort(compareText)).toEqual(
          report.findings.map(one => revealLine(one.resource.id)).sort(compareText),
        );
        for (const line of lines) {
          for (const [column, cell] of Object.entries(line)) {
            if (column.startsWith('usd_')) continue;
            expect(cell).not.toMatch(/(^|;)\s*[=+\-@\t\r\n＝＋－＠]/);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('holds no character that hides, reorders or commands', () => {
    expect(textOf(gatedWithNames(hostileNames)).replaceAll('\r\n', '\n')).not.toMatch(
      /[^\n\P{Cc}]|[\p{Cf}\p{Cs}\u2028\u2029]/u,
    );
  });
});
