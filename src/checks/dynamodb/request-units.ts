import type { Throughput } from './tables.js';

/**
 * What capacity, requests and storage cost beside each other, counted in read request units of the Standard class.
 * The ratios are those of AWS's list prices of October 2026 in us-east-1 (see prices.yaml): an hour of a read unit is
 * 0.00013 USD, a read request unit 0.000000125 USD: 0.00013 / (3600 x 0.000000125) = 0.289; writes cost five times as
 * much in either mode; a gigabyte of storage (0.25 USD a month) costs as much as two million read request units. Where
 * prices relate otherwise, the parameters say so; what is saved is reckoned from the bill.
 */
export const priceRatios = {
  /** An hour of a provisioned unit, as a share of the requests that it could serve in that hour. */
  provisioned_to_on_demand: 0.289,
  write_to_read: 5,
};

export type Ratios = typeof priceRatios;

const secondsAMonth = 730 * 3600;

/** What requests of a month cost on demand. */
export const onDemandCost = ({ reads, writes }: { reads: number; writes: number }, { write_to_read }: Ratios): number =>
  reads + writes * write_to_read;

/** What capacity of a month costs. */
export const provisionedCost = (
  { ReadCapacityUnits, WriteCapacityUnits }: Throughput,
  { provisioned_to_on_demand, write_to_read }: Ratios,
): number => (ReadCapacityUnits + WriteCapacityUnits * write_to_read) * secondsAMonth * provisioned_to_on_demand;

/** Capacity beyond what AWS gives for nothing, as if all of that were this table's. */
export const beyondFree = ({ ReadCapacityUnits, WriteCapacityUnits }: Throughput, free: number): Throughput => ({
  ReadCapacityUnits: Math.max(0, ReadCapacityUnits - free),
  WriteCapacityUnits: Math.max(0, WriteCapacityUnits - free),
});
