import type { PasswordPolicy } from '../../src/checks/iam/account.js';
import {
  account,
  accountId,
  awsManagedPolicy,
  awsPolicy,
  certificate,
  document,
  globally,
  group,
  inlinePolicy,
  managedPolicy,
  ownPolicy,
  reported,
  reportedRoot,
  role,
  root,
  trusting,
  user,
} from '../checks/iam/rows.js';
import { gap, type World, world } from '../support/world.js';

const denied = (api: string, resource?: string) => gap(api, { region: 'global', ...(resource ? { resource } : {}) });
const details = 'iam:GetAccountAuthorizationDetails';
const everything = document({ Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' });
const oneBucket = document({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' });
const carrying = (...names: string[]) => ({ AttachedManagedPolicies: names.map(awsPolicy) });
const device = (SerialNumber: string) => ({ SerialNumber, EnableDate: '2025-02-01T08:00:00.000Z' });
const member = {
  Id: 'o-abc1234567',
  Arn: `arn:aws:organizations::${accountId}:organization/o-abc1234567`,
  FeatureSet: 'ALL',
  MasterAccountId: accountId,
  MasterAccountArn: '',
  Management: true,
};
const strongPolicy: PasswordPolicy = {
  MinimumPasswordLength: 16,
  RequireSymbols: true,
  RequireNumbers: true,
  RequireUppercaseCharacters: true,
  RequireLowercaseCharacters: true,
  AllowUsersToChangePassword: true,
  MaxPasswordAge: 90,
  PasswordReusePrevention: 24,
  HardExpiry: null,
};
const saml = {
  Arn: `arn:aws:iam::${accountId}:saml-provider/AWSSSO_1234_DO_NOT_DELETE`,
  CreateDate: null,
  ValidUntil: null,
};

/** People sign in through Identity Center; one user is left for emergencies. */
const wellKept = world({
  'iam.root': [
    globally(root, { summary: { AccountAccessKeysPresent: 0, AccountMFAEnabled: 1 }, virtualMfaDevices: [] }),
  ],
  'iam.credentialReport': [
    globally(reportedRoot()),
    globally(
      reported('emergency', {
        password_enabled: 'true',
        password_last_used: '2026-11-01T08:00:00+00:00',
        mfa_active: 'true',
      }),
      { mfaDevices: [device(`arn:aws:iam::${accountId}:u2f/user/emergency/key`)], servicesLastAccessed: [] },
    ),
  ],
  'iam.users': [globally(user('emergency', { GroupList: ['admins'] }))],
  'iam.groups': [globally(group('admins', carrying('AdministratorAccess')))],
  'iam.roles': [
    globally(role('incidents', carrying('AWSSupportAccess'))),
    globally(role('reviewers', carrying('SecurityAudit', 'ReadOnlyAccess'))),
    globally(
      role('automation', {
        AssumeRolePolicyDocument: trusting(
          { Service: 'ssm.amazonaws.com' },
          { StringEquals: { 'aws:SourceAccount': accountId } },
        ),
      }),
    ),
  ],
  'iam.policies': [
    globally(managedPolicy('reports', oneBucket)),
    globally(inlinePolicy('Role', 'automation', 'reports', oneBucket)),
  ],
  'iam.awsPolicies': [
    globally(awsManagedPolicy('SecurityAudit', document({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }))),
  ],
  'iam.account': [
    globally(account, {
      passwordPolicy: strongPolicy,
      samlProviders: [saml],
      organizationsFeatures: { EnabledFeatures: ['RootCredentialsManagement'], Refusal: null },
    }),
  ],
  'iam.serverCertificates': [globally(certificate('shop', '2027-06-01T00:00:00.000Z'))],
  'organizations.organization': [globally(member)],
});

/** Nobody looked after this account. */
const careless = world({
  'iam.root': [
    globally(root, {
      summary: { AccountAccessKeysPresent: 1, AccountMFAEnabled: 1 },
      virtualMfaDevices: [
        { SerialNumber: `arn:aws:iam::${accountId}:mfa/root-account-mfa-device`, UserArn: root.Arn, EnableDate: null },
      ],
    }),
  ],
  'iam.credentialReport': [
    globally(
      reportedRoot({
        mfa_active: 'false',
        password_last_used: '2026-11-21T20:00:00+00:00',
        access_key_1_active: 'true',
        access_key_1_last_rotated: '2019-05-01T08:00:00+00:00',
      }),
    ),
    globally(
      reported('ada', {
        password_enabled: 'true',
        password_last_used: '2026-01-01T08:00:00+00:00',
        access_key_1_active: 'true',
        access_key_1_last_rotated: '2024-05-01T08:00:00+00:00',
        access_key_2_active: 'true',
        access_key_2_last_rotated: '2024-06-01T08:00:00+00:00',
        access_key_2_last_used_date: '2025-06-01T08:00:00+00:00',
      }),
      { mfaDevices: [], servicesLastAccessed: [{ ServiceNamespace: 's3', LastAuthenticated: null }] },
    ),
    globally(reported('eve', { password_enabled: 'true', mfa_active: 'true' }), {
      mfaDevices: [device(`arn:aws:iam::${accountId}:mfa/eve`)],
      servicesLastAccessed: [],
    }),
  ],
  'iam.users': [
    globally(user('ada', { GroupList: ['admins'], ...carrying('AdministratorAccess'), PolicyNames: ['extra'] })),
    globally(user('eve', { GroupList: ['admins'], ...carrying('AWSCloudShellFullAccess') })),
  ],
  'iam.groups': [globally(group('admins', carrying('AdministratorAccess', 'AWSCloudShellFullAccess')))],
  'iam.roles': [
    globally(
      role('vendor', {
        AssumeRolePolicyDocument: trusting({ AWS: 'arn:aws:iam::999988887777:root' }),
        ...carrying('ReadOnlyAccess', 'AdministratorAccess'),
      }),
    ),
    globally(role('sync', { AssumeRolePolicyDocument: trusting({ Service: 'datasync.amazonaws.com' }) })),
    globally(role('web', { AssumeRolePolicyDocument: trusting({ Service: 'ec2.amazonaws.com' }) })),
  ],
  'iam.policies': [
    globally(managedPolicy('everything', everything)),
    globally(managedPolicy('forgotten', everything, { AttachmentCount: 0 })),
    globally(
      managedPolicy(
        'runner',
        document(
          { Effect: 'Allow', Action: ['iam:PassRole', 'lambda:*', 'sts:AssumeRole'], Resource: '*' },
          { Effect: 'Deny', Action: 'kms:*', Resource: '*' },
        ),
      ),
    ),
    globally(inlinePolicy('User', 'ada', 'extra', everything)),
    globally(inlinePolicy('Group', 'admins', 'broken', '{"Statement":')),
  ],
  'iam.awsPolicies': [globally(awsManagedPolicy('AdministratorAccess', everything))],
  'iam.account': [
    globally(account, {
      passwordPolicy: null,
      samlProviders: [],
      organizationsFeatures: { EnabledFeatures: [], Refusal: 'ServiceAccessNotEnabledException' },
    }),
  ],
  'iam.serverCertificates': [globally(certificate('old', '2020-01-01T00:00:00.000Z'))],
  'organizations.organization': [globally(member)],
});

/** A member account, looked at with too few permissions, an hour after somebody new came. */
const halfSeen = world({
  'iam.root': [
    globally(root, {
      summary: { AccountAccessKeysPresent: 1, AccountMFAEnabled: 0 },
      virtualMfaDevices: denied('iam:ListVirtualMFADevices'),
    }),
  ],
  'iam.credentialReport': {
    rows: [
      globally(reportedRoot({ password_enabled: 'false', mfa_active: 'false' })),
      globally(reported('ada', { mfa_active: 'true' }), {
        mfaDevices: denied('iam:ListMFADevices'),
        servicesLastAccessed: [],
      }),
      globally(reported('ci', { access_key_1_last_rotated: '2026-10-01T08:00:00+00:00' }), {
        mfaDevices: [],
        servicesLastAccessed: denied('iam:GenerateServiceLastAccessedDetails'),
      }),
    ],
    gaps: [denied('iam:GetCredentialReport', 'newcomer')],
  },
  'iam.users': [
    globally(user('ada', { GroupList: ['admins'] })),
    globally(user('newcomer', { GroupList: ['admins'] })),
    globally(user('ci', { PolicyNames: ['push'] })),
  ],
  'iam.groups': [globally(group('admins', carrying('AdministratorAccess'))), globally(group('staff'))],
  'iam.roles': { rows: [globally(role('helper', carrying('AWSSupportAccess')))], gaps: [denied(details)] },
  'iam.policies': {
    rows: [
      globally(managedPolicy('limits', everything, { AttachmentCount: 0, PermissionsBoundaryUsageCount: 2 })),
      globally(managedPolicy('own', oneBucket, { Arn: ownPolicy('own', '/team/').PolicyArn })),
    ],
    gaps: [denied(details)],
  },
  'iam.awsPolicies': { rows: [], gaps: [denied(details)] },
  'iam.account': [
    globally(account, {
      passwordPolicy: denied('iam:GetAccountPasswordPolicy'),
      samlProviders: [saml],
      organizationsFeatures: { EnabledFeatures: [], Refusal: 'AccountNotManagementOrDelegatedAdministratorException' },
    }),
  ],
  'iam.serverCertificates': [],
  'organizations.organization': { rows: [], gaps: [denied('organizations:DescribeOrganization')] },
});

/** A lone account: no organization, hardly any users, a report that lists more keys than it shows. */
const alone = world({
  'iam.root': [
    globally(root, { summary: { AccountAccessKeysPresent: 1, AccountMFAEnabled: null }, virtualMfaDevices: [] }),
  ],
  'iam.credentialReport': [
    globally(reportedRoot({ password_last_used: 'no_information' })),
    globally(reported('ci', { password_enabled: 'true', additional_credentials_info: '1 more access key' }), {
      mfaDevices: [],
      servicesLastAccessed: [],
    }),
  ],
  'iam.users': [globally(user('ci'))],
  'iam.groups': [],
  'iam.roles': [globally(role('plain'))],
  'iam.policies': [],
  'iam.awsPolicies': [],
  'iam.account': [
    globally(account, {
      passwordPolicy: { ...strongPolicy, MinimumPasswordLength: 8, PasswordReusePrevention: 3, MaxPasswordAge: 365 },
      samlProviders: denied('iam:ListSAMLProviders'),
      organizationsFeatures: { EnabledFeatures: [], Refusal: 'OrganizationNotFoundException' },
    }),
  ],
  'iam.serverCertificates': { rows: [], gaps: [denied('iam:ListServerCertificates')] },
  'organizations.organization': [],
});

export const worlds: World[] = [wellKept, careless, halfSeen, alone];
