import type { CalendarEntry, Ledger, LedgerFlag, LedgerRow, LedgerState, Money, MoneyLine } from '../core/ledger.js';
import type { CleanUp, Disuse } from '../core/saving.js';
import { type Finding, isOpen, type Report } from '../core/types.js';
import { nameOf, type ShownFix, showFix } from './evidence.js';
import type { Tone } from './gauge.js';
import { compareText } from './model.js';
import { capitalize, countOf, formatDay, formatMonth, formatNumber, formatUsd, moreThan } from './wording.js';

/** The part of a page about money and use: plain texts, each page escapes them in its own way. */
export interface LedgerView {
  headline: string;
  intro: string;
  /** Said first: what is declared retired and still costs money. */
  retired: string[];
  cleanUps: { intro: string; rows: CleanUpView[]; more: string };
  services: ServiceView[];
  months: MonthView[];
  bill: { label: string; amount: string }[];
  unattributed: { name: string; where: string; amount: string }[];
  calendar: { intro: string; rows: CalendarView[] } | null;
}

interface CleanUpView {
  place: string;
  name: string;
  where: string;
  rule: string;
  message: string;
  saving: string;
  jointly: string;
  provenance: string;
  lines: string[];
  disuse: string;
  does: string;
  risk: string;
  undo: string;
  /** Said where the thing is unused, paid for and unsafe at once. */
  unsafe: string;
  fix: ShownFix;
}

interface ServiceView {
  title: string;
  state: string;
  tone: Tone;
  flags: string;
  declared: string;
  observed: string;
  paid: string;
  unused: string;
  sentence: string;
  /** Widths of a bar in per cent of the dearest service: what is used, and what is not. */
  bar: string;
  unusedBar: string;
  unusedAt: string;
  regions: { region: string; state: string; sentence: string; paid: string }[];
}

interface MonthView {
  month: string;
  amount: string;
  /** Height in per cent of the dearest month. */
  height: string;
  top: string;
  note: string;
}

interface CalendarView {
  date: string;
  when: string;
  kind: string;
  name: string;
  message: string;
}

const mostCleanUps = 50;
const mostLines = 4;
const mostUnattributed = 15;
const mostCalendar = 40;

/** How a state reads. */
export const stateWords: Record<LedgerState, { state: string; tone: Tone }> = {
  active: { state: 'in use', tone: 'good' },
  'active-free': { state: 'in use, free', tone: 'good' },
  'paid-idle': { state: 'paid, not used', tone: 'bad' },
  dormant: { state: 'not used, free', tone: 'none' },
  'shadow-paid': { state: 'used, nobody declared it', tone: 'middling' },
  'shadow-free': { state: 'used and free, nobody declared it', tone: 'none' },
  'orphan-spend': { state: 'paid, no use, nobody declared it', tone: 'bad' },
  absent: { state: 'absent', tone: 'none' },
  'unverified-paid': { state: 'paid, use not known', tone: 'middling' },
  'unverified-free': { state: 'free, use not known', tone: 'none' },
};

const flagWords: Record<LedgerFlag, string> = {
  'credit-masked': 'credits hide its cost',
  'commitment-covered': 'covered by a commitment',
  residual: 'ends by itself',
  guard: 'it guards: idle means something else',
  carrier: 'carries costs of others',
  retiring: 'on its way out',
  'too-young': 'too young to judge',
};

/** What a page says of money and use; null where no cost rule was chosen. */
export function ledgerOf(report: Report): LedgerView | null {
  const { ledger } = report;
  if (!ledger) return null;
  const cleanUps = cleanUpsOf(report);
  return {
    headline: headlineOf(ledger),
    intro: introduce(ledger),
    retired: ledger.rows.filter(isRetiredAndPaid).map(row => `${row.title}: ${lowerFirst(row.sentence)}`),
    cleanUps: {
      intro: introduceCleanUps(cleanUps, ledger),
      rows: cleanUps.slice(0, mostCleanUps).map(cleanUpView),
      more: moreThan(cleanUps.length, mostCleanUps, 'clean-up'),
    },
    services: servicesOf(ledger, cleanUps),
    months: monthsOf(ledger),
    bill: billOf(ledger),
    unattributed: ledger.unattributed.slice(0, mostUnattributed).map(({ service, usageType, region, usd }) => ({
      name: service,
      where: `${usageType} · ${region}`,
      amount: formatUsd(usd),
    })),
    calendar: calendarOf(ledger.calendar),
  };
}

