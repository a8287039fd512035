import { cannotTell } from '../../core/unavailable.js';

/** Money as AWS tells it: a number as text, and its currency. */
interface Told {
  Amount: string;
  Unit: string;
}

/** The sum of amounts in USD; raises where one of them is no such amount. */
export function usdOf(amounts: readonly Told[], what: string): number {
  const api = 'guardduty:GetUsageStatistics';
  const total = amounts.reduce((sum, { Amount, Unit }) => {
    const amount = Amount.trim() === '' ? Number.NaN : Number(Amount);
    if (!Number.isFinite(amount) || Unit !== 'USD')
      cannotTell('unexpected-answer', api, `what ${what} cost is told as "${Amount} ${Unit}", not in USD`);
    return sum + amount;
  }, 0);
  return Math.round(total * 1e6) / 1e6;
}
