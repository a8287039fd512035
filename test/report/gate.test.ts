import { describe, expect, it } from 'vitest';
import { diff } from '../../src/core/diff.js';
import { judgeGate } from '../../src/core/gate.js';
import type { GatePolicy } from '../../src/core/rules-file.js';
import type { Report } from '../../src/core/types.js';
import {
  renderChanges,
  renderChangesJson,
  renderChangesMarkdown,
  renderGate,
  summarizeChanges,
} from '../../src/report/index.js';
import { cellsOf } from '../../src/report/cells.js';
import { reportOf, ruleOf, type Said, scored, standings } from '../core/runs.js';

/** What a gate and a comparison print: short, narrow, and harmless whatever things are called. */

const hostile = '\u001b[31mred\u202e<script>alert(1)</script>\n::error::x | `a` =cmd\u0007';
const rules = [ruleOf('r-critical', 'critical'), ruleOf('r-high'), ruleOf('r-low', 'low')];
const many = Array.from(
  { length: 300 },
  (_, at): Said => ({
    rule: rules[at % 3]?.id ?? '',
    id: at % 7 === 0 ? `${hostile}${at}` : `a-rather-long-name-of-a-thing-${at}`,
    verdict: 'FAIL',
    message: at % 5 === 0 ? hostile : 'it is not as it should be, and that is said at some length here',
    expired: at % 4 === 0,
  }),
);
const before = reportOf(
  rules,
  Array.from({ length: 9 }, (_, at): Said => ({ rule: 'r-high', id: `${hostile} old ${at}`, verdict: 'FAIL' })),
);
const now: Report = {
  ...reportOf(rules, many, { account: { id: '123456789012', alias: hostile, partition: 'aws' } }),
  complete: false,
  scores: { overall: scored(10, 0.4), categories: { security: scored(null, 0.2) }, services: {} },
};
const policies: GatePolicy[] = [
  { new: 'high' },
  { new: 'high', incomplete: true },
  { severity: 'info', rules: ['r-*'], expired: true, incomplete: true },
  {
    new: 'info',
    severity: 'info',
    rules: ['r-*', 's3-*'],
    minScore: { overall: 90, security: 90, cost: 90, resilience: 90, hygiene: 90 },
    minCoverage: { overall: 0.9, security: 0.9, cost: 0.9, resilience: 0.9, hygiene: 0.9 },
    maxWaste: 1,
    incomplete: true,
    expired: true,
  },
  { minScore: { overall: 1 }, minCoverage: { overall: 0.1 } },
];
const changes = diff({ ...standings(before, `${hostile}.json`), kind: 'baseline' }, standings(now));
const withGate = (policy: GatePolicy, since = true): Report => ({
  ...now,
  ...(since ? { changes } : {}),
  gate: judgeGate(now, policy, since ? changes : undefined),
});

const plain = /^[\x20-\x7e\n…]*$/;

describe('a gate on a terminal', () => {
  it.each(policies.flatMap(policy => [40, 80, 200].map(width => ({ policy, width }))))(
    'is at most 18 lines, leaving two for what was written, at $width columns: $policy',
    ({ policy, width }) => {
      for (const since of [true, false]) {
        const text = renderGate(withGate(policy, since), { width, color: false });
        const lines = text.trimEnd().split('\n');
        expect(lines.length).toBeLessThanOrEqual(18);
        expect(Math.max(...lines.map(cellsOf))).toBeLessThanOrEqual(width);
        expect(lines[0]).toMatch(/^(Stopped|Passed: nothing stops)/);
        expect(text).toMatch(plain);
      }
    },
  );

  it('says each reason and what to do, even where all conditions are met', () => {
    const report = withGate(policies[2] ?? {});
    const text = renderGate(report, { width: 120, color: false });
    for (const { message } of report.gate?.reasons ?? []) expect(text).toContain(message.slice(0, 30));
    expect(text).toContain('What to do: ');
  });

  it('says the same in colours', () => {
    const report = withGate({ new: 'high' });
    const colored = renderGate(report, { width: 80, color: true });
    expect(colored).toContain('\u001b[');
    expect(colored.replace(/\u001b\[[\d;]*m/g, '')).toBe(renderGate(report, { width: 80, color: false }));
  });

  it('names the entries of the baseline that fit nothing any more', () => {
    expect(renderGate(withGate({ minScore: { overall: 1 } }), { width: 400, color: false })).toMatch(
      /The baseline holds what is there no more: r-high .*and 8 more\. Write it anew: stocktake baseline/,
    );
  });

  it('shows up to three findings with their rule, thing and fix, and counts the rest', () => {
    const text = renderGate(withGate({ severity: 'critical' }), { width: 100, color: false });
    expect(text.match(/^ {2}critical {2}r-critical /gm)).toHaveLength(3);
    expect(text.match(/^ {12}(mend |The command is left out)/gm)).toHaveLength(3);
    expect(text).toContain('and 97 more in report.json');
  });
});

describe('a comparison', () => {
  it('has three headings, in every format but JSON', () => {
    for (const text of [renderChanges(changes, 'now'), renderChangesMarkdown(changes, 'now')])
      for (const heading of ['The account changed', 'The rules changed', 'We saw less / more'])
        expect(text).toContain(heading);
  });

  it('is one sentence where that is enough', () => {
    expect(summarizeChanges({ ...changes, since: { ...changes.since, from: 'base.json' } })).toBe(
      'Since 22 Nov 2026 (base.json): the account changed (300 new, 9 gone).',
    );
    expect(summarizeChanges({ ...changes, changes: [] })).toMatch(/: nothing changed\.$/);
  });

  it('reads as JSON what it is, and prints no character that commands', () => {
    expect(JSON.parse(renderChangesJson(changes))).toEqual(changes);
    expect(renderChangesJson(changes)).toMatch(plain);
    expect(renderChanges(changes, hostile)).toMatch(plain);
  });

  it('opens no HTML, table or heading in Markdown', () => {
    const markdown = renderChangesMarkdown(changes, hostile);
    expect(markdown).toMatch(plain);
    expect(markdown).not.toMatch(/<script/);
    expect(markdown.match(/^#+ .*$/gm)).toEqual([
      '# What differs',
      '## The account changed',
      '### New',
      '### Gone',
      '## The rules changed',
      '## We saw less / more',
    ]);
  });

  it('cuts long lists on a terminal and says so, and nothing in Markdown', () => {
    expect(renderChanges(changes, 'now')).toContain('and 280 more (--format md)');
    expect(renderChangesMarkdown(changes, 'now').match(/^- /gm)).toHaveLength(changes.changes.length);
  });
});
