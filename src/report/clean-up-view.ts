import type { LedgerRow } from '../core/ledger.js';
import { entryMark, type SheetOrigin, serviceMark, sheetMark } from '../core/sheet-key.js';
import type { Finding, Report } from '../core/types.js';
import { nameOf, type ShownFix, showFix } from './evidence.js';
import {
  type CleanUpItem,
  cleanUpsOf,
  describeDanger,
  describeDisuse,
  describeUndo,
  jointlyOf,
  provenanceOf,
  savingOf,
  stateWords,
} from './ledger-view.js';
import { ownerOf } from './owner.js';
import { isInQuestion } from './questions.js';
import { countOf, formatAccount, formatDay, formatUsd } from './wording.js';

/** What a clean-up sheet says: plain texts, each page escapes them in its own way; `mark` is a comment of ours. */
export interface CleanUpSheet {
  title: string;
  day: string;
  version: string;
  mark: string;
  headline: string;
  totals: { what: string; count: string; usd: string }[];
  services: SheetService[];
  steps: { title: string; intro: string; entries: SheetEntryView[] }[];
  /** Days that an example may name: one that is to come. */
  example: string;
}

interface SheetService {
  place: string;
  title: string;
  mark: string;
  state: string;
  sentence: string;
  paid: string;
  declared: string;
  owner: string;
  ownerSeen: string;
}

/** One clean-up of the sheet. */
export interface SheetEntryView {
  place: string;
  name: string;
  mark: string;
  id: string;
  where: string;
  rule: string;
  seen: string;
  saving: string;
  /** The saving alone, for a margin. */
  amount: string;
  risk: string;
  undo: string;
  undoCommand: string;
  unsafe: string;
  fix: ShownFix;
  /** Words that a decision may be. */
  choices: string;
  owner: string;
  /** The owner as it was seen, where it cannot be filled in as it is. */
  ownerSeen: string;
}

const stepTitles: Record<number, string> = {
  1: 'what calls, schedules, publishes or points at something',
  2: 'what protects or scales it',
  3: 'what hangs on it',
  4: 'what keeps it warm or links to it',
  5: 'the thing itself',
  6: 'what it was kept in, and what stood before it',
  7: 'backups',
  8: 'secrets',
  9: 'keys and names: last, for nothing brings them back',
};

/** What a clean-up sheet says; null where no cost rule was chosen. */
export function cleanUpSheetOf(report: Report): CleanUpSheet | null {
  const { account, ledger, started, tool } = report;
  if (!ledger) return null;
  const origin = { account: account.id, started };
  const groups = groupsOf(cleanUpsOf(report));
  const steps = [...new Set(groups.map(orderOf))].sort((a, b) => a - b);
  let place = 0;
  const services = ledger.rows.filter(isInQuestion);
  return {
    title: account.alias || formatAccount(account.id),
    day: formatDay(started),
    version: tool.version,
    mark: sheetMark(origin),
    headline: headlineOf(groups.length, services.length, ledger.savings),
    totals: totalsOf(report, groups),
    services: services.map((row, at) => serviceView(row, at + 1, origin)),
    steps: steps.map(order => {
      const entries = groups.filter(group => orderOf(group) === order);
      return {
        title: `Step ${order}: ${stepTitles[order] ?? 'what comes then'}`,
        intro: `${countOf(entries.length, 'clean-up')}, ${formatUsd(sumOf(entries))} a month.`,
        entries: entries.map(group => entryView(group, ++place, report, origin)),
      };
    }),
    example: nextSpring(started),
  };
}

/** Clean-ups of one rule and resource, which one exception would accept together. */
type Group = [CleanUpItem, ...CleanUpItem[]];

function groupsOf(items: readonly CleanUpItem[]): Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const key = keyOf(item.finding);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

const keyOf = ({ rule, resource: { region, arn, id } }: Finding): string => [rule, region, arn ?? id].join('\n');

const orderOf = ([{ finding }]: Group): number => finding.cleanUp?.order ?? 5;

const jointOf = (group: Group): number | null =>
  group.reduce<number | null>((sum, { money }) => (sum === null || money.joint === null ? null : sum + money.joint), 0);

const sumOf = (groups: readonly Group[]): number =>
  groups.reduce((sum, group) => sum + Math.max(0, jointOf(group) ?? 0), 0);

