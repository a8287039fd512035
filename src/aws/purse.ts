import { Declined } from './errors.js';

/** What an audit may spend on calls that AWS bills. */
export interface Spending {
  /** False: nothing. */
  billedApis?: boolean;
  /** USD for all billed calls of the run. */
  budget?: number;
}

/** Cost Explorer requests that a run makes without being told a budget: two for the bill, and two more pages. */
const usualCostExplorer = 0.04;

/** Counts what billed calls cost, and refuses what is too much before it is asked. */
export class Purse {
  readonly #spent = new Map<string, number>();

  constructor(private readonly spending: Spending = {}) {}

  /** Notes a cost in USD; raises `Declined` when it must not be spent. */
  spend(api: string, usd: number): void {
    const { billedApis = true, budget } = this.spending;
    if (!billedApis) throw new Declined('it is billed by AWS, and --no-billed-apis asks for nothing that is');
    const after = this.total + usd;
    if (budget !== undefined && after > budget + 1e-9) {
      throw new Declined(`the run would cost $${after.toFixed(2)}, which is more than --budget ${budget}`);
    }
    const onBill = (this.#spent.get(api) ?? 0) + usd;
    if (budget === undefined && api.startsWith('ce:') && onBill > usualCostExplorer + 1e-9) {
      throw new Declined('a run asks Cost Explorer four times at most ($0.04) unless --budget allows more');
    }
    this.#spent.set(api, onBill);
  }

  /** USD by operation. */
  get spent(): Record<string, number> {
    return Object.fromEntries([...this.#spent].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  get total(): number {
    return [...this.#spent.values()].reduce((sum, usd) => sum + usd, 0);
  }
}
