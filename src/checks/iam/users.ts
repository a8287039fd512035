import { check, fail, pass, saw } from '../../core/check.js';
import { collection } from '../../core/collection.js';
import { administratorAccessOf } from './attachments.js';
import { type Attachment, listPrincipals } from './authorization-details.js';
import { deletionOf, detachmentOf } from './fixes.js';

/** An IAM user, as GetAccountAuthorizationDetails tells; the documents of its inline policies are in `iam.policies`. */
export interface User {
  UserName: string;
  UserId: string;
  Arn: string;
  Path: string;
  CreateDate: string | null;
  GroupList: string[];
  AttachedManagedPolicies: Attachment[];
  /** Names of its inline policies. */
  PolicyNames: string[];
  PermissionsBoundaryArn: string | null;
  Tags: Record<string, string>;
}

export const users = collection<User>({
  id: 'iam.users',
  scope: 'global',
  noun: 'IAM users',
  calls: ['iam:GetAccountAuthorizationDetails'],
  async list(aws) {
    return (await listPrincipals('User', aws)).map(user => ({
      UserName: user.Name,
      UserId: user.Id,
      Arn: user.Arn,
      Path: user.Path,
      CreateDate: user.CreateDate,
      GroupList: user.GroupList,
      AttachedManagedPolicies: user.AttachedManagedPolicies,
      PolicyNames: user.InlinePolicies.map(policy => policy.PolicyName),
      PermissionsBoundaryArn: user.PermissionsBoundaryArn,
      Tags: user.Tags,
    }));
  },
  resource: user => ({
    id: user.UserName,
    arn: user.Arn,
    type: 'AWS::IAM::User',
    uniqueId: user.UserId,
    tags: user.Tags,
  }),
});

const api = 'iam:GetAccountAuthorizationDetails';

export const policiesThroughGroups = check({
  id: 'iam-user-policies-through-groups-only',
  title: 'Users get their permissions through groups or roles',
  why: 'Permissions given to one person at a time are forgotten when that person changes jobs. A group shows who may do what.',
  fix: {
    byHand: 'Give the permission to a group, add the user to it, then take the policy away from the user.',
    note: 'The user loses the permission unless the group has it first.',
  },
  fields: [`${api}.UserDetailList.AttachedManagedPolicies`, `${api}.UserDetailList.UserPolicyList`],
  on: users.with(),
  test(user) {
    const attached = user.AttachedManagedPolicies.map(policy => ({
      ...fail(
        `policy ${policy.PolicyName} is attached to the user directly`,
        saw(api, 'UserDetailList.AttachedManagedPolicies', policy.PolicyArn, []),
      ),
      part: policy.PolicyName,
      fix: detachmentOf('user', policy),
    }));
    const inline = user.PolicyNames.map(name => ({
      ...fail(`inline policy ${name} is part of the user`, saw(api, 'UserDetailList.UserPolicyList', name, [])),
      part: name,
      fix: deletionOf('user', name),
    }));
    if (attached.length + inline.length > 0) return [...attached, ...inline];
    return pass(
      'no policy is attached to the user or part of it',
      saw(api, 'UserDetailList.AttachedManagedPolicies', [], []),
      saw(api, 'UserDetailList.UserPolicyList', [], []),
    );
  },
});

export const noAdministratorAccess = check({
  id: 'iam-user-no-administrator-access',
  title: 'No user carries AdministratorAccess',
  why: "A user's password or access key lasts for years. Whoever gets hold of one that may do everything owns the account.",
  fix: {
    command:
      'aws iam detach-user-policy --user-name {UserName} --policy-arn arn:{partition}:iam::aws:policy/AdministratorAccess',
    undo: 'aws iam attach-user-policy --user-name {UserName} --policy-arn arn:{partition}:iam::aws:policy/AdministratorAccess',
    note: 'The user loses all permissions that no other policy gives. Make sure that another administrator can sign in first.',
  },
  fields: [`${api}.UserDetailList.AttachedManagedPolicies`],
  on: users.with(),
  test(user) {
    const found = administratorAccessOf(user);
    const names = user.AttachedManagedPolicies.map(policy => policy.PolicyName);
    const seen = saw(
      api,
      'UserDetailList.AttachedManagedPolicies',
      found?.PolicyArn ?? names,
      'not AdministratorAccess',
    );
    if (!found) return pass('AdministratorAccess is not attached to the user', seen);
    return { ...fail(`${found.PolicyName} is attached to the user directly`, seen), fix: detachmentOf('user', found) };
  },
});
