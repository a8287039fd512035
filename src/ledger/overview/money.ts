import { runningTime } from '../../checks/lambda/compute.js';
import type { Provenance } from '../../core/ledger.js';
import type { Release } from '../../core/saving.js';
import { toUsd } from '../amounts.js';
import type { Bill } from '../bill.js';
import { listRegion, type PriceBook } from '../prices.js';

/** What units of a usage type cost in a region; null where nobody knows. */
export type Pricing = (release: Release, region: string) => { usd: number; provenance: Provenance } | null;

/** Prices by what the bill asked for a unit on average, else by the list without its free allowance. */
export const pricingBy =
  (bill: Bill | undefined, prices: PriceBook): Pricing =>
  ({ price, units }, region) => {
    const slash = price.indexOf('/');
    const line = bill?.line(price.slice(0, slash), price.slice(slash + 1), region);
    if (line && line.quantity > 0) {
      return { usd: (Math.max(0, toUsd(line.micros)) / line.quantity) * units, provenance: 'bill-price' };
    }
    const own = prices.list(price, region);
    const list = own ?? prices.list(price, listRegion);
    const per = prices.price(price)?.billedPer ?? 1;
    return list ? { usd: (list.usd * units) / per, provenance: own ? 'list-price' : 'other-region' } : null;
  };

/** The surest price comes first; a sum is as sure as its least sure part. */
const sureness: readonly Provenance[] = ['billed', 'bill-price', 'told', 'list-price', 'other-region', 'unknown'];

/** What 30 days of a function cost: its running time and its calls. */
export function moneyOf(
  { calls, milliseconds }: { calls: number; milliseconds: number },
  { Architectures, MemorySize, region }: { Architectures: readonly string[]; MemorySize: number; region: string },
  price: Pricing,
): { usd: number; provenance: Provenance } | null {
  const time = price(runningTime(milliseconds, MemorySize, Architectures), region);
  const requests = price({ price: 'lambda/Request', units: calls }, region);
  if (!time || !requests) return null;
  const [provenance = 'unknown'] = [time.provenance, requests.provenance].sort(
    (a, b) => sureness.indexOf(b) - sureness.indexOf(a),
  );
  return { usd: time.usd + requests.usd, provenance };
}
