import type { Change, Finding, Gate, Report } from '../core/types.js';
import { nameOf } from './evidence.js';
import { noticeOf } from './headline.js';
import { modelOf, type ReportModel, type RuleGroup } from './model.js';
import { escapeJson } from './reveal.js';
import { locationOf, mostResults, resultsOf } from './sarif-results.js';
import { describeRule } from './sarif-rules.js';
import { sayPlainly } from './sarif-text.js';
import { countOf, regionStates } from './wording.js';

const schema = 'https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json';
const linesOfChunk = 200;

/** What a notification may be about. */
const notices = {
  'not-available': 'Something could not be looked at, so there is no verdict',
  error: 'A check failed on its own account, so there is no verdict',
  incomplete: 'The audit did not see everything',
  notice: 'What a reader must know',
  cut: 'Results that were left out of this file',
} as const;

/**
 * The report as SARIF 2.1.0 in chunks: failures are results, one a line, and what could not be seen or judged is a
 * notification of the run, so that nothing passes silently.
 */
export function* renderSarif(report: Report): Iterable<string> {
  const model = modelOf(report);
  const groups = [...model.failed, ...model.undecided, ...model.excepted, ...model.passed, ...model.notApplicable];
  yield `{\n"$schema": ${write(schema)},\n"version": "2.1.0",\n"runs": [{\n`;
  yield `"tool": {"driver": {"name": "stocktake", "version": ${write(report.tool.version)}, "notifications": ${write(
    Object.entries(notices).map(([id, said]) => ({ id, shortDescription: { text: said } })),
  )}, "rules": [\n`;
  yield* lines(groups.map(({ info }) => describeRule(info)));
  yield `]}},\n"automationDetails": ${write({ id: `stocktake/${report.account.id}/` })},\n`;
  yield `"invocations": [{${write(invocationOf(report)).slice(1, -1)}, "toolExecutionNotifications": [\n`;
  yield* lines(notificationsOf(model, groups));
  yield `]}],\n"properties": ${write(propertiesOf(report))},\n"results": [\n`;
  yield* lines(resultsOf(report, groups));
  yield ']\n}]\n}\n';
}

const write = (data: unknown): string => escapeJson(JSON.stringify(data));

/** Elements of a list, one a line, many a chunk. */
function* lines(elements: Iterable<object>): Iterable<string> {
  let chunk: string[] = [];
  let opening = '';
  for (const element of elements) {
    chunk.push(write(element));
    if (chunk.length < linesOfChunk) continue;
    yield opening + chunk.join(',\n');
    chunk = [];
    opening = ',\n';
  }
  yield chunk.length > 0 ? `${opening}${chunk.join(',\n')}\n` : opening && '\n';
}

function invocationOf({ started, finished, ended, summary }: Report): object {
  return {
    // Not having seen everything is no failure of the tool, and is told in the notifications.
    executionSuccessful: ended === undefined && summary.ERROR === 0,
    startTimeUtc: started,
    endTimeUtc: finished,
  };
}

function propertiesOf(report: Report): object {
  const { account, complete, coverage, scores, summary, gate, changes } = report;
  return {
    account: account.id,
    complete,
    coverage,
    score: scores.overall.value,
    findings: summary,
    ...(gate && { gate: describeGate(gate) }),
    ...(changes && { since: changes.since, fixed: changes.changes.filter(isOver).map(describeOver) }),
  };
}

/** Why the gate stops; its findings are results anyway. */
const describeGate = ({ passed, reasons, held }: Gate): object => ({
  passed,
  reasons: reasons.map(({ condition, message, advice }) => ({ condition, message, advice })),
  held,
});

/**
 * What is open no more. SARIF could list it among the results, as "absent", but GitHub code scanning takes every result for
 * a problem that is there.
 */
const isOver = ({ kind, before }: Change): boolean => (kind === 'fixed' || kind === 'gone') && before !== undefined;

const describeOver = ({ kind, cause, before, message }: Change): object => ({
  kind,
  cause,
  ruleId: before?.rule,
  resource: before?.resource,
  message: sayPlainly(message),
});

function* notificationsOf(model: ReportModel, groups: readonly RuleGroup[]): Iterable<object> {
  const { report } = model;
  const incomplete = noticeOf(model);
  if (incomplete) yield notification('incomplete', report.ended ? 'error' : 'warning', incomplete);
  for (const notice of report.notices ?? []) yield notification('notice', 'warning', notice);
  for (const { name, state, message } of report.regions) {
    if (state === 'audited') continue;
    yield notification('incomplete', 'warning', `Region ${name}: ${message ?? regionStates[state]}`);
  }
  const failures = groups.reduce((sum, { counts }) => sum + counts.FAIL + counts.EXCEPTED, 0);
  if (failures > mostResults) {
    yield notification('cut', 'warning', `${countOf(failures - mostResults, 'more result')} in report.json`);
  }
  for (const [index, { findings }] of groups.entries()) {
    for (const finding of findings.ERROR) yield unjudged('error', 'error', finding, index, report);
    for (const finding of findings.NOT_AVAILABLE) yield unjudged('not-available', 'warning', finding, index, report);
  }
}

const notification = (id: keyof typeof notices, level: 'error' | 'warning', said: string): object => ({
  descriptor: { id },
  level,
  message: { text: sayPlainly(said) },
});

function unjudged(
  id: 'error' | 'not-available',
  level: 'error' | 'warning',
  finding: Finding,
  index: number,
  { account }: Report,
): object {
  const { rule, resource, message } = finding;
  return {
    ...notification(id, level, `${rule}: ${nameOf(resource)}: ${message}`),
    associatedRule: { id: rule, index },
    locations: [locationOf(finding, account.id)],
  };
}
