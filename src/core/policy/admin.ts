import { actionsOfService, allServices, serviceExists, statementCovers } from './actions.js';
import { containsAction, containsEveryAction, isEveryResourceOf } from './coverage.js';
import {
  type GrantOptions,
  type Permissions,
  type Placed,
  type Policies,
  reachesEverything,
  readPermissions,
} from './effective.js';
import { containsGlob } from './glob.js';
import { describeGrant, type Grant, isDeniedEverywhere, isEverywhere, isWithinBoundary } from './scope.js';
import type { Statement } from './statement.js';

/** Whoever keeps one of these can give itself the rest, so leaving out anything else leaves an administrator. */
const GRANTING_ACTIONS = [
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreatePolicyVersion',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:UpdateAssumeRolePolicy',
];

/**
 * The statements that make their holder an administrator: every action on every resource, alone or together.
 * A NotAction, a NotResource or a Deny without condition rescues only when it takes away every action that grants
 * permissions (so PowerUserAccess is none, and "everything but s3:DeleteBucket" is one); a condition does not, unless it never holds.
 */
export function adminGrants(policies: Policies, options: GrantOptions = {}): Grant[] {
  return adminsOf(readPermissions(policies, options));
}

function adminsOf(permissions: Permissions): Grant[] {
  if (permissions.boundary && adminsOf(permissions.boundary).length === 0) return [];
  const wide = permissions.allows.filter(({ statement }) => reachesEverything(statement));
  const alone = wide.filter(({ statement }) => containsEveryAction(statement) || statement.NotAction);
  const holders = alone.length > 0 ? alone : grantsEveryService(wide) ? wide : [];
  const granting = holders.filter(({ statement }) =>
    GRANTING_ACTIONS.some(action => keeps(permissions, statement, action)),
  );
  return granting.map(describeGrant);
}

// Whether the statement still grants this IAM action on IAM's own resources.
function keeps(permissions: Permissions, statement: Statement, action: string): boolean {
  const spared = (statement.NotResource ?? []).some(pattern => isEveryResourceOf(pattern, 'iam'));
  return statementCovers(statement, action) && !spared && !isDeniedEverywhere(permissions, action);
}

function grantsEveryService(wide: readonly Placed[]): boolean {
  const patterns = wide.flatMap(({ statement }) => statement.Action ?? []).map(pattern => pattern.toLowerCase());
  return allServices().every(service => patterns.some(pattern => containsGlob(pattern, `${service}:*`)));
}

/**
 * The statements that together grant every published action of a service on all its resources.
 * A Deny on all resources without condition takes its actions away, so one denied action is enough for an empty answer;
 * for a service AWS does not publish, only a pattern that covers `service:*` counts.
 */
export function fullServiceGrants(policies: Policies, service: string, options: GrantOptions = {}): Grant[] {
  const prefix = service.toLowerCase();
  const permissions = readPermissions(policies, options);
  const wide = permissions.allows.filter(({ statement }) => isEverywhere(statement, prefix));
  const used = new Set<Placed>();
  const wanted = serviceExists(prefix) ? actionsOfService(prefix) : [`${prefix}:*`];
  for (const action of wanted) {
    const granting = wide.filter(({ statement }) => containsAction(statement, action));
    const denied = isDeniedEverywhere(permissions, action) || !isWithinBoundary(permissions, action);
    if (granting.length === 0 || denied) return [];
    for (const placed of granting) used.add(placed);
  }
  return [...used].map(describeGrant);
}
