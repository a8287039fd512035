import type { Evidence, Report, Severity } from '../core/types.js';
import type { DetectorState } from '../core/detector.js';
import type { Comparison, OpinionOutcome } from '../core/second-opinion.js';
import type { DetectedResource, DetectorCell, Survey } from '../core/survey.js';
import { describeEvidence } from './evidence.js';
import type { Tone } from './gauge.js';
import { compareText } from './model.js';
import { countOf, enumerate, formatNumber, formatTime, formatUsd, moreThan, nounFor } from './wording.js';

/** The part of a page about AWS's own detectors: plain texts, each page escapes them in its own way. */
export interface DetectorsView {
  intro: string;
  columns: { name: string; names: string }[];
  rows: { title: string; cells: { state: string; tone: Tone }[] }[];
  notes: { title: string; where: string; message: string }[];
  findings: FindingsView | null;
  opinions: OpinionsView | null;
  protections: { intro: string; rows: ProtectionView[]; more: string } | null;
  usage: {
    intro: string;
    rows: { title: string; where: string; what: string; amount: string; watches: string }[];
  } | null;
}

interface FindingsView {
  intro: string;
  resources: {
    severity: Severity;
    name: string;
    where: string;
    ages: string;
    count: string;
    items: { severity: Severity; title: string; about: string }[];
    more: string;
  }[];
  more: string;
}

interface OpinionsView {
  intro: string;
  tallies: { title: string; agree: string; differ: string; stale: string; onlyTheirs: string; onlyOurs: string }[];
  differences: DifferenceView[];
  more: string;
}

interface DifferenceView {
  outcome: string;
  name: string;
  where: string;
  theirs: string;
  theirEvidence: string[];
  ours: { verdict: string; rule: string; message: string; evidence: string[] }[];
  ourTime: string;
  note: string;
}

interface ProtectionView {
  name: string;
  where: string;
  rules: string;
  protects: string[];
  more: string;
  none: string;
}

const mostColumns = 6;
const mostResources = 25;
const mostItems = 8;
const mostDifferences = 25;
const mostProtections = 25;
const mostProtected = 10;

const states: Record<DetectorState, { state: string; tone: Tone }> = {
  on: { state: 'on', tone: 'good' },
  partial: { state: 'incomplete', tone: 'middling' },
  suspended: { state: 'suspended', tone: 'bad' },
  off: { state: 'off', tone: 'none' },
  unknown: { state: 'not known', tone: 'none' },
};

/** What a page says of AWS's own detectors; null where none was asked. */
export function detectorsOf(report: Report): DetectorsView | null {
  const survey = report.detectors;
  if (!survey) return null;
  const columns = columnsOf(survey.matrix);
  return {
    intro: introduce(survey),
    columns: columns.map(({ regions }) => ({
      name: regions.length === 1 ? (regions[0] ?? '') : countOf(regions.length, 'region'),
      names: regions.join(', '),
    })),
    rows: rowsOf(survey.matrix, columns),
    notes: notesOf(survey.matrix),
    findings: findingsOf(survey),
    opinions: opinionsOf(survey, report.started),
    protections: protectionsOf(survey),
    usage: usageOf(survey),
  };
}

/** One line for a terminal: how many open findings there are beside ours, and how often the verdicts differ. */
export function summarizeDetectors({ detectors: survey }: Report): string {
  if (!survey) return '';
  const open = survey.resources.reduce((sum, { findings }) => sum + findings.length, 0);
  const grave = survey.resources.flatMap(({ findings }) => findings).filter(({ severity }) => isGrave(severity)).length;
  const off = survey.matrix.filter(({ state }) => state === 'off' || state === 'suspended').length;
  const differ = survey.opinions.filter(({ outcome }) => outcome === 'differ').length;
  return [
    `${countOf(open, 'open finding')}${grave > 0 ? ` (${formatNumber(grave)} critical or high)` : ''}`,
    ...(differ > 0 ? [`${countOf(differ, 'verdict')} ${differ === 1 ? 'differs' : 'differ'} from ours`] : []),
    ...(off > 0 ? [`${formatNumber(off)} of ${formatNumber(survey.matrix.length)} off or suspended`] : []),
  ].join(' · ');
}

const isGrave = (severity: Severity): boolean => severity === 'critical' || severity === 'high';

