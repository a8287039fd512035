/** A whole number with thousands separated: `1,203`. */
export function formatNumber(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The noun in the number that fits: `rule` or `rules`. */
export function nounFor(value: number, noun: string): string {
  if (value === 1) return noun;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** A number and its noun: `1 rule`, `1,203 rules`. */
export function countOf(value: number, noun: string): string {
  return `${formatNumber(value)} ${nounFor(value, noun)}`;
}

/** Some of all: `the one table`, `both tables`, `all 6 tables`, `2 of 5 tables`. */
export function someOf(count: number, all: number, noun: string): string {
  if (count !== all) return `${formatNumber(count)} of ${countOf(all, noun)}`;
  if (all === 1) return `the one ${noun}`;
  return all === 2 ? `both ${nounFor(2, noun)}` : `all ${countOf(all, noun)}`;
}

/** The same with its verb: `the one table was`, `2 of 5 tables were`. */
export const someWere = (count: number, all: number, noun: string): string =>
  `${someOf(count, all, noun)} ${count === 1 ? 'was' : 'were'}`;

/** What none of them did: `the one table was not`, `none of 5 tables was`. */
export const noneWas = (all: number, noun: string): string =>
  all === 1 ? `the one ${noun} was not` : `none of ${countOf(all, noun)} was`;

/** Whichever of them: `the one table`, `any of 5 tables`. */
export const anyOf = (all: number, noun: string): string =>
  all === 1 ? `the one ${noun}` : `any of ${countOf(all, noun)}`;
