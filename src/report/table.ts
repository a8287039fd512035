import type { FixFirst, Report, Score, Severity } from '../core/types.js';
import { cellsOf, fit, pad } from './cells.js';
import { summarizeDetectors } from './detectors-view.js';
import { nameOf } from './evidence.js';
import { summarizeExceptions } from './exceptions-view.js';
import { toneOf } from './gauge.js';
import { countsOf, headlineOf, noticeOf } from './headline.js';
import { factsOf } from './html-page.js';
import { summarizeMoney } from './ledger-view.js';
import { modelOf, type ReportModel } from './model.js';
import { revealLine } from './reveal.js';
import { askedInVain, unseenOf } from './unseen.js';
import { categoryNames, countOf, formatPoints, formatScore, formatShare, nounFor } from './wording.js';
import { wrap } from './wrap.js';

/** Width of the terminal in cells, and whether it shows colours. */
export interface TableOptions {
  width: number;
  color: boolean;
}

const mostFixes = 5;
const gainCells = 5;
const gainTitle = 'adds to the score';
const codes = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', magenta: '35', cyan: '36' };
type Style = keyof typeof codes;
type Paint = (style: Style, text: string) => string;

const severityStyle: Record<Severity, Style> = {
  critical: 'magenta',
  high: 'red',
  medium: 'yellow',
  low: 'dim',
  info: 'dim',
};
const toneStyle = { good: 'green', middling: 'yellow', bad: 'red', none: 'dim' } as const;

