import type { OrganizationsClient, PolicyType } from '@aws-sdk/client-organizations';
import { type Aws, collection, type EachDetail } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import { orNullForMembers } from './refusal.js';

const sdk = () => import('./sdk.js');

/** The top of the organization; everything hangs below it. */
export interface Root {
  Id: string;
  Arn: string;
  Name: string;
  PolicyTypes: { Type: string; Status: string }[];
}

/** An account as ListAccountsForParent tells; `State` replaces `Status`, which AWS retires. */
interface MemberAccount {
  Id: string;
  Name: string;
  State: string | null;
  Status: string | null;
}

/** A policy of the organization and what it is attached to. */
export interface Policy {
  Id: string;
  Arn: string;
  Name: string;
  AwsManaged: boolean;
  Targets: { TargetId: string; Name: string; Type: string }[];
  /** JSON text; null where it decides nothing: of AWS's own policies, of unattached ones, or where no rule asks for it. */
  Content: string | null;
}

interface Details {
  /** Accounts directly under the root. */
  accounts: MemberAccount[];
  serviceControlPolicies: Policy[];
  resourceControlPolicies: Policy[];
  tagPolicies: Policy[];
  aiOptOutPolicies: Policy[];
}

/** The organization's root; no row where the account is in no organization, or may not look at it (see `refusedVerdict`). */
export const roots = collection<Root, Details>({
  id: 'organizations.roots',
  scope: 'global',
  noun: 'organization roots',
  none: 'the account belongs to no organization, or is one of its plain members',
  calls: ['organizations:ListRoots'],
  list: async aws =>
    (await orNull(['AWSOrganizationsNotInUseException'], () => orNullForMembers(() => listRoots(aws)))) ?? [],
  resource: ({ Id, Arn, Name }) => ({ id: Id, arn: Arn, name: Name, type: 'AWS::Organizations::Root' }),
  details: {
    accounts: { calls: ['organizations:ListAccountsForParent'], get: ({ Id }, aws) => listAccounts(Id, aws) },
    serviceControlPolicies: policiesOf('SERVICE_CONTROL_POLICY', true),
    resourceControlPolicies: policiesOf('RESOURCE_CONTROL_POLICY', false),
    tagPolicies: policiesOf('TAG_POLICY', false),
    aiOptOutPolicies: policiesOf('AISERVICES_OPT_OUT_POLICY', true),
  },
});

async function listRoots(aws: Aws): Promise<Root[]> {
  const { OrganizationsClient, paginateListRoots } = await sdk();
  const found: Root[] = [];
  for await (const page of paginateListRoots({ client: aws.client(OrganizationsClient) }, {})) {
    for (const { Id = '', Arn = '', Name = '', PolicyTypes = [] } of page.Roots ?? []) {
      const types = PolicyTypes.map(({ Type = '', Status = '' }) => ({ Type, Status }));
      found.push({ Id, Arn, Name, PolicyTypes: types });
    }
  }
  return found;
}

async function listAccounts(ParentId: string, aws: Aws): Promise<MemberAccount[]> {
  const { OrganizationsClient, paginateListAccountsForParent } = await sdk();
  const found: MemberAccount[] = [];
  for await (const page of paginateListAccountsForParent({ client: aws.client(OrganizationsClient) }, { ParentId })) {
    for (const { Id = '', Name = '', State = null, Status = null } of page.Accounts ?? []) {
      found.push({ Id, Name, State, Status });
    }
  }
  return found;
}

function policiesOf(type: PolicyType, withContent: boolean): EachDetail<Root, Policy[]> {
  const calls = ['organizations:ListPolicies', 'organizations:ListTargetsForPolicy'];
  return {
    calls: withContent ? [...calls, 'organizations:DescribePolicy'] : calls,
    async get(_root, aws) {
      const { OrganizationsClient, paginateListPolicies } = await sdk();
      const client: OrganizationsClient = aws.client(OrganizationsClient);
      const found: Omit<Policy, 'Targets' | 'Content'>[] = [];
      for await (const page of paginateListPolicies({ client }, { Filter: type })) {
        for (const { Id = '', Arn = '', Name = '', AwsManaged = false } of page.Policies ?? []) {
          found.push({ Id, Arn, Name, AwsManaged });
        }
      }
      return Promise.all(found.map(policy => complete(policy, withContent, client)));
    },
  };
}

async function complete(
  policy: Omit<Policy, 'Targets' | 'Content'>,
  withContent: boolean,
  client: OrganizationsClient,
): Promise<Policy> {
  const { DescribePolicyCommand, paginateListTargetsForPolicy } = await sdk();
  const Targets: Policy['Targets'] = [];
  for await (const page of paginateListTargetsForPolicy({ client }, { PolicyId: policy.Id })) {
    for (const { TargetId = '', Name = '', Type = '' } of page.Targets ?? []) Targets.push({ TargetId, Name, Type });
  }
  if (!withContent || policy.AwsManaged || Targets.length === 0) return { ...policy, Targets, Content: null };
  const answer = await client.send(new DescribePolicyCommand({ PolicyId: policy.Id }));
  return { ...policy, Targets, Content: answer.Policy?.Content ?? '' };
}
