import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { organization } from '../organizations/organization.js';
import { account } from './account.js';
import { awsPolicyArn, carriesAwsPolicy } from './attachments.js';
import { groups } from './groups.js';
import { roles } from './roles.js';
import { users } from './users.js';

const api = 'iam:GetAccountAuthorizationDetails';
const rolePolicies = 'RoleDetailList.AttachedManagedPolicies';

/** A rule that one role at least carries this policy of AWS's. */
const roleExists = (id: string, policy: string, words: { title: string; why: string; note: string }) =>
  check({
    id,
    title: words.title,
    why: words.why,
    fix: {
      command: `aws iam attach-role-policy --role-name {RoleName} --policy-arn arn:{partition}:iam::aws:policy/${policy}`,
      undo: `aws iam detach-role-policy --role-name {RoleName} --policy-arn arn:{partition}:iam::aws:policy/${policy}`,
      note: words.note,
    },
    fields: [`${api}.${rolePolicies}`],
    on: account.with(),
    also: { roles: roles.with() },
    test(_account, { roles }, { partition }) {
      const role = roles.first(one => carriesAwsPolicy(one, policy, partition));
      const seen = saw(api, rolePolicies, role?.RoleName, awsPolicyArn(policy, partition));
      return role ? pass(`role ${role.RoleName} carries ${policy}`, seen) : fail(`no role carries ${policy}`, seen);
    },
  });

export const supportRoleExists = roleExists('iam-support-role-exists', 'AWSSupportAccess', {
  title: 'A role may open cases with AWS Support',
  why: 'In an incident, somebody has to be able to reach AWS at once, without first asking around for permissions.',
  note: 'Make a role that the people who handle incidents may assume, and attach the policy to it.',
});

export const securityAuditRoleExists = roleExists('iam-security-audit-role-exists', 'SecurityAudit', {
  title: 'A role is there for reviewers',
  why: 'With a role that reads security settings and nothing else, reviewers need no administrator rights.',
  note: 'Make a role that reviewers may assume, and attach the policy to it.',
});

const cloudShell = 'AWSCloudShellFullAccess';

export const cloudShellNotAttached = check({
  id: 'iam-policy-cloudshell-full-access-not-attached',
  title: 'AWSCloudShellFullAccess is attached to nobody',
  why: 'It allows sending files between the account and any computer through CloudShell, past the usual watch on downloads.',
  fix: {
    byHand: `Detach ${cloudShell} from the users, groups and roles named in the message; allow cloudshell actions without file transfer instead.`,
    note: 'They lose CloudShell until they get a narrower policy.',
  },
  fields: ['User', 'Group', 'Role'].map(kind => `${api}.${kind}DetailList.AttachedManagedPolicies`),
  on: account.with(),
  also: { users: users.with(), groups: groups.with(), roles: roles.with() },
  test(_account, also, { partition }) {
    const tables = {
      User: also.users.where(user => carriesAwsPolicy(user, cloudShell, partition)),
      Group: also.groups.where(group => carriesAwsPolicy(group, cloudShell, partition)),
      Role: also.roles.where(role => carriesAwsPolicy(role, cloudShell, partition)),
    };
    const carriers = {
      User: tables.User.seen().map(user => `user ${user.UserName}`),
      Group: tables.Group.seen().map(group => `group ${group.GroupName}`),
      Role: tables.Role.seen().map(role => `role ${role.RoleName}`),
    };
    const seen = Object.entries(carriers).map(([kind, names]) =>
      saw(api, `${kind}DetailList.AttachedManagedPolicies`, names, []),
    );
    const named = Object.values(carriers).flat();
    if (named.length > 0) return fail(`${cloudShell} is attached to ${named.join(', ')}`, ...seen);
    for (const table of Object.values(tables)) table.demandFullSight();
    return pass(`${cloudShell} is attached to no user, group or role`, ...seen);
  },
});

export const samlProviderExists = check({
  id: 'iam-saml-provider-exists',
  title: 'People sign in through a SAML provider',
  why: 'With one place to sign in, somebody who leaves the company loses access everywhere on the same day.',
  fix: {
    byHand: 'Turn on IAM Identity Center, or register the company directory: aws iam create-saml-provider',
    note: 'No downtime. IAM users go on working until they are removed.',
  },
  fields: ['iam:ListSAMLProviders.SAMLProviderList.Arn'],
  on: account.with('samlProviders'),
  test(row) {
    const arns = row.samlProviders.map(provider => provider.Arn);
    const seen = saw('iam:ListSAMLProviders', 'SAMLProviderList.Arn', arns, 'at least one');
    if (arns.length === 0) return fail('the account has no SAML provider', seen);
    return pass(`SAML provider ${arns.map(arn => arn.slice(arn.indexOf('/') + 1)).join(', ')} is registered`, seen);
  },
});

export const rootCredentialsManaged = check({
  id: 'iam-root-credentials-centrally-managed',
  title: 'The organization manages the root users of its member accounts',
  why: 'Every member account has a root user of its own with a password somewhere. Central management removes them all.',
  fix: {
    command: 'aws iam enable-organizations-root-credentials-management',
    undo: 'aws iam disable-organizations-root-credentials-management',
    note: 'Needs trusted access first: aws organizations enable-aws-service-access --service-principal iam.amazonaws.com. Existing root credentials stay until they are deleted.',
  },
  fields: ['iam:ListOrganizationsFeatures.EnabledFeatures', 'organizations:DescribeOrganization.Organization.Id'],
  on: account.with('organizationsFeatures'),
  also: { organization: organization.with() },
  test(row, { organization }) {
    const { EnabledFeatures, Refusal } = row.organizationsFeatures;
    const seen = saw(
      'iam:ListOrganizationsFeatures',
      'EnabledFeatures',
      Refusal ?? EnabledFeatures,
      'RootCredentialsManagement',
    );
    if (EnabledFeatures.includes('RootCredentialsManagement'))
      return pass('central management of root credentials is on', seen);
    if (Refusal === 'AccountNotManagementOrDelegatedAdministratorException')
      return notApplicable('only the management account or the delegated administrator of IAM decides on this', seen);
    const found = organization.first();
    const member = saw('organizations:DescribeOrganization', 'Organization.Id', found?.Id);
    if (!found) return notApplicable('the account is in no organization', seen, member);
    return fail('central management of root credentials is off', seen, member);
  },
});
