import { actionsLeft, meetsAction } from './coverage.js';
import { type PinOptions, type Pinned, pinOfDeny } from './pins.js';
import { type Caller, isOpenProvider, readCaller } from './principal.js';
import type { Statement } from './statement.js';

/** What keeps a statement private although its principal is everyone. */
export interface Pin extends Pinned {
  readonly statement: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly by: 'Allow' | 'Deny';
}

/** The Denies that hit every stranger: for everyone (or all but fixed principals), under conditions that spare only fixed callers. */
export function closingDenies(statements: readonly Statement[], options: PinOptions): readonly Statement[] {
  return statements.filter(deny => isForEveryone(deny) && deny.Condition.every(clause => pinOfDeny(clause, options)));
}

function isForEveryone(statement: Statement): boolean {
  if (statement.Effect !== 'Deny') return false;
  if (statement.NotPrincipal) {
    return statement.NotPrincipal.map(readCaller).every(left => left.kind !== 'everyone' && !isOpenProvider(left));
  }
  return (statement.Principal ?? []).some(name => name.kind === 'AWS' && name.value === '*');
}

/** Those of the Denies that bite this caller: a NotPrincipal or a condition may spare an AWS service. */
export function reaching(denies: readonly Statement[], caller: Caller): readonly Statement[] {
  if (caller.kind !== 'service') return denies;
  return denies.filter(deny => {
    const spares = deny.Condition.some(
      ({ operator, key }) => operator === 'bool' || key.startsWith('aws:principalservicename'),
    );
    return (
      !spares &&
      !(deny.NotPrincipal ?? []).some(({ kind, value }) => kind === 'Service' && value.toLowerCase() === caller.service)
    );
  });
}

/**
 * Whom the Denies that take back all of an Allow spare, as pins that must all hold.
 * Every Deny that does so alone is one; where only several together do, each spares its own callers, and they make one pin.
 */
export function closingPins(allow: Statement, denies: readonly Statement[], options: PinOptions): readonly Pin[] {
  const alone = denies.filter(deny => actionsLeft(allow, [deny]).length === 0);
  if (alone.length > 0) return alone.map(deny => pinOfWholeDeny(deny, options));
  const parts = denies.filter(deny => (allow.Action ?? ['*']).some(action => meetsAction(deny, action)));
  return [eitherOf(parts.map(deny => pinOfWholeDeny(deny, options)))];
}

// The conditions of a Deny must all be true for it to bite, so whoever meets one of them is spared.
function pinOfWholeDeny(deny: Statement, options: PinOptions): Pin {
  const base = { statement: deny.label, by: 'Deny' as const };
  const pins = deny.Condition.flatMap(clause => {
    const pinned = pinOfDeny(clause, options);
    return pinned ? [{ ...base, ...pinned, key: clause.writtenKey, values: clause.values }] : [];
  });
  const callers = pins.filter(pin => !/^aws:principal(isawsservice|servicename)/i.test(pin.key));
  return eitherOf(callers.length > 0 ? callers : pins, deny.label);
}

function eitherOf(pins: readonly Pin[], label = ''): Pin {
  const [first, ...more] = pins;
  if (!first)
    return { statement: label, key: 'Deny', values: [], accounts: [], organizations: [], own: false, by: 'Deny' };
  if (more.length === 0) return first;
  const telling = pins.every(pin => pin.own || pin.accounts.length + pin.organizations.length > 0);
  return {
    statement: [...new Set(pins.map(pin => pin.statement))].join(', '),
    key: [...new Set(pins.map(pin => pin.key))].join(' or '),
    values: pins.flatMap(pin => pin.values),
    // One alternative that names no account (a network, say) leaves the account open.
    accounts: telling ? [...new Set(pins.flatMap(pin => pin.accounts))] : [],
    organizations: telling ? [...new Set(pins.flatMap(pin => pin.organizations))] : [],
    own: telling && pins.some(pin => pin.own),
    by: 'Deny',
  };
}
