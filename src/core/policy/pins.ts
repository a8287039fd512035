import { areNarrowRanges } from './address.js';
import { isAccountId, ownerOfArn } from './arn.js';
import { hasWildcard } from './glob.js';
import type { ConditionClause, Statement } from './statement.js';

/** What a condition leaves of "everyone": who the values name. `own` is the account that holds the resource. */
export interface Pinned {
  readonly accounts: readonly string[];
  readonly organizations: readonly string[];
  readonly own: boolean;
}

/** Settings that decide which condition values count. */
export interface PinOptions {
  readonly pinningKeys?: readonly string[];
  readonly ownAccount?: string;
  readonly ownAccountOnly?: boolean;
}

type Reader = (value: string) => Partial<Pinned> | undefined;

const account: Reader = value => {
  if (/^\$\{aws:resourceaccount\}$/i.test(value)) return { own: true };
  return isAccountId(value) ? { accounts: [value] } : undefined;
};
const organization: Reader = value => {
  if (/^\$\{aws:resourceorgid\}$/i.test(value)) return { own: true };
  return /^o-[a-z0-9-]+$/i.test(value) ? { organizations: [value] } : undefined;
};
const organizationPath: Reader = value => organization(value.split('/')[0] ?? '');
const arn: Reader = value => {
  if (/^arn:[^:]*:[^:]*:[^:]*:\$\{aws:resourceaccount\}:/i.test(value)) return { own: true };
  const owner = ownerOfArn(value);
  return owner === undefined ? undefined : owner === '' ? {} : { accounts: [owner] };
};
const named =
  (prefix: string): Reader =>
  value =>
    value.startsWith(prefix) && value.length > prefix.length && isLiteral(value) ? {} : undefined;
const literal: Reader = value => (value !== '' && isLiteral(value) ? {} : undefined);
// S3's definition of public leaves out the pattern AROLEID:*; unsigned callers carry the user id "anonymous".
const userId: Reader = value => (value.toLowerCase() === 'anonymous' ? undefined : literal(value));

/** Keys that say who calls, or from which private network. Keys that any caller can satisfy (tags, times, referer) are not here. */
const READERS = new Map<string, Reader>([
  ...['aws:sourceaccount', 'aws:sourceowner', 'aws:principalaccount', 'kms:calleraccount'].map(
    key => [key, account] as const,
  ),
  ...['aws:principalorgmasteraccountid', 'aws:vpceaccount', 's3:dataaccesspointaccount'].map(
    key => [key, account] as const,
  ),
  ...['aws:principalorgid', 'aws:sourceorgid', 'aws:vpceorgid'].map(key => [key, organization] as const),
  ...['aws:principalorgpaths', 'aws:sourceorgpaths', 'aws:vpceorgpaths'].map(key => [key, organizationPath] as const),
  ...['aws:sourcearn', 'aws:principalarn', 's3:dataaccesspointarn', 'aws:federatedprovider'].map(
    key => [key, arn] as const,
  ),
  ...['aws:sourcevpcarn', 'ec2:sourceinstancearn', 'lambda:sourcefunctionarn'].map(key => [key, arn] as const),
  ['aws:sourcevpc', named('vpc-')],
  ['aws:ec2instancesourcevpc', named('vpc-')],
  ['aws:sourcevpce', named('vpce-')],
  ['aws:userid', userId],
  ['lambda:eventsourcetoken', literal],
]);

const POSITIVE = new Set(['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike']);
const NEGATED = new Set([
  'stringnotequals',
  'stringnotequalsignorecase',
  'stringnotlike',
  'arnnotequals',
  'arnnotlike',
]);
/** In every request, unsigned ones included, so that IfExists changes nothing. */
const ALWAYS_PRESENT = new Set(['aws:principalaccount', 'kms:calleraccount']);
/** EFS counts access through a mount target as private: the caller is inside the file system's own network. */
const PRIVATE_WHEN_TRUE = new Set(['elasticfilesystem:accessedviamounttarget']);
const SERVICE_FLAG = 'aws:principalisawsservice';
const SERVICE_NAMES = new Set(['aws:principalservicename', 'aws:principalservicenameslist']);

function isLiteral(value: string): boolean {
  return !hasWildcard(value) && !value.includes('${');
}

/** What an Allow's clause leaves of everyone; undefined when a stranger (unsigned, or of any account) can satisfy it. */
export function pinOfAllow(
  clause: ConditionClause,
  statement: Statement,
  options: PinOptions = {},
): Pinned | undefined {
  if (!isPresenceCertain(clause, statement) && (clause.ifExists || clause.quantifier === 'ForAllValues'))
    return undefined;
  if (clause.operator === 'ipaddress') return pinOfAddresses(clause);
  if (clause.operator === 'bool' || POSITIVE.has(clause.operator)) {
    if (PRIVATE_WHEN_TRUE.has(clause.key)) return isAll(clause.values, 'true') ? combine([{}]) : undefined;
  }
  return POSITIVE.has(clause.operator) ? pinOfValues(clause, options) : undefined;
}

