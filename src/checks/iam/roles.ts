import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { collection } from '../../core/collection.js';
import { type ExternalPrincipal, externalPrincipals, publicAccess } from '../../core/policy/index.js';
import { administratorAccessOf, attachmentNamed } from './attachments.js';
import { type Attachment, listPrincipals } from './authorization-details.js';
import { detachmentOf } from './fixes.js';
import { isServiceRole } from './trust.js';

/** An IAM role, as GetAccountAuthorizationDetails tells; the documents of its inline policies are in `iam.policies`. */
export interface Role {
  RoleName: string;
  RoleId: string;
  Arn: string;
  Path: string;
  CreateDate: string | null;
  /** JSON text. */
  AssumeRolePolicyDocument: string;
  AttachedManagedPolicies: Attachment[];
  /** Names of its inline policies. */
  PolicyNames: string[];
  PermissionsBoundaryArn: string | null;
  LastUsedDate: string | null;
  Tags: Record<string, string>;
}

export const roles = collection<Role>({
  id: 'iam.roles',
  scope: 'global',
  noun: 'IAM roles',
  calls: ['iam:GetAccountAuthorizationDetails'],
  async list(aws) {
    return (await listPrincipals('Role', aws)).map(role => ({
      RoleName: role.Name,
      RoleId: role.Id,
      Arn: role.Arn,
      Path: role.Path,
      CreateDate: role.CreateDate,
      AssumeRolePolicyDocument: role.AssumeRolePolicyDocument,
      AttachedManagedPolicies: role.AttachedManagedPolicies,
      PolicyNames: role.InlinePolicies.map(policy => policy.PolicyName),
      PermissionsBoundaryArn: role.PermissionsBoundaryArn,
      LastUsedDate: role.LastUsedDate,
      Tags: role.Tags,
    }));
  },
  resource: role => ({
    id: role.RoleName,
    arn: role.Arn,
    type: 'AWS::IAM::Role',
    uniqueId: role.RoleId,
    tags: role.Tags,
  }),
});

const api = 'iam:GetAccountAuthorizationDetails';
const attachments = 'RoleDetailList.AttachedManagedPolicies';
const trust = 'RoleDetailList.AssumeRolePolicyDocument';
const isForOthers = (role: Role): boolean => !isServiceRole(role.AssumeRolePolicyDocument);
const serviceRole = 'only AWS services may assume this role';

export const noAdministratorAccess = check({
  id: 'iam-role-no-administrator-access',
  title: 'No role that people or other accounts can assume carries AdministratorAccess',
  why: 'Whoever manages to assume such a role may do everything, and it takes only one careless line in its trust policy.',
  fix: {
    command:
      'aws iam detach-role-policy --role-name {RoleName} --policy-arn arn:{partition}:iam::aws:policy/AdministratorAccess',
    note: 'Whoever works through the role loses what only this policy allows. A role of Identity Center is changed in its permission set.',
  },
  fields: [`${api}.${attachments}`, `${api}.${trust}`],
  on: roles.with(),
  scope: serviceRole,
  applies: isForOthers,
  test(role) {
    const found = administratorAccessOf(role);
    const names = role.AttachedManagedPolicies.map(policy => policy.PolicyName);
    const seen = saw(api, attachments, found?.PolicyArn ?? names, 'not AdministratorAccess');
    if (!found) return pass('AdministratorAccess is not attached to the role', seen);
    return {
      ...fail(`${found.PolicyName} is attached to a role that not only AWS services may assume`, seen),
      fix: detachmentOf('role', found),
    };
  },
});