/** One line for a terminal: what is paid for and not used. */
export function summarizeMoney({ ledger }: Report): string {
  return ledger ? headlineOf(ledger) : '';
}

/** What was planned goes on from the name of the service. */
const lowerFirst = (text: string): string => text.replace(/^(Was|Is|Declared)\b/, word => word.toLowerCase());

const isRetiredAndPaid = ({ region, declared, paid }: LedgerRow): boolean =>
  region === '*' && (declared.state === 'retired' || declared.replacedBy !== undefined) && (paid.usd ?? 0) > 0;

function headlineOf({ bill, savings }: Ledger): string {
  const more = savings.unknown > 0 ? ` and what ${countOf(savings.unknown, 'clean-up')} would save is not known` : '';
  if (bill === null) {
    return savings.usd > 0
      ? `About ${formatUsd(savings.usd)} a month is paid for nothing, at list prices${more}.`
      : `The bill could not be read${more}.`;
  }
  const of = `${formatUsd(bill.usage)} in ${formatMonth(bill.month)}`;
  return savings.usd > 0
    ? `${formatUsd(savings.usd)} of ${of} is paid for nothing${more}.`
    : `Nothing of ${of} is known to be wasted${more}.`;
}

function introduce({ bill, currency }: Ledger): string {
  if (bill === null) return 'Without the bill, prices are list prices, and nobody can say what is really paid.';
  if (currency !== null && currency !== 'USD') {
    return `The bill is in ${currency}; only amounts in USD are reckoned with.`;
  }
  const source = bill.source === 'export' ? 'an exported bill' : 'Cost Explorer';
  const left = bill.unattributed > 0 ? `; ${formatUsd(bill.unattributed)} belong to no service listed here` : '';
  return `From ${source}: the last full month, usage before credits${left}. Every amount says where it comes from.`;
}

/** A failed cost finding, with the danger that the same resource is, if it is one. */
export interface CleanUpItem {
  finding: Finding;
  money: Money;
  unsafe: Finding[];
}

/** Unused, paid and unsafe at once first; then what saves most. */
export function cleanUpsOf({ findings }: Report): CleanUpItem[] {
  const dangers = new Map<string, Finding[]>();
  for (const finding of findings) {
    const grave = ['critical', 'high', 'medium'].includes(finding.severity);
    if (!isOpen(finding) || finding.category !== 'security' || !grave) continue;
    // What is said of a whole region has nothing to do with what else is said of it.
    if (finding.resource.id === finding.resource.region) continue;
    const key = placeOf(finding);
    dangers.set(key, [...(dangers.get(key) ?? []), finding]);
  }
  const items = findings.flatMap((finding): CleanUpItem[] =>
    isOpen(finding) && finding.category === 'cost' && finding.money
      ? [{ finding, money: finding.money, unsafe: dangers.get(placeOf(finding)) ?? [] }]
      : [],
  );
  return items.sort(
    (a, b) =>
      Number(isFirst(b)) - Number(isFirst(a)) ||
      (b.money.joint ?? -1) - (a.money.joint ?? -1) ||
      (b.money.usd ?? -1) - (a.money.usd ?? -1) ||
      compareText(placeOf(a.finding), placeOf(b.finding)) ||
      compareText(a.finding.rule, b.finding.rule),
  );
}

