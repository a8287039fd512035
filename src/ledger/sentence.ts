import { daysBetween } from '../core/facts.js';
import type { Declared, LedgerFlag, LedgerRow, Paid } from '../core/ledger.js';
import { usualWindow } from '../core/system.js';
import type { Gap } from '../core/types.js';
import { sayUsd } from './amounts.js';
import type { Sight } from './observed.js';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `October` of `2026-10`. */
export const sayMonth = (month: string): string => months[Number(month.slice(5, 7)) - 1] ?? month;

/** `2 Sep 2026` of `2026-09-02`. */
export const sayDay = (day: string): string =>
  `${Number(day.slice(8, 10))} ${sayMonth(day).slice(0, 3)} ${day.slice(0, 4)}`;

interface Told {
  answer: LedgerRow['answer'];
  declared: Declared;
  flags: readonly LedgerFlag[];
  isReplaced: boolean;
  now: Date;
  paid: Paid;
  region: string;
  /** Why the bill could not be read. */
  unpaid: string | undefined;
  month: string | undefined;
  sight: Sight;
}

/** One sentence that answers the question mark. */
export function sentenceOf(told: Told): string {
  const money = moneyOf(told);
  const body = [answerOf(told), money, budgetOf(told)].filter(text => text !== '').join('; ');
  return `${[planOf(told), body].filter(text => text !== '').join(' ')}.`;
}

function answerOf({ answer, flags, sight }: Told): string {
  const { observed } = sight;
  const said = observed.message;
  switch (answer) {
    case 'in-use':
      return `Yes: ${said}`;
    case 'idle':
      if (flags.includes('residual')) return 'No: nothing of it is left, what was billed ends by itself';
      return /^no\b/i.test(said) ? capitalize(said) : `No: ${said}`;
    case 'never-seen':
      return /^no\b/i.test(said) ? capitalize(said) : `Never seen: ${said}`;
    case 'cannot-tell':
      if (sight.young) return `Too young to judge: ${youth(sight)}`;
      if (observed.gap) return `Cannot tell: ${needed(observed.gap)}`;
      return `Cannot tell for certain: ${said}`;
  }
}

function youth({ observed: { inventory, message, window } }: Sight): string {
  if (!inventory?.newest) return message;
  return `the newest is from ${sayDay(inventory.newest)}, less than ${window ?? usualWindow} days ago; ${message}`;
}

/** Names what would tell: an IAM action where a permission is missing, else the reason. */
function needed({ actions, message, reason }: Gap): string {
  return reason === 'denied' && actions.length > 0 ? `needs ${actions.join(', ')}` : message;
}

function moneyOf({ flags, month, paid, unpaid }: Told): string {
  if (paid.usd === null) return `what it costs is not known${unpaid ? ` (${unpaid})` : ''}`;
  const when = month ? ` in ${sayMonth(month)}` : '';
  if (paid.usd < 0.005) return flags.includes('commitment-covered') ? 'paid by a commitment' : 'costs nothing';
  const credits = flags.includes('credit-masked') ? ', which credits pay for now' : '';
  return `${sayUsd(paid.usd)}${when}${credits}`;
}

const budgetOf = ({ declared: { budget }, paid }: Told): string =>
  budget !== undefined && (paid.usd ?? 0) > budget ? `more than its budget of ${sayUsd(budget)}` : '';

/** What the owner has planned, where the facts go against it or time is running. */
function planOf({ declared, isReplaced, now, paid, region }: Told): string {
  // Said of the service as a whole, and not again in each region.
  if (region !== '*') return '';
  const { replacedBy, since, state, until } = declared;
  const by = replacedBy ? `replaced by ${replacedBy}` : '';
  const still = (paid.usd ?? 0) >= 0.005 ? ' and still costs money' : '';
  if (state === 'retired') {
    const day = until ?? since;
    return `Declared retired${day ? ` on ${sayDay(day)}` : ''}${by ? `, ${by}` : ''}${still}.`;
  }
  if (state === 'retiring' && until !== undefined) {
    const left = -daysBetween(`${until}T00:00:00Z`, now);
    const when = left >= 0 ? `in ${left} days` : `${-left} days ago`;
    const verb = left >= 0 ? 'Is to be' : 'Was to be';
    return `${verb} gone by ${sayDay(until)}, ${when}${by ? `, ${by}` : ''}.`;
  }
  return isReplaced && by ? `Declared ${by}${still}.` : '';
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
