import { type Category, type Severity, severities, type Trend, type TrendPoint } from '../core/types.js';
import { toneOf } from './gauge.js';
import { type Chart, chartOf } from './trend-chart.js';
import { capitalize, categoryNames, formatDay, formatNumber, formatScore, formatShare, formatUsd } from './wording.js';

/** One number by time: what it is now, what it was before, and its chart. */
export interface Panel {
  id: string;
  name: string;
  now: string;
  /** The difference to the run before; empty where there is none to tell. */
  delta: string;
  deltaTone: 'good' | 'bad' | 'none';
  /** Class of the line. */
  tone: string;
  from: string;
  note: string;
  to: string;
  /** The chart in words, for those who do not see it. */
  spoken: string;
  chart: Chart;
}

/** How a number is read and shown. */
interface Measure {
  id: string;
  name: string;
  /** Of the last run. */
  tone: string;
  valueOf(point: TrendPoint): number | null;
  coverageOf?(point: TrendPoint): number | null;
  show(value: number): string;
  lessIsGood: boolean;
  /** The end of the scale; without it the highest value. */
  most?: number;
}

/** What changed between two runs apart from the account: the version of the tool, the rules; empty where nothing did. */
export function breakOf(before: TrendPoint | undefined, point: TrendPoint): string {
  if (!before) return '';
  return [
    before.toolVersion !== point.toolVersion && `stocktake ${point.toolVersion}, before ${before.toolVersion}`,
    before.rules !== point.rules && `${formatNumber(point.rules)} rules, before ${formatNumber(before.rules)}`,
  ]
    .filter(Boolean)
    .join('; ');
}

/** The panels of a trend of several runs: scores first, then open findings, then waste. */
export function panelsOf({ points }: Trend): { scores: Panel[]; amounts: Panel[] } {
  const last = points.at(-1);
  const panels = (measures: readonly Measure[]) =>
    measures.filter(({ valueOf }) => points.some(point => valueOf(point) !== null)).map(one => panelOf(one, points));
  return {
    scores: panels([overall(last), ...Object.keys(categoryNames).map(one => ofCategory(one as Category, last))]),
    amounts: panels([
      // What is told for information alone asks nobody to act; its number is in the table.
      ...severities
        .filter(severity => severity !== 'info' && points.some(({ open }) => open[severity] > 0))
        .map(ofSeverity),
      waste,
    ]),
  };
}

const overall = (last: TrendPoint | undefined): Measure => ({
  ...score('overall', 'Overall', last?.overall.value ?? null),
  valueOf: point => point.overall.value,
  coverageOf: point => point.overall.coverage,
});

const ofCategory = (category: Category, last: TrendPoint | undefined): Measure => ({
  ...score(category, categoryNames[category], last?.categories[category]?.value ?? null),
  valueOf: point => point.categories[category]?.value ?? null,
  coverageOf: point => point.categories[category]?.coverage ?? null,
});

const score = (id: string, name: string, value: number | null) => ({
  id,
  name,
  tone: toneOf(value),
  show: formatScore,
  lessIsGood: false,
  most: 100,
});

const ofSeverity = (severity: Severity): Measure => ({
  id: severity,
  name: `Open ${severity}`,
  tone: severity,
  valueOf: ({ open }) => open[severity],
  show: formatNumber,
  lessIsGood: true,
});

const waste: Measure = {
  id: 'waste',
  name: 'Paid for nothing',
  tone: 'waste',
  valueOf: point => point.waste,
  show: formatUsd,
  lessIsGood: true,
};

function panelOf(measure: Measure, points: readonly TrendPoint[]): Panel {
  const { coverageOf, id, name, show, tone, valueOf } = measure;
  const values = points.map(valueOf);
  const known = values.filter(value => value !== null);
  const most = measure.most ?? Math.max(...known, 0);
  const [first, last] = [points[0], points.at(-1)];
  const coverage = last && coverageOf ? coverageOf(last) : undefined;
  const now = values.at(-1) ?? null;
  return {
    id,
    name,
    now: now === null ? '–' : show(now),
    ...deltaOf(measure, values.at(-2) ?? null, now, sawAsMuch(points.at(-2), last)),
    tone,
    from: formatDay(first?.started ?? ''),
    note: typeof coverage === 'number' ? `coverage ${formatShare(coverage)}` : '',
    to: formatDay(last?.started ?? ''),
    spoken: describe(measure, points, known),
    chart: chartOf(
      points.map((point, at) => ({
        time: Date.parse(point.started),
        value: values[at] ?? null,
        ...(coverageOf ? { beside: inHundredths(coverageOf(point)) } : {}),
        complete: point.complete,
        broken: breakOf(points[at - 1], point),
      })),
      most,
      show(most),
    ),
  };
}

const inHundredths = (share: number | null): number | null => (share === null ? null : share * 100);

/** Whether a number that became better can be the account's doing: a run that saw less, or by other rules, tells nothing. */
const sawAsMuch = (before: TrendPoint | undefined, last: TrendPoint | undefined): boolean =>
  before !== undefined &&
  last !== undefined &&
  last.complete &&
  (last.overall.coverage ?? 0) >= (before.overall.coverage ?? 0) &&
  breakOf(before, last) === '';

/** The difference of the numbers as they are shown. */
function deltaOf({ lessIsGood, show }: Measure, before: number | null, now: number | null, isSure: boolean) {
  if (before === null || now === null) return { delta: '', deltaTone: 'none' as const };
  const whole =
    show === formatUsd ? (value: number) => Math.round(value * 100) / 100 : (value: number) => Math.floor(value + 1e-9);
  const difference = whole(now) - whole(before);
  if (Math.abs(difference) < 0.005) return { delta: '±0', deltaTone: 'none' as const };
  const good = difference < 0 === lessIsGood;
  return {
    delta: `${difference > 0 ? '+' : '−'}${show(Math.abs(difference))}`,
    deltaTone: !good ? ('bad' as const) : isSure ? ('good' as const) : ('none' as const),
  };
}

function describe({ name, show }: Measure, points: readonly TrendPoint[], known: readonly number[]): string {
  const [first, last] = [points[0]?.started ?? '', points.at(-1)?.started ?? ''];
  const [from, to] = [known[0] ?? 0, known.at(-1) ?? 0];
  const ends = `${show(from)} first, ${show(to)} last`;
  const between = `between ${show(Math.min(...known))} and ${show(Math.max(...known))}`;
  return `${capitalize(name)} from ${formatDay(first)} to ${formatDay(last)}: ${ends}, ${between}.`;
}
