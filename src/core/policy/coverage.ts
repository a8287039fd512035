import { expandActions } from './actions.js';
import { splitArn } from './arn.js';
import { containsGlob, globsMeet, hasWildcard } from './glob.js';
import type { Statement } from './statement.js';

type ActionSide = Pick<Statement, 'Action' | 'NotAction'>;
type ResourceSide = Pick<Statement, 'Resource' | 'NotResource'>;

/** True when some action is in the statement's Action or NotAction and in the pattern. */
export function meetsAction(statement: ActionSide, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  if (statement.Action) return statement.Action.some(written => globsMeet(written.toLowerCase(), wanted));
  return !(statement.NotAction ?? []).some(written => containsGlob(written.toLowerCase(), wanted));
}

/** True when every action of the pattern is in the statement's Action or NotAction. */
export function containsAction(statement: ActionSide, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  if (statement.Action) return statement.Action.some(written => containsGlob(written.toLowerCase(), wanted));
  return !(statement.NotAction ?? []).some(written => globsMeet(written.toLowerCase(), wanted));
}

/** The statement with only those of its actions that are in one of the patterns, so that a Deny of just these shows. */
export function narrowTo(statement: Statement, patterns: readonly string[] | undefined): Statement {
  if (!patterns) return statement;
  const { NotAction: _left, ...rest } = statement;
  const Action = patterns.flatMap(pattern => {
    if (!meetsAction(statement, pattern)) return [];
    if (containsAction(statement, pattern)) return [pattern];
    return statement.Action?.filter(written => globsMeet(written.toLowerCase(), pattern.toLowerCase())) ?? [pattern];
  });
  return { ...rest, Action: [...new Set(Action)] };
}

/** True when every action is meant: Action `*`, `*:*` or `**`, or a NotAction that leaves nothing out. */
export function containsEveryAction(statement: ActionSide): boolean {
  if (statement.Action) return statement.Action.some(written => containsGlob(written, '*:*'));
  return (statement.NotAction ?? []).length === 0;
}

/** True when the statement reaches every resource that `resource` (a pattern) describes; no Resource element reaches all. */
export function containsResource(statement: ResourceSide, resource: string): boolean {
  if (statement.Resource) return statement.Resource.some(written => containsGlob(written, resource));
  return !(statement.NotResource ?? []).some(written => globsMeet(loosen(written), loosen(resource)));
}

/** True when the statement reaches something that `resource` (a pattern) describes; policy variables may stand for anything. */
export function meetsResource(statement: ResourceSide, resource: string): boolean {
  if (statement.Resource) return statement.Resource.some(written => globsMeet(loosen(written), resource));
  return !(statement.NotResource ?? []).some(written => containsGlob(written, resource));
}

/** True when the statement reaches some IAM resource of a kind (`role`, `user`, ...) in an account; AWS's own policies are in none. */
export function reachesIam(statement: ResourceSide, kind: string): boolean {
  if (statement.Resource) return statement.Resource.some(written => canBeIam(loosen(written), kind));
  return !(statement.NotResource ?? []).some(
    written => isEveryResourceOf(written, 'iam') || isEveryOfKind(written, kind),
  );
}

// By segments, since a wildcard of the whole text could run across them and find an account inside a name.
function canBeIam(pattern: string, kind: string): boolean {
  const arn = splitArn(pattern);
  if (!arn) return globsMeet(pattern, `arn:aws:iam::????????????:${kind}/*`);
  const inAccount =
    /^\d{12}$/.test(arn.account) || (hasWildcard(arn.account) && globsMeet(arn.account, '????????????'));
  return (
    globsMeet(arn.service, 'iam') && globsMeet(arn.region, '') && inAccount && globsMeet(arn.resource, `${kind}/*`)
  );
}

function isEveryOfKind(pattern: string, kind: string): boolean {
  const arn = splitArn(pattern);
  return arn?.service === 'iam' && containsGlob(arn.resource, `${kind}/*`);
}

/** The resource patterns of a statement; `*` when it names none, or names what it leaves out. */
export function resourcesOf(statement: ResourceSide): readonly string[] {
  return statement.Resource ?? ['*'];
}

/** True when the pattern reaches everything in the account: `*`, or an ARN with wildcards for service and resource. */
export function isEveryResource(pattern: string): boolean {
  const text = pattern.replace(/\*{2,}/g, '*');
  return (
    text === '*' ||
    text === '*/*' ||
    containsGlob(anyAccount(text), 'arn:aws:*:*:*:*') ||
    containsGlob(anyAccount(text), 'arn:*:*:*:*:*')
  );
}

/** True when the pattern reaches everything of one service, for example `arn:aws:kms:*:*:*`. */
export function isEveryResourceOf(pattern: string, service: string): boolean {
  const text = anyAccount(pattern);
  return (
    isEveryResource(pattern) ||
    [`arn:aws:${service}:*:*:*`, `arn:aws:${service}::*:*`].some(all => containsGlob(text, all))
  );
}

// An identity policy acts in its own account, so an account id in a resource is no limit, and neither is the partition.
function anyAccount(pattern: string): string {
  const arn = splitArn(pattern);
  if (!arn) return pattern;
  const account = /^\d{12}$|^$/.test(arn.account) ? '*' : arn.account;
  const partition = /^aws[a-z-]*$/.test(arn.partition) ? 'aws' : arn.partition;
  return ['arn', partition, arn.service, arn.region, account, arn.resource].join(':');
}

function loosen(pattern: string): string {
  return pattern.replace(/\$\{[^}]*\}/g, '*');
}

/** What is left of an Allow after these Denies, as action patterns; empty when they take everything back. */
export function actionsLeft(allow: Statement, denies: readonly Statement[]): readonly string[] {
  if (denies.length === 0) return describeActions(allow);
  const perResource = allow.NotResource
    ? [denies.filter(deny => containsComplement(deny, allow))]
    : resourcesOf(allow).map(resource => denies.filter(deny => containsResource(deny, resource)));
  if (allow.NotAction)
    return perResource.every(list => list.some(deny => swallowsNotAction(deny, allow))) ? [] : describeActions(allow);
  return (allow.Action ?? []).filter(pattern => !perResource.every(list => isDenied(pattern, list)));
}

/** The actions of a statement for a message; NotAction reads `everything but ...`. */
export function describeActions(statement: ActionSide): readonly string[] {
  return statement.Action ?? [`everything but ${(statement.NotAction ?? []).join(', ')}`];
}

function isDenied(pattern: string, denies: readonly Statement[]): boolean {
  if (denies.length === 0) return false;
  if (denies.some(deny => containsAction(deny, pattern))) return true;
  // Several Denies may together list every action that a wildcard stands for.
  return expandActions(pattern).every(action => denies.some(deny => containsAction(deny, action)));
}

function swallowsNotAction(deny: Statement, allow: Statement): boolean {
  if (containsEveryAction(deny)) return true;
  if (!deny.NotAction) return false;
  return deny.NotAction.every(left =>
    (allow.NotAction ?? []).some(out => containsGlob(out.toLowerCase(), left.toLowerCase())),
  );
}

function containsComplement(deny: Statement, allow: Statement): boolean {
  if (deny.Resource) return deny.Resource.some(isEveryResource);
  return (deny.NotResource ?? []).every(left => (allow.NotResource ?? []).some(out => containsGlob(out, left)));
}
