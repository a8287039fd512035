import { saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import {
  type DetectorFinding,
  type DetectorOrganization,
  type DetectorStanding,
  detector,
  type Opinion,
} from '../../core/detector.js';
import type { Severity } from '../../core/types.js';
import { controlRules } from './controls.generated.js';
import { type ControlVerdict, controlIdOf, type HubFinding, keyOf } from './findings.js';
import { hubs } from './hubs.js';
import { cloudFormationType, nameOfStandard, nameOfSubscription, othersThanHub } from './names.js';

const needs = {
  hubs: hubs.with('standards', 'products', 'organizationConfiguration', 'membership', 'findings', 'controls'),
};
type Hub = RowOf<typeof needs.hubs>;

/** Security Hub CSPM, for the part of the report that shows AWS's own detectors. */
export const securityHub = detector({
  id: 'securityhub',
  title: 'Security Hub',
  needs,
  peers: controlRules,
  standing(region, tables) {
    const hub = tables.hubs.in(region).first();
    return hub ? standingOf(hub) : { state: 'off', message: 'Security Hub CSPM is off', evidence: [arn(null)] };
  },
  organization(region, tables) {
    const hub = tables.hubs.in(region).first();
    return hub && organizationOf(hub);
  },
  findings(region, tables) {
    const hub = tables.hubs.in(region).first();
    if (!hub) return { findings: [], leftOut: 0 };
    // A control tells the same once for each standard, unless control findings are consolidated.
    const known = new Set<string>();
    const isFirst = (finding: HubFinding): boolean => {
      if (controlIdOf(finding) === null) return true;
      const isNew = !known.has(keyOf(finding));
      known.add(keyOf(finding));
      return isNew;
    };
    const { Findings, Truncated } = hub.findings;
    return { findings: Findings.filter(isFirst).map(findingOf), leftOut: Truncated ? null : 0 };
  },
  opinions(region, tables) {
    const hub = tables.hubs.in(region).first();
    // An administrator's hub holds the verdicts about its members, too.
    const own = hub?.controls.Findings.filter(one => one.AwsAccountId === hub.HubArn.split(':')[4]) ?? [];
    return own.flatMap(opinionOf);
  },
});

const arn = (value: string | null) => saw('securityhub:DescribeHub', 'HubArn', value);

function standingOf(hub: Hub): DetectorStanding {
  const { standards } = hub;
  const seen = standards.map(one => ({ StandardsArn: one.StandardsArn, StandardsStatus: one.StandardsStatus }));
  const evidence = [arn(hub.HubArn), saw('securityhub:GetEnabledStandards', 'StandardsSubscriptions', seen)];
  if (standards.length === 0) {
    const senders = othersThanHub(hub.products).map(nameOfSubscription);
    const message = `on, but no standard is; findings come from ${senders.join(', ') || 'nowhere'}`;
    return { state: 'partial', message, evidence };
  }
  const broken = standards.filter(one => ['INCOMPLETE', 'FAILED'].includes(one.StandardsStatus));
  if (broken.length > 0) {
    const named = broken.map(one => [nameOfStandard(one), one.StandardsStatus, one.StatusReasonCode].join(' ').trim());
    return { state: 'partial', message: `on; not every standard is ready: ${named.join(', ')}`, evidence };
  }
  return { state: 'on', message: `on, with ${standards.map(nameOfStandard).join(', ')}`, evidence };
}

function organizationOf(hub: Hub): DetectorOrganization | undefined {
  const configuration = hub.organizationConfiguration;
  if (configuration) {
    const { AutoEnable, ConfigurationType, Status } = configuration;
    const message =
      ConfigurationType === 'CENTRAL'
        ? `configured centrally, by policies (${Status})`
        : `new accounts are ${AutoEnable ? 'taken in automatically' : 'not taken in automatically'}`;
    return { role: 'administrator', message };
  }
  const administrator = hub.membership;
  if (!administrator) return undefined;
  return { role: 'member', message: `administrator ${administrator.AccountId} (${administrator.MemberStatus})` };
}

const severities: Readonly<Record<string, Severity>> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  LOW: 'low',
};

function findingOf(finding: HubFinding): DetectorFinding {
  const control = controlIdOf(finding);
  const product = finding.ProductName ?? '';
  return {
    id: finding.Id,
    type: control ?? finding.Types[0] ?? finding.GeneratorId,
    title: control !== null || product === '' ? finding.Title : `${product}: ${finding.Title}`,
    severity: severities[finding.Severity.Label ?? ''] ?? 'info',
    resource: resourceOf(finding),
    account: finding.AwsAccountId,
    created: finding.CreatedAt,
    updated: finding.UpdatedAt,
  };
}

function resourceOf({ Resources }: ControlVerdict): { id: string; type: string } {
  const [first] = Resources;
  return { id: first?.Id ?? '', type: cloudFormationType(first?.Type ?? '') };
}

const verdicts: Readonly<Record<string, Opinion['verdict']>> = { PASSED: 'PASS', FAILED: 'FAIL' };

/** WARNING and NOT_AVAILABLE say that the control could not look; that is no opinion. */
function opinionOf(finding: ControlVerdict): Opinion[] {
  const control = controlIdOf(finding) ?? '';
  const rules = controlRules[control];
  const { Compliance, Workflow } = finding;
  const verdict = verdicts[Compliance.Status ?? ''];
  const resource = resourceOf(finding);
  if (!rules || !verdict || resource.id === '') return [];
  const api = 'securityhub:GetFindings';
  const suppressed = saw(api, 'Findings[].Workflow.Status', Workflow.Status);
  return [
    {
      control,
      rules,
      verdict,
      resource: resource.type === 'AWS::::Account' ? 'account' : resource,
      at: finding.UpdatedAt,
      evidence: [
        saw(api, 'Findings[].Compliance.Status', Compliance.Status),
        ...(Workflow.Status === 'SUPPRESSED' ? [suppressed] : []),
      ],
    },
  ];
}
