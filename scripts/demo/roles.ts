import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { account, allow, awsPolicy, iamArn, partners, policy, type Seeder, trust } from './place.js';
import { planted } from './secrets.js';

const service = (name: string, more?: object): string => trust({ Service: `${name}.amazonaws.com` }, more);
const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const logs = policy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `arn:aws:logs:*:${account}:log-group:*`));
const secret = `arn:aws:secretsmanager:eu-north-1:${account}:secret`;

/** The policies that Lodge wrote: name to document, and the days since it was made. */
const policies: Record<string, [document: string, made: number]> = {
  'lodge-developer': [
    policy(
      allow(['lambda:Get*', 'lambda:List*', 'logs:FilterLogEvents', 'logs:Get*'], '*', { Sid: 'Look' }),
      allow(['dynamodb:Query', 'dynamodb:GetItem'], `arn:aws:dynamodb:eu-north-1:${account}:table/lodge-*`, {
        Sid: 'ReadTables',
      }),
    ),
    640,
  ],
  'lodge-ops': [
    policy(
      allow(['lambda:CreateFunction', 'lambda:InvokeFunction', 'lambda:UpdateFunctionConfiguration'], '*', {
        Sid: 'RunFunctions',
      }),
      allow('iam:PassRole', '*', { Sid: 'PassAnyRole' }),
    ),
    511,
  ],
  'lodge-decrypt': [policy(allow(['kms:Decrypt', 'kms:DescribeKey'], '*', { Sid: 'DecryptAll' })), 388],
  'lodge-migration-2024': [policy(allow('*', '*', { Sid: 'EverythingForTheWeekend' })), 770],
};

interface Role {
  name: string;
  made: number;
  trust: string;
  tags?: Record<string, string>;
  attached?: string[];
  inline?: Record<string, string>;
}

const functionRole = (name: string, made: number, team: string, more: Partial<Role> = {}): Role => ({
  name,
  made,
  trust: service('lambda'),
  tags: { team, service: name },
  attached: [basic],
  ...more,
});

const roles: Role[] = [
  functionRole('bookings-api', 820, 'bookings', {
    inline: {
      data: policy(
        allow(['dynamodb:Query', 'dynamodb:PutItem'], `arn:aws:dynamodb:eu-north-1:${account}:table/lodge-bookings`),
      ),
    },
  }),
  functionRole('payments-webhook', 655, 'payments', {
    attached: [basic, awsPolicy('AdministratorAccess')],
    tags: { team: 'payments', service: 'payments-webhook', provider_secret: planted.webhookSecret },
  }),
  functionRole('expire-holds', 655, 'bookings', { attached: [], inline: { logs } }),
  functionRole('search-indexer', 402, 'search', {
    inline: { read: policy(allow(['s3:*', 'es:ESHttpPost'], '*', { Sid: 'Quickly' })) },
  }),
  functionRole('image-resizer', 388, 'listings', { attached: [basic, iamArn('policy/lodge-decrypt')] }),
  functionRole('email-sender', 350, 'guest-support', {
    inline: { send: policy(allow('ses:SendEmail', `arn:aws:ses:eu-north-1:${account}:identity/lodge.example`)) },
  }),
  functionRole('guest-export', 233, 'guest-support', {
    inline: {
      'read-everything': policy(
        allow('kms:Decrypt', '*', { Sid: 'OpenAll' }),
        allow('secretsmanager:GetSecretValue', `${secret}:exports-*`),
      ),
    },
  }),
  {
    name: 'nightly-schedule',
    made: 233,
    trust: service('scheduler'),
    tags: { team: 'bookings' },
    inline: {
      invoke: policy(allow('lambda:InvokeFunction', `arn:aws:lambda:eu-north-1:${account}:function:expire-holds`)),
    },
  },
  {
    name: 'trail-to-logs',
    made: 700,
    trust: service('cloudtrail', { Condition: { StringEquals: { 'aws:SourceAccount': account } } }),
    inline: { logs },
  },
  {
    name: 'deploy',
    made: 300,
    trust: trust({ AWS: iamArn('user/terraform') }),
    tags: { team: 'platform' },
    attached: [awsPolicy('PowerUserAccess'), awsPolicy('IAMFullAccess')],
  },
  {
    name: 'break-glass',
    made: 900,
    trust: trust({ AWS: iamArn('root') }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    tags: { team: 'platform', purpose: 'emergencies' },
    attached: [awsPolicy('AdministratorAccess')],
  },
  {
    name: 'support-cases',
    made: 150,
    trust: trust({ AWS: iamArn('root') }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    tags: { team: 'guest-support' },
    attached: [awsPolicy('AWSSupportAccess')],
  },
  {
    name: 'partner-analytics',
    made: 260,
    trust: trust({ AWS: `arn:aws:iam::${partners.analytics}:root` }),
    tags: { partner: 'Cabin Insights' },
    attached: [awsPolicy('ReadOnlyAccess')],
  },
  {
    name: 'stocktake-audit',
    made: 12,
    trust: trust({ AWS: iamArn('root') }),
    tags: { team: 'platform', purpose: 'the audit that made this report' },
    attached: [awsPolicy('SecurityAudit')],
  },
];

/** Creates the account's own policies; groups and roles attach them afterwards. */
export async function seedPolicies(seeder: Seeder): Promise<void> {
  const iam = seeder.at('us-east-1')(IAMClient);
  for (const [PolicyName, [PolicyDocument, made]] of Object.entries(policies)) {
    await seeder.made(made);
    await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
  }
}

/** Creates the roles of functions, services, people and partners. */
export async function seedRoles(seeder: Seeder): Promise<void> {
  const iam = seeder.at('us-east-1')(IAMClient);
  for (const role of roles) {
    const RoleName = role.name;
    const Tags = Object.entries(role.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
    await seeder.made(role.made);
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: role.trust, Tags }));
    for (const PolicyArn of role.attached ?? []) await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    for (const [PolicyName, PolicyDocument] of Object.entries(role.inline ?? {}))
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }
}
