import { expandActions, statementCovers } from './actions.js';
import { adminGrants } from './admin.js';
import { splitArn } from './arn.js';
import { type GrantOptions, type Permissions, type Policies, readPermissions, resourcesLeft } from './effective.js';
import { hasWildcard } from './glob.js';
import type { Statement } from './statement.js';

/** What a principal may work on: resources of one service, as the pattern that grants them. */
export interface Reach {
  /** IAM's prefix; `*` for all but what `resource` names, or for all. */
  readonly service: string;
  /** An ARN or a pattern of ARNs; `*` for all. */
  readonly resource: string;
  readonly read: boolean;
  readonly write: boolean;
  /** Whether each of its grants depends on conditions. */
  readonly conditional: boolean;
}

/** An administrator, or else everything that is granted after every certain Deny and within the boundary. */
export function reachOf(policies: Policies, options: GrantOptions = {}): 'everything' | Reach[] {
  if (adminGrants(policies, options).length > 0) return 'everything';
  const permissions = readPermissions(policies, options);
  const found = new Map<string, Reach>();
  for (const { statement } of permissions.allows) {
    for (const one of statement.Action ? reachesOf(statement, permissions) : exceptFor(statement, permissions)) {
      const key = `${one.service} ${one.resource}`;
      const before = found.get(key);
      found.set(key, before ? both(before, one) : one);
    }
  }
  return [...found.values()];
}

const both = (a: Reach, b: Reach): Reach => ({
  ...a,
  read: a.read || b.read,
  write: a.write || b.write,
  conditional: a.conditional && b.conditional,
});

function* reachesOf(statement: Statement, permissions: Permissions): Iterable<Reach> {
  const patterns = statement.Action ?? [];
  const conditional = statement.Condition.length > 0;
  if (patterns.some(pattern => /^\*+(:\*+)?$/.test(pattern))) {
    for (const resource of resourcesLeft(permissions, statement, '*')) {
      yield { service: splitArn(resource)?.service ?? '*', resource, read: true, write: true, conditional };
    }
    return;
  }
  const actions = new Set(patterns.flatMap(expandActions));
  const services = new Set([...actions].map(action => aboutAction(action).service));
  for (const action of telling(actions, permissions)) {
    const { service, read, write } = aboutAction(action);
    for (const resource of resourcesLeft(permissions, statement, action)) {
      const other = splitArn(resource)?.service;
      // A list of actions and resources of several services grants no table to an action on buckets.
      if (other !== undefined && other !== service && services.has(other)) continue;
      yield { service, resource, read, write, conditional };
    }
  }
}

/**
 * The actions to look at: each that a Deny or a boundary may take back. Of the others what is left for one is left for
 * all, so one that reads, one that writes and one that does both stand for those of their service.
 */
function* telling(actions: ReadonlySet<string>, { boundary, denies }: Permissions): Iterable<string> {
  if (boundary) return yield* actions;
  const stood = new Set<string>();
  for (const action of actions) {
    if (denies.some(deny => statementCovers(deny, action))) {
      yield action;
      continue;
    }
    const { key } = aboutAction(action);
    if (stood.has(key)) continue;
    stood.add(key);
    yield action;
  }
}

/** What NotAction grants cannot be told action by action: it is everything but what it leaves out. */
function exceptFor(statement: Statement, permissions: Permissions): Reach[] {
  const resources = resourcesLeft(permissions, statement, '*');
  const resource = `everything but ${(statement.NotAction ?? []).join(', ')}`;
  if (resources.length === 0) return [];
  return [{ service: '*', resource, read: true, write: true, conditional: statement.Condition.length > 0 }];
}

/** Doors to a database or a query language: what goes through them is not for IAM to tell. */
const ambiguous =
  /^(dsql:DbConnect|rds-db:connect|rds-data:|dynamodb:PartiQL(?!Select)|es:ESHttp\*|redshift-data:Execute)/i;
const reading =
  /^[^:]+:(Admin)?(Get|BatchGet|TransactGet|List|Describe|Query|Scan|Select|PartiQLSelect|Head|Search|Lookup|Check|ConditionCheck|View|Read|Receive|Filter|Test|Estimate|Simulate|Verify|Detect|Decrypt|Preview|Retrieve|Download|Validate|Poll|ESHttpGet|ESHttpHead|StartQuery|StopQuery)/i;

interface AboutAction {
  service: string;
  read: boolean;
  write: boolean;
  /** The same for actions of one service that do the same. */
  key: string;
}

/** Policies name the same few hundred actions over and over. */
const known = new Map<string, AboutAction>();
const mostKnown = 20_000;

function aboutAction(action: string): AboutAction {
  const found = known.get(action);
  if (found) return found;
  if (known.size >= mostKnown) known.clear();
  const prefix = action.slice(0, Math.max(0, action.indexOf(':'))).toLowerCase();
  const service = prefix === '' || hasWildcard(prefix) ? '*' : prefix;
  const both = ambiguous.test(action);
  const read = both || reading.test(action);
  const about = { service, read, write: both || !read, key: `${service} ${read} ${both}` };
  known.set(action, about);
  return about;
}
