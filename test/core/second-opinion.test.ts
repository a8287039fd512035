import { describe, expect, it } from 'vitest';
import type { Detector, Opinion } from '../../src/core/detector.js';
import { compareOpinions } from '../../src/core/second-opinion.js';
import type { Finding, VerdictName } from '../../src/core/types.js';

const rule = 'kms-key-rotation-enabled';
const detector = { id: 'config', title: 'Config', needs: {}, peers: { 'cmk-rotation': [rule] } } as unknown as Detector;
const heard = [{ detector, region: 'eu-north-1' }];
const arn = 'arn:aws:kms:eu-north-1:111122223333:key/k-1';

const ours = (verdict: VerdictName, more: Partial<Finding['resource']> = {}, of = rule): Finding => ({
  rule: of,
  verdict,
  severity: 'medium',
  category: 'security',
  service: 'kms',
  resource: { id: 'k-1', arn, region: 'eu-north-1', type: 'AWS::KMS::Key', ...more },
  message: `we say ${verdict}`,
  evidence: [{ api: 'kms:GetKeyRotationStatus', field: 'KeyRotationEnabled', value: verdict === 'PASS' }],
});
const theirs = (verdict: Opinion['verdict'], more: Partial<Opinion> = {}): Opinion => ({
  control: 'cmk-rotation',
  rules: [rule],
  verdict,
  resource: { id: arn, type: 'AWS::KMS::Key' },
  at: '2026-11-20T00:00:00.000Z',
  evidence: [{ api: 'config:GetComplianceDetailsByConfigRule', field: 'ComplianceType', value: verdict }],
  ...more,
});
const compared = (opinions: Opinion[], findings: Finding[], regions = ['eu-north-1']) =>
  compareOpinions(
    opinions.flatMap(opinion => regions.map(region => ({ detector, region, opinion }))),
    heard,
    findings,
  );

const before = { changed: '2026-11-01T00:00:00.000Z' };
const after = { changed: '2026-11-21T00:00:00.000Z' };

