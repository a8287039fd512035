import type { Fix } from '../../core/types.js';

/** How to take a web ACL away so that it can be made again. */
export const deleteWebAcl: Fix = {
  command: 'aws wafv2 get-web-acl --name {Name} --id {Id} --scope {Scope} --region {Region}',
  note: 'Keep the answer: a web ACL can be made again from it. Then "aws wafv2 delete-web-acl" with the same name, id and scope, and the LockToken of the answer.',
};
