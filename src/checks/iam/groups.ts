import { check, fail, pass, saw } from '../../core/check.js';
import { collection } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import { administratorAccessOf, carriesAwsPolicy } from './attachments.js';
import { type Attachment, listPrincipals } from './authorization-details.js';
import { type CredentialRow, credentialReport, isTrue } from './credential-report.js';
import { detachmentOf } from './fixes.js';
import { users } from './users.js';

/** An IAM group, as GetAccountAuthorizationDetails tells; the documents of its inline policies are in `iam.policies`. */
export interface Group {
  GroupName: string;
  GroupId: string;
  Arn: string;
  Path: string;
  CreateDate: string | null;
  AttachedManagedPolicies: Attachment[];
  /** Names of its inline policies. */
  PolicyNames: string[];
}

export const groups = collection<Group>({
  id: 'iam.groups',
  scope: 'global',
  noun: 'IAM groups',
  calls: ['iam:GetAccountAuthorizationDetails'],
  async list(aws) {
    return (await listPrincipals('Group', aws)).map(group => ({
      GroupName: group.Name,
      GroupId: group.Id,
      Arn: group.Arn,
      Path: group.Path,
      CreateDate: group.CreateDate,
      AttachedManagedPolicies: group.AttachedManagedPolicies,
      PolicyNames: group.InlinePolicies.map(policy => policy.PolicyName),
    }));
  },
  resource: group => ({ id: group.GroupName, arn: group.Arn, type: 'AWS::IAM::Group' }),
});

const api = 'iam:GetAccountAuthorizationDetails';
const attachments = 'GroupDetailList.AttachedManagedPolicies';

export const adminMembersHaveMfa = check({
  id: 'iam-group-admin-members-have-mfa',
  title: 'Members of administrator groups use MFA',
  why: 'A stolen password of an administrator is enough to take over the account, unless a second factor stands in the way.',
  fix: {
    byHand: 'Have each member named in the message register an MFA device, or take that user out of {GroupName}.',
    note: 'No downtime. MFA is asked for at the next sign-in; access keys are not asked unless a policy demands it.',
  },
  fields: [`${api}.${attachments}`, `${api}.UserDetailList.GroupList`, 'iam:GetCredentialReport.mfa_active'],
  on: groups.with(),
  also: { users: users.with(), report: credentialReport.with() },
  test(group, { users, report }, { partition }) {
    const carried = saw(
      api,
      attachments,
      group.AttachedManagedPolicies.map(policy => policy.PolicyArn),
    );
    if (!carriesAwsPolicy(group, 'AdministratorAccess', partition))
      return pass('the group is no administrator group', carried);
    const members = users.where(user => user.GroupList.includes(group.GroupName));
    const exposed = members.where(user => !hasMfa(user.UserName, report));
    if (!exposed.empty) {
      const names = exposed.seen().map(user => user.UserName);
      return fail(
        `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} in this administrator group without MFA`,
        carried,
        saw('iam:GetCredentialReport', 'mfa_active', names, 'true for every member'),
      );
    }
    const count = members.all().length;
    return pass(
      count === 0
        ? 'the administrator group has no members'
        : `all ${count} members of this administrator group use MFA`,
      carried,
      saw(api, 'UserDetailList.GroupList', count),
    );
  },
});

function hasMfa(user: string, report: Table<CredentialRow>): boolean {
  const row = report.at('user', user).first();
  if (!row)
    cannotTell('not-collected', 'iam:GetCredentialReport', `the credential report does not tell of user ${user}`);
  return isTrue(row.mfa_active);
}

export const noAdministratorAccess = check({
  id: 'iam-group-no-administrator-access',
  title: 'No group carries AdministratorAccess',
  why: 'Everyone who is put into such a group may do everything from then on, with credentials that never expire.',
  fix: {
    command:
      'aws iam detach-group-policy --group-name {GroupName} --policy-arn arn:{partition}:iam::aws:policy/AdministratorAccess',
    undo: 'aws iam attach-group-policy --group-name {GroupName} --policy-arn arn:{partition}:iam::aws:policy/AdministratorAccess',
    note: 'All members lose what only this policy allows. A small group for emergencies may be accepted as an exception.',
  },
  fields: [`${api}.${attachments}`],
  on: groups.with(),
  test(group) {
    const found = administratorAccessOf(group);
    const names = group.AttachedManagedPolicies.map(policy => policy.PolicyName);
    const seen = saw(api, attachments, found?.PolicyArn ?? names, 'not AdministratorAccess');
    if (!found) return pass('AdministratorAccess is not attached to the group', seen);
    return { ...fail(`${found.PolicyName} is attached to the group`, seen), fix: detachmentOf('group', found) };
  },
});
