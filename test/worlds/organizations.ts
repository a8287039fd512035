import { accountRow } from '../checks/account/rows.js';
import {
  enabled,
  fullAccess,
  organizationRow,
  other,
  own,
  policy,
  rootRow,
  seenByMember,
  service,
  statements,
  toRoot,
} from '../checks/organizations/rows.js';
import { gap, row, type World, world } from '../support/world.js';

const nothing = { instances: [], dbInstances: [], functions: [], ecsClusters: [], eksClusters: [] };
const place = (name: string, details: object) => row({ RegionName: name }, { ...nothing, ...details }, name);
const admin = (Id: string) => ({ Id, Name: 'security', DelegationEnabledDate: null });
const account = (Id: string) => ({ Id, Name: 'shop', State: 'ACTIVE', Status: 'ACTIVE' });
const firm = {
  services: {
    default: { opt_out_policy: { '@@operators_allowed_for_child_policies': ['@@none'], '@@assign': 'optOut' } },
  },
};
const guard = statements(
  {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } },
  },
  {
    Effect: 'Deny',
    Action: [
      'organizations:LeaveOrganization',
      'cloudtrail:StopLogging',
      'cloudtrail:DeleteTrail',
      'config:*',
      'guardduty:Delete*',
    ],
    Resource: '*',
  },
  {
    Effect: 'Deny',
    NotAction: 'iam:*',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-north-1' } },
  },
);

/** A management account that does it right. */
const wellKept = world({
  'account.accounts': [accountRow()],
  'organizations.organization': [
    organizationRow({
      delegatedAdministrators: [],
      trustedServices: [service('guardduty', other), service('securityhub', other)],
      resourcePolicy: { Content: '{}' },
    }),
  ],
  'organizations.roots': [
    rootRow({
      accounts: [account(own)],
      serviceControlPolicies: [fullAccess, policy('guard', guard)],
      resourceControlPolicies: [policy('perimeter', null)],
      tagPolicies: [policy('tags', null)],
      aiOptOutPolicies: [policy('ai', firm, { Targets: toRoot })],
    }),
  ],
  'organizations.workloads': [
    place('eu-north-1', { functions: [{ FunctionName: 'aws-controltower-x' }] }),
    place('us-east-1', {}),
  ],
});

/** A management account that is used for everything. */
const grown = world({
  'account.accounts': [accountRow()],
  'organizations.organization': [
    organizationRow({
      delegatedAdministrators: [admin(other)],
      trustedServices: [service('guardduty'), service('macie', own), service('config', other)],
      resourcePolicy: null,
    }),
  ],
  'organizations.roots': [
    rootRow(
      {
        accounts: [account(own), account(other)],
        serviceControlPolicies: [fullAccess],
        resourceControlPolicies: [],
        tagPolicies: [policy('tags', null, { Targets: [] })],
        aiOptOutPolicies: [policy('ai', firm)],
      },
      { PolicyTypes: enabled('SERVICE_CONTROL_POLICY') },
    ),
  ],
  'organizations.workloads': [
    place('eu-north-1', { instances: [{ InstanceId: 'i-1', State: 'running' }], eksClusters: [{ name: 'shop' }] }),
    place('us-east-1', { ecsClusters: gap('ecs:ListClusters', { region: 'us-east-1' }) }),
  ],
});

/** A plain member account: the organization tells it nothing. */
const member = world({
  'account.accounts': [accountRow()],
  'organizations.organization': [
    seenByMember({ delegatedAdministrators: null, trustedServices: null, resourcePolicy: null }),
  ],
  'organizations.roots': [],
  'organizations.workloads': [place('eu-north-1', {}), place('us-east-1', {})],
});

/** An account that belongs to no organization. */
const alone = world({
  'account.accounts': [accountRow()],
  'organizations.organization': [],
  'organizations.roots': [],
  'organizations.workloads': [place('eu-north-1', {}), place('us-east-1', {})],
});

/** A management account that refuses most of what is asked. */
const refused = world({
  'account.accounts': [accountRow()],
  'organizations.organization': [
    organizationRow({
      delegatedAdministrators: gap('organizations:ListDelegatedAdministrators'),
      trustedServices: gap('organizations:ListAWSServiceAccessForOrganization'),
      resourcePolicy: gap('organizations:DescribeResourcePolicy'),
    }),
  ],
  'organizations.roots': { gaps: [gap('organizations:ListRoots', { region: 'global' })] },
  'organizations.workloads': [place('eu-north-1', { instances: gap('ec2:DescribeInstances') }), place('us-east-1', {})],
});

export const worlds: World[] = [wellKept, grown, member, alone, refused];
