import { describe, expect, it } from 'vitest';
import { cellsOf, fit, pad } from '../../src/report/cells.js';
import { renderTable } from '../../src/report/index.js';
import { hostileNames } from './hostile.js';
import { blindSample, cleanSample, endedSample, sample, withNames } from './sample.js';

const plain = (text: string) => text.replace(/\u001b\[\d+m/g, '');
const reports = {
  sample,
  ended: endedSample,
  clean: cleanSample,
  blind: blindSample,
  hostile: withNames(hostileNames),
  'hidden characters': withNames(hostileNames.filter(name => /[\n\p{C}\u2028]/u.test(name))),
};

describe.each(Object.entries(reports))('the summary of the %s report', (_name, report) => {
  it.each([40, 60, 80, 120, 200])('keeps to %i cells a line and leaves room on a screen of 24 lines', width => {
    const lines = renderTable(report, { width, color: false }).split('\n');
    for (const line of lines) expect(cellsOf(line)).toBeLessThanOrEqual(width);
    if (width >= 80) expect(lines.length).toBeLessThanOrEqual(23);
  });

  it('is the same text with and without colours, and colours are all it sends to the terminal', () => {
    const colored = renderTable(report, { width: 80, color: true });
    expect(plain(colored)).toBe(renderTable(report, { width: 80, color: false }));
    expect(renderTable(report, { width: 80, color: false })).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\u2028\u2029]/u);
  });
});

describe('the summary', () => {
  const text = renderTable(sample, { width: 80, color: false });

  it('prints coverage beside every score', () => {
    expect(text).toMatch(/Overall +52 +coverage 77 % +Security +46 +coverage 79 %/);
    expect(text).toMatch(/Resilience +100 +coverage 100 % +Hygiene +not scored +coverage 0 %/);
  });

  it('names at most five things to fix first, the count of the rest, and what could not be seen', () => {
    expect(text.match(/^ {2}\d {2}/gm)).toHaveLength(5);
    expect(text).toContain('… 3 more rules failed');
    expect(text).toContain('Could not see: kms:GetKeyPolicy (1 rule)');
    expect(text).toContain('ap-southeast-3 (not audited)');
  });

  it('says so when the audit was ended', () => {
    expect(renderTable(endedSample, { width: 80, color: false })).toContain('This audit was ended before its time.');
  });

  it('counts what it has no room to name', () => {
    const gaps = Array.from({ length: 30 }, (_, at) => ({ ...sample.gaps[0]!, action: `kms:DescribeSomething${at}` }));
    expect(renderTable({ ...sample, gaps }, { width: 80, color: false })).toMatch(/ · \d+ others\n/);
  });
});

describe('cells', () => {
  it('counts what a terminal draws', () => {
    expect([cellsOf('abc'), cellsOf('鍵'), cellsOf('e\u0301'), cellsOf('🔑')]).toEqual([3, 2, 1, 2]);
  });

  it('cuts and fills to a width', () => {
    expect(fit('abcdef', 4)).toBe('abc…');
    expect(fit('鍵鍵鍵', 4)).toBe('鍵…');
    expect(fit('abc', 3)).toBe('abc');
    expect(fit('abc', 0)).toBe('');
    expect(pad('鍵', 4)).toBe('鍵  ');
  });
});
