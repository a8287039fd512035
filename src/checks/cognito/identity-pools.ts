import { collection, detail } from '../../core/collection.js';

const sdk = () => import('./sdk.js');

/** An identity pool, as ListIdentityPools tells. */
export interface IdentityPool {
  IdentityPoolId: string;
  IdentityPoolName: string;
}

/** Who gets credentials from an identity pool. */
export interface IdentityPoolSettings {
  AllowUnauthenticatedIdentities: boolean;
  /** `cognito-idp.<region>.amazonaws.com/<user pool>` and the app client. */
  CognitoIdentityProviders: { ProviderName: string; ClientId: string }[];
  /** Names only: `accounts.google.com`. */
  SupportedLoginProviders: string[];
}

export const identityPools = collection<IdentityPool, { settings: IdentityPoolSettings }>({
  id: 'cognito.identityPools',
  noun: 'identity pools',
  calls: ['cognito-identity:ListIdentityPools'],
  async list(aws) {
    const { CognitoIdentityClient, paginateListIdentityPools } = await sdk();
    const found: IdentityPool[] = [];
    const client = aws.client(CognitoIdentityClient);
    for await (const page of paginateListIdentityPools({ client, pageSize: 60 }, { MaxResults: 60 })) {
      for (const { IdentityPoolId = '', IdentityPoolName = '' } of page.IdentityPools ?? [])
        found.push({ IdentityPoolId, IdentityPoolName });
    }
    return found;
  },
  resource: ({ IdentityPoolId, IdentityPoolName }) => ({
    id: IdentityPoolId,
    name: IdentityPoolName,
    type: 'AWS::Cognito::IdentityPool',
  }),
  details: {
    settings: detail({
      calls: ['cognito-identity:DescribeIdentityPool'],
      async get({ IdentityPoolId }, aws) {
        const { CognitoIdentityClient, DescribeIdentityPoolCommand } = await sdk();
        const command = new DescribeIdentityPoolCommand({ IdentityPoolId });
        const pool = await aws.client(CognitoIdentityClient).send(command);
        return {
          AllowUnauthenticatedIdentities: pool.AllowUnauthenticatedIdentities ?? false,
          CognitoIdentityProviders: (pool.CognitoIdentityProviders ?? []).map(one => ({
            ProviderName: one.ProviderName ?? '',
            ClientId: one.ClientId ?? '',
          })),
          SupportedLoginProviders: Object.keys(pool.SupportedLoginProviders ?? {}).sort(),
        };
      },
    }),
  },
});
