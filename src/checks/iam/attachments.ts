import type { Attachment } from './authorization-details.js';

interface Carrier {
  readonly AttachedManagedPolicies: readonly Attachment[];
}

/** The attached policy of this name, whoever wrote it. */
export const attachmentNamed = (carrier: Carrier, name: string): Attachment | undefined =>
  carrier.AttachedManagedPolicies.find(policy => policy.PolicyName === name);

/** The attached policy called AdministratorAccess: AWS's own, or one of the customer's that bears its name. */
export const administratorAccessOf = (carrier: Carrier): Attachment | undefined =>
  attachmentNamed(carrier, 'AdministratorAccess');

/** Whether AWS's own policy of this name is attached, told by its exact ARN. */
export const carriesAwsPolicy = (carrier: Carrier, name: string, partition: string): boolean =>
  carrier.AttachedManagedPolicies.some(policy => policy.PolicyArn === awsPolicyArn(name, partition));

/** The ARN of an AWS managed policy without a path. */
export const awsPolicyArn = (name: string, partition: string): string => `arn:${partition}:iam::aws:policy/${name}`;
