import { expandActions } from './actions.js';
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
  const services = new Set([...actions].map(serviceOf));
  // Where nothing takes back, what is left for one action is left for all.
  const plain = permissions.denies.length === 0 && permissions.boundary === undefined;
  for (const action of plain ? sampleOf(actions) : actions) {
    const service = serviceOf(action);
    for (const resource of resourcesLeft(permissions, statement, action)) {
      const other = splitArn(resource)?.service;
      // A list of actions and resources of several services grants no table to an action on buckets.
      if (other !== undefined && other !== service && services.has(other)) continue;
      yield { service, resource, ...kindOf(action), conditional };
    }
  }
}

/** One action that reads, one that writes and one that does both, of each service. */
function sampleOf(actions: ReadonlySet<string>): Iterable<string> {
  const found = new Map<string, string>();
  for (const action of actions) {
    const { read, write } = kindOf(action);
    found.set(`${serviceOf(action)} ${read} ${write}`, action);
  }
  return found.values();
}

/** What NotAction grants cannot be told action by action: it is everything but what it leaves out. */
function exceptFor(statement: Statement, permissions: Permissions): Reach[] {
  const resources = resourcesLeft(permissions, statement, '*');
  const resource = `everything but ${(statement.NotAction ?? []).join(', ')}`;
  if (resources.length === 0) return [];
  return [{ service: '*', resource, read: true, write: true, conditional: statement.Condition.length > 0 }];
}

const serviceOf = (action: string): string => {
  const service = action.slice(0, Math.max(0, action.indexOf(':'))).toLowerCase();
  return service === '' || hasWildcard(service) ? '*' : service;
};

/** Doors to a database or a query language: what goes through them is not for IAM to tell. */
const ambiguous =
  /^(dsql:DbConnect|rds-db:connect|rds-data:|dynamodb:PartiQL(?!Select)|es:ESHttp\*|redshift-data:Execute)/i;
const reading =
  /^[^:]+:(Admin)?(Get|BatchGet|TransactGet|List|Describe|Query|Scan|Select|PartiQLSelect|Head|Search|Lookup|Check|ConditionCheck|View|Read|Receive|Filter|Test|Estimate|Simulate|Verify|Detect|Decrypt|Preview|Retrieve|Download|Validate|Poll|ESHttpGet|ESHttpHead|StartQuery|StopQuery)/i;

function kindOf(action: string): { read: boolean; write: boolean } {
  if (ambiguous.test(action)) return { read: true, write: true };
  const read = reading.test(action);
  return { read, write: !read };
}
