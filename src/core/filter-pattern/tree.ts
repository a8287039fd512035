/** One step of a property selector: an object key, an array index, or `*` (any key or element). */
export type Step = { kind: 'key'; key: string } | { kind: 'index'; index: number } | { kind: 'any' };

/** The path after `$`: `$.users[0].id` is a key, an index and a key. */
export type Selector = readonly Step[];

/**
 * The right-hand side of a comparison. `text` holds the value without its quotes, `*` being the wildcard; `number` is
 * kept as written, because an unquoted account id may meet a string as well as a number; `regex` is what stands between
 * the percent signs.
 */
export type Value =
  | { kind: 'text'; text: string }
  | { kind: 'number'; text: string }
  | { kind: 'regex'; source: string };

/** `=` and `!=` take any value, the order operators take a number only. */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** A condition on one property of the event. */
export type Condition =
  | { kind: 'compare'; selector: Selector; operator: Operator; value: Value }
  | { kind: 'is'; selector: Selector; value: null | boolean }
  | { kind: 'exists'; selector: Selector }
  | { kind: 'not-exists'; selector: Selector };

/** A condition, or two or more expressions joined by `&&` (`all`) or `||` (`any`). */
export type Expression =
  | Condition
  | { kind: 'all'; terms: readonly Expression[] }
  | { kind: 'any'; terms: readonly Expression[] };

/** A filter pattern: an expression over JSON events, or the empty pattern, which counts every event. */
export type Pattern = Expression | { kind: 'everything' };

/**
 * Why a pattern cannot be judged. `syntax`: not in the grammar of JSON patterns. `not-json`: a pattern of terms, of
 * space-delimited fields or of one regular expression, which looks at the text of the line and at no property.
 * `undecidable`: a JSON pattern with a regular expression outside the subset that CloudWatch Logs documents.
 */
export type PatternProblem = 'syntax' | 'not-json' | 'undecidable';

/** The only error that parsing raises; `at` is the offset in the text where reading stopped. */
export class PatternError extends Error {
  override readonly name = 'PatternError';

  constructor(
    readonly reason: PatternProblem,
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}
