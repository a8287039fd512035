import { createHash } from 'node:crypto';
import {
  type Acceptance,
  type Changes,
  type Finding,
  findingKey,
  type Report,
  type ResourceRef,
} from '../core/types.js';
import { nameOf, showFix } from './evidence.js';
import type { RuleGroup } from './model.js';
import { reveal } from './reveal.js';
import { levels } from './sarif-rules.js';
import { sayPlainly } from './sarif-text.js';

/** GitHub refuses a file with more results, and shows 5,000 of them. */
export const mostResults = 25_000;

/** The failures of a report as SARIF has them: open ones first, most severe first, then the excepted ones. */
export function* resultsOf(report: Report, groups: readonly RuleGroup[]): Iterable<object> {
  const stateOf = baselineStates(report.changes);
  let left = mostResults;
  for (const kind of ['FAIL', 'EXCEPTED'] as const) {
    for (const [ruleIndex, { findings }] of groups.entries()) {
      for (const finding of findings[kind].slice(0, left)) {
        yield { ...describeFailure(finding, ruleIndex, report.account.id), ...stateOf(finding) };
        left -= 1;
      }
    }
  }
}

function describeFailure(finding: Finding, ruleIndex: number, account: string): object {
  const { rule, severity, exception } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: sayFailure(finding) },
    locations: [locationOf(finding, account)],
    partialFingerprints: fingerprintsOf(finding),
    ...(exception && { suppressions: [suppressionOf(exception)] }),
    properties: propertiesOf(finding),
  };
}

function sayFailure(finding: Finding): string {
  const { resource, message, fix, expired } = finding;
  const shown = fix && showFix(fix);
  const parts = [
    `${nameOf(resource)}: ${message}${/[.!?]$/.test(message) ? '' : '.'}`,
    expired ? `Accepted by ${expired.owner} until ${expired.expires}, which is past.` : '',
    shown?.byHand ?? '',
    shown?.note ?? '',
  ];
  // A command is given as it is or not at all: what is copied must be what was meant.
  const command = shown?.command && sayPlainly(shown.command) === shown.command ? ` Fix: ${shown.command}` : '';
  return parts.filter(Boolean).map(sayPlainly).join(' ') + command;
}

/**
 * Where a resource is, for readers who know files only: `aws/<account>/<region>/<service>/<id>`, and its ARN as the
 * logical name.
 */
export function locationOf({ resource, service }: Pick<Finding, 'resource' | 'service'>, account: string): object {
  const uri = ['aws', account, resource.region, service, ...resource.id.split('/')].map(encodeSegment).join('/');
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 } },
    logicalLocations: [{ name: nameOf(resource), fullyQualifiedName: fullNameOf(resource), kind: 'resource' }],
  };
}

const fullNameOf = ({ arn, id }: ResourceRef) => arn ?? id;

/** A segment that neither leads out of its folder nor is empty. */
function encodeSegment(segment: string): string {
  const encoded = encodeURIComponent(reveal(segment)).replace(/%3A/g, ':');
  return /^\.{0,2}$/.test(encoded) ? `~${encoded}` : encoded;
}

/** The same for the same rule, region and resource in every run; GitHub reads `primaryLocationLineHash` alone. */
function fingerprintsOf(finding: Finding): object {
  const hash = createHash('sha256').update(findingKey(finding)).digest('hex').slice(0, 32);
  return { primaryLocationLineHash: `${hash}:1`, 'stocktakeFinding/v1': hash };
}

function suppressionOf({ reason, owner, expires, ticket }: Acceptance): object {
  const said = `${reason} (${[owner, `until ${expires}`, ...(ticket === undefined ? [] : [ticket])].join(', ')})`;
  return {
    kind: 'external',
    status: 'accepted',
    justification: sayPlainly(said),
    properties: { owner, expires, ...(ticket !== undefined && { ticket }) },
  };
}

function propertiesOf({ severity, category, service, resource, money, expired, fix }: Finding): object {
  const { id, name, region, type } = resource;
  return {
    severity,
    category,
    service,
    resource: { id, ...(name !== undefined && { name }), region, type },
    ...(money && { usdPerMonth: money.joint }),
    ...(expired && { expired }),
    ...(fix?.command !== undefined && { fix: fix.command }),
  };
}

/** How a finding stands to the run that a report was compared with; nothing where it was compared with none. */
function baselineStates(changes: Changes | undefined): (finding: Finding) => object {
  if (!changes) return () => ({});
  const states = new Map<string, string>();
  for (const { kind, after } of changes.changes) {
    if (after && kind === 'new') states.set(findingKey(after), 'new');
    if (after && kind === 'changed') states.set(findingKey(after), 'updated');
  }
  return finding => ({ baselineState: states.get(findingKey(finding)) ?? 'unchanged' });
}