describe('a second opinion', () => {
  it.each<[string, Opinion[], Finding[], string]>([
    ['both pass', [theirs('PASS')], [ours('PASS')], 'agree'],
    ['both fail', [theirs('FAIL')], [ours('FAIL')], 'agree'],
    ['we fail what they pass', [theirs('PASS')], [ours('FAIL')], 'differ'],
    ['we pass what they fail', [theirs('FAIL')], [ours('PASS')], 'differ'],
    ['theirs is newer than the last change', [theirs('FAIL')], [ours('PASS', before)], 'differ'],
    ['theirs is older than the last change', [theirs('FAIL')], [ours('PASS', after)], 'stale'],
    ['theirs agrees, but is older than the last change', [theirs('PASS')], [ours('PASS', after)], 'stale'],
    ['theirs has no time', [theirs('FAIL', { at: null })], [ours('PASS', after)], 'differ'],
    ['we could not see', [theirs('FAIL')], [ours('NOT_AVAILABLE')], 'only-theirs'],
    ['our rule does not apply', [theirs('FAIL')], [ours('NOT_APPLICABLE')], 'only-theirs'],
    ['our rule tripped', [theirs('FAIL')], [ours('ERROR')], 'only-theirs'],
    [
      'we know no such resource',
      [theirs('FAIL', { resource: { id: 'k-9', type: 'AWS::KMS::Key' } })],
      [ours('NOT_APPLICABLE')],
      'only-theirs',
    ],
    ['they say nothing', [], [ours('FAIL')], 'only-ours'],
  ])('%s', (_name, opinions, findings, outcome) => {
    expect(compared(opinions, findings).map(one => one.outcome)).toEqual([outcome]);
  });

  it('says nothing where neither side has a verdict, or the rule was not chosen', () => {
    expect(compared([], [ours('NOT_AVAILABLE'), ours('NOT_APPLICABLE')])).toEqual([]);
    expect(compared([theirs('FAIL', { rules: ['kms-other'] })], [ours('PASS', {}, 'iam-root-mfa-enabled')])).toEqual(
      [],
    );
  });

  it('shows both evidences and times where the two differ, never one in place of the other', () => {
    expect(compared([theirs('FAIL')], [ours('PASS')])).toEqual([
      {
        detector: 'config',
        title: 'Config',
        control: 'cmk-rotation',
        region: 'eu-north-1',
        outcome: 'differ',
        resource: { id: arn, type: 'AWS::KMS::Key' },
        theirs: { verdict: 'FAIL', at: '2026-11-20T00:00:00.000Z', evidence: theirs('FAIL').evidence },
        ours: [{ rule, verdict: 'PASS', message: 'we say PASS', evidence: ours('PASS').evidence }],
      },
    ]);
  });

  it('keeps no evidence where they agree', () => {
    const [one] = compared([theirs('PASS')], [ours('PASS')]);
    expect(one?.theirs).toEqual({ verdict: 'PASS', at: '2026-11-20T00:00:00.000Z' });
    expect(one?.ours).toEqual([{ rule, verdict: 'PASS', message: 'we say PASS' }]);
  });

  it.each([
    ['ARN', arn, {}],
    ['id', 'k-1', {}],
    ['unique id', 'AKEY1', { uniqueId: 'AKEY1' }],
    ['id of a global resource', 'k-1', { region: 'global' }],
    ['ARN told of in another region', arn, { region: 'us-east-1' }],
  ])('finds our resource by its %s', (_name, id, more) => {
    const [one] = compared([theirs('PASS', { resource: { id, type: 'x' } })], [ours('PASS', more)]);
    expect(one?.outcome).toBe('agree');
  });

  it('takes a bare id of another region for another resource', () => {
    const [one] = compared(
      [theirs('PASS', { resource: { id: 'k-1', type: 'x' } })],
      [ours('PASS', { region: 'us-east-1' })],
    );
    expect(one?.outcome).toBe('only-theirs');
  });

  it('compares a control that asks what several rules ask with all of them', () => {
    const both = theirs('FAIL', { rules: [rule, 'kms-other'] });
    const findings = [ours('PASS'), ours('FAIL', {}, 'kms-other')];
    expect(compared([both], findings)).toMatchObject([{ outcome: 'agree', ours: [{ rule }, { rule: 'kms-other' }] }]);
    expect(compared([{ ...both, verdict: 'PASS' }], findings)).toMatchObject([{ outcome: 'differ' }]);
  });

  it('compares a verdict on the account with what we found in that region and of what is everywhere', () => {
    const onAccount = theirs('FAIL', { resource: 'account' });
    const here = ours('FAIL');
    const elsewhere = ours('PASS', { region: 'us-east-1', arn: 'x', id: 'x' });
    expect(compared([onAccount], [here, elsewhere])).toMatchObject([{ outcome: 'agree' }]);
    expect(compared([onAccount], [ours('PASS', { region: 'global' })])).toMatchObject([{ outcome: 'differ' }]);
  });

  it('tells once, by its newest time, what a detector repeats in each region', () => {
    const older = theirs('FAIL', { at: '2026-11-10T00:00:00.000Z' });
    const found = compared([older, theirs('FAIL')], [ours('PASS', { region: 'global' })], ['eu-north-1', 'us-east-1']);
    expect(found.map(one => one.theirs?.at)).toEqual(['2026-11-20T00:00:00.000Z']);
  });

  it('keeps both where a detector itself says two things', () => {
    const found = compared([theirs('PASS'), theirs('FAIL')], [ours('PASS')]);
    expect(found.map(one => one.outcome)).toEqual(['differ', 'agree']);
  });

  it('does not miss an opinion in a region where the detector was not heard', () => {
    expect(compared([], [ours('PASS', { region: 'us-east-1' })])).toEqual([]);
  });
});