function headlineOf(cleanUps: number, services: number, { usd }: { usd: number }): string {
  const asked = services === 0 ? '' : ` ${countOf(services, 'service')} ${services === 1 ? 'is' : 'are'} in question.`;
  if (cleanUps === 0) return `There is nothing to clean up in what could be seen.${asked}`;
  return `${countOf(cleanUps, 'clean-up')} to decide on, together ${formatUsd(usd)} a month.${asked}`;
}

function totalsOf({ findings }: Report, groups: readonly Group[]): CleanUpSheet['totals'] {
  const accepted = findings.filter(
    ({ category, verdict, exception }) => category === 'cost' && verdict === 'FAIL' && exception !== undefined,
  );
  const unseen = findings.filter(
    ({ category, verdict }) => category === 'cost' && (verdict === 'NOT_AVAILABLE' || verdict === 'ERROR'),
  ).length;
  const unknown = groups.filter(group => jointOf(group) === null).length;
  const more = unknown > 0 ? ` and what is not known of ${unknown}` : '';
  return [
    { what: 'accepted in rules.yaml already', count: String(accepted.length), usd: 'not counted' },
    { what: 'to decide on', count: String(groups.length), usd: `${formatUsd(sumOf(groups))}${more}` },
    ...(unseen > 0 ? [{ what: 'could not be seen or judged', count: String(unseen), usd: 'not known' }] : []),
  ];
}

function serviceView(row: LedgerRow, place: number, origin: SheetOrigin): SheetService {
  const { declared, paid, sentence, service, state, title } = row;
  return {
    place: String(place),
    title,
    mark: serviceMark(service, origin),
    state: stateWords[state].state,
    sentence,
    paid: paid.usd === null ? 'not known' : `${formatUsd(paid.usd)} a month`,
    declared: [declared.state ?? 'nobody says anything of it', declared.note ?? ''].filter(Boolean).join(': '),
    ...ownerWords(declared.owner ?? ''),
  };
}

function entryView(group: Group, place: number, report: Report, origin: SheetOrigin): SheetEntryView {
  const [item] = group;
  const { cleanUp, disuse, fix, resource, rule } = item.finding;
  const { id, arn, region, type } = resource;
  const usd = jointOf(group);
  const key = { rule, region, resource: arn ?? id, order: orderOf(group), usd: usd === null ? null : cents(usd) };
  return {
    place: String(place),
    name: nameOf(resource),
    mark: entryMark(key, origin),
    id: arn ?? id,
    where: [serviceTitle(item.finding, report), type, region].filter(Boolean).join(', '),
    rule,
    seen: `${group.map(({ finding }) => finding.message).join('; ')}${disuse ? ` (${describeDisuse(disuse)})` : ''}`,
    saving: group.map(({ money }) => describeSaving(money)).join('; '),
    amount: usd === null ? 'not known' : formatUsd(Math.max(0, usd)),
    risk: cleanUp?.risk ?? 'not known',
    undo: cleanUp ? describeUndo(cleanUp) : 'not known',
    undoCommand: fix?.undo ?? '',
    unsafe: describeDanger(item),
    fix: fix ? showFix(fix) : {},
    choices: cleanUp?.does === 'change' ? 'change' : 'delete',
    ...ownerWords(ownerOf(item.finding, report)),
  };
}

const cents = (usd: number): number => Math.round(usd * 100) / 100;

const describeSaving = (money: CleanUpItem['money']): string =>
  [savingOf(money), jointlyOf(money), provenanceOf(money)].filter(Boolean).join(', ');

const serviceTitle = ({ service }: Finding, { ledger }: Report): string =>
  ledger?.rows.find(row => row.region === '*' && row.service === service)?.title ?? service;

/** What can be read back as it stands is filled in; the rest is only shown. */
const ownerWords = (owner: string): { owner: string; ownerSeen: string } =>
  /^[\p{L}\p{N}](?:[\p{L}\p{N} ._+/@-]{0,78}[\p{L}\p{N}])?$/u.test(owner)
    ? { owner, ownerSeen: '' }
    : { owner: '', ownerSeen: owner };

/** The end of a March that is to come. */
function nextSpring(started: string): string {
  const year = Number(started.slice(0, 4));
  return `${started.slice(5, 10) < '03-01' ? year : year + 1}-03-31`;
}
