import { notApplicable, saw, type Verdict } from '../../core/check.js';
import { daysBetween } from '../../core/facts.js';
import { historyDays } from '../wafv2/set-up.js';

/** Days in which a new web ACL may still be on its way to what it is to protect. */
export const setUpDays = 14;

/** The field that tells how long a web ACL has been as it is. */
export const setUpField = 'cloudtrail:LookupEvents.Events.EventTime';

/** That a web ACL was made or attached within these days; undefined where it was not. */
export function tooYoung(lastSetUp: string | null, days: number, now: Date): Verdict | undefined {
  if (lastSetUp === null) return undefined;
  const age = daysBetween(lastSetUp, now);
  if (age >= days) return undefined;
  const seen = saw('cloudtrail:LookupEvents', 'Events[].EventTime', lastSetUp);
  return notApplicable(`too young to judge: made or attached ${age} of ${days} days ago`, seen);
}

/** What shows that a web ACL is older. */
export const sawAge = (lastSetUp: string | null) =>
  saw('cloudtrail:LookupEvents', 'Events[].EventTime', lastSetUp ?? `none in ${historyDays} days`);
