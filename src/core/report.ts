import { evaluate } from './evaluate.js';
import { applyExceptions, type Exception, exceptionHints, isBack } from './exceptions.js';
import type { Detector } from './detector.js';
import type { Frameworks } from './frameworks.js';
import type { Ledger, Money } from './ledger.js';
import type { Overview } from './overview.js';
import { actionsOf } from './plan.js';
import type { Rule, Scoring } from './rules.js';
import { gainsOf, scoreOf, tallyOf } from './score.js';
import { surveyOf } from './survey.js';
import {
  type Finding,
  type FixFirst,
  type Gap,
  type GapReport,
  isOpen,
  type Report,
  type RuleInfo,
  severities,
} from './types.js';
import type { FactSource, RunReport } from './world.js';

/** Facts of a finished run, with what the run says of itself. */
export interface FinishedRun extends FactSource {
  readonly run: RunReport;
}

/** What the ledger adds to a report: the money of findings, and gaps and hints of its own. */
interface Reckoning {
  ledger: Ledger;
  money: ReadonlyMap<Finding, Money>;
  gaps: readonly Gap[];
  hints: readonly string[];
}

interface Basis {
  rules: readonly Rule[];
  detectors: readonly Detector[];
  /** Absent where no cost rule was chosen. */
  reckon?: ((facts: FactSource, findings: readonly Finding[]) => Promise<Reckoning>) | undefined;
  /** Absent where no rule on functions was chosen. */
  describe?:
    | ((facts: FactSource, findings: readonly Finding[]) => Promise<{ overview: Overview; gaps: readonly Gap[] }>)
    | undefined;
  scoring: Scoring;
  exceptions: readonly Exception[];
  frameworks: Frameworks;
  toolVersion: string;
  hints: readonly string[];
}

const fixFirstLimit = 10;
const namedLimit = 10;

/** Judges the facts of a run and puts everything that any output says into one object. */
export async function makeReport(facts: FinishedRun, basis: Basis): Promise<Report> {
  const { about, run } = facts;
  const { findings, unnamed } = await evaluate(basis.rules, facts);
  const exceptions = applyExceptions(findings, basis.exceptions, about);
  const scores = scoreOf(findings, basis.scoring);
  const { survey, gaps: unheard } = await surveyOf(basis.detectors, facts, findings);
  const reckoned = await basis.reckon?.(facts, findings);
  for (const [finding, money] of reckoned?.money ?? []) finding.money = money;
  const described = await basis.describe?.(facts, findings);
  const others = [...unheard, ...(reckoned?.gaps ?? []), ...(described?.gaps ?? [])];
  const gaps = gapReports(findings, [...run.gaps, ...unnamed, ...others]);
  const undecided = findings.some(finding => finding.verdict === 'ERROR' || (finding.gap && !isAccepted(finding.gap)));
  const blind = gaps.some(gap => !isAccepted(gap) && gap.action !== 'iam:ListAccountAliases');
  const regionsClosed = run.regions.some(region => region.state === 'unreachable');
  return {
    version: 1,
    tool: { name: 'stocktake', version: basis.toolVersion },
    account: about.account,
    regions: run.regions,
    started: about.started,
    finished: run.finished,
    complete: !undecided && !blind && !regionsClosed && !run.ended,
    ...(run.ended ? { ended: run.ended } : {}),
    scores,
    coverage: scores.overall.coverage,
    summary: tallyOf(findings),
    fixFirst: fixFirst(findings, basis),
    rules: basis.rules.map(rule => ruleInfo(rule, basis.frameworks)),
    findings,
    gaps,
    ...(survey ? { detectors: survey } : {}),
    ...(reckoned ? { ledger: reckoned.ledger } : {}),
    ...(described ? { overview: described.overview } : {}),
    plan: callsMade(run),
    hints: [...exceptionHints(exceptions), ...basis.hints, ...(reckoned?.hints ?? [])],
    ...(basis.exceptions.length > 0 ? { exceptions } : {}),
  };
}

/** What nobody expects to be seen: a person has to tell, or the reader did not want to pay for it. */
const isAccepted = ({ reason }: { reason: Gap['reason'] }): boolean => reason === 'manual' || reason === 'declined';

