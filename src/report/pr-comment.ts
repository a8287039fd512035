import {
  type Change,
  type Changes,
  type ExceptionReport,
  type Gate,
  isNews,
  type Report,
  type Standing,
} from '../core/types.js';
import { nameOf } from './evidence.js';
import { describeCoverage } from './gauge.js';
import { countsOf, headlineOf, noticeOf, withFullStop } from './headline.js';
import { summarizeMoney } from './ledger-view.js';
import { code, codeCell, join, type Markdown, text } from './markdown-text.js';
import { modelOf, type ReportModel } from './model.js';
import { Page } from './pr-page.js';
import { unseenOf } from './unseen.js';
import { categoryNames, countOf, formatAccount, formatDay, formatNumber, formatScore, formatTime } from './wording.js';

const mostChanges = 30;
const mostReasons = 20;
const mostFindings = 5;
const mostRules = 10;
const mostPlaces = 5;

/**
 * The report as a comment on a pull request: what the gate says, what is new and fixed, the scores, the waste, what could
 * not be seen. It begins with a hidden marker by which a bot finds its own comment, and always fits into one.
 */
export function renderPullRequest(report: Report): string {
  const model = modelOf(report);
  const page = new Page(`<!-- stocktake:${report.account.id.replace(/\W/g, '')} -->` as Markdown, footer(report));
  page.write(title(report));
  for (const notice of report.notices ?? []) page.write(`> ${text(notice)}` as Markdown);
  if (report.gate) writeGate(page, report.gate);
  page.write(`${text(headlineOf(model))} ${text(countsOf(model))}` as Markdown);
  const notice = noticeOf(model);
  if (notice) page.write(`> ${text(notice)}` as Markdown);
  writeExpired(page, report.exceptions ?? []);
  if (report.changes) writeChanges(page, report.changes);
  else writeFailed(page, model);
  writeScores(page, report);
  const money = summarizeMoney(report);
  if (money) page.write(`**Waste.** ${text(money)}` as Markdown);
  writeUnseen(page, report);
  return page.print();
}

function title({ account, gate }: Report): Markdown {
  const verdict = gate ? (gate.passed ? ': passed' : ': stopped') : '';
  const id = formatAccount(account.id);
  return `## stocktake${verdict} · ${text(account.alias ? `${account.alias} (${id})` : id)}` as Markdown;
}

const footer = ({ tool, started }: Report): Markdown =>
  `<sub>stocktake ${text(tool.version)}, ${text(formatTime(started))}. All of it is in report.html and report.json.</sub>` as Markdown;

function writeGate(page: Page, { passed, reasons, held }: Gate): void {
  if (!passed) page.write('**The gate stops this.**' as Markdown);
  const lines = reasons.map(({ message, advice, findings }) => {
    const named = findings.slice(0, mostFindings).map(one => `\n  - ${nameStanding(one)}`);
    const left = findings.length - named.length;
    const more = left > 0 ? `\n  - and ${countOf(left, 'more finding')}` : '';
    return `- ${text(message)} ${text(advice)}${named.join('')}${more}` as Markdown;
  });
  page.list(lines, { most: mostReasons, noun: 'reason' });
  const fine = held.map(said => `- ${text(said)}` as Markdown);
  page.fold(`${countOf(held.length, 'condition')} held` as Markdown, fine, { most: mostReasons, noun: 'condition' });
}

const nameStanding = ({ severity, rule, resource, message }: Standing): Markdown =>
  `${text(severity)} ${code(rule)} ${code(nameOf(resource))}: ${text(message)}` as Markdown;

function writeExpired(page: Page, exceptions: readonly ExceptionReport[]): void {
  const expired = exceptions.filter(one => one.state === 'expired');
  if (expired.length === 0) return;
  page.write('**Exceptions that ran out**' as Markdown);
  const lines = expired.map(({ rules, resources, regions = [], reason, owner, expires, findings }) => {
    const [what, which, at] = [rules, resources, regions].map(names =>
      join(names.slice(0, mostFindings).map(code), ', '),
    );
    const where = regions.length > 0 ? `${which} in ${at}` : which;
    const back = findings === 0 ? 'fits nothing any more' : `${countOf(findings, 'finding')} open again`;
    return `- ${what} for ${where}: ${text(formatDay(expires))}, ${text(owner)} (${text(reason)}); ${back}` as Markdown;
  });
  page.list(lines, { most: mostReasons, noun: 'exception' });
}

