import { describe, expect, it } from 'vitest';
import {
  cloudShellNotAttached,
  rootCredentialsManaged,
  samlProviderExists,
  securityAuditRoleExists,
  supportRoleExists,
} from '../../../src/checks/iam/account-access.js';
import { gap, world } from '../../support/world.js';
import { account, accountId, awsPolicy, globally, group, ownPolicy, role, user, verdictOn } from './rows.js';

const listing = gap('iam:GetAccountAuthorizationDetails', { region: 'global' });
const carrying = (name: string) => ({ AttachedManagedPolicies: [awsPolicy(name)] });

describe.each([
  [supportRoleExists, 'AWSSupportAccess'],
  [securityAuditRoleExists, 'SecurityAudit'],
] as const)('%o', (check, policy) => {
  const verdictOf = async (items: object[], gaps = [] as (typeof listing)[]) =>
    (
      await verdictOn(
        check,
        world({ 'iam.account': [globally(account)], 'iam.roles': { rows: items.map(item => globally(item)), gaps } }),
      )
    ).verdict;
  it('passes when a role carries it, though more roles may be hidden', async () => {
    expect(await verdictOf([role('other'), role('helper', carrying(policy))], [listing])).toBe('PASS');
  });
  it('fails when none does', async () => {
    expect(await verdictOf([role('admin', carrying('AdministratorAccess'))])).toBe('FAIL');
    expect(await verdictOf([])).toBe('FAIL');
  });
  it('is not taken in by a customer policy of the same name', async () =>
    expect(await verdictOf([role('helper', { AttachedManagedPolicies: [ownPolicy(policy)] })])).toBe('FAIL'));
  it('cannot tell that there is none without full sight', async () =>
    expect(await verdictOf([role('other')], [listing])).toBe('NOT_AVAILABLE'));
});

describe('iam-policy-cloudshell-full-access-not-attached', () => {
  const shell = carrying('AWSCloudShellFullAccess');
  const verdictOf = (users: object[], groups: object[], roles: object[], hidden?: string) => {
    const facts = (items: object[], id: string) => ({
      rows: items.map(item => globally(item)),
      gaps: hidden === id ? [listing] : [],
    });
    return verdictOn(
      cloudShellNotAttached,
      world({
        'iam.account': [globally(account)],
        'iam.users': facts(users, 'users'),
        'iam.groups': facts(groups, 'groups'),
        'iam.roles': facts(roles, 'roles'),
      }),
    );
  };
  it('names everyone who carries it', async () => {
    const finding = await verdictOf([user('ada', shell)], [group('staff', shell)], [role('ops', shell), role('ci')]);
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: 'AWSCloudShellFullAccess is attached to user ada, group staff, role ops',
    });
  });
  it('passes when nobody does', async () =>
    expect((await verdictOf([user('ada')], [group('staff')], [role('ops')])).verdict).toBe('PASS'));
  it.each(['users', 'groups', 'roles'])(
    'passes only with sight of all %s, but fails on what was seen',
    async hidden => {
      expect((await verdictOf([], [], [], hidden)).verdict).toBe('NOT_AVAILABLE');
      expect((await verdictOf([user('ada', shell)], [], [], hidden)).verdict).toBe('FAIL');
    },
  );
});

describe('iam-saml-provider-exists', () => {
  const verdictOf = (samlProviders: unknown) =>
    verdictOn(samlProviderExists, world({ 'iam.account': [globally(account, { samlProviders })] }));
  const provider = (name: string) => ({
    Arn: `arn:aws:iam::${accountId}:saml-provider/${name}`,
    CreateDate: null,
    ValidUntil: null,
  });
  it('passes any provider, that of Identity Center too', async () =>
    expect(await verdictOf([provider('AWSSSO_1234_DO_NOT_DELETE')])).toMatchObject({
      verdict: 'PASS',
      message: 'SAML provider AWSSSO_1234_DO_NOT_DELETE is registered',
    }));
  it('fails without any', async () => expect((await verdictOf([])).verdict).toBe('FAIL'));
  it('cannot tell when it was refused', async () =>
    expect((await verdictOf(gap('iam:ListSAMLProviders'))).verdict).toBe('NOT_AVAILABLE'));
});

describe('iam-root-credentials-centrally-managed', () => {
  const member = {
    Id: 'o-abc1234567',
    Arn: '',
    FeatureSet: 'ALL',
    MasterAccountId: accountId,
    MasterAccountArn: '',
    Management: true,
  };
  const verdictOf = async (
    organizationsFeatures: unknown,
    organizations: object[] = [member],
    gaps = [] as (typeof listing)[],
  ) =>
    (
      await verdictOn(
        rootCredentialsManaged,
        world({
          'iam.account': [globally(account, { organizationsFeatures })],
          'organizations.organization': { rows: organizations.map(item => globally(item)), gaps },
        }),
      )
    ).verdict;
  const off = (Refusal: string | null) => ({ EnabledFeatures: [], Refusal });
  it('passes when it is on', async () =>
    expect(await verdictOf({ EnabledFeatures: ['RootSessions', 'RootCredentialsManagement'], Refusal: null })).toBe(
      'PASS',
    ));
  it('fails when only sessions are on', async () =>
    expect(await verdictOf({ EnabledFeatures: ['RootSessions'], Refusal: null })).toBe('FAIL'));
  it.each([
    'OrganizationNotFoundException',
    'ServiceAccessNotEnabledException',
    'OrganizationNotInAllFeaturesModeException',
  ])('reads %s as off', async refusal => {
    expect(await verdictOf(off(refusal))).toBe('FAIL');
    expect(await verdictOf(off(refusal), [])).toBe('NOT_APPLICABLE');
  });
  it('has nothing to say of a member account', async () =>
    expect(await verdictOf(off('AccountNotManagementOrDelegatedAdministratorException'))).toBe('NOT_APPLICABLE'));
  it('cannot tell when either was refused', async () => {
    expect(await verdictOf(gap('iam:ListOrganizationsFeatures'))).toBe('NOT_AVAILABLE');
    expect(await verdictOf(off(null), [], [gap('organizations:DescribeOrganization')])).toBe('NOT_AVAILABLE');
  });
});
