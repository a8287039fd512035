import { statementCovers } from './actions.js';
import { containsResource, isEveryResource, meetsResource, resourcesOf } from './coverage.js';
import { type PolicySource, parsePolicy } from './document.js';
import type { Statement } from './statement.js';
import { alwaysHolds, type Known, neverHolds } from './truth.js';

/** One document, or all documents of one principal. */
export type Policies = PolicySource | readonly PolicySource[];

/** What else decides about a grant. */
export interface GrantOptions {
  /** The permissions boundary of the principal: what it does not allow, no policy grants. */
  readonly boundary?: PolicySource;
  /** Lets conditions on dates that are over count as never true; without it they count as open. */
  readonly now?: Date;
}

/** A statement and the position of its document in the input. */
export interface Placed {
  readonly policy: number;
  readonly statement: Statement;
}

/** The statements of a principal, sorted by effect, with its boundary. */
export interface Permissions {
  readonly allows: readonly Placed[];
  readonly denies: readonly Statement[];
  readonly boundary?: Permissions;
  readonly known: Known;
}

/** Gathers the statements that decide: Allows that can apply at all, and every Deny. */
export function readPermissions(policies: Policies, options: GrantOptions = {}): Permissions {
  const sources: readonly PolicySource[] = Array.isArray(policies) ? policies : [policies as PolicySource];
  const placed = sources.flatMap((source, policy) =>
    parsePolicy(source).Statement.map(statement => ({ policy, statement })),
  );
  const known: Known = options.now ? { now: options.now } : {};
  return {
    allows: placed.filter(({ statement }) => statement.Effect === 'Allow' && !neverHolds(statement, known)),
    denies: placed.flatMap(({ statement }) => (statement.Effect === 'Deny' ? [statement] : [])),
    known,
    ...(options.boundary === undefined
      ? {}
      : { boundary: readPermissions(options.boundary, options.now ? { now: options.now } : {}) }),
  };
}

/** The Denies that certainly apply to this action: unconditional, or with a condition that is always true for what is known. */
export function deniesOf(
  permissions: Permissions,
  action: string,
  known: Known = permissions.known,
): readonly Statement[] {
  return permissions.denies.filter(deny => statementCovers(deny, action) && alwaysHolds(deny, known));
}

/** The resources on which an Allow still grants the action after every certain Deny and the boundary; patterns, empty for none. */
export function resourcesLeft(
  permissions: Permissions,
  allow: Statement,
  action: string,
  known: Known = permissions.known,
): readonly string[] {
  const left = undenied(permissions, allow, action, known);
  const { boundary } = permissions;
  return boundary ? left.filter(resource => isWithin(boundary, action, resource, known)) : left;
}

function undenied(permissions: Permissions, allow: Statement, action: string, known: Known): readonly string[] {
  const denies = deniesOf(permissions, action, known);
  return resourcesOf(allow).filter(resource => !denies.some(deny => containsResource(deny, resource)));
}

function isWithin(boundary: Permissions, action: string, resource: string, known: Known): boolean {
  return boundary.allows.some(
    ({ statement }) =>
      statementCovers(statement, action) &&
      !neverHolds(statement, known) &&
      meetsResource(statement, resource) &&
      undenied(boundary, statement, action, known).length > 0 &&
      !deniesOf(boundary, action, known).some(deny => containsResource(deny, resource)),
  );
}

/** True when the Allow reaches everything, except for what a NotResource leaves out. */
export function reachesEverything(statement: Statement): boolean {
  return statement.Resource
    ? statement.Resource.some(isEveryResource)
    : !(statement.NotResource ?? []).some(isEveryResource);
}
