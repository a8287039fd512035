import type { FindingState } from './history.js';
import {
  type Finding,
  findingKey,
  isOpen,
  type Report,
  type Score,
  severities,
  type Severity,
  type TrendFinding,
  type TrendPoint,
} from './types.js';

/** One run as a history takes it in. */
export interface Run {
  account: string;
  started: string;
  point: TrendPoint;
  /** Rules that were judged, sorted. */
  rules: string[];
  /** Open findings, by key. */
  open: Map<string, TrendFinding>;
  /** How a finding stands that is known from other runs. */
  stateOf(finding: TrendFinding): FindingState;
}

/** What a history needs of a report. */
export function runOf(report: Report): Run {
  const states = statesOf(report.findings);
  const open = new Map<string, TrendFinding>();
  for (const finding of report.findings) {
    if (isOpen(finding)) open.set(findingKey(finding), smallOf(finding));
  }
  const isSeen = sightOf(report);
  return {
    account: report.account.id,
    started: report.started,
    point: pointOf(report),
    rules: report.rules.map(({ id }) => id).sort(),
    open,
    stateOf: finding => states.get(keyOf(finding)) ?? (isSeen(finding) ? 'gone' : 'unseen'),
  };
}

/** As `findingKey` has it. */
export const keyOf = ({ rule, region, resource, arn }: TrendFinding): string =>
  findingKey({ rule, resource: { id: resource, region, ...(arn === undefined ? {} : { arn }) } });

function smallOf({ rule, severity, resource }: Finding): TrendFinding {
  const { arn, id, name, region } = resource;
  return { rule, severity, region, resource: id, ...(arn === undefined ? {} : { arn }), name: name ?? id };
}

/** Where several findings are about one resource, the worst is said. */
const worst: readonly FindingState[] = ['open', 'unseen', 'excepted', 'fixed'];

function statesOf(findings: readonly Finding[]): Map<string, FindingState> {
  const states = new Map<string, FindingState>();
  for (const finding of findings) {
    const key = findingKey(finding);
    const known = states.get(key);
    const state = stateOf(finding);
    if (known === undefined || worst.indexOf(state) < worst.indexOf(known)) states.set(key, state);
  }
  return states;
}

function stateOf({ verdict, exception }: Finding): FindingState {
  if (verdict === 'FAIL') return exception ? 'excepted' : 'open';
  return verdict === 'NOT_AVAILABLE' || verdict === 'ERROR' ? 'unseen' : 'fixed';
}

/** Whether a finding that is not in the report would be, if its resource were there. */
function sightOf({ findings, regions, rules }: Report): (finding: TrendFinding) => boolean {
  const judged = new Set(rules.map(({ id }) => id));
  const audited = new Set(regions.flatMap(({ name, state }) => (state === 'audited' ? [name] : [])));
  const known = new Set(regions.map(({ name }) => name));
  // A whole list that gave no answer stands as `*`; a check that tripped before it knew the resource as `?`.
  const blind = new Set<string>();
  for (const { rule, verdict, resource } of findings) {
    if (verdict !== 'NOT_AVAILABLE' && verdict !== 'ERROR') continue;
    // One region that gave no answer to a global listing leaves all of it in doubt.
    if (resource.id === resource.region) blind.add(`${rule}\nglobal`);
    if (resource.id === '*' || resource.id === '?')
      blind.add(`${rule}\n${known.has(resource.region) ? resource.region : ''}`);
  }
  const isPlace = (region: string): boolean => /^[a-z]{2}(-[a-z]+)+-\d+$/.test(region);
  return ({ rule, region }) =>
    judged.has(rule) &&
    (audited.has(region) || !isPlace(region)) &&
    !blind.has(`${rule}\n${region}`) &&
    !blind.has(`${rule}\n`);
}

function pointOf(report: Report): TrendPoint {
  const { findings, ledger, scores, started, tool } = report;
  const open = Object.fromEntries(severities.map(severity => [severity, 0])) as Record<Severity, number>;
  let excepted = 0;
  for (const finding of findings) {
    if (isOpen(finding)) open[finding.severity] += 1;
    else if (finding.verdict === 'FAIL') excepted += 1;
  }
  return {
    started,
    toolVersion: tool.version,
    rules: report.rules.length,
    complete: report.complete,
    overall: levelOf(scores.overall),
    categories: Object.fromEntries(
      Object.entries(scores.categories).map(([category, score]) => [category, levelOf(score)]),
    ),
    open,
    excepted,
    waste: ledger?.bill ? rounded(ledger.savings.usd, 100) : null,
  };
}

const levelOf = ({ value, coverage }: Score): TrendPoint['overall'] => ({
  value: value === null ? null : rounded(value, 100),
  coverage: coverage === null ? null : rounded(coverage, 10_000),
});

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts;
