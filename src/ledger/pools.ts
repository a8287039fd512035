import type { MoneyLine, Provenance } from '../core/ledger.js';
import { hoursAMonth, type Release } from '../core/saving.js';
import { toMicros, toUsd } from './amounts.js';
import type { Bill, PaidLine } from './bill.js';
import { type Confidence, listRegion, type Price, type PriceBook, walk } from './prices.js';

/** Discounts and private prices move a bill away from the list by so much at most. */
const mostOff = 1.5;
/** Where the list of the region is not known, its prices may be this much above those of us-east-1. */
const mostOffElsewhere = 3;

/** Less than this is what rounding leaves of a correction, and no usage to divide by. */
const leastQuantity = 1e-9;

/**
 * What units of one usage type in one region cost: the curve of the list, bent to what the owner was billed. All units
 * are those of the bill; `total` is what was used, so that a saving is the difference of two bills.
 */
export interface Pool {
  key: string;
  /** What releases are counted in, where a price is known. */
  unit?: string;
  provenance: Provenance;
  confidence?: Confidence;
  note?: string;
  /** True where the amount rests on an assumption. */
  estimated: boolean;
  /** Null where no price is known. */
  cost: ((units: number) => number) | null;
  /** Units used in the last full month; zero where the bill has none. */
  total: number;
  /** Micro-cents of the line, which no saving may exceed; null where the bill has no such line. */
  billed: number | null;
}

/** Finds what units cost: the bill of the region first, the list of us-east-1 last, never a guess. */
export class Pools {
  readonly #known = new Map<string, Pool>();

  constructor(
    private readonly bill: Bill | undefined,
    private readonly prices: PriceBook,
  ) {}

  /** The pool that a release takes units from. */
  of({ price: ref, region }: Release, home: string): Pool {
    const where = region ?? home;
    const key = `${ref} ${where}`;
    const pool = this.#known.get(key) ?? { ...this.#unitOf(ref), ...this.#find(key, ref, where) };
    this.#known.set(key, pool);
    return pool;
  }

  #unitOf(ref: string): Pick<Pool, 'unit'> {
    const price = this.prices.price(ref);
    return price ? { unit: price.unit } : {};
  }

  /** Units of the list as units of the bill: parameter-months are billed in hours, and a month has its own hours. */
  inBillUnits({ price: ref, units }: Release): number {
    const price = this.prices.price(ref);
    const scaled = units * (price?.billedPer ?? 1);
    const byTheHour = price !== undefined && (/hour/i.test(price.unit) || price.billedPer === hoursAMonth);
    return byTheHour && this.bill ? (scaled * this.bill.hours) / hoursAMonth : scaled;
  }

  #find(key: string, ref: string, region: string): Pool {
    const price = this.prices.price(ref);
    const [service, usageType] = splitRef(ref);
    const line = this.#lineIn(service, usageType, region);
    if (line && line.quantity > leastQuantity) return this.#fromLine(key, ref, price, line, region);
    const list = price && this.#listOf(ref, price, region);
    if (!price || !list) return nothingKnown(key, price);
    if (list.provenance === 'list-price') {
      const other = this.#lineElsewhere(service, usageType, ref, region);
      if (other) {
        const bent = this.#bend(ref, price, other);
        const note = `unit price of the bill in ${other.region}, by the ratio of the list prices`;
        return { ...blank(key), provenance: 'bill-price', note, cost: units => bent * list.cost(units) };
      }
    }
    return { ...blank(key), ...list, ...allowance(price, this.bill !== undefined), ...this.#absent(list.note) };
  }

  /** What a reader has to know of a price that the bill does not have. */
  #absent(note: string | undefined): { note?: string } {
    if (!this.bill) return {};
    return {
      note: [note, 'the bill has no such line: it is new, free, or billed under another name']
        .filter(Boolean)
        .join('; '),
    };
  }

  /** What is in no region may stand on the bill without one, which reads as us-east-1. */
  #lineIn(service: string, usageType: string, region: string): PaidLine | undefined {
    const places = region === 'global' ? ['global', listRegion] : [region];
    const found = places.map(place => this.bill?.line(service, usageType, place)).filter(line => line !== undefined);
    return found.find(line => line.quantity > leastQuantity) ?? found[0];
  }

  #fromLine(key: string, ref: string, price: Price | undefined, line: PaidLine, region: string): Pool {
    const billed = line.micros;
    const base = { key, provenance: 'bill-price' as const, estimated: false, billed };
    const service = line.service ?? '';
    const bill = this.bill as Bill;
    if (billed <= 0 && bill.isCovered(service, this.prices)) {
      const note = 'covered by a commitment: saves nothing until its term ends';
      return { ...base, note, cost: () => 0, total: line.quantity };
    }
    const { share, ...doubt } = this.#covered(service);
    const list = price && this.#listOf(ref, price, region);
    const shared = price?.free?.per === 'account' ? bill.everywhere(service, line.usageType) : [line];
    const total = shared.reduce((sum, one) => sum + one.quantity, 0);
    if (!price || !list || (list.provenance === 'other-region' && !price.free && !price.tiers)) {
      const effective = toUsd(billed) / line.quantity;
      return { ...base, ...doubt, cost: units => (1 - share) * units * effective, total: line.quantity };
    }
    const spent = shared.reduce((sum, one) => sum + one.micros, 0);
    const most = list.provenance === 'list-price' ? mostOff : mostOffElsewhere;
    const bent = factor(toUsd(spent), list.cost(total), most);
    const free = billed <= 0 ? { note: 'billed with $0.00 in the last full month: saves nothing' } : {};
    return { ...base, ...doubt, ...free, cost: units => (1 - share) * bent * list.cost(units), total };
  }

  /** Usage lines do not tell which of them a commitment pays; the share of the whole service is what is known. */
  #covered(service: string): { share: number; note?: string; estimated?: boolean } {
    const share = this.bill?.coveredShare(service, this.prices) ?? 0;
    if (share === 0) return { share };
    const note = `${Math.round(share * 100)} % of this service is covered by a commitment and saves nothing until its term ends`;
    return { share, note, estimated: true };
  }

  /** The same usage billed in another region, where both list prices are known: the biggest such line. */
  #lineElsewhere(service: string, usageType: string, ref: string, region: string): PaidLine | undefined {
    const lines = this.bill?.everywhere(service, usageType) ?? [];
    return lines
      .filter(line => line.region !== region && line.quantity > 0 && line.micros > 0)
      .filter(line => this.prices.list(ref, line.region) !== undefined)
      .sort((a, b) => b.quantity - a.quantity || (a.region < b.region ? -1 : 1))[0];
  }

  #bend(ref: string, price: Price, line: PaidLine): number {
    const list = this.#listOf(ref, price, line.region);
    return list ? factor(toUsd(line.micros), list.cost(line.quantity), mostOff) : 1;
  }

  #listOf(ref: string, price: Price, region: string) {
    const own = this.prices.list(ref, region);
    const told = own ?? this.prices.list(ref, listRegion);
    if (!told) return undefined;
    const per = price.billedPer ?? 1;
    return {
      provenance: own ? ('list-price' as const) : ('other-region' as const),
      confidence: told.confidence,
      ...(own ? {} : { note: `list price, other region (${listRegion})` }),
      cost: (units: number): number => walk(price, told.usd, units / per),
    };
  }
}

