import { type Handler } from '../server/stub.js';

/** IAM of the shop: people, pipelines, roles and policies, good and bad. */

export const accountId = '123456789012';
const created = new Date('2024-03-01T08:00:00Z');
const arn = (path: string) => `arn:aws:iam::${accountId}:${path}`;
const awsPolicy = (name: string) => ({ PolicyName: name, PolicyArn: `arn:aws:iam::aws:policy/${name}` });
const ownPolicy = (name: string) => ({ PolicyName: name, PolicyArn: arn(`policy/${name}`) });

/** A policy as IAM hands it out: URL-encoded. */
export const encoded = (...Statement: object[]): string =>
  encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement }));

const trusting = (Principal: object, Condition?: object): string =>
  encoded({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...(Condition ? { Condition } : {}) });
const allow = (Action: string | string[], Resource = '*') => ({ Effect: 'Allow', Action, Resource });

const user = (UserName: string, more: object = {}) => ({
  UserName,
  UserId: `AIDA${UserName.toUpperCase()}`,
  Arn: arn(`user/${UserName}`),
  Path: '/',
  CreateDate: created,
  GroupList: [],
  AttachedManagedPolicies: [],
  ...more,
});
const group = (GroupName: string, more: object = {}) => ({
  GroupName,
  GroupId: `AGPA${GroupName.toUpperCase()}`,
  Arn: arn(`group/${GroupName}`),
  Path: '/',
  CreateDate: created,
  AttachedManagedPolicies: [],
  ...more,
});
const role = (RoleName: string, AssumeRolePolicyDocument: string, more: object = {}) => ({
  RoleName,
  RoleId: `AROA${RoleName.toUpperCase()}`,
  Arn: arn(`role/${RoleName}`),
  Path: '/',
  CreateDate: created,
  AssumeRolePolicyDocument,
  AttachedManagedPolicies: [],
  RolePolicyList: [],
  Tags: [{ Key: 'team', Value: 'shop' }],
  RoleLastUsed: { LastUsedDate: new Date('2026-11-20T08:00:00Z'), Region: 'eu-north-1' },
  ...more,
});
const managed = (Arn: string, Document: string) => ({
  PolicyName: Arn.split('/').at(-1),
  PolicyId: `ANPA${Arn.length}`,
  Arn,
  Path: '/',
  DefaultVersionId: 'v1',
  AttachmentCount: 1,
  PermissionsBoundaryUsageCount: 0,
  IsAttachable: true,
  CreateDate: created,
  UpdateDate: created,
  PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document, CreateDate: created }],
});