function introduce({ matrix }: Survey): string {
  const titles = [...new Set(matrix.map(({ title }) => title))];
  return `What ${enumerate(titles)} ${titles.length === 1 ? 'tells' : 'tell'}, beside our own verdicts. None of it counts in a score.`;
}

interface Column {
  regions: string[];
  cells: Map<string, DetectorState>;
}

/** Regions in which every detector stands alike share a column, unless there are few enough to show each. */
function columnsOf(matrix: readonly DetectorCell[]): Column[] {
  const regions = [...new Set(matrix.map(({ region }) => region))].sort(compareText);
  const columns = regions.map(
    (region): Column => ({
      regions: [region],
      cells: new Map(matrix.filter(cell => cell.region === region).map(cell => [cell.detector, cell.state])),
    }),
  );
  if (columns.length <= mostColumns) return columns;
  const alike = new Map<string, Column>();
  for (const column of columns) {
    const key = JSON.stringify([...column.cells]);
    const before = alike.get(key);
    if (before) before.regions.push(...column.regions);
    else alike.set(key, column);
  }
  return [...alike.values()];
}

const titlesOf = (matrix: readonly DetectorCell[]): Map<string, string> =>
  new Map(matrix.map(({ detector, title }) => [detector, title]));

function rowsOf(matrix: readonly DetectorCell[], columns: readonly Column[]): DetectorsView['rows'] {
  const titles = titlesOf(matrix);
  return [...titles].map(([detector, title]) => ({
    title,
    cells: columns.map(({ cells }) => states[cells.get(detector) ?? 'unknown']),
  }));
}

/** What the words of the matrix stand for, said once for all regions of which it is true. */
function notesOf(matrix: readonly DetectorCell[]): DetectorsView['notes'] {
  const notes = new Map<string, { title: string; regions: string[]; message: string }>();
  for (const { title, region, message, organization } of matrix) {
    for (const text of [message, organization?.message ?? '']) {
      if (text === '') continue;
      const key = `${title}\n${text}`;
      const note = notes.get(key) ?? { title, regions: [], message: text };
      notes.set(key, note);
      note.regions.push(region);
    }
  }
  return [...notes.values()].map(({ title, regions, message }) => ({ title, where: placesOf(regions), message }));
}

const placesOf = (regions: readonly string[]): string =>
  regions.length > 4 ? countOf(regions.length, 'region') : regions.join(', ');

function findingsOf({ matrix, resources, sources }: Survey): FindingsView | null {
  if (sources.length === 0) return null;
  const titles = titlesOf(matrix);
  const count = resources.reduce((sum, { findings }) => sum + findings.length, 0);
  const cut = sources.filter(({ leftOut }) => leftOut !== 0);
  const left = cut.map(({ title, region, leftOut }) =>
    leftOut === null
      ? `${title} in ${region} has more and does not say how many`
      : `${title} in ${region} has ${formatNumber(leftOut)} more`,
  );
  const whole =
    count === 0
      ? 'No detector has an open finding.'
      : `${countOf(count, 'open finding')} about ${countOf(resources.length, 'resource')}; archived, resolved and suppressed ones are left out.`;
  return {
    intro: left.length === 0 ? whole : `${whole} Not all were read: ${left.join('; ')}.`,
    resources: resources.slice(0, mostResources).map(one => resourceView(one, titles)),
    more: moreThan(resources.length, mostResources, 'resource'),
  };
}

function resourceView(
  { resource, account, region, worst, ages, findings }: DetectedResource,
  titles: ReadonlyMap<string, string>,
) {
  return {
    severity: worst,
    name: resource.id || 'no resource named',
    where: [resource.type, region, account].filter(Boolean).join(' · '),
    ages: agesOf(ages),
    count: countOf(findings.length, 'finding'),
    items: findings.slice(0, mostItems).map(({ severity, title, type, detector, created }) => ({
      severity,
      title: title || type,
      about: [titles.get(detector) ?? detector, title ? type : '', created ? `since ${formatTime(created)}` : '']
        .filter(Boolean)
        .join(' · '),
    })),
    more: moreThan(findings.length, mostItems, 'finding'),
  };
}

function agesOf({ day, week, month, older, unknown }: DetectedResource['ages']): string {
  const parts: [number, string][] = [
    [day, 'of the last day'],
    [week, 'of this week'],
    [month, 'of this month'],
    [older, 'older'],
    [unknown, 'of unknown age'],
  ];
  return parts.flatMap(([count, when]) => (count > 0 ? [`${formatNumber(count)} ${when}`] : [])).join(', ');
}

