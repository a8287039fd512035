import { describe, expect, it } from 'vitest';
import { enabled, organizationAdministered } from '../../../src/checks/securityhub/regions.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { regionRow } from '../access-analyzer/rows.js';
import { organizationRow, other, own, seenByMember, service } from '../organizations/rows.js';
import { configuration, hubRow, product, standard } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const worldOf = (hubs: Facts, organization: Facts = []) =>
  world({
    'account.regions': [regionRow()],
    'securityhub.hubs': hubs,
    'organizations.organization': organization,
  });

describe('securityhub-enabled', () => {
  const one = async (hubs: Facts) => (await judge(enabled, worldOf(hubs)))[0];

  it('passes a hub with a standard in any state', async () => {
    expect(await one([hubRow()])).toMatchObject({
      verdict: 'PASS',
      message: 'on, with aws-foundational-security-best-practices 1.0.0',
    });
    const pending = hubRow({ standards: [standard('x', { StandardsStatus: 'INCOMPLETE' })] });
    expect((await one([pending]))?.verdict).toBe('PASS');
  });

  it('passes a hub that another product reports to', async () => {
    expect(await one([hubRow({ standards: [] })])).toMatchObject({
      verdict: 'PASS',
      message: expect.stringMatching(/aws\/guardduty/) as string,
    });
  });

  it('fails a hub that nothing reports to: it is subscribed to itself alone', async () => {
    const silent = hubRow({ standards: [], products: [product('securityhub')] });
    const finding = await one([silent]);
    expect(finding?.verdict).toBe('FAIL');
    expect(finding?.fix?.command).toContain('StandardsArn=arn:aws:securityhub:eu-north-1::standards/aws-foundational');
  });

  it('fails a region without hub, also where another region has one', async () => {
    expect(await one([hubRow({}, 'us-east-1')])).toMatchObject({
      verdict: 'FAIL',
      fix: { command: 'aws securityhub enable-security-hub --enable-default-standards --region eu-north-1' },
    });
  });

  it('does not take a refusal for "off" or "none"', async () => {
    expect((await one({ gaps: [gap('securityhub:DescribeHub')] }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one([hubRow({ standards: gap('securityhub:GetEnabledStandards') })]))?.verdict).toBe('NOT_AVAILABLE');
    const unseen = hubRow({ standards: [], products: gap('securityhub:ListEnabledProductsForImport') });
    expect((await one([unseen]))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('securityhub-organization-admin-and-auto-enable', () => {
  const one = async (hubs: Facts, organization: Facts) =>
    (await judge(organizationAdministered, worldOf(hubs, organization)))[0];
  const management = [organizationRow({ trustedServices: [service('securityhub', other)] })];
  const delegated = [seenByMember({ trustedServices: [service('securityhub', own)] })];
  const named = (AccountId: string, Status = 'ENABLED') => [{ AccountId, Status }];

  it('judges the administrator by how new accounts are treated', async () => {
    const of = (organizationConfiguration: unknown) => one([hubRow({ organizationConfiguration })], delegated);
    expect((await of(configuration(true)))?.verdict).toBe('PASS');
    expect(await of(configuration(false))).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringMatching(/AutoEnable is false/) as string,
    });
    // With central configuration AutoEnable is false by design.
    expect((await of(configuration(false, 'CENTRAL')))?.verdict).toBe('PASS');
    expect(await of(configuration(false, 'CENTRAL', 'FAILED'))).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringMatching(/FAILED/) as string,
    });
    expect((await of(null))?.verdict).toBe('NOT_AVAILABLE');
    expect((await of(gap('securityhub:DescribeOrganizationConfiguration')))?.verdict).toBe('NOT_AVAILABLE');
  });

  it('fails the management account that has named no administrator, or has no hub', async () => {
    expect(await one([hubRow({ administrators: [] })], management)).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringMatching(/no administrator/) as string,
    });
    const leaving = hubRow({ administrators: named(other, 'DISABLE_IN_PROGRESS') });
    expect((await one([leaving], management))?.verdict).toBe('FAIL');
    expect(await one([], management)).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringMatching(/is off in this region/) as string,
    });
    expect((await one([], delegated))?.verdict).toBe('FAIL');
  });

  it('judges a management account that administers Security Hub itself', async () => {
    const hub = hubRow({ administrators: named(own), organizationConfiguration: configuration(true) });
    expect((await one([hub], management))?.verdict).toBe('PASS');
  });

  it('says that what the administrator has set does not show in the management account', async () => {
    const finding = await one([hubRow({ administrators: named(other) })], management);
    expect(finding?.verdict).toBe('NOT_AVAILABLE');
    expect(finding?.message).toContain(other);
  });

  it('leaves out accounts that have no say in it', async () => {
    expect((await one([], []))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one([], [organizationRow({}, { FeatureSet: 'CONSOLIDATED_BILLING' })]))?.verdict).toBe(
      'NOT_APPLICABLE',
    );
    expect((await one([hubRow()], [seenByMember({ trustedServices: null })]))?.verdict).toBe('NOT_APPLICABLE');
    const elsewhere = [seenByMember({ trustedServices: [service('securityhub', other)] })];
    expect((await one([hubRow()], elsewhere))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    const refused = hubRow({ administrators: gap('securityhub:ListOrganizationAdminAccounts') });
    expect((await one([refused], management))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one([hubRow({ administrators: null })], management))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one({ gaps: [gap('securityhub:DescribeHub')] }, management))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one([hubRow()], { gaps: [gap('organizations:DescribeOrganization')] }))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
  });
});
