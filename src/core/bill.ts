/** One month of one line of a bill. */
export interface BillMonth {
  /** `2026-10`. */
  Month: string;
  /** In the currency of the line, before credits. */
  Amount: number;
  Quantity: number;
  /** True while AWS may still change it. */
  Estimated: boolean;
}

/** Where a bill comes from. */
export type BillSource = 'cost-explorer' | 'export';

/** What one service charged for one usage type in one region; usage alone, without credits, refunds, tax and fees. */
export interface BillLine {
  /** As the bill names it: `Amazon DynamoDB`. */
  Service: string;
  /** Without its region: `WriteCapacityUnit-Hrs`. */
  UsageType: string;
  /** `eu-north-1`; `global` for what is pooled or in no region. */
  Region: string;
  /** AWS's unit of the quantity, `GB-Mo`; empty where the bill has none. */
  Unit: string;
  Currency: string;
  Source: BillSource;
  /** Oldest first; a month without the line is left out. */
  Months: BillMonth[];
}

/** What one service charged as one kind of record: usage, credit, tax ... */
export interface BillRecord {
  Service: string;
  /** `Usage`, `Credit`, `Refund`, `Tax` ... */
  RecordType: string;
  Currency: string;
  Source: BillSource;
  Months: Omit<BillMonth, 'Quantity'>[];
}

/** Kinds of records that are usage: what `BillLine`s are made of. */
export const usageRecords: readonly string[] = ['Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage'];

/** `2026-10` of a moment, in UTC as bills are. */
export const monthOf = (at: Date): string => at.toISOString().slice(0, 7);

/** The month that lies `months` before (negative: after) another. */
export function monthBefore(month: string, months = 1): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return monthOf(new Date(Date.UTC(year, number - 1 - months, 1)));
}

/** How many days a month has. */
export function daysIn(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

/** One amount of a usage line, as it stands on a bill. */
export interface BilledUsage extends BillMonth {
  Service: string;
  UsageType: string;
  Region: string;
  Unit: string;
  Currency: string;
}

/** One amount of a record, as it stands on a bill. */
export interface BilledRecord extends Omit<BillMonth, 'Quantity'> {
  Service: string;
  RecordType: string;
  Currency: string;
}

/** Adds up what stands on a bill: one line for each usage type and region, one record for each service and kind. */
export class BillBook {
  readonly #lines = new Map<string, BillLine>();
  readonly #records = new Map<string, BillRecord>();

  constructor(private readonly source: BillSource) {}

  addUsage({ Service, UsageType, Region, Unit, Currency, ...month }: BilledUsage): void {
    const key = JSON.stringify([Service, UsageType, Region, Unit, Currency]);
    const line = this.#lines.get(key) ?? {
      Service,
      UsageType,
      Region,
      Unit,
      Currency,
      Source: this.source,
      Months: [],
    };
    this.#lines.set(key, line);
    const same = line.Months.find(one => one.Month === month.Month);
    if (!same) line.Months.push(month);
    else {
      same.Amount += month.Amount;
      same.Quantity += month.Quantity;
      same.Estimated ||= month.Estimated;
    }
  }

  addRecord({ Service, RecordType, Currency, ...month }: BilledRecord): void {
    const key = JSON.stringify([Service, RecordType, Currency]);
    const record = this.#records.get(key) ?? { Service, RecordType, Currency, Source: this.source, Months: [] };
    this.#records.set(key, record);
    const same = record.Months.find(one => one.Month === month.Month);
    if (!same) record.Months.push(month);
    else {
      same.Amount += month.Amount;
      same.Estimated ||= month.Estimated;
    }
  }

  get lines(): BillLine[] {
    return inOrder(this.#lines);
  }

  get records(): BillRecord[] {
    return inOrder(this.#records);
  }
}

function inOrder<Row extends { Months: { Month: string }[] }>(rows: ReadonlyMap<string, Row>): Row[] {
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  for (const { Months } of sorted) Months.sort((a, b) => (a.Month < b.Month ? -1 : 1));
  return sorted;
}
