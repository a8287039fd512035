import { describe, expect, it } from 'vitest';
import { renderHtml, renderJson, renderMarkdown, renderOverview, renderTable } from '../../src/report/index.js';
import { expectGolden } from '../golden.js';
import { hostileNames } from './hostile.js';
import { withOverview } from './overview-sample.js';
import { blindSample, cleanSample, endedSample, sample, withMoney } from './sample.js';
import { withChanges, withFirstRun, withTrend } from './trend-sample.js';

const samples = {
  sample,
  ended: endedSample,
  clean: cleanSample,
  blind: blindSample,
  money: withMoney(['bookings-legacy', 'sessions']),
  trend: withTrend(),
  'first-run': withFirstRun(),
  changes: withChanges(),
  overview: withOverview(withMoney(['bookings-legacy', 'sessions']), ['search-listings', 'send-mail']),
};

describe.each(Object.entries(samples))('the %s report', (name, report) => {
  it('gives the golden HTML', () => expectGolden(`report/${name}.html`, renderHtml(report)));
  it('gives the golden Markdown', () => expectGolden(`report/${name}.md`, renderMarkdown(report)));
  it('gives the golden JSON', () => expectGolden(`report/${name}.json`, [...renderJson(report)].join('')));
  it('gives the golden summary', () =>
    expectGolden(`report/${name}.txt`, renderTable(report, { width: 80, color: false })));

  it('gives the same bytes twice, whatever the order of keys', () => {
    const shuffled = JSON.parse(JSON.stringify(report), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    expect([...renderJson(shuffled)].join('').replace(/"value": \{[^}]*\}/g, '')).toBe(
      [...renderJson(report)].join('').replace(/"value": \{[^}]*\}/g, ''),
    );
    expect(renderTable(shuffled, { width: 80, color: true })).toBe(renderTable(report, { width: 80, color: true }));
  });
});

describe('the overview', () => {
  it('gives the golden Markdown', () => expectGolden('report/overview-alone.md', renderOverview(samples.overview)));
  it('gives the golden Markdown with hostile names', () =>
    expectGolden('report/overview-hostile.md', renderOverview(withOverview(withMoney(hostileNames), hostileNames))));
});
