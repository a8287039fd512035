import { notApplicable, type Verdict } from './check.js';
import { daysBetween } from './facts.js';
import type { Evidence } from './types.js';

/** Says of a thing made at `since` that it is younger than the days by which it would be judged; undefined where it is not. */
export function tooYoung(since: string | null, days: number, now: Date, ...evidence: Evidence[]): Verdict | undefined {
  const age = since ? daysBetween(since, now) : Number.NaN;
  // What has no known age is never old enough.
  if (age >= days) return undefined;
  const told = Number.isNaN(age) ? 'its age is not known' : `${age} of ${days} days`;
  return notApplicable(`too young to judge (${told})`, ...evidence);
}
