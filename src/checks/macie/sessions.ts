import { type Aws, collection, type EachDetail } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';
import { cannotTell } from '../../core/unavailable.js';
import { listFindings, type OpenFindings } from './findings.js';
import { isNotEnabled, isNotForThisAccount } from './refusal.js';

const sdk = () => import('./sdk.js');

/** Macie in one region. */
export interface Session {
  accountId: string;
  /** `ENABLED` or `PAUSED`. */
  status: string;
  findingPublishingFrequency: string | null;
  createdAt: string | null;
  updatedAt: string | null;
}

/** How automated discovery of sensitive data stands. */
export interface AutomatedDiscovery {
  status: string;
  autoEnableOrganizationMembers: string | null;
  lastUpdatedAt: string | null;
}

/** What one kind of work has cost in the last 30 days. */
export interface Usage {
  type: string;
  /** A number as text, as AWS tells it. */
  estimatedCost: string;
  currency: string;
}

/** `administrator` where another account administers Macie here; `autoEnable` where this account administers others. */
export interface Organization {
  administrator: { accountId: string; relationshipStatus: string } | null;
  autoEnable: boolean | null;
}

/** All are null, or empty, while Macie is paused. */
interface Details {
  automatedDiscovery: AutomatedDiscovery | null;
  usage: Usage[];
  findings: OpenFindings | null;
  organization: Organization | null;
}

/** Whether Macie is on and not paused. */
export const isEnabled = ({ status }: Session): boolean => status === 'ENABLED';

const whileEnabled = <Value>(
  calls: string[],
  otherwise: Value,
  get: (session: Session, aws: Aws) => Promise<Value>,
): EachDetail<Session, Value> => ({ calls, when: isEnabled, otherwise, get });

/** One row in each region where Macie is enabled or paused. */
export const sessions = collection<Session, Details>({
  id: 'macie.sessions',
  noun: 'Macie sessions',
  calls: ['macie2:GetMacieSession'],
  async list(aws) {
    const { GetMacieSessionCommand, Macie2Client } = await sdk();
    try {
      const session = await aws.client(Macie2Client).send(new GetMacieSessionCommand({}));
      if (!session.status)
        cannotTell('unexpected-answer', 'macie2:GetMacieSession', 'macie2:GetMacieSession tells no status');
      return [
        {
          accountId: aws.account,
          status: session.status,
          findingPublishingFrequency: session.findingPublishingFrequency ?? null,
          createdAt: isoOf(session.createdAt),
          updatedAt: isoOf(session.updatedAt),
        },
      ];
    } catch (error) {
      if (isNotEnabled(error)) return [];
      throw error;
    }
  },
  resource: ({ accountId }) => ({ id: accountId, type: 'AWS::Macie::Session' }),
  details: {
    automatedDiscovery: whileEnabled<Details['automatedDiscovery']>(
      ['macie2:GetAutomatedDiscoveryConfiguration'],
      null,
      (_session, aws) => readAutomatedDiscovery(aws),
    ),
    usage: whileEnabled<Usage[]>(['macie2:GetUsageTotals'], [], (_session, aws) => readUsage(aws)),
    findings: whileEnabled<Details['findings']>(['macie2:ListFindings', 'macie2:GetFindings'], null, (_session, aws) =>
      listFindings(aws),
    ),
    organization: whileEnabled<Details['organization']>(
      ['macie2:GetAdministratorAccount', 'macie2:DescribeOrganizationConfiguration'],
      null,
      readOrganization,
    ),
  },
});

async function readAutomatedDiscovery(aws: Aws): Promise<AutomatedDiscovery> {
  const api = 'macie2:GetAutomatedDiscoveryConfiguration';
  const { GetAutomatedDiscoveryConfigurationCommand, Macie2Client } = await sdk();
  try {
    const answer = await aws.client(Macie2Client).send(new GetAutomatedDiscoveryConfigurationCommand({}));
    if (!answer.status) return cannotTell('unexpected-answer', api, `${api} tells no status`);
    return {
      status: answer.status,
      autoEnableOrganizationMembers: answer.autoEnableOrganizationMembers ?? null,
      lastUpdatedAt: isoOf(answer.lastUpdatedAt),
    };
  } catch (error) {
    if (!isNotForThisAccount(error)) throw error;
    return cannotTell(
      'not-collected',
      api,
      'Macie tells this to the administrator of the organization only: ask in that account',
    );
  }
}

async function readUsage(aws: Aws): Promise<Usage[]> {
  const { GetUsageTotalsCommand, Macie2Client } = await sdk();
  const answer = await aws.client(Macie2Client).send(new GetUsageTotalsCommand({ timeRange: 'PAST_30_DAYS' }));
  return (answer.usageTotals ?? []).map(({ type = '', estimatedCost = '', currency = '' }) => ({
    type,
    estimatedCost,
    currency,
  }));
}

async function readOrganization({ accountId }: Session, aws: Aws): Promise<Organization | null> {
  const { DescribeOrganizationConfigurationCommand, GetAdministratorAccountCommand, Macie2Client } = await sdk();
  const client = aws.client(Macie2Client);
  const answer = await orNull(['ResourceNotFoundException'], () => client.send(new GetAdministratorAccountCommand({})));
  const found = answer?.administrator;
  if (found?.accountId && found.accountId !== accountId) {
    const administrator = { accountId: found.accountId, relationshipStatus: found.relationshipStatus ?? '' };
    return { administrator, autoEnable: null };
  }
  try {
    const { autoEnable = false } = await client.send(new DescribeOrganizationConfigurationCommand({}));
    return { administrator: null, autoEnable };
  } catch (error) {
    if (isNotForThisAccount(error)) return null;
    throw error;
  }
}
