import { lines as billLines, records as billRecords } from '../checks/cost-explorer/bill.js';
import { accessHistory } from '../checks/iam/access-history.js';
import { stacks } from '../checks/cloudformation/stacks.js';
import type { BillLine, BillRecord } from '../core/bill.js';
import { daysBetween } from '../core/facts.js';
import type { Ledger, LedgerRow, Money } from '../core/ledger.js';
import type { Part } from '../core/plan.js';
import type { DeclaredLine } from '../core/rules-file.js';
import type { System } from '../core/system.js';
import type { Finding, Gap } from '../core/types.js';
import { type FactSource, LoadedCollection } from '../core/world.js';
import { AccessMemory } from './access-memory.js';
import { toUsd } from './amounts.js';
import { Bill, type PaidLine } from './bill.js';
import { calendarOf } from './calendar.js';
import { declarationsOf } from './declared.js';
import { savingsOf } from './money.js';
import { attempt, type Hints, lookAt, type Sight, together, unlooked } from './observed.js';
import type { PriceBook } from './prices.js';
import { inOrder, rowOf, type RowBasis } from './rows.js';
import { sayDay } from './sentence.js';

/** What the ledger is made by. */
export interface LedgerBasis {
  systems: readonly System[];
  declared: ReadonlyMap<string, DeclaredLine>;
  prices: PriceBook;
}

/** The ledger, the money of each failed finding that frees something, and what could not be seen for it. */
export interface LedgerReport {
  ledger: Ledger;
  money: ReadonlyMap<Finding, Money>;
  gaps: Gap[];
  hints: string[];
}

/** What the ledger asks for beside its services: the bill, what was deployed on purpose, and who tried what. */
export function ledgerPart(systems: readonly System[]): Part {
  const needs = { lines: billLines.with(), records: billRecords.with(), stacks: stacks.with('resources') };
  const wantsAccess = systems.some(({ namespaces }) => namespaces.length > 0);
  return {
    title: 'the ledger of services',
    needs: wantsAccess ? { ...needs, access: accessHistory.with('lastAccessed') } : needs,
  };
}

/** Puts declared, observed and paid beside each other, and finds what each clean-up saves. */
export async function ledgerOf(
  facts: FactSource,
  findings: readonly Finding[],
  { systems, declared, prices }: LedgerBasis,
): Promise<LedgerReport> {
  const now = new Date(facts.about.started);
  const { bill, currency, gap } = await billOf(facts, prices, now);
  const access = await AccessMemory.of(facts);
  const { declarations, gaps: undeclared } = await declarationsOf(declared, facts, findings);
  const unpaid = gap ? sayGap(gap) : `the bill is in ${currency ?? 'no currency'}`;
  const basis: RowBasis = { bill, unpaid, declarations, prices, now };
  const { rows, gaps } = await rowsOf(systems, facts, basis, access);
  const { money, total } = savingsOf(findings, bill, prices);
  const { calendar, gaps: undated } = await calendarOf(facts, now, declared);
  return {
    ledger: {
      currency,
      months: bill?.monthly(now) ?? [],
      bill: bill?.totals() ?? null,
      unattributed: bill ? looseLines(bill) : [],
      rows,
      savings: total,
      calendar,
    },
    money,
    gaps: [
      ...(gap ? [gap] : []),
      ...undeclared,
      ...gaps,
      ...undated,
      ...(access.gap && systems.length > 0 ? [access.gap] : []),
    ],
    hints: [...foreignHints(bill), ...overdueHints(declared, now)],
  };
}

const sayGap = ({ actions, message, reason }: Gap): string =>
  reason === 'denied' && actions.length > 0 ? `needs ${actions.join(', ')}` : message;

/** The bill of these facts, in USD. */
export async function billOf(
  facts: FactSource,
  prices: PriceBook,
  now: Date,
): Promise<{ bill?: Bill; currency: string | null; gap?: Gap }> {
  const read = async <Row>(of: typeof billLines | typeof billRecords) => {
    const known = await facts.load(of.id);
    const { table } = new LoadedCollection(of, known, facts.about.regions);
    return attempt(() => table.all() as unknown as readonly Row[], 'global');
  };
  const lines = await read<BillLine>(billLines);
  const records = await read<BillRecord>(billRecords);
  if (!lines.ok) return { currency: null, gap: lines.gap };
  const bill = new Bill({ lines: lines.value, records: records.ok ? records.value : undefined }, prices, now);
  const gap = records.ok ? {} : { gap: records.gap };
  const { currency } = bill;
  // Amounts of another currency are named and never reckoned with: to the ledger that is no bill.
  return currency === null || currency === 'USD' ? { bill, currency, ...gap } : { currency, ...gap };
}

