import { expandActions, statementCovers } from './actions.js';
import { reachesIam } from './coverage.js';
import {
  type GrantOptions,
  type Permissions,
  type Placed,
  type Policies,
  readPermissions,
  resourcesLeft,
} from './effective.js';
import { type EscalationPath, escalationPaths } from './escalation-paths.js';
import { hasWildcard } from './glob.js';
import type { ConditionClause, Statement } from './statement.js';
import { type Known, neverHolds } from './truth.js';

/** What makes some grants harmless. */
export interface EscalationOptions extends GrantOptions {
  /** Says that a role (by ARN, without wildcards) gives nobody more than it already has; unknown roles are not harmless. */
  readonly isHarmlessRole?: (roleArn: string) => boolean;
}

/** One path that the policies open. */
export interface Escalation {
  readonly id: string;
  readonly actions: readonly string[];
  /** The statements that grant the actions, by Sid or position. */
  readonly statements: readonly string[];
  readonly how: string;
  readonly needs?: string;
}

/** The kind of resource an IAM action works on; a pattern that can never be one grants nothing. */
const TARGETS: Record<string, string> = {
  'iam:createpolicyversion': 'policy',
  'iam:setdefaultpolicyversion': 'policy',
  'iam:createaccesskey': 'user',
  'iam:deleteaccesskey': 'user',
  'iam:createloginprofile': 'user',
  'iam:updateloginprofile': 'user',
  'iam:attachuserpolicy': 'user',
  'iam:putuserpolicy': 'user',
  'iam:createuser': 'user',
  'iam:deleteuserpermissionsboundary': 'user',
  'iam:attachgrouppolicy': 'group',
  'iam:putgrouppolicy': 'group',
  'iam:addusertogroup': 'group',
  'iam:attachrolepolicy': 'role',
  'iam:putrolepolicy': 'role',
  'iam:updateassumerolepolicy': 'role',
  'iam:deleterolepermissionsboundary': 'role',
  'iam:passrole': 'role',
  'sts:assumerole': 'role',
};
/** On oneself these give nothing new: AWS's own "manage my keys and password" policy allows them. */
const HARMLESS_ON_ONESELF = new Set([
  'iam:createaccesskey',
  'iam:deleteaccesskey',
  'iam:createloginprofile',
  'iam:updateloginprofile',
]);
const POLICY_WRITERS = new Set([
  'iam:attachuserpolicy',
  'iam:attachrolepolicy',
  'iam:putuserpolicy',
  'iam:putrolepolicy',
  'iam:createuser',
]);
const ATTACHERS = new Set(['iam:attachuserpolicy', 'iam:attachgrouppolicy', 'iam:attachrolepolicy']);
/** AWS managed policies that let their holder grant permissions or run code as any role. */
const STRONG_POLICIES =
  /\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|job-function\/\w+|\w*Admin\w*|\w*FullAccess\w*|\w*PowerUser\w*)$/i;
const POSITIVE = new Set(['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike']);

/**
 * The known paths that these policies open together, in the order of `escalationPaths`. Every action of a path must be left
 * after every Deny that certainly applies and after the boundary. Respected: resources an action can never work on, keys and
 * passwords of oneself only (`user/${aws:username}`), a role passed to another service (`iam:PassedToService`), a demanded
 * permissions boundary, a fixed list of weak AWS managed policies, harmless roles, dates that are over. Other conditions
 * (MFA, addresses, tags) may be met by whoever holds the permissions, so they do not rescue.
 */
export function findEscalations(policies: Policies, options: EscalationOptions = {}): Escalation[] {
  const permissions = readPermissions(policies, options);
  const covering = new Map<string, readonly Placed[]>();
  const coveringOf = (action: string): readonly Placed[] => {
    const found = covering.get(action) ?? permissions.allows.filter(one => statementCovers(one.statement, action));
    covering.set(action, found);
    return found;
  };
  const granting = new Map<string, readonly Placed[]>();
  const lookUp = (action: string, service?: string): readonly Placed[] => {
    const key = `${action} ${service ?? ''}`;
    const found =
      granting.get(key) ?? grantsFor({ ...permissions, allows: coveringOf(action) }, action, service, options);
    granting.set(key, found);
    return found;
  };
  const suffixes = namesChinaServices(permissions) ? ['', '.cn'] : [''];
  return escalationPaths.flatMap(path => {
    // Most documents name none of these actions, and need no further look.
    if (!concreteActionsOf(path).every(action => coveringOf(action).length > 0)) return [];
    const used = findGrants(path, suffixes, lookUp);
    if (!used) return [];
    const { id, actions, how, needs } = path;
    return [
      {
        id,
        actions,
        statements: [...new Set(used.map(({ statement }) => statement.label))],
        how,
        ...(needs === undefined ? {} : { needs }),
      },
    ];
  });
}

