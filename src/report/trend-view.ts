import {
  type Closing,
  type Report,
  type Severity,
  severities,
  type Trend,
  type TrendFinding,
  type TrendPoint,
  type TrendStep,
} from '../core/types.js';
import { type AgesView, agesView } from './ages.js';
import type { MovedRow } from './moved-row.js';
import { closingWords, sayStep } from './since.js';
import { breakOf, type Panel, panelsOf } from './trend-panels.js';
import {
  capitalize,
  categoryNames,
  countOf,
  formatDay,
  formatNumber,
  formatScore,
  formatShare,
  formatTime,
  formatUsd,
} from './wording.js';

const mostMoved = 20;

/** What a page shows of earlier runs. */
export interface TrendView {
  intro: string;
  /** Absent with one run: there is no line through one point. */
  drawn: { scores: Panel[]; amounts: Panel[]; legend: string[] } | null;
  table: TrendTable | null;
  step: StepView | null;
  ages: AgesView | null;
}

interface TrendTable {
  title: string;
  columns: { name: string }[];
  /** Newest first. */
  rows: { run: string; cells: { text: string }[]; note: string }[];
}

/** What is new and what is fixed since the run before. */
interface StepView {
  title: string;
  intro: string;
  /** What opened, then what closed. */
  rows: MovedRow[];
  more: string;
}

/** The trend of a report; null where no history was given. */
export function trendOf(report: Report): TrendView | null {
  const { trend } = report;
  if (!trend || trend.points.length === 0) return null;
  const several = trend.points.length > 1;
  return {
    intro: several
      ? introduce(trend)
      : 'The trend begins here: this is the first run in the history. From the next run on this part shows what moved.',
    drawn: several ? { ...panelsOf(trend), legend: legendOf(trend) } : null,
    table: several ? tableOf(trend) : null,
    // A comparison of two whole runs says more, and has its own part.
    step: report.changes ? null : stepOf(report),
    ages: several ? agesView(report) : null,
  };
}

function introduce({ points }: Trend): string {
  const [first, last] = [points[0]?.started ?? '', points.at(-1)?.started ?? ''];
  return `${countOf(points.length, 'run')} from ${formatDay(first)} to ${formatDay(last)}.`;
}

/** What the marks mean that are in the charts. */
function legendOf({ points }: Trend): string[] {
  const broken = points.some((point, at) => breakOf(points[at - 1], point) !== '');
  const scored = points.some(({ overall }) => overall.coverage !== null);
  return [
    'Beside each number: the change since the run before.',
    ...(scored ? ['Thin line: coverage.'] : []),
    ...(points.every(({ complete }) => complete)
      ? []
      : ['Hollow dot and dashed line: a run that could not see everything.']),
    ...(broken
      ? [
          'Upright line: other rules or another version of stocktake; what is left and right of it compares only in part.',
        ]
      : []),
  ];
}

function tableOf({ points }: Trend): TrendTable {
  const shown = Object.entries(categoryNames).filter(([category]) =>
    points.some(point => Object.hasOwn(point.categories, category)),
  );
  const wasteful = points.some(({ waste }) => waste !== null);
  const columns = [
    'overall',
    ...shown.map(([, name]) => name.toLowerCase()),
    ...severities.map(severity => `open ${severity}`),
    'accepted',
    ...(wasteful ? ['paid for nothing'] : []),
  ];
  const rows = points.map((point, at) => {
    const cells = [
      scoreCell(point.overall),
      ...shown.map(([category]) => scoreCell(point.categories[category as keyof TrendPoint['categories']])),
      ...severities.map(severity => formatNumber(point.open[severity])),
      formatNumber(point.excepted),
      ...(wasteful ? [point.waste === null ? '–' : formatUsd(point.waste)] : []),
    ];
    const note = [point.complete ? '' : 'incomplete', breakOf(points[at - 1], point)].filter(Boolean).join('; ');
    return { run: formatTime(point.started), cells: cells.map(text => ({ text })), note };
  });
  return { title: 'The same as a table', columns: columns.map(name => ({ name })), rows: rows.reverse() };
}

function scoreCell(level: TrendPoint['overall'] | undefined): string {
  if (!level) return '–';
  const coverage = level.coverage === null ? '' : ` (${formatShare(level.coverage)})`;
  return `${level.value === null ? '–' : formatScore(level.value)}${coverage}`;
}

function stepOf({ rules, trend }: Report): StepView | null {
  const step = trend?.step;
  if (!step) return null;
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const moved = ({ name, region, rule, severity }: TrendFinding, kind: string, tone: MovedRow['tone']): MovedRow => {
    const title = titles.get(rule);
    return { kind, tone, severity, name, region, rule, linked: title !== undefined, title: title ?? '', message: '' };
  };
  const rows = [
    ...bySeverity(step.opened).map(one => moved(one, one.newRule ? 'new rule' : 'new', one.newRule ? 'none' : 'bad')),
    ...bySeverity(step.again).map(one => moved(one, 'open again', 'bad')),
    ...bySeverity(step.closed).map(one => moved(one, closingWords[one.how], isGood(one.how) ? 'good' : 'none')),
  ];
  return {
    title: `Since ${formatTime(step.since)}`,
    intro: introduceStep(step),
    rows: rows.slice(0, mostMoved),
    more: restOf(rows.length),
  };
}

const isGood = (how: Closing): boolean => how === 'fixed' || how === 'gone';

function introduceStep(step: TrendStep): string {
  const said = sayStep(step);
  const byRule = step.opened.filter(({ newRule }) => newRule).length;
  return [
    said ? `${capitalize(said)}.` : 'No finding has opened or closed.',
    byRule > 0 &&
      `${formatNumber(byRule)} of the new ones ${byRule === 1 ? 'comes from a rule' : 'come from rules'} that ${byRule === 1 ? 'was' : 'were'} not judged before: the account did not change there.`,
  ]
    .filter(Boolean)
    .join(' ');
}

const bySeverity = <Moving extends { severity: Severity }>(list: readonly Moving[]): Moving[] =>
  [...list].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));

const restOf = (count: number): string =>
  count > mostMoved ? `and ${countOf(count - mostMoved, 'more finding')} in report.json` : '';
