/** Money is added up in whole micro-cents, so that parts and whole agree to the last digit. */
const microsOfUsd = 1e8;

/** USD as micro-cents. */
export const toMicros = (usd: number): number => Math.round(usd * microsOfUsd);

/** Micro-cents as USD. */
export const toUsd = (micros: number): number => micros / microsOfUsd;

/**
 * Amounts as whole cents that add up to the whole cents of their sum: what rounding takes from one it gives to
 * those that lost most.
 */
export function inCents(micros: readonly number[]): number[] {
  const exact = micros.map(one => one / 1e6);
  const cents = exact.map(Math.floor);
  const sum = exact.reduce((total, one) => total + one, 0);
  const missing = Math.round(sum) - cents.reduce((total, one) => total + one, 0);
  const byLoss = exact
    .map((one, at) => ({ at, lost: one - (cents[at] ?? 0) }))
    .sort((a, b) => b.lost - a.lost || a.at - b.at);
  for (const { at } of byLoss.slice(0, missing)) cents[at] = (cents[at] ?? 0) + 1;
  return cents.map(one => one / 100);
}

/** `$1,234.50`; a negative amount as `-$3.00`. */
export function sayUsd(usd: number): string {
  const [whole = '', cents = ''] = Math.abs(usd).toFixed(2).split('.');
  return `${usd <= -0.005 ? '-' : ''}$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}
