import type { Evidence, Finding, Fix } from '../core/types.js';
import { describeEvidence, nameOf, type ShownFix, showFix } from './evidence.js';
import { describeAcceptance, describeReturn, returnedFirst } from './exceptions-view.js';
import { ownParts, sharedFix } from './html-rule.js';
import { block, code, html, join, type Markdown, text } from './markdown-text.js';
import type { RuleGroup } from './model.js';
import { nameService } from './service-names.js';
import { countOf, moreThan } from './wording.js';

const mostRows = 20;
const mostNames = 10;
const mostGroups = 10;
const mostEvidence = 4;
const nothing = '' as Markdown;

/** One rule in the Markdown report: its line, and for a failed one what was seen. */
export function ruleView({ info, counts, findings }: RuleGroup, ageOf: (finding: Finding) => string) {
  const shared = sharedFix(findings.FAIL);
  const decided = counts.FAIL + counts.PASS;
  const tally = [
    counts.FAIL > 0 && `${counts.FAIL} of ${decided} failed`,
    counts.NOT_AVAILABLE > 0 && `${counts.NOT_AVAILABLE} unseen`,
    counts.ERROR > 0 && countOf(counts.ERROR, 'error'),
    counts.EXCEPTED > 0 && `${counts.EXCEPTED} accepted`,
  ].filter(Boolean);
  return {
    id: code(info.id),
    title: text(info.title),
    htmlTitle: html(info.title),
    severity: text(info.severity),
    service: text(nameService(info.service)),
    tally: text(tally.join(', ')),
    passed: text(countOf(counts.PASS, 'resource')),
    why: text(info.why),
    ...fixView(shared, ''),
    rows: returnedFirst(findings.FAIL)
      .slice(0, mostRows)
      .map(one => ({ ...rowView(one, shared), age: text(ageOf(one)) })),
    moreRows: text(moreThan(counts.FAIL, mostRows, 'failed resource')),
    accepted: findings.EXCEPTED.slice(0, mostRows).map(acceptedView),
    moreAccepted: text(moreThan(counts.EXCEPTED, mostRows, 'accepted resource')),
    hidden: hiddenViews([...findings.ERROR, ...findings.NOT_AVAILABLE]),
  };
}

const acceptedView = ({ resource, exception }: Finding) => ({
  name: code(nameOf(resource)),
  region: text(resource.region),
  why: text(exception ? describeAcceptance(exception) : ''),
});

function rowView(finding: Finding, shared: ShownFix) {
  const { resource, message, evidence, fix } = finding;
  const shown: ShownFix = fix ? showFix(fix) : {};
  return {
    name: code(nameOf(resource)),
    region: text(resource.region),
    message: text(message),
    returned: text(describeReturn(finding)),
    evidence: evidence.slice(0, mostEvidence).map(evidenceLine),
    moreEvidence: text(moreThan(evidence.length, mostEvidence, 'field')),
    ...fixView({ ...(shown.command !== undefined && { command: shown.command }), ...ownParts(shown, shared) }, '  '),
  };
}

function evidenceLine(one: Evidence): Markdown {
  const { where, value, expected } = describeEvidence(one);
  return `${code(where)} = ${code(value)}${expected === undefined ? '' : `, expected ${code(expected)}`}` as Markdown;
}

/** A fix, its command as a fenced block that keeps to the given indent. */
export function fixView(fix: Fix | undefined, indent: string) {
  const { command, byHand, note } = fix ? showFix(fix) : {};
  return {
    command: command === undefined ? nothing : block(command, 'sh', indent),
    byHand: text(byHand ?? ''),
    note: text(note ?? ''),
  };
}

/** Unseen resources of one rule, those with the same message on one line. */
function hiddenViews(findings: readonly Finding[]) {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.verdict} ${finding.gap?.api ?? ''} ${finding.message}`;
    const same = groups.get(key);
    if (same) same.push(finding);
    else groups.set(key, [finding]);
  }
  const shown = [...groups.values()];
  const left = shown.slice(mostGroups).reduce((sum, same) => sum + same.length, 0);
  return { groups: shown.slice(0, mostGroups).flatMap(hiddenView), more: text(moreThan(left, 0, 'resource')) };
}

function hiddenView(same: readonly Finding[]) {
  const [first] = same;
  if (!first) return [];
  const names = same.slice(0, mostNames).map(one => code(nameOf(one.resource)));
  return [
    {
      error: first.verdict === 'ERROR',
      names: join(names, ', '),
      more: text(moreThan(same.length, mostNames, 'resource')),
      message: text(first.message),
      needs: first.gap?.api ? code(first.gap.api) : nothing,
    },
  ];
}
