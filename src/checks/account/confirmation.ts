import { daysBetween } from '../../core/facts.js';

/** Parameters of rules that a person has to confirm: the ISO date of the last look, and how long it counts. */
export const confirmationParams = { confirmed_on: '', confirmed_for_days: 365 };

/** Whether a person's confirmation still counts, and the reason in words. */
export function confirmation(
  { confirmed_on: on, confirmed_for_days: days }: typeof confirmationParams,
  now: Date,
): { valid: boolean; why: string } {
  if (on === '') return { valid: false, why: 'set confirmed_on to the date when somebody looked' };
  const age = daysBetween(on, now);
  if (Number.isNaN(age)) return { valid: false, why: `confirmed_on "${on}" is not a date` };
  if (age < 0) return { valid: false, why: `confirmed_on ${on} is in the future` };
  if (age > days) return { valid: false, why: `last confirmed ${age} days ago (${on}), which counts for ${days} days` };
  return { valid: true, why: `confirmed ${age} days ago (${on})` };
}
