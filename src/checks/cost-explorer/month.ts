import { type BillLine, monthBefore, monthOf } from '../../core/bill.js';
import { cannotTell } from '../../core/unavailable.js';

const api = 'ce:GetCostAndUsage';

/** What the last full month of a bill holds for one service. */
export interface ServiceMonth {
  /** `2026-10`. */
  month: string;
  /** Of its lines in USD, without credits; of all usage types without a pattern. */
  usd(usageType?: RegExp): number;
  quantity(usageType: RegExp): number;
  /** A currency other than USD that the service is billed in, in which bounds in USD say nothing. */
  foreign: string | undefined;
  /** The regions that have such a line, sorted. */
  regions(usageType: RegExp): string[];
}

/** The last full month of one service, by its name on the bill; NOT_AVAILABLE where an exported bill lacks that month. */
export function lastMonthOf(all: readonly BillLine[], service: string, now: Date): ServiceMonth {
  const month = monthBefore(monthOf(now));
  const amountOf = ({ Months }: BillLine) => Months.find(one => one.Month === month);
  if (!all.some(amountOf) && all.some(line => line.Source === 'export')) {
    cannotTell('not-collected', api, `the exported bill does not hold ${month}`);
  }
  const own = all.filter(line => line.Service === service);
  const meant = (usageType: RegExp) => own.filter(line => usageType.test(line.UsageType) && amountOf(line));
  return {
    month,
    foreign: own.find(line => line.Currency !== 'USD' && amountOf(line))?.Currency,
    usd: (usageType = /^/) =>
      meant(usageType)
        .filter(({ Currency }) => Currency === 'USD')
        .reduce((sum, line) => sum + (amountOf(line)?.Amount ?? 0), 0),
    quantity: usageType => meant(usageType).reduce((sum, line) => sum + (amountOf(line)?.Quantity ?? 0), 0),
    regions: usageType => [...new Set(meant(usageType).map(({ Region }) => Region))].sort(),
  };
}
