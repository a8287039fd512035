import { actionsLeft, meetsAction, meetsResource } from './coverage.js';
import { type PolicySource, parsePolicy } from './document.js';
import { refuse } from './error.js';
import { leavesOnlyServices, type PinOptions, type Pinned, pinOfAllow, pinOfDeny, weaknessOf } from './pins.js';
import { type Caller, claimKeysOf, describePrincipal, isOpenProvider, readCaller } from './principal.js';
import type { Statement } from './statement.js';

/** What a caller of publicAccess can ask for. */
export interface PublicOptions extends PinOptions {
  /** Only statements that can grant one of these actions (patterns allowed). */
  readonly actions?: readonly string[];
  /** Only statements that can reach this ARN, or what lies below it. */
  readonly resource?: string;
  /** Count an AWS service that nothing pins as public too (confused deputy). */
  readonly countServices?: boolean;
  /** With countServices: service principals that are left alone. */
  readonly exemptServices?: readonly string[];
}

/** One statement that lets the public in. */
export interface PublicGrant {
  readonly statement: string;
  readonly principal: string;
  readonly actions: readonly string[];
  readonly reason: string;
}

/** What keeps a statement private although its principal is everyone. */
export interface Pin extends Pinned {
  readonly statement: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly by: 'Allow' | 'Deny';
}

/** The verdict: public through these grants, or private because of these pins. */
export interface PublicVerdict {
  readonly public: boolean;
  readonly grants: readonly PublicGrant[];
  readonly pins: readonly Pin[];
  /** Conditions of the public statements that may narrow them, but in a way no analysis of the policy can prove. */
  readonly undecided: readonly string[];
}

interface Door {
  readonly principal: string;
  readonly caller: Caller;
}

/**
 * Says whether a resource policy lets in a caller that nobody chose: unsigned, or from any account.
 * A condition counts as a limit only when every value names a fixed account, organization, ARN with a fixed account,
 * VPC, endpoint, user id or a narrow address range, and only when a caller without the key does not slip through;
 * a Deny for everyone counts when it takes the same actions on the same resources back from every stranger.
 */
export function publicAccess(source: PolicySource, options: PublicOptions = {}): PublicVerdict {
  const statements = parsePolicy(source).Statement;
  const denies = statements.filter(isForEveryone);
  const grants: PublicGrant[] = [];
  const pins: Pin[] = [];
  const undecided = new Set<string>();
  for (const statement of statements) {
    const doors = doorsOf(statement).filter(door => isOpen(door, statement, options));
    if (statement.Effect === 'Deny' || doors.length === 0 || !isWanted(statement, options)) continue;
    const door = doors.find(({ caller }) => pinsOf(statement, denies, caller, options).length === 0);
    if (!door) {
      for (const { caller } of doors) pins.push(...pinsOf(statement, denies, caller, options));
      continue;
    }
    const actions = actionsLeft(statement, hittingDenies(denies, door.caller, options));
    grants.push({ statement: statement.label, principal: door.principal, actions, reason: reasonFor(statement, door) });
    for (const clause of statement.Condition) undecided.add(`${clause.writtenOperator} ${clause.writtenKey}`);
  }
  return { public: grants.length > 0, grants, pins, undecided: [...undecided] };
}

/** What keeps this caller of an Allow from being anybody: its own conditions, and Denies that take all of it back. */
export function pinsOf(
  allow: Statement,
  denies: readonly Statement[],
  caller: Caller,
  options: PinOptions,
): readonly Pin[] {
  const pins: Pin[] = [];
  const asked = { ...options, pinningKeys: [...(options.pinningKeys ?? []), ...claimKeysOf(caller)] };
  for (const clause of allow.Condition) {
    const pinned = pinOfAllow(clause, allow, asked);
    if (pinned)
      pins.push({ ...pinned, statement: allow.label, key: clause.writtenKey, values: clause.values, by: 'Allow' });
  }
  const hitting = hittingDenies(denies, caller, options);
  if (hitting.length > 0 && actionsLeft(allow, hitting).length === 0) {
    pins.push(...hitting.flatMap(deny => pinsOfDeny(deny, options)));
  }
  return pins;
}

