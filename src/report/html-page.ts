import type { FixFirst, Report } from '../core/types.js';
import { type DetectorsView, detectorsOf } from './detectors-view.js';
import { nameOf, type ShownFix, showFix } from './evidence.js';
import { agesOf } from './ages.js';
import { type ChangesView, changesOf, type GateView, gateOf } from './changes-view.js';
import { describeReturn, type ExceptionsView, exceptionsOf } from './exceptions-view.js';
import { type Gauge, gaugesOf, type Tone, toneOf } from './gauge.js';
import { countsOf, headlineOf, noticeOf } from './headline.js';
import { type RuleSection, sectionOf } from './html-rule.js';
import { type LedgerView, ledgerOf } from './ledger-view.js';
import { type OverviewSection, overviewSection } from './html-overview.js';
import { compareText, modelOf, type ReportModel, type RuleGroup } from './model.js';
import { nameService } from './service-names.js';
import { type TrendView, trendOf } from './trend-view.js';
import { type UnseenPlace, type UnseenRegions, unseenOf } from './unseen.js';
import {
  countOf,
  formatAccount,
  formatDuration,
  formatNumber,
  formatPoints,
  formatScore,
  formatShare,
  formatTime,
  formatUsd,
} from './wording.js';

/** Rows on the whole page, so that it stays quick whatever the account; shared out evenly, at most 500 a rule. */
const mostRowsOnPage = 10_000;
const mostRowsOfRule = [500, 250, 100, 50, 25, 10];
const mostFixes = 10;
const mostPlaces = 8;

/** Everything the HTML template prints, as text: the template only repeats and asks whether there is something. */
export interface HtmlPage {
  title: string;
  account: string;
  accountId: string;
  facts: string;
  notice: string;
  ended: boolean;
  headline: string;
  counts: string;
  gauges: Gauge[];
  fixes: FixItem[];
  fixesIntro: string;
  unseen: UnseenSection | null;
  failed: RuleSection[];
  undecided: RuleSection[];
  excepted: RuleSection[];
  exceptedTitle: string;
  passed: RuleSection[];
  passedTitle: string;
  skipped: RuleSection[];
  skippedTitle: string;
  services: ServiceRow[];
  ledger: LedgerView | null;
  overview: OverviewSection | null;
  detectors: DetectorsView | null;
  exceptions: ExceptionsView | null;
  /** What a reader must know first. */
  notices: string[];
  gate: GateView | null;
  changes: ChangesView | null;
  trend: TrendView | null;
  hints: string[];
  version: string;
}

interface UnseenSection {
  intro: string;
  places: UnseenPlace[];
  rest: UnseenPlace[];
  restTitle: string;
  regions: UnseenRegions[];
  policy: string;
}

interface FixItem {
  rule: string;
  severity: string;
  name: string;
  also: string[];
  more: string;
  message: string;
  title: string;
  why: string;
  gain: string;
  gainCategory: string;
  returned: string;
  fix: ShownFix;
}

interface ServiceRow {
  id: string;
  name: string;
  score: string;
  tone: Tone;
  bar: string;
  coverage: string;
  failed: string;
  undecided: string;
}

/** What the page of a report says. */
export function pageOf(report: Report): HtmlPage {
  const model = modelOf(report);
  const rows = rowsOfRule(model.failed);
  const ageOf = agesOf(report);
  const sections = (groups: readonly RuleGroup[]) => groups.map(group => sectionOf(group, rows, ageOf));
  return {
    ...headOf(model),
    fixes: report.fixFirst.slice(0, mostFixes).map(fixItem),
    fixesIntro: introduceFixes(model),
    unseen: unseenSection(report),
    failed: sections(model.failed),
    undecided: sections(model.undecided),
    excepted: sections(model.excepted),
    exceptedTitle: `${countOf(model.excepted.length, 'rule')} failed, but accepted`,
    passed: sections(model.passed),
    passedTitle: `${countOf(model.passed.length, 'rule')} passed`,
    skipped: sections(model.notApplicable),
    skippedTitle: `${countOf(model.notApplicable.length, 'rule')} ${model.notApplicable.length === 1 ? 'does' : 'do'} not apply here`,
    services: servicesOf(report),
    ledger: ledgerOf(report),
    overview: overviewSection(report),
    detectors: detectorsOf(report),
    exceptions: exceptionsOf(report),
    notices: report.notices ?? [],
    gate: gateOf(report),
    changes: changesOf(report),
    trend: trendOf(report),
    hints: report.hints,
    version: report.tool.version,
  };
}

