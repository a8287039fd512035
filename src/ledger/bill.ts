import {
  type BillLine,
  type BillRecord,
  type BillSource,
  daysIn,
  monthBefore,
  monthOf,
  usageRecords,
} from '../core/bill.js';
import type { BillTotals } from '../core/ledger.js';
import { inCents, toMicros, toUsd } from './amounts.js';
import type { PriceBook } from './prices.js';

/** A line of the bill's month, bound to a service of the ledger. */
export interface PaidLine {
  /** Null: it belongs to none. */
  service: string | null;
  /** As the bill names it. */
  billName: string;
  usageType: string;
  region: string;
  unit: string;
  /** In the last full month. */
  micros: number;
  quantity: number;
  /** Micro-cents by month. */
  months: ReadonlyMap<string, number>;
}

/** The only currency that is reckoned with. */
const reckoned = 'USD';
/** A service counts as paid from here on: one cent. */
const oneCent = 1_000_000;

/** Whether an amount of a month is worth calling paid. */
export const isPaid = (micros: number): boolean => micros > oneCent;

/** What was read of a bill; records are missing where they could not be read. */
export interface BillFacts {
  lines: readonly BillLine[];
  records?: readonly BillRecord[] | undefined;
}

/** A bill in USD: its last full month line by line, and its months as a whole. */
export class Bill {
  readonly source: BillSource;
  /** The last full month, `2026-10`. */
  readonly month: string;
  /** `2026-08` ..., oldest first, up to the month that still runs. */
  readonly months: readonly string[];
  readonly lines: readonly PaidLine[];
  /** The currency of the bill; of several, USD where it is one of them. Null where it has no line. */
  readonly currency: string | null;
  /** Amounts of the last full month in other currencies; they are never added to USD. */
  readonly foreign: readonly { currency: string; amount: number }[];
  readonly #records: readonly BillRecord[] | undefined;
  readonly #index = new Map<string, PaidLine>();

  constructor({ lines, records }: BillFacts, prices: PriceBook, now: Date) {
    const all = [...lines, ...(records ?? [])];
    this.source = all[0]?.Source ?? 'cost-explorer';
    const current = monthOf(now);
    const seen = [...new Set(all.flatMap(one => one.Months.map(month => month.Month)))].sort();
    const last = monthBefore(current);
    // Cost Explorer was asked for the last month, so its silence means nothing was billed; a file has what it has.
    this.month = this.source === 'export' ? (seen.filter(month => month < current).at(-1) ?? last) : last;
    this.months = [...new Set([...seen, this.month])].sort().filter(month => month <= current);
    this.currency = currencyOf(all);
    this.foreign = foreignOf(lines, this.month);
    this.#records = records?.filter(one => one.Currency === reckoned);
    this.lines = attributed(lines, this.month, prices);
    for (const line of this.lines) this.#index.set(keyOf(line.service, line.usageType, line.region), line);
  }

  /** Hours of the last full month. */
  get hours(): number {
    return daysIn(this.month) * 24;
  }

  /** The line of a service's usage type in a region. */
  line(service: string, usageType: string, region: string): PaidLine | undefined {
    return this.#index.get(keyOf(service, usageType, region));
  }

  /** A service's lines of one usage type, in all regions. */
  everywhere(service: string, usageType: string): PaidLine[] {
    return this.lines.filter(line => line.service === service && line.usageType === usageType);
  }

  /** Micro-cents of usage in the last full month. */
  get usage(): number {
    return this.lines.reduce((sum, line) => sum + line.micros, 0);
  }

  /** Micro-cents of the records of one service in the last full month; null where records could not be read. */
  #recordsOf(service: string, prices: PriceBook, isMeant: (recordType: string) => boolean): number | null {
    if (!this.#records) return null;
    return this.#records
      .filter(one => isMeant(one.RecordType) && prices.serviceOf(one.Service, '')?.id === service)
      .reduce((sum, one) => sum + microsIn(one, this.month), 0);
  }

  /** Micro-cents of credits and discounts of a service in the last full month, as a negative amount. */
  creditsOf(service: string, prices: PriceBook): number {
    return this.#recordsOf(service, prices, isCredit) ?? 0;
  }

  /** 0 to 1: how much of a service's usage commitments pay. */
  coveredShare(service: string, prices: PriceBook): number {
    const covered = this.#recordsOf(service, prices, isCovered) ?? 0;
    const usage = this.#recordsOf(service, prices, kind => usageRecords.includes(kind)) ?? 0;
    return covered > 0 && usage > 0 ? Math.min(1, covered / usage) : 0;
  }

