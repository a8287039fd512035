import { describe, expect, it } from 'vitest';
import { gainsOf, pointsOf, scoreOf } from '../../src/core/score.js';
import type { Category, Finding, Severity, VerdictName } from '../../src/core/types.js';

const scoring = { weights: { critical: 10, high: 5, medium: 3, low: 1, info: 0 }, minCoverage: 0.5 };
const tally = (PASS: number, FAIL: number) => ({
  PASS,
  FAIL,
  NOT_APPLICABLE: 0,
  NOT_AVAILABLE: 0,
  ERROR: 0,
  EXCEPTED: 0,
});

function findings(rule: string, severity: Severity, verdicts: string, category: Category = 'security'): Finding[] {
  const names: Record<string, VerdictName> = {
    P: 'PASS',
    F: 'FAIL',
    '-': 'NOT_APPLICABLE',
    '?': 'NOT_AVAILABLE',
    E: 'ERROR',
  };
  return Array.from(verdicts).map((letter, index) => ({
    rule,
    verdict: names[letter] ?? 'ERROR',
    severity,
    category,
    service: rule.split('-')[0] ?? '',
    resource: { id: String(index), region: 'global', type: 'x' },
    message: '',
    evidence: [],
  }));
}

describe('points of a rule', () => {
  it.each<[Severity, number, number, number | null]>([
    ['critical', 999, 1, 0],
    ['high', 999, 1, 0],
    ['high', 5, 0, 1],
    ['medium', 3, 1, 0.75],
    ['low', 0, 4, 0],
    ['info', 1, 1, 0.5],
    ['medium', 0, 0, null],
  ])('%s with %i passed and %i failed: %s', (severity, passed, failed, points) => {
    expect(pointsOf(tally(passed, failed), severity)).toBe(points);
  });
});

describe('score of a category', () => {
  it('is the weighted mean over decided rules', () => {
    const { categories } = scoreOf(
      [...findings('a-1', 'high', 'PP'), ...findings('a-2', 'medium', 'PF'), ...findings('b-1', 'low', '-')],
      scoring,
    );
    expect(categories.security).toMatchObject({ value: Math.round((100 * (5 + 1.5)) / 8), coverage: 1 });
    expect(categories.security?.rules).toEqual({ passed: 1, failed: 1, undecided: 0, notApplicable: 1, excepted: 0 });
  });

  it('leaves out what was not decided and says so in the coverage', () => {
    const score = scoreOf(
      [...findings('a-1', 'high', 'P'), ...findings('a-2', 'medium', 'P???'), ...findings('a-3', 'low', 'E')],
      scoring,
    ).overall;
    expect(score.value).toBe(100);
    expect(score.coverage).toBeCloseTo((5 + 3 * 0.25) / 9);
  });

  it('is not given below the coverage that is asked for', () => {
    const score = scoreOf([...findings('a-1', 'high', '?'), ...findings('a-2', 'medium', 'P')], scoring).overall;
    expect(score).toMatchObject({ value: null, coverage: 3 / 8 });
  });

  it('has nothing to say where nothing applies', () => {
    expect(scoreOf(findings('a-1', 'high', '--'), scoring).overall).toMatchObject({ value: null, coverage: null });
  });

  it('never reads 100 while a rule fails', () => {
    const many = findings('a-1', 'low', `${'P'.repeat(999)}F`);
    expect(scoreOf(many, scoring).overall.value).toBe(99);
  });

  it('keeps categories and services apart', () => {
    const scores = scoreOf([...findings('kms-1', 'low', 'F'), ...findings('iam-1', 'low', 'P', 'hygiene')], scoring);
    expect(scores.categories.security?.value).toBe(0);
    expect(scores.categories.hygiene?.value).toBe(100);
    expect(scores.categories.cost).toBeUndefined();
    expect(Object.keys(scores.services)).toEqual(['iam', 'kms']);
  });
});

it('a gain is what the category wins when a rule is mended', () => {
  const all = [...findings('a-1', 'high', 'F'), ...findings('a-2', 'medium', 'PF'), ...findings('a-3', 'low', 'P')];
  const gains = gainsOf(all, scoring);
  expect(gains.get('a-1')?.points).toBeCloseTo((100 * 5) / 9);
  expect(gains.get('a-2')?.points).toBeCloseTo((100 * 1.5) / 9);
  expect(gains.get('a-3')).toEqual({ points: 0, overall: 0 });
  const beside = gainsOf([...all, ...findings('b-1', 'low', 'F', 'hygiene')], scoring).get('b-1');
  expect(beside?.points).toBe(100);
  expect(beside?.overall).toBe(10);
});