const lambdaTrust = trusting({ Service: 'lambda.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': accountId } });
const details: Record<string, object> = {
  User: {
    UserDetailList: [
      user('ada', { GroupList: ['admins'], Tags: [{ Key: 'team', Value: 'shop' }] }),
      user('bot', {
        AttachedManagedPolicies: [ownPolicy('orders')],
        UserPolicyList: [{ PolicyName: 'upload', PolicyDocument: encoded(allow('s3:PutObject')) }],
      }),
    ],
  },
  Group: {
    GroupDetailList: [
      group('admins', { AttachedManagedPolicies: [awsPolicy('AdministratorAccess')] }),
      group('readers', {
        GroupPolicyList: [{ PolicyName: 'read', PolicyDocument: encoded(allow('s3:Get*')) }],
      }),
    ],
  },
  Role: {
    RoleDetailList: [
      role('api', lambdaTrust, { AttachedManagedPolicies: [ownPolicy('orders')] }),
      role('queue', trusting({ Service: 'sqs.amazonaws.com' })),
      role('partner', trusting({ AWS: 'arn:aws:iam::444455556666:root' }), {
        AttachedManagedPolicies: [awsPolicy('ReadOnlyAccess')],
      }),
      role('support', trusting({ AWS: arn('root') }), { AttachedManagedPolicies: [awsPolicy('AWSSupportAccess')] }),
      role('deploy', trusting({ AWS: arn('user/bot') }), {
        RolePolicyList: [{ PolicyName: 'all', PolicyDocument: encoded(allow('*')) }],
      }),
    ],
  },
  LocalManagedPolicy: {
    Policies: [
      managed(arn('policy/orders'), encoded(allow(['sqs:SendMessage'], `arn:aws:sqs:*:${accountId}:orders`))),
      managed(arn('policy/climb'), encoded(allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']))),
      managed(arn('policy/vault'), encoded(allow(['kms:*', 'kms:Decrypt']))),
      { ...managed(arn('policy/idle'), encoded(allow('s3:ListBucket'))), AttachmentCount: 0 },
    ],
  },
  AWSManagedPolicy: {
    Policies: [managed('arn:aws:iam::aws:policy/AdministratorAccess', encoded(allow('*')))],
  },
};

const columns =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,' +
  'mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,' +
  'access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,' +
  'access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,' +
  'cert_2_last_rotated';
const at = (day: string) => `${day}T08:00:00+00:00`;
const noKey = 'false,N/A,N/A,N/A,N/A';
const noCertificates = 'false,N/A,false,N/A';
const report = [
  columns,
  `<root_account>,${arn('root')},${at('2020-01-01')},not_supported,${at('2026-11-01')},not_supported,not_supported,true,${noKey},${noKey},${noCertificates}`,
  `ada,${arn('user/ada')},${at('2024-03-01')},true,${at('2026-11-20')},${at('2026-10-01')},N/A,true,${noKey},${noKey},${noCertificates}`,
  `bot,${arn('user/bot')},${at('2024-03-01')},false,N/A,N/A,N/A,false,true,${at('2024-03-01')},${at('2026-11-20')},eu-north-1,s3,${noKey},${noCertificates}`,
].join('\n');

/** Answers of IAM by operation. */
export const iam: Record<string, Handler> = {
  'iam:ListAccountAliases': () => ({ AccountAliases: ['little-shop'], IsTruncated: false }),
  'iam:GetAccountAuthorizationDetails': ({ Filter }: { Filter: string[] }) => ({
    ...details[Filter[0] ?? ''],
    IsTruncated: false,
  }),
  'iam:GenerateCredentialReport': () => ({ State: 'COMPLETE' }),
  'iam:GetCredentialReport': () => ({
    Content: Buffer.from(report),
    ReportFormat: 'text/csv',
    GeneratedTime: new Date('2026-11-22T08:00:00Z'),
  }),
  'iam:GetAccountPasswordPolicy': () => ({
    PasswordPolicy: {
      MinimumPasswordLength: 14,
      RequireSymbols: true,
      RequireNumbers: true,
      RequireUppercaseCharacters: true,
      RequireLowercaseCharacters: true,
      AllowUsersToChangePassword: true,
      ExpirePasswords: false,
      PasswordReusePrevention: 24,
    },
  }),
  'iam:GetAccountSummary': () => ({ SummaryMap: { AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 } }),
  'iam:ListVirtualMFADevices': () => ({ VirtualMFADevices: [], IsTruncated: false }),
  'iam:ListMFADevices': ({ UserName }: { UserName: string }) => ({
    MFADevices: [{ UserName, SerialNumber: `arn:aws:iam::${accountId}:u2f/user/${UserName}/key`, EnableDate: created }],
    IsTruncated: false,
  }),
  'iam:GenerateServiceLastAccessedDetails': ({ Arn }: { Arn: string }) => ({ JobId: Arn.padEnd(36, '-').slice(-36) }),
  'iam:GetServiceLastAccessedDetails': () => ({
    JobStatus: 'COMPLETED',
    JobCreationDate: created,
    JobCompletionDate: created,
    ServicesLastAccessed: [{ ServiceName: 'Amazon S3', ServiceNamespace: 's3', LastAuthenticated: created }],
    IsTruncated: false,
  }),
  'iam:ListServerCertificates': () => ({
    ServerCertificateMetadataList: [
      {
        Path: '/',
        ServerCertificateName: 'shop',
        ServerCertificateId: 'ASCAEXAMPLE',
        Arn: arn('server-certificate/shop'),
        UploadDate: created,
        Expiration: new Date('2026-05-01T00:00:00Z'),
      },
    ],
    IsTruncated: false,
  }),
  'iam:ListSAMLProviders': () => ({ SAMLProviderList: [{ Arn: arn('saml-provider/directory'), CreateDate: created }] }),
  'iam:ListOrganizationsFeatures': () => ({
    OrganizationId: 'o-example1234',
    EnabledFeatures: ['RootCredentialsManagement'],
  }),
};