/** Deleting it saves money and ends a danger, and nobody uses it. */
const isFirst = ({ money, unsafe, finding }: CleanUpItem): boolean =>
  unsafe.length > 0 && (money.joint ?? 0) > 0 && finding.disuse !== undefined && finding.cleanUp?.does === 'delete';

const placeOf = ({ resource }: Finding): string => resource.arn ?? `${resource.type} ${resource.region} ${resource.id}`;

function introduceCleanUps(items: readonly CleanUpItem[], { savings }: Ledger): string {
  if (items.length === 0) return 'There is nothing to clean up in what could be seen.';
  const danger = items.some(isFirst) ? ' What is unsafe besides comes first.' : '';
  return `${countOf(items.length, 'clean-up')}, together ${formatUsd(savings.usd)} a month, most money first.${danger} Look at each before you delete: nothing here is done by itself.`;
}

function cleanUpView(item: CleanUpItem, at: number): CleanUpView {
  const { finding, money } = item;
  const { cleanUp, disuse, fix, message, resource, rule } = finding;
  return {
    place: String(at + 1),
    name: nameOf(resource),
    where: [resource.type, resource.region].filter(Boolean).join(' · '),
    rule,
    message,
    saving: savingOf(money),
    jointly: jointlyOf(money),
    provenance: provenanceOf(money),
    lines: gathered(money.lines).slice(0, mostLines).map(describeLine),
    disuse: disuse ? describeDisuse(disuse) : '',
    does: cleanUp ? describeAction(cleanUp) : '',
    risk: cleanUp ? `risk: ${cleanUp.risk}` : '',
    undo: cleanUp ? describeUndo(cleanUp) : '',
    unsafe: describeDanger(item),
    fix: fix ? showFix(fix) : {},
  };
}

/** What security rules say of the same thing; what is not deleted may fail one that asks for the reverse. */
export function describeDanger({ finding, unsafe }: CleanUpItem): string {
  if (unsafe.length === 0) return '';
  const messages = unsafe.slice(0, 2).map(one => one.message);
  const lead = finding.cleanUp?.does === 'delete' ? 'Unsafe besides' : 'Security rules say of it';
  return `${lead}: ${messages.join('; ')}`;
}

/** What one clean-up saves, in words. */
export function savingOf({ usd, joint }: Money): string {
  if (usd === null) return 'saving not known';
  if (usd <= 0 && (joint ?? 0) <= 0) return '$0.00: hygiene';
  return `${formatUsd(usd)} a month`;
}

/** Prices by volume and the cap of the bill make the whole less than the sum of its parts. */
export const jointlyOf = ({ usd, joint }: Money): string =>
  usd !== null && joint !== null && Math.abs(joint - usd) >= 0.005
    ? `${formatUsd(Math.max(joint, 0))} of it when all is cleaned up`
    : '';

const provenanceWords: Record<MoneyLine['provenance'], string> = {
  billed: 'as billed',
  'bill-price': 'unit price of the bill',
  told: "AWS's own figure",
  'list-price': 'list price',
  'other-region': 'list price of another region',
  unknown: 'price not known',
};

/** Where an amount comes from, in words. */
export function provenanceOf({ lines, estimated }: Money): string {
  const words = [...new Set(lines.map(({ provenance }) => provenanceWords[provenance]))];
  return [...words, ...(estimated ? ['estimate'] : [])].join(', ');
}

/** Lines of one price as one, where a rule tells them apart. */
function gathered(lines: readonly MoneyLine[]): MoneyLine[] {
  const found = new Map<string, MoneyLine>();
  for (const line of lines) {
    const key = JSON.stringify([line.price, line.units < 0, line.provenance, line.usd === null]);
    const known = found.get(key);
    const usd = known && known.usd !== null && line.usd !== null ? known.usd + line.usd : line.usd;
    found.set(key, known ? { ...known, units: known.units + line.units, usd } : line);
  }
  return [...found.values()];
}

