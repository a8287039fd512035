import type { Evidence, Fix } from '../../core/types.js';
import type { Table } from '../../core/table.js';

/** The links from an event to a person, in order; a chain that breaks later got further. */
const links = ['trail', 'log group', 'logging', 'events', 'filter', 'pattern', 'alarm', 'actions', 'topic'] as const;
type LinkName = (typeof links)[number];

/** A chain as far as it holds: `broken` says what is wrong at `at`, and what mends it; without it the chain is whole. */
export interface Chain {
  path: string[];
  evidence: Evidence[];
  broken?: { at: LinkName; message: string; missed: number; fix?: Fix | undefined };
}

/** A chain that ends here, well. */
export const whole = (name: string, ...evidence: Evidence[]): Chain => ({ path: [name], evidence });

/** A chain that breaks at a link; `missed` tells how far off, to choose the nearest of several. Without a fix, all has to be made. */
export const broken = (
  at: LinkName,
  message: string,
  evidence: Evidence[],
  { missed = 0, fix }: { missed?: number; fix?: Fix } = {},
): Chain => ({
  path: [],
  evidence,
  broken: { at, message, missed, fix },
});

/** The chain that goes on from a link that holds. */
export const after = (name: string, evidence: Evidence[], rest: Chain): Chain => ({
  ...rest,
  path: [name, ...rest.path],
  evidence: [...evidence, ...rest.evidence],
});

/** The chain of the first row that holds one; with full sight and none, the one that got furthest, or `none`. */
export function bestOf<Row extends object>(rows: Table<Row>, chainOf: (row: Row) => Chain, none: Chain): Chain {
  const found = rows.first(row => !chainOf(row).broken);
  if (found) return chainOf(found);
  const chains = rows.all().map(chainOf);
  return chains.reduce((best, next) => (isFurther(next, best) ? next : best), chains[0] ?? none);
}

function isFurther({ broken: a }: Chain, { broken: b }: Chain): boolean {
  if (!a || !b) return false;
  const [here, there] = [links.indexOf(a.at), links.indexOf(b.at)];
  return here > there || (here === there && a.missed < b.missed);
}
