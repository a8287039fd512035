import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { accounts } from '../account/accounts.js';
import { hasAllFeatures, organization, refusedVerdict } from './organization.js';
import { roots } from './roots.js';

export const inOrganization = check({
  id: 'organizations-account-in-organization',
  title: 'The account belongs to an organization',
  why: 'Only an organization can set limits that even the administrators of an account cannot lift, and see all its accounts at once.',
  fix: {
    byHand:
      'Let the management account of your organization invite this account, or create an organization ("aws organizations create-organization") from an account that runs nothing else.',
    note: 'Free of charge. The bill of this account moves to the management account.',
  },
  fields: ['organizations:DescribeOrganization.Organization'],
  on: accounts.with(),
  also: { organizations: organization.with() },
  test(_account, { organizations }) {
    const found = organizations.first();
    const seen = saw('organizations:DescribeOrganization', 'Organization', found?.Id ?? null, 'an organization');
    if (!found) return fail('belongs to no organization', seen);
    return pass(`belongs to organization ${found.Id}, managed by account ${found.MasterAccountId}`, seen);
  },
});

export const placedInUnits = check({
  id: 'organizations-accounts-placed-in-ous',
  title: 'Member accounts live in organizational units',
  why: 'Limits are set for units. An account directly under the root gets only what holds for all, and is easily forgotten.',
  fix: {
    byHand:
      'Move each account named into a unit: "aws organizations move-account --account-id <id> --source-parent-id <root> --destination-parent-id <unit>".',
    note: 'The policies of the new unit hold at once: look at them before the move.',
  },
  fields: ['organizations:ListAccountsForParent.Accounts'],
  on: organization.with(),
  also: { roots: roots.with('accounts') },
  test(of, tables) {
    const root = tables.roots.first();
    if (!root) return refusedVerdict(of, 'organizations:ListRoots');
    const stray = root.accounts.filter(one => one.Id !== of.MasterAccountId && (one.State ?? one.Status) === 'ACTIVE');
    const seen = saw(
      'organizations:ListAccountsForParent',
      'Accounts',
      stray.map(one => one.Id),
      [],
    );
    if (stray.length === 0) return pass('no member account is directly under the root', seen);
    return fail(`directly under the root: ${stray.map(one => `${one.Name} (${one.Id})`).join(', ')}`, seen);
  },
});

export const policyDelegated = check({
  id: 'organizations-policy-delegation-configured',
  title: 'The administration of policies is delegated out of the management account',
  why: 'Nothing limits the management account. The less often people sign in there, the smaller the harm of a mistake or a stolen session.',
  fix: {
    command: 'aws organizations put-resource-policy --content file://delegation.json',
    undo: 'aws organizations delete-resource-policy',
    note: 'delegation.json names the account that may work on policies, and the operations it may use. Free of charge.',
  },
  fields: ['organizations:DescribeResourcePolicy.ResourcePolicy'],
  on: organization.with('resourcePolicy'),
  scope: 'not the management account, or consolidated billing only',
  applies: of => of.Management && hasAllFeatures(of),
  test(of) {
    const policy = of.resourcePolicy;
    const seen = saw(
      'organizations:DescribeResourcePolicy',
      'ResourcePolicy',
      policy && 'present',
      'a delegation policy',
    );
    return policy ? pass('a delegation policy is set', seen) : fail('no delegation policy is set', seen);
  },
});

export const administratorsTrusted = check({
  id: 'organizations-delegated-admins-trusted',
  title: 'Every delegated administrator is a trusted account',
  why: 'A delegated administrator can see, and for its services change, every account of the organization.',
  fix: {
    byHand:
      'Add the account to trusted_delegated_administrators if it is meant. If not: "aws organizations deregister-delegated-administrator --account-id <id> --service-principal <service>" for each of its services.',
    note: 'The service loses its view of the organization until another administrator is registered.',
  },
  fields: ['organizations:ListDelegatedAdministrators.DelegatedAdministrators.Id'],
  on: organization.with('delegatedAdministrators'),
  params: { trusted_delegated_administrators: [] as string[] },
  test(of, _also, { params }) {
    const found = of.delegatedAdministrators;
    if (found === null) return refusedVerdict(of, 'organizations:ListDelegatedAdministrators');
    const strange = found.filter(one => !params.trusted_delegated_administrators.includes(one.Id));
    const field = 'DelegatedAdministrators[].Id';
    const seen = saw(
      'organizations:ListDelegatedAdministrators',
      field,
      found.map(one => one.Id),
      params.trusted_delegated_administrators,
    );
    if (found.length === 0) return pass('there are no delegated administrators', seen);
    if (strange.length === 0) return pass(`all ${found.length} delegated administrators are trusted`, seen);
    return fail(`not on the trusted list: ${strange.map(one => `${one.Name} (${one.Id})`).join(', ')}`, seen);
  },
});

export const securityServicesDelegated = check({
  id: 'organizations-security-services-delegated',
  title: 'Security services are administered outside the management account',
  why: 'Security work needs people to sign in every day. In an account of its own their mistakes stay small, and the management account stays shut.',
  fix: {
    byHand:
      'Name a security account as administrator in each service named (for example "aws guardduty enable-organization-admin-account"), or with "aws organizations register-delegated-administrator".',
    note: 'GuardDuty, Macie, Inspector and Security Hub keep this setting for each region.',
  },
  fields: ['organizations:ListDelegatedAdministrators.DelegatedAdministrators.Id'],
  on: organization.with('trustedServices'),
  test(of) {
    const services = of.trustedServices;
    if (services === null) return refusedVerdict(of, 'organizations:ListAWSServiceAccessForOrganization');
    if (services.length === 0) return notApplicable('no security service has trusted access to the organization');
    return services.map(({ ServicePrincipal, DelegatedAdministrators }) => {
      const part = ServicePrincipal.replace('.amazonaws.com', '');
      const outside = DelegatedAdministrators.filter(id => id !== of.MasterAccountId);
      const field = 'DelegatedAdministrators[].Id';
      const seen = saw('organizations:ListDelegatedAdministrators', field, DelegatedAdministrators, 'a member account');
      if (outside.length > 0)
        return { ...pass(`${part} is administered by account ${outside.join(', ')}`, seen), part };
      const who =
        DelegatedAdministrators.length > 0 ? 'administered by the management account' : 'not delegated to any account';
      return { ...fail(`${part} is ${who}`, seen), part };
    });
  },
});
