import { type Change, type ChangeKind, type Closing, closings, type Report, type TrendStep } from '../core/types.js';
import { countOf, enumerate, formatDay, formatNumber } from './wording.js';

/** What became of a finding that was open. */
export const closingWords: Record<Closing, string> = {
  fixed: 'fixed',
  gone: 'gone with the resource',
  excepted: 'accepted',
  unseen: 'not seen this time',
};

/** `2 new, 5 fixed`: the difference to the run before; empty where nothing moved. */
export function sayStep({ again, closed, opened }: TrendStep): string {
  const count = (how: Closing) => closed.filter(one => one.how === how).length;
  return enumerate(
    [
      opened.length > 0 && `${formatNumber(opened.length)} new`,
      again.length > 0 && `${formatNumber(again.length)} open again`,
      ...closings.map(how => count(how) > 0 && `${formatNumber(count(how))} ${closingWords[how]}`),
    ].filter(part => part !== false),
  );
}

const kindWords: Record<ChangeKind, string> = {
  new: 'new',
  fixed: 'fixed',
  gone: 'gone with the resource',
  changed: 'changed',
};

/** `2 new, 5 fixed`: what changed in the account, and how much else differs; empty where nothing does. */
export function sayCounts(changes: readonly Change[]): string {
  const kinds = Object.entries(kindWords).flatMap(([kind, word]) => {
    const count = changes.filter(one => one.kind === kind && one.cause === 'account').length;
    return count > 0 ? [`${formatNumber(count)} ${word}`] : [];
  });
  const other = changes.filter(({ cause }) => cause !== 'account').length;
  return enumerate([...kinds, ...(other > 0 ? [`${countOf(other, 'difference')} in rules or sight`] : [])]);
}

/** One sentence under the headline: what moved since another run; empty where none is known. */
export function saySince({ changes, trend }: Report): string {
  if (changes) return `Since ${formatDay(changes.since.started)}: ${sayCounts(changes.changes) || 'no change'}.`;
  if (trend?.step) return `Since ${formatDay(trend.step.since)}: ${sayStep(trend.step) || 'no change'}.`;
  return '';
}
