import type { Need, RowOf, TablesOf } from './collection.js';
import type { CleanUp, Disuse, Saving } from './saving.js';
import type { Evidence, Fix } from './types.js';

/** What a check says of one row. `part` tells several verdicts about one resource apart. */
export interface Verdict {
  verdict: 'PASS' | 'FAIL' | 'NOT_APPLICABLE';
  message: string;
  evidence: Evidence[];
  part?: string;
  /** Takes the place of the check's own fix where the row decides what to do. */
  fix?: Fix;
  /** Of a failed cost rule: what cleaning up saves, and how sure it is that the thing is not used. */
  saving?: Saving;
  disuse?: Disuse;
  /** Takes the place of the check's own where the row decides. */
  cleanUp?: CleanUp;
}

/** What a check may know besides facts: its parameters, the time of collection, whose account it is. */
export interface RuleContext<Params> {
  params: Params;
  now: Date;
  account: string;
  /** ARN of the principal that ran the audit; empty where it is not known. */
  caller: string;
  partition: string;
  regions: readonly string[];
}

type BaseOf<N> = N extends { readonly baseType?: infer Base } ? NonNullable<Base> : never;
type Needs = Record<string, Need>;

interface Spec<On extends Need, Also extends Needs, Params extends object> {
  /** Final, equal to the id in `rules.yaml`. */
  id: string;
  /** What is true when the check passes. */
  title: string;
  /** Why it matters, in words for people who are not security experts. */
  why: string;
  /** `{Field}` is replaced by the row's base fact, quoted for the shell; also {id} {arn} {name} {region} {account} {partition}. */
  fix: Fix;
  /** Of a cost rule: what cleaning up means. */
  cleanUp?: CleanUp;
  /** `api.field` of each fact that decides: `kms:GetKeyRotationStatus.KeyRotationEnabled`. */
  fields: readonly string[];
  on: On;
  /** Tables to look things up in. */
  also?: Also;
  /** Names and default values of the parameters that `rules.yaml` may set. */
  params?: Params;
  /** Base facts only; decides NOT_APPLICABLE, and which items are asked for details. */
  applies?(item: BaseOf<NoInfer<On>>, params: NoInfer<Params>): boolean;
  /** Why an item is out of scope, for the NOT_APPLICABLE message. */
  scope?: string;
  test(row: RowOf<NoInfer<On>>, also: TablesOf<NoInfer<Also>>, rule: RuleContext<NoInfer<Params>>): Verdict | Verdict[];
}

/** Pure code that judges facts. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: Fix;
  readonly cleanUp?: CleanUp;
  readonly fields: readonly string[];
  readonly on: Need;
  readonly also: Readonly<Needs>;
  readonly params: Readonly<Record<string, unknown>>;
  /** Why an item may be out of scope; empty when none is. */
  readonly scope: string;
  applies(item: object, params: Readonly<Record<string, unknown>>): boolean;
  test(row: object, also: Record<string, unknown>, rule: RuleContext<never>): Verdict | Verdict[];
}

/** A check with its types, as tests call it. */
export interface TypedCheck<On extends Need, Also extends Needs, Params extends object>
  extends Omit<Check, 'applies' | 'test'> {
  applies(item: BaseOf<On>, params?: Partial<Params>): boolean;
  test(row: RowOf<On>, also?: TablesOf<Also>, rule?: Partial<RuleContext<Params>>): Verdict | Verdict[];
}

/** Defines a check. Called without `also` or `rule` (in tests), `test` gets empty tables and default parameters. */
export function check<
  On extends Need,
  Also extends Needs = Record<never, never>,
  Params extends object = Record<never, never>,
>(spec: Spec<On, Also, Params>): TypedCheck<On, Also, Params> {
  const defaults = (spec.params ?? {}) as Params;
  const self = {
    id: spec.id,
    title: spec.title,
    why: spec.why,
    fix: spec.fix,
    ...(spec.cleanUp ? { cleanUp: spec.cleanUp } : {}),
    fields: spec.fields,
    on: spec.on,
    also: spec.also ?? {},
    params: defaults,
    scope: spec.applies ? (spec.scope ?? 'outside the scope of this rule') : '',
    applies: (item: BaseOf<On>, params: Partial<Params> = {}) =>
      spec.applies ? spec.applies(item, { ...defaults, ...params }) : true,
    test: (row: RowOf<On>, also: TablesOf<Also> = {} as TablesOf<Also>, rule: Partial<RuleContext<Params>> = {}) =>
      spec.test(row, also, {
        now: rule.now ?? new Date(0),
        account: rule.account ?? '',
        caller: rule.caller ?? '',
        partition: rule.partition ?? 'aws',
        regions: rule.regions ?? [],
        params: { ...defaults, ...rule.params },
      }),
  };
  return self as unknown as TypedCheck<On, Also, Params>;
}

/** The row meets the rule. */
export const pass = (message: string, ...evidence: Evidence[]): Verdict => ({ verdict: 'PASS', message, evidence });

/** The row breaks the rule. */
export const fail = (message: string, ...evidence: Evidence[]): Verdict => ({ verdict: 'FAIL', message, evidence });

/** The rule has nothing to say of this row, for a reason that only its details or other tables tell. */
export const notApplicable = (message: string, ...evidence: Evidence[]): Verdict => ({
  verdict: 'NOT_APPLICABLE',
  message,
  evidence,
});

/** One field of one answer, with the value that was seen and the one that would pass. */
export function saw(api: string, field: string, value: unknown, expected?: unknown): Evidence {
  return { api, field, value: value === undefined ? null : value, ...(expected === undefined ? {} : { expected }) };
}