/** The Denies that say "everyone", or "everyone but these fixed principals". */
export function isForEveryone(statement: Statement): boolean {
  if (statement.Effect !== 'Deny') return false;
  if (statement.NotPrincipal)
    return statement.NotPrincipal.map(readCaller).every(left => left.kind !== 'everyone' && !isOpenProvider(left));
  return (statement.Principal ?? []).some(name => name.kind === 'AWS' && name.value === '*');
}

function hittingDenies(denies: readonly Statement[], caller: Caller, options: PinOptions): readonly Statement[] {
  return denies.filter(deny => deny.Condition.every(clause => pinOfDeny(clause, options)) && reaches(deny, caller));
}

// A NotPrincipal that names the service, and a condition that spares AWS services, leave a service caller alone.
function reaches(deny: Statement, caller: Caller): boolean {
  if (caller.kind !== 'service') return true;
  if (deny.Condition.some(clause => clause.operator === 'bool' || clause.key.startsWith('aws:principalservicename')))
    return false;
  return !(deny.NotPrincipal ?? []).some(
    name => name.kind === 'Service' && name.value.toLowerCase() === caller.service,
  );
}

function pinsOfDeny(deny: Statement, options: PinOptions): readonly Pin[] {
  const found = { statement: deny.label, by: 'Deny' as const };
  if (deny.Condition.length === 0)
    return [{ ...found, key: 'Deny', values: [], accounts: [], organizations: [], own: false }];
  return deny.Condition.flatMap(clause => {
    const pinned = pinOfDeny(clause, options);
    return pinned ? [{ ...found, ...pinned, key: clause.writtenKey, values: clause.values }] : [];
  });
}

/** The principals of an Allow; a NotPrincipal lets everyone in but the named. */
export function doorsOf(statement: Statement): readonly Door[] {
  if (statement.Principal)
    return statement.Principal.map(name => ({ principal: describePrincipal(name), caller: readCaller(name) }));
  if (!statement.NotPrincipal)
    return refuse(`${statement.label} names no Principal, so this is not the policy of a resource`);
  if (statement.NotPrincipal.some(name => name.kind === 'AWS' && name.value === '*')) return [];
  const left = statement.NotPrincipal.map(describePrincipal).join(', ');
  return [{ principal: `everyone but ${left}`, caller: { kind: 'everyone' } }];
}

function isOpen(
  { caller }: Door,
  statement: Statement,
  { countServices = false, exemptServices = [] }: PublicOptions,
): boolean {
  if (isOpenProvider(caller)) return true;
  if (caller.kind === 'everyone')
    return countServices || !statement.Condition.some(clause => leavesOnlyServices(clause, statement));
  return (
    countServices &&
    caller.kind === 'service' &&
    !exemptServices.some(exempt => exempt.toLowerCase() === caller.service)
  );
}

function isWanted(statement: Statement, { actions, resource }: PublicOptions): boolean {
  if (actions && !actions.some(action => meetsAction(statement, action))) return false;
  if (resource === undefined) return true;
  return [resource, `${resource}/*`, `${resource}:*`].some(part => meetsResource(statement, part));
}

function reasonFor(statement: Statement, { caller }: Door): string {
  const who =
    caller.kind === 'service'
      ? `the service ${caller.service} may act for any account`
      : caller.kind === 'identity-provider'
        ? `anyone with an identity of ${caller.provider} is let in`
        : 'everyone is let in';
  const weak = statement.Condition.flatMap(clause => {
    const weakness = weaknessOf(clause);
    return weakness === undefined ? [] : [`${clause.writtenKey}: ${weakness}`];
  });
  return weak.length === 0 ? `${who} and no condition limits the caller` : `${who} (${weak.join('; ')})`;
}