/** Lines that belong to no service of the ledger, the dearest first. */
function looseLines(bill: Bill): Ledger['unattributed'] {
  return bill.lines
    .filter(line => line.service === null && line.micros !== 0)
    .sort((a, b) => b.micros - a.micros || compare(a.billName, b.billName) || compare(a.usageType, b.usageType))
    .map(({ billName, usageType, region, micros }) => ({ service: billName, usageType, region, usd: toUsd(micros) }));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function foreignHints(bill: Bill | undefined): string[] {
  return (bill?.foreign ?? []).map(
    ({ amount, currency }) =>
      `The bill also has ${amount.toFixed(2)} ${currency || 'of an unnamed currency'}, which is not reckoned with.`,
  );
}

function overdueHints(declared: ReadonlyMap<string, DeclaredLine>, now: Date): string[] {
  return [...declared.values()].flatMap(({ service, state, until }) => {
    if (state !== 'retiring' || until === undefined) return [];
    const late = daysBetween(`${until}T00:00:00Z`, now);
    if (late < 1) return [];
    return [`rules.yaml says that ${service} was to be gone by ${sayDay(until)}, ${late} days ago.`];
  });
}

/** Rows of all services, those of the systems first asked, then what only the bill or rules.yaml knows. */
async function rowsOf(
  systems: readonly System[],
  facts: FactSource,
  basis: RowBasis,
  access: AccessMemory,
): Promise<{ rows: LedgerRow[]; gaps: Gap[] }> {
  const gaps: Gap[] = [];
  const rows: LedgerRow[] = [];
  const byService = linesByService(basis.bill);
  for (const system of systems) {
    const tables = await tablesFor(system, facts);
    const places = placesOf(system, facts, byService.get(system.id) ?? [], basis, access, tables);
    for (const { sight } of places) {
      const { gap } = sight.observed;
      if (gap && gap.reason !== 'not-collected') gaps.push(gap);
    }
    rows.push(...serviceRows(system.id, system.title, system, places, basis));
  }
  const looked = new Set(systems.map(({ id }) => id));
  for (const [id, { name }] of basis.prices.services) {
    if (looked.has(id)) continue;
    const lines = byService.get(id) ?? [];
    const spent = lines.some(line => line.micros !== 0);
    if (!spent && basis.declarations.of(id, '*').by.length === 0) continue;
    const hints = hintsOf(facts, basis, access, false, lines);
    const sight = lookAt(undefined, '*', {}, hints);
    rows.push(...serviceRows(id, name, undefined, [{ region: '*', sight, lines }], basis));
  }
  return { rows: inOrder(rows), gaps };
}

interface SeenPlace {
  region: string;
  sight: Sight;
  lines: readonly PaidLine[];
}

function linesByService(bill: Bill | undefined): Map<string, PaidLine[]> {
  const found = new Map<string, PaidLine[]>();
  for (const line of bill?.lines ?? []) {
    if (line.service === null) continue;
    const group = found.get(line.service);
    if (group) group.push(line);
    else found.set(line.service, [line]);
  }
  return found;
}

async function tablesFor({ needs }: System, facts: FactSource): Promise<object> {
  const tables: Record<string, unknown> = {};
  for (const [name, { collection }] of Object.entries(needs)) {
    const known = await facts.load(collection.id);
    tables[name] = new LoadedCollection(collection, known, facts.about.regions).table;
  }
  return tables;
}

function hintsOf(
  facts: FactSource,
  { bill, now }: RowBasis,
  access: AccessMemory,
  guard: boolean,
  lines: readonly PaidLine[],
): Hints {
  const { account, regions } = facts.about;
  return { now, account: account.id, regions, access, lines, month: bill?.month ?? '', guard };
}

/** Each audited region, and those that only the bill has. */
function placesOf(
  system: System,
  facts: FactSource,
  lines: readonly PaidLine[],
  basis: RowBasis,
  access: AccessMemory,
  tables: object,
): SeenPlace[] {
  const guard = isGuard(system, basis);
  if (system.scope === 'global') {
    const sight = lookAt(system, 'global', tables, hintsOf(facts, basis, access, guard, lines));
    return [{ region: 'global', sight, lines }];
  }
  const { regions } = facts.about;
  const places: SeenPlace[] = regions.map(region => {
    const here = lines.filter(line => line.region === region);
    return { region, sight: lookAt(system, region, tables, hintsOf(facts, basis, access, guard, here)), lines: here };
  });
  const elsewhere = [...new Set(lines.map(line => line.region))].filter(region => !regions.includes(region)).sort();
  for (const region of elsewhere) {
    const here = lines.filter(line => line.region === region);
    if (!here.some(line => line.micros !== 0)) continue;
    const what = region === 'global' ? 'billed in no region' : `region ${region} is not among the audited regions`;
    places.push({ region, sight: unlooked(what, region), lines: here });
  }
  return places;
}

const isGuard = (system: System | undefined, { prices }: RowBasis): boolean =>
  system?.guard === true || (system !== undefined && prices.services.get(system.id)?.guard === true);

/** The service as a whole, and each place where there is something to say. */
function serviceRows(
  service: string,
  title: string,
  system: System | undefined,
  places: readonly SeenPlace[],
  basis: RowBasis,
): LedgerRow[] {
  const known = basis.prices.services.get(service);
  const guard = system ? isGuard(system, basis) : known?.guard === true;
  const common = { service, title, known, guard };
  const lines = places.flatMap(place => place.lines);
  const whole = rowOf({ ...common, region: '*', sight: together(places), lines }, basis);
  if (places.length === 1 && places[0]?.region === '*') return [whole];
  const each = places.map(place => rowOf({ ...common, ...place }, basis));
  return [whole, ...each.filter(row => !isQuiet(row))];
}

/** A place where there is nothing, although the service may be somewhere else. */
const isQuiet = ({ answer, observed, paid, state }: LedgerRow): boolean =>
  state === 'absent' || (answer === 'never-seen' && (observed.inventory?.count ?? 0) === 0 && (paid.usd ?? 0) === 0);
