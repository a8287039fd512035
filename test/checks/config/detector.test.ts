import { describe, expect, it } from 'vitest';
import { ruleBook } from '../../../src/audit.js';
import { config } from '../../../src/checks/config/detector.js';
import { peerRules } from '../../../src/checks/config/peer-rules.js';
import type { StoredRow } from '../../../src/core/world.js';
import { tablesFor } from '../../support/detector.js';
import { gap, world } from '../../support/world.js';
import { organizationRow, other, own, service } from '../organizations/rows.js';
import { aggregatorRow, delivery, linkedRecorder, recorderRow, result, ruleRow, status } from './rows.js';

const region = 'eu-north-1';
interface Given {
  recorders?: StoredRow[];
  rules?: StoredRow[];
  aggregators?: StoredRow[];
  organization?: StoredRow[];
}
const over = ({ recorders = [], rules = [], aggregators = [], organization = [] }: Given) =>
  tablesFor(
    config,
    world({
      'config.recorders': recorders,
      'config.rules': rules,
      'config.aggregators': aggregators,
      'organizations.organization': organization,
    }),
  );
const keys = (...results: Parameters<typeof result>[]) =>
  ruleRow(
    'keys-rotated',
    'ACCESS_KEYS_ROTATED',
    results.map(one => result(...one)),
    {
      InputParameters: '{"maxAccessKeyAge":"60"}',
    },
  );

describe('the standing of AWS Config', () => {
  const standing = (...recorders: StoredRow[]) => config.standing(region, over({ recorders }));
  const failed = { lastStatus: 'FAILURE', lastErrorCode: 'NoSuchBucket' };

  it('is on where a recorder records and delivers', () => {
    expect(standing(linkedRecorder(), recorderRow())).toMatchObject({
      state: 'on',
      message: 'recorder default records, and delivers to config-history',
    });
  });

  it('is off without a recorder of the account', () => {
    expect(standing(linkedRecorder())).toMatchObject({
      state: 'off',
      message: expect.stringMatching(/AWSConfigurationRecorderForSecurityHub/) as string,
    });
    expect(standing(recorderRow({}, {}, 'us-east-1'))).toMatchObject({ state: 'off' });
  });

  it('is suspended where the recorder was stopped, or never started', () => {
    const stopped = status({ recording: false, lastStopTime: '2026-11-01T08:00:00.000Z' });
    expect(standing(recorderRow({}, { status: stopped }))).toMatchObject({
      state: 'suspended',
      message: expect.stringMatching(/2026-11-01/) as string,
    });
    expect(standing(recorderRow({}, { status: status({ recording: false }) })).message).toMatch(/never started/);
  });

  it.each([
    ['without a delivery channel', { delivery: null }, /no delivery channel/],
    ['with a failed delivery', { delivery: delivery({ configHistoryDeliveryInfo: failed }) }, /NoSuchBucket/],
    ['that fails', { status: status({ lastStatus: 'FAILURE' }) }, /FAILURE/],
    ['that tells no lastStatus', { status: status({ lastStatus: null }) }, /no lastStatus/],
  ])('is partial with a recorder %s', (_what, details, message) => {
    expect(standing(recorderRow({}, details))).toMatchObject({
      state: 'partial',
      message: expect.stringMatching(message) as string,
    });
  });

  it('is not guessed', () => {
    expect(standing(recorderRow({}, { status: null })).state).toBe('unknown');
    const refused = gap('config:DescribeDeliveryChannels');
    expect(() => standing(recorderRow({}, { delivery: refused }))).toThrow(/denied/);
  });
});

it('its place in an organization shows by an aggregator, or by who is delegated', () => {
  const place = (given: Given) => config.organization?.(region, over(given));
  expect(place({ aggregators: [aggregatorRow()] })).toMatchObject({ role: 'administrator' });
  const organization = [organizationRow({ trustedServices: [service('config', other)] })];
  expect(place({ organization })).toEqual({ role: 'member', message: `administrator ${other}` });
  expect(place({ organization: [organizationRow({ trustedServices: null })] })).toBeUndefined();
  expect(place({ aggregators: [aggregatorRow({ OrganizationAggregationSource: null })] })).toBeUndefined();
});

describe('open findings of AWS Config', () => {
  const findings = (...rules: StoredRow[]) => config.findings?.(region, over({ rules }));

  it('are what is not compliant, once for each rule and resource', () => {
    const later = { ResultRecordedTime: '2026-11-21T08:00:00.000Z', Annotation: 'key is 200 days old' };
    const ok = { ComplianceType: 'COMPLIANT' };
    expect(findings(keys(['AIDAADA'], ['AIDAADA', later], ['AIDABOB', ok]))).toEqual({
      findings: [
        {
          id: `arn:aws:config:eu-north-1:${own}:config-rule/keys-rotated/AWS::IAM::User/AIDAADA`,
          type: 'keys-rotated',
          title: 'key is 200 days old',
          severity: 'medium',
          resource: { id: 'AIDAADA', type: 'AWS::IAM::User' },
          account: own,
          created: null,
          updated: '2026-11-21T08:00:00.000Z',
        },
      ],
      leftOut: 0,
    });
  });

  it('say that some were left out', () => {
    const cut = ruleRow('own', null, [], { Truncated: true });
    expect(findings(keys(['AIDAADA']), cut)?.leftOut).toBeNull();
  });
});

describe('opinions of AWS Config', () => {
  const opinions = (...rules: StoredRow[]) => config.opinions?.(region, over({ rules }));

  it('are verdicts of managed rules on what a rule of ours judges, too', () => {
    const account = { ResourceType: 'AWS::::Account', ComplianceType: 'COMPLIANT' };
    const root = ruleRow('root-mfa', 'ROOT_ACCOUNT_MFA_ENABLED', [result(own, account)]);
    expect(opinions(keys(['AIDAADA']), root)).toMatchObject([
      {
        control: 'keys-rotated',
        rules: ['iam-user-access-key-rotated'],
        verdict: 'FAIL',
        resource: { id: 'AIDAADA', type: 'AWS::IAM::User' },
        at: '2026-11-20T08:00:00.000Z',
        evidence: [
          { field: 'EvaluationResults[].ComplianceType', value: 'NON_COMPLIANT' },
          { field: 'ConfigRules[].InputParameters', value: '{"maxAccessKeyAge":"60"}' },
        ],
      },
      { control: 'root-mfa', verdict: 'PASS', resource: 'account' },
    ]);
  });

  it('are not those of custom rules, of Security Hub, or of resources that a rule does not apply to', () => {
    const results = [result('AIDAADA')];
    const custom = { Source: { Owner: 'CUSTOM_LAMBDA', SourceIdentifier: 'ACCESS_KEYS_ROTATED' } };
    expect(opinions(ruleRow('own', null, results, custom))).toEqual([]);
    expect(opinions(ruleRow('other', 'S3_BUCKET_LOGGING_ENABLED', results))).toEqual([]);
    expect(opinions(ruleRow('securityhub-access-keys-rotated-1', 'ACCESS_KEYS_ROTATED', results))).toEqual([]);
    expect(opinions(keys(['AIDAADA', { ComplianceType: 'NOT_APPLICABLE' }]))).toEqual([]);
  });
});

it('managed rules lead to rules that exist', () => {
  const known = new Set(ruleBook().rules.map(rule => rule.check.id));
  for (const [identifier, rules] of Object.entries(peerRules)) {
    expect(identifier).toMatch(/^[A-Z0-9_]+$/);
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter(rule => !known.has(rule))).toEqual([]);
  }
});
