import type { Finding } from '../core/types.js';
import { describeEvidence, formatValue, nameOf, type SeenField, type ShownFix, showFix } from './evidence.js';
import { describeAcceptance, describeReturn, returnedFirst } from './exceptions-view.js';
import type { RuleGroup } from './model.js';
import { nameService } from './service-names.js';
import { compareText } from './model.js';
import { countOf, formatNumber, moreThan } from './wording.js';

const mostEvidence = 4;
const mostGroups = 50;
const mostUnseenNames = 20;
const mostPassedNames = 100;
const mostSkippedNames = 10;

/** One rule as the HTML page shows it. */
export interface RuleSection {
  id: string;
  title: string;
  why: string;
  severity: string;
  category: string;
  service: string;
  serviceName: string;
  /** Space-separated, for the filters. */
  verdicts: string;
  regions: string;
  failed: string;
  decided: string;
  unseen: string;
  errors: string;
  /** Failures that an exception accepts. */
  accepted: string;
  requires: string;
  fix: ShownFix;
  rows: FindingRow[];
  moreRows: string;
  hidden: NameGroup[];
  passed: NameGroup[];
  excepted: NameGroup[];
  skipped: NameGroup[];
}

/** One failed finding. */
export interface FindingRow {
  name: string;
  id: string;
  region: string;
  message: string;
  /** That it was accepted until a day that is past. */
  returned: string;
  /** How long it has been open, where a history tells. */
  age: string;
  evidence: SeenField[];
  moreEvidence: string;
  fix: ShownFix;
}

/** Resources about which the same can be said. */
export interface NameGroup {
  region: string;
  message: string;
  names: string[];
  more: string;
  /** The API operation and IAM action that gave no answer. */
  needs: string;
  error: boolean;
}

/** A rule's section with at most `mostRows` failed findings; what is left out is counted in `moreRows` and its like. */
export function sectionOf(
  { info, counts, findings }: RuleGroup,
  mostRows: number,
  ageOf: (finding: Finding) => string,
): RuleSection {
  const shared = sharedFix(findings.FAIL);
  const all = Object.values(findings).flat();
  return {
    id: info.id,
    title: info.title,
    why: info.why,
    severity: info.severity,
    category: info.category,
    service: info.service,
    serviceName: nameService(info.service),
    verdicts: Object.entries(counts)
      .flatMap(([verdict, count]) => (count > 0 ? [verdict] : []))
      .join(' '),
    regions: [...new Set(all.map(one => one.resource.region))].sort(compareText).join(' '),
    failed: counts.FAIL > 0 ? formatNumber(counts.FAIL) : '',
    accepted: counts.EXCEPTED > 0 ? formatNumber(counts.EXCEPTED) : '',
    decided: counts.FAIL + counts.PASS > 0 ? formatNumber(counts.FAIL + counts.PASS) : '',
    unseen: counts.NOT_AVAILABLE > 0 ? formatNumber(counts.NOT_AVAILABLE) : '',
    errors: counts.ERROR > 0 ? countOf(counts.ERROR, 'error') : '',
    requires: describeRequirement(info),
    fix: shared,
    rows: returnedFirst(findings.FAIL)
      .slice(0, mostRows)
      .map(one => ({ ...rowOf(one, shared), age: ageOf(one) })),
    moreRows: moreThan(findings.FAIL.length, mostRows, 'failed resource'),
    hidden: groupsOf(
      [...findings.ERROR, ...findings.NOT_AVAILABLE],
      mostUnseenNames,
      ({ verdict, message, gap, resource }) => ({
        region: resource.region,
        message,
        needs: gap ? [gap.api, ...gap.actions.filter(action => action !== gap.api)].filter(Boolean).join(', ') : '',
        error: verdict === 'ERROR',
      }),
    ),
    passed: groupsOf(findings.PASS, mostPassedNames, ({ resource }) => ({ region: resource.region })),
    excepted: groupsOf(findings.EXCEPTED, mostPassedNames, ({ exception, resource }) => ({
      region: resource.region,
      message: exception ? describeAcceptance(exception) : '',
    })),
    skipped: groupsOf(findings.NOT_APPLICABLE, mostSkippedNames, ({ message }) => ({ message })),
  };
}

function describeRequirement({ params, frameworks }: RuleGroup['info']): string {
  const limits = Object.entries(params).map(([name, value]) => `${name} = ${formatValue(value)}`);
  const controls = Object.entries(frameworks).map(([id, ids]) => `${nameFramework(id)}: ${ids.join(', ')}`);
  return [...limits, ...controls].join(' · ');
}

/** `cis-7.0` as people write it: `CIS 7.0`. */
const nameFramework = (id: string) => id.replaceAll('-', ' ').replace(/^[a-z]+/, word => word.toUpperCase());

/** The parts of the fix that are the same for every failed resource: said once, not in each row. */
export function sharedFix(failed: readonly Finding[]): ShownFix {
  const fixes = failed.map(one => (one.fix ? showFix(one.fix) : {}));
  const [first = {}] = fixes;
  const isShared = (key: 'byHand' | 'note') => fixes.length > 1 && fixes.every(one => one[key] === first[key]);
  return {
    ...(first.byHand !== undefined && isShared('byHand') && { byHand: first.byHand }),
    ...(first.note !== undefined && isShared('note') && { note: first.note }),
  };
}

function rowOf(finding: Finding, shared: ShownFix): Omit<FindingRow, 'age'> {
  const { resource, message, evidence, fix } = finding;
  const shown: ShownFix = fix ? showFix(fix) : {};
  const name = nameOf(resource);
  return {
    name,
    id: name === resource.id ? '' : resource.id,
    region: resource.region,
    message,
    returned: describeReturn(finding),
    evidence: evidence.slice(0, mostEvidence).map(describeEvidence),
    moreEvidence: moreThan(evidence.length, mostEvidence, 'field'),
    fix: {
      ...(shown.command !== undefined && { command: shown.command }),
      ...ownParts(shown, shared),
    },
  };
}

/** What a fix says beyond what its rule says for all. */
export function ownParts({ byHand, note }: ShownFix, shared: ShownFix): ShownFix {
  return {
    ...(byHand !== undefined && shared.byHand === undefined && { byHand }),
    ...(note !== undefined && shared.note === undefined && { note }),
  };
}

type Label = Partial<Pick<NameGroup, 'region' | 'message' | 'needs' | 'error'>>;

function groupsOf(findings: readonly Finding[], mostNames: number, labelOf: (finding: Finding) => Label): NameGroup[] {
  const groups = new Map<string, { label: Label; names: string[]; count: number }>();
  for (const finding of findings) {
    const label = labelOf(finding);
    const key = JSON.stringify(label);
    const group = groups.get(key) ?? { label, names: [], count: 0 };
    groups.set(key, group);
    group.count += 1;
    if (group.count <= mostNames) group.names.push(nameOf(finding.resource));
  }
  const shown = [...groups.values()];
  const left = shown.slice(mostGroups).reduce((sum, one) => sum + one.count, 0);
  return [
    ...shown
      .slice(0, mostGroups)
      .map(({ label, names, count }) => nameGroup(label, names, moreThan(count, mostNames, 'resource'))),
    ...(left > 0 ? [nameGroup({}, [], moreThan(left, 0, 'resource'))] : []),
  ];
}

const nameGroup = (label: Label, names: string[], more: string): NameGroup => ({
  region: '',
  message: '',
  needs: '',
  error: false,
  ...label,
  names,
  more,
});