export const readOnlyNotCrossAccount = check({
  id: 'iam-role-readonly-not-cross-account',
  title: 'Roles with ReadOnlyAccess cannot be assumed from other accounts',
  why: 'ReadOnlyAccess reads not only settings but data: objects in buckets, rows in tables. Outsiders rarely need that.',
  fix: {
    byHand:
      'Attach ViewOnlyAccess or SecurityAudit to {RoleName} instead of ReadOnlyAccess, or take the other account out of its trust policy.',
    note: 'The other account loses access to data; what it sees of settings changes a little.',
  },
  fields: [`${api}.${attachments}`, `${api}.${trust}`],
  on: roles.with(),
  scope: serviceRole,
  applies: isForOthers,
  test(role, _also, { account }) {
    const attached = attachmentNamed(role, 'ReadOnlyAccess');
    const names = role.AttachedManagedPolicies.map(policy => policy.PolicyName);
    const carried = saw(api, attachments, attached?.PolicyArn ?? names);
    if (!attached) return pass('ReadOnlyAccess is not attached to the role', carried);
    const outsiders = externalPrincipals(role.AssumeRolePolicyDocument, account).filter(isOtherAccount);
    const named = [...new Set(outsiders.map(nameOf))];
    const seen = saw(api, trust, named, 'principals of this account only');
    if (named.length === 0) return pass('ReadOnlyAccess stays within the account', carried, seen);
    return fail(
      `the role reads all data through ReadOnlyAccess and may be assumed by ${named.join(', ')}`,
      carried,
      seen,
    );
  },
});

/** An identity provider signs in people of this account; the id of a deleted principal lets nobody in. */
const isOtherAccount = ({ kind }: ExternalPrincipal): boolean => kind !== 'identity-provider' && kind !== 'orphaned';

function nameOf({ kind, principal, account, organization }: ExternalPrincipal): string {
  if (kind === 'account' && account !== undefined) return `account ${account}`;
  if (kind === 'organization' && organization !== undefined) return `organization ${organization}`;
  return kind === 'everyone' ? 'everyone' : principal;
}

/** These services assume a role without saying for which account or resource: a source condition would lock them out. */
const servicesWithoutSource = [
  'ec2.amazonaws.com',
  'ec2.amazonaws.com.cn',
  'eks.amazonaws.com',
  'lambda.amazonaws.com',
  'secretsmanager.amazonaws.com',
];

export const confusedDeputyGuarded = check({
  id: 'iam-role-service-trust-confused-deputy-guarded',
  title: 'Roles of AWS services say for whom the service may act',
  why: 'A service that may use this role for anyone can be talked into using it for a stranger (the confused deputy).',
  fix: {
    byHand:
      'Add a condition on aws:SourceAccount = {account}, or aws:SourceArn, to the trust policy of {RoleName}: aws iam update-assume-role-policy --role-name {RoleName} --policy-document file://trust.json',
    note: 'Not every service sends these keys, and one that does not can no longer use the role: look in its guide, and test.',
  },
  fields: [`${api}.${trust}`],
  on: roles.with(),
  scope: 'not only AWS services may assume this role, or AWS itself wrote its trust policy',
  applies: role => !role.Path.startsWith('/aws-service-role/') && isServiceRole(role.AssumeRolePolicyDocument),
  test(role, _also, { account }) {
    const openTo = (exemptServices: readonly string[]) =>
      publicAccess(role.AssumeRolePolicyDocument, {
        actions: ['sts:AssumeRole'],
        countServices: true,
        exemptServices,
        ownAccount: account,
        ownAccountOnly: true,
      });
    const { grants, pins } = openTo([]);
    if (grants.length === 0) return pass('a condition says for whom the service may act', saw(api, trust, pins));
    const avoidable = openTo(servicesWithoutSource).grants;
    const services = [...new Set((avoidable.length > 0 ? avoidable : grants).map(grant => grant.principal))].join(', ');
    if (avoidable.length === 0)
      return notApplicable(
        `${services} cannot say for whom it acts, so no condition would hold`,
        saw(api, trust, grants),
      );
    const seen = saw(api, trust, avoidable, 'a condition on aws:SourceAccount or aws:SourceArn');
    return fail(`${services} may assume the role on behalf of anyone`, seen);
  },
});
