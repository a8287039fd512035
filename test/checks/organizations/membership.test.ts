import { describe, expect, it } from 'vitest';
import {
  administratorsTrusted,
  inOrganization,
  placedInUnits,
  policyDelegated,
  securityServicesDelegated,
} from '../../../src/checks/organizations/membership.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { accountRow } from '../account/rows.js';
import { organizationRow, other, own, rootRow, seenByMember, service } from './rows.js';

type Facts = StoredRow[] | { gaps: ReturnType<typeof gap>[] };
const judged = (check: object, organization: Facts, roots: Facts = [], params = {}) =>
  judge(
    check,
    world({
      'account.accounts': [accountRow()],
      'organizations.organization': organization,
      'organizations.roots': roots,
    }),
    params,
  );
const one = async (...given: Parameters<typeof judged>) => (await judged(...given))[0];
const denied: Facts = { gaps: [gap('organizations:DescribeOrganization')] };

describe('organizations-account-in-organization', () => {
  it('passes, fails, and does not guess', async () => {
    expect((await one(inOrganization, [seenByMember()]))?.verdict).toBe('PASS');
    expect((await one(inOrganization, []))?.verdict).toBe('FAIL');
    expect((await one(inOrganization, denied))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('organizations-delegated-admins-trusted', () => {
  const admin = (Id: string) => ({ Id, Name: `account ${Id.slice(0, 4)}`, DelegationEnabledDate: null });
  const trusted = { trusted_delegated_administrators: [other] };
  const withAdmins = (...ids: string[]) => [organizationRow({ delegatedAdministrators: ids.map(admin) })];

  it('passes none, and trusted ones', async () => {
    expect((await one(administratorsTrusted, withAdmins()))?.verdict).toBe('PASS');
    expect((await one(administratorsTrusted, withAdmins(other), [], trusted))?.verdict).toBe('PASS');
  });

  it('fails one strange account wherever it stands in the list', async () => {
    expect((await one(administratorsTrusted, withAdmins(other)))?.verdict).toBe('FAIL');
    const finding = await one(administratorsTrusted, withAdmins('777788889999', other), [], trusted);
    expect(finding).toMatchObject({ verdict: 'FAIL', message: 'not on the trusted list: account 7777 (777788889999)' });
  });

  it('has nothing to say outside an organization, or of a plain member account', async () => {
    expect((await one(administratorsTrusted, []))?.verdict).toBe('NOT_APPLICABLE');
    const finding = await one(administratorsTrusted, [seenByMember({ delegatedAdministrators: null })]);
    expect(finding?.verdict).toBe('NOT_APPLICABLE');
    expect(finding?.message).toContain(`neither the management account (${other})`);
  });

  it('does not take a refusal for "none"', async () => {
    const refused = gap('organizations:ListDelegatedAdministrators');
    expect((await one(administratorsTrusted, [organizationRow({ delegatedAdministrators: refused })]))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
    expect((await one(administratorsTrusted, [organizationRow({ delegatedAdministrators: null })]))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
    expect((await one(administratorsTrusted, denied))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('organizations-accounts-placed-in-ous', () => {
  const account = (Id: string, State: string | null = 'ACTIVE', Status: string | null = null) => ({
    Id,
    Name: 'shop',
    State,
    Status,
  });
  const under = (...accounts: object[]) => [rootRow({ accounts })];

  it('passes the management account and closed ones under the root', async () => {
    expect(
      (await one(placedInUnits, [organizationRow()], under(account(own), account(other, 'SUSPENDED'))))?.verdict,
    ).toBe('PASS');
  });

  it('fails an active member account, by the old field too', async () => {
    const finding = await one(placedInUnits, [organizationRow()], under(account(own), account(other)));
    expect(finding).toMatchObject({ verdict: 'FAIL', message: `directly under the root: shop (${other})` });
    expect((await one(placedInUnits, [organizationRow()], under(account(other, null, 'ACTIVE'))))?.verdict).toBe(
      'FAIL',
    );
  });

  it('has nothing to say where the root does not show to a member, but does not believe it of the management account', async () => {
    expect((await one(placedInUnits, [seenByMember()], []))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one(placedInUnits, [organizationRow()], []))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one(placedInUnits, [seenByMember()], { gaps: [gap('organizations:ListRoots')] }))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
  });
});

describe('organizations-policy-delegation-configured', () => {
  it('passes, fails, and does not guess', async () => {
    expect((await one(policyDelegated, [organizationRow({ resourcePolicy: { Content: '{}' } })]))?.verdict).toBe(
      'PASS',
    );
    expect((await one(policyDelegated, [organizationRow({ resourcePolicy: null })]))?.verdict).toBe('FAIL');
    const refused = gap('organizations:DescribeResourcePolicy');
    expect((await one(policyDelegated, [organizationRow({ resourcePolicy: refused })]))?.verdict).toBe('NOT_AVAILABLE');
  });

  it('has nothing to say of member accounts', async () => {
    expect((await one(policyDelegated, [seenByMember({ resourcePolicy: null })]))?.verdict).toBe('NOT_APPLICABLE');
  });
});

describe('organizations-security-services-delegated', () => {
  it('judges each service that has trusted access', async () => {
    const services = [service('guardduty', other), service('config'), service('macie', own)];
    const findings = await judged(securityServicesDelegated, [organizationRow({ trustedServices: services })]);
    expect(findings.map(({ resource, verdict }) => [resource.id, verdict])).toEqual([
      ['o-example1234/config', 'FAIL'],
      ['o-example1234/guardduty', 'PASS'],
      ['o-example1234/macie', 'FAIL'],
    ]);
  });

  it('has nothing to say without trusted access, or of a plain member account', async () => {
    expect((await one(securityServicesDelegated, [organizationRow({ trustedServices: [] })]))?.verdict).toBe(
      'NOT_APPLICABLE',
    );
    expect((await one(securityServicesDelegated, [seenByMember({ trustedServices: null })]))?.verdict).toBe(
      'NOT_APPLICABLE',
    );
  });

  it('does not take a refusal for "none"', async () => {
    const refused = gap('organizations:ListAWSServiceAccessForOrganization');
    expect((await one(securityServicesDelegated, [organizationRow({ trustedServices: refused })]))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
  });
});
