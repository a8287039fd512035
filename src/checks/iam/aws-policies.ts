import { check } from '../../core/check.js';
import { collection } from '../../core/collection.js';
import { adminGrants } from '../../core/policy/index.js';
import type { Table } from '../../core/table.js';
import { type Attachment, listManagedPolicies, type ManagedPolicy } from './authorization-details.js';
import { judgeGrants, managedField } from './granted.js';
import { groups } from './groups.js';
import { roles } from './roles.js';
import { users } from './users.js';

/** AWS managed policies that somebody in this account carries; the thousand others are left out. */
export const awsPolicies = collection<ManagedPolicy>({
  id: 'iam.awsPolicies',
  scope: 'global',
  noun: 'attached AWS managed policies',
  calls: ['iam:GetAccountAuthorizationDetails'],
  async list(aws) {
    return (await listManagedPolicies('AWSManagedPolicy', aws)).filter(policy => policy.AttachmentCount > 0);
  },
  resource: policy => ({ id: policy.PolicyName, arn: policy.Arn, type: 'AWS::IAM::ManagedPolicy' }),
});

export const noAdmin = check({
  id: 'iam-policy-aws-managed-attached-no-admin',
  title: 'No attached AWS managed policy grants everything',
  why: 'Whoever carries such a policy may read, change and delete all there is, and hide the traces.',
  fix: {
    command: 'aws iam list-entities-for-policy --policy-arn {Arn}',
    byHand:
      'Detach {PolicyName} from the users, groups and roles that the command lists, after giving them what they need.',
    note: 'Keep one way in for emergencies. Roles of Identity Center change with their permission set.',
  },
  fields: [managedField],
  on: awsPolicies.with(),
  // Who carries it is told, but decides nothing.
  also: { users: users.with(), groups: groups.with(), roles: roles.with() },
  test(policy, also, { now }) {
    const grants = adminGrants(policy.PolicyDocument, { now });
    const fine = 'does not grant every action on every resource';
    // Who carries it is looked up for the few policies that break the rule.
    if (grants.length === 0) return judgeGrants(managedField, grants, { broken: '', fine });
    const carriers = [
      ...namesOf(also.users, policy, user => `user ${user.UserName}`),
      ...namesOf(also.groups, policy, group => `group ${group.GroupName}`),
      ...namesOf(also.roles, policy, role => `role ${role.RoleName}`),
    ];
    const hidden = policy.AttachmentCount - carriers.length;
    if (hidden > 0) carriers.push(`${hidden} ${carriers.length > 0 ? 'more' : 'users, groups or roles'}`);
    const broken = `is attached to ${carriers.join(', ')} and grants every action on every resource`;
    return judgeGrants(managedField, grants, { broken, fine });
  },
});

const namesOf = <Row extends { readonly AttachedManagedPolicies: readonly Attachment[] }>(
  carriers: Table<Row>,
  { Arn }: ManagedPolicy,
  say: (row: Row) => string,
): string[] =>
  carriers
    .where(row => row.AttachedManagedPolicies.some(attached => attached.PolicyArn === Arn))
    .seen()
    .map(say)
    .sort();
