import type { IamAccount } from '../../../src/checks/iam/account.js';
import type { ManagedPolicy } from '../../../src/checks/iam/authorization-details.js';
import type { CredentialRow } from '../../../src/checks/iam/credential-report.js';
import type { Group } from '../../../src/checks/iam/groups.js';
import type { WrittenPolicy } from '../../../src/checks/iam/policies.js';
import type { Role } from '../../../src/checks/iam/roles.js';
import type { Root } from '../../../src/checks/iam/root.js';
import type { ServerCertificate } from '../../../src/checks/iam/server-certificates.js';
import type { User } from '../../../src/checks/iam/users.js';
import { judge, row, type World } from '../../support/world.js';

export const accountId = '111122223333';
const created = '2024-03-01T08:00:00.000Z';

/** A row of a global collection. */
export const globally = (item: object, details: Record<string, unknown> = {}) => row(item, details, 'global');

export const awsPolicy = (name: string) => ({ PolicyName: name, PolicyArn: `arn:aws:iam::aws:policy/${name}` });
export const ownPolicy = (name: string, path = '/') => ({
  PolicyName: name,
  PolicyArn: `arn:aws:iam::${accountId}:policy${path}${name}`,
});

export const user = (UserName: string, more: Partial<User> = {}): User => ({
  UserName,
  UserId: `AIDA${UserName.toUpperCase()}`,
  Arn: `arn:aws:iam::${accountId}:user/${UserName}`,
  Path: '/',
  CreateDate: created,
  GroupList: [],
  AttachedManagedPolicies: [],
  PolicyNames: [],
  PermissionsBoundaryArn: null,
  Tags: {},
  ...more,
});

export const group = (GroupName: string, more: Partial<Group> = {}): Group => ({
  GroupName,
  GroupId: `AGPA${GroupName.toUpperCase()}`,
  Arn: `arn:aws:iam::${accountId}:group/${GroupName}`,
  Path: '/',
  CreateDate: created,
  AttachedManagedPolicies: [],
  PolicyNames: [],
  ...more,
});

export const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

export const trusting = (Principal: object | string, Condition?: object, Action = 'sts:AssumeRole'): string =>
  document({ Effect: 'Allow', Principal, Action, ...(Condition ? { Condition } : {}) });

export const role = (RoleName: string, more: Partial<Role> = {}): Role => ({
  RoleName,
  RoleId: `AROA${RoleName.toUpperCase()}`,
  Arn: `arn:aws:iam::${accountId}:role/${RoleName}`,
  Path: '/',
  CreateDate: created,
  AssumeRolePolicyDocument: trusting({ AWS: `arn:aws:iam::${accountId}:root` }),
  AttachedManagedPolicies: [],
  PolicyNames: [],
  PermissionsBoundaryArn: null,
  LastUsedDate: null,
  Tags: {},
  ...more,
});

export const managedPolicy = (
  PolicyName: string,
  PolicyDocument: string,
  more: Partial<WrittenPolicy> = {},
): WrittenPolicy => ({
  Kind: 'managed',
  PolicyName,
  Arn: ownPolicy(PolicyName).PolicyArn,
  EntityType: null,
  EntityName: null,
  DefaultVersionId: 'v1',
  AttachmentCount: 1,
  PermissionsBoundaryUsageCount: 0,
  CreateDate: created,
  UpdateDate: created,
  PolicyDocument,
  ...more,
});

export const inlinePolicy = (
  EntityType: 'User' | 'Group' | 'Role',
  EntityName: string,
  PolicyName: string,
  PolicyDocument: string,
): WrittenPolicy => ({
  ...managedPolicy(PolicyName, PolicyDocument),
  Kind: 'inline',
  Arn: `arn:aws:iam::${accountId}:${EntityType.toLowerCase()}/${EntityName}`,
  EntityType,
  EntityName,
  DefaultVersionId: null,
  CreateDate: null,
  UpdateDate: null,
});

export const awsManagedPolicy = (PolicyName: string, PolicyDocument: string): ManagedPolicy => ({
  PolicyName,
  PolicyId: `ANPA${PolicyName.toUpperCase()}`,
  Arn: awsPolicy(PolicyName).PolicyArn,
  Path: '/',
  DefaultVersionId: 'v1',
  AttachmentCount: 2,
  PermissionsBoundaryUsageCount: 0,
  CreateDate: created,
  UpdateDate: created,
  PolicyDocument,
});

/** A line of the credential report; without more, of a user with no credentials at all. */
export const reported = (name: string, more: Partial<CredentialRow> = {}): CredentialRow => ({
  user: name,
  arn: `arn:aws:iam::${accountId}:${name === '<root_account>' ? 'root' : `user/${name}`}`,
  user_creation_time: '2024-03-01T08:00:00+00:00',
  password_enabled: 'false',
  password_last_used: 'N/A',
  password_last_changed: 'N/A',
  password_next_rotation: 'N/A',
  mfa_active: 'false',
  access_key_1_active: 'false',
  access_key_1_last_rotated: 'N/A',
  access_key_1_last_used_date: 'N/A',
  access_key_1_last_used_region: 'N/A',
  access_key_1_last_used_service: 'N/A',
  access_key_2_active: 'false',
  access_key_2_last_rotated: 'N/A',
  access_key_2_last_used_date: 'N/A',
  access_key_2_last_used_region: 'N/A',
  access_key_2_last_used_service: 'N/A',
  cert_1_active: 'false',
  cert_1_last_rotated: 'N/A',
  cert_2_active: 'false',
  cert_2_last_rotated: 'N/A',
  additional_credentials_info: 'N/A',
  ...more,
});

/** The root user's line, as AWS writes it for an account of its own. */
export const reportedRoot = (more: Partial<CredentialRow> = {}): CredentialRow =>
  reported('<root_account>', {
    password_enabled: 'true',
    password_last_used: '2026-01-10T12:00:00+00:00',
    password_last_changed: 'not_supported',
    password_next_rotation: 'not_supported',
    mfa_active: 'true',
    ...more,
  });

export const root: Root = { UserName: '<root_account>', Arn: `arn:aws:iam::${accountId}:root` };
export const account: IamAccount = { AccountId: accountId };

export const certificate = (ServerCertificateName: string, Expiration: string | null): ServerCertificate => ({
  ServerCertificateName,
  ServerCertificateId: `ASCA${ServerCertificateName.toUpperCase()}`,
  Arn: `arn:aws:iam::${accountId}:server-certificate/${ServerCertificateName}`,
  Path: '/',
  UploadDate: created,
  Expiration,
});

/** What a check says where it says one thing. */
export async function verdictOn(check: object, of: World, params: Record<string, unknown> = {}) {
  const [finding, ...others] = await judge(check, of, params);
  if (!finding || others.length > 0) throw new Error(`${others.length + (finding ? 1 : 0)} findings instead of one`);
  return finding;
}

/** What a check says of each resource. */
export async function verdictsOn(check: object, of: World, params: Record<string, unknown> = {}) {
  return (await judge(check, of, params)).map(finding => [finding.resource.id, finding.verdict]);
}
