import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyExceptions, type Exception, exceptionHints } from '../../src/core/exceptions.js';
import { fits, isOpenEnded } from '../../src/core/pattern.js';
import { scoreOf } from '../../src/core/score.js';
import type { Finding } from '../../src/core/types.js';

const at = { started: '2026-11-22T09:00:00.000Z', regions: ['eu-north-1', 'eu-west-1'] };

const finding = (id: string, over: Partial<Finding> = {}): Finding => ({
  rule: 'kms-key-rotation-enabled',
  verdict: 'FAIL',
  severity: 'medium',
  category: 'security',
  service: 'kms',
  resource: {
    id,
    arn: `arn:aws:kms:eu-north-1:123456789012:key/${id}`,
    name: `alias/${id}`,
    region: 'eu-north-1',
    type: 'AWS::KMS::Key',
  },
  message: 'automatic rotation is off',
  evidence: [],
  ...over,
});
const exception = (over: Partial<Exception> = {}): Exception => ({
  rules: ['kms-key-*'],
  resources: ['one'],
  reason: 'moves in March',
  owner: 'anna',
  expires: '2026-11-22',
  ...over,
});

describe('an exception', () => {
  it.each([
    ['its id', ['one']],
    ['its name', ['alias/one']],
    ['its ARN', ['arn:aws:kms:*:key/one']],
    ['a part of it', ['o*e']],
  ])('accepts a failure by %s, on its last day too', (_what, resources) => {
    const failed = finding('one');
    const [report] = applyExceptions([failed, finding('two')], [exception({ resources })], at);
    expect(failed.exception).toEqual({ reason: 'moves in March', owner: 'anna', expires: '2026-11-22' });
    expect(report).toMatchObject({ state: 'active', findings: 1 });
  });

  it('accepts failures alone', () => {
    const others = (['PASS', 'NOT_APPLICABLE', 'NOT_AVAILABLE', 'ERROR'] as const).map(verdict =>
      finding('one', { verdict }),
    );
    applyExceptions(others, [exception()], at);
    expect(others.filter(one => one.exception ?? one.expired)).toEqual([]);
  });

  it('gives its failures back the day after its last', () => {
    const failed = finding('one');
    const reports = applyExceptions([failed], [exception({ expires: '2026-11-21', ticket: 'T-1' })], at);
    expect(failed.exception).toBeUndefined();
    expect(failed.expired).toMatchObject({ owner: 'anna', ticket: 'T-1' });
    expect(reports[0]).toMatchObject({ state: 'expired', findings: 1 });
    expect(exceptionHints(reports)).toEqual([
      'The exception of kms-key-* for one (anna) ran out on 2026-11-21: 1 finding is open again.',
    ]);
  });

  it('yields to one that lasts longer', () => {
    const failed = finding('one');
    applyExceptions(
      [failed],
      [exception({ expires: '2026-11-21' }), exception({ expires: '2027-01-01', owner: 'erik' })],
      at,
    );
    expect(failed.exception?.owner).toBe('erik');
    expect(failed.expired).toBeUndefined();
  });

  it('that fits nothing is named', () => {
    const reports = applyExceptions([finding('two')], [exception()], at);
    expect(reports[0]?.state).toBe('unmatched');
    expect(exceptionHints(reports)).toEqual([
      'The exception of kms-key-* for one (anna) fits nothing any more in the audited regions; remove it from rules.yaml unless it is for another.',
    ]);
  });

  it('is not called idle where something could not be seen', () => {
    const reports = applyExceptions([finding('*', { verdict: 'NOT_AVAILABLE' })], [exception()], at);
    expect(reports[0]?.state).toBe('active');
  });

  it('for regions leaves the same id elsewhere alone', () => {
    const [there, elsewhere] = ['eu-north-1', 'eu-west-1'].map(region =>
      finding('1234', { resource: { id: '1234', region, type: 'AWS::EC2::Region' } }),
    ) as [Finding, Finding];
    const reports = applyExceptions([there, elsewhere], [exception({ resources: ['1234'], regions: ['eu-n*'] })], at);
    expect([there.exception?.owner, elsewhere.exception]).toEqual(['anna', undefined]);
    expect(reports).toMatchObject([{ regions: ['eu-n*'], findings: 1, state: 'active' }]);
  });

  it.each<[string, Partial<Exception>]>([
    ['a region', { regions: ['us-east-1', 'ap-*'] }],
    ['resources of a region', { resources: ['arn:aws:kms:us-east-1:123456789012:key/one'] }],
  ])('for %s that was not audited is not called idle', (_what, over) => {
    expect(applyExceptions([finding('two')], [exception(over)], at)).toMatchObject([{ state: 'active', findings: 0 }]);
  });

  it('of what belongs to no region is spoken of where it accepts something, whatever region its ARN names', () => {
    const arn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/one/1';
    const failed = finding('one', { resource: { id: 'one', arn, region: 'global', type: 'AWS::WAFv2::WebACL' } });
    expect(applyExceptions([failed], [exception({ resources: [arn], expires: '2026-11-21' })], at)).toMatchObject([
      { state: 'expired', findings: 1 },
    ]);
  });

  it.each<[string, Partial<Exception>]>([
    ['an audited region', { regions: ['us-east-1', 'eu-west-1'] }],
    ['no region', { regions: ['global'] }],
    ['a resource in any region', { resources: ['arn:aws:kms:*:123456789012:key/one'] }],
    ['a resource in no region', { resources: ['arn:aws:s3:::one'] }],
  ])('for %s is named where it fits nothing', (_what, over) => {
    expect(applyExceptions([finding('two')], [exception(over)], at)).toMatchObject([{ state: 'unmatched' }]);
  });

  it('of a rule that was not judged is not spoken of', () => {
    expect(applyExceptions([finding('one')], [exception({ rules: ['iam-*'] })], at)).toEqual([]);
  });
});

describe('an accepted failure', () => {
  it('neither earns nor costs points, and is counted apart', () => {
    const scoring = { weights: { critical: 10, high: 5, medium: 3, low: 1, info: 0 }, minCoverage: 0.5 };
    const findings = [finding('one'), finding('two', { verdict: 'PASS' })];
    expect(scoreOf(findings, scoring).overall.value).toBe(50);
    applyExceptions(findings, [exception()], at);
    const { overall } = scoreOf(findings, scoring);
    expect(overall.value).toBe(100);
    expect(overall.findings).toMatchObject({ FAIL: 0, PASS: 1, EXCEPTED: 1 });
    expect(overall.rules).toEqual({ passed: 0, failed: 0, undecided: 0, notApplicable: 0, excepted: 1 });
    const alone = [finding('one')];
    applyExceptions(alone, [exception()], at);
    expect(scoreOf(alone, scoring).overall).toMatchObject({ value: null, coverage: null });
  });
});

describe('a pattern', () => {
  it('fits as the regular expression of the same meaning does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(letters, text, (pattern, one) => {
        expect(fits(pattern, one)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(one));
      }),
    );
  });

  it('with many stars takes no longer than its length', () => {
    expect(fits(`${'*a'.repeat(5000)}b`, 'a'.repeat(20_000))).toBe(false);
  });

  it.each(['*', '**', 'arn:*', 'arn:aws:*', 'arn:aws-cn:*', 'arn:*:*:*', '*:*/*'])('%s is open-ended', pattern => {
    expect(isOpenEnded(pattern)).toBe(true);
  });
  it.each(['one', 'a*', 'arn:aws:s3:::*', '*-logs', 'aws*'])('%s is not', pattern => {
    expect(isOpenEnded(pattern)).toBe(false);
  });
});