/** How far the bill is from the list; 1 where the list asks nothing. */
const factor = (billed: number, listed: number, most: number): number =>
  listed > 0 ? Math.min(most, Math.max(0, billed / listed)) : 1;

const blank = (key: string) => ({ key, estimated: false, total: 0, billed: null });

const nothingKnown = (key: string, price: Price | undefined): Pool => ({
  ...blank(key),
  provenance: 'unknown',
  ...(price ? { confidence: price.confidence } : {}),
  note: price ? `no list price is known: ${price.source}` : 'no price of this usage type is known',
  cost: null,
});

/** Without a bill nobody knows how much of a free allowance other usage takes up. */
function allowance({ free, unit }: Price, billKnown: boolean): Partial<Pool> {
  if (!free || billKnown) return {};
  const note = `list price; ${free.units.toLocaleString('en-US')} free (${unit}) a month, unless other usage takes them up`;
  return { note, estimated: true };
}

/** `dynamodb/WriteCapacityUnit-Hrs`: service and usage type. */
function splitRef(ref: string): [string, string] {
  const slash = ref.indexOf('/');
  return [ref.slice(0, slash), ref.slice(slash + 1)];
}

/** What of a pool is left while clean-ups take from it, one after the other. */
export class Draw {
  readonly #left = new Map<string, { units: number; micros: number }>();

  /** Takes units away and gives the micro-cents that are saved; null where the price is not known. */
  take(pool: Pool, units: number): number | null {
    if (!pool.cost) return null;
    const left = this.#left.get(pool.key) ?? { units: pool.total, micros: pool.billed ?? 0 };
    this.#left.set(pool.key, left);
    // Of what the bill does not have, each clean-up adds to those before it.
    const adds = pool.billed === null && units > 0;
    const before = adds ? left.units + units : left.units;
    const after = adds ? left.units : Math.max(0, left.units - units);
    const saved = toMicros(pool.cost(before) - pool.cost(after));
    const capped = pool.billed === null ? saved : Math.min(saved, Math.max(0, left.micros));
    left.units = adds ? before : after;
    left.micros -= capped;
    return capped;
  }
}

/** One priced release, as a finding shows it. */
export function moneyLine(release: Release, pool: Pool, units: number, micros: number | null): MoneyLine {
  const whole = pool.billed !== null && pool.billed > 0 && micros === pool.billed && units > 0;
  return {
    price: release.price,
    units: release.units,
    ...(pool.unit === undefined ? {} : { unit: pool.unit }),
    usd: micros === null ? null : toUsd(micros),
    provenance: whole ? 'billed' : pool.provenance,
    ...(pool.confidence ? { confidence: pool.confidence } : {}),
    ...(pool.billed === null ? {} : { billed: toUsd(pool.billed) }),
    ...(pool.note ? { note: pool.note } : {}),
  };
}
