import { statementCovers } from './actions.js';
import { splitArn } from './arn.js';
import { containsEveryAction, isEveryResource, reachesIam } from './coverage.js';
import { type GrantOptions, type Policies, reachesEverything, readPermissions, resourcesLeft } from './effective.js';
import { containsGlob, globsMeet, hasWildcard } from './glob.js';
import {
  describeGrant,
  type Grant,
  isDeniedEverywhere,
  isEverywhere,
  isPatternDenied,
  isWithinBoundary,
} from './scope.js';
import type { ConditionClause, Statement } from './statement.js';

const DECRYPTING_ACTIONS = ['kms:Decrypt', 'kms:ReEncryptFrom'];
const KEY_LIMITS = new Set(['kms:viaservice', 'kms:resourcealiases', 'kms:requestalias']);
const POSITIVE = new Set(['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike']);

/** The statements that allow aws-marketplace:Subscribe on every resource; conditions on the Allow do not rescue, nor does a Deny with a condition. */
export function marketplaceSubscribeGrants(policies: Policies, options: GrantOptions = {}): Grant[] {
  const action = 'aws-marketplace:Subscribe';
  const permissions = readPermissions(policies, options);
  if (isDeniedEverywhere(permissions, action) || !isWithinBoundary(permissions, action)) return [];
  return permissions.allows
    .filter(({ statement }) => statementCovers(statement, action) && isEverywhere(statement, 'aws-marketplace'))
    .map(describeGrant);
}

/**
 * The statements that allow sts:AssumeRole on a role pattern with a wildcard (NotResource included).
 * A condition that names a tag value of the role limits the pattern and rescues; others do not.
 */
export function permissiveAssumeRoleGrants(policies: Policies, options: GrantOptions = {}): Grant[] {
  return grantsWhere(policies, 'sts:AssumeRole', options, (statement, left) => {
    if (statement.Condition.some(isTagLimit)) return false;
    if (statement.NotResource) return reachesIam(statement, 'role');
    return left.some(resource => hasWildcard(resource) && reachesIam({ Resource: [resource] }, 'role'));
  });
}

/**
 * The statements that allow decryption (kms:Decrypt, kms:ReEncryptFrom) with every KMS key or every alias of the account.
 * A condition that names services, aliases or tag values of the key (kms:ViaService, kms:ResourceAliases, ...) rescues.
 */
export function decryptOnAllKeysGrants(policies: Policies, options: GrantOptions = {}): Grant[] {
  const found = DECRYPTING_ACTIONS.flatMap(action =>
    grantsWhere(
      policies,
      action,
      options,
      (statement, left) => !statement.Condition.some(isKeyLimit) && left.some(isEveryKey),
    ),
  );
  return found.filter(
    (grant, at) =>
      found.findIndex(other => other.policy === grant.policy && other.statement === grant.statement) === at,
  );
}

/**
 * The statements that allow all actions of some service: Action `*` or `service:*`, or any NotAction, which allows all the others.
 * With `onlyOnAllResources` (the default) only where they reach every resource of that service; an equal Deny without condition rescues.
 */
export function serviceWildcardGrants(
  policies: Policies,
  options: GrantOptions & { readonly onlyOnAllResources?: boolean } = {},
): Grant[] {
  const permissions = readPermissions(policies, options);
  const everywhere = options.onlyOnAllResources ?? true;
  return permissions.allows.flatMap(placed => {
    const { statement } = placed;
    const patterns = (statement.Action ?? []).filter(
      pattern => isServiceWildcard(pattern) && !isPatternDenied(permissions, pattern),
    );
    const counting = everywhere ? patterns.filter(pattern => isEverywhere(statement, serviceOf(pattern))) : patterns;
    const negated =
      statement.NotAction &&
      !isEmptyNotAction(statement) &&
      !isPatternDenied(permissions, '*') &&
      (!everywhere || reachesEverything(statement));
    if (counting.length > 0) return [{ ...describeGrant(placed), actions: counting }];
    return negated ? [describeGrant(placed)] : [];
  });
}

/** The statements that allow iam:PassRole for every role without naming the service the role may be passed to. */
export function passRoleWildcardGrants(policies: Policies, options: GrantOptions = {}): Grant[] {
  return grantsWhere(policies, 'iam:PassRole', options, (statement, left) => {
    const named = statement.Condition.some(
      clause => clause.key === 'iam:passedtoservice' && POSITIVE.has(clause.operator) && clause.values.every(isNarrow),
    );
    return !named && left.some(isEveryRole);
  });
}

/** The Allow statements that say NotAction. */
export function allowNotActionGrants(policies: Policies): Grant[] {
  return readPermissions(policies)
    .allows.filter(({ statement }) => statement.NotAction)
    .map(describeGrant);
}

/** The statements that allow a concrete action on anything at all, after every certain Deny and the boundary. */
export function grantsOf(policies: Policies, action: string, options: GrantOptions = {}): Grant[] {
  return grantsWhere(policies, action, options, () => true);
}

function grantsWhere(
  policies: Policies,
  action: string,
  options: GrantOptions,
  counts: (statement: Statement, resourcesLeft: readonly string[]) => boolean,
): Grant[] {
  const permissions = readPermissions(policies, options);
  return permissions.allows.flatMap(placed => {
    if (!statementCovers(placed.statement, action)) return [];
    const left = resourcesLeft(permissions, placed.statement, action);
    return left.length > 0 && counts(placed.statement, left) ? [describeGrant(placed)] : [];
  });
}

function isServiceWildcard(pattern: string): boolean {
  return /^\*+$|^[a-z0-9-]+:\*+$|^\*+:\*+$/i.test(pattern);
}

// NotAction "*" leaves nothing to allow.
function isEmptyNotAction(statement: Statement): boolean {
  return containsEveryAction({ Action: statement.NotAction ?? [] });
}

function serviceOf(pattern: string): string {
  return pattern.split(':')[0]?.toLowerCase() ?? '*';
}

function isLimit(clause: ConditionClause): boolean {
  return (
    POSITIVE.has(clause.operator) &&
    !clause.ifExists &&
    clause.quantifier !== 'ForAllValues' &&
    clause.values.length > 0
  );
}

function isTagLimit(clause: ConditionClause): boolean {
  return isLimit(clause) && /^(aws|iam):resourcetag\//.test(clause.key) && clause.values.every(isNarrow);
}

function isKeyLimit(clause: ConditionClause): boolean {
  return (
    isTagLimit(clause) ||
    (isKeyCondition(clause) && clause.values.every(value => isNarrow(value) && value !== 'alias/*'))
  );
}

// Keys may carry several aliases, so AWS documents this key with ForAnyValue.
function isKeyCondition(clause: ConditionClause): boolean {
  return isLimit(clause) && KEY_LIMITS.has(clause.key);
}

function isNarrow(value: string): boolean {
  return !/^[*?]*$/.test(value);
}

function isEveryKey(resource: string): boolean {
  if (isEveryResource(resource)) return true;
  const arn = splitArn(resource);
  if (arn?.service !== 'kms' || !containsGlob(arn.region, '*')) return false;
  return ['key/*', 'alias/*'].some(all => containsGlob(arn.resource, all));
}

function isEveryRole(resource: string): boolean {
  const arn = splitArn(resource);
  return (
    isEveryResource(resource) ||
    (arn !== undefined && globsMeet(arn.service, 'iam') && containsGlob(arn.resource, 'role/*'))
  );
}
