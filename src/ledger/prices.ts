import { parse } from 'yaml';
import * as z from 'zod';

const confidence = z.enum(['high', 'medium', 'low']);
const amount = z.number().min(0);

const serviceSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  bill: z.array(z.string()),
  usage: z.array(z.string()).exactOptional(),
  guard: z.boolean().exactOptional(),
  carrier: z.boolean().exactOptional(),
});

const priceSchema = z.strictObject({
  ref: z.string().regex(/^[^/]+\/.+$/),
  unit: z.string(),
  usd: amount.nullable(),
  region: z.string(),
  confidence,
  free: z.strictObject({ units: z.number().positive(), per: z.enum(['region', 'account']) }).exactOptional(),
  tiers: z
    .array(z.strictObject({ to: z.number().positive().exactOptional(), usd: amount }))
    .min(1)
    .exactOptional(),
  billedPer: z.number().positive().exactOptional(),
  others: z.record(z.string(), z.strictObject({ usd: amount, confidence })).exactOptional(),
  source: z.string(),
  note: z.string().exactOptional(),
});

const pricesSchema = z.strictObject({
  written: z.string(),
  currency: z.literal('USD'),
  services: z.array(serviceSchema),
  prices: z.array(priceSchema),
});

/** A service of the ledger, and what a bill calls it. */
export type BillService = z.infer<typeof serviceSchema>;
/** What one unit of a usage type costs, by AWS's list. */
export type Price = z.infer<typeof priceSchema>;
export type Confidence = z.infer<typeof confidence>;

/** The list price of a usage type in one region. */
export interface ListPrice {
  /** USD a unit, beyond the free allowance and in the first tier. */
  usd: number;
  region: string;
  confidence: Confidence;
}

/** The region whose list is the fallback for every other. */
export const listRegion = 'us-east-1';

/** `prices.yaml`: services by id and by their names on a bill, list prices by ref and region. */
export class PriceBook {
  readonly services: ReadonlyMap<string, BillService>;
  readonly #byName = new Map<string, BillService[]>();
  readonly #exact = new Map<string, Price>();
  readonly #globs: { price: Price; start: string }[] = [];

  constructor({ services, prices }: { services: readonly BillService[]; prices: readonly Price[] }) {
    this.services = new Map(services.map(one => [one.id, one]));
    for (const service of services) {
      for (const name of service.bill) this.#byName.set(name, [...(this.#byName.get(name) ?? []), service]);
    }
    for (const price of prices) {
      if (price.ref.endsWith('*')) this.#globs.push({ price, start: price.ref.slice(0, -1) });
      else this.#exact.set(price.ref, price);
    }
    this.#globs.sort((a, b) => b.start.length - a.start.length || (a.start < b.start ? -1 : 1));
  }

  /** The service that a line of a bill belongs to; undefined where the ledger knows none. */
  serviceOf(billName: string, usageType: string): BillService | undefined {
    const named = this.#byName.get(billName) ?? [];
    if (named.length < 2) return named[0];
    return named.find(({ usage = [] }) => usage.some(pattern => matches(pattern, usageType)));
  }

  /** The price of a ref; one that ends with `*` serves all that begin like it. */
  price(ref: string): Price | undefined {
    return this.#exact.get(ref) ?? this.#globs.find(({ start }) => ref.startsWith(start))?.price;
  }

  /** What the list says for exactly this region. */
  list(ref: string, region: string): ListPrice | undefined {
    const price = this.price(ref);
    if (!price) return undefined;
    const where = region === 'global' ? price.region : region;
    const told = where === price.region ? price : price.others?.[where];
    return told && told.usd !== null ? { usd: told.usd, region: where, confidence: told.confidence } : undefined;
  }
}

function matches(pattern: string, text: string): boolean {
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}

/** Reads `prices.yaml`; raises for a mistake in it, which is one of ours. */
export function readPrices(text: string): PriceBook {
  const parsed = pricesSchema.safeParse(parse(text));
  if (!parsed.success) throw new Error(`prices.yaml is not valid: ${z.prettifyError(parsed.error)}`);
  return new PriceBook(parsed.data);
}

/** The list cost of so many units: past the free allowance, through the tiers. All in units of the price. */
export function walk(price: Pick<Price, 'free' | 'tiers' | 'usd'>, listUsd: number, units: number): number {
  const paid = Math.max(0, units - (price.free?.units ?? 0));
  if (!price.tiers) return paid * listUsd;
  // Tiers are of the list's own region; another region's are taken to be in proportion.
  const first = price.tiers[0]?.usd ?? 0;
  const ratio = first > 0 ? listUsd / first : 1;
  let cost = 0;
  let from = 0;
  for (const tier of price.tiers) {
    const to = tier.to ?? Number.POSITIVE_INFINITY;
    cost += Math.max(0, Math.min(paid, to) - from) * tier.usd * ratio;
    from = to;
  }
  return cost;
}
