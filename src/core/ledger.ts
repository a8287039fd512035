import type { Grade } from './saving.js';
import type { Evidence, Gap, ResourceRef } from './types.js';

/** Where an amount comes from, the surest first. `told`: AWS's own figures for this very thing. */
export const provenances = ['billed', 'bill-price', 'told', 'list-price', 'other-region', 'unknown'] as const;
export type Provenance = (typeof provenances)[number];

/** One price that a clean-up saves. */
export interface MoneyLine {
  /** `<service>/<usage type without region>`. */
  price: string;
  /** Units a month that would no longer be used; negative: used in their place. */
  units: number;
  /** What is counted: `GB-month`; absent where no price of it is known. */
  unit?: string;
  /** USD a month; null where no price is known. */
  usd: number | null;
  provenance: Provenance;
  /** How sure the list price is, where one was used. */
  confidence?: 'high' | 'medium' | 'low';
  /** What the bill says of this line in its last full month, USD. */
  billed?: number;
  note?: string;
}

/** What cleaning up one finding saves a month. */
export interface Money {
  /** USD a month of this finding alone; null where a price is missing. */
  usd: number | null;
  /** Its share when all findings are cleaned up: these add up to no more than the bill has. */
  joint: number | null;
  estimated: boolean;
  lines: MoneyLine[];
}

export const ledgerStates = [
  'active',
  'active-free',
  'paid-idle',
  'dormant',
  'shadow-paid',
  'shadow-free',
  'orphan-spend',
  'absent',
  'unverified-paid',
  'unverified-free',
] as const;
export type LedgerState = (typeof ledgerStates)[number];

export const ledgerFlags = [
  'credit-masked',
  'commitment-covered',
  'residual',
  'guard',
  'carrier',
  'retiring',
  'too-young',
] as const;
export type LedgerFlag = (typeof ledgerFlags)[number];

/** What the owner says of a service, in rules.yaml. */
export const declaredStates = ['in-use', 'retiring', 'retired', 'unsure'] as const;
export type DeclaredState = (typeof declaredStates)[number];

/** What is declared of a service, by the owner's own words or by what was deployed on purpose. */
export interface Declared {
  /** Null: nobody says anything of it. */
  state: DeclaredState | null;
  /** Who says so: `rules.yaml`, or the stacks, apps or tags that name it. */
  by: string[];
  since?: string;
  until?: string;
  replacedBy?: string;
  purpose?: string;
  owner?: string;
  note?: string;
  /** USD a month that the owner allows. */
  budget?: number;
}

/** What was seen of a service. */
export interface Observed {
  grade: Grade | 'none';
  message: string;
  last: string | null;
  window: number | null;
  evidence: Evidence[];
  inventory?: { count: number; noun: string; names: string[]; newest: string | null };
  /** Why it could not be seen: which permission or metric would tell. */
  gap?: Gap;
}

/** What the bill says of a service. */
export interface Paid {
  /** USD in the last full month, before credits; null where no bill could be read. */
  usd: number | null;
  /** USD of each month of the bill, oldest first. */
  months: number[];
  /** Credits of the last full month, as a negative amount; only told for a whole service. */
  credits: number;
  lines: { usageType: string; usd: number; quantity: number; unit: string }[];
}

/** One service in one region; region `*` is the service as a whole. */
export interface LedgerRow {
  service: string;
  title: string;
  region: string;
  state: LedgerState;
  flags: LedgerFlag[];
  /** The answer to the question mark. */
  answer: 'in-use' | 'idle' | 'never-seen' | 'cannot-tell';
  /** One sentence that says why. */
  sentence: string;
  declared: Declared;
  observed: Observed;
  paid: Paid;
}

/** What the bill adds up to, in its last full month. */
export interface BillTotals {
  /** `2026-10`. */
  month: string;
  source: 'cost-explorer' | 'export';
  /** Usage before credits; attributed and unattributed add up to it, to the cent. */
  usage: number;
  attributed: number;
  unattributed: number;
  /** What is no usage; null where the bill's kinds of charges could not be read. */
  credits: number | null;
  refunds: number | null;
  tax: number | null;
  support: number | null;
  /** Fees of commitments and everything else that is no usage. */
  other: number | null;
  total: number | null;
}

export const calendarKinds = [
  'certificate',
  'runtime',
  'engine',
  'key',
  'commitment',
  'domain',
  'declared',
  'exception',
  'secret',
] as const;

/** One thing that ends, or has to be renewed, soon. */
export interface CalendarEntry {
  /** `2026-12-31`. */
  date: string;
  /** Days from the time of collection; negative when it is past. */
  days: number;
  kind: (typeof calendarKinds)[number];
  what: string;
  resource: ResourceRef;
  message: string;
}

/** Declared, observed, paid. */
export interface Ledger {
  /** The currency of the bill; amounts of another one than USD are shown and not reckoned with. */
  currency: string | null;
  /** `2026-08` ... oldest first; `complete` is false for the month that still runs. */
  months: { month: string; usd: number; complete: boolean }[];
  bill: BillTotals | null;
  /** Usage that belongs to no service of the ledger, biggest first. */
  unattributed: { service: string; usageType: string; region: string; usd: number }[];
  /** A row a service as a whole (`*`), then its regions; the one with most to say first. */
  rows: LedgerRow[];
  /** What all clean-ups together save: never more than the bill. */
  savings: { usd: number; unknown: number };
  calendar: CalendarEntry[];
}
