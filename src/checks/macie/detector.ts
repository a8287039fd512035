import { saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import {
  type DetectorFinding,
  type DetectorOrganization,
  type DetectorStanding,
  detector,
  type DetectorUsage,
} from '../../core/detector.js';
import type { Table } from '../../core/table.js';
import type { Severity } from '../../core/types.js';
import type { Finding } from './findings.js';
import { isEnabled, type Organization, sessions, type Usage } from './sessions.js';

const everything = sessions.with('automatedDiscovery', 'usage', 'findings', 'organization');
type Sessions = Table<RowOf<typeof everything>>;

/** How Macie stands, what it has found, and what it costs. */
export const macie = detector({
  id: 'macie',
  title: 'Macie',
  needs: { sessions: everything },
  standing: (region, tables) => standingOf(tables.sessions.in(region)),
  organization(region, tables) {
    const of = tables.sessions.in(region).first()?.organization;
    return of ? sayOrganization(of) : undefined;
  },
  findings(region, tables) {
    const { Findings = [], Truncated = false } = tables.sessions.in(region).first()?.findings ?? {};
    const real = Findings.filter(one => !one.sample);
    return { findings: real.map(findingOf), leftOut: Truncated ? null : 0 };
  },
  usage: (region, tables) => (tables.sessions.in(region).first()?.usage ?? []).flatMap(usageOf),
});

function standingOf(here: Sessions): DetectorStanding {
  const session = here.first();
  const seen = saw('macie2:GetMacieSession', 'status', session?.status ?? null);
  if (!session) return { state: 'off', message: 'not enabled', evidence: [seen] };
  if (session.status === 'PAUSED') return { state: 'suspended', message: 'PAUSED', evidence: [seen] };
  if (!isEnabled(session)) return { state: 'unknown', message: session.status, evidence: [seen] };
  // Members are not told of automated discovery; what is known of Macie itself stands all the same.
  const told = here.where(one => one.automatedDiscovery !== null).seen()[0]?.automatedDiscovery;
  if (!told) return { state: 'on', message: 'ENABLED; automated discovery is not known', evidence: [seen] };
  const discovery = saw('macie2:GetAutomatedDiscoveryConfiguration', 'status', told.status);
  return { state: 'on', message: `ENABLED; automated discovery is ${told.status}`, evidence: [seen, discovery] };
}

function sayOrganization({ administrator, autoEnable }: Organization): DetectorOrganization {
  if (administrator) {
    const status = administrator.relationshipStatus;
    return { role: 'member', message: `administrator ${administrator.accountId}${status ? ` (${status})` : ''}` };
  }
  const message = autoEnable ? 'new accounts are enabled automatically' : 'new accounts are not enabled by themselves';
  return { role: 'administrator', message };
}

const severities: Readonly<Record<string, Severity>> = { High: 'high', Medium: 'medium', Low: 'low' };

const findingOf = (finding: Finding): DetectorFinding => ({
  id: finding.id,
  type: finding.type,
  title: finding.title,
  severity: severities[finding.severity.description] ?? 'info',
  resource: {
    id: finding.s3Bucket?.arn ?? finding.s3Bucket?.name ?? '',
    type: finding.s3Bucket ? 'AWS::S3::Bucket' : '',
  },
  account: finding.accountId,
  created: finding.createdAt,
  updated: finding.updatedAt,
});

function usageOf({ type, estimatedCost, currency }: Usage): DetectorUsage[] {
  const amount = Number(estimatedCost);
  if (estimatedCost === '' || !Number.isFinite(amount)) return [];
  return [{ what: type, amount, currency, period: 'last 30 days' }];
}
