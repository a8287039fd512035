import { saw } from '../../core/check.js';
import { type DetectorFinding, type DetectorOrganization, type DetectorUsage, detector } from '../../core/detector.js';
import type { Severity } from '../../core/types.js';
import { cannotTell } from '../../core/unavailable.js';
import { hasAllFeatures, organization } from '../organizations/organization.js';
import { buckets } from '../s3/buckets.js';
import { configuredDetectors } from './administration.js';
import { type Detector, type FeatureOption, detectors } from './detectors.js';
import { isOn, sawFeature } from './features.js';
import type { GuardDutyFinding } from './findings.js';
import { isEnabled, type Member } from './membership.js';
import type { OrganizationConfiguration } from './organization-configuration.js';
import type { FeatureUsage } from './usage.js';

const foundations = ['CLOUD_TRAIL', 'DNS_LOGS', 'FLOW_LOGS'];

/** Plans that the region offers; EKS_RUNTIME_MONITORING is the older form of RUNTIME_MONITORING, AI_ANALYST detects nothing. */
const isPlan = (one: FeatureOption): boolean =>
  !foundations.includes(one.Name) && one.Name !== 'AI_ANALYST' && (one.Name !== 'EKS_RUNTIME_MONITORING' || isOn(one));

export const guardDuty = detector({
  id: 'guardduty',
  title: 'GuardDuty',
  needs: {
    detectors: detectors.with('findings', 'administrator', 'members', 'usage'),
    configured: configuredDetectors,
    organizations: organization.with(),
    buckets: buckets.with(),
  },

  standing(region, tables) {
    const one = tables.detectors.in(region).first();
    if (!one) {
      const seen = saw('guardduty:ListDetectors', 'DetectorIds', []);
      return { state: 'off', message: 'no detector', evidence: [seen] };
    }
    const status = saw('guardduty:GetDetector', 'Status', one.Status, 'ENABLED');
    if (one.Status === 'DISABLED')
      return { state: 'suspended', message: 'the detector is suspended (Status DISABLED)', evidence: [status] };
    if (one.Status !== 'ENABLED')
      return { state: 'unknown', message: `the detector has the status ${one.Status}`, evidence: [status] };
    return standingOf(one);
  },

  organization(region, tables): DetectorOrganization | undefined {
    const one = tables.detectors.in(region).first();
    if (!one) return undefined;
    if (one.administrator) {
      const { AccountId, RelationshipStatus } = one.administrator;
      const status = isEnabled(one.administrator) ? '' : `, relationship ${RelationshipStatus}`;
      return { role: 'member', message: `administrator ${AccountId}${status}` };
    }
    const configuration = tables.organizations.some(hasAllFeatures)
      ? (tables.configured.in(region).first()?.organizationConfiguration ?? null)
      : null;
    if (!configuration && one.members.length === 0) return undefined;
    return { role: 'administrator', message: sayMembers(one.members, configuration) };
  },

  findings(region, tables) {
    const one = tables.detectors.in(region).first();
    if (!one) return { findings: [], leftOut: 0 };
    const { Findings, Truncated, Total } = one.findings;
    const leftOut = Total === null ? null : Math.max(0, Total - Findings.length);
    return { findings: Findings.map(told), leftOut: Truncated ? leftOut : 0 };
  },

  usage(region, tables) {
    const one = tables.detectors.in(region).first();
    // Only to say what is watched: where buckets could not be listed, nothing is said.
    const count = tables.buckets.at('BucketRegion', region).seen().length;
    return (one?.usage ?? []).map(line => usageOf(line, count));
  },
});

function standingOf({ Features, DataSources, Status }: Detector) {
  const listed = Features.length > 0 ? Features : DataSources;
  const plans = listed.filter(isPlan);
  const off = plans.filter(one => !isOn(one));
  const blind = listed.filter(one => foundations.includes(one.Name) && !isOn(one));
  const evidence = [
    saw('guardduty:GetDetector', 'Status', Status, 'ENABLED'),
    ...[...blind, ...off].map(one => sawFeature(one.Name, one.Status)),
  ];
  if (blind.length > 0) {
    const names = blind.map(one => `${one.Name} is ${one.Status}`).join(', ');
    return { state: 'partial' as const, message: `enabled, but ${names}`, evidence };
  }
  return { state: 'on' as const, message: `enabled; ${sayPlans(plans, off)}`, evidence };
}

function sayPlans(plans: readonly FeatureOption[], off: readonly FeatureOption[]): string {
  if (plans.length === 0) return 'AWS lists no protection plans';
  if (off.length === 0)
    return plans.length === 1 ? 'its protection plan is on' : `all ${plans.length} protection plans are on`;
  const names = off.map(one => one.Name).join(', ');
  return `${off.length} of ${plans.length} protection plans ${off.length === 1 ? 'is' : 'are'} off: ${names}`;
}

const automatic: Readonly<Record<string, string>> = {
  ALL: 'all accounts of the organization are enabled automatically (ALL)',
  NEW: 'new accounts are enabled automatically (NEW)',
  NONE: 'accounts are not enabled automatically (NONE)',
};

function sayMembers(members: readonly Member[], configuration: OrganizationConfiguration | null): string {
  const enabled = members.filter(isEnabled).length;
  const covered = `${members.length} member${members.length === 1 ? '' : 's'}, ${enabled} of them enabled`;
  const parts = [members.length === 0 ? 'no members' : covered];
  const auto = configuration?.AutoEnableOrganizationMembers;
  if (auto) parts.push(automatic[auto] ?? `automatic enabling is ${auto}`);
  if (configuration?.MemberAccountLimitReached) parts.push('the limit of member accounts is reached');
  return parts.join('; ');
}

/** GuardDuty's number, 1 to 10, in the words that all detectors share. */
export function severityOf(severity: number | null): Severity {
  if (severity === null || severity < 1) return 'info';
  if (severity >= 9) return 'critical';
  if (severity >= 7) return 'high';
  return severity >= 4 ? 'medium' : 'low';
}

function told(finding: GuardDutyFinding): DetectorFinding {
  const { Id, Type, Title, Severity: number, Sample, Resource, AccountId, CreatedAt, UpdatedAt } = finding;
  return {
    id: Id,
    type: Type,
    title: Sample && !Title.startsWith('[SAMPLE]') ? `[SAMPLE] ${Title}` : Title,
    severity: severityOf(number),
    resource: { id: Resource.Id, type: Resource.Type },
    account: AccountId,
    created: CreatedAt,
    updated: UpdatedAt,
  };
}

function usageOf({ Feature, Amount, Unit }: FeatureUsage, bucketsHere: number): DetectorUsage {
  const amount = Amount.trim() === '' ? Number.NaN : Number(Amount);
  if (!Number.isFinite(amount))
    cannotTell('unexpected-answer', 'guardduty:GetUsageStatistics', `the cost of ${Feature} is not a number`);
  const line = { what: Feature, amount, currency: Unit, period: 'last 30 days' };
  if (Feature !== 'S3_DATA_EVENTS' || bucketsHere === 0) return line;
  return { ...line, watches: `${bucketsHere} bucket${bucketsHere === 1 ? '' : 's'}` };
}
