import type {
  AttachedPolicy,
  GetAccountAuthorizationDetailsResponse,
  ManagedPolicyDetail,
  PolicyDetail,
} from '@aws-sdk/client-iam';
import type { Aws } from '../../core/collection.js';
import { isoOf, tagsOf } from '../../core/facts.js';

const sdk = () => import('./sdk.js');

/** A managed policy that a user, group or role carries. */
export interface Attachment {
  PolicyName: string;
  PolicyArn: string;
}

export type PrincipalKind = 'User' | 'Group' | 'Role';

/** A user, group or role as GetAccountAuthorizationDetails tells it, under names that hold for all three. */
export interface Principal {
  Kind: PrincipalKind;
  Name: string;
  Id: string;
  Arn: string;
  Path: string;
  CreateDate: string | null;
  GroupList: string[];
  AttachedManagedPolicies: Attachment[];
  InlinePolicies: { PolicyName: string; PolicyDocument: string }[];
  PermissionsBoundaryArn: string | null;
  AssumeRolePolicyDocument: string;
  LastUsedDate: string | null;
  Tags: Record<string, string>;
}

/** What a managed policy says, in its default version. */
export interface ManagedPolicy {
  PolicyName: string;
  PolicyId: string;
  Arn: string;
  Path: string;
  DefaultVersionId: string;
  AttachmentCount: number;
  PermissionsBoundaryUsageCount: number;
  CreateDate: string | null;
  UpdateDate: string | null;
  PolicyDocument: string;
}

/** All users, groups or roles; several collections read the same answer, so AWS is asked once for each kind. */
export function listPrincipals(kind: PrincipalKind, aws: Aws): Promise<readonly Principal[]> {
  return aws.once(`GetAccountAuthorizationDetails ${kind}`, () => askForPrincipals(kind, aws));
}

async function askForPrincipals(kind: PrincipalKind, aws: Aws): Promise<Principal[]> {
  const { IAMClient, paginateGetAccountAuthorizationDetails } = await sdk();
  const pages = paginateGetAccountAuthorizationDetails(
    { client: aws.client(IAMClient), pageSize: 1000 },
    { Filter: [kind] },
  );
  const found: Principal[] = [];
  for await (const page of pages) found.push(...principalsOn(page));
  return found;
}

function principalsOn(page: GetAccountAuthorizationDetailsResponse): Principal[] {
  return [
    ...(page.UserDetailList ?? []).map(user => ({
      ...principalOf('User', user.UserName, user.UserId, user, user.UserPolicyList),
      GroupList: user.GroupList ?? [],
      PermissionsBoundaryArn: user.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
      Tags: tagsOf(user.Tags),
    })),
    ...(page.GroupDetailList ?? []).map(group =>
      principalOf('Group', group.GroupName, group.GroupId, group, group.GroupPolicyList),
    ),
    ...(page.RoleDetailList ?? []).map(role => ({
      ...principalOf('Role', role.RoleName, role.RoleId, role, role.RolePolicyList),
      PermissionsBoundaryArn: role.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
      AssumeRolePolicyDocument: decodeDocument(role.AssumeRolePolicyDocument),
      LastUsedDate: isoOf(role.RoleLastUsed?.LastUsedDate),
      Tags: tagsOf(role.Tags),
    })),
  ];
}

interface Described {
  Arn?: string | undefined;
  Path?: string | undefined;
  CreateDate?: Date | undefined;
  AttachedManagedPolicies?: AttachedPolicy[] | undefined;
}

function principalOf(
  Kind: PrincipalKind,
  Name = '',
  Id = '',
  told: Described = {},
  inline: readonly PolicyDetail[] = [],
): Principal {
  return {
    Kind,
    Name,
    Id,
    Arn: told.Arn ?? '',
    Path: told.Path ?? '',
    CreateDate: isoOf(told.CreateDate),
    GroupList: [],
    AttachedManagedPolicies: (told.AttachedManagedPolicies ?? []).map(attached => ({
      PolicyName: attached.PolicyName ?? '',
      PolicyArn: attached.PolicyArn ?? '',
    })),
    InlinePolicies: inline.map(policy => ({
      PolicyName: policy.PolicyName ?? '',
      PolicyDocument: decodeDocument(policy.PolicyDocument),
    })),
    PermissionsBoundaryArn: null,
    AssumeRolePolicyDocument: '',
    LastUsedDate: null,
    Tags: {},
  };
}

/** Managed policies with the document of their default version; of AWS's own, those that are in use here. */
export async function listManagedPolicies(
  filter: 'LocalManagedPolicy' | 'AWSManagedPolicy',
  aws: Aws,
): Promise<ManagedPolicy[]> {
  const { IAMClient, paginateGetAccountAuthorizationDetails } = await sdk();
  const pages = paginateGetAccountAuthorizationDetails(
    { client: aws.client(IAMClient), pageSize: 1000 },
    { Filter: [filter] },
  );
  const found: ManagedPolicy[] = [];
  for await (const page of pages) found.push(...(page.Policies ?? []).map(managedPolicyOf));
  return found;
}

function managedPolicyOf(policy: ManagedPolicyDetail): ManagedPolicy {
  const version = policy.PolicyVersionList?.find(one => one.IsDefaultVersion);
  return {
    // Compatible servers may leave the name out; the ARN ends with it.
    PolicyName: policy.PolicyName ?? policy.Arn?.split('/').at(-1) ?? '',
    PolicyId: policy.PolicyId ?? '',
    Arn: policy.Arn ?? '',
    Path: policy.Path ?? '',
    DefaultVersionId: policy.DefaultVersionId ?? '',
    AttachmentCount: policy.AttachmentCount ?? 0,
    PermissionsBoundaryUsageCount: policy.PermissionsBoundaryUsageCount ?? 0,
    CreateDate: isoOf(policy.CreateDate),
    UpdateDate: isoOf(policy.UpdateDate),
    PolicyDocument: decodeDocument(version?.Document),
  };
}

/**
 * A policy document as JSON text: IAM hands it out URL-encoded, compatible servers at times plain. A byte sequence that
 * is no UTF-8 becomes a replacement character; decodeURIComponent would raise, and hide every other policy.
 */
function decodeDocument(text = ''): string {
  if (text.trimStart().startsWith('{')) return text;
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] === percent ? 16 * hexDigit(bytes[at + 1]) + hexDigit(bytes[at + 2]) : Number.NaN;
    if (!Number.isNaN(byte)) at += 2;
    bytes[length++] = Number.isNaN(byte) ? (bytes[at] ?? 0) : byte;
  }
  return new TextDecoder().decode(bytes.subarray(0, length));
}

const percent = 0x25;

/** The value of an ASCII hexadecimal digit, NaN for anything else. */
function hexDigit(code = 0): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const upper = code & 0xdf;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : Number.NaN;
}
