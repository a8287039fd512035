import type { Detector, Opinion } from './detector.js';
import type { Evidence, Finding, ResourceRef } from './types.js';

/**
 * How a detector's verdict and ours stand to each other. `stale`: theirs is older than the resource's last change.
 * `only-theirs`, `only-ours`: the other side has no verdict about this resource.
 */
export const opinionOutcomes = ['differ', 'stale', 'only-theirs', 'only-ours', 'agree'] as const;
export type OpinionOutcome = (typeof opinionOutcomes)[number];

/** Two verdicts about one resource, side by side. Evidence is left out where they agree. */
export interface Comparison {
  detector: string;
  title: string;
  /** What the detector calls it; empty where it has no verdict. */
  control: string;
  region: string;
  outcome: OpinionOutcome;
  resource: { id: string; type: string; name?: string };
  theirs?: { verdict: 'PASS' | 'FAIL'; at: string | null; evidence?: Evidence[] };
  ours: { rule: string; verdict: Finding['verdict']; message: string; evidence?: Evidence[] }[];
  /** Why the two cannot be compared. */
  note?: string;
}

type Heard = { detector: Detector; region: string };

/**
 * Sets every opinion beside our findings of the rules that ask the same, and names our verdicts of such rules about
 * which the detector says nothing. Rules that were not chosen have no part in it.
 */
export function compareOpinions(
  opinions: readonly (Heard & { opinion: Opinion })[],
  heard: readonly Heard[],
  ours: readonly Finding[],
): Comparison[] {
  const byRule = groupByRule(ours);
  const newest = new Map<string, Comparison>();
  const compared = new Map<string, Set<Finding>>(heard.map(({ detector }) => [detector.id, new Set()]));
  for (const { detector, region, opinion } of opinions) {
    const rules = opinion.rules.filter(rule => byRule.has(rule));
    if (rules.length === 0) continue;
    const found = rules.flatMap(rule => byRule.get(rule)?.about(opinion.resource, region) ?? []);
    for (const finding of found) compared.get(detector.id)?.add(finding);
    const one = compareOne(detector, region, opinion, found);
    // Of things that are everywhere, such as IAM users, a detector tells the same in each region.
    const key = JSON.stringify([detector.id, opinion.control, one.resource.id, one.outcome, opinion.verdict]);
    const before = newest.get(key);
    if (!before || (before.theirs?.at ?? '') < (opinion.at ?? '')) newest.set(key, one);
  }
  return [...newest.values(), ...withoutOpinion(heard, compared, ours)].sort(byOutcome);
}

function withoutOpinion(
  heard: readonly Heard[],
  compared: ReadonlyMap<string, ReadonlySet<Finding>>,
  ours: readonly Finding[],
): Comparison[] {
  const alone: Comparison[] = [];
  for (const detector of new Set(heard.map(one => one.detector))) {
    const controls = controlsByRule(detector);
    const regions = new Set(heard.filter(one => one.detector === detector).map(one => one.region));
    for (const finding of ours) {
      const control = controls.get(finding.rule);
      const { verdict, resource } = finding;
      if (control === undefined || (verdict !== 'PASS' && verdict !== 'FAIL')) continue;
      if (resource.region !== 'global' && !regions.has(resource.region)) continue;
      if (compared.get(detector.id)?.has(finding)) continue;
      alone.push({
        detector: detector.id,
        title: detector.title,
        control,
        region: resource.region,
        outcome: 'only-ours',
        resource: shown(resource),
        ours: [sideOf(finding, false)],
      });
    }
  }
  return alone;
}

function controlsByRule({ peers = {} }: Detector): Map<string, string> {
  const controls = new Map<string, string>();
  for (const [control, rules] of Object.entries(peers)) {
    for (const rule of rules) controls.set(rule, [controls.get(rule), control].filter(Boolean).join(', '));
  }
  return controls;
}

