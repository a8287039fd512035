import { describeActions } from './coverage.js';
import { closingDenies, type Pin } from './deny-back.js';
import { type PolicySource, parsePolicy } from './document.js';
import type { Caller } from './principal.js';
import { doorsOf, inspect } from './public.js';

/** Somebody outside the account whom an Allow lets in. */
export interface ExternalPrincipal {
  readonly statement: string;
  /** As written in the policy. */
  readonly principal: string;
  readonly kind: 'account' | 'organization' | 'everyone' | 'orphaned' | 'canonical-user' | 'identity-provider';
  /** 12 digits, where the policy tells. */
  readonly account?: string;
  readonly organization?: string;
  /** Named as principal, or let in by the value of a condition on an Allow for everyone or for a service. */
  readonly via: 'Principal' | 'Condition';
  readonly actions: readonly string[];
  /** The conditions that narrow this principal further. */
  readonly pins: readonly Pin[];
}

/**
 * Lists everybody outside `ownAccount` whom the policy's Allows let in, in document order: named accounts, accounts and
 * organizations named by a condition on an Allow for everyone, and everyone where only the network or nothing is pinned.
 */
export function externalPrincipals(source: PolicySource, ownAccount: string): ExternalPrincipal[] {
  const statements = parsePolicy(source).Statement;
  const denies = closingDenies(statements, {});
  return statements.flatMap(statement => {
    if (statement.Effect === 'Deny') return [];
    return doorsOf(statement).flatMap(({ principal, caller }) => {
      const pins = inspect(statement, denies, caller, {}).pins;
      const base = { statement: statement.label, principal, actions: describeActions(statement), pins };
      return outsiders(caller, pins, ownAccount).map(outsider => ({ ...base, ...outsider }));
    });
  });
}

type Outsider = Pick<ExternalPrincipal, 'kind' | 'account' | 'organization' | 'via'>;

function outsiders(caller: Caller, pins: readonly Pin[], own: string): readonly Outsider[] {
  if (pins.some(pin => isOnlyOwn(pin, own))) return [];
  if (pins.some(pin => pin.by === 'Deny' && pin.key === 'Deny')) return [];
  switch (caller.kind) {
    case 'everyone':
    case 'service':
      return byCondition(caller, pins, own);
    case 'account':
      if (caller.account === own || isExcluded(caller.account, pins)) return [];
      return [{ kind: 'account', account: caller.account, via: 'Principal' }];
    case 'identity-provider':
      if (caller.account === own) return [];
      return [
        { kind: caller.kind, via: 'Principal', ...(caller.account === undefined ? {} : { account: caller.account }) },
      ];
    default:
      return [{ kind: caller.kind, via: 'Principal' }];
  }
}

function byCondition(caller: Caller, pins: readonly Pin[], own: string): readonly Outsider[] {
  const found: Outsider[] = [];
  // A Deny only narrows: whom it spares from coming through a service was let in by the Allow, which named nobody.
  const naming = caller.kind === 'service' ? pins.filter(pin => pin.by !== 'Deny') : pins;
  for (const account of new Set(naming.flatMap(pin => pin.accounts))) {
    if (account !== own && !isExcluded(account, pins)) found.push({ kind: 'account', account, via: 'Condition' });
  }
  for (const organization of new Set(naming.flatMap(pin => pin.organizations))) {
    found.push({ kind: 'organization', organization, via: 'Condition' });
  }
  if (found.length > 0 || caller.kind === 'service') return found;
  return [{ kind: 'everyone', via: 'Principal' }];
}

function isOnlyOwn({ accounts, organizations, own }: Pin, ownAccount: string): boolean {
  return (
    organizations.length === 0 && (own || accounts.length > 0) && accounts.every(account => account === ownAccount)
  );
}

// Conditions of one statement must all hold, so an account that one of them does not name is out.
function isExcluded(account: string, pins: readonly Pin[]): boolean {
  return pins.some(
    ({ accounts, organizations, own }) =>
      organizations.length === 0 && (own || accounts.length > 0) && !accounts.includes(account),
  );
}