/** The report as a summary for a terminal: at most 23 lines, none of them wider than asked. */
export function renderTable(report: Report, { width, color }: TableOptions): string {
  const paint: Paint = (style, text) => (color ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
  const model = modelOf(report);
  const cells = Math.max(width, 40);
  const parts = [
    openingLines(model, cells, paint),
    scoreLines(report, cells, paint),
    fixLines(model, cells, paint),
    [...besideLines(report, cells), ...unseenLines(report, cells, paint)],
  ].filter(lines => lines.length > 0);
  return `${parts.map(lines => lines.join('\n')).join('\n\n')}\n`;
}

function openingLines(model: ReportModel, cells: number, paint: Paint): string[] {
  const { alias, id } = model.report.account;
  const account = revealLine(alias ? `${alias} ${id}` : id);
  const facts = fit(` · ${revealLine(factsOf(model.report))}`, Math.max(0, cells - cellsOf(account)));
  const notice = noticeOf(model);
  return [
    paint('bold', fit(account, cells)) + paint('dim', facts),
    paint('bold', fit(headlineOf(model), cells)),
    ...wrap(countsOf(model), cells, 2),
    ...(notice ? wrap(revealLine(notice), cells, 2).map(line => paint('yellow', line)) : []),
  ];
}

/** Scores with their coverage, the whole first, in as many columns as fit. */
function scoreLines({ scores }: Report, cells: number, paint: Paint): string[] {
  const categories = Object.entries(categoryNames).flatMap(([category, name]) => {
    const score = scores.categories[category as keyof typeof categoryNames];
    return score ? [{ name, score }] : [];
  });
  const entries = [{ name: 'Overall', score: scores.overall }, ...categories].map(({ name, score }) => ({
    name,
    score,
    coverage: describeShare(score),
  }));
  const columns = cells >= 78 ? 2 : 1;
  const column = Math.floor((cells - 2) / columns);
  const lines: string[] = [];
  for (let at = 0; at < entries.length; at += columns) {
    const row = entries.slice(at, at + columns).map(({ name, score, coverage }) => {
      const value = pad(formatScore(score.value), 12);
      const plain = `${pad(name, 11)}${value}${coverage}`;
      return `${pad(name, 11)}${paint(toneStyle[toneOf(score.value)], value)}${coverage}${' '.repeat(Math.max(0, column - cellsOf(plain)))}`;
    });
    lines.push(`  ${row.join('')}`.trimEnd());
  }
  return lines;
}

const describeShare = ({ coverage }: Score) =>
  coverage === null ? 'nothing applies' : `coverage ${formatShare(coverage)}`;

function fixLines({ report, failed }: ReportModel, cells: number, paint: Paint): string[] {
  const shown = report.fixFirst.slice(0, mostFixes);
  if (shown.length === 0) return [];
  const names = shown.map(subjectOf);
  const nameCells = Math.min(Math.max(...names.map(cellsOf)), Math.floor(cells * 0.3));
  const left = failed.length - shown.length;
  return [
    `${paint('bold', '  Fix first')}${paint('dim', pad('', cells - 11 - cellsOf(gainTitle)) + gainTitle)}`,
    ...shown.map((item, at) => fixLine(item, at + 1, fit(names[at] ?? '', nameCells), nameCells, cells, paint)),
    ...(left > 0 ? [paint('dim', `     … ${countOf(left, 'more rule')} failed`)] : []),
  ];
}

function subjectOf({ resources, count }: FixFirst): string {
  const name = revealLine(resources[0] ? nameOf(resources[0]) : '');
  return count > 1 ? `${name} +${count - 1}` : name;
}

function fixLine(item: FixFirst, place: number, name: string, nameCells: number, cells: number, paint: Paint): string {
  const points = formatPoints(item.gain.overall);
  const gain = pad('', gainCells - cellsOf(points)) + points;
  const opening = `  ${place}  ${pad(item.severity, 8)}  ${pad(name, nameCells)}  `;
  const room = cells - cellsOf(opening) - gainCells - 2;
  const said = item.expired ? `exception ran out: ${item.message}` : item.message;
  const message = pad(fit(revealLine(said), room), room);
  const colored = opening.replace(item.severity, paint(severityStyle[item.severity], item.severity));
  return `${colored}${message}  ${points ? paint('green', gain) : ''}`.trimEnd();
}

/** What is paid for nothing, and what AWS's own detectors say, on one line each. */
function besideLines(report: Report, cells: number): string[] {
  const money = summarizeMoney(report);
  const detectors = summarizeDetectors(report);
  const exceptions = summarizeExceptions(report);
  return [
    ...(exceptions ? [fit(`  Exceptions: ${revealLine(exceptions)}`, cells)] : []),
    ...(money ? [fit(`  Money: ${money}`, cells)] : []),
    ...(detectors ? [fit(`  AWS's detectors: ${detectors}`, cells)] : []),
  ];
}

/** The causes that hide most, on at most two lines. */
function unseenLines(report: Report, cells: number, paint: Paint): string[] {
  const unseen = unseenOf(report);
  if (!unseen) return [];
  const hides = new Map<string, number>();
  for (const gap of report.gaps) {
    const asked = askedInVain(gap) || (gap.reason === 'manual' ? 'by hand' : gap.reason);
    hides.set(asked, (hides.get(asked) ?? 0) + gap.rules.length);
  }
  const causes = [...hides]
    .sort(([, one], [, other]) => other - one)
    .map(([asked, rules]) => `${asked} (${countOf(rules, 'rule')})`);
  const regions = unseen.regions.map(({ names }) => `${names} (not audited)`);
  const [first, ...rest] = [...causes, ...regions].map(revealLine);
  return listOnLines('  Could not see: ', first ?? '', rest, cells, 2).map(line => paint('cyan', line));
}

/** As many entries as so many lines hold, then how many were left out. */
function listOnLines(opening: string, first: string, rest: readonly string[], cells: number, most: number): string[] {
  const lines = [opening + fit(first, cells - cellsOf(opening) - 12)];
  for (const [at, entry] of rest.entries()) {
    const last = lines.length - 1;
    const left = rest.length - at;
    const more = ` · ${left} ${nounFor(left, 'other')}`;
    const longer = `${lines[last]} · ${entry}`;
    const reserved = left > 1 && lines.length === most ? cellsOf(more) : 0;
    if (cellsOf(longer) + reserved <= cells) lines[last] = longer;
    else if (lines.length < most) lines.push(`    ${fit(entry, cells - 16)}`);
    else return [...lines.slice(0, last), `${lines[last]}${more}`];
  }
  return lines;
}