function compareOne({ id, title }: Detector, region: string, opinion: Opinion, found: readonly Finding[]): Comparison {
  const { control, verdict, at, evidence } = opinion;
  const decided = found.filter(finding => finding.verdict === 'PASS' || finding.verdict === 'FAIL');
  const [first] = decided.length > 0 ? decided : found;
  const named = opinion.resource === 'account' ? { id: 'account', type: 'AWS::::Account' } : opinion.resource;
  const { outcome, note } = outcomeOf(opinion, decided, found);
  const agree = outcome === 'agree';
  return {
    detector: id,
    title,
    control,
    region,
    outcome,
    resource: first ? shown(first.resource) : named,
    theirs: { verdict, at, ...(agree ? {} : { evidence }) },
    ours: (decided.length > 0 ? decided : found).map(finding => sideOf(finding, !agree)),
    ...(note === undefined ? {} : { note }),
  };
}

function outcomeOf(
  { verdict, at }: Opinion,
  decided: readonly Finding[],
  found: readonly Finding[],
): { outcome: OpinionOutcome; note?: string } {
  const [first] = found;
  if (decided.length === 0) {
    return { outcome: 'only-theirs', note: first ? first.message : 'our facts hold no such resource' };
  }
  const changed = decided.map(finding => finding.resource.changed ?? '').reduce((a, b) => (a > b ? a : b));
  if (at !== null && changed !== '' && Date.parse(at) < Date.parse(changed)) {
    return { outcome: 'stale', note: `the resource was changed at ${changed}, after that verdict` };
  }
  // A control that asks what several of our rules ask fails when one of them does.
  const own = decided.some(finding => finding.verdict === 'FAIL') ? 'FAIL' : 'PASS';
  return { outcome: own === verdict ? 'agree' : 'differ' };
}

const keyOf = (resource: ResourceRef): string => resource.arn ?? resource.id;

const shown = (resource: ResourceRef): Comparison['resource'] => ({
  id: keyOf(resource),
  type: resource.type,
  ...(resource.name ? { name: resource.name } : {}),
});

const sideOf = (finding: Finding, withEvidence: boolean): Comparison['ours'][number] => ({
  rule: finding.rule,
  verdict: finding.verdict,
  message: finding.message,
  ...(withEvidence ? { evidence: finding.evidence } : {}),
});

interface OfRule {
  about(resource: Opinion['resource'], region: string): Finding[];
}

/** Findings of each rule, to be found by any name that a detector may use for their resource. */
function groupByRule(ours: readonly Finding[]): Map<string, OfRule> {
  const groups = new Map<string, Finding[]>();
  for (const finding of ours) {
    const group = groups.get(finding.rule);
    if (group) group.push(finding);
    else groups.set(finding.rule, [finding]);
  }
  return new Map([...groups].map(([rule, findings]) => [rule, indexOf(findings)]));
}

function indexOf(findings: readonly Finding[]): OfRule {
  const byName = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const name of namesOf(finding.resource)) {
      const group = byName.get(name);
      if (group) group.push(finding);
      else byName.set(name, [finding]);
    }
  }
  const near = (region: string) => (finding: Finding) =>
    finding.resource.region === region || finding.resource.region === 'global';
  return {
    about(resource, region) {
      if (resource === 'account') return findings.filter(near(region));
      const exact = byName.get(resource.id) ?? [];
      // An ARN is one thing wherever it is told of; a bare id or name only in its own region.
      return resource.id.startsWith('arn:') ? exact : exact.filter(near(region));
    },
  };
}

function namesOf({ arn, id, uniqueId }: ResourceRef): Set<string> {
  return new Set([arn, id, uniqueId].filter(name => name !== undefined));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byOutcome = (a: Comparison, b: Comparison): number =>
  opinionOutcomes.indexOf(a.outcome) - opinionOutcomes.indexOf(b.outcome) ||
  compare(a.detector, b.detector) ||
  compare(a.control, b.control) ||
  compare(a.region, b.region) ||
  compare(a.resource.id, b.resource.id);
