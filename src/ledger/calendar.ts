import { certificates } from '../checks/acm/certificates.js';
import { type CredentialRow, credentialReport, isTrue, timeOf } from '../checks/iam/credential-report.js';
import { serverCertificates } from '../checks/iam/server-certificates.js';
import { domains } from '../checks/route53/domains.js';
import { functions, type LambdaFunction } from '../checks/lambda/functions.js';
import { endOfRuntime } from '../checks/lambda/runtimes.js';
import type { Need, RowOf } from '../core/collection.js';
import { daysBetween } from '../core/facts.js';
import type { CalendarEntry } from '../core/ledger.js';
import type { Part } from '../core/plan.js';
import type { DeclaredLine } from '../core/rules-file.js';
import type { Gap, ResourceRef } from '../core/types.js';
import { type FactSource, LoadedCollection } from '../core/world.js';
import { attempt } from './observed.js';
import { sayDay } from './sentence.js';

/** How far ahead the calendar looks. */
const ahead = 90;
/** A key that is older than this should have been replaced. */
const oldKey = 90;

type CertificateRow = RowOf<ReturnType<typeof certificates.with<'renewal'>>>;

/** What the calendar asks for by itself; what chosen rules ask for is read besides. */
export const calendarPart: Part = {
  title: 'the calendar',
  needs: { certificates: certificates.with('renewal') },
};

/** An entry, or undefined where a thing ends later, or never. */
type Entry = Omit<CalendarEntry, 'days' | 'resource'>;
type Reader<Row> = (row: Row, now: Date) => readonly (Entry | undefined)[];

interface Source {
  readonly need: Need;
  read(row: object, now: Date): readonly (Entry | undefined)[];
  /** Whether facts that were not collected are a gap: else no chosen rule asked for them. */
  readonly own: boolean;
}

const source = <N extends Need>(need: N, read: Reader<RowOf<N>>, own = false): Source =>
  ({ need, read, own }) as unknown as Source;

/** The one place to add what ends: a collection, and what of a row is a date. */
const sources: readonly Source[] = [
  source(functions.with(), runtimeEntries),
  source(certificates.with('renewal'), certificateEntries, true),
  source(serverCertificates.with(), ({ Expiration, ServerCertificateName }) => [
    entry('certificate', Expiration, ServerCertificateName, 'the certificate in IAM ends; nothing renews it'),
  ]),
  source(credentialReport.with(), keyEntries),
  source(domains.with(), ({ AutoRenew, DomainName, Expiry }) => [
    entry(
      'domain',
      Expiry,
      DomainName,
      AutoRenew ? 'the domain renews itself, and is billed' : 'the domain ends; nothing renews it',
    ),
  ]),
];

/**
 * What ends, or has to be renewed, soon: from the facts that were collected, and nothing that was not. A collection that
 * no chosen rule asked for has no entries.
 */
export async function calendarOf(
  facts: FactSource,
  now: Date,
  declared: ReadonlyMap<string, DeclaredLine>,
): Promise<{ calendar: CalendarEntry[]; gaps: Gap[] }> {
  const calendar: CalendarEntry[] = [];
  const gaps: Gap[] = [];
  for (const { need, own, read } of sources) {
    const known = await facts.load(need.collection.id);
    if (!known && !own) continue;
    const loaded = new LoadedCollection(need.collection, known, facts.about.regions);
    if (own) gaps.push(...loaded.gaps.filter(({ reason }) => reason !== 'not-collected'));
    for (const view of loaded.views) {
      const told = attempt(() => read(view, now), view.region);
      if (!told.ok) gaps.push(told.gap);
      const entries = told.ok ? told.value.filter(one => one !== undefined) : [];
      calendar.push(...entries.flatMap(one => due(one, loaded.resourceOf(view), now)));
    }
  }
  for (const line of declared.values()) calendar.push(...declaredEntries(line, now));
  return { calendar: calendar.sort(inOrder), gaps };
}

const inOrder = (a: CalendarEntry, b: CalendarEntry): number =>
  compare(a.date, b.date) ||
  compare(a.kind, b.kind) ||
  compare(a.resource.id, b.resource.id) ||
  compare(a.what, b.what);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function entry(kind: CalendarEntry['kind'], at: string | null, what: string, message: string): Entry | undefined {
  return at === null ? undefined : { date: at.slice(0, 10), kind, what, message };
}

/** Days are whole days from today to the day of the entry. */
function due(one: Entry, resource: ResourceRef, now: Date): CalendarEntry[] {
  const today = new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`);
  const days = -daysBetween(`${one.date}T00:00:00Z`, today);
  return days <= ahead ? [{ ...one, days, resource }] : [];
}

function runtimeEntries({ Runtime }: LambdaFunction): (Entry | undefined)[] {
  const end = Runtime === null ? undefined : endOfRuntime(Runtime)?.Deprecation;
  if (Runtime === null || end === undefined) return [];
  return [entry('runtime', end, Runtime, `${Runtime} gets no security updates from ${sayDay(end)} on`)];
}

function certificateEntries(one: CertificateRow, now: Date): (Entry | undefined)[] {
  const { DomainName, InUse, NotAfter, RenewalEligibility, Status, Type } = one;
  if (NotAfter === null || (Status !== 'ISSUED' && Status !== 'EXPIRED') || -daysBetween(NotAfter, now) > ahead)
    return [];
  const used = InUse ? '' : '; nothing uses it';
  if (RenewalEligibility === 'ELIGIBLE' && Status === 'ISSUED') {
    const renewal = one.renewal;
    // AWS renews it by itself: only a renewal that waits for somebody is worth a date.
    if (!renewal || !['FAILED', 'PENDING_VALIDATION'].includes(renewal.RenewalStatus)) return [];
    const why = renewal.RenewalStatusReason ? ` (${renewal.RenewalStatusReason})` : '';
    return [entry('certificate', NotAfter, DomainName, `its renewal is ${renewal.RenewalStatus}${why}${used}`)];
  }
  const why = Type === 'IMPORTED' ? 'it was imported, and AWS does not renew it' : 'AWS does not renew it';
  return [entry('certificate', NotAfter, DomainName, `the certificate ends; ${why}${used}`)];
}

/** A key is due on the day it becomes old. */
function keyEntries(row: CredentialRow): (Entry | undefined)[] {
  return (['access_key_1', 'access_key_2'] as const).map(key => {
    if (!isTrue(row[`${key}_active`])) return undefined;
    const made = timeOf(row, `${key}_last_rotated`);
    if (made === null) return undefined;
    const date = new Date(made.getTime() + oldKey * 86_400_000).toISOString();
    return entry(
      'key',
      date,
      key.replaceAll('_', ' '),
      `the key was made on ${sayDay(made.toISOString().slice(0, 10))}; replace it after ${oldKey} days`,
    );
  });
}

function declaredEntries({ service, state, until }: DeclaredLine, now: Date): CalendarEntry[] {
  if (until === undefined || state === 'retired') return [];
  const resource = { id: service, region: 'global', type: 'Declared' };
  const message = `rules.yaml says that ${service} is to be gone by then`;
  return due({ date: until, kind: 'declared', what: service, message }, resource, now);
}
