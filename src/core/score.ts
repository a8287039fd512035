import type { Scoring } from './rules.js';
import {
  type Category,
  categories,
  type Finding,
  type Score,
  type Scores,
  type Severity,
  type Tally,
} from './types.js';

interface RuleScore {
  severity: Severity;
  category: Category;
  service: string;
  tally: Tally;
}

/**
 * All scores of a report. A rule's points are the share of passed among decided resources, all or
 * nothing for high and critical; a group's score is the weighted mean over its decided rules.
 */
export function scoreOf(findings: readonly Finding[], scoring: Scoring): Scores {
  const rules = [...byRule(findings).values()];
  const inCategories: Scores['categories'] = {};
  for (const category of categories) {
    const of = rules.filter(rule => rule.category === category);
    if (of.length > 0) inCategories[category] = groupScore(of, scoring);
  }
  const names = [...new Set(rules.map(rule => rule.service))].sort();
  const services = Object.fromEntries(
    names.map(name => [
      name,
      groupScore(
        rules.filter(rule => rule.service === name),
        scoring,
      ),
    ]),
  );
  return { overall: groupScore(rules, scoring), categories: inCategories, services };
}

/** Points (0 to 1) that a rule earns, or null when nothing of it was decided. */
export function pointsOf(tally: Tally, severity: Severity): number | null {
  const decided = tally.PASS + tally.FAIL;
  if (decided === 0) return null;
  if (severity === 'critical' || severity === 'high') return tally.FAIL === 0 ? 1 : 0;
  return tally.PASS / decided;
}

function byRule(findings: readonly Finding[]): Map<string, RuleScore> {
  const rules = new Map<string, RuleScore>();
  for (const finding of findings) {
    let rule = rules.get(finding.rule);
    if (!rule) {
      const { severity, category, service } = finding;
      rule = { severity, category, service, tally: emptyTally() };
      rules.set(finding.rule, rule);
    }
    rule.tally[countedAs(finding)] += 1;
  }
  return rules;
}

/** Counts findings by verdict. */
export function tallyOf(findings: readonly Finding[]): Tally {
  const tally = emptyTally();
  for (const finding of findings) tally[countedAs(finding)] += 1;
  return tally;
}

const emptyTally = (): Tally => ({ PASS: 0, FAIL: 0, NOT_APPLICABLE: 0, NOT_AVAILABLE: 0, ERROR: 0, EXCEPTED: 0 });

/** An accepted failure is counted apart: it neither earns nor costs points. */
const countedAs = ({ verdict, exception }: Finding): keyof Tally => (exception ? 'EXCEPTED' : verdict);

function groupScore(group: readonly RuleScore[], scoring: Scoring): Score {
  const findings = emptyTally();
  const rules = { passed: 0, failed: 0, undecided: 0, notApplicable: 0, excepted: 0 };
  let points = 0;
  let decidedWeight = 0;
  let seen = 0;
  let applies = 0;
  for (const { severity, tally } of group) {
    for (const name of Object.keys(tally) as (keyof Tally)[]) findings[name] += tally[name];
    const decided = tally.PASS + tally.FAIL;
    const undecided = tally.NOT_AVAILABLE + tally.ERROR;
    if (tally.FAIL > 0) rules.failed += 1;
    else if (undecided > 0) rules.undecided += 1;
    else if (tally.EXCEPTED > 0) rules.excepted += 1;
    else if (tally.PASS > 0) rules.passed += 1;
    else rules.notApplicable += 1;
    const weight = scoring.weights[severity];
    const earned = pointsOf(tally, severity);
    if (earned !== null) {
      points += weight * earned;
      decidedWeight += weight;
    }
    if (decided + undecided > 0) {
      applies += weight;
      seen += (weight * decided) / (decided + undecided);
    }
  }
  const coverage = applies === 0 ? null : seen / applies;
  const scored = decidedWeight > 0 && (coverage ?? 0) >= scoring.minCoverage;
  return { value: scored ? shownScore(points / decidedWeight) : null, coverage, rules, findings };
}

/** 0 to 100, whole; never rounded up to 100 while something fails. */
function shownScore(share: number): number {
  const rounded = Math.round(share * 100);
  return rounded === 100 && share < 1 ? 99 : rounded;
}

/** Points of 100 that mending a rule would add to the score of its category, and to the overall one. */
export interface Gain {
  points: number;
  overall: number;
}

/** What each rule would add if it had no failure, by rule id. */
export function gainsOf(findings: readonly Finding[], scoring: Scoring): Map<string, Gain> {
  const tallies = byRule(findings);
  const weights = new Map<Category, number>();
  let total = 0;
  for (const { category, severity, tally } of tallies.values()) {
    if (pointsOf(tally, severity) === null) continue;
    const weight = scoring.weights[severity];
    weights.set(category, (weights.get(category) ?? 0) + weight);
    total += weight;
  }
  const gains = new Map<string, Gain>();
  for (const [id, { category, severity, tally }] of tallies) {
    const won = 100 * scoring.weights[severity] * (1 - (pointsOf(tally, severity) ?? 1));
    const inCategory = weights.get(category) ?? 0;
    gains.set(id, { points: inCategory === 0 ? 0 : won / inCategory, overall: total === 0 ? 0 : won / total });
  }
  return gains;
}

/** Whether rules apply, and none of them could see anything; an absent score is of rules that were not chosen. */
export const isUnseen = (score: Score | undefined): boolean =>
  score !== undefined &&
  score.rules.undecided > 0 &&
  score.rules.passed + score.rules.failed + score.rules.excepted === 0;
