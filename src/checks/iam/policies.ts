import { collection } from '../../core/collection.js';
import {
  listManagedPolicies,
  listPrincipals,
  type ManagedPolicy,
  type PrincipalKind,
} from './authorization-details.js';

/** A policy that somebody in this account wrote: managed, or inline in a user, group or role. */
export interface WrittenPolicy {
  Kind: 'managed' | 'inline';
  PolicyName: string;
  /** Of an inline policy: its user, group or role. */
  Arn: string;
  EntityType: PrincipalKind | null;
  EntityName: string | null;
  DefaultVersionId: string | null;
  /** An inline policy is attached to the one it is part of. */
  AttachmentCount: number;
  PermissionsBoundaryUsageCount: number;
  CreateDate: string | null;
  UpdateDate: string | null;
  /** JSON text of the default version. */
  PolicyDocument: string;
}

export const policies = collection<WrittenPolicy>({
  id: 'iam.policies',
  scope: 'global',
  noun: 'customer managed and inline policies',
  calls: ['iam:GetAccountAuthorizationDetails'],
  async list(aws) {
    const kinds = ['User', 'Group', 'Role'] as const;
    const [managed, ...principals] = await Promise.all([
      listManagedPolicies('LocalManagedPolicy', aws),
      ...kinds.map(kind => listPrincipals(kind, aws)),
    ]);
    const inline = principals.flat().flatMap(({ InlinePolicies, Kind, Name, Arn }) =>
      InlinePolicies.map(
        (policy): WrittenPolicy => ({
          Kind: 'inline',
          PolicyName: policy.PolicyName,
          Arn,
          EntityType: Kind,
          EntityName: Name,
          DefaultVersionId: null,
          AttachmentCount: 1,
          PermissionsBoundaryUsageCount: 0,
          CreateDate: null,
          UpdateDate: null,
          PolicyDocument: policy.PolicyDocument,
        }),
      ),
    );
    return [...managed.map(writtenPolicyOf), ...inline];
  },
  resource: policy => ({
    id: policy.EntityName === null ? policy.PolicyName : `${policy.EntityName}/${policy.PolicyName}`,
    arn: policy.Arn,
    type: `AWS::IAM::${policy.EntityType ?? 'Managed'}Policy`,
    ...(policy.UpdateDate ? { changed: policy.UpdateDate } : {}),
  }),
});

const writtenPolicyOf = (policy: ManagedPolicy): WrittenPolicy => ({
  Kind: 'managed',
  PolicyName: policy.PolicyName,
  Arn: policy.Arn,
  EntityType: null,
  EntityName: null,
  DefaultVersionId: policy.DefaultVersionId,
  AttachmentCount: policy.AttachmentCount,
  PermissionsBoundaryUsageCount: policy.PermissionsBoundaryUsageCount,
  CreateDate: policy.CreateDate,
  UpdateDate: policy.UpdateDate,
  PolicyDocument: policy.PolicyDocument,
});