function writeChanges(page: Page, { since, changes, stale }: Changes): void {
  const ofAccount = (wanted: Change['kind']) =>
    changes.filter(({ kind, cause }) => cause === 'account' && kind === wanted);
  const fresh = changes.filter(isNews);
  page.write(`### New since ${text(formatTime(since.started))}: ${formatNumber(fresh.length)}` as Markdown);
  const limits = { most: mostChanges, noun: 'finding' };
  page.table(['severity', 'rule', 'resource', 'what'], fresh.map(rowOf), limits);
  const others: [string, Change[]][] = [
    ['fixed', ofAccount('fixed')],
    ['gone with its resource', ofAccount('gone')],
    ['open as before, but not the same', ofAccount('changed')],
  ];
  for (const [what, found] of others) {
    page.fold(
      text(`${countOf(found.length, 'finding')} ${what}`),
      found.map(one => `- ${sayChange(one)}` as Markdown),
      limits,
    );
  }
  const notOfAccount: [string, Change['cause']][] = [
    ['with another verdict because the rules changed', 'rules'],
    ['that cannot be compared, for not the same was seen', 'sight'],
  ];
  for (const [what, wanted] of notOfAccount) {
    const found = changes.filter(change => change.cause === wanted && !isNews(change));
    const lines = found.map(one => `- ${one.kind}: ${sayChange(one)}` as Markdown);
    page.fold(text(`${countOf(found.length, 'finding')} ${what}`), lines, limits);
  }
  writeStale(page, stale);
}

function writeStale(page: Page, stale: Changes['stale']): void {
  const lines = stale.map(({ rule, resource, region }) => {
    return `- ${code(rule)} ${code(resource)} (${text(region)})` as Markdown;
  });
  const fit = stale.length === 1 ? 'fits' : 'fit';
  const title = text(`${countOf(stale.length, 'line')} of the baseline ${fit} nothing any more`);
  page.fold(title, lines, { most: mostChanges, noun: 'line' });
}

const standingOf = ({ kind, before, after }: Change): Standing | undefined =>
  kind === 'new' || kind === 'changed' ? (after ?? before) : (before ?? after);

function rowOf(change: Change): Markdown[] {
  const of = standingOf(change);
  if (!of) return [text(''), text(''), text(''), text(change.message)];
  const said = `${text(withFullStop(of.message))} ${text(change.message)}` as Markdown;
  return [text(of.severity), codeCell(of.rule), codeCell(nameOf(of.resource)), said];
}

function sayChange(change: Change): Markdown {
  const of = standingOf(change);
  const named = of ? `${text(of.severity)} ${code(of.rule)} ${code(nameOf(of.resource))}: ` : '';
  return `${named}${text(change.message)}` as Markdown;
}

function writeFailed(page: Page, { failed }: ReportModel): void {
  if (failed.length === 0) return;
  const rows = failed.map(({ info, findings }) => {
    const names = join(
      findings.FAIL.slice(0, 3).map(one => codeCell(nameOf(one.resource))),
      ', ',
    );
    const left = findings.FAIL.length - 3;
    const resources = (left > 0 ? `${names} and ${countOf(left, 'other')}` : names) as Markdown;
    return [text(info.severity), codeCell(info.id), text(info.title), resources];
  });
  page.write('### Failed' as Markdown);
  page.table(['severity', 'rule', 'what should be', 'resources'], rows, { most: mostRules, noun: 'rule' });
}

/** Scores with coverage, and how they changed since the run before, where a history tells. */
function writeScores(page: Page, { scores, trend }: Report): void {
  const before = trend?.points.at(-2);
  const names = Object.keys(categoryNames) as (keyof typeof categoryNames)[];
  const entries = [
    { name: 'Overall', now: scores.overall, was: before?.overall },
    ...names.map(id => ({ name: categoryNames[id], now: scores.categories[id], was: before?.categories[id] })),
  ];
  const rows = entries.flatMap(({ name, now, was }) => {
    if (!now) return [];
    const change = before ? [text(describeDifference(now.value, was?.value ?? null))] : [];
    return [
      [text(name), text(formatScore(now.value)), ...change, text(describeCoverage(now).replace('coverage ', ''))],
    ];
  });
  page.table(['', 'score', ...(before ? ['change'] : []), 'coverage'], rows, { most: rows.length, noun: 'category' });
}

function describeDifference(now: number | null, was: number | null): string {
  if (now === null || was === null) return 'not known';
  const points = Math.floor(now + 1e-9) - Math.floor(was + 1e-9);
  return points > 0 ? `up ${points}` : points < 0 ? `down ${-points}` : 'same';
}

function writeUnseen(page: Page, report: Report): void {
  const unseen = unseenOf(report);
  if (!unseen) return;
  const regions = unseen.regions.map(({ names, state }) => `- ${text(names)}: ${text(state)}` as Markdown);
  const places = unseen.places.map(({ asked, why, message, hides, remedy }) => {
    if (!asked) return `- ${text(message)}; hides ${text(hides)}. ${text(remedy)}` as Markdown;
    return `- ${code(asked)}: ${text(why)}; hides ${text(hides)}. ${text(remedy)}` as Markdown;
  });
  page.write(`**Could not be seen.** ${text(unseen.intro)}` as Markdown);
  const lines = [...places.slice(0, mostPlaces), ...regions];
  page.list(lines, { most: lines.length, noun: 'cause', total: places.length + regions.length });
}
