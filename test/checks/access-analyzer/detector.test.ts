import { describe, expect, it } from 'vitest';
import { accessAnalyzer } from '../../../src/checks/access-analyzer/detector.js';
import type { StoredRow } from '../../../src/core/world.js';
import { tablesFor } from '../../support/detector.js';
import { gap, row, world } from '../../support/world.js';
import { accountRow } from '../account/rows.js';
import { organizationRow, other, own, seenByMember, service } from '../organizations/rows.js';
import { analyzerRow, finding, findings } from './rows.js';

const trail = (Name: string, S3BucketName: string) =>
  row({ Name, TrailARN: `arn:aws:cloudtrail:eu-north-1:${own}:trail/${Name}`, S3BucketName });
const told = (analyzers: StoredRow[], organization: StoredRow[] = [], trails: StoredRow[] = []) =>
  tablesFor(
    accessAnalyzer,
    world({
      'account.accounts': [accountRow()],
      'access-analyzer.analyzers': analyzers,
      'organizations.organization': organization,
      'cloudtrail.trails': trails,
    }),
  );
const here = 'eu-north-1';
const key = { resource: `arn:aws:kms:${here}:${own}:key/k-1`, resourceType: 'AWS::KMS::Key' };

describe('how access analyzers stand', () => {
  const standing = (analyzers: StoredRow[], organization: StoredRow[] = []) =>
    accessAnalyzer.standing(here, told(analyzers, organization));

  it('is on with an active analyzer of external access', () => {
    const unused = analyzerRow('unused', { type: 'ACCOUNT_UNUSED_ACCESS' });
    expect(standing([analyzerRow('main'), unused])).toMatchObject({
      state: 'on',
      message: 'main (ACCOUNT) is ACTIVE, unused (ACCOUNT_UNUSED_ACCESS) is ACTIVE',
    });
    expect(standing([unused])).toMatchObject({ state: 'partial' });
  });

  it('is suspended, being made, or off without', () => {
    const stopped = analyzerRow('old', { status: 'DISABLED', statusReason: 'ORGANIZATION_DELETED' });
    expect(standing([stopped])).toMatchObject({
      state: 'suspended',
      message: 'old (ACCOUNT) is DISABLED: ORGANIZATION_DELETED',
    });
    expect(standing([analyzerRow('new', { status: 'CREATING' })])).toMatchObject({ state: 'partial' });
    expect(standing([analyzerRow('main', {}, {}, 'us-east-1')])).toMatchObject({ state: 'off' });
  });

  it('is not known where another account may look for the organization', () => {
    expect(() => standing([], [seenByMember({ trustedServices: null })])).toThrow(`account ${other}`);
  });
});

describe("the analyzer's place in the organization", () => {
  const place = (analyzers: StoredRow[], organization: StoredRow[] = []) =>
    accessAnalyzer.organization?.(here, told(analyzers, organization));

  it('tells administrator, member, and neither', () => {
    expect(place([analyzerRow('all', { type: 'ORGANIZATION' })])).toMatchObject({ role: 'administrator' });
    const delegated = seenByMember({ trustedServices: [service('access-analyzer', other)] });
    expect(place([], [delegated])).toEqual({ role: 'member', message: `administrator ${other}` });
    expect(place([analyzerRow('main')])).toBeUndefined();
    expect(place([], [organizationRow({ trustedServices: [service('access-analyzer')] })])).toBeUndefined();
    expect(place([], [seenByMember({ trustedServices: [service('access-analyzer', own)] })])).toBeUndefined();
  });

  it('says what a plain member cannot see', () => {
    expect(() => place([], [seenByMember({ trustedServices: null })])).toThrow('cannot be seen from here');
  });
});

describe('findings of access analyzers', () => {
  it('come gravest first: what anyone can reach, outsiders, what nobody uses, what we do not know', () => {
    const all = [
      finding(1, { findingType: 'SomethingNew' }),
      finding(2, { findingType: 'UnusedIAMRole', resourceType: 'AWS::IAM::Role' }),
      finding(3),
      finding(4, key),
    ];
    const rows = [analyzerRow('main', {}, { findings: findings(all), publicFindings: findings([finding(4, key)]) })];
    const found = accessAnalyzer.findings?.(here, told(rows));
    expect(found?.findings.map(({ id, severity, title }) => [id, severity, title])).toEqual([
      ['f-4', 'high', 'AWS::KMS::Key can be reached by anyone'],
      ['f-3', 'medium', 'AWS::S3::Bucket can be reached from outside'],
      ['f-2', 'low', 'AWS::IAM::Role is a role that nobody uses'],
      ['f-1', 'info', 'AWS::S3::Bucket SomethingNew'],
    ]);
    expect(found?.findings[0]).toMatchObject({
      type: 'ExternalAccess',
      resource: { id: key.resource, type: 'AWS::KMS::Key' },
      account: own,
      created: '2026-10-01T08:00:00.000Z',
      updated: '2026-11-01T08:00:00.000Z',
    });
    expect(found?.leftOut).toBe(0);
  });

  it('say when some were left unread, and stand where it is not known which are public', () => {
    const publicFindings = gap('access-analyzer:ListFindingsV2');
    const rows = [analyzerRow('main', {}, { findings: findings(2, true), publicFindings })];
    const found = accessAnalyzer.findings?.(here, told(rows));
    expect(found?.leftOut).toBeNull();
    expect(found?.findings.map(one => one.severity)).toEqual(['medium', 'medium']);
    const unseen = [analyzerRow('main', {}, { findings: gap('access-analyzer:ListFindingsV2'), publicFindings })];
    expect(() => accessAnalyzer.findings?.(here, told(unseen))).toThrow('denied');
  });
});

describe('opinions of access analyzers', () => {
  const opinions = (publicFindings: unknown, trails: StoredRow[] = []) => {
    const details = { findings: findings(0), publicFindings };
    return accessAnalyzer.opinions?.(here, told([analyzerRow('main', {}, details)], [], trails));
  };

  it('fail a public key', () => {
    expect(opinions(findings([finding(1, key), finding(2, key)]))).toEqual([
      {
        control: 'external access',
        rules: ['kms-key-not-public'],
        verdict: 'FAIL',
        resource: { id: key.resource, type: 'AWS::KMS::Key' },
        at: '2026-11-21T08:00:00.000Z',
        evidence: [
          {
            api: 'access-analyzer:ListFindingsV2',
            field: 'findings[].isPublic',
            value: { [key.resource]: true },
          },
        ],
      },
    ]);
  });

  it('fail the trails that deliver to a public bucket, and say nothing of other buckets', () => {
    const trails = [trail('main', 'bucket-1'), trail('second', 'bucket-1'), trail('quiet', 'bucket-9')];
    const found = opinions(findings([finding(1), finding(2)]), trails);
    expect(found?.map(({ rules, resource }) => [rules, resource])).toEqual(
      ['main', 'second'].map(name => [
        ['cloudtrail-bucket-not-public'],
        { id: `arn:aws:cloudtrail:eu-north-1:${own}:trail/${name}`, type: 'AWS::CloudTrail::Trail' },
      ]),
    );
  });

  it('are not given on other types, on resources of other accounts, or on what was not seen', () => {
    const topic = finding(1, { resourceType: 'AWS::SNS::Topic', resource: `arn:aws:sns:${here}:${own}:alarms` });
    expect(opinions(findings([topic, finding(2, { ...key, resourceOwnerAccount: other })]))).toEqual([]);
    expect(() => opinions(gap('access-analyzer:ListFindingsV2'))).toThrow('denied');
  });
});
