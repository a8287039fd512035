import { describe, expect, it } from 'vitest';
import { adminMembersHaveMfa, noAdministratorAccess } from '../../../src/checks/iam/groups.js';
import type { Gap } from '../../../src/core/types.js';
import { gap, world } from '../../support/world.js';
import { awsPolicy, globally, group, ownPolicy, reported, user, verdictOn } from './rows.js';

const admins = group('admins', { AttachedManagedPolicies: [awsPolicy('AdministratorAccess')] });
const member = (name: string) => globally(user(name, { GroupList: ['admins'] }));
const line = (name: string, mfa_active: string) => globally(reported(name, { mfa_active }));

describe('iam-group-admin-members-have-mfa', () => {
  const verdictOf = async (
    of: object,
    users: ReturnType<typeof member>[],
    report: ReturnType<typeof line>[],
    gaps: { users?: Gap[]; report?: Gap[] } = {},
  ) =>
    verdictOn(
      adminMembersHaveMfa,
      world({
        'iam.groups': [globally(of)],
        'iam.users': { rows: users, gaps: gaps.users ?? [] },
        'iam.credentialReport': { rows: report, gaps: gaps.report ?? [] },
      }),
    );

  it('passes when every member has MFA', async () => {
    const finding = await verdictOf(admins, [member('ada'), member('eve')], [line('ada', 'true'), line('eve', 'true')]);
    expect(finding).toMatchObject({ verdict: 'PASS', message: 'all 2 members of this administrator group use MFA' });
  });
  it('fails and names the members without', async () => {
    const finding = await verdictOf(
      admins,
      [member('ada'), member('eve')],
      [line('ada', 'true'), line('eve', 'false')],
    );
    expect(finding).toMatchObject({ verdict: 'FAIL', message: 'eve is in this administrator group without MFA' });
  });
  it('looks at members only', async () =>
    expect(
      (await verdictOf(admins, [member('ada'), globally(user('eve'))], [line('ada', 'true'), line('eve', 'false')]))
        .verdict,
    ).toBe('PASS'));
  it('passes other groups, a customer policy of the same name, and no members', async () => {
    const own = group('admins', { AttachedManagedPolicies: [ownPolicy('AdministratorAccess')] });
    const exposed = [line('ada', 'false')];
    expect((await verdictOf(group('admins'), [member('ada')], exposed)).verdict).toBe('PASS');
    expect((await verdictOf(own, [member('ada')], exposed)).verdict).toBe('PASS');
    expect((await verdictOf(admins, [], exposed)).verdict).toBe('PASS');
  });
  it('fails on what was seen, but passes only with full sight', async () => {
    const unseen = { users: [gap('iam:GetAccountAuthorizationDetails')] };
    expect((await verdictOf(admins, [member('eve')], [line('eve', 'false')], unseen)).verdict).toBe('FAIL');
    expect((await verdictOf(admins, [member('eve')], [line('eve', 'true')], unseen)).verdict).toBe('NOT_AVAILABLE');
    const newer = { report: [gap('iam:GetCredentialReport', { resource: 'ada' })] };
    expect((await verdictOf(admins, [member('ada')], [], newer)).verdict).toBe('NOT_AVAILABLE');
    expect((await verdictOf(admins, [member('ada')], [])).verdict).toBe('NOT_AVAILABLE');
    expect((await verdictOf(admins, [member('ada'), member('eve')], [line('eve', 'false')])).verdict).toBe('FAIL');
  });
});

describe('iam-group-no-administrator-access', () => {
  const verdictOf = async (of: object) =>
    (await verdictOn(noAdministratorAccess, world({ 'iam.groups': [globally(of)] }))).verdict;
  it('fails by name', async () => {
    expect(await verdictOf(admins)).toBe('FAIL');
    expect(await verdictOf(group('own', { AttachedManagedPolicies: [ownPolicy('AdministratorAccess')] }))).toBe('FAIL');
  });
  it('passes others', async () =>
    expect(await verdictOf(group('staff', { AttachedManagedPolicies: [awsPolicy('PowerUserAccess')] }))).toBe('PASS'));
  it('cannot tell without the list', async () => {
    const denied = world({ 'iam.groups': { rows: [], gaps: [gap('iam:GetAccountAuthorizationDetails')] } });
    expect((await verdictOn(noAdministratorAccess, denied)).verdict).toBe('NOT_AVAILABLE');
  });
});
