import { InputError, type Place } from './input.js';
import { sayUnknown } from './not-offered.js';
import { fits, isOpenEnded } from './pattern.js';
import type { ExceptionLine } from './rules-file.js';
import { type Acceptance, type ExceptionReport, type Finding, isOpen } from './types.js';
import type { About } from './world.js';

/** An exception of `rules.yaml`, checked. */
export interface Exception extends Acceptance {
  readonly rules: readonly string[];
  readonly resources: readonly string[];
  /** Patterns of the regions of these resources; without them it holds in every region. */
  readonly regions?: readonly string[];
}

/** How far ahead an exception may end where `rules.yaml` does not say. */
export const defaultExceptionDays = 366;

/** What is needed to check exceptions. */
interface ExceptionBounds {
  ids: readonly string[];
  maxDays: number;
  /** The day on which the file is read, `2026-12-31`. */
  today: string;
  at(path: PropertyKey[]): Place;
}

/**
 * Checks the exceptions of one file; an InputError for one that accepts everything without saying so, names no known rule,
 * or ends too far ahead. One whose day is past is no mistake: its findings come back.
 */
export function checkExceptions(lines: readonly ExceptionLine[], bounds: ExceptionBounds): void {
  for (const [index, line] of lines.entries()) checkException(line, bounds, (...path) => bounds.at([index, ...path]));
}

/** The exceptions of a file that was checked. */
export const exceptionsOf = (lines: readonly ExceptionLine[]): Exception[] =>
  lines.map(({ rules, resources, regions, reason, owner, expires, ticket }) => ({
    rules,
    resources,
    ...(regions === undefined ? {} : { regions }),
    reason,
    owner,
    expires,
    ...(ticket === undefined ? {} : { ticket }),
  }));

function checkException(
  line: ExceptionLine,
  { ids, maxDays, today }: ExceptionBounds,
  at: (...path: PropertyKey[]) => Place,
): void {
  for (const [index, pattern] of line.rules.entries()) {
    const meant = ids.filter(id => fits(pattern, id));
    if (meant.length === 0) throw new InputError(sayUnknown(pattern, ids), at('rules', index));
    if (meant.length === ids.length && !line.everything) throw acceptsAll(pattern, 'rules', at('rules', index));
  }
  for (const [index, pattern] of line.resources.entries()) {
    if (isOpenEnded(pattern) && !line.everything) throw acceptsAll(pattern, 'resources', at('resources', index));
  }
  const latest = dayAfter(today, maxDays);
  if (line.expires > latest) {
    throw new InputError(
      `is further ahead than ${maxDays} days (${latest}); take an earlier day, or raise maxExceptionDays`,
      at('expires'),
    );
  }
}

const acceptsAll = (pattern: string, what: string, place: Place): InputError =>
  new InputError(
    `"${pattern}" would except all ${what}; name those that are meant, or confirm with "everything: true"`,
    place,
  );

/** The day so many days after another, `2026-12-31`; empty where that is no day. */
export const dayAfter = (day: string, days: number): string => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toJSON()?.slice(0, 10) ?? '';
};

/** Whether an exception accepts failures of this rule for a resource of these names (id, name, ARN) in a region. */
export const accepts = (
  { rules, resources, regions = ['*'] }: Exception,
  { rule, names, region }: { rule: string; names: readonly string[]; region: string },
): boolean =>
  rules.some(pattern => fits(pattern, rule)) &&
  regions.some(pattern => fits(pattern, region)) &&
  resources.some(pattern => names.some(name => fits(pattern, name)));

/**
 * Marks the failures that an exception accepts, or accepted until a day before the audit, and says what became of each
 * exception whose rules were judged. Of several that accept a failure the one that ends last counts.
 */
