import { type Handler, StubError } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const early = new Date('2025-03-01T08:00:00Z');
const poolId = 'eu-north-1_guests';
const atHome =
  (answer: object, elsewhere: object): Handler =>
  (_input, { region }) =>
    region === 'eu-north-1' ? answer : elsewhere;

/** Cognito of the shop: a pool on a plan that it does not use, with a client that no machine uses, and an identity pool. */
export const cognito: Record<string, Handler> = {
  'cognito-idp:ListUserPools': atHome({ UserPools: [{ Id: poolId, Name: 'guests' }] }, { UserPools: [] }),
  'cognito-idp:DescribeUserPool': () => ({
    UserPool: {
      Id: poolId,
      Name: 'guests',
      Arn: `arn:aws:cognito-idp:eu-north-1:${accountId}:userpool/${poolId}`,
      CreationDate: early,
      LastModifiedDate: early,
      UserPoolTier: 'PLUS',
      EstimatedNumberOfUsers: 1200,
      MfaConfiguration: 'OPTIONAL',
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      SmsConfiguration: { SnsCallerArn: `arn:aws:iam::${accountId}:role/sms`, SnsRegion: 'eu-north-1' },
      Domain: 'shop-guests',
    },
  }),
  'cognito-idp:GetUserPoolMfaConfig': () => ({ MfaConfiguration: 'OPTIONAL' }),
  'cognito-idp:DescribeUserPoolDomain': () => ({
    DomainDescription: { UserPoolId: poolId, Domain: 'shop-guests', ManagedLoginVersion: 1 },
  }),
  'cognito-idp:GetLogDeliveryConfiguration': () => ({
    LogDeliveryConfiguration: { UserPoolId: poolId, LogConfigurations: [] },
  }),
  'cognito-idp:ListUserPoolClients': () => ({
    UserPoolClients: ['web', 'robot'].map(name => ({ ClientId: name, ClientName: name, UserPoolId: poolId })),
  }),
  'cognito-idp:DescribeUserPoolClient': ({ ClientId }: { ClientId: string }) => ({
    UserPoolClient: {
      ClientId,
      ClientName: ClientId,
      UserPoolId: poolId,
      CreationDate: early,
      LastModifiedDate: early,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: [ClientId === 'robot' ? 'client_credentials' : 'code'],
      SupportedIdentityProviders: ['COGNITO'],
    },
  }),
  'wafv2:GetWebACLForResource': () => {
    throw new StubError('WAFNonexistentItemException', 'There is no web ACL before this resource.');
  },
  'sns:GetSMSAttributes': () => ({ attributes: { MonthlySpendLimit: '200' } }),
  'cognito-identity:ListIdentityPools': atHome(
    { IdentityPools: [{ IdentityPoolId: 'eu-north-1:guests', IdentityPoolName: 'guests' }] },
    { IdentityPools: [] },
  ),
  'cognito-identity:DescribeIdentityPool': ({ IdentityPoolId }: { IdentityPoolId: string }) => ({
    IdentityPoolId,
    IdentityPoolName: 'guests',
    AllowUnauthenticatedIdentities: false,
    CognitoIdentityProviders: [{ ProviderName: `cognito-idp.eu-north-1.amazonaws.com/${poolId}`, ClientId: 'web' }],
  }),
};
