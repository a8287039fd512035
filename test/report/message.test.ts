import { describe, expect, it } from 'vitest';
import { asciiLine, renderMessage, subjectOf } from '../../src/report/message.js';
import type { Change, Report, Standing, TrendPoint } from '../../src/core/types.js';
import { hostileNames } from './hostile.js';
import { sample } from './sample.js';

const place = 's3://reports/runs/2026/11/27/040012Z/report.html';
const standing = (name: string): Standing => ({
  rule: 'kms-key-rotation-enabled',
  title: 'Customer keys rotate their material',
  severity: 'critical',
  category: 'security',
  service: 'kms',
  verdict: 'FAIL',
  excepted: false,
  resource: { id: name, region: 'eu-north-1', type: 'AWS::KMS::Key' },
  message: 'automatic rotation is off',
});
const since = { account: '123456789012', started: '2026-11-26T04:00:12.000Z', toolVersion: '0.1.0', from: 'latest' };
const withChanges = (changes: Change[]): Report => ({ ...sample, changes: { since, changes, stale: [] } });
const fresh = (name: string): Change => ({
  kind: 'new',
  cause: 'account',
  message: 'It did not fail before.',
  after: standing(name),
});

describe('the message of a run', () => {
  it('says in at most 25 lines what matters, and where the rest is', () => {
    const text = renderMessage(withChanges(Array.from({ length: 500 }, (_, at) => fresh(`key-${at}`))), place);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
    expect(text).toContain(`The report: ${place}`);
    expect(text).toContain('Since the last run: 500 new.');
    expect(text).toContain('- new: key-0 (eu-north-1): Customer keys rotate their material');
  });

  it('counts as new what nobody could see before, and what a new version may have found, but not what rules brought', () => {
    const told = (more: Partial<Change>) => renderMessage(withChanges([{ ...fresh('a'), ...more }]), place);
    expect(told({ cause: 'sight' })).toContain('Since the last run: 1 new.\n- new: a ');
    expect(told({ cause: 'rules', differs: 'tool' })).toContain('Since the last run: 1 new.');
    expect(told({ cause: 'rules', differs: 'rule' })).toContain('Since the last run: nothing changed in the account.');
    expect(told({ cause: 'rules', differs: 'exception' })).toContain('1 other difference');
    expect(subjectOf(withChanges([{ ...fresh('a'), cause: 'sight' }]))).toContain(', 1 new');
  });

  it('says first what must be known first', () => {
    const text = renderMessage({ ...sample, notices: ['Your rules.yaml cannot be used.'] }, place);
    expect(text.split('\n')[0]).toBe('NOTE: Your rules.yaml cannot be used.');
  });

  it('keeps its end however much there is to say', () => {
    const notices = Array.from({ length: 40 }, (_, at) => `notice ${at}`);
    const text = renderMessage({ ...withChanges([fresh('a'), fresh('b')]), notices }, place);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
    expect(text).toContain(place);
  });

  it('says how the score moved since the run before', () => {
    const point = (value: number | null) =>
      ({ overall: { value, coverage: 1 }, categories: {} }) as unknown as TrendPoint;
    const value = sample.scores.overall.value ?? 0;
    const moved = (before: number | null) =>
      renderMessage(
        { ...sample, trend: { points: [point(before), point(value)] } as unknown as Report['trend'] & object },
        place,
      );
    expect(moved(value - 2.5)).toMatch(/^Overall: [\d.]+, \+2\.5/m);
    expect(moved(value + 1)).toMatch(/^Overall: [\d.]+, -1/m);
    expect(moved(value)).toMatch(/^Overall: [\d.]+, as before/m);
    expect(moved(null)).toMatch(/^Overall: [\d.]+( \(|$)/m);
  });

  it('tells what the rules or our sight changed apart from what the account did', () => {
    const other: Change = {
      kind: 'new',
      cause: 'rules',
      message: 'Its rule was turned off before.',
      after: standing('x'),
    };
    const text = renderMessage(withChanges([other]), place);
    expect(text).toContain('nothing changed in the account');
    expect(text).toContain('1 other difference');
    expect(subjectOf(withChanges([other]))).not.toContain('new');
    expect(subjectOf(withChanges([fresh('x')]))).toContain(', 1 new');
  });

  it.each(hostileNames)('shows the name %j, and lets it command nothing', name => {
    const text = renderMessage(withChanges([fresh(name)]), place);
    expect(text).not.toMatch(/[\p{Cf}\u2028\u2029]|[^\P{Cc}\n]/u);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
    const subject = subjectOf({ ...sample, account: { ...sample.account, alias: name } });
    expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
  });

  it('cuts a subject to what SNS takes', () => expect(asciiLine('ü'.repeat(200), 100)).toBe('?'.repeat(100)));
});
