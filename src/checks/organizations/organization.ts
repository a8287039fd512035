import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { type Verdict, notApplicable } from '../../core/check.js';
import { type Aws, collection } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import { cannotTell } from '../../core/unavailable.js';
import { orNullForMembers } from './refusal.js';

const sdk = () => import('./sdk.js');

/** The organization of the audited account, as DescribeOrganization tells any member. */
export interface Organization {
  Id: string;
  Arn: string;
  FeatureSet: string;
  MasterAccountId: string;
  MasterAccountArn: string;
  /** Whether the audited account is MasterAccountId. */
  Management: boolean;
}

/** An account that may administer services for the whole organization. */
interface DelegatedAdministrator {
  Id: string;
  Name: string;
  DelegationEnabledDate: string | null;
}

/** A security service with trusted access, and the accounts that administer it. */
export interface TrustedService {
  ServicePrincipal: string;
  DelegatedAdministrators: string[];
}

interface Details {
  /** Null where this account is neither the management account nor a delegated administrator. */
  delegatedAdministrators: DelegatedAdministrator[] | null;
  /** Those of the security services below; null as above. */
  trustedServices: TrustedService[] | null;
  /** The organization's own policy, null where there is none; asked in the management account only. */
  resourcePolicy: { Content: string } | null;
}

/** Services whose administration belongs in a security account. */
const securityServices = [
  'guardduty.amazonaws.com',
  'securityhub.amazonaws.com',
  'config.amazonaws.com',
  'access-analyzer.amazonaws.com',
  'macie.amazonaws.com',
  'inspector2.amazonaws.com',
  'cloudtrail.amazonaws.com',
];

/** One row, or none where the account belongs to no organization. */
export const organization = collection<Organization, Details>({
  id: 'organizations.organization',
  scope: 'global',
  noun: 'organizations',
  none: 'the account belongs to no organization',
  calls: ['organizations:DescribeOrganization'],
  list: async aws => {
    const { DescribeOrganizationCommand, OrganizationsClient } = await sdk();
    const answer = await orNull(['AWSOrganizationsNotInUseException'], () =>
      aws.client(OrganizationsClient).send(new DescribeOrganizationCommand({})),
    );
    const found = answer?.Organization;
    if (!found) return [];
    return [
      {
        Id: found.Id ?? '',
        Arn: found.Arn ?? '',
        FeatureSet: found.FeatureSet ?? '',
        MasterAccountId: found.MasterAccountId ?? '',
        MasterAccountArn: found.MasterAccountArn ?? '',
        Management: found.MasterAccountId === aws.account,
      },
    ];
  },
  resource: ({ Id, Arn }) => ({ id: Id, arn: Arn, type: 'AWS::Organizations::Organization' }),
  details: {
    delegatedAdministrators: {
      calls: ['organizations:ListDelegatedAdministrators'],
      get: (_organization, aws) => orNullForMembers(() => listAdministrators(aws)),
    },
    trustedServices: {
      calls: ['organizations:ListAWSServiceAccessForOrganization', 'organizations:ListDelegatedAdministrators'],
      get: (_organization, aws) => orNullForMembers(() => listTrustedServices(aws)),
    },
    resourcePolicy: {
      calls: ['organizations:DescribeResourcePolicy'],
      when: ({ Management }) => Management,
      otherwise: null,
      async get(_organization, aws) {
        const { DescribeResourcePolicyCommand, OrganizationsClient } = await sdk();
        const answer = await orNull(['ResourcePolicyNotFoundException'], () =>
          aws.client(OrganizationsClient).send(new DescribeResourcePolicyCommand({})),
        );
        return answer && { Content: answer.ResourcePolicy?.Content ?? '' };
      },
    },
  },
});

async function listAdministrators(aws: Aws, ServicePrincipal?: string): Promise<DelegatedAdministrator[]> {
  const { OrganizationsClient, paginateListDelegatedAdministrators } = await sdk();
  const client: OrganizationsClient = aws.client(OrganizationsClient);
  const found: DelegatedAdministrator[] = [];
  for await (const page of paginateListDelegatedAdministrators(
    { client },
    ServicePrincipal ? { ServicePrincipal } : {},
  )) {
    for (const { Id = '', Name = '', DelegationEnabledDate } of page.DelegatedAdministrators ?? []) {
      found.push({ Id, Name, DelegationEnabledDate: DelegationEnabledDate?.toISOString() ?? null });
    }
  }
  return found;
}

async function listTrustedServices(aws: Aws): Promise<TrustedService[]> {
  const { OrganizationsClient, paginateListAWSServiceAccessForOrganization } = await sdk();
  const trusted: string[] = [];
  for await (const page of paginateListAWSServiceAccessForOrganization(
    { client: aws.client(OrganizationsClient) },
    {},
  )) {
    for (const { ServicePrincipal = '' } of page.EnabledServicePrincipals ?? []) trusted.push(ServicePrincipal);
  }
  const ofSecurity = securityServices.filter(one => trusted.includes(one));
  return Promise.all(
    ofSecurity.map(async ServicePrincipal => {
      const administrators = await listAdministrators(aws, ServicePrincipal);
      return { ServicePrincipal, DelegatedAdministrators: administrators.map(one => one.Id) };
    }),
  );
}

/** Whether policies exist at all; an organization of consolidated billing has none. */
export const hasAllFeatures = ({ FeatureSet }: Pick<Organization, 'FeatureSet'>): boolean => FeatureSet === 'ALL';

/**
 * The verdict where Organizations refused to tell: right for a member account, unexpected in the management account,
 * where it counts as not seen.
 */
export function refusedVerdict(of: Organization, api: string): Verdict {
  if (of.Management) cannotTell('unexpected-answer', api, `${api} was refused although this is the management account`);
  return notApplicable(
    `this account is neither the management account (${of.MasterAccountId}) nor a delegated administrator of organization ${of.Id}`,
  );
}
