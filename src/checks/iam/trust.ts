import { parsePolicy } from '../../core/policy/index.js';

/** Whether nobody but AWS services may assume a role with this trust policy. Throws PolicyError for a malformed one. */
export function isServiceRole(trust: string): boolean {
  const allows = parsePolicy(trust).Statement.filter(statement => statement.Effect === 'Allow');
  const principals = allows.flatMap(statement => statement.Principal ?? []);
  return (
    principals.length > 0 &&
    allows.every(statement => statement.Principal !== undefined) &&
    principals.every(principal => principal.kind === 'Service')
  );
}