/** What could not be seen, the causes that hide most on the page, the others folded. */
function unseenSection(report: Report): UnseenSection | null {
  const unseen = unseenOf(report);
  if (!unseen) return null;
  const rest = unseen.places.slice(mostPlaces);
  return {
    ...unseen,
    places: unseen.places.slice(0, mostPlaces),
    rest,
    restTitle: countOf(rest.length, 'more cause'),
    policy: unseen.policy ?? '',
  };
}

function headOf(model: ReportModel) {
  const { report } = model;
  const account = report.account.alias || formatAccount(report.account.id);
  return {
    title: account,
    account,
    accountId: report.account.alias ? formatAccount(report.account.id) : '',
    facts: factsOf(report),
    notice: noticeOf(model) ?? '',
    ended: report.ended !== undefined,
    headline: headlineOf(model),
    counts: countsOf(model),
    gauges: gaugesOf(report.scores),
  };
}

/** When and how the audit ran, on one line. */
export function factsOf(report: Report): string {
  const { calls, usd } = report.plan;
  const regions =
    report.regions.length > 6
      ? countOf(report.regions.length, 'region')
      : report.regions.map(one => one.name).join(', ');
  const cost = usd > 0 ? `, ${formatUsd(usd)}` : '';
  return [
    regions,
    formatTime(report.started),
    formatDuration(report.started, report.finished),
    `${countOf(calls, 'call')}${cost}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** How many failed findings each rule may show so that the page keeps to its budget. */
function rowsOfRule(failed: readonly RuleGroup[]): number {
  const rowsWith = (most: number) => failed.reduce((sum, group) => sum + Math.min(group.counts.FAIL, most), 0);
  return mostRowsOfRule.find(most => rowsWith(most) <= mostRowsOnPage) ?? 5;
}

/** Why the list is in this order, and how much of the whole it is. */
export function introduceFixes({ report, failed }: ReportModel): string {
  const shown = Math.min(report.fixFirst.length, mostFixes);
  const share = shown < failed.length ? ` The first ${shown} of ${failed.length} failed rules.` : '';
  const returned = report.fixFirst.some(({ expired }) => expired)
    ? 'What was accepted until a day that is past, then most'
    : 'Most';
  return `${returned} severe first; among equals, what adds most to the score.${share}`;
}

function fixItem(item: FixFirst): FixItem {
  const { rule, severity, title, resources, count, message, why, gain, fix } = item;
  const [first, ...others] = resources.slice(0, 4).map(nameOf);
  const points = formatPoints(gain.points);
  return {
    rule,
    severity,
    name: first ?? '',
    also: others,
    more: count > others.length + 1 ? `and ${countOf(count - others.length - 1, 'more resource')}` : '',
    message,
    title,
    why,
    gain: points,
    gainCategory: points ? gain.category : '',
    returned: describeReturn(item),
    fix: fix ? showFix(fix) : {},
  };
}

function servicesOf(report: Report): ServiceRow[] {
  const worth = (value: number | null) => value ?? 101;
  return Object.entries(report.scores.services)
    .sort(([oneId, one], [otherId, other]) => worth(one.value) - worth(other.value) || compareText(oneId, otherId))
    .map(([id, { value, coverage, rules }]) => ({
      id,
      name: nameService(id),
      score: value === null ? '–' : formatScore(value),
      tone: toneOf(value),
      bar: value === null ? '' : value.toFixed(1),
      coverage: coverage === null ? 'nothing applies' : formatShare(coverage),
      failed: rules.failed > 0 ? formatNumber(rules.failed) : '–',
      undecided: rules.undecided > 0 ? formatNumber(rules.undecided) : '–',
    }));
}
