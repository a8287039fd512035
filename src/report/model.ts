import { type Finding, isOpen, type Report, type RuleInfo, severities, type Tally } from '../core/types.js';

/** How a rule stands as a whole: one failure fails it, one gap leaves it undecided. */
export type RuleState = 'failed' | 'undecided' | 'excepted' | 'passed' | 'not-applicable';

/** One rule with its findings, sorted by verdict. */
export interface RuleGroup {
  info: RuleInfo;
  state: RuleState;
  counts: Tally;
  findings: Record<keyof Tally, Finding[]>;
}

/** What a page shows of a Report beside the Report itself: rules grouped by state, each group in reading order. */
export interface ReportModel {
  report: Report;
  failed: RuleGroup[];
  undecided: RuleGroup[];
  /** Fail, but somebody accepts each failure. */
  excepted: RuleGroup[];
  passed: RuleGroup[];
  notApplicable: RuleGroup[];
  /** Resources that fail at least one rule. */
  failingResources: number;
  /** Findings without a verdict. */
  unseen: number;
}

/** Sorts the findings of a report under their rules: most severe first, then those that fail most often, then by id. */
export function modelOf(report: Report): ReportModel {
  const groups = groupByRule(report);
  const inState = (state: RuleState) => groups.filter(one => one.state === state).sort(compareGroups);
  return {
    report,
    failed: inState('failed'),
    undecided: inState('undecided'),
    excepted: inState('excepted'),
    passed: inState('passed'),
    notApplicable: inState('not-applicable'),
    failingResources: countFailingResources(report.findings),
    unseen: report.summary.NOT_AVAILABLE + report.summary.ERROR,
  };
}

function groupByRule(report: Report): RuleGroup[] {
  const groups = new Map<string, RuleGroup>();
  for (const info of report.rules) groups.set(info.id, emptyGroup(info));
  for (const finding of report.findings) {
    const group = groups.get(finding.rule) ?? emptyGroup(describeUnlisted(finding));
    groups.set(finding.rule, group);
    const counted = finding.exception ? 'EXCEPTED' : finding.verdict;
    group.findings[counted].push(finding);
    group.counts[counted] += 1;
  }
  return [...groups.values()].map(group => ({ ...group, state: stateOf(group.counts) }));
}

function emptyGroup(info: RuleInfo): RuleGroup {
  return {
    info,
    state: 'not-applicable',
    counts: { PASS: 0, FAIL: 0, NOT_APPLICABLE: 0, NOT_AVAILABLE: 0, ERROR: 0, EXCEPTED: 0 },
    findings: { PASS: [], FAIL: [], NOT_APPLICABLE: [], NOT_AVAILABLE: [], ERROR: [], EXCEPTED: [] },
  };
}

/** A finding must never vanish because its rule is not in the list. */
function describeUnlisted({ rule, severity, category, service }: Finding): RuleInfo {
  const unknown = { title: rule, why: '', tier: 1, params: {}, fields: [], actions: [], frameworks: {} };
  return { id: rule, severity, category, service, ...unknown };
}

function stateOf(counts: Tally): RuleState {
  if (counts.FAIL > 0) return 'failed';
  if (counts.NOT_AVAILABLE + counts.ERROR > 0) return 'undecided';
  if (counts.EXCEPTED > 0) return 'excepted';
  return counts.PASS > 0 ? 'passed' : 'not-applicable';
}

function compareGroups(one: RuleGroup, other: RuleGroup): number {
  return (
    severities.indexOf(one.info.severity) - severities.indexOf(other.info.severity) ||
    other.counts.FAIL - one.counts.FAIL ||
    compareText(one.info.id, other.info.id)
  );
}

/** Order by code unit: the same on every machine, whatever its locale. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function countFailingResources(findings: readonly Finding[]): number {
  const failing = new Set<string>();
  for (const finding of findings) {
    const { type, region, arn, id } = finding.resource;
    if (isOpen(finding)) failing.add(`${type} ${region} ${arn ?? id}`);
  }
  return failing.size;
}