const outcomes: Record<OpinionOutcome, string> = {
  differ: 'differ',
  stale: 'stale',
  'only-theirs': 'only theirs',
  'only-ours': 'only ours',
  agree: 'agree',
};

function opinionsOf({ opinions }: Survey, started: string): OpinionsView | null {
  if (opinions.length === 0) return null;
  const titles = [...new Set(opinions.map(({ title }) => title))].sort(compareText);
  const count = (title: string, outcome: OpinionOutcome) =>
    formatNumber(opinions.filter(one => one.title === title && one.outcome === outcome).length);
  const shown = opinions.filter(({ outcome }) => outcome === 'differ' || outcome === 'stale');
  const differ = opinions.filter(({ outcome }) => outcome === 'differ').length;
  return {
    intro: `Where a detector judges what a rule here judges, both verdicts stand side by side. ${
      differ === 0
        ? 'No two of them differ.'
        : `${countOf(differ, 'pair')} ${nounDiffer(differ)}; look at both before you trust either.`
    }`,
    tallies: titles.map(title => ({
      title,
      agree: count(title, 'agree'),
      differ: count(title, 'differ'),
      stale: count(title, 'stale'),
      onlyTheirs: count(title, 'only-theirs'),
      onlyOurs: count(title, 'only-ours'),
    })),
    differences: shown.slice(0, mostDifferences).map(one => differenceView(one, started)),
    more: moreThan(shown.length, mostDifferences, 'difference'),
  };
}

const nounDiffer = (count: number): string => (count === 1 ? 'differs' : 'differ');

function differenceView(
  { outcome, title, control, region, resource, theirs, ours, note }: Comparison,
  started: string,
) {
  const verdict = theirs?.verdict === 'PASS' ? 'passes' : 'fails';
  const time = theirs?.at ? `, ${formatTime(theirs.at)}` : '';
  return {
    outcome: outcomes[outcome],
    name: resource.name || resource.id,
    where: [resource.type, region].filter(Boolean).join(' · '),
    theirs: `${title} ${control}: ${verdict}${time}`,
    theirEvidence: lines(theirs?.evidence),
    ours: ours.map(one => ({
      verdict: one.verdict === 'PASS' ? 'passes' : 'fails',
      rule: one.rule,
      message: one.message,
      evidence: lines(one.evidence),
    })),
    ourTime: formatTime(started),
    note: note ?? '',
  };
}

const lines = (evidence: readonly Evidence[] = []): string[] =>
  evidence.slice(0, 4).map(one => {
    const { where, value } = describeEvidence(one);
    return `${where} ${value}`;
  });

function protectionsOf({ protections }: Survey) {
  if (protections.length === 0) return null;
  const idle = protections.filter(({ protects }) => protects.length === 0).length;
  return {
    intro: `${countOf(protections.length, 'web ACL')}${idle > 0 ? `, ${formatNumber(idle)} of ${protections.length === 1 ? 'it' : 'them'} before nothing` : ''}.`,
    rows: protections.slice(0, mostProtections).map(({ name, region, scope, rules, protects }) => ({
      name,
      where: scope === 'CLOUDFRONT' ? 'CloudFront' : region,
      rules: countOf(rules, 'rule'),
      protects: protects.slice(0, mostProtected),
      more: moreThan(protects.length, mostProtected, 'resource'),
      none: protects.length === 0 ? 'nothing' : '',
    })),
    more: moreThan(protections.length, mostProtections, 'web ACL'),
  };
}

function usageOf({ usage, matrix }: Survey) {
  if (usage.length === 0) return null;
  const titles = titlesOf(matrix);
  const rows = [...usage].sort((a, b) => b.amount - a.amount || compareText(a.what, b.what));
  return {
    intro: `As the ${nounFor(titles.size, 'detector')} themselves tell, free of charge; the bill may differ.`,
    rows: rows.slice(0, mostProtections).map(({ detector, region, what, amount, currency, period, watches }) => ({
      title: titles.get(detector) ?? detector,
      where: region,
      what,
      amount: `${currency === 'USD' ? formatUsd(amount) : `${amount.toFixed(2)} ${currency}`} ${period}`,
      watches: watches ?? '',
    })),
  };
}
