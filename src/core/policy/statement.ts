import { kindOf, refuse } from './error.js';

/** Who a statement is about, one name at a time; `"*"` reads as `{ kind: 'AWS', value: '*' }`, as IAM treats it. */
export interface PrincipalName {
  readonly kind: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  readonly value: string;
}

/** One operator on one key: the values are alternatives, the clauses of a statement must all hold. */
export interface ConditionClause {
  /** Lower case, without `ForAnyValue:` and `IfExists`. */
  readonly operator: string;
  readonly quantifier?: 'ForAnyValue' | 'ForAllValues';
  readonly ifExists: boolean;
  /** Lower case. */
  readonly key: string;
  readonly values: readonly string[];
  readonly writtenOperator: string;
  readonly writtenKey: string;
}

/** One statement; of each pair (Principal/NotPrincipal, Action/NotAction, Resource/NotResource) at most one is there. */
export interface Statement {
  /** Position in the document, from 0. */
  readonly index: number;
  /** What messages show: the Sid, or `statement 3` counted from 1. */
  readonly label: string;
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: readonly PrincipalName[];
  readonly NotPrincipal?: readonly PrincipalName[];
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition: readonly ConditionClause[];
}

const ELEMENTS = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '),
);
const IF_EXISTS = 'ifexists';
const PRINCIPAL_KINDS = new Map<string, PrincipalName['kind']>([
  ['aws', 'AWS'],
  ['service', 'Service'],
  ['federated', 'Federated'],
  ['canonicaluser', 'CanonicalUser'],
]);
const OPERATORS = new Set(
  (
    'stringequals stringnotequals stringequalsignorecase stringnotequalsignorecase stringlike stringnotlike ' +
    'numericequals numericnotequals numericlessthan numericlessthanequals numericgreaterthan numericgreaterthanequals ' +
    'dateequals datenotequals datelessthan datelessthanequals dategreaterthan dategreaterthanequals ' +
    'bool binaryequals ipaddress notipaddress arnequals arnnotequals arnlike arnnotlike null'
  ).split(' '),
);

/** Reads one statement of a document; throws PolicyError naming the statement. */
export function parseStatement(value: unknown, index: number): Statement {
  const place = `statement ${index + 1}`;
  const element = record(value, place);
  for (const key of Object.keys(element))
    if (!ELEMENTS.has(key)) refuse(`${place} has an element "${key}" that no policy has`);
  const { Effect, Sid } = element;
  if (Effect !== 'Allow' && Effect !== 'Deny') refuse(`${place}: Effect is neither "Allow" nor "Deny"`);
  if (Sid !== undefined && Sid !== null && typeof Sid !== 'string')
    refuse(`${place}: Sid is ${kindOf(Sid)}, not a text`);
  const named = typeof Sid === 'string' && Sid !== '';
  const actions = oneOf(element, 'Action', 'NotAction', place, readPatterns);
  if (!actions.Action && !actions.NotAction) refuse(`${place}: Action is missing`);
  return {
    index,
    label: named ? Sid : place,
    ...(named ? { Sid } : {}),
    Effect,
    ...oneOf(element, 'Principal', 'NotPrincipal', place, readPrincipals),
    ...actions,
    ...oneOf(element, 'Resource', 'NotResource', place, readPatterns),
    Condition: readConditions(element.Condition, `${place}: Condition`),
  };
}

function oneOf<A extends string, B extends string, T>(
  element: Record<string, unknown>,
  plain: A,
  negated: B,
  place: string,
  read: (value: unknown, place: string) => T,
): { [P in A | B]?: T } {
  const has = (key: string) => element[key] !== undefined && element[key] !== null;
  if (has(plain) && has(negated)) refuse(`${place}: ${plain} and ${negated} exclude each other`);
  const key = has(plain) ? plain : has(negated) ? negated : undefined;
  if (key === undefined) return {};
  return { [key]: read(element[key], `${place}: ${key}`) } as { [P in A | B]?: T };
}

function record(value: unknown, place: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  return refuse(`${place} is ${kindOf(value)}, not an object`);
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function readPatterns(value: unknown, place: string): readonly string[] {
  const patterns = readTexts(value, place);
  return patterns.length > 0 ? patterns : refuse(`${place} is an empty list`);
}

function readTexts(value: unknown, place: string): readonly string[] {
  return listed(value).map(item =>
    typeof item === 'string' ? item : refuse(`${place} holds ${kindOf(item)}, not a text`),
  );
}

function readPrincipals(value: unknown, place: string): readonly PrincipalName[] {
  if (typeof value === 'string' || Array.isArray(value))
    return readTexts(value, place).map(text => ({ kind: 'AWS', value: text }));
  return Object.entries(record(value, place)).flatMap(([key, names]) => {
    const kind = PRINCIPAL_KINDS.get(key.toLowerCase()) ?? refuse(`${place} has no kind "${key}"`);
    return readTexts(names, `${place}.${key}`).map(text => ({ kind, value: text }));
  });
}

function readConditions(value: unknown, place: string): readonly ConditionClause[] {
  if (value === undefined || value === null) return [];
  return Object.entries(record(value, place)).flatMap(([written, keys]) => {
    const operator = readOperator(written, place);
    return Object.entries(record(keys, `${place}.${written}`)).map(([key, values]) => ({
      ...operator,
      key: key.toLowerCase(),
      values: readValues(values, `${place}.${written}.${key}`),
      writtenOperator: written,
      writtenKey: key,
    }));
  });
}

function readOperator(written: string, place: string): Pick<ConditionClause, 'operator' | 'quantifier' | 'ifExists'> {
  const lower = written.toLowerCase();
  const quantifier = lower.startsWith('foranyvalue:')
    ? ('ForAnyValue' as const)
    : lower.startsWith('forallvalues:')
      ? ('ForAllValues' as const)
      : undefined;
  const bare = quantifier === undefined ? lower : lower.slice(quantifier.length + 1);
  const ifExists = bare.endsWith(IF_EXISTS) && bare !== IF_EXISTS;
  const operator = ifExists ? bare.slice(0, -IF_EXISTS.length) : bare;
  if (!OPERATORS.has(operator)) refuse(`${place} has no operator "${written}"`);
  return { operator, ifExists, ...(quantifier === undefined ? {} : { quantifier }) };
}

function readValues(value: unknown, place: string): readonly string[] {
  return listed(value).map(item => {
    if (typeof item === 'string') return item;
    if (typeof item === 'boolean' || typeof item === 'number') return String(item);
    return refuse(`${place} holds ${kindOf(item)}`);
  });
}

/** The clauses on one condition key, spelled in any case. */
export function findClauses(statement: Statement, key: string): readonly ConditionClause[] {
  const wanted = key.toLowerCase();
  return statement.Condition.filter(clause => clause.key === wanted);
}
