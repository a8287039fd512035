import type { Category, Score } from '../core/types.js';
import { categoryNames, countOf, formatScore, formatShare } from './wording.js';

/** A score as a ring of our own SVG: lengths of arc for scores and coverage, and the words beside them. */
export interface Gauge {
  name: string;
  href: string;
  /** `71`, or an en dash where there is no score. */
  label: string;
  blank: boolean;
  tone: Tone;
  /** `stroke-dasharray` of the outer ring (score) and the inner one (coverage); absent when there is nothing to draw. */
  scoreDash?: string;
  coverageDash?: string;
  coverage: string;
  undecided: string;
  /** The whole gauge in one sentence, for those who do not see it. */
  spoken: string;
}

export type Tone = 'good' | 'middling' | 'bad' | 'none';

const outerRadius = 36;
const innerRadius = 28;

/** The gauges of a report: the whole first, then each category that was judged. */
export function gaugesOf(scores: { overall: Score; categories: Partial<Record<Category, Score>> }): Gauge[] {
  const categories = Object.entries(categoryNames).flatMap(([category, name]) => {
    const score = scores.categories[category as Category];
    return score ? [gaugeOf(name, `#findings?category=${category}`, score)] : [];
  });
  return [gaugeOf('Overall', '#findings', scores.overall), ...categories];
}

/** The bands Lighthouse made familiar: good from 90, bad below 50. */
export function toneOf(value: number | null): Tone {
  if (value === null) return 'none';
  if (value >= 90) return 'good';
  return value >= 50 ? 'middling' : 'bad';
}

/** Coverage in words: `coverage 97 %`, or why there is none. */
export function describeCoverage({ value, coverage }: Score): string {
  if (coverage === null) return 'nothing applies';
  return value === null ? `coverage ${formatShare(coverage)}, too little` : `coverage ${formatShare(coverage)}`;
}

function gaugeOf(name: string, href: string, score: Score): Gauge {
  const undecided = score.findings.NOT_AVAILABLE + score.findings.ERROR;
  const coverage = describeCoverage(score);
  const spoken =
    score.value === null
      ? `${name}: not scored, ${coverage}`
      : `${name}: score ${formatScore(score.value)} of 100, ${coverage}`;
  return {
    name,
    href,
    label: score.value === null ? '–' : formatScore(score.value),
    blank: score.value === null,
    tone: toneOf(score.value),
    ...(score.value !== null && score.value > 0 && { scoreDash: dash(score.value / 100, outerRadius) }),
    ...(score.coverage !== null && score.coverage > 0 && { coverageDash: dash(score.coverage, innerRadius) }),
    coverage,
    undecided: undecided > 0 ? `${countOf(undecided, 'finding')} undecided` : '',
    spoken,
  };
}

function dash(share: number, radius: number): string {
  const around = 2 * Math.PI * radius;
  return `${(Math.min(share, 1) * around).toFixed(1)} ${around.toFixed(1)}`;
}