const concreteActions = new WeakMap<EscalationPath, readonly string[]>();

function concreteActionsOf(path: EscalationPath): readonly string[] {
  const actions = concreteActions.get(path) ?? path.actions.flatMap(pattern => expandActions(pattern));
  concreteActions.set(path, actions);
  return actions;
}

function findGrants(
  path: EscalationPath,
  suffixes: readonly string[],
  lookUp: (action: string, service?: string) => readonly Placed[],
): readonly Placed[] | undefined {
  const used: Placed[] = [];
  for (const action of concreteActionsOf(path)) {
    const named =
      action === 'iam:PassRole'
        ? path.passedTo?.flatMap(service => suffixes.map(suffix => service + suffix))
        : undefined;
    const services = named ?? [undefined];
    const found = services.flatMap(service => lookUp(action, service));
    if (found.length === 0) return undefined;
    used.push(...found);
  }
  return used;
}

// Some services are called ec2.amazonaws.com.cn in the China partition, and a policy is of one partition only.
function namesChinaServices({ allows, denies }: Permissions): boolean {
  const statements = [...allows.map(({ statement }) => statement), ...denies];
  return statements.some(({ Condition }) =>
    Condition.some(({ key, values }) => key === 'iam:passedtoservice' && values.some(value => value.endsWith('.cn'))),
  );
}

/** Of the Allows that cover the action, given as those of `permissions`, the ones that grant it to some use. */
function grantsFor(
  permissions: Permissions,
  action: string,
  service: string | undefined,
  options: EscalationOptions,
): readonly Placed[] {
  const known: Known = {
    ...permissions.known,
    ...(service === undefined ? {} : { values: new Map([['iam:passedtoservice', service]]) }),
  };
  const lower = action.toLowerCase();
  return permissions.allows.filter(({ statement }) => {
    if (neverHolds(statement, known) || isTamed(statement, lower)) return false;
    const left = resourcesLeft(permissions, statement, action, known);
    return left.some(resource => isDangerous(resource, statement, lower, options));
  });
}

function isDangerous(
  resource: string,
  statement: Statement,
  action: string,
  { isHarmlessRole }: EscalationOptions,
): boolean {
  const target = TARGETS[action];
  if (target === undefined) return true;
  const side = statement.NotResource ? statement : { Resource: [resource] };
  if (!reachesIam(side, target)) return false;
  if (HARMLESS_ON_ONESELF.has(action) && /:user\/([^*?]*\/|\*\/)?\$\{aws:username\}$/i.test(resource)) return false;
  if (action !== 'iam:passrole' || !isHarmlessRole || statement.NotResource) return true;
  return hasWildcard(resource) || resource.includes('${') || !isHarmlessRole(resource);
}

// A condition that holds the result down: whoever is changed keeps a boundary, or only weak AWS policies can be attached.
function isTamed(statement: Statement, action: string): boolean {
  return statement.Condition.some(clause => {
    if (
      !POSITIVE.has(clause.operator) ||
      clause.ifExists ||
      clause.quantifier === 'ForAllValues' ||
      clause.values.length === 0
    )
      return false;
    if (clause.key === 'iam:permissionsboundary')
      return POLICY_WRITERS.has(action) && clause.values.every(isFirmBoundary);
    return clause.key === 'iam:policyarn' && ATTACHERS.has(action) && isWeakList(clause);
  });
}

function isFirmBoundary(value: string): boolean {
  return value.startsWith('arn:') && !hasWildcard(value) && !STRONG_POLICIES.test(value);
}

// The content of a customer managed policy is not known here, so naming one is no limit.
function isWeakList(clause: ConditionClause): boolean {
  return clause.values.every(
    value => /^arn:aws[a-z-]*:iam::aws:policy\//.test(value) && !hasWildcard(value) && !STRONG_POLICIES.test(value),
  );
}