/** Whom a Deny's clause spares; undefined when some stranger escapes the Deny through it. */
export function pinOfDeny(clause: ConditionClause, options: PinOptions = {}): Pinned | undefined {
  // A negated operator is true for an absent key, except under ForAnyValue, which needs a value to look at.
  if (clause.quantifier === 'ForAnyValue') return undefined;
  if (clause.operator === 'notipaddress') return pinOfAddresses(clause);
  if (clause.operator === 'bool' && clause.key === SERVICE_FLAG) {
    return clause.ifExists && isAll(clause.values, 'false') ? combine([{}]) : undefined;
  }
  if (!NEGATED.has(clause.operator)) return undefined;
  if (SERVICE_NAMES.has(clause.key)) return clause.values.every(isLiteral) ? combine([{}]) : undefined;
  return pinOfValues(clause, options, true);
}

/** True when a clause lets only AWS services through, which is not everyone but not one account either. */
export function leavesOnlyServices(clause: ConditionClause, statement: Statement): boolean {
  if (!isPresenceCertain(clause, statement) && (clause.ifExists || clause.quantifier === 'ForAllValues')) return false;
  if (clause.key === SERVICE_FLAG) return clause.operator === 'bool' && isAll(clause.values, 'true');
  return (
    SERVICE_NAMES.has(clause.key) &&
    POSITIVE.has(clause.operator) &&
    clause.values.length > 0 &&
    clause.values.every(isLiteral)
  );
}

/** Why a clause that looks like a limit is none, as the end of a sentence; undefined for keys that never limit the caller. */
export function weaknessOf(clause: ConditionClause): string | undefined {
  const known = READERS.has(clause.key) || clause.key === 'aws:sourceip';
  if (!known) return undefined;
  if (NEGATED.has(clause.operator) || clause.operator === 'notipaddress')
    return `${clause.writtenOperator} only leaves somebody out`;
  if (clause.ifExists) return `${clause.writtenOperator} is true for a caller without the key`;
  if (clause.quantifier === 'ForAllValues') return 'ForAllValues is true for a caller without the key';
  return `${clause.values.join(', ') || 'no value'} names no fixed caller`;
}

function pinOfAddresses(clause: ConditionClause): Pinned | undefined {
  return clause.key === 'aws:sourceip' && areNarrowRanges(clause.values) ? combine([{}]) : undefined;
}

function pinOfValues(clause: ConditionClause, options: PinOptions, denying = false): Pinned | undefined {
  const read = readerOf(clause.key, options);
  if (!read || clause.values.length === 0) return undefined;
  const found: Partial<Pinned>[] = [];
  for (const value of clause.values) {
    const pinned =
      read(value) ?? (denying && clause.key === 'aws:userid' && isSessionsOfOneRole(value) ? {} : undefined);
    if (!pinned || !isAccepted(pinned, options)) return undefined;
    found.push(pinned);
  }
  return combine(found);
}

function readerOf(key: string, { pinningKeys = [] }: PinOptions): Reader | undefined {
  return READERS.get(key) ?? (pinningKeys.some(more => more.toLowerCase() === key) ? literal : undefined);
}

function isAccepted(pinned: Partial<Pinned>, { ownAccount, ownAccountOnly = false }: PinOptions): boolean {
  return !ownAccountOnly || (pinned.accounts ?? []).every(found => found === ownAccount);
}

// AWS's own pattern for "only this role": Deny unless aws:userid is like AROA...:*; the role id is unique in the world.
function isSessionsOfOneRole(value: string): boolean {
  return /^A[A-Z]{3}[A-Z0-9]{12,}:\*$/.test(value);
}

function isPresenceCertain(clause: ConditionClause, statement: Statement): boolean {
  if (ALWAYS_PRESENT.has(clause.key)) return true;
  return statement.Condition.some(
    other => other.operator === 'null' && other.key === clause.key && isAll(other.values, 'false'),
  );
}

function isAll(values: readonly string[], wanted: string): boolean {
  return values.length > 0 && values.every(value => value.toLowerCase() === wanted);
}

function combine(found: readonly Partial<Pinned>[]): Pinned {
  return {
    accounts: [...new Set(found.flatMap(pinned => pinned.accounts ?? []))],
    organizations: [...new Set(found.flatMap(pinned => pinned.organizations ?? []))],
    own: found.some(pinned => pinned.own === true),
  };
}
