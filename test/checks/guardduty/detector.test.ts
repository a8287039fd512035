import { describe, expect, it } from 'vitest';
import { guardDuty, severityOf } from '../../../src/checks/guardduty/detector.js';
import { surveyOf } from '../../../src/core/survey.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, row, sourceOf, world } from '../../support/world.js';
import { organizationRow, other, own } from '../organizations/rows.js';
import {
  administrator,
  configuration,
  detectorRow,
  feature,
  features,
  featuresWith,
  finding,
  member,
  open,
} from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;

/** What the detector tells of its region. */
async function told(detectors: Facts, more: Record<string, Facts> = {}) {
  const facts = {
    'guardduty.detectors': detectors,
    'organizations.organization': [],
    's3.buckets': [],
    ...more,
  };
  const { survey, gaps } = await surveyOf([guardDuty], sourceOf(world(facts, { regions: ['eu-north-1'] })), []);
  const [cell] = survey?.matrix ?? [];
  return { cell, gaps, sources: survey?.sources, resources: survey?.resources, usage: survey?.usage };
}

describe('how GuardDuty stands', () => {
  it('is on, off, suspended or unknown', async () => {
    expect((await told([detectorRow()])).cell).toMatchObject({
      state: 'on',
      message: 'enabled; all 6 protection plans are on',
    });
    expect((await told([])).cell).toMatchObject({ state: 'off', message: 'no detector' });
    expect((await told([detectorRow({ Status: 'DISABLED' })])).cell?.state).toBe('suspended');
    expect((await told([detectorRow({ Status: 'PAUSED' })])).cell?.state).toBe('unknown');
    expect((await told({ gaps: [gap('guardduty:ListDetectors')] })).cell?.state).toBe('unknown');
  });

  it('names the plans that are off, and not those that it does not list', async () => {
    const Features = featuresWith('RDS_LOGIN_EVENTS').map(one =>
      one.Name === 'S3_DATA_EVENTS' ? feature('S3_DATA_EVENTS', 'DISABLED') : one,
    );
    expect((await told([detectorRow({ Features })])).cell).toMatchObject({
      state: 'on',
      message: 'enabled; 1 of 5 protection plans is off: S3_DATA_EVENTS',
      evidence: [{ value: 'ENABLED' }, { field: 'Features[S3_DATA_EVENTS].Status', value: 'DISABLED' }],
    });
    const others = [...features(), feature('AI_ANALYST', 'DISABLED'), feature('NEW_PLAN', 'DISABLED')];
    expect((await told([detectorRow({ Features: others })])).cell?.message).toBe(
      'enabled; 1 of 7 protection plans is off: NEW_PLAN',
    );
  });

  it('says what little the older form of the answer tells', async () => {
    expect((await told([detectorRow({ Features: [] })])).cell?.message).toBe('enabled; AWS lists no protection plans');
    const DataSources = [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }];
    expect((await told([detectorRow({ Features: [], DataSources })])).cell?.message).toBe(
      'enabled; its protection plan is on',
    );
  });

  it('is partial without one of its three sources', async () => {
    const Features = featuresWith('DNS_LOGS', feature('DNS_LOGS', 'DISABLED'));
    expect((await told([detectorRow({ Features })])).cell).toMatchObject({
      state: 'partial',
      message: 'enabled, but DNS_LOGS is DISABLED',
    });
  });
});

describe('its place in an organization', () => {
  const placed = async (details: object, organization: Facts = [organizationRow()]) =>
    (await told([detectorRow({}, { ...details })], { 'organizations.organization': organization })).cell?.organization;

  it('is that of a member, with its administrator', async () => {
    expect(await placed({ administrator: administrator(other) })).toEqual({
      role: 'member',
      message: `administrator ${other}`,
    });
    expect((await placed({ administrator: administrator(other, 'Disabled') }))?.message).toBe(
      `administrator ${other}, relationship Disabled`,
    );
  });

  it('is that of an administrator, with its members and what new accounts get', async () => {
    const members = [member('1'), member('2'), member('3', 'Removed')];
    expect(await placed({ members, organizationConfiguration: configuration('NEW', true) })).toEqual({
      role: 'administrator',
      message:
        '3 members, 2 of them enabled; new accounts are enabled automatically (NEW); the limit of member accounts is reached',
    });
    expect((await placed({ organizationConfiguration: configuration('NONE') }))?.message).toBe(
      'no members; accounts are not enabled automatically (NONE)',
    );
    expect((await placed({ members: [member('1')] }, []))?.message).toBe('1 member, 1 of them enabled');
  });

  it('is none for an account that stands alone, which is not asked for what only an administrator is told', async () => {
    expect(await placed({ organizationConfiguration: gap('x:Y') }, [])).toBeUndefined();
    expect(await placed({})).toBeUndefined();
  });
});

