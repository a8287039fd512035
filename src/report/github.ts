import { type Changes, findingKey, isNews, type Report, type Severity } from '../core/types.js';
import { fit } from './cells.js';
import { nameOf } from './evidence.js';
import { headlineOf, noticeOf } from './headline.js';
import { modelOf, type ReportModel, type RuleGroup } from './model.js';
import { reveal, revealLine } from './reveal.js';
import { countOf } from './wording.js';

/** GitHub shows ten annotations of each kind a step and drops the others without a word. */
const mostOfKind = 10;
const mostResources = 5;
/** Cells of one line of an annotation: more than anybody reads there. */
const longestLine = 400;

type Kind = 'error' | 'warning' | 'notice';

interface Annotation {
  kind: Kind;
  title: string;
  lines: string[];
}

const kinds: Record<Severity, Kind> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

/**
 * The report as GitHub workflow commands: why the gate stops, then a failed rule each, most severe first. GitHub shows ten
 * of each kind; the last line says how many were left out.
 */
export function renderGithub(report: Report): string {
  const model = modelOf(report);
  const all = [...gateAnnotations(report), ...auditAnnotations(model), ...ruleAnnotations(model)];
  const inKind = (kind: Kind, most: number) => all.filter(one => one.kind === kind).slice(0, most);
  // The last line is a notice itself.
  const shown = [...inKind('error', mostOfKind), ...inKind('warning', mostOfKind), ...inKind('notice', mostOfKind - 1)];
  const left = all.length - shown.length;
  const more = left > 0 ? [`${countOf(left, 'more annotation')} left out: GitHub shows ten of each kind a step.`] : [];
  const last: Annotation = {
    kind: 'notice',
    title: 'stocktake',
    lines: [headlineOf(model), ...more, 'The whole list is in report.html, report.md and report.json.'],
  };
  return [...shown, last].map(writeCommand).join('');
}

function gateAnnotations({ gate }: Report): Annotation[] {
  return (gate?.reasons ?? []).map(({ condition, message, advice }) => ({
    kind: 'error',
    title: `gate: ${condition}`,
    lines: [message, advice].filter(Boolean),
  }));
}

function auditAnnotations(model: ReportModel): Annotation[] {
  const { report } = model;
  const incomplete = noticeOf(model);
  const said = [...(report.notices ?? []), ...(incomplete ? [incomplete] : [])];
  return said.map(line => ({ kind: 'warning', title: 'stocktake', lines: [line] }));
}

/** Where a gate decides, an error is what stops it; what does not is a step milder. */
const milder: Record<Severity, Kind> = { ...kinds, critical: 'warning', high: 'warning', medium: 'notice' };

function ruleAnnotations({ report, failed }: ReportModel): Annotation[] {
  const isNew = newKeys(report.changes);
  const stops = new Set((report.gate?.reasons ?? []).flatMap(one => one.findings.map(findingKey)));
  return failed.map(({ info, findings }: RuleGroup) => {
    const fresh = findings.FAIL.filter(one => isNew.has(findingKey(one)));
    const ordered = [...fresh, ...findings.FAIL.filter(one => !isNew.has(findingKey(one)))];
    const lines = ordered.slice(0, mostResources).map(one => {
      const mark = isNew.has(findingKey(one)) ? 'new: ' : '';
      return `${mark}${nameOf(one.resource)} (${one.resource.region}): ${one.message}`;
    });
    const left = ordered.length - lines.length;
    const more = left > 0 ? [`and ${countOf(left, 'more resource')}`] : [];
    const stopping = findings.FAIL.some(one => stops.has(findingKey(one)));
    const kind = stopping ? 'error' : (report.gate ? milder : kinds)[info.severity];
    return {
      kind,
      title: `${info.severity}: ${info.title} (${info.id})`,
      lines: [...lines, ...more],
    };
  });
}

/** What is new in the account; what other rules or other sight brought up is not. */
function newKeys(changes: Changes | undefined): Set<string> {
  const found = (changes?.changes ?? []).flatMap(change => (isNews(change) && change.after ? [change.after] : []));
  return new Set(found.map(findingKey));
}

/** Every command is one line: what is inside cannot begin another. */
const writeCommand = ({ kind, title, lines }: Annotation): string =>
  `::${kind} title=${escapeProperty(shorten(title))}::${escapeData(lines.map(shorten).join('\n'))}\n`;

const shorten = (line: string): string => fit(revealLine(line), longestLine);

/** As GitHub's own toolkit escapes the message of a command. */
function escapeData(raw: string): string {
  return reveal(raw).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

/** As GitHub's own toolkit escapes a property of a command. */
function escapeProperty(raw: string): string {
  return escapeData(raw).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
