import { pages } from '../../test/server/pages.js';
import type { Handler } from '../../test/server/stub.js';
import { accountId, copyMark, daysAgo, type Size, times } from './size.js';

const arnOf = (kind: string, name: string): string => `arn:aws:iam::${accountId}:${kind}/${name}`;
const idOf = (prefix: string, at: number): string =>
  `${prefix}${copyMark.toUpperCase()}${String(at).padStart(10, '0')}`;
const roleName = (at: number): string => `service-${copyMark}-${at}`;
const userName = (at: number): string => `person-${copyMark}-${at}`;
const groupName = (at: number): string => `team-${copyMark}-${at}`;
const policyName = (at: number): string => `access-${copyMark}-${at}`;

// IAM hands documents out URL-encoded.
const document = (...Statement: object[]): string =>
  encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement }));

/** Everyday documents; one in twenty grants too much. */
function permissions(at: number): string {
  if (at % 20 === 19) return document({ Effect: 'Allow', Action: '*', Resource: '*' });
  if (at % 20 === 9) {
    return document({ Effect: 'Allow', Action: ['iam:PassRole', 'lambda:*', 'ec2:RunInstances'], Resource: '*' });
  }
  const name = `shop-${copyMark}-${at}`;
  return document(
    {
      Sid: 'Data',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
      Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
    },
    {
      Sid: 'Table',
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      Resource: `arn:aws:dynamodb:eu-north-1:${accountId}:table/${name}`,
    },
    {
      Sid: 'Key',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: `arn:aws:kms:eu-north-1:${accountId}:key/*`,
      Condition: { StringEquals: { 'kms:ViaService': 's3.eu-north-1.amazonaws.com' } },
    },
    { Sid: 'Logs', Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
  );
}

const trusts = [
  { Service: 'lambda.amazonaws.com' },
  { Service: 'ecs-tasks.amazonaws.com' },
  { AWS: `arn:aws:iam::${accountId}:root` },
];
const attached = (name: string) => ({ PolicyName: name, PolicyArn: arnOf('policy', name) });
const attachedAws = (name: string) => ({ PolicyName: name, PolicyArn: `arn:aws:iam::aws:policy/${name}` });
const awsName = (at: number): string =>
  ['SecurityAudit', 'AWSSupportAccess', 'ReadOnlyAccess'][at] ?? `AWSService${at}FullAccess`;

/** Inline policies are shared out over the roles. */
const inlineOf = (size: Size, role: number) =>
  times(size.inlinePolicies, at => at)
    .filter(at => at % size.roles === role)
    .map(at => ({ PolicyName: `own-${at}`, PolicyDocument: permissions(at) }));

const principals = (size: Size) => ({
  User: {
    UserDetailList: times(size.users, at => ({
      UserName: userName(at),
      UserId: idOf('AIDA', at),
      Arn: arnOf('user', userName(at)),
      Path: '/',
      CreateDate: daysAgo(400),
      GroupList: [groupName(at % size.groups)],
      AttachedManagedPolicies: at % 15 === 0 ? [attached(policyName(0))] : [],
      Tags: [{ Key: 'team', Value: `team-${at % 7}` }],
    })),
  },
  Group: {
    GroupDetailList: times(size.groups, at => ({
      GroupName: groupName(at),
      GroupId: idOf('AGPA', at),
      Arn: arnOf('group', groupName(at)),
      Path: '/',
      CreateDate: daysAgo(500),
      AttachedManagedPolicies: [attached(policyName(at % size.managedPolicies))],
    })),
  },
  Role: {
    RoleDetailList: times(size.roles, at => ({
      RoleName: roleName(at),
      RoleId: idOf('AROA', at),
      Arn: arnOf('role', roleName(at)),
      Path: '/',
      CreateDate: daysAgo(300),
      AssumeRolePolicyDocument: document({
        Effect: 'Allow',
        Principal: trusts[at % trusts.length],
        Action: 'sts:AssumeRole',
      }),
      AttachedManagedPolicies: [attached(policyName(at % size.managedPolicies)), attachedAws(awsName(at % 12))],
      RolePolicyList: inlineOf(size, at),
      RoleLastUsed: { LastUsedDate: daysAgo(at % 120), Region: 'eu-north-1' },
      Tags: [
        { Key: 'team', Value: `team-${at % 7}` },
        { Key: 'product', Value: 'shop' },
      ],
    })),
  },
  LocalManagedPolicy: {
    Policies: times(size.managedPolicies, at => policy(policyName(at), accountId, at, permissions(at))),
  },
  AWSManagedPolicy: { Policies: times(size.awsPolicies, at => policy(awsName(at), 'aws', at, reading)) },
});

/** What AWS's own policies say here; they name nothing of the account. */
const reading = document({
  Effect: 'Allow',
  Action: ['ec2:Describe*', 's3:Get*', 's3:List*', 'logs:Get*'],
  Resource: '*',
});

const policy = (name: string, owner: string, at: number, text: string) => ({
  PolicyName: name,
  PolicyId: idOf('ANPA', at),
  Arn: `arn:aws:iam::${owner}:policy/${name}`,
  Path: '/',
  DefaultVersionId: 'v2',
  AttachmentCount: 1 + (at % 4),
  PermissionsBoundaryUsageCount: 0,
  CreateDate: daysAgo(500),
  UpdateDate: daysAgo(200),
  PolicyVersionList: [
    { VersionId: 'v2', IsDefaultVersion: true, Document: text, CreateDate: daysAgo(200) },
    { VersionId: 'v1', IsDefaultVersion: false, Document: text, CreateDate: daysAgo(500) },
  ],
});

const reportColumns =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';

/** Two users in three sign in with a password, half of them with MFA; one in five has an access key. */
function credentialReport(size: Size): string {
  const time = (days: number): string => daysAgo(days).toISOString().replace('.000Z', '+00:00');
  const line = (name: string, arn: string, password: boolean, mfa: boolean, key: boolean): string => {
    const signIn = password ? ['true', time(3), time(60), 'N/A'] : ['false', 'N/A', 'N/A', 'N/A'];
    const first = key ? ['true', time(120), time(1), 'eu-north-1', 's3'] : ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
    const second = ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
    return [name, arn, time(400), ...signIn, mfa, ...first, ...second, 'false', 'N/A', 'false', 'N/A'].join(',');
  };
  const users = times(size.users, at => {
    const name = userName(at);
    return line(name, arnOf('user', name), at % 3 < 2, at % 3 === 0, at % 5 === 0);
  });
  return [reportColumns, line('<root_account>', `arn:aws:iam::${accountId}:root`, true, true, false), ...users].join(
    '\n',
  );
}

/** What IAM answers; a report that is younger than four hours is handed out at once. */
export function iamAnswers(size: Size): Record<string, Handler> {
  const all = principals(size);
  return {
    'iam:ListAccountAliases': () => ({ AccountAliases: ['example-shop'], IsTruncated: false }),
    'iam:GenerateCredentialReport': () => ({ State: 'COMPLETE' }),
    'iam:GetCredentialReport': () => ({
      Content: Buffer.from(credentialReport(size)),
      ReportFormat: 'text/csv',
      GeneratedTime: daysAgo(0.05),
    }),
    'iam:GetAccountAuthorizationDetails': ((input: { Filter: [keyof typeof all]; Marker?: string }, at) =>
      pages(all[input.Filter[0]] as Record<string, unknown[]>, { size: 1000, takes: 'Marker', flag: 'IsTruncated' })(
        { Marker: input.Marker },
        at,
      )) as Handler,
    'iam:ListMFADevices': ({ UserName }: { UserName: string }) => ({
      MFADevices: [{ UserName, SerialNumber: arnOf('mfa', UserName), EnableDate: daysAgo(200) }],
      IsTruncated: false,
    }),
    'iam:GenerateServiceLastAccessedDetails': ({ Arn }: { Arn: string }) => ({ JobId: `job-${Arn.split('/').at(-1)}` }),
    'iam:GetServiceLastAccessedDetails': () => ({
      JobStatus: 'COMPLETED',
      JobCreationDate: daysAgo(0),
      JobCompletionDate: daysAgo(0),
      ServicesLastAccessed: times(30, at => ({
        ServiceName: `Service ${at}`,
        ServiceNamespace: `service${at}`,
        ...(at % 2 === 0 ? { LastAuthenticated: daysAgo(at) } : {}),
      })),
      IsTruncated: false,
    }),
    'iam:GetAccountPasswordPolicy': () => ({ PasswordPolicy: { MinimumPasswordLength: 14, RequireSymbols: true } }),
    'iam:GetAccountSummary': () => ({ SummaryMap: { AccountAccessKeysPresent: 0, AccountMFAEnabled: 1 } }),
    'iam:ListVirtualMFADevices': pages({ VirtualMFADevices: [] }, { size: 100, takes: 'Marker', flag: 'IsTruncated' }),
    'iam:ListSAMLProviders': () => ({ SAMLProviderList: [{ Arn: arnOf('saml-provider', 'directory') }] }),
    'iam:ListServerCertificates': pages(
      {
        ServerCertificateMetadataList: times(size.certificates, at => ({
          ServerCertificateName: `site-${copyMark}-${at}`,
          ServerCertificateId: idOf('ASCA', at),
          Arn: arnOf('server-certificate', `site-${copyMark}-${at}`),
          Path: '/',
          UploadDate: daysAgo(100),
          Expiration: daysAgo(at % 2 === 0 ? -200 : 20),
        })),
      },
      { size: 100, takes: 'Marker', flag: 'IsTruncated' },
    ),
  };
}