function describeLine(line: MoneyLine): string {
  const { price, usd, provenance, confidence, billed, units } = line;
  const amount = usd === null ? 'price not known' : formatUsd(Math.abs(usd));
  const doubt = confidence === 'low' ? ', low confidence' : '';
  const where = `${provenanceWords[provenance]}${doubt}`;
  if (units < 0) return `in its place ${price}: ${amountOf(line)}, for ${amount} (${where})`;
  const whole = billed === undefined ? '' : `; the bill has ${formatUsd(billed)} of it`;
  const note = line.note?.replace(/^list price, other region \(([\w-]+)\)/, 'that of $1') ?? '';
  return `${price}: ${amountOf(line)}, ${amount} (${where})${whole}${note ? `; ${note}` : ''}`;
}

/** `49.4 GB-months`, `730 node-hours a month`. */
function amountOf({ unit, units }: MoneyLine): string {
  const amount = formatQuantity(Math.abs(units));
  if (unit === undefined) return `${amount} a month`;
  const [counted = unit] = unit.replace(/ per month$/, '').split(',');
  const said = Math.abs(units) === 1 ? counted : counted.split(' or ').map(pluralOf).join(' or ');
  return /month/.test(counted) ? `${amount} ${said}` : `${amount} ${said} a month`;
}

/** Abbreviations and what has more to say after it stay as they are. */
const pluralOf = (unit: string): string =>
  /[A-Z]$| (analysed|per) /.test(unit) ? unit : unit.replace(/([^aeiou])y$/, '$1ie').replace(/([^s])$/, '$1s');

const formatQuantity = (units: number): string =>
  Number.isInteger(units) ? formatNumber(units) : String(Number(units.toPrecision(3)));

/** How sure it is that something is not used, in words. */
export function describeDisuse({ grade, window, last }: Disuse): string {
  const since = last === null ? 'no use seen' : `last used ${formatDay(last)}`;
  const days = window > 0 ? [`${countOf(window, 'day')} looked at`] : [];
  return [since, ...days, `${grade} evidence`].join(', ');
}

const actions: Record<CleanUp['does'], string> = { delete: 'delete', change: 'change', decide: 'decide' };
const describeAction = ({ does, order }: CleanUp): string =>
  does === 'delete' ? `${actions[does]}, step ${order}` : actions[does];
/** Whether a clean-up can be taken back, in words. */
export const describeUndo = ({ undo }: CleanUp): string => (undo === 'never' ? 'cannot be undone' : `undone ${undo}`);

function servicesOf({ rows }: Ledger, cleanUps: readonly CleanUpItem[]): ServiceView[] {
  const unused = unusedByService(cleanUps);
  const dearest = Math.max(0.01, ...rows.map(({ region, paid }) => (region === '*' ? (paid.usd ?? 0) : 0)));
  return rows
    .filter(({ region, state }) => region === '*' && state !== 'absent')
    .map(row => {
      const paid = row.paid.usd ?? 0;
      const waste = Math.min(unused.get(row.service) ?? 0, paid);
      const regions = rows.filter(one => one.service === row.service && one.region !== '*' && one.state !== 'absent');
      return {
        title: row.title,
        ...stateWords[row.state],
        flags: row.flags.map(flag => flagWords[flag]).join(', '),
        declared: describeDeclared(row),
        observed: describeObserved(row, regions.length === 1 ? regions[0]?.region : undefined),
        paid: row.paid.usd === null ? 'not known' : formatUsd(row.paid.usd),
        unused: waste >= 0.005 ? formatUsd(waste) : '',
        sentence: row.sentence,
        bar: percent(paid - waste, dearest),
        unusedBar: percent(waste, dearest),
        unusedAt: percent(paid - waste, dearest),
        // One place alone says what the service as a whole says.
        regions: (regions.length === 1 ? [] : regions).map(one => ({
          region: one.region,
          state: stateWords[one.state].state,
          sentence: one.sentence,
          paid: one.paid.usd === null ? '' : formatUsd(one.paid.usd),
        })),
      };
    });
}

