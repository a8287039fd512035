import { saw } from '../core/check.js';
import { daysBetween } from '../core/facts.js';
import type { Observed } from '../core/ledger.js';
import { type Inventory, type System, type SystemContext, type Use, usualWindow } from '../core/system.js';
import { grades } from '../core/saving.js';
import type { Evidence, Gap } from '../core/types.js';
import { Unavailable } from '../core/unavailable.js';
import type { AccessMemory } from './access-memory.js';
import type { PaidLine } from './bill.js';

/** Whether a service is used: `unknown` where a signal could not be read, or shows no more than a look around. */
export type Seen = 'yes' | 'no' | 'unknown';

/** What was seen of one service in one place. */
export interface Sight {
  seen: Seen;
  observed: Observed;
  /** True where the newest thing is younger than the days that were looked at. */
  young: boolean;
  /** Something of it is there. */
  exists: boolean;
  /** It was looked for with full sight, and there is nothing. */
  gone: boolean;
}

/** What else shows use, beside the facts of the service itself. */
export interface Hints extends SystemContext {
  access: AccessMemory;
  /** Lines of the last full month of this service in this place. */
  lines: readonly PaidLine[];
  month: string;
  guard: boolean;
}

/** Fewer requests than this in a month may be scanners and the audit itself. */
const fewRequests = 100;
/** Usage types that count what somebody asked for. */
const asked = /request|invocation|quer(y|ies)|message|MAU$|ProcessingUnits|DataTransfer-Out|events?-\d+k/i;

/** Looks at one service in one place. Nothing that could not be read is ever taken for disuse. */
export function lookAt(system: System | undefined, region: string, tables: object, hints: Hints): Sight {
  if (!system) return judge({ use: nobodyLooks, region, hints });
  const use = attempt(() => system.use(region, tables, hints), region);
  const inventory = attempt(() => system.inventory(region, tables), region);
  return judge({ system, use, inventory, region, hints });
}

const nobodyLooks: Attempt<Use> = {
  ok: true,
  value: { grade: 'unknown', message: 'this tool does not look at it', last: null, window: null, evidence: [] },
};

/** A place whose facts were not asked for, although the bill has it. */
export const unlooked = (message: string, region: string): Sight => ({
  seen: 'unknown',
  observed: {
    grade: 'unknown',
    message,
    last: null,
    window: null,
    evidence: [],
    gap: { reason: 'not-collected', api: '', actions: [], region, message },
  },
  young: false,
  exists: false,
  gone: false,
});

type Attempt<Value> = { ok: true; value: Value } | { ok: false; gap: Gap };

export function attempt<Value>(ask: () => Value, region: string): Attempt<Value> {
  try {
    return { ok: true, value: ask() };
  } catch (error) {
    if (error instanceof Unavailable) return { ok: false, gap: { ...error.gap, region } };
    const message = `these facts could not be understood: ${error instanceof Error ? error.message : String(error)}`;
    return { ok: false, gap: { reason: 'internal-error', api: '', actions: [], region, message } };
  }
}

interface Look {
  system?: System;
  use: Attempt<Use>;
  inventory?: Attempt<Inventory | undefined>;
  region: string;
  hints: Hints;
}

function judge({ system, use, inventory, region, hints }: Look): Sight {
  const stock = inventory?.ok ? inventory.value : undefined;
  const shown = stock ? { inventory: { ...stock, names: stock.names.slice(0, 10), newest: stock.newest ?? null } } : {};
  const base = { young: false, exists: (stock?.count ?? 0) > 0, gone: stock?.count === 0 };
  if (!use.ok) {
    const observed = { grade: 'unknown' as const, message: use.gap.message, last: null, window: null, evidence: [] };
    return { ...base, seen: 'unknown', observed: { ...observed, ...shown, gap: use.gap } };
  }
  const { seen, use: known, gap } = weigh(use.value, system, region, hints, base.gone);
  const observed: Observed = { ...known, ...shown, ...(gap ? { gap } : {}) };
  // A guard does its work by being there: whether it guards enough is for the rules on it to say.
  if (hints.guard && base.exists && seen !== 'yes') return { ...base, seen: 'yes', observed };
  if (seen !== 'no') return { ...base, seen, observed };
  // No use is a negative: it needs the other side, the listing, to have been read, too.
  if (inventory && !inventory.ok) return { ...base, seen: 'unknown', observed: { ...observed, gap: inventory.gap } };
  if (hints.guard && !stock) return { ...base, seen: 'unknown', observed };
  if (isYoung(stock?.newest, known.window, hints.now)) return { ...base, seen: 'unknown', young: true, observed };
  return { ...base, seen, observed };
}

const isYoung = (newest: string | null | undefined, window: number | null, now: Date): boolean =>
  newest !== null && newest !== undefined && daysBetween(newest, now) < (window ?? usualWindow);

interface Weighed {
  seen: Seen;
  use: Use;
  gap?: Gap | undefined;
}

/** What the service's own facts say comes first; access by principals and the bill only help where those are weak. */
function weigh(use: Use, system: System | undefined, region: string, hints: Hints, gone: boolean): Weighed {
  if (use.grade === 'strong' || use.grade === 'medium') return { seen: 'yes', use };
  // Whoever still tries, or was billed last month, uses nothing that is left.
  if (gone) return { seen: 'no', use };
  const access = recentAccess(use, system, region, hints);
  if (access && system?.dataPlane) return { seen: 'yes', use: raised(use, 'medium', access.message, access) };
  const unread = system?.dataPlane && system.namespaces.length > 0 ? hints.access.gap : undefined;
  if (use.grade === 'none') return unread ? { seen: 'unknown', use, gap: unread } : { seen: 'no', use };
  const requests = requestsOnBill(hints);
  if (requests) return { seen: 'yes', use: raised(use, 'medium', requests.message, requests) };
  const known = access && use.grade === 'unknown' ? raised(use, 'weak', access.message, access) : use;
  return { seen: 'unknown', use: known, gap: hints.access.gap };
}

