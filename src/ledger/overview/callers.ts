import type { InvokePermission } from '../../checks/lambda/permissions.js';
import type { Trigger, TriggerKind } from '../../core/overview.js';
import { matchesGlob } from '../../core/policy/glob.js';
import { grantsOf, parsePolicy, PolicyError } from '../../core/policy/index.js';
import type { RoleRow, Roles } from './access.js';
import { nameArn } from './resource-names.js';
import type { Wiring } from './wiring.js';

/** Services that call functions by permission of the function's own policy. */
const services: Readonly<Record<string, TriggerKind>> = {
  'apigateway.amazonaws.com': 'api',
  'events.amazonaws.com': 'rule',
  's3.amazonaws.com': 'bucket',
  'sns.amazonaws.com': 'topic',
  'cognito-idp.amazonaws.com': 'user-pool',
  'appsync.amazonaws.com': 'graphql',
};

/** The triggers that a function's policy allows. */
export function permittedBy(permissions: readonly InvokePermission[], isOpenUrl: boolean): Trigger[] {
  return permissions.flatMap(one => {
    if (one.Effect !== 'Allow') return [];
    return one.Principals.flatMap(principal => permitted(principal, one, isOpenUrl));
  });
}

function permitted(principal: string, { Actions, SourceArns }: InvokePermission, isOpenUrl: boolean): Trigger[] {
  const service = principal.toLowerCase();
  if (!service.endsWith('.amazonaws.com')) {
    // Who may use a URL is told with the URL.
    if (Actions.every(action => /^lambda:InvokeFunctionUrl$/i.test(action)) || (principal === '*' && isOpenUrl))
      return [];
    const named = SourceArns.length > 0 ? `anyone, for ${SourceArns.join(', ')}` : 'anyone';
    return [{ kind: 'account', name: principal === '*' ? named : principal, what: '', state: 'allowed' }];
  }
  const kind = services[service] ?? (service.startsWith('logs.') ? 'logs' : 'other');
  const name = service.replace(/\.amazonaws\.com$/, '');
  if (SourceArns.length === 0) return [{ kind, name, what: 'anything of it', state: 'allowed' }];
  return SourceArns.map(arn => sourceOf(kind, arn, name));
}

function sourceOf(kind: TriggerKind, arn: string, service: string): Trigger {
  const resource = arn.split(':').slice(5).join(':');
  if (kind === 'api') {
    const [api = '', , method = '*', ...path] = resource.split('/');
    const what = resource.includes('/authorizers/') ? 'authorizer' : sayRoute(method, path.join('/'));
    return { kind, name: api, what, state: 'allowed' };
  }
  if (kind === 'rule') return { kind, name: resource.replace(/^rule\//, ''), what: '', state: 'allowed' };
  const name = nameArn(arn)?.name ?? arn;
  return { kind, name, what: kind === 'other' ? `of ${service}` : '', state: 'allowed' };
}

const sayRoute = (method: string, path: string): string => {
  if (path === '' || path === '*') return method === '*' ? 'any route' : `${method} of any path`;
  return `${method === '*' ? 'any method' : method} /${path}`;
};

/**
 * What is seen and what is only allowed, together: a permission for what was seen to call says nothing new, and one for
 * a rule that was seen not to call is stale.
 */
export function together(
  seen: readonly Trigger[],
  allowed: readonly Trigger[],
  { isWhole, names }: { isWhole(kind: TriggerKind): boolean; names: ReadonlyMap<string, string> },
): Trigger[] {
  const live = new Set(seen.flatMap(({ kind, state }) => (state === 'allowed' ? [] : [kind])));
  // A role is how a service calls what it was seen to call.
  const found = seen.filter(({ kind, state }) => state !== 'allowed' || !live.has(kind));
  for (const one of allowed) {
    const named = { ...one, name: names.get(one.name) ?? one.name };
    if (seen.some(({ kind, name }) => kind === named.kind && isSame(kind, name, named.name))) continue;
    const stale = isWhole(named.kind) && named.what !== 'anything of it' && !/[*?]/.test(named.name);
    found.push(stale ? { ...named, state: 'stale' } : named);
  }
  const unique = new Map(found.map(one => [JSON.stringify([one.kind, one.name, one.what, one.state]), one]));
  return [...unique.values()].sort(inOrder);
}

/** A permission may hold for several things by a pattern. */
const isSame = (kind: TriggerKind, name: string, pattern: string): boolean =>
  name === pattern || (kind !== 'api' && matchesGlob(pattern, name));

const inOrder = (a: Trigger, b: Trigger): number =>
  compare(a.kind, b.kind) || compare(a.name, b.name) || compare(a.what, b.what) || compare(a.state, b.state);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Services that call functions through a role of the account, and leave no trace in the function's policy. */
const throughRoles: Readonly<Record<string, TriggerKind>> = {
  'states.amazonaws.com': 'state-machine',
  'appsync.amazonaws.com': 'graphql',
  'pipes.amazonaws.com': 'stream',
  'apigateway.amazonaws.com': 'api',
};

/** Notes functions that a service may call through a role. Roles for all functions name none. */
export function wireRoles(roles: Roles, arns: readonly string[], wiring: Wiring, now: Date): void {
  for (const role of roles.seen()) {
    const kind = attempt(() => serviceOf(role));
    if (kind === undefined) continue;
    const { boundary, documents } = roles.documentsOf(role);
    const options = { now, ...(boundary === undefined ? {} : { boundary }) };
    const grants = attempt(() => grantsOf(documents, 'lambda:InvokeFunction', options)) ?? [];
    const patterns = [...new Set(grants.flatMap(({ resources }) => resources))].filter(one =>
      /:function:[^*?:]/.test(one),
    );
    const trigger: Trigger = { kind, name: `role ${role.RoleName}`, what: '', state: 'allowed' };
    for (const arn of arns) {
      if (patterns.some(pattern => matchesGlob(pattern, arn) || matchesGlob(pattern, `${arn}:$LATEST`)))
        wiring.add(arn, trigger);
    }
  }
}

function serviceOf({ AssumeRolePolicyDocument }: RoleRow): TriggerKind | undefined {
  if (!/(states|appsync|pipes|apigateway)\.amazonaws\.com/.test(AssumeRolePolicyDocument)) return undefined;
  const principals = parsePolicy(AssumeRolePolicyDocument).Statement.flatMap(({ Principal }) => Principal ?? []);
  return principals.map(({ value }) => throughRoles[value]).find(kind => kind !== undefined);
}

/** A policy that nobody can read grants nothing that could be told. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}