  /** Whether commitments cover usage of a service in the last full month. */
  isCovered(service: string, prices: PriceBook): boolean {
    const covered = this.#records?.some(
      one =>
        isCovered(one.RecordType) &&
        one.Months.some(month => month.Month === this.month) &&
        prices.serviceOf(one.Service, '')?.id === service,
    );
    // DynamoDB's reserved capacity stands on the bill as a usage type of its own.
    const reserved = this.lines.some(
      line => line.service === service && line.usageType.startsWith('HeavyUsage:') && line.quantity > 0,
    );
    return covered === true || reserved;
  }

  /** USD of all usage, month by month. */
  monthly(now: Date): { month: string; usd: number; complete: boolean }[] {
    return this.months.map(month => {
      const micros = this.lines.reduce((sum, line) => sum + (line.months.get(month) ?? 0), 0);
      return { month, usd: toUsd(micros), complete: month < monthOf(now) };
    });
  }

  /** What the last full month adds up to, in whole cents that agree with each other. */
  totals(): BillTotals {
    const bound = this.lines.filter(line => line.service !== null).reduce((sum, line) => sum + line.micros, 0);
    const loose = this.usage - bound;
    const { month, source } = this;
    if (!this.#records) {
      const [attributed = 0, unattributed = 0] = inCents([bound, loose]);
      const usage = addCents(attributed, unattributed);
      const unknown = { credits: null, refunds: null, tax: null, support: null, other: null, total: null };
      return { month, source, usage, attributed, unattributed, ...unknown };
    }
    const kinds = { credits: 0, refunds: 0, tax: 0, support: 0, other: 0 };
    for (const record of this.#records) {
      const kind = kindOf(record);
      if (kind !== 'usage') kinds[kind] += microsIn(record, month);
    }
    const { credits, refunds, tax, support, other } = kinds;
    const [a = 0, u = 0, c = 0, r = 0, t = 0, s = 0, o = 0] = inCents([
      bound,
      loose,
      credits,
      refunds,
      tax,
      support,
      other,
    ]);
    return {
      month,
      source,
      usage: addCents(a, u),
      attributed: a,
      unattributed: u,
      credits: c,
      refunds: r,
      tax: t,
      support: s,
      other: o,
      total: addCents(a, u, c, r, t, s, o),
    };
  }
}

const keyOf = (service: string | null, usageType: string, region: string): string =>
  JSON.stringify([service, usageType, region]);

const addCents = (...amounts: number[]): number => amounts.reduce((sum, one) => sum + Math.round(one * 100), 0) / 100;

function currencyOf(rows: readonly { Currency: string }[]): string | null {
  const currencies = [...new Set(rows.map(row => row.Currency))].sort();
  return currencies.includes(reckoned) ? reckoned : (currencies[0] ?? null);
}

function foreignOf(lines: readonly BillLine[], month: string): { currency: string; amount: number }[] {
  const sums = new Map<string, number>();
  for (const line of lines) {
    if (line.Currency === reckoned) continue;
    sums.set(line.Currency, (sums.get(line.Currency) ?? 0) + microsIn(line, month));
  }
  const told = [...sums].filter(([, micros]) => micros !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return told.map(([currency, micros]) => ({ currency, amount: toUsd(micros) }));
}

/** One line for each service, usage type and region: units and names that differ on the bill are put together. */
function attributed(lines: readonly BillLine[], month: string, prices: PriceBook): PaidLine[] {
  const found = new Map<string, PaidLine & { months: Map<string, number> }>();
  const inOrder = [...lines].sort((a, b) => compare(JSON.stringify(idOf(a)), JSON.stringify(idOf(b))));
  for (const line of inOrder) {
    if (line.Currency !== reckoned) continue;
    const service = prices.serviceOf(line.Service, line.UsageType)?.id ?? null;
    const { UsageType: usageType, Region: region, Service: billName, Unit: unit } = line;
    const key = JSON.stringify([service ?? `bill:${billName}`, usageType, region]);
    const months = new Map<string, number>();
    const known = found.get(key) ?? { service, billName, usageType, region, unit, micros: 0, quantity: 0, months };
    found.set(key, known);
    for (const { Month, Amount, Quantity } of line.Months) {
      const micros = toMicros(Amount);
      known.months.set(Month, (known.months.get(Month) ?? 0) + micros);
      if (Month !== month) continue;
      known.micros += micros;
      known.quantity += Quantity;
    }
  }
  return [...found].sort(([a], [b]) => compare(a, b)).map(([, line]) => line);
}

const idOf = ({ Service, UsageType, Region, Unit, Months }: BillLine): unknown[] => [
  Service,
  UsageType,
  Region,
  Unit,
  Months.map(({ Month, Amount, Quantity }) => [Month, Amount, Quantity]),
];

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const microsIn = (row: { Months: readonly { Month: string; Amount: number }[] }, month: string): number =>
  row.Months.filter(one => one.Month === month).reduce((sum, one) => sum + toMicros(one.Amount), 0);

/** Usage that a commitment pays. */
const isCovered = (recordType: string): boolean =>
  recordType === 'DiscountedUsage' || recordType === 'SavingsPlanCoveredUsage';

/** Credits and every kind of discount: what AWS takes off a bill. */
const isCredit = (recordType: string): boolean => /credit|discount(?!ed)/i.test(recordType);

function kindOf({ Service, RecordType }: BillRecord): 'usage' | 'credits' | 'refunds' | 'tax' | 'support' | 'other' {
  if (usageRecords.includes(RecordType)) return 'usage';
  if (isCredit(RecordType)) return 'credits';
  if (/refund/i.test(RecordType)) return 'refunds';
  if (/tax/i.test(RecordType)) return 'tax';
  if (/support/i.test(RecordType) || /^AWS (Premium )?Support/.test(Service)) return 'support';
  return 'other';
}
