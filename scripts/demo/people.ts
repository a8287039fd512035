import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { allow, awsPolicy, daysAgo, iamArn, policy, type Seeder } from './place.js';
import { planted } from './secrets.js';

/** An access key as the credential report tells: days before the audit; `used` null for never. */
interface Key {
  made: number;
  used: number | null;
  service?: string;
  active?: boolean;
}

/** A user of the account, with all that the credential report says of one; times are days before the audit. */
export interface Person {
  name: string;
  made: number;
  groups?: string[];
  tags?: Record<string, string>;
  password?: { set: number; used: number | null };
  mfa?: 'virtual' | 'fido';
  keys?: Key[];
  attached?: string[];
  inline?: Record<string, string>;
  /** Namespaces of the services that the user's policies allow. */
  allowed?: string[];
}

/** Managed policies of AWS by group; `lodge-*` are the account's own. */
export const groups: Record<string, string[]> = {
  admins: [awsPolicy('AdministratorAccess')],
  developers: [iamArn('policy/lodge-developer')],
  ops: [iamArn('policy/lodge-ops')],
  support: [awsPolicy('job-function/ViewOnlyAccess')],
};

export const people: Person[] = [
  {
    name: 'anna.lind',
    made: 1420,
    groups: ['admins'],
    tags: { team: 'platform', title: 'CTO' },
    password: { set: 210, used: 1 },
    mfa: 'virtual',
  },
  {
    name: 'erik.berg',
    made: 1180,
    groups: ['admins'],
    tags: { team: 'platform' },
    password: { set: 400, used: 3 },
  },
  {
    name: 'maja.nyman',
    made: 640,
    groups: ['developers', 'ops'],
    tags: { team: 'payments' },
    password: { set: 95, used: 0 },
    mfa: 'fido',
  },
  {
    name: 'jonas.ek',
    made: 980,
    groups: ['developers'],
    tags: { team: 'search' },
    password: { set: 700, used: 212 },
    mfa: 'virtual',
  },
  {
    name: 'sara.holm',
    made: 61,
    groups: ['support'],
    tags: { team: 'guest-support' },
    password: { set: 61, used: 2 },
    mfa: 'fido',
    keys: [{ made: 61, used: null }],
    allowed: ['s3', 'cloudwatch', 'ec2', 'rds'],
  },
  {
    name: 'ci-deploy',
    made: 905,
    tags: { team: 'platform', purpose: 'build server', 'deploy-token': planted.deployToken },
    keys: [
      { made: 412, used: 0, service: 'lambda' },
      { made: 905, used: 133, service: 's3' },
    ],
    attached: [awsPolicy('PowerUserAccess')],
    inline: {
      'publish-artifacts': policy(
        allow(['s3:PutObject', 's3:GetObject'], 'arn:aws:s3:::lodge-artifacts/*'),
        allow('iam:PassRole', iamArn('role/bookings-api')),
      ),
    },
    allowed: ['lambda', 's3', 'ec2', 'dynamodb', 'cloudformation', 'logs', 'iam'],
  },
  {
    name: 'terraform',
    made: 40,
    groups: [],
    tags: { team: 'platform', purpose: 'assumes the role deploy and nothing else' },
    keys: [{ made: 40, used: 1, service: 'sts' }],
    inline: { 'assume-deploy': policy(allow('sts:AssumeRole', iamArn('role/deploy'))) },
    allowed: ['sts'],
  },
];

/** Creates the groups and users, and the devices that they sign in with. */
export async function seedPeople(seeder: Seeder): Promise<void> {
  const iam = seeder.at('us-east-1')(IAMClient);
  await seeder.made(1420);
  for (const [GroupName, arns] of Object.entries(groups)) {
    await iam.send(new CreateGroupCommand({ GroupName }));
    for (const PolicyArn of arns) await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }));
  }
  for (const person of people) await seedPerson(person, iam, seeder);
}

async function seedPerson(person: Person, iam: IAMClient, seeder: Seeder): Promise<void> {
  const UserName = person.name;
  await seeder.made(person.made);
  const Tags = Object.entries(person.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  await iam.send(new CreateUserCommand({ UserName, Tags }));
  for (const GroupName of person.groups ?? []) await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
  for (const PolicyArn of person.attached ?? []) await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  for (const [PolicyName, PolicyDocument] of Object.entries(person.inline ?? {}))
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
  if (person.mfa) await seedDevice(person, person.mfa, iam);
}

async function seedDevice({ name }: Person, kind: 'virtual' | 'fido', iam: IAMClient): Promise<void> {
  const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
  if (kind === 'virtual') await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name }));
  const SerialNumber = iamArn(kind === 'virtual' ? `mfa/${name}` : `u2f/user/${name}/passkey`);
  await iam.send(new EnableMFADeviceCommand({ UserName: name, SerialNumber, ...codes }));
}

const columns = `user arn user_creation_time password_enabled password_last_used password_last_changed
  password_next_rotation mfa_active access_key_1_active access_key_1_last_rotated access_key_1_last_used_date
  access_key_1_last_used_region access_key_1_last_used_service access_key_2_active access_key_2_last_rotated
  access_key_2_last_used_date access_key_2_last_used_region access_key_2_last_used_service cert_1_active
  cert_1_last_rotated cert_2_active cert_2_last_rotated`.split(/\s+/);

/** The credential report of these users and the root user: moto has no line for root, and no dates of use. */
export function credentialReport(): string {
  const root: Person = { name: '<root_account>', made: 1430, password: { set: 1430, used: 38 }, mfa: 'virtual' };
  return [columns.join(','), ...[root, ...people].map(lineOf)].join('\n');
}

function lineOf(person: Person): string {
  const isRoot = person.name === '<root_account>';
  const { password, keys = [] } = person;
  const never = (days: number | null | undefined, word: string) => (typeof days === 'number' ? daysAgo(days) : word);
  return [
    person.name,
    isRoot ? iamArn('root') : iamArn(`user/${person.name}`),
    daysAgo(person.made),
    password ? 'true' : 'false',
    password ? never(password.used, 'no_information') : 'N/A',
    password ? daysAgo(password.set) : 'N/A',
    'N/A',
    person.mfa ? 'true' : 'false',
    ...[keys[0], keys[1]].flatMap(key =>
      key
        ? [
            String(key.active ?? true),
            daysAgo(key.made),
            never(key.used, 'N/A'),
            key.service ? 'eu-north-1' : 'N/A',
            key.service ?? 'N/A',
          ]
        : ['false', 'N/A', 'N/A', 'N/A', 'N/A'],
    ),
    'false,N/A,false,N/A',
  ].join(',');
}
