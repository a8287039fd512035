import { actionsLeft, meetsAction, meetsResource, narrowTo } from './coverage.js';
import { closingDenies, closingPins, type Pin, reaching } from './deny-back.js';
import { type PolicySource, parsePolicy } from './document.js';
import { refuse } from './error.js';
import { leavesOnlyServices, type PinOptions, pinOfAllow, weaknessOf } from './pins.js';
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
  const denies = closingDenies(statements, options);
  const grants: PublicGrant[] = [];
  const pins: Pin[] = [];
  const undecided = new Set<string>();
  for (const written of statements) {
    const statement = isWanted(written, options) ? narrowTo(written, options.actions) : undefined;
    const doors = doorsOf(written).filter(door => statement && isOpen(door, statement, options));
    if (!statement || written.Effect === 'Deny' || doors.length === 0) continue;
    const inspected = doors.map(door => ({ door, ...inspect(statement, denies, door.caller, options) }));
    const open = inspected.find(found => found.pins.length === 0);
    if (!open) {
      pins.push(...inspected.flatMap(found => found.pins));
      continue;
    }
    const { door, actions } = open;
    grants.push({ statement: statement.label, principal: door.principal, actions, reason: reasonFor(statement, door) });
    for (const clause of statement.Condition) undecided.add(`${clause.writtenOperator} ${clause.writtenKey}`);
  }
  return { public: grants.length > 0, grants, pins, undecided: [...undecided] };
}

/** What keeps this caller of an Allow from being anybody (its own conditions, Denies that take all of it back), and what is left to do. */
export function inspect(
  allow: Statement,
  denies: readonly Statement[],
  caller: Caller,
  options: PinOptions,
): { readonly pins: readonly Pin[]; readonly actions: readonly string[] } {
  const asked = { ...options, pinningKeys: [...(options.pinningKeys ?? []), ...claimKeysOf(caller)] };
  const own = allow.Condition.flatMap(clause => {
    const pinned = pinOfAllow(clause, allow, asked);
    if (!pinned) return [];
    return [{ ...pinned, statement: allow.label, key: clause.writtenKey, values: clause.values, by: 'Allow' as const }];
  });
  const hitting = reaching(denies, caller);
  const actions = actionsLeft(allow, hitting);
  return { pins: actions.length === 0 ? [...own, ...closingPins(allow, hitting, options)] : own, actions };
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
