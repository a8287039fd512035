import type { Fix } from '../../core/types.js';

/** An update replaces the whole web ACL, so mending one begins with reading it. */
export const rewriteWebAcl = (what: string, more = ''): Fix => ({
  command: 'aws wafv2 get-web-acl --name {Name} --id {Id} --scope {Scope} --region {Region}',
  note: `${what} in the answer, and hand all of it with its LockToken to "aws wafv2 update-web-acl": what is left out is removed.${more} Where Firewall Manager manages the web ACL, change its policy.`,
});
