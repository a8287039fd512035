import { fail, pass, saw, type Verdict } from '../../core/check.js';
import type { Evidence } from '../../core/types.js';
import type { Grant } from '../../core/policy/index.js';

/** Where the document of a managed policy was read. */
export const managedField = 'iam:GetAccountAuthorizationDetails.Policies.PolicyVersionList.Document';

/** Where the document of an inline policy was read, by the kind of its owner. */
export const inlineField = (kind: 'User' | 'Group' | 'Role'): string =>
  `iam:GetAccountAuthorizationDetails.${kind}DetailList.${kind}PolicyList.PolicyDocument`;

/** Evidence on a field written `api.path`. */
export function sawIn(field: string, value: unknown, expected?: unknown): Evidence {
  const dot = field.indexOf('.');
  return saw(field.slice(0, dot), field.slice(dot + 1), value, expected);
}

/** Passes a document without such grants; fails it naming the statements that make them. */
export function judgeGrants(field: string, grants: readonly Grant[], words: { broken: string; fine: string }): Verdict {
  if (grants.length === 0) return pass(words.fine, sawIn(field, [], []));
  const value = grants.map(({ statement, actions, resources }) => ({
    statement,
    actions: actions.slice(0, 10),
    resources: resources.slice(0, 10),
  }));
  const statements = [...new Set(grants.map(grant => grant.statement))].map(quoteSid);
  return fail(`${words.broken} (${statements.join(', ')})`, sawIn(field, value, []));
}

/** A statement without a Sid is called by its place, `statement 3`. */
const quoteSid = (label: string): string => (/^statement \d+$/.test(label) ? label : `statement "${label}"`);
