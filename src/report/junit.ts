import { type Finding, isOpen, type Report } from '../core/types.js';
import { describeEvidence, nameOf, showFix } from './evidence.js';
import { noticeOf } from './headline.js';
import { compareText, modelOf, type ReportModel, type RuleGroup } from './model.js';
import { moreThan, regionStates } from './wording.js';
import { element, type Xml } from './xml.js';

const casesOfChunk = 200;
/** Findings that a test of the gate names. */
const mostFindings = 100;

/** One test of a suite: passed where it holds nothing. */
interface Case {
  name: string;
  className: string;
  skipped?: string;
  error?: Trouble;
  failure?: Trouble;
}

interface Trouble {
  type: string;
  message: string;
  details: string;
}

interface Suite {
  name: string;
  properties: [name: string, value: string][];
  cases: Case[];
}

/**
 * The report as JUnit XML in chunks: a suite a service, a test a rule and resource. What could not be seen and what is
 * excepted is skipped, with the reason; what a rule does not apply to is no test, and is counted in the suite.
 */
export function* renderJunit(report: Report): Iterable<string> {
  const model = modelOf(report);
  const suites = [...gateSuite(report), auditSuite(model), ...serviceSuites(model)];
  const total = (of: keyof Case) => suites.reduce((sum, { cases }) => sum + count(cases, of), 0);
  const counts = { tests: total('name'), failures: total('failure'), errors: total('error') };
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `${element('testsuites', { name: `stocktake ${report.account.id}`, ...counts }).open}\n`;
  for (const suite of suites) yield* renderSuite(suite, report.started);
  yield '</testsuites>\n';
}

const count = (cases: readonly Case[], of: keyof Case) => cases.filter(one => one[of] !== undefined).length;

function* renderSuite({ name, properties, cases }: Suite, timestamp: string): Iterable<string> {
  const counts = {
    tests: cases.length,
    failures: count(cases, 'failure'),
    errors: count(cases, 'error'),
    skipped: count(cases, 'skipped'),
  };
  yield `  ${element('testsuite', { name, ...counts, timestamp }).open}\n`;
  const named = properties.map(([key, value]) => `      ${element('property', { name: key, value }).empty}\n`);
  // An empty list of properties is not valid.
  if (named.length > 0) yield `    <properties>\n${named.join('')}    </properties>\n`;
  for (let start = 0; start < cases.length; start += casesOfChunk) {
    yield cases
      .slice(start, start + casesOfChunk)
      .map(renderCase)
      .join('');
  }
  yield '  </testsuite>\n';
}

function renderCase({ name, className, skipped, error, failure }: Case): Xml {
  const test = element('testcase', { classname: className, name });
  const inner = [
    skipped === undefined ? '' : element('skipped', {}).around(skipped),
    error ? renderTrouble('error', error) : '',
    failure ? renderTrouble('failure', failure) : '',
  ].filter(Boolean);
  if (inner.length === 0) return `    ${test.empty}\n` as Xml;
  return `    ${test.open}\n${inner.map(one => `      ${one}\n`).join('')}    </testcase>\n` as Xml;
}

const renderTrouble = (kind: 'error' | 'failure', { type, message, details }: Trouble): Xml =>
  element(kind, { type, message }).around(details);

function serviceSuites({ failed, undecided, excepted, passed, notApplicable }: ReportModel): Suite[] {
  const suites = new Map<string, Suite & { notApplicable: number }>();
  for (const group of [...failed, ...undecided, ...excepted, ...passed, ...notApplicable]) {
    const { service } = group.info;
    const suite = suites.get(service) ?? { name: service, properties: [], cases: [], notApplicable: 0 };
    suites.set(service, suite);
    suite.cases.push(...casesOf(group));
    suite.notApplicable += group.counts.NOT_APPLICABLE;
  }
  return [...suites.values()]
    .sort((one, other) => compareText(one.name, other.name))
    .map(({ notApplicable: left, ...suite }) => ({ ...suite, properties: [['not applicable', String(left)]] }));
}