interface Hint {
  message: string;
  last: string | null;
  evidence: Evidence;
}

const raised = (use: Use, grade: Use['grade'], message: string, { last, evidence }: Hint): Use => ({
  grade,
  message,
  last:
    [use.last, last]
      .filter(day => day !== null)
      .sort()
      .at(-1) ?? null,
  window: use.window,
  evidence: [...use.evidence, evidence],
});

function recentAccess(use: Use, system: System | undefined, region: string, hints: Hints): Hint | undefined {
  const access = system && hints.access.last(system.namespaces, region);
  if (!access) return undefined;
  const days = daysBetween(access.at, hints.now);
  if (days > (use.window ?? usualWindow)) return undefined;
  const field = 'ServicesLastAccessed.LastAuthenticated';
  return {
    message: `${access.who} tried it ${days < 1 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`} ago`,
    last: access.at.slice(0, 10),
    evidence: saw('iam:GetServiceLastAccessedDetails', field, access.at),
  };
}

function requestsOnBill({ lines, month }: Hints): Hint | undefined {
  const counted = lines.filter(line => asked.test(line.usageType) && line.quantity >= fewRequests);
  const most = counted.sort((a, b) => b.quantity - a.quantity || (a.usageType < b.usageType ? -1 : 1))[0];
  if (!most) return undefined;
  const quantity = Math.round(most.quantity).toLocaleString('en-US');
  return {
    message: `the bill of ${month} counts ${quantity} of ${most.usageType}`,
    last: null,
    evidence: saw('ce:GetCostAndUsage', 'ResultsByTime.Groups.Metrics.UsageQuantity', most.quantity),
  };
}

/** A service as a whole, from what was seen of it in each place. */
export function together(sights: readonly { region: string; sight: Sight }[]): Sight {
  const [only] = sights;
  if (only && sights.length === 1) return only.sight;
  const seen: Seen = sights.some(({ sight }) => sight.seen === 'yes')
    ? 'yes'
    : sights.some(({ sight }) => sight.seen === 'unknown')
      ? 'unknown'
      : 'no';
  const told = tellingOf(sights, seen);
  const [first] = told;
  const messages = new Set(told.map(({ sight }) => sight.observed.message));
  const message =
    messages.size === 1
      ? [...messages]
      : told.slice(0, 3).map(({ region, sight }) => `${region}: ${sight.observed.message}`);
  const windows = told.flatMap(({ sight }) => sight.observed.window ?? []);
  const stock = stockOf(sights.map(({ sight }) => sight));
  const gap =
    seen === 'unknown' ? sights.find(({ sight }) => sight.seen === 'unknown' && sight.observed.gap) : undefined;
  return {
    seen,
    young: seen === 'unknown' && sights.some(({ sight }) => sight.young),
    exists: sights.some(({ sight }) => sight.exists),
    gone: sights.every(({ sight }) => sight.gone),
    observed: {
      grade: first?.sight.observed.grade ?? 'none',
      message: `${message.join('; ')}${messages.size > 1 && told.length > 3 ? `; and ${told.length - 3} more regions` : ''}`,
      last:
        told
          .flatMap(({ sight }) => sight.observed.last ?? [])
          .sort()
          .at(-1) ?? null,
      window: windows.length > 0 ? Math.min(...windows) : null,
      evidence: told.flatMap(({ sight }) => sight.observed.evidence).slice(0, 10),
      ...(stock ? { inventory: stock } : {}),
      ...(gap?.sight.observed.gap ? { gap: gap.sight.observed.gap } : {}),
    },
  };
}

/** The places that a service as a whole is told by: those that decide, the surest first, and things that lie idle beside. */
function tellingOf<Place extends { sight: Sight }>(places: readonly Place[], seen: Seen): Place[] {
  const rank = ({ sight }: Place): number => [...grades, 'none'].indexOf(sight.observed.grade);
  const deciding = places.filter(({ sight }) => sight.seen === seen);
  const best = Math.min(...deciding.map(rank));
  const sure = seen === 'unknown' ? deciding.filter(place => rank(place) === best) : deciding;
  const there = seen === 'no' && sure.some(({ sight }) => !sight.gone) ? sure.filter(({ sight }) => !sight.gone) : sure;
  const idle = seen === 'yes' ? places.filter(({ sight }) => sight.seen === 'no' && sight.exists) : [];
  return [...there.sort((a, b) => rank(a) - rank(b)), ...idle];
}

function stockOf(sights: readonly Sight[]): Observed['inventory'] {
  const stocks = sights.flatMap(({ observed }) => observed.inventory ?? []);
  const [first] = stocks;
  if (!first) return undefined;
  return {
    count: stocks.reduce((sum, { count }) => sum + count, 0),
    noun: first.noun,
    names: stocks.flatMap(({ names }) => names).slice(0, 10),
    newest:
      stocks
        .flatMap(({ newest }) => newest ?? [])
        .sort()
        .at(-1) ?? null,
  };
}
