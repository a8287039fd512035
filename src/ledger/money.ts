import type { Ledger, Money, MoneyLine } from '../core/ledger.js';
import type { Release } from '../core/saving.js';
import { type Finding, isOpen } from '../core/types.js';
import { toMicros, toUsd } from './amounts.js';
import type { Bill } from './bill.js';
import { Draw, moneyLine, Pools } from './pools.js';
import type { PriceBook } from './prices.js';

/** A failed finding that frees something. */
type Freeing = Finding & { saving: NonNullable<Finding['saving']> };

/** What each clean-up saves, and all of them together. */
export interface Savings {
  money: ReadonlyMap<Finding, Money>;
  total: Ledger['savings'];
}

const usualOrder = 5;

/**
 * Finds the money of each failed finding that frees something. `usd` is what it saves alone, `joint` its share when all
 * are cleaned up in order of deletion: shares of one line never exceed the line, nor all of them the bill.
 */
export function savingsOf(findings: readonly Finding[], bill: Bill | undefined, prices: PriceBook): Savings {
  const freeing = findings.filter((one): one is Freeing => isOpen(one) && one.saving !== undefined);
  const ordered = [...freeing].sort(byOrder);
  const pools = new Pools(bill, prices);
  const purse = new JointPurse(bill, prices, ordered);
  const money = new Map<Finding, Money>();
  let total = 0;
  let unknown = 0;
  for (const finding of ordered) {
    const alone = priceAlone(finding, pools);
    const joint = purse.share(finding, pools, alone);
    money.set(finding, { ...alone, joint: joint === null ? null : toUsd(joint) });
    if (joint === null) unknown += 1;
    else total += joint;
  }
  return { money, total: { usd: toUsd(Math.max(0, total)), unknown } };
}

function byOrder(a: Freeing, b: Freeing): number {
  return (
    (a.cleanUp?.order ?? usualOrder) - (b.cleanUp?.order ?? usualOrder) ||
    compare(a.resource.id, b.resource.id) ||
    compare(a.resource.region, b.resource.region) ||
    compare(a.rule, b.rule) ||
    // Two findings of one rule on one resource tell themselves apart by what they free.
    compare(JSON.stringify(a.saving), JSON.stringify(b.saving))
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Alone = Omit<Money, 'joint'>;

function priceAlone({ saving, resource }: Freeing, pools: Pools): Alone {
  const draw = new Draw();
  const lines: MoneyLine[] = [];
  let sum = 0;
  let known = true;
  let estimated = saving.estimated === true;
  for (const release of saving.releases) {
    const pool = pools.of(release, resource.region);
    const units = pools.inBillUnits(release);
    const micros = draw.take(pool, units);
    lines.push(moneyLine(release, pool, units, micros));
    if (micros === null) known = false;
    else sum += micros;
    estimated ||= pool.estimated;
  }
  if (saving.told) {
    const { by, usd } = saving.told;
    lines.push({ price: by, units: 1, usd, provenance: 'told' });
    sum += toMicros(usd);
  }
  return { usd: known ? toUsd(sum) : null, estimated, lines };
}

/** Hands out joint shares, in the order of the clean-ups. */
class JointPurse {
  readonly #draw = new Draw();
  /** Micro-cents of the bill that no clean-up has saved yet, as a whole and by service. */
  #left: number;
  readonly #leftOf = new Map<string, number>();
  /** Units that other rules have freed of a resource already, by resource, price and rule. */
  readonly #freed = new Map<string, Map<string, number>>();
  readonly #deleted: ReadonlySet<string>;
  /** Micro-cents of lines that no clean-up names, by service and region: what has another name there may be among them. */
  readonly #unnamed: Map<string, number> | undefined;

  constructor(bill: Bill | undefined, prices: PriceBook, findings: readonly Freeing[]) {
    this.#left = bill ? bill.usage : Number.POSITIVE_INFINITY;
    if (bill) {
      for (const id of prices.services.keys()) this.#leftOf.set(id, 0);
      for (const { service, micros } of bill.lines) {
        if (service !== null) this.#leftOf.set(service, (this.#leftOf.get(service) ?? 0) + micros);
      }
    }
    this.#unnamed = bill && unnamedOf(bill, findings);
    this.#deleted = new Set(findings.filter(one => one.cleanUp?.does === 'delete').map(placeOf));
  }

  share(finding: Freeing, pools: Pools, alone: Alone): number | null {
    if (alone.usd === null) return null;
    // What is deleted is not made cheaper besides: one owner of the money a resource.
    if (finding.cleanUp?.does !== 'delete' && this.#deleted.has(placeOf(finding))) return 0;
    let sum = 0;
    for (const release of finding.saving.releases) {
      const pool = pools.of(release, finding.resource.region);
      const taken = this.#draw.take(pool, this.#notYetFreed(finding, release, pools.inBillUnits(release))) ?? 0;
      const service = release.price.slice(0, release.price.indexOf('/'));
      const where = release.region ?? finding.resource.region;
      sum += this.#within(service, pool.billed === null ? this.#unseen(service, where, taken) : taken);
    }
    // AWS's own figure may be a forecast: no more of it is saved than the service was billed.
    if (finding.saving.told) sum += this.#within(finding.service, toMicros(finding.saving.told.usd));
    // What another clean-up has saved already, this one cannot save by using something else in its place.
    const share = Math.max(0, Math.min(sum, this.#left));
    this.#left -= share;
    return share;
  }

  /** Two rules that free the same units of one resource free them once. */
  #notYetFreed(finding: Freeing, release: Release, units: number): number {
    const key = `${placeOf(finding)} ${release.price} ${release.region ?? finding.resource.region}`;
    const byRule = this.#freed.get(key) ?? new Map<string, number>();
    this.#freed.set(key, byRule);
    const others = [...byRule].filter(([rule]) => rule !== finding.rule).map(([, freed]) => freed);
    const before = byRule.get(finding.rule) ?? 0;
    byRule.set(finding.rule, before + units);
    const most = Math.max(0, ...others);
    if (units <= 0) return units;
    return Math.max(0, before + units - Math.max(most, before));
  }

  /** Of what the bill does not have under its name, at most what the service has there under names that nobody knows. */
  #unseen(service: string, region: string, micros: number): number {
    if (!this.#unnamed || micros <= 0) return micros;
    const key = `${service} ${region}`;
    const left = this.#unnamed.get(key) ?? 0;
    const within = Math.min(micros, Math.max(0, left));
    this.#unnamed.set(key, left - within);
    return within;
  }

  /** At most what is left of a service's bill. */
  #within(service: string, micros: number): number {
    const left = this.#leftOf.get(service);
    if (left === undefined) return micros;
    const within = Math.min(micros, Math.max(0, left));
    this.#leftOf.set(service, left - within);
    return within;
  }
}

function unnamedOf(bill: Bill, findings: readonly Freeing[]): Map<string, number> {
  const named = new Set(
    findings.flatMap(({ saving, resource }) =>
      saving.releases.map(({ price, region }) => `${price} ${region ?? resource.region}`),
    ),
  );
  const unnamed = new Map<string, number>();
  for (const { service, usageType, region, micros } of bill.lines) {
    if (service === null || named.has(`${service}/${usageType} ${region}`)) continue;
    const key = `${service} ${region}`;
    unnamed.set(key, (unnamed.get(key) ?? 0) + micros);
  }
  return unnamed;
}

const placeOf = ({ resource }: Finding): string => resource.arn ?? `${resource.region} ${resource.type} ${resource.id}`;
