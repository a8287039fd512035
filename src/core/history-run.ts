import type { FindingState } from './history.js';
import { exactKey, Side, type State } from './side.js';
import { isUnseen } from './score.js';
import { standingsOf } from './standings.js';
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
  const open = new Map<string, TrendFinding>();
  for (const finding of report.findings) {
    if (isOpen(finding)) open.set(findingKey(finding), smallOf(finding));
  }
  const side = new Side(standingsOf(report, ''));
  return {
    account: report.account.id,
    started: report.started,
    point: pointOf(report),
    rules: report.rules.map(({ id }) => id).sort(),
    open,
    stateOf: finding => stateIn(side, finding),
  };
}

/** As `findingKey` has it. */
export const keyOf = ({ rule, region, resource, arn }: TrendFinding): string =>
  findingKey({ rule, resource: { id: resource, region, ...(arn === undefined ? {} : { arn }) } });

function smallOf({ rule, severity, resource }: Finding): TrendFinding {
  const { arn, id, name, region } = resource;
  return { rule, severity, region, resource: id, ...(arn === undefined ? {} : { arn }), name: name ?? id };
}

/** What a side says, in the words of a history. */
const words: Readonly<Record<State, FindingState>> = {
  excepted: 'excepted',
  fine: 'fixed',
  absent: 'gone',
  unseen: 'unseen',
  unjudged: 'unseen',
};

function stateIn(side: Side, { rule, region, resource: id, arn }: TrendFinding): FindingState {
  const about = { rule, resource: { id, region, ...(arn === undefined ? {} : { arn }) } };
  return side.openOf(exactKey(about)).length > 0 ? 'open' : words[side.stateOf(about)];
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
    waste: ledger?.bill && isWasteKnown(report) ? rounded(ledger.savings.usd, 100) : null,
  };
}

const levelOf = ({ value, coverage }: Score): TrendPoint['overall'] => ({
  value: value === null ? null : rounded(value, 100),
  coverage: coverage === null ? null : rounded(coverage, 10_000),
});

/** Where nothing of it could be seen, or priced, zero would be a number that nobody knows. */
const isWasteKnown = ({ ledger, scores }: Report): boolean =>
  !isUnseen(scores.categories.cost) && !(ledger?.savings.usd === 0 && ledger.savings.unknown > 0);

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts;