const percent = (part: number, whole: number): string => ((Math.max(0, part) / whole) * 100).toFixed(1);

function unusedByService(cleanUps: readonly CleanUpItem[]): Map<string, number> {
  const unused = new Map<string, number>();
  for (const { money } of cleanUps) {
    const known = money.lines.reduce((sum, { usd }) => sum + Math.max(0, usd ?? 0), 0);
    for (const { price, usd } of money.lines) {
      if (usd === null || usd <= 0 || money.joint === null || known === 0) continue;
      const service = price.slice(0, price.indexOf('/'));
      unused.set(service, (unused.get(service) ?? 0) + (money.joint * usd) / known);
    }
  }
  return unused;
}

function describeDeclared({ declared }: LedgerRow): string {
  const { state, by, until, replacedBy } = declared;
  if (state === null) return by.length > 0 ? `by ${by.slice(0, 2).join(', ')}` : 'no';
  const words = [
    state,
    ...(until ? [`until ${formatDay(until)}`] : []),
    ...(replacedBy ? [`replaced by ${replacedBy}`] : []),
    ...(by.length > 0 ? [`says ${by.slice(0, 2).join(', ')}`] : []),
  ];
  return words.join(', ');
}

function describeObserved({ observed }: LedgerRow, region: string | undefined): string {
  const { grade, inventory, last } = observed;
  const what = inventory ? countOfNoun(inventory.count, inventory.noun) : '';
  const where = region === undefined || region === 'global' ? '' : what === '' ? region : ` in ${region}`;
  const use =
    grade === 'unknown'
      ? 'use not known'
      : grade === 'none'
        ? last
          ? `last ${formatDay(last)}`
          : 'no use'
        : `${grade} evidence`;
  return [what + where, use].filter(Boolean).join(', ');
}

/** Inventories name their things in the plural; several kinds of them stay so. */
export const countOfNoun = (count: number, plural: string): string =>
  `${formatNumber(count)} ${count === 1 && !/, | and /.test(plural) ? plural.replace(/ies$/, 'y').replace(/([^s])s$/, '$1') : plural}`;

function monthsOf({ months }: Ledger): MonthView[] {
  const dearest = Math.max(0.01, ...months.map(({ usd }) => usd));
  return months.map(({ month, usd, complete }) => ({
    month: formatMonth(month),
    amount: formatUsd(usd),
    height: percent(usd, dearest),
    top: (100 - Number(percent(usd, dearest))).toFixed(1),
    note: complete ? '' : 'so far',
  }));
}

function billOf({ bill }: Ledger): LedgerView['bill'] {
  if (!bill) return [];
  const rows: [string, number | null][] = [
    ['usage', bill.usage],
    ['of that, services of the ledger', bill.attributed],
    ['of that, services not in it', bill.unattributed],
    ['credits', bill.credits],
    ['refunds', bill.refunds],
    ['support', bill.support],
    ['tax', bill.tax],
    ['commitments and other', bill.other],
    ['total', bill.total],
  ];
  return rows
    .filter(([label, usd]) => usd !== 0 || label === 'total')
    .map(([label, usd]) => ({ label, amount: usd === null ? 'not known' : formatUsd(usd) }));
}

function calendarOf(entries: readonly CalendarEntry[]) {
  if (entries.length === 0) return null;
  return {
    intro: `What is past already, and what ends or has to be renewed within 90 days: ${entries.length === 1 ? '1 entry' : `${formatNumber(entries.length)} entries`}.`,
    rows: entries.slice(0, mostCalendar).map(({ date, days, kind, resource, what, message }) => ({
      date: formatDay(date),
      when: days < 0 ? `${countOf(-days, 'day')} ago` : days === 0 ? 'today' : `in ${countOf(days, 'day')}`,
      kind: capitalize(kind),
      name: nameOf(resource) || what,
      message,
    })),
  };
}