describe('its findings', () => {
  it('keep what all detectors tell', async () => {
    const { resources, sources } = await told([detectorRow({}, { findings: open([finding('a', 8)]) })]);
    expect(sources).toMatchObject([{ read: 1, leftOut: 0 }]);
    expect(resources).toMatchObject([
      {
        resource: { id: 'i-a', type: 'AWS::EC2::Instance' },
        account: own,
        worst: 'high',
        findings: [
          {
            id: 'a',
            type: 'UnauthorizedAccess:EC2/SSHBruteForce',
            title: 'finding a',
            created: '2026-11-20T08:00:00.000Z',
            updated: '2026-11-21T08:00:00.000Z',
          },
        ],
      },
    ]);
  });

  it('mark samples, once', async () => {
    const samples = [finding('a', 2, { Sample: true }), finding('a', 2, { Sample: true, Title: '[SAMPLE] finding a' })];
    const { resources } = await told([detectorRow({}, { findings: open(samples) })]);
    expect(resources?.[0]?.findings.map(one => one.title)).toEqual(['[SAMPLE] finding a', '[SAMPLE] finding a']);
  });

  it('say how many were left unread', async () => {
    const left = async (Total: number | null) =>
      (await told([detectorRow({}, { findings: open([finding('a', 8)], { Truncated: true, Total }) })])).sources;
    expect(await left(12)).toMatchObject([{ read: 1, leftOut: 11 }]);
    expect(await left(null)).toMatchObject([{ read: 1, leftOut: null }]);
    expect(await left(0)).toMatchObject([{ read: 1, leftOut: 0 }]);
  });

  it('that cannot be read are a gap', async () => {
    const { gaps, sources } = await told([detectorRow({}, { findings: gap('guardduty:ListFindings') })]);
    expect(sources).toEqual([]);
    expect(gaps).toMatchObject([{ api: 'guardduty:ListFindings' }]);
  });

  it.each([
    [10, 'critical'],
    [9, 'critical'],
    [8.9, 'high'],
    [7, 'high'],
    [6.9, 'medium'],
    [4, 'medium'],
    [3.9, 'low'],
    [1, 'low'],
    [0.5, 'info'],
    [null, 'info'],
  ])('of severity %s are %s', (number, word) => {
    expect(severityOf(number)).toBe(word);
  });
});

describe('its usage', () => {
  const usage = [
    { Feature: 'FLOW_LOGS', Amount: '1.25', Unit: 'USD' },
    { Feature: 'S3_DATA_EVENTS', Amount: '0', Unit: 'USD' },
  ];
  const bucket = (Name: string, BucketRegion: string) => row({ Name, BucketRegion }, {}, 'global');

  it('is money for each feature, and what it watches', async () => {
    const buckets = [bucket('a', 'eu-north-1'), bucket('b', 'eu-north-1'), bucket('c', 'us-east-1')];
    expect((await told([detectorRow({}, { usage })], { 's3.buckets': buckets })).usage).toMatchObject([
      { what: 'FLOW_LOGS', amount: 1.25, currency: 'USD', period: 'last 30 days' },
      { what: 'S3_DATA_EVENTS', amount: 0, watches: '2 buckets' },
    ]);
  });

  it('stands without the list of buckets', async () => {
    const { usage: lines } = await told([detectorRow({}, { usage })], {
      's3.buckets': { gaps: [gap('s3:ListBuckets')] },
    });
    expect(lines?.map(line => line.watches)).toEqual([undefined, undefined]);
  });

  it('that is no number is a gap', async () => {
    const { gaps } = await told([detectorRow({}, { usage: [{ Feature: 'X', Amount: '', Unit: '' }] })]);
    expect(gaps).toMatchObject([{ reason: 'unexpected-answer', api: 'guardduty:GetUsageStatistics' }]);
  });
});