/** What the reports say of a rule. */
export function ruleInfo(rule: Rule, frameworks: Frameworks): RuleInfo {
  const { check, severity, category, service, tier, params } = rule;
  return {
    id: check.id,
    title: check.title,
    why: check.why,
    severity,
    category,
    service,
    tier,
    params: { ...params },
    fields: [...check.fields],
    actions: actionsOf(rule),
    frameworks: frameworks.controlsOf(check.id),
  };
}

function callsMade({ calls, spent = {} }: RunReport): Report['plan'] {
  const byService: Record<string, number> = {};
  let total = 0;
  for (const [id, count] of Object.entries(calls)) {
    const service = id.slice(0, id.indexOf(':'));
    byService[service] = (byService[service] ?? 0) + count;
    total += count;
  }
  return { calls: total, byService, usd: Object.values(spent).reduce((sum, usd) => sum + usd, 0) };
}

/** Gaps by what would close them: one entry an operation, reason and cause. */
function gapReports(findings: readonly Finding[], others: readonly Gap[]): GapReport[] {
  const reports = new Map<
    string,
    { report: GapReport; rules: Set<string>; regions: Set<string>; resources: Set<string> }
  >();
  const entryFor = (gap: Gap) => {
    const action = gap.actions.join(', ');
    const key = [action, gap.api, gap.reason, gap.cause ?? '', gap.reason === 'manual' ? gap.message : ''].join('\n');
    const known = reports.get(key);
    if (known) return known;
    const { api, reason, cause, message } = gap;
    const report = {
      action,
      api,
      regions: [],
      reason,
      ...(cause ? { cause } : {}),
      message,
      rules: [],
      findings: 0,
      resources: [],
    };
    const entry = { report, rules: new Set<string>(), regions: new Set<string>(), resources: new Set<string>() };
    reports.set(key, entry);
    return entry;
  };
  for (const { gap, rule } of findings) {
    if (!gap) continue;
    const entry = entryFor(gap);
    entry.report.findings += 1;
    entry.rules.add(rule);
    entry.regions.add(gap.region);
    if (gap.resource !== undefined) entry.resources.add(gap.resource);
  }
  for (const gap of others) entryFor(gap).regions.add(gap.region);
  const filled = [...reports.values()].map(({ report, rules, regions, resources }) => ({
    ...report,
    rules: [...rules].sort(),
    regions: [...regions].sort(),
    resources: [...resources].sort(),
  }));
  return filled.sort(
    (a, b) => b.findings - a.findings || (a.action < b.action ? -1 : 1) || (a.message < b.message ? -1 : 1),
  );
}

function fixFirst(findings: readonly Finding[], basis: Basis): FixFirst[] {
  const gains = gainsOf(findings, basis.scoring);
  const failed = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (!isOpen(finding)) continue;
    const group = failed.get(finding.rule);
    // What was accepted and is open again comes first.
    if (group && isBack(finding) && !group[0]?.expired) group.unshift(finding);
    else if (group) group.push(finding);
    else failed.set(finding.rule, [finding]);
  }
  const ranked = basis.rules.flatMap(rule => {
    const group = failed.get(rule.check.id);
    const first = group?.[0];
    return group && first ? [{ rule, group, first, gain: gains.get(rule.check.id) ?? { points: 0, overall: 0 } }] : [];
  });
  ranked.sort(
    (a, b) =>
      Number(b.group.some(isBack)) - Number(a.group.some(isBack)) ||
      severities.indexOf(a.rule.severity) - severities.indexOf(b.rule.severity) ||
      b.gain.overall - a.gain.overall ||
      b.group.length - a.group.length ||
      (a.rule.check.id < b.rule.check.id ? -1 : 1),
  );
  return ranked.slice(0, fixFirstLimit).map(({ rule, group, first, gain }) => ({
    rule: rule.check.id,
    severity: rule.severity,
    title: rule.check.title,
    resources: group.slice(0, namedLimit).map(finding => finding.resource),
    count: group.length,
    message: first.message,
    why: rule.check.why,
    gain: { category: rule.category, points: tenths(gain.points), overall: tenths(gain.overall) },
    ...(first.expired ? { expired: first.expired } : {}),
    ...(first.fix ? { fix: first.fix } : {}),
  }));
}

const tenths = (points: number): number => Math.round(points * 10) / 10;
