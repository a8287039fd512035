import { type Category, type Change, isNews, type Report, type Score } from '../core/types.js';
import { countsOf, headlineOf, noticeOf } from './headline.js';
import { modelOf } from './model.js';
import { revealLine } from './reveal.js';
import { summarizeMoney } from './ledger-view.js';
import { categoryNames, countOf, formatScore, formatShare, formatTime } from './wording.js';

const mostLines = 25;
const mostChanges = 4;
const mostLetters = 300;

/**
 * A report as a short plain text for an e-mail or a chat: what must be known first, at most 25 lines. `place` is where the
 * whole report is.
 */
export function renderMessage(report: Report, place: string): string {
  const model = modelOf(report);
  const notice = noticeOf(model);
  const parts: string[][] = [
    (report.notices ?? []).slice(0, 3).map(text => `NOTE: ${text}`),
    [...(notice ? [notice] : []), headlineOf(model), countsOf(model)],
    scoreLines(report),
    report.changes ? changeLines(report.changes.changes) : [],
    report.ledger ? [summarizeMoney(report)] : [],
  ];
  const body = parts.filter(lines => lines.length > 0).map(lines => lines.map(shorten));
  const text = body.map(lines => lines.join('\n')).join('\n\n');
  const ending = [`The report: ${revealLine(place)}`, `Audited ${formatTime(report.started)}, ${accountOf(report)}.`];
  return `${[...text.split('\n').slice(0, mostLines - 3), '', ...ending].join('\n')}\n`;
}

/** The subject of the message: at most 100 characters of ASCII, as SNS allows. */
export function subjectOf(report: Report): string {
  const fresh = (report.changes?.changes ?? []).filter(isNews).length;
  const state = report.complete ? '' : ', incomplete';
  const changed = fresh > 0 ? `, ${fresh} new` : '';
  const name = report.account.alias ?? report.account.id;
  return asciiLine(`stocktake ${name}: score ${formatScore(report.scores.overall.value)}${changed}${state}`, 100);
}

/** One line of printable ASCII, cut to a length. */
export const asciiLine = (text: string, length: number): string =>
  revealLine(text)
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, length)
    .trim();

const shorten = (line: string): string => {
  const plain = revealLine(line);
  return plain.length > mostLetters ? `${plain.slice(0, mostLetters - 1)}…` : plain;
};

const accountOf = ({ account, regions }: Report): string =>
  revealLine(`${account.alias ? `${account.alias} ` : ''}${account.id}, ${countOf(regions.length, 'region')}`);

function scoreLines(report: Report): string[] {
  // The last point of a trend is the run itself.
  const before = report.trend?.points.at(-2);
  const { overall, categories } = report.scores;
  const lines = [scoreLine('Overall', overall, before?.overall.value)];
  for (const [category, score] of Object.entries(categories) as [Category, Score][]) {
    lines.push(scoreLine(categoryNames[category], score, before?.categories[category]?.value));
  }
  return lines;
}

function scoreLine(name: string, { value, coverage }: Score, earlier: number | null | undefined): string {
  const difference =
    value !== null && typeof earlier === 'number' ? Math.round((value - earlier) * 10) / 10 : undefined;
  const moved =
    difference === undefined ? '' : difference === 0 ? ', as before' : `, ${difference > 0 ? '+' : ''}${difference}`;
  const seen = coverage === null ? '' : ` (${formatShare(coverage)} seen)`;
  return `${name}: ${formatScore(value)}${moved}${seen}`;
}

function changeLines(changes: readonly Change[]): string[] {
  if (changes.length === 0) return ['Nothing has changed since the last run.'];
  const mine = changes.filter(change => change.cause === 'account' || isNews(change));
  const counted = (['new', 'fixed', 'gone', 'changed'] as const).map(kind => ({
    kind,
    number: mine.filter(change => change.kind === kind).length,
  }));
  const words = counted.filter(({ number }) => number > 0).map(({ kind, number }) => `${number} ${kind}`);
  const others = changes.length - mine.length;
  const shown = mine.filter(({ kind }) => kind === 'new' || kind === 'fixed').slice(0, mostChanges);
  return [
    `Since the last run: ${words.join(', ') || 'nothing changed in the account'}.`,
    ...shown.map(({ kind, before, after }) => `- ${kind}: ${standingText(after ?? before)}`),
    ...(others > 0 ? [`${countOf(others, 'other difference')} come from the rules or from what could be seen.`] : []),
  ];
}

function standingText(standing: Change['after']): string {
  if (!standing) return '';
  const { resource, title } = standing;
  return `${resource.name ?? resource.id} (${resource.region}): ${title}`;
}
