import type { AppClient } from '../../../src/checks/cognito/clients.js';
import type { UserPool } from '../../../src/checks/cognito/user-pools.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';
import { daily } from '../apigateway/rows.js';

export const poolRow = (Id: string, more: Partial<UserPool> = {}, details: Record<string, unknown> = {}): StoredRow =>
  row(
    {
      Id,
      Arn: `arn:aws:cognito-idp:eu-north-1:111122223333:userpool/${Id}`,
      Name: Id,
      CreationDate: '2025-01-01T00:00:00.000Z',
      LastModifiedDate: '2025-01-01T00:00:00.000Z',
      UserPoolTier: 'ESSENTIALS',
      EstimatedNumberOfUsers: 20_000,
      MfaConfiguration: 'OFF',
      DeletionProtection: 'INACTIVE',
      LambdaConfig: {},
      PreTokenGenerationVersion: null,
      Domain: null,
      CustomDomain: null,
      AllowedFirstAuthFactors: ['PASSWORD'],
      PasswordHistorySize: 0,
      AdvancedSecurityMode: null,
      CustomAuthMode: null,
      DynamicClientRegistration: false,
      AcrNamed: false,
      AllowAdminCreateUserOnly: false,
      SmsConfiguration: null,
      Tags: {},
      ...more,
    } satisfies UserPool,
    {
      mfa: { EmailMfa: false, PasskeyMfa: false },
      domains: [],
      exported: null,
      webAcl: null,
      sms: null,
      smsSpent: null,
      ...details,
    },
  );

export const tokens = (Latest: string | null, more: object = {}) => ({
  Count: Latest ? 1 : 0,
  Latest,
  Unnamed: 0,
  Since: null,
  ...more,
});

export const clientRow = (
  UserPoolId: string,
  ClientId: string,
  more: Partial<AppClient> = {},
  details: Record<string, unknown> = {},
): StoredRow =>
  row(
    {
      ClientId,
      ClientName: ClientId,
      UserPoolId,
      CreationDate: '2025-01-01T00:00:00.000Z',
      LastModifiedDate: '2025-01-01T00:00:00.000Z',
      AllowedOAuthFlows: ['code'],
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      SupportedIdentityProviders: ['COGNITO'],
      RefreshTokenRotation: false,
      ...more,
    } satisfies AppClient,
    { signIns: { SignInSuccesses: daily(), TokenRefreshSuccesses: daily() }, ...details },
  );

export const machineRow = (ClientId: string, heard: unknown, more: Partial<AppClient> = {}): StoredRow =>
  clientRow('pool', ClientId, { AllowedOAuthFlows: ['client_credentials'], ...more }, { tokens: heard });