function casesOf({ info, findings }: RuleGroup): Case[] {
  const className = `${info.category}.${info.id}`;
  const all = [findings.FAIL, findings.ERROR, findings.NOT_AVAILABLE, findings.EXCEPTED, findings.PASS].flat();
  return all.map(finding => ({ className, name: nameCase(finding), ...outcomeOf(finding, info.title) }));
}

/** What people call the resource, and what tells it from others of that name. */
function nameCase({ resource }: Finding): string {
  const name = nameOf(resource);
  const full = resource.arn ?? resource.id;
  return name === full ? `${name} (${resource.region})` : `${name} (${resource.region}, ${full})`;
}

function outcomeOf(finding: Finding, title: string): Partial<Case> {
  const { verdict, severity, message, exception } = finding;
  if (isOpen(finding)) return { failure: { type: severity, message, details: detailsOf(finding, title) } };
  if (verdict === 'ERROR') return { error: { type: 'error', message, details: title } };
  if (verdict === 'NOT_AVAILABLE') return { skipped: `Not seen: ${message}` };
  if (!exception) return {};
  const { reason, owner, expires, ticket } = exception;
  const more = ticket ? `, ${ticket}` : '';
  return { skipped: `Excepted until ${expires} (${owner}${more}): ${reason}. Seen: ${message}` };
}

function detailsOf({ rule, resource, severity, message, evidence, fix, expired }: Finding, title: string): string {
  const { command, byHand, note } = fix ? showFix(fix) : {};
  return [
    `${title} (${rule}, ${severity})`,
    `${resource.arn ?? resource.id} in ${resource.region}: ${message}`,
    expired ? `Accepted by ${expired.owner} until ${expired.expires}, which is past: ${expired.reason}` : '',
    ...evidence.map(describeEvidence).map(({ where, value, expected }) => {
      return `${where} is ${value}${expected === undefined ? '' : `, should be ${expected}`}`;
    }),
    command ? `Fix: ${command}` : '',
    byHand ?? '',
    note ?? '',
  ]
    .filter(Boolean)
    .join('\n');
}

/** Whether all was seen, as tests: a reader of JUnit sees nothing else of the report. */
function auditSuite(model: ReportModel): Suite {
  const { report } = model;
  const { account, scores, coverage, tool, ended } = report;
  const message = noticeOf(model);
  const seen: Case = { className: 'audit', name: 'everything was seen' };
  if (message && ended) seen.error = { type: ended.reason, message, details: message };
  else if (message) seen.skipped = message;
  const regions = report.regions.map(({ name, state, message: said }): Case => {
    const test: Case = { className: 'audit.region', name };
    return state === 'audited' ? test : { ...test, skipped: said ?? regionStates[state] };
  });
  const notices = (report.notices ?? []).map(said => ({ className: 'audit.notice', name: said, skipped: said }));
  return {
    name: 'audit',
    properties: [
      ['account', account.id],
      ['stocktake', tool.version],
      ['score', String(scores.overall.value ?? 'not scored')],
      ['coverage', String(coverage ?? 'nothing applies')],
    ],
    cases: [seen, ...notices, ...regions],
  };
}

function gateSuite({ gate }: Report): Suite[] {
  if (!gate) return [];
  const stopped = gate.reasons.map(({ condition, message, advice, findings }): Case => {
    const named = findings
      .slice(0, mostFindings)
      .map(one => `${one.severity} ${one.rule} ${nameOf(one.resource)}: ${one.message}`);
    const more = moreThan(findings.length, named.length, 'finding');
    const details = [message, advice, ...named, more].filter(Boolean).join('\n');
    return { className: 'gate', name: condition, failure: { type: condition, message, details } };
  });
  const held = gate.held.map((said): Case => ({ className: 'gate.held', name: said }));
  return [{ name: 'gate', properties: [['passed', String(gate.passed)]], cases: [...stopped, ...held] }];
}
