import { statementCovers } from './actions.js';
import { containsAction, describeActions, isEveryResource, isEveryResourceOf } from './coverage.js';
import { type Permissions, type Placed, reachesEverything } from './effective.js';
import type { Statement } from './statement.js';
import { alwaysHolds } from './truth.js';

/** One statement that grants what a rule forbids. */
export interface Grant {
  /** Position of the document in the input. */
  readonly policy: number;
  readonly statement: string;
  /** The action patterns that grant it; NotAction reads `everything but ...`. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** The conditions on the grant, which did not rescue it. */
  readonly conditions: readonly string[];
}

/** Turns a statement into what a message needs. */
export function describeGrant({ policy, statement }: Placed): Grant {
  return {
    policy,
    statement: statement.label,
    actions: describeActions(statement),
    resources:
      statement.Resource ?? (statement.NotResource ? [`everything but ${statement.NotResource.join(', ')}`] : ['*']),
    conditions: statement.Condition.map(clause => `${clause.writtenOperator} ${clause.writtenKey}`),
  };
}

/** True when the statement reaches every resource of a service (`*` for all services); a NotResource that spares some still does. */
export function isEverywhere(statement: Statement, service: string): boolean {
  if (service === '*' || !statement.Resource) return reachesEverything(statement);
  return statement.Resource.some(pattern => isEveryResourceOf(pattern, service));
}

/** True when a Deny that certainly applies takes the action away on every resource it can work on. */
export function isDeniedEverywhere(permissions: Permissions, action: string): boolean {
  return permissions.denies.some(
    deny => takesAll(deny, permissions, serviceOf(action)) && statementCovers(deny, action),
  );
}

/** The same for all actions of a pattern. */
export function isPatternDenied(permissions: Permissions, pattern: string): boolean {
  return permissions.denies.some(
    deny => takesAll(deny, permissions, serviceOf(pattern)) && containsAction(deny, pattern),
  );
}

// A NotResource in a Deny spares something, so it never takes all.
function takesAll(deny: Statement, permissions: Permissions, service: string): boolean {
  const everything = deny.Resource
    ? deny.Resource.some(pattern => reachesService(pattern, service))
    : (deny.NotResource ?? []).length === 0;
  return everything && alwaysHolds(deny, permissions.known);
}

function reachesService(pattern: string, service: string): boolean {
  return service.includes('*') ? isEveryResource(pattern) : isEveryResourceOf(pattern, service);
}

/** True when the permissions boundary, if there is one, lets the action through on every resource of its service. */
export function isWithinBoundary({ boundary }: Permissions, action: string): boolean {
  if (!boundary) return true;
  const allowed = boundary.allows.some(
    ({ statement }) => statementCovers(statement, action) && isEverywhere(statement, serviceOf(action)),
  );
  return allowed && !isDeniedEverywhere(boundary, action);
}

function serviceOf(action: string): string {
  return action.split(':')[0]?.toLowerCase() ?? '*';
}
