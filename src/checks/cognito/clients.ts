import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricQuery, MetricSeries } from '../../core/metrics.js';
import { listTokenRequests, type TokenRequests, unheard } from './token-requests.js';
import { listCalls, listPoolIds } from './user-pools.js';

const sdk = () => import('./sdk.js');

/** How many whole days sign-ins are read. */
export const metricDays = 90;

/** An app client of a user pool, as DescribeUserPoolClient tells; its secret is not kept. */
export interface AppClient {
  ClientId: string;
  ClientName: string;
  UserPoolId: string;
  CreationDate: string | null;
  LastModifiedDate: string | null;
  /** `code`, `implicit`, or `client_credentials`: machines sign in as themselves. */
  AllowedOAuthFlows: string[];
  /** `ALLOW_USER_SRP_AUTH`, `ALLOW_USER_AUTH` ... */
  ExplicitAuthFlows: string[];
  /** `COGNITO`, `Google`, names of SAML and OIDC providers. */
  SupportedIdentityProviders: string[];
  RefreshTokenRotation: boolean;
}

interface Details {
  /** Sign-ins, refreshed tokens, and sign-ins with each other provider (`FederationSuccesses Google`). */
  signIns: Record<string, MetricSeries>;
  tokens: TokenRequests;
}

export const appClients = collection<AppClient, Details>({
  id: 'cognito.clients',
  noun: 'app clients of user pools',
  calls: [
    ...listCalls,
    call('cognito-idp:ListUserPoolClients', 'cognito-idp:ListUserPoolClients', { each: true }),
    call('cognito-idp:DescribeUserPoolClient', 'cognito-idp:DescribeUserPoolClient', { each: true }),
  ],
  async list(aws) {
    const pools = await listPoolIds(aws);
    return (await Promise.all(pools.map(pool => listClients(pool, aws)))).flat();
  },
  resource: ({ UserPoolId, ClientId, ClientName }) => ({
    id: `${UserPoolId}/${ClientId}`,
    name: ClientName,
    type: 'AWS::Cognito::UserPoolClient',
  }),
  details: {
    signIns: { metrics: signInsOf },
    tokens: detail<AppClient, TokenRequests>({
      calls: [call('cloudtrail:LookupEvents', 'cloudtrail:LookupEvents', { perSecond: 2 })],
      otherwise: unheard,
      async all(clients, aws) {
        const heard = await listTokenRequests(aws);
        return new Map(clients.map(one => [`${one.UserPoolId}/${one.ClientId}`, heard(one.ClientId)]));
      },
    }),
  },
});

/** Users of other providers are counted apart, by provider. */
function signInsOf({ UserPoolId, ClientId, SupportedIdentityProviders }: AppClient): Record<string, MetricQuery> {
  const own = { UserPool: UserPoolId, UserPoolClient: ClientId };
  const others = SupportedIdentityProviders.filter(name => name !== 'COGNITO');
  return {
    SignInSuccesses: countOf('SignInSuccesses', own),
    TokenRefreshSuccesses: countOf('TokenRefreshSuccesses', own),
    ...Object.fromEntries(
      others.map(name => [
        `FederationSuccesses ${name}`,
        countOf('FederationSuccesses', { ...own, IdentityProvider: name }),
      ]),
    ),
  };
}

const countOf = (MetricName: string, Dimensions: Record<string, string>): MetricQuery => ({
  Namespace: 'AWS/Cognito',
  MetricName,
  Dimensions,
  Statistic: 'Sum',
  Days: metricDays,
});

/** One pool, or one client, that is refused must not hide the others. */
async function listClients(UserPoolId: string, aws: Aws): Promise<AppClient[]> {
  const { CognitoIdentityProviderClient, paginateListUserPoolClients } = await sdk();
  const client = aws.client(CognitoIdentityProviderClient);
  const described: Promise<AppClient | undefined>[] = [];
  try {
    for await (const page of paginateListUserPoolClients({ client, pageSize: 60 }, { UserPoolId })) {
      for (const { ClientId = '' } of page.UserPoolClients ?? []) described.push(describe(UserPoolId, ClientId, aws));
    }
  } catch (error) {
    aws.missed({ id: UserPoolId }, error);
  }
  return (await Promise.all(described)).filter(one => one !== undefined);
}

async function describe(UserPoolId: string, ClientId: string, aws: Aws): Promise<AppClient | undefined> {
  const { CognitoIdentityProviderClient, DescribeUserPoolClientCommand } = await sdk();
  try {
    const command = new DescribeUserPoolClientCommand({ UserPoolId, ClientId });
    const { UserPoolClient = {} } = await aws.client(CognitoIdentityProviderClient).send(command);
    return clientOf(UserPoolId, ClientId, UserPoolClient);
  } catch (error) {
    aws.missed({ id: `${UserPoolId}/${ClientId}` }, error);
    return undefined;
  }
}

const clientOf = (UserPoolId: string, ClientId: string, one: UserPoolClientType): AppClient => ({
  ClientId,
  ClientName: one.ClientName ?? '',
  UserPoolId,
  CreationDate: isoOf(one.CreationDate),
  LastModifiedDate: isoOf(one.LastModifiedDate),
  AllowedOAuthFlows: one.AllowedOAuthFlowsUserPoolClient === false ? [] : (one.AllowedOAuthFlows ?? []),
  ExplicitAuthFlows: one.ExplicitAuthFlows ?? [],
  SupportedIdentityProviders: one.SupportedIdentityProviders ?? [],
  RefreshTokenRotation: one.RefreshTokenRotation?.Feature === 'ENABLED',
});

/** Whether machines sign in with it: AWS bills such a client by the month. */
export const isForMachines = ({ AllowedOAuthFlows }: Pick<AppClient, 'AllowedOAuthFlows'>): boolean =>
  AllowedOAuthFlows.includes('client_credentials');
