import { type Finding, findingKey, isOpen, type Report, severities } from '../core/types.js';
import { nameOf } from './evidence.js';
import { compareText } from './model.js';
import type { MovedRow } from './moved-row.js';
import { countOf, formatNumber } from './wording.js';

const dayLength = 86_400_000;
const mostOldest = 10;

/** Ages of the open findings. */
export interface AgesView {
  intro: string;
  buckets: { label: string; count: string; bar: string; tone: string }[];
  oldest: MovedRow[];
  more: string;
}

const buckets = [
  { label: 'under 7 days', below: 7, tone: 'none' },
  { label: '7 to 29 days', below: 30, tone: 'none' },
  { label: '30 to 89 days', below: 90, tone: 'middling' },
  { label: '90 days and more', below: Number.POSITIVE_INFINITY, tone: 'bad' },
] as const;

/** How long a finding has been open, as a history tells. */
interface Age {
  days: number;
  /** It was open in the first run of the history already: it may be older. */
  atLeast: boolean;
}

/** Says how long a finding has been open: `open for 93 days`; empty where no history tells. */
export function agesOf({ started, trend }: Report): (finding: Finding) => string {
  const ageOf = readAges(trend, started);
  return finding => {
    const age = isOpen(finding) ? ageOf(finding) : undefined;
    return age ? sayAge(age) : '';
  };
}

function readAges(trend: Report['trend'], started: string): (finding: Finding) => Age | undefined {
  const first = trend?.points[0]?.started;
  // One run alone tells nothing of ages.
  if (!trend || first === undefined || trend.points.length < 2) return () => undefined;
  return finding => {
    const key = findingKey(finding);
    const seen = Object.hasOwn(trend.firstSeen, key) ? trend.firstSeen[key] : undefined;
    if (seen === undefined) return undefined;
    const days = Math.floor((Date.parse(started) - Date.parse(seen)) / dayLength);
    return Number.isFinite(days) ? { days: Math.max(0, days), atLeast: seen <= first } : undefined;
  };
}

function sayAge({ atLeast, days }: Age): string {
  if (atLeast) return days === 0 ? 'open since the first run' : `open for at least ${countOf(days, 'day')}`;
  return days === 0 ? 'open for less than a day' : `open for ${countOf(days, 'day')}`;
}

/** Null where no history tells of any. */
export function agesView({ findings, rules, started, trend }: Report): AgesView | null {
  const ageOf = readAges(trend, started);
  const aged = findings.filter(isOpen).flatMap(finding => {
    const age = ageOf(finding);
    return age ? [{ finding, age }] : [];
  });
  if (aged.length === 0) return null;
  aged.sort(
    (a, b) =>
      b.age.days - a.age.days ||
      severities.indexOf(a.finding.severity) - severities.indexOf(b.finding.severity) ||
      compareText(findingKey(a.finding), findingKey(b.finding)),
  );
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const unsure = aged.filter(({ age }) => age.atLeast).length;
  return {
    intro:
      unsure > 0
        ? `${countOf(unsure, 'finding')} ${unsure === 1 ? 'was' : 'were'} open in the first run already and may be older.`
        : '',
    buckets: bucketsOf(aged.map(({ age }) => age.days)),
    oldest: aged.slice(0, mostOldest).map(({ age, finding }) => ({
      kind: sayAge(age),
      tone: toneOf(age),
      severity: finding.severity,
      name: nameOf(finding.resource),
      region: finding.resource.region,
      rule: finding.rule,
      linked: true,
      title: titles.get(finding.rule) ?? '',
      message: '',
    })),
    more:
      aged.length > mostOldest ? `The ${mostOldest} that have been open longest, of ${formatNumber(aged.length)}.` : '',
  };
}

const toneOf = ({ days }: Age): MovedRow['tone'] => buckets.find(({ below }) => days < below)?.tone ?? 'none';

function bucketsOf(days: readonly number[]): AgesView['buckets'] {
  let from = 0;
  return buckets.map(({ below, label, tone }) => {
    const lower = from;
    const count = days.filter(one => one >= lower && one < below).length;
    from = below;
    return { label, count: formatNumber(count), bar: ((count / days.length) * 100).toFixed(1), tone };
  });
}
