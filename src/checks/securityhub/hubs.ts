import { type Aws, call, collection } from '../../core/collection.js';
import { type ControlVerdict, type HubFinding, type Read, readControls, readOpenFindings } from './findings.js';
import { orNullForOthers, orNullWhereOff } from './refusals.js';

const sdk = () => import('./sdk.js');

/** Security Hub CSPM of one region, as DescribeHub tells; the newer Security Hub (V2) is another hub and not this one. */
export interface Hub {
  HubArn: string;
  SubscribedAt: string | null;
  AutoEnableControls: boolean;
  ControlFindingGenerator: string | null;
}

/** A standard that is on, in whatever state. */
export interface Standard {
  StandardsArn: string;
  StandardsSubscriptionArn: string;
  StandardsStatus: string;
  StatusReasonCode: string | null;
}

/** How new accounts of the organization are treated. */
export interface OrganizationConfiguration {
  AutoEnable: boolean;
  AutoEnableStandards: string | null;
  ConfigurationType: string | null;
  Status: string | null;
}

/** Details of a hub. */
export interface HubDetails {
  standards: Standard[];
  /** ARNs of the subscriptions to products whose findings come in. */
  products: string[];
  /** Administrators that the organization has named; null where this is not its management account. */
  administrators: { AccountId: string; Status: string }[] | null;
  /** Null where this account does not administer Security Hub for the organization. */
  organizationConfiguration: OrganizationConfiguration | null;
  /** The account that administers this one; null where there is none. */
  membership: { AccountId: string; MemberStatus: string } | null;
  findings: Read<HubFinding>;
  controls: Read<ControlVerdict>;
}

/** AWS's limit on GetFindings, which is far below that of other calls. */
const getFindings = call('securityhub:GetFindings', 'securityhub:GetFindings', { perSecond: 3 });

/** One row a region, none where Security Hub CSPM is off. */
export const hubs = collection<Hub, HubDetails>({
  id: 'securityhub.hubs',
  noun: 'Security Hub hubs',
  none: 'Security Hub CSPM is off in the audited regions',
  calls: ['securityhub:DescribeHub'],
  async list(aws) {
    const { DescribeHubCommand, SecurityHubClient } = await sdk();
    const answer = await orNullWhereOff(() => aws.client(SecurityHubClient).send(new DescribeHubCommand({})));
    if (!answer) return [];
    return [
      {
        HubArn: answer.HubArn ?? '',
        SubscribedAt: answer.SubscribedAt ?? null,
        AutoEnableControls: answer.AutoEnableControls ?? false,
        ControlFindingGenerator: answer.ControlFindingGenerator ?? null,
      },
    ];
  },
  resource: ({ HubArn }) => ({ id: HubArn, arn: HubArn, type: 'AWS::SecurityHub::Hub' }),
  details: {
    standards: { calls: ['securityhub:GetEnabledStandards'], get: (_hub, aws) => listStandards(aws) },
    products: { calls: ['securityhub:ListEnabledProductsForImport'], get: (_hub, aws) => listProducts(aws) },
    administrators: {
      calls: ['securityhub:ListOrganizationAdminAccounts'],
      get: (_hub, aws) => orNullForOthers(() => listAdministrators(aws)),
    },
    organizationConfiguration: {
      calls: ['securityhub:DescribeOrganizationConfiguration'],
      get: (_hub, aws) => orNullForOthers(() => readOrganizationConfiguration(aws)),
    },
    membership: { calls: ['securityhub:GetAdministratorAccount'], get: (_hub, aws) => readMembership(aws) },
    findings: { calls: [getFindings], get: (_hub, aws) => readOpenFindings(aws) },
    controls: { calls: [getFindings], get: (_hub, aws) => readControls(aws) },
  },
});

async function listStandards(aws: Aws): Promise<Standard[]> {
  const { paginateGetEnabledStandards, SecurityHubClient } = await sdk();
  const found: Standard[] = [];
  for await (const page of paginateGetEnabledStandards({ client: aws.client(SecurityHubClient) }, {})) {
    for (const one of page.StandardsSubscriptions ?? [])
      found.push({
        StandardsArn: one.StandardsArn ?? '',
        StandardsSubscriptionArn: one.StandardsSubscriptionArn ?? '',
        StandardsStatus: one.StandardsStatus ?? '',
        StatusReasonCode: one.StandardsStatusReason?.StatusReasonCode ?? null,
      });
  }
  return found;
}

async function listProducts(aws: Aws): Promise<string[]> {
  const { paginateListEnabledProductsForImport, SecurityHubClient } = await sdk();
  const found: string[] = [];
  for await (const page of paginateListEnabledProductsForImport({ client: aws.client(SecurityHubClient) }, {}))
    found.push(...(page.ProductSubscriptions ?? []));
  return found;
}

async function listAdministrators(aws: Aws): Promise<{ AccountId: string; Status: string }[]> {
  const { paginateListOrganizationAdminAccounts, SecurityHubClient } = await sdk();
  const found: { AccountId: string; Status: string }[] = [];
  for await (const page of paginateListOrganizationAdminAccounts({ client: aws.client(SecurityHubClient) }, {}))
    for (const { AccountId = '', Status = '' } of page.AdminAccounts ?? []) found.push({ AccountId, Status });
  return found;
}

async function readOrganizationConfiguration(aws: Aws): Promise<OrganizationConfiguration> {
  const { DescribeOrganizationConfigurationCommand, SecurityHubClient } = await sdk();
  const answer = await aws.client(SecurityHubClient).send(new DescribeOrganizationConfigurationCommand({}));
  return {
    AutoEnable: answer.AutoEnable ?? false,
    AutoEnableStandards: answer.AutoEnableStandards ?? null,
    ConfigurationType: answer.OrganizationConfiguration?.ConfigurationType ?? null,
    Status: answer.OrganizationConfiguration?.Status ?? null,
  };
}

async function readMembership(aws: Aws): Promise<HubDetails['membership']> {
  const { GetAdministratorAccountCommand, SecurityHubClient } = await sdk();
  const { Administrator } = await aws.client(SecurityHubClient).send(new GetAdministratorAccountCommand({}));
  const AccountId = Administrator?.AccountId;
  return AccountId ? { AccountId, MemberStatus: Administrator.MemberStatus ?? '' } : null;
}
