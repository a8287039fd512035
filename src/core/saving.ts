import type { Evidence } from './types.js';

/** How well a fact shows that something is, or is not, used. */
export const grades = ['strong', 'medium', 'weak', 'unknown'] as const;
export type Grade = (typeof grades)[number];

/** Units of a price that would no longer be used in a month, or, where negative, would be used in its place. */
export interface Release {
  /** `<service>/<usage type without region>` of prices.yaml: `dynamodb/WriteCapacityUnit-Hrs`. */
  price: string;
  /** Units a month, in the unit of prices.yaml. */
  units: number;
  /** Where they are billed, if not in the region of the resource. */
  region?: string;
}

/** What cleaning up saves a month, in units: the ledger finds the money. */
export interface Saving {
  releases: Release[];
  /** Money a month that AWS's own figures tell, where no price is needed: `guardduty:GetUsageStatistics`. */
  told?: { usd: number; by: string };
  /** True where the units rest on an assumption that the message names. */
  estimated?: boolean;
}

/** How sure we are that something is not used. */
export interface Disuse {
  grade: Grade;
  /** Days that were looked at: never more than the resource is old. */
  window: number;
  /** The last day on which it was used (`2026-08-14`), if any fact tells. */
  last: string | null;
  evidence: Evidence[];
}

/** What cleaning up means, for every resource that fails a cost rule. */
export interface CleanUp {
  /** `delete`: the thing goes. `change`: it stays, cheaper. `decide`: a person has to look first. */
  does: 'delete' | 'change' | 'decide';
  risk: 'none' | 'low' | 'medium' | 'high';
  /** Whether it can be taken back: at once, from a backup made before, or never. */
  undo: 'at once' | 'from a backup' | 'never';
  /** Order of deletion: lower first (1 triggers and DNS, 5 the thing itself, 7 backups, 9 keys). */
  order: number;
}

/** Saves these units a month. */
export const saves = (...releases: Release[]): Saving => ({ releases });

/** Hours that a month is billed with, as AWS's own price pages count. */
export const hoursAMonth = 730;
/** AWS's gigabyte on bills: 1024^3 bytes. */
export const gigabyte = 1024 ** 3;
