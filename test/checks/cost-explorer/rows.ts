import type { BillLine, BillRecord } from '../../../src/core/bill.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

/** Amounts by month: `{ '2026-10': 38.4 }`, or with the quantity `{ '2026-10': [38.4, 59000] }`. */
export type Amounts = Record<string, number | [amount: number, quantity: number]>;

/** A line of the bill; the service's name, its usage type and, where it is not eu-north-1, its region. */
export function line(
  Service: string,
  UsageType: string,
  amounts: Amounts,
  more: Partial<Omit<BillLine, 'Months'>> = {},
): BillLine {
  const Months = Object.entries(amounts).map(([Month, told]) => {
    const [Amount, Quantity] = Array.isArray(told) ? told : [told, 1];
    return { Month, Amount, Quantity, Estimated: false };
  });
  return {
    Service,
    UsageType,
    Region: 'eu-north-1',
    Unit: '',
    Currency: 'USD',
    Source: 'cost-explorer',
    ...more,
    Months,
  };
}

/** A kind of charge of a service. */
export function record(
  Service: string,
  RecordType: string,
  amounts: Record<string, number>,
  Currency = 'USD',
): BillRecord {
  const Months = Object.entries(amounts).map(([Month, Amount]) => ({ Month, Amount, Estimated: false }));
  return { Service, RecordType, Currency, Source: 'cost-explorer', Months };
}

/** Lines or records as facts at rest. */
export const billRows = (items: readonly object[]): StoredRow[] => items.map(item => row(item, {}, 'global'));