export function applyExceptions(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
  { started, regions }: Pick<About, 'started' | 'regions'>,
): ExceptionReport[] {
  const today = started.slice(0, 10);
  const there = [...regions, 'global'];
  const tellers = exceptions.map(exception => new Teller(exception, today, there));
  for (const finding of findings) {
    const at = tellers.filter(teller => teller.takes(finding));
    const [longest] = at.sort((a, b) => (a.exception.expires < b.exception.expires ? 1 : -1));
    if (!longest || finding.verdict !== 'FAIL') continue;
    const { reason, owner, expires, ticket } = longest.exception;
    const acceptance = { reason, owner, expires, ...(ticket === undefined ? {} : { ticket }) };
    if (longest.isExpired) finding.expired = acceptance;
    else finding.exception = acceptance;
  }
  return tellers.flatMap(teller => teller.report());
}

class Teller {
  readonly isExpired: boolean;
  /** Rules that the patterns of this exception fit, as far as they were met. */
  readonly #rules = new Map<string, boolean>();
  #count = 0;
  #blind = false;

  constructor(
    readonly exception: Exception,
    today: string,
    private readonly there: readonly string[],
  ) {
    this.isExpired = today > exception.expires;
  }

  takes({ rule, verdict, resource }: Finding): boolean {
    if (!this.#knows(rule)) return false;
    if (verdict === 'NOT_AVAILABLE' || verdict === 'ERROR') this.#blind = true;
    if (verdict !== 'FAIL') return false;
    const names = [resource.id, resource.arn, resource.name].filter(name => name !== undefined);
    const takes = accepts(this.exception, { rule, names, region: resource.region });
    if (takes) this.#count += 1;
    return takes;
  }

  #knows(rule: string): boolean {
    const known = this.#rules.get(rule) ?? this.exception.rules.some(pattern => fits(pattern, rule));
    this.#rules.set(rule, known);
    return known;
  }

  report(): ExceptionReport[] {
    if (![...this.#rules.values()].includes(true)) return [];
    const { rules, resources, regions, reason, owner, expires, ticket } = this.exception;
    // Where something could not be seen, or was not looked at, what it was made for may still be there.
    const idle = this.#count === 0 && !this.#blind && this.#isForHere();
    const said = { reason, owner, expires, ...(ticket === undefined ? {} : { ticket }) };
    const state = this.isExpired ? 'expired' : idle ? 'unmatched' : 'active';
    const where = { resources: [...resources], ...(regions ? { regions: [...regions] } : {}) };
    return [{ rules: [...rules], ...where, ...said, state, findings: this.#count }];
  }

  /** Not where its regions, or those in all of its ARNs, were not audited. */
  #isForHere(): boolean {
    const { resources, regions = ['*'] } = this.exception;
    return (
      regions.some(pattern => this.there.some(region => fits(pattern, region))) &&
      resources.some(pattern => {
        const region = /^arn:[^:]*:[^:]*:([^:*]+):/.exec(pattern)?.[1];
        return region === undefined || this.there.includes(region);
      })
    );
  }
}

/** What an exception that needs somebody's attention means, one sentence each. */
export function exceptionHints(reports: readonly ExceptionReport[]): string[] {
  return reports.flatMap(({ state, rules, owner, expires, findings, ...where }) => {
    const what = `The exception of ${rules.join(', ')} for ${placeOf(where)} (${owner})`;
    if (state === 'expired') {
      const back =
        findings === 0
          ? 'it fits nothing in the audited regions'
          : `${findings} ${findings === 1 ? 'finding is' : 'findings are'} open again`;
      return [`${what} ran out on ${expires}: ${back}.`];
    }
    return state === 'unmatched'
      ? [`${what} fits nothing any more in the audited regions; remove it from rules.yaml unless it is for another.`]
      : [];
  });
}

/** For which resources, and in which regions where it says so. */
const placeOf = ({ resources, regions }: Pick<ExceptionReport, 'resources' | 'regions'>): string =>
  `${resources.join(', ')}${regions ? ` in ${regions.join(', ')}` : ''}`;

/** Failures whose exception has run out come first. */
export const isBack = (finding: Finding): boolean => isOpen(finding) && finding.expired !== undefined;
