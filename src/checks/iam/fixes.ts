import { literalWord } from '../../core/fix.js';
import type { Fix } from '../../core/types.js';
import type { Attachment } from './authorization-details.js';

type Entity = 'user' | 'group' | 'role';

const nameField = { user: '{UserName}', group: '{GroupName}', role: '{RoleName}' } as const;

/** Takes a managed policy away from the user, group or role that the row is about. */
export const detachmentOf = (entity: Entity, policy: Attachment): Fix => ({
  command: `aws iam detach-${entity}-policy --${entity}-name ${nameField[entity]} --policy-arn ${literalWord(policy.PolicyArn)}`,
  undo: `aws iam attach-${entity}-policy --${entity}-name ${nameField[entity]} --policy-arn ${literalWord(policy.PolicyArn)}`,
  note: `The ${entity} loses what only this policy allows. Make sure that whoever needs it has it another way first.`,
});

/** Deletes an inline policy of the user, group or role that the row is about. */
export const deletionOf = (entity: Entity, policyName: string): Fix => ({
  command: `aws iam delete-${entity}-policy --${entity}-name ${nameField[entity]} --policy-name ${literalWord(policyName)}`,
  note: `The ${entity} loses what only this policy allows, and the document is gone for good: keep a copy.`,
});
