import { describe, expect, it } from 'vitest';
import { organizationAdminAndAutoEnable } from '../../../src/checks/guardduty/administration.js';
import { centrallyManaged } from '../../../src/checks/guardduty/central-management.js';
import { noHighSeverityFindings } from '../../../src/checks/guardduty/open-findings.js';
import { guardDutyEnabled } from '../../../src/checks/guardduty/regions.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { regionRow } from '../access-analyzer/rows.js';
import { organizationRow, other, own, seenByMember } from '../organizations/rows.js';
import { admin, administrator, configuration, detectorRow, finding, member, open, placeRow } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;

describe('guardduty-enabled', () => {
  const judged = async (detectors: Facts) =>
    (await judge(guardDutyEnabled, world({ 'account.regions': [regionRow()], 'guardduty.detectors': detectors })))[0];

  it('passes a detector that is on', async () => {
    expect((await judged([detectorRow()]))?.verdict).toBe('PASS');
  });

  it('fails a suspended one, and says how to resume it', async () => {
    const finding = await judged([detectorRow({ Status: 'DISABLED' })]);
    expect(finding).toMatchObject({ verdict: 'FAIL', message: 'the detector is suspended (Status DISABLED)' });
    expect(finding?.fix?.command).toBe(
      'aws guardduty update-detector --detector-id d-eu-north-1 --enable --region eu-north-1',
    );
  });

  it('fails a region without detector, also when another region has one', async () => {
    const finding = await judged([detectorRow({}, {}, 'us-east-1')]);
    expect(finding).toMatchObject({ verdict: 'FAIL', message: 'there is no detector' });
  });

  it('does not guess', async () => {
    expect((await judged({ gaps: [gap('guardduty:ListDetectors')] }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged({ gaps: [gap('guardduty:GetDetector', { resource: 'd-1' })] }))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
  });
});

describe('guardduty-centrally-managed', () => {
  const judged = async (details: object, params = {}, more = {}) =>
    (await judge(centrallyManaged, world({ 'guardduty.detectors': [detectorRow(more, { ...details })] }), params))[0];

  it('passes a member of an administrator, and an administrator of members', async () => {
    expect((await judged({ administrator: administrator(other) }))?.verdict).toBe('PASS');
    expect(await judged({ members: [member(other), member('1', 'Removed')] })).toMatchObject({
      verdict: 'PASS',
      message: 'administers 1 member account',
    });
    expect(
      (await judged({ administrator: administrator(other, 'ENABLED') }, {}, { Status: 'DISABLED' }))?.verdict,
    ).toBe('PASS');
  });

  it('fails an account alone, and bonds that bind nobody', async () => {
    expect((await judged({}))?.message).toBe('stands alone: no administrator account, and no members');
    expect((await judged({ members: [member(other, 'Resigned')] }))?.verdict).toBe('FAIL');
    expect(await judged({ administrator: administrator(other, 'Removed') })).toMatchObject({
      verdict: 'FAIL',
      message: `administrator ${other}, but the relationship is Removed`,
    });
  });

  it('knows who it should be', async () => {
    const expected = { expected_administrator_id: other };
    expect((await judged({ administrator: administrator(other) }, expected))?.verdict).toBe('PASS');
    expect((await judged({ administrator: administrator('999988887777') }, expected))?.verdict).toBe('FAIL');
    expect((await judged({ members: [member('1')] }, expected))?.verdict).toBe('FAIL');
    expect((await judged({ members: [member('1')] }, { expected_administrator_id: own }))?.verdict).toBe('PASS');
  });

  it('does not guess', async () => {
    const denied = gap('guardduty:GetAdministratorAccount');
    expect((await judged({ administrator: denied, members: [member('1')] }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged({ members: gap('guardduty:ListMembers') }))?.verdict).toBe('NOT_AVAILABLE');
    const none = await judge(centrallyManaged, world({ 'guardduty.detectors': [] }));
    expect(none[0]?.verdict).toBe('NOT_APPLICABLE');
  });
});

describe('guardduty-no-high-severity-findings', () => {
  const judged = async (findings: unknown, params = {}, more = {}) =>
    (
      await judge(noHighSeverityFindings, world({ 'guardduty.detectors': [detectorRow(more, { findings })] }), params)
    )[0];

  it('passes none, and lesser ones', async () => {
    expect((await judged(open([])))?.verdict).toBe('PASS');
    expect((await judged(open([finding('a', 6.9)])))?.message).toBe('none of 1 open findings has severity 7 or more');
  });

  it.each([7, 7.5, 8, 8.9, 9, 10])('fails severity %d', async severity => {
    expect((await judged(open([finding('a', severity)])))?.verdict).toBe('FAIL');
  });

  it('names what it found, samples and other accounts included, also of a suspended detector', async () => {
    const found = [
      finding('a', 8, { AccountId: other }),
      finding('b', 8, { Sample: true, Resource: { Id: '', Type: '' } }),
      finding('c', 5),
    ];
    const failed = await judged(open(found), {}, { Status: 'DISABLED' });
    expect(failed?.message).toBe(
      `2 open with severity 7 or more: UnauthorizedAccess:EC2/SSHBruteForce i-a (8, account ${other}), UnauthorizedAccess:EC2/SSHBruteForce (8, sample)`,
    );
  });

  it('judges by min_severity', async () => {
    expect((await judged(open([finding('a', 4)]), { min_severity: 4 }))?.verdict).toBe('FAIL');
    expect((await judged(open([finding('a', 8)]), { min_severity: 9 }))?.verdict).toBe('PASS');
  });

  it('passes a cut list only when what was left out is lesser', async () => {
    const cut = { Truncated: true, Total: 9 };
    expect((await judged(open([finding('a', 9), finding('b', 7)], cut)))?.message).toMatch(/^at least 2 open/);
    expect((await judged(open([finding('a', 9), finding('b', 6)], cut)))?.message).toMatch(/^1 open/);
    expect((await judged(open([finding('b', 6)], cut)))?.verdict).toBe('PASS');
    expect((await judged(open([], cut)))?.verdict).toBe('NOT_AVAILABLE');
  });

  it('does not guess', async () => {
    expect((await judged(gap('guardduty:ListFindings')))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(open([finding('a', null)])))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(open([finding('a', 8), finding('b', null)])))?.verdict).toBe('FAIL');
  });

  it('has nothing to say where there is no detector', async () => {
    const none = await judge(noHighSeverityFindings, world({ 'guardduty.detectors': [] }));
    expect(none[0]?.verdict).toBe('NOT_APPLICABLE');
  });
});

describe('guardduty-organization-admin-and-auto-enable', () => {
  const judged = async (detectors: Facts, organization: Facts, adminAccounts?: unknown) =>
    (
      await judge(
        organizationAdminAndAutoEnable,
        world({
          'guardduty.administration': [placeRow(adminAccounts)],
          'guardduty.detectors': detectors,
          'organizations.organization': organization,
        }),
      )
    )[0];
  const configured = (auto: string | null) => [detectorRow({}, { organizationConfiguration: configuration(auto) })];

  it.each(['NEW', 'ALL'])('passes the delegated administrator that takes in accounts: %s', async auto => {
    expect((await judged(configured(auto), [seenByMember()]))?.verdict).toBe('PASS');
    expect((await judged(configured(auto), [organizationRow()], gap('x:Y')))?.verdict).toBe('PASS');
  });

  it('fails the delegated administrator that does not', async () => {
    const failed = await judged(configured('NONE'), [seenByMember()]);
    expect(failed).toMatchObject({ verdict: 'FAIL' });
    expect(failed?.fix?.command).toContain('--auto-enable-organization-members ALL --region eu-north-1');
  });

  it('fails a region whose detector is missing or suspended', async () => {
    expect(await judged([], [organizationRow()], [admin(other)])).toMatchObject({
      message: 'there is no detector',
      fix: { command: expect.stringContaining('create-detector') as string },
    });
    expect((await judged([], [seenByMember()]))?.verdict).toBe('FAIL');
    expect((await judged([detectorRow({ Status: 'DISABLED' })], [seenByMember()]))?.verdict).toBe('FAIL');
  });

  it('fails a management account that has named nobody', async () => {
    expect((await judged([detectorRow()], [organizationRow()], []))?.message).toBe(
      'there is no delegated administrator',
    );
    const leaving = await judged([detectorRow()], [organizationRow()], [admin(other, 'DISABLE_IN_PROGRESS')]);
    expect(leaving).toMatchObject({ verdict: 'FAIL' });
    expect(leaving?.message).toContain(`${other} is DISABLE_IN_PROGRESS`);
  });

  it('leaves to a person what only the administrator can see', async () => {
    const finding = await judged([detectorRow()], [organizationRow()], [admin(other)]);
    expect(finding).toMatchObject({ verdict: 'NOT_AVAILABLE', gap: { reason: 'manual' } });
    expect(finding?.message).toContain(`account ${other} administers GuardDuty`);
    const self = await judged([detectorRow()], [organizationRow()], [admin(own)]);
    expect(self).toMatchObject({ verdict: 'NOT_AVAILABLE', gap: { reason: 'unexpected-answer' } });
  });

  it('has nothing to say to other accounts', async () => {
    expect((await judged([detectorRow()], [seenByMember()]))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged([], []))?.verdict).toBe('NOT_APPLICABLE');
    const billing = organizationRow({}, { FeatureSet: 'CONSOLIDATED_BILLING' });
    expect((await judged([], [billing]))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    expect((await judged([detectorRow()], { gaps: [gap('organizations:DescribeOrganization')] }))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
    expect((await judged({ gaps: [gap('guardduty:ListDetectors')] }, [organizationRow()], []))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
    expect((await judged([detectorRow()], [organizationRow()], gap('x:Y')))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged([detectorRow()], [organizationRow()], [admin(null)]))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged([detectorRow()], [organizationRow()], [admin(other, null)]))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(configured(null), [seenByMember()]))?.verdict).toBe('NOT_AVAILABLE');
    const denied = [detectorRow({}, { organizationConfiguration: gap('guardduty:DescribeOrganizationConfiguration') })];
    expect((await judged(denied, [seenByMember()]))?.verdict).toBe('NOT_AVAILABLE');
  });
});
