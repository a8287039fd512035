import type { AccountState, State as AwsState } from '@aws-sdk/client-inspector2';
import { type Aws, collection, type EachDetail } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import { cannotTell } from '../../core/unavailable.js';
import { type ActiveFindings, countFindings, listFindings, type SeverityCounts } from './findings.js';

const sdk = () => import('./sdk.js');

/** What Inspector can scan, under the names of AWS's `resourceState`. */
export const scanTypes = ['ec2', 'ecr', 'lambda', 'lambdaCode', 'codeRepository'] as const;
export type ScanType = (typeof scanTypes)[number];

/** How the account, or one scan, stands: `ENABLED`, `DISABLED`, `SUSPENDED` ... */
export interface State {
  status: string;
  errorCode: string | null;
}

/** How Inspector stands for the audited account in one region; a scan that AWS does not name there is null. */
export interface Account {
  accountId: string;
  state: State;
  resourceState: Record<ScanType, State | null>;
}

/** What one kind of scan is expected to cost a month. */
export interface Usage {
  type: string;
  total: number | null;
  estimatedMonthlyCost: number | null;
  currency: string;
}

/** The account that administers Inspector; `autoEnable` is told where that is the audited account. */
export interface Organization {
  delegatedAdmin: { accountId: string; relationshipStatus: string };
  autoEnable: Record<ScanType, boolean> | null;
}

/** All are null, or empty, where Inspector is not enabled. */
interface Details {
  findings: ActiveFindings | null;
  counts: SeverityCounts | null;
  usage: Usage[];
  /** Resources that are scanned at present, by type. */
  coverage: { groupKey: string; count: number }[];
  /** Null where the organization has no administrator of Inspector, or there is no organization. */
  organization: Organization | null;
}

/** Whether Inspector works for the account. */
export const isEnabled = ({ state }: Account): boolean => state.status === 'ENABLED';

/** Asked only where Inspector works: a region where it is off costs one call. */
const whileEnabled = <Value>(
  calls: string[],
  otherwise: Value,
  get: (account: Account, aws: Aws) => Promise<Value>,
): EachDetail<Account, Value> => ({ calls, when: isEnabled, otherwise, get });

/** One row a region, also where Inspector is off. */
export const accounts = collection<Account, Details>({
  id: 'inspector.accounts',
  noun: 'Inspector accounts',
  calls: ['inspector2:BatchGetAccountStatus'],
  async list(aws) {
    const { BatchGetAccountStatusCommand, Inspector2Client } = await sdk();
    const answer = await aws
      .client(Inspector2Client)
      .send(new BatchGetAccountStatusCommand({ accountIds: [aws.account] }));
    const own = answer.accounts?.find(one => one.accountId === aws.account);
    if (own?.state?.status) return [accountOf(own)];
    const failed = answer.failedAccounts?.find(one => one.accountId === aws.account);
    const why = failed?.errorCode ?? 'it is missing in the answer';
    return cannotTell(
      'unexpected-answer',
      'inspector2:BatchGetAccountStatus',
      `inspector2:BatchGetAccountStatus tells no state of account ${aws.account}: ${why}`,
    );
  },
  resource: ({ accountId }) => ({ id: accountId, type: 'AWS::InspectorV2' }),
  details: {
    findings: whileEnabled<Details['findings']>(['inspector2:ListFindings'], null, ({ accountId }, aws) =>
      listFindings(accountId, aws),
    ),
    counts: whileEnabled<Details['counts']>(['inspector2:ListFindingAggregations'], null, ({ accountId }, aws) =>
      countFindings(accountId, aws),
    ),
    usage: whileEnabled(['inspector2:ListUsageTotals'], [], readUsage),
    coverage: whileEnabled(['inspector2:ListCoverageStatistics'], [], readCoverage),
    organization: whileEnabled(
      ['inspector2:GetDelegatedAdminAccount', 'inspector2:DescribeOrganizationConfiguration'],
      null,
      readOrganization,
    ),
  },
});

const stateOf = (state: AwsState | undefined): State | null =>
  state ? { status: state.status ?? '', errorCode: state.errorCode ?? null } : null;

function accountOf({ accountId = '', state, resourceState }: AccountState): Account {
  return {
    accountId,
    state: stateOf(state) ?? { status: '', errorCode: null },
    resourceState: {
      ec2: stateOf(resourceState?.ec2),
      ecr: stateOf(resourceState?.ecr),
      lambda: stateOf(resourceState?.lambda),
      lambdaCode: stateOf(resourceState?.lambdaCode),
      codeRepository: stateOf(resourceState?.codeRepository),
    },
  };
}

async function readUsage({ accountId }: Account, aws: Aws): Promise<Usage[]> {
  const { Inspector2Client, paginateListUsageTotals } = await sdk();
  const found: Usage[] = [];
  for await (const page of paginateListUsageTotals(
    { client: aws.client(Inspector2Client) },
    { accountIds: [accountId] },
  )) {
    for (const { type = '', total, estimatedMonthlyCost, currency = '' } of (page.totals ?? []).flatMap(
      one => one.usage ?? [],
    )) {
      found.push({ type, total: total ?? null, estimatedMonthlyCost: estimatedMonthlyCost ?? null, currency });
    }
  }
  return found;
}

async function readCoverage({ accountId }: Account, aws: Aws): Promise<Details['coverage']> {
  const { Inspector2Client, paginateListCoverageStatistics } = await sdk();
  const found: Details['coverage'] = [];
  for await (const page of paginateListCoverageStatistics(
    { client: aws.client(Inspector2Client) },
    {
      groupBy: 'RESOURCE_TYPE',
      filterCriteria: {
        accountId: [{ comparison: 'EQUALS', value: accountId }],
        scanStatusCode: [{ comparison: 'EQUALS', value: 'ACTIVE' }],
      },
    },
  )) {
    for (const { groupKey, count = 0 } of page.countsByGroup ?? []) found.push({ groupKey: groupKey ?? '', count });
  }
  return found;
}

/** Only the administrator may ask for the configuration, so nobody else does. */
async function readOrganization({ accountId }: Account, aws: Aws): Promise<Organization | null> {
  const { DescribeOrganizationConfigurationCommand, GetDelegatedAdminAccountCommand, Inspector2Client } = await sdk();
  const client = aws.client(Inspector2Client);
  const answer = await orNull(['ResourceNotFoundException'], () =>
    client.send(new GetDelegatedAdminAccountCommand({})),
  );
  const admin = answer?.delegatedAdmin;
  if (!admin?.accountId) return null;
  const delegatedAdmin = { accountId: admin.accountId, relationshipStatus: admin.relationshipStatus ?? '' };
  if (admin.accountId !== accountId) return { delegatedAdmin, autoEnable: null };
  const { autoEnable } = await client.send(new DescribeOrganizationConfigurationCommand({}));
  const isOn = (type: ScanType): boolean => autoEnable?.[type] ?? false;
  return {
    delegatedAdmin,
    autoEnable: {
      ec2: isOn('ec2'),
      ecr: isOn('ecr'),
      lambda: isOn('lambda'),
      lambdaCode: isOn('lambdaCode'),
      codeRepository: isOn('codeRepository'),
    },
  };
}
