import { describe, expect, it } from 'vitest';
import { findingKey, isOpen, type Report, type TrendPoint } from '../../src/core/types.js';
import { agesOf, agesView } from '../../src/report/ages.js';
import { changesOf } from '../../src/report/changes-view.js';
import { renderHtml, renderMarkdown } from '../../src/report/index.js';
import { saySince } from '../../src/report/since.js';
import { chartOf, type Plot } from '../../src/report/trend-chart.js';
import { panelsOf } from '../../src/report/trend-panels.js';
import { trendOf } from '../../src/report/trend-view.js';
import { hostileNames } from './hostile.js';
import { sample, withNames } from './sample.js';
import { withChanges, withFirstRun, withTrend } from './trend-sample.js';

const plots = (...values: (number | null | [number, 'part'])[]): Plot[] =>
  values.map((value, at) => ({
    time: at,
    value: Array.isArray(value) ? value[0] : value,
    complete: !Array.isArray(value),
    broken: '',
  }));
const kindsOf = (of: Plot[]) => chartOf(of, 100, '100').lines.map(({ kind, path }) => [kind, path.split('L').length]);

describe('a chart', () => {
  it('dashes what begins or ends at an incomplete run', () => {
    expect(kindsOf(plots(1, 2, [3, 'part'], 4, 5))).toEqual([
      ['sure', 2],
      ['unsure', 3],
      ['sure', 2],
    ]);
  });

  it('breaks where there is no number', () => {
    expect(kindsOf(plots(1, 2, null, 4, 5))).toEqual([
      ['sure', 2],
      ['sure', 2],
    ]);
    expect(chartOf(plots(1, null, 3), 100, '').dots).toHaveLength(2);
  });

  it('places runs by time, and values from the base line up', () => {
    const [first, second, third] = chartOf(
      [0, 1, 10].map(time => ({ ...plots(50)[0]!, time, value: time * 10 })),
      100,
      '',
    ).dots;
    const [x1, x2, x3] = [first, second, third].map(dot => Number(dot?.x));
    expect((x2! - x1!) / (x3! - x1!)).toBeCloseTo(0.1, 1);
    expect([first?.y, third?.y]).toEqual(['72', '18']);
  });

  it('is whole for one run, for runs of one time, and for nothing but zeros', () => {
    for (const odd of [plots(7), plots(0, 0, 0), plots(1, 2).map(one => ({ ...one, time: 5 })), plots(null), []]) {
      expect(JSON.stringify(chartOf(odd, 0, '0'))).not.toMatch(/NaN|Infinity|null/);
    }
  });

  it('leaves dots out where they would hide the line', () => {
    expect(chartOf(plots(...Array.from({ length: 400 }, () => 5)), 10, '').dots).toHaveLength(1);
  });
});

describe('panels', () => {
  const points = (...values: Partial<TrendPoint>[]): TrendPoint[] =>
    values.map((one, at) => ({ ...withTrend().trend!.points[at]!, categories: {}, waste: null, ...same, ...one }));
  const same = { complete: true, toolVersion: '1.0.0', rules: 9 };
  const open = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  const deltas = (before: Partial<TrendPoint>, after: Partial<TrendPoint>) => {
    const { amounts, scores } = panelsOf({ points: points(before, after), firstSeen: {} });
    return Object.fromEntries(
      [...scores, ...amounts].map(({ id, now, delta, deltaTone }) => [id, `${now} ${delta} ${deltaTone}`]),
    );
  };

  it('say which way is good', () => {
    const level = (value: number | null) => ({ overall: { value, coverage: 1 } });
    expect(
      deltas(
        { ...level(60), open: { ...open, high: 3 }, waste: 10 },
        { ...level(66.9), open: { ...open, high: 4 }, waste: 4.5 },
      ),
    ).toEqual({
      overall: '66 +6 good',
      high: '4 +1 bad',
      waste: '$4.50 −$5.50 good',
    });
    expect(deltas({ ...level(70), open }, { ...level(60), open }).overall).toBe('60 −10 bad');
  });

  it.each([
    ['could not see everything', { complete: false }],
    ['saw less', { overall: { value: 80, coverage: 0.6 } }],
    ['had other rules', { rules: 8 }],
  ])('call nothing good in a run that %s', (_what, less) => {
    const before = { overall: { value: 60, coverage: 1 }, open: { ...open, critical: 3 } };
    const found = deltas(before, { overall: { value: 80, coverage: 1 }, open, ...less });
    expect(found).toMatchObject({ overall: '80 +20 none', critical: '0 −3 none' });
  });

  it('say nothing of what did not move, or has no number', () => {
    const level = (value: number | null) => ({ overall: { value, coverage: 1 } });
    expect(deltas({ ...level(70), open }, { ...level(70.5), open }).overall).toBe('70 ±0 none');
    expect(deltas({ ...level(70), open }, { ...level(null), open }).overall).toBe('–  none');
  });

  it('mark where the tool or the rules were others', () => {
    const [overall] = panelsOf(withTrend().trend!).scores;
    expect(overall?.chart.breaks.map(({ label }) => label)).toEqual([
      'stocktake 0.0.0-sample, before 0.0.0-before; 16 rules, before 15',
    ]);
  });
});

