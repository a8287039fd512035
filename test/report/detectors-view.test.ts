import { describe, expect, it } from 'vitest';
import type { DetectorState } from '../../src/core/detector.js';
import type { Comparison } from '../../src/core/second-opinion.js';
import type { Survey } from '../../src/core/survey.js';
import { detectorsOf, summarizeDetectors } from '../../src/report/detectors-view.js';
import { renderTable } from '../../src/report/index.js';
import { sample, surveyOf } from './sample.js';

const whole = surveyOf(['lodge-exports', 'lodge-uploads']);
const view = (more: Partial<Survey>) => detectorsOf({ ...sample, detectors: { ...whole, ...more } });
const regionsOf = (count: number) => Array.from({ length: count }, (_, at) => `region-${at}`);
const cells = (states: (region: string) => DetectorState, count: number): Survey['matrix'] =>
  regionsOf(count).map(region => ({
    detector: 'guardduty',
    title: 'GuardDuty',
    region,
    state: states(region),
    message: `is ${states(region)}`,
    evidence: [],
  }));

describe('what a page says of detectors', () => {
  it('is nothing where none was asked', () => {
    const { detectors: _none, ...without } = sample;
    expect(detectorsOf(without)).toBeNull();
    expect(summarizeDetectors(without)).toBe('');
  });

  it('shows each region while there are few, and shares columns where regions are alike and many', () => {
    const one = (region: string): DetectorState => (region === 'region-3' ? 'on' : 'off');
    expect(view({ matrix: cells(one, 6) })?.columns.map(({ name }) => name)).toEqual(regionsOf(6));
    const many = view({ matrix: cells(one, 17) });
    expect(many?.columns).toEqual([
      {
        name: '16 regions',
        names: regionsOf(17)
          .filter(name => name !== 'region-3')
          .sort()
          .join(', '),
      },
      { name: 'region-3', names: 'region-3' },
    ]);
    expect(many?.rows[0]?.cells.map(({ state }) => state)).toEqual(['off', 'on']);
    expect(many?.notes).toEqual([
      { title: 'GuardDuty', where: '16 regions', message: 'is off' },
      { title: 'GuardDuty', where: 'region-3', message: 'is on' },
    ]);
  });

  it('says what was left unread, whether or not AWS tells how much', () => {
    expect(view({})?.findings?.intro).toMatch(
      /Not all were read: GuardDuty in eu-north-1 has 12 more; Config in eu-north-1 has more and does not say how many\.$/,
    );
    expect(view({ sources: [], resources: [] })?.findings).toBeNull();
    const none = view({ sources: [{ ...whole.sources[0]!, read: 0, leftOut: 0 }], resources: [] });
    expect(none?.findings?.intro).toBe('No detector has an open finding.');
  });

  it('cuts long lists and says where the rest is', () => {
    const first = whole.resources[0]!;
    const many = Array.from({ length: 30 }, (_, at) => ({ ...first, resource: { id: `b-${at}`, type: 'x' } }));
    const busy = { ...first, findings: Array.from({ length: 20 }, () => first.findings[0]!) };
    expect(view({ resources: many })?.findings?.more).toBe('and 5 more resources in report.json');
    expect(view({ resources: [busy] })?.findings?.resources[0]?.more).toBe('and 12 more findings in report.json');
  });

  it('lists what differs and what is stale, and only counts the rest', () => {
    const opinions = view({})?.opinions;
    expect(opinions?.differences.map(({ outcome }) => outcome)).toEqual(['differ', 'stale']);
    expect(opinions?.tallies.map(({ title, agree, differ, stale }) => [title, agree, differ, stale])).toEqual([
      ['Config', '1', '0', '1'],
      ['Security Hub', '0', '1', '0'],
    ]);
    const agreeing: Comparison[] = whole.opinions.filter(({ outcome }) => outcome === 'agree');
    expect(view({ opinions: agreeing })?.opinions?.intro).toMatch(/No two of them differ\.$/);
    expect(view({ opinions: [] })?.opinions).toBeNull();
  });

  it('shows money in its own currency', () => {
    const usage = [{ ...whole.usage[0]!, currency: 'EUR', amount: 1.5 }];
    expect(view({ usage })?.usage?.rows[0]?.amount).toBe('1.50 EUR last 30 days');
  });

  it('fits on one line of a terminal', () => {
    expect(summarizeDetectors(sample)).toBe(
      '4 open findings (2 critical or high) · 1 verdict differs from ours · 3 of 6 off or suspended',
    );
    expect(renderTable(sample, { width: 80, color: false })).toContain("  AWS's detectors: 4 open findings (2 crit");
  });
});
