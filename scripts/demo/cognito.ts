import { type At, type Handler, StubError } from '../../test/server/stub.js';
import { account, daysAgo, iamArn } from './place.js';

const home = 'eu-north-1';
const date = (days: number): Date => new Date(daysAgo(days));
const arnOf = (id: string): string => `arn:aws:cognito-idp:${home}:${account}:userpool/${id}`;

const guests = {
  Id: 'eu-north-1_LodgeGst1',
  Name: 'lodge-guests',
  Arn: arnOf('eu-north-1_LodgeGst1'),
  CreationDate: date(900),
  LastModifiedDate: date(75),
  UserPoolTier: 'ESSENTIALS',
  EstimatedNumberOfUsers: 7350,
  MfaConfiguration: 'OPTIONAL',
  DeletionProtection: 'ACTIVE',
  LambdaConfig: { PreSignUp: `arn:aws:lambda:${home}:${account}:function:guest-signup` },
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
  SmsConfiguration: { SnsCallerArn: iamArn('role/lodge-guests-sms'), SnsRegion: home },
  Domain: 'lodge-guests',
};
const staff = {
  Id: 'eu-north-1_LodgeStf1',
  Name: 'lodge-back-office',
  Arn: arnOf('eu-north-1_LodgeStf1'),
  CreationDate: date(510),
  LastModifiedDate: date(510),
  UserPoolTier: 'LITE',
  EstimatedNumberOfUsers: 640,
  MfaConfiguration: 'ON',
  UserPoolAddOns: { AdvancedSecurityMode: 'OFF' },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
};
const pools = [guests, staff];

const clients = [
  { UserPoolId: guests.Id, ClientId: '4l0dgeweb0000000000000guest', ClientName: 'web', AllowedOAuthFlows: ['code'] },
  {
    UserPoolId: guests.Id,
    ClientId: '5l0dgefeed000000000000guest',
    ClientName: 'partner-feed',
    AllowedOAuthFlows: ['code'],
  },
  { UserPoolId: staff.Id, ClientId: '6l0dgedesk000000000000staff', ClientName: 'desk', AllowedOAuthFlows: ['code'] },
];

/** Guests sign in all the time and cost nothing, and so does the back office. */
export const cognito: Record<string, Handler> = {
  'cognito-idp:ListUserPools': (_input, { region }: At) => ({
    UserPools: region === home ? pools.map(({ Id, Name }) => ({ Id, Name })) : [],
  }),
  'cognito-idp:DescribeUserPool': ({ UserPoolId }: { UserPoolId: string }) => ({
    UserPool: pools.find(pool => pool.Id === UserPoolId),
  }),
  'cognito-idp:GetUserPoolMfaConfig': () => ({
    MfaConfiguration: 'ON',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  }),
  'cognito-idp:DescribeUserPoolDomain': ({ Domain }: { Domain: string }) => ({
    DomainDescription: { Domain, UserPoolId: guests.Id, ManagedLoginVersion: 1 },
  }),
  'cognito-idp:GetLogDeliveryConfiguration': ({ UserPoolId }: { UserPoolId: string }) => ({
    LogDeliveryConfiguration: { UserPoolId, LogConfigurations: [] },
  }),
  'cognito-idp:ListUserPoolClients': ({ UserPoolId }: { UserPoolId: string }) => ({
    UserPoolClients: clients.filter(one => one.UserPoolId === UserPoolId),
  }),
  'cognito-idp:DescribeUserPoolClient': ({ ClientId }: { ClientId: string }) => ({
    UserPoolClient: {
      ...clients.find(one => one.ClientId === ClientId),
      CreationDate: date(430),
      LastModifiedDate: date(430),
      AllowedOAuthFlowsUserPoolClient: true,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      SupportedIdentityProviders: ['COGNITO'],
    },
  }),
  'wafv2:GetWebACLForResource': ({ ResourceArn }: { ResourceArn: string }) => {
    if (ResourceArn !== guests.Arn) throw new StubError('WAFNonexistentItemException', 'There is no web ACL here.');
    const Id = '5f2b1c7e-9a3d-4c1e-8b60-2d4f6a8c0e11';
    return {
      WebACL: {
        Name: 'lodge-api',
        Id,
        ARN: `arn:aws:wafv2:${home}:${account}:regional/webacl/lodge-api/${Id}`,
        DefaultAction: { Allow: {} },
      },
    };
  },
  'sns:GetSMSAttributes': () => ({ attributes: { MonthlySpendLimit: '30' } }),
  'cognito-identity:ListIdentityPools': () => ({ IdentityPools: [] }),
};