describe('ages', () => {
  const finding = sample.findings.find(isOpen)!;
  const seen = (started: string, first: string): Report => ({
    ...sample,
    findings: [finding],
    trend: {
      points: ['2026-08-01T00:00:00.000Z', sample.started].map(time => ({
        ...withFirstRun().trend!.points[0]!,
        started: time,
      })),
      firstSeen: { [findingKey(finding)]: first },
    },
    started,
  });
  it.each([
    [sample.started, 'open for less than a day'],
    ['2026-11-21T09:00:00.000Z', 'open for 1 day'],
    ['2026-08-21T09:00:00.000Z', 'open for 93 days'],
    ['2026-08-01T00:00:00.000Z', 'open for at least 113 days'],
  ])('%s: %s', (first, said) => expect(agesOf(seen(sample.started, first))(finding)).toBe(said));

  it('are not told without a history, at its first run, and of what is not open', () => {
    expect(agesOf(sample)(finding)).toBe('');
    expect(agesOf(withFirstRun())(finding)).toBe('');
    expect(agesView(withFirstRun())).toBeNull();
    const trend = withTrend();
    const closed = trend.findings.find(one => !isOpen(one))!;
    expect(agesOf(trend)(closed)).toBe('');
  });

  it('are sorted into the right buckets, the oldest first', () => {
    const view = agesView(withTrend());
    expect(view?.buckets.map(({ count }) => count)).toEqual(['2', '2', '11', '0']);
    const days = view?.oldest.map(({ kind }) => Number(/\d+/.exec(kind)?.[0])) ?? [];
    expect(days).toEqual([...days].sort((one, other) => other - one));
    expect(view?.oldest).toHaveLength(10);
  });
});

describe('what moved', () => {
  it('is said under the headline, by the comparison first, else by the history', () => {
    expect(saySince(sample)).toBe('');
    expect(saySince(withTrend())).toBe('Since 15 Nov 2026: 2 new and 2 fixed.');
    expect(saySince(withChanges())).toBe(
      'Since 15 Nov 2026: 2 new, 1 fixed, 1 gone with the resource and 2 differences in rules or sight.',
    );
    expect(renderHtml(withTrend())).toContain('Since 15 Nov 2026: 2 new and 2 fixed.');
  });

  it('is told once: the comparison takes the place of what the history knows', () => {
    const both = { ...withTrend(), changes: withChanges().changes! };
    expect(trendOf(both)?.step).toBeNull();
    expect(trendOf(withTrend())?.step?.rows).toHaveLength(4);
  });

  it('never calls a change of the rules or of sight one of the account', () => {
    const groups = changesOf(withChanges())?.groups ?? [];
    expect(groups.map(({ title, rows }) => [title, rows.map(({ kind, tone }) => `${kind} ${tone}`)])).toEqual([
      ['The account changed', ['new bad', 'new bad', 'fixed good', 'gone good']],
      ['The rules changed', ['changed none']],
      ['We saw more, or less', ['new none']],
    ]);
  });

  it('that comes from new rules is told apart', () => {
    const report = withTrend();
    const [one] = report.trend?.step?.opened ?? [];
    const step = { ...report.trend!.step!, opened: [{ ...one!, newRule: true }] };
    const view = trendOf({ ...report, trend: { ...report.trend!, step } })?.step;
    expect(view?.intro).toContain(
      '1 of the new ones comes from a rule that was not judged before: the account did not change there.',
    );
    expect(view?.rows[0]).toMatchObject({ kind: 'new rule', tone: 'none' });
  });

  it('stays readable at 10,000 findings', () => {
    const report = withTrend();
    const opened = Array.from({ length: 10_000 }, () => report.trend!.step!.opened[0]!);
    const full = { ...report, trend: { ...report.trend!, step: { ...report.trend!.step!, opened } } };
    expect(renderHtml(full)).toContain('and 9,982 more findings in report.json');
  });
});

describe('in Markdown', () => {
  it('holds the last runs as a table, and says how many there are', () => {
    const report = withTrend();
    const points = Array.from({ length: 30 }, (_, at) => ({
      ...report.trend!.points[0]!,
      started: `2026-08-${String(at + 1).padStart(2, '0')}T09:00:00.000Z`,
    }));
    const markdown = renderMarkdown({ ...report, trend: { ...report.trend!, points } });
    expect(markdown.match(/^\| \d+ Aug 2026, 09:00 UTC/gm)).toHaveLength(12);
    expect(markdown).toContain('and 18 more runs in report.json');
  });

  it.each([
    ['trend', (names: readonly string[]) => withTrend(withNames(names))],
    ['changes', withChanges],
  ])('lets no name break out: %s', (_name, make) => {
    const markdown = renderMarkdown(make(hostileNames));
    expect(markdown).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
    const [hostile, tame] = [hostileNames, hostileNames.map((_one, at) => `name-${at + 10}`)].map(names =>
      renderMarkdown(make(names))
        .split('\n## ')
        .filter(part => /^(What changed|Over time)/.test(part))
        .map(part => part.split('\n').map(line => /^\s*(#+ |- |\d+\. |\||> )?/.exec(line)?.[0])),
    );
    expect(hostile).toEqual(tame);
    expect(hostile?.length).toBe(1);
  });
});
