import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { appClients } from '../../../src/checks/cognito/clients.js';
import { identityPools } from '../../../src/checks/cognito/identity-pools.js';
import { userPools } from '../../../src/checks/cognito/user-pools.js';
import { metricPoints } from '../../server/metric-points.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Handler, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';

const functionArn = (name: string) => `arn:aws:lambda:eu-north-1:123456789012:function:${name}`;
const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
};
const pool = (Id: string, more: object = {}) => ({
  UserPool: { Id, Name: Id, Arn: `arn:aws:cognito-idp:eu-north-1:123456789012:userpool/${Id}`, ...more },
});

describeWithMoto('the collections of Cognito', () => {
  let server: Moto;
  let stub: Stub;
  let poolId = '';
  let secret = '';
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
    const client = (await clients(server.port))(CognitoIdentityProviderClient);
    const made = await client.send(
      new CreateUserPoolCommand({ PoolName: 'guests', LambdaConfig: { PreSignUp: functionArn('signup') } }),
    );
    poolId = made.UserPool?.Id ?? '';
    const { UserPoolClient } = await client.send(
      new CreateUserPoolClientCommand({
        UserPoolId: poolId,
        ClientName: 'robot',
        GenerateSecret: true,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['client_credentials'],
      }),
    );
    secret = UserPoolClient?.ClientSecret ?? '';
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());
  const onePool = (more: object) => {
    stub.on('cognito-idp:ListUserPools', () => ({ UserPools: [{ Id: 'p' }] }));
    stub.on('cognito-idp:DescribeUserPool', () => pool('p', more));
  };

  it('bring pools, triggers and clients, and never a secret', async () => {
    const { collections, calls } = await collectNeeds([userPools.with(), appClients.with()], { port: stub.port });
    expect(collections['cognito.userPools']?.rows).toMatchObject([
      {
        item: {
          Id: poolId,
          Name: 'guests',
          LambdaConfig: { PreSignUp: functionArn('signup') },
          SmsConfiguration: null,
        },
      },
    ]);
    expect(collections['cognito.clients']?.rows).toMatchObject([
      { item: { UserPoolId: poolId, ClientName: 'robot', AllowedOAuthFlows: ['client_credentials'] } },
    ]);
    expect(secret.length).toBeGreaterThan(10);
    expect(JSON.stringify(collections)).not.toContain(secret);
    expect(calls).toEqual({
      'cognito-idp:DescribeUserPool': 1,
      'cognito-idp:DescribeUserPoolClient': 1,
      'cognito-idp:ListUserPoolClients': 1,
      'cognito-idp:ListUserPools': 1,
    });
  });

  it('copy what a pool says', async () => {
    onePool({
      CreationDate: new Date('2026-01-01T00:00:00Z'),
      UserPoolTier: 'PLUS',
      EstimatedNumberOfUsers: 12,
      MfaConfiguration: 'ON',
      LambdaConfig: {
        PostConfirmation: functionArn('welcome'),
        PreTokenGeneration: functionArn('token'),
        PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: functionArn('token') },
        CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: functionArn('mail') },
        KMSKeyID: 'arn:aws:kms:key',
      },
      Policies: {
        PasswordPolicy: { PasswordHistorySize: 4 },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
      },
      UserPoolAddOns: {
        AdvancedSecurityMode: 'AUDIT',
        AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'ENFORCED' },
      },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      SmsConfiguration: { SnsCallerArn: 'arn:role', ExternalId: 'a-secret-value', SnsRegion: 'us-east-1' },
      UserPoolTags: { team: 'a' },
    });
    const { rows } = await collectOne(userPools, { port: stub.port });
    expect(rows[0]?.item).toEqual({
      Id: 'p',
      Arn: 'arn:aws:cognito-idp:eu-north-1:123456789012:userpool/p',
      Name: 'p',
      CreationDate: '2026-01-01T00:00:00.000Z',
      LastModifiedDate: null,
      UserPoolTier: 'PLUS',
      EstimatedNumberOfUsers: 12,
      MfaConfiguration: 'ON',
      DeletionProtection: null,
      LambdaConfig: {
        CustomEmailSender: functionArn('mail'),
        PostConfirmation: functionArn('welcome'),
        PreTokenGeneration: functionArn('token'),
      },
      PreTokenGenerationVersion: 'V2_0',
      Domain: null,
      CustomDomain: null,
      AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'],
      PasswordHistorySize: 4,
      AdvancedSecurityMode: 'AUDIT',
      CustomAuthMode: 'ENFORCED',
      DynamicClientRegistration: false,
      AcrNamed: false,
      AllowAdminCreateUserOnly: true,
      SmsConfiguration: { SnsRegion: 'us-east-1', EndUserMessaging: false },
      Tags: { team: 'a' },
    });
  });

  it('ask for features only where the plan is in question', async () => {
    const features = ['mfa', 'domains', 'exported'];
    for (const cheap of [{ UserPoolTier: 'LITE' }, { UserPoolTier: 'ESSENTIALS', EstimatedNumberOfUsers: 9999 }]) {
      onePool(cheap);
      const { rows, calls } = await collectOne(userPools, { port: stub.port, details: features });
      expect(rows[0]?.details).toMatchObject({
        mfa: { value: null },
        domains: { value: null },
        exported: { value: null },
      });
      expect(Object.keys(calls)).toEqual(['cognito-idp:DescribeUserPool', 'cognito-idp:ListUserPools']);
    }
    const more = { Domain: 'prefix', CustomDomain: 'auth.x', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } };
    onePool({ UserPoolTier: 'PLUS', ...more });
    const FactorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION';
    stub.on('cognito-idp:GetUserPoolMfaConfig', () => ({
      EmailMfaConfiguration: { Subject: 'code' },
      WebAuthnConfiguration: { FactorConfiguration },
    }));
    const domain: Handler<{ Domain: string }> = ({ Domain }) => ({
      DomainDescription: { Domain, ...(Domain === 'auth.x' ? { ManagedLoginVersion: 2 } : {}) },
    });
    stub.on('cognito-idp:DescribeUserPoolDomain', domain);
    stub.on('cognito-idp:GetLogDeliveryConfiguration', () => ({
      LogDeliveryConfiguration: {
        UserPoolId: 'p',
        LogConfigurations: [{ EventSource: 'userAuthEvents', LogLevel: 'INFO' }],
      },
    }));
    const { rows } = await collectOne(userPools, { port: stub.port, details: features });
    expect(rows[0]?.details).toMatchObject({
      mfa: { value: { EmailMfa: true, PasskeyMfa: true } },
      domains: {
        value: [
          { Domain: 'prefix', ManagedLoginVersion: 1 },
          { Domain: 'auth.x', ManagedLoginVersion: 2 },
        ],
      },
      exported: { value: ['userAuthEvents'] },
    });
  });

  it('ask SNS where the pool sends from, once a region', async () => {
    stub.on('cognito-idp:ListUserPools', () => ({ UserPools: [{ Id: 'a' }, { Id: 'b' }] }));
    const describe: Handler<{ UserPoolId: string }> = ({ UserPoolId }) =>
      pool(UserPoolId, { SmsConfiguration: { SnsCallerArn: 'arn:role', SnsRegion: 'us-east-1' } });
    stub.on('cognito-idp:DescribeUserPool', describe);
    const asked: string[] = [];
    stub.on('sns:GetSMSAttributes', (_input, { region }) => {
      asked.push(region);
      return { attributes: { MonthlySpendLimit: '120' } };
    });
    stub.on('wafv2:GetWebACLForResource', () => ({
      WebACL: { Name: 'w', Id: '1', ARN: 'arn:waf', DefaultAction: {} },
    }));
    stub.on<never, object>('cloudwatch:GetMetricData', (input, at) => {
      asked.push(`metrics of ${at.region}`);
      return metricPoints({})(input, at);
    });
    const { rows } = await collectOne(userPools, { port: stub.port, details: ['sms', 'smsSpent', 'webAcl'] });
    expect(asked.sort()).toEqual(['metrics of us-east-1', 'us-east-1']);
    for (const { details } of rows) {
      expect(details).toMatchObject({
        sms: { value: { MonthlySpendLimit: 120 } },
        webAcl: { value: { Name: 'w', ARN: 'arn:waf' } },
        smsSpent: { value: { SMSMonthToDateSpentUSD: { Period: 86_400 } } },
      });
    }
  });

  it('tell no web ACL from one, no limit from a limit, and End User Messaging from SNS', async () => {
    onePool({ SmsConfiguration: { SnsCallerArn: 'arn:role' } });
    stub.on('wafv2:GetWebACLForResource', () => {
      throw new StubError('WAFNonexistentItemException', 'none');
    });
    stub.on('sns:GetSMSAttributes', () => ({ attributes: {} }));
    const bare = await collectOne(userPools, { port: stub.port, details: ['sms', 'webAcl'] });
    expect(bare.rows[0]?.details).toMatchObject({
      sms: { value: { MonthlySpendLimit: null } },
      webAcl: { value: null },
    });
    stub.on('wafv2:GetWebACLForResource', () => ({}));
    onePool({ SmsConfiguration: { EumsSms: { CallerArn: 'arn:role' } } });
    const other = await collectOne(userPools, { port: stub.port, details: ['sms', 'smsSpent', 'webAcl'] });
    expect(other.rows[0]).toMatchObject({
      item: { SmsConfiguration: { EndUserMessaging: true } },
      details: { sms: { value: null }, smsSpent: { value: null }, webAcl: { value: null } },
    });
    expect(other.calls).not.toHaveProperty('sns:GetSMSAttributes');
  });

  it('read every page of pools, clients and identity pools', async () => {
    const token = { size: 1, takes: 'NextToken' };
    stub.on('cognito-idp:ListUserPools', pages({ UserPools: [{ Id: 'a' }, { Id: 'b' }] }, token));
    const describe: Handler<{ UserPoolId: string }> = ({ UserPoolId }) => pool(UserPoolId);
    stub.on('cognito-idp:DescribeUserPool', describe);
    stub.on(
      'cognito-idp:ListUserPoolClients',
      pages({ UserPoolClients: [{ ClientId: 'x' }, { ClientId: 'y' }] }, token),
    );
    const client: Handler<{ ClientId: string }> = ({ ClientId }) => ({
      UserPoolClient: { ClientId, ClientSecret: 'a-secret-value', RefreshTokenRotation: { Feature: 'ENABLED' } },
    });
    stub.on('cognito-idp:DescribeUserPoolClient', client);
    const IdentityPools = ['i1', 'i2'].map(IdentityPoolId => ({ IdentityPoolId, IdentityPoolName: IdentityPoolId }));
    stub.on('cognito-identity:ListIdentityPools', pages({ IdentityPools }, token));
    stub.on('cognito-identity:DescribeIdentityPool', () => ({
      AllowUnauthenticatedIdentities: true,
      CognitoIdentityProviders: [{ ProviderName: 'cognito-idp.eu-north-1.amazonaws.com/a', ClientId: 'x' }],
      SupportedLoginProviders: { 'accounts.google.com': 'a-secret-value' },
    }));
    const needs = [userPools.with(), appClients.with(), identityPools.with('settings')];
    const { collections } = await collectNeeds(needs, { port: stub.port });
    expect(collections['cognito.userPools']?.rows.map(row => row.item['Id'])).toEqual(['a', 'b']);
    const found = collections['cognito.clients']?.rows.map(({ item }) =>
      [item['UserPoolId'], item['ClientId']].join('/'),
    );
    expect(found).toEqual(['a/x', 'a/y', 'b/x', 'b/y']);
    expect(collections['cognito.identityPools']?.rows).toMatchObject([
      {
        item: { IdentityPoolId: 'i1' },
        details: {
          settings: {
            value: {
              AllowUnauthenticatedIdentities: true,
              CognitoIdentityProviders: [{ ClientId: 'x' }],
              SupportedLoginProviders: ['accounts.google.com'],
            },
          },
        },
      },
      { item: { IdentityPoolId: 'i2' } },
    ]);
    expect(JSON.stringify(collections)).not.toContain('a-secret-value');
  });

  it('count sign-ins by client, those of other providers apart', async () => {
    stub.on('cognito-idp:ListUserPools', () => ({ UserPools: [{ Id: 'p' }] }));
    stub.on('cognito-idp:ListUserPoolClients', () => ({ UserPoolClients: [{ ClientId: 'web' }] }));
    stub.on('cognito-idp:DescribeUserPoolClient', () => ({
      UserPoolClient: { ClientId: 'web', SupportedIdentityProviders: ['COGNITO', 'Google'] },
    }));
    interface Asked {
      MetricDataQueries: {
        MetricStat: { Metric: { MetricName: string; Dimensions: { Name: string; Value: string }[] } };
      }[];
    }
    const asked: unknown[] = [];
    const answer: Handler<Asked> = (input, at) => {
      for (const { MetricStat } of input.MetricDataQueries) {
        const { MetricName, Dimensions } = MetricStat.Metric;
        asked.push([MetricName, Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]))]);
      }
      return metricPoints({})(input as never, at);
    };
    stub.on('cloudwatch:GetMetricData', answer);
    const { rows } = await collectOne(appClients, { port: stub.port, details: ['signIns'] });
    expect(asked).toEqual([
      ['SignInSuccesses', { UserPool: 'p', UserPoolClient: 'web' }],
      ['TokenRefreshSuccesses', { UserPool: 'p', UserPoolClient: 'web' }],
      ['FederationSuccesses', { UserPool: 'p', UserPoolClient: 'web', IdentityProvider: 'Google' }],
    ]);
    const signIns = rows.map(({ details }) => Object.keys((details['signIns'] as { value: object }).value));
    expect(signIns).toEqual([['SignInSuccesses', 'TokenRefreshSuccesses', 'FederationSuccesses Google']]);
  });

  it('hide nothing behind one pool or client that is refused', async () => {
    stub.on('cognito-idp:ListUserPools', () => ({ UserPools: [{ Id: 'a' }, { Id: 'b' }] }));
    const describe: Handler<{ UserPoolId: string }> = ({ UserPoolId }) => (UserPoolId === 'a' ? denied() : pool('b'));
    stub.on('cognito-idp:DescribeUserPool', describe);
    const list: Handler<{ UserPoolId: string }> = ({ UserPoolId }) =>
      UserPoolId === 'a' ? denied() : { UserPoolClients: [{ ClientId: 'x' }, { ClientId: 'y' }] };
    stub.on('cognito-idp:ListUserPoolClients', list);
    const client: Handler<{ ClientId: string }> = ({ ClientId }) =>
      ClientId === 'x' ? denied() : { UserPoolClient: { ClientId } };
    stub.on('cognito-idp:DescribeUserPoolClient', client);
    const { collections } = await collectNeeds([userPools.with(), appClients.with()], { port: stub.port });
    expect(collections['cognito.userPools']).toMatchObject({
      rows: [{ item: { Id: 'b' } }],
      gaps: [{ resource: 'a', actions: ['cognito-idp:DescribeUserPool'] }],
    });
    const { rows = [], gaps = [] } = collections['cognito.clients'] ?? {};
    expect(rows.map(row => row.item['ClientId'])).toEqual(['y']);
    expect(gaps.map(gap => gap.resource ?? '').sort()).toEqual(['a', 'b/x']);
  });

  it('ask a region where there is nothing two things', async () => {
    stub.on('cognito-idp:ListUserPools', () => ({ UserPools: [] }));
    stub.on('cognito-identity:ListIdentityPools', () => ({ IdentityPools: [] }));
    const needs = [userPools.with('webAcl'), appClients.with('signIns', 'tokens'), identityPools.with()];
    const { calls } = await collectNeeds(needs, { port: stub.port });
    expect(calls).toEqual({ 'cognito-identity:ListIdentityPools': 1, 'cognito-idp:ListUserPools': 1 });
  });

  it.each([
    ['cognito-idp:ListUserPools', userPools],
    ['cognito-idp:ListUserPools', appClients],
    ['cognito-identity:ListIdentityPools', identityPools],
  ])('say that %s was denied', async (operation, collection) => {
    stub.on(operation, denied);
    const { gaps } = await collectOne(collection, { port: stub.port });
    expect(gaps).toMatchObject([{ reason: 'denied', actions: [operation] }]);
  });

  it.each([
    ['mfa', 'cognito-idp:GetUserPoolMfaConfig'],
    ['domains', 'cognito-idp:DescribeUserPoolDomain'],
    ['exported', 'cognito-idp:GetLogDeliveryConfiguration'],
    ['webAcl', 'wafv2:GetWebACLForResource'],
    ['sms', 'sns:GetSMSAttributes'],
  ])('say that %s was denied', async (detail, operation) => {
    onePool({
      UserPoolTier: 'PLUS',
      Domain: 'x',
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
      SmsConfiguration: { SnsCallerArn: 'arn:role' },
    });
    stub.on(operation, denied);
    const { rows } = await collectOne(userPools, { port: stub.port, details: [detail] });
    expect(rows[0]?.details[detail]).toMatchObject({ ok: false, gap: { reason: 'denied', api: operation } });
  });
});
