import { describe, expect, it } from 'vitest';
import { modelOf } from '../../src/report/model.js';
import { unseenOf } from '../../src/report/unseen.js';
import { cleanSample, sample } from './sample.js';

describe('the model of a report', () => {
  it('keeps every finding under its rule', () => {
    const { failed, undecided, passed, notApplicable } = modelOf(sample);
    const groups = [...failed, ...undecided, ...passed, ...notApplicable];
    expect(groups.flatMap(group => Object.values(group.findings).flat())).toHaveLength(sample.findings.length);
    expect(groups).toHaveLength(sample.rules.length);
  });

  it('keeps a finding whose rule is not listed', () => {
    const model = modelOf({ ...sample, rules: [] });
    expect(model.failed[0]?.info).toMatchObject({ id: 'iam-root-mfa-enabled', severity: 'critical' });
  });

  it('puts the most severe rule first, then the one that fails most often', () => {
    expect(modelOf(sample).failed.map(group => group.info.id)).toEqual([
      'iam-root-mfa-enabled',
      'iam-user-console-mfa-enabled',
      'iam-policy-customer-attached-no-admin',
      'iam-user-access-key-rotated',
      'kms-key-rotation-enabled',
      'cloudtrail-log-file-validation-enabled',
      'access-analyzer-analyzer-active',
      'cloudwatch-alarm-root-usage',
    ]);
  });

  it('counts the same states of rules as the scores do', () => {
    const { failed, undecided, excepted, passed, notApplicable } = modelOf(sample);
    expect(sample.scores.overall.rules).toEqual({
      failed: failed.length,
      undecided: undecided.length,
      excepted: excepted.length,
      passed: passed.length,
      notApplicable: notApplicable.length,
    });
  });
});

describe('what could not be seen', () => {
  it('offers as a policy only what the role itself lacks', () => {
    const unseen = unseenOf(sample);
    expect(JSON.parse(unseen?.policy ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['kms:GetKeyPolicy'], Resource: '*' }],
    });
    expect(unseen?.intro).toBe(
      'Nothing below counts as good: 8 findings wait for it. 1 permission would open the way to 6 of them.',
    );
  });

  it('names the regions that were not audited', () => {
    expect(unseenOf(sample)?.regions.map(region => region.names)).toEqual(['ap-southeast-3']);
    expect(unseenOf({ ...cleanSample, regions: sample.regions })?.places).toEqual([]);
  });

  it('names regions of which the same is to be said together', () => {
    const regions = ['ap-east-1', 'me-south-1'].map(name => ({ name, state: 'not-enabled' as const }));
    expect(unseenOf({ ...cleanSample, regions })?.regions).toEqual([
      { names: 'ap-east-1, me-south-1', count: '2 regions', state: 'not enabled in this account' },
    ]);
  });

  it('puts what only a person can tell last, under no permission', () => {
    const places = unseenOf(sample)?.places ?? [];
    expect(places.map(place => place.asked)).toEqual(['kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', '']);
  });

  it('asks for each action of an operation that needs several', () => {
    const gap = { ...sample.gaps[0]!, action: 's3:ListAllMyBuckets, s3:GetBucketLocation' };
    expect(JSON.parse(unseenOf({ ...sample, gaps: [gap] })?.policy ?? '').Statement[0].Action).toEqual([
      's3:GetBucketLocation',
      's3:ListAllMyBuckets',
    ]);
  });

  it('is nothing when everything was seen', () => expect(unseenOf(cleanSample)).toBeUndefined());
});
