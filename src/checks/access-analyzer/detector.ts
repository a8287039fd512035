import { saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import {
  type DetectorFinding,
  type DetectorOrganization,
  type DetectorStanding,
  detector,
} from '../../core/detector.js';
import type { Table } from '../../core/table.js';
import type { Severity } from '../../core/types.js';
import { cannotTell } from '../../core/unavailable.js';
import { accounts } from '../account/accounts.js';
import { trails } from '../cloudtrail/trails.js';
import { organization } from '../organizations/organization.js';
import { type Analyzer, analyzers, externalAccess } from './analyzers.js';
import type { Finding } from './findings.js';
import { opinionsOf } from './opinions.js';
import { demandNoForeignAnalyzer } from './regions.js';

const withFindings = analyzers.with('findings', 'publicFindings');
const organizations = organization.with('trustedServices');

/** How access analyzers stand, and what they have found. External access is free; AWS tells no cost of the others. */
export const accessAnalyzer = detector({
  id: 'access-analyzer',
  title: 'IAM Access Analyzer',
  needs: { analyzers: withFindings, organizations, accounts: accounts.with(), trails: trails.with() },
  standing(region, tables) {
    const here = tables.analyzers.in(region).all();
    if (here.length > 0) return standingOf(here);
    demandNoForeignAnalyzer(tables.organizations, tables.accounts.first()?.AccountId ?? '');
    const seen = saw('access-analyzer:ListAnalyzers', 'analyzers', []);
    return { state: 'off', message: 'no analyzer looks at this region', evidence: [seen] };
  },
  organization: (region, tables) =>
    placeOf(tables.analyzers.in(region).all(), tables.organizations, tables.accounts.first()?.AccountId),
  findings: (region, tables) => findingsOf(tables.analyzers.in(region)),
  opinions(region, tables) {
    const own = tables.accounts.first()?.AccountId;
    const found = tables.analyzers
      .in(region)
      .all()
      .flatMap(one => one.publicFindings.Findings);
    return opinionsOf(
      found.filter(one => one.resourceOwnerAccount === own),
      tables.trails.seen(),
    );
  },
});

function standingOf(here: readonly Analyzer[]): DetectorStanding {
  const external = here.filter(one => externalAccess.includes(one.type));
  const active = external.filter(isActive);
  const evidence = here.map(one => saw('access-analyzer:ListAnalyzers', 'analyzers[].status', one.status));
  const message = here.map(say).join(', ');
  if (active.length > 0) return { state: 'on', message, evidence };
  // Analyzers of unused and internal access see nothing of what outsiders can reach.
  if (here.some(isActive)) return { state: 'partial', message: `no external access: ${message}`, evidence };
  return { state: here.some(one => one.status === 'CREATING') ? 'partial' : 'suspended', message, evidence };
}

const isActive = (analyzer: Analyzer): boolean => analyzer.status === 'ACTIVE';
const say = ({ name, type, status, statusReason }: Analyzer): string =>
  `${name} (${type}) is ${status}${statusReason ? `: ${statusReason}` : ''}`;

function placeOf(
  here: readonly Analyzer[],
  table: Table<RowOf<typeof organizations>>,
  own: string | undefined,
): DetectorOrganization | undefined {
  const wide = here.filter(one => one.type.startsWith('ORGANIZATION'));
  if (wide.length > 0)
    return { role: 'administrator', message: `for the whole organization: ${wide.map(say).join(', ')}` };
  const of = table.first();
  if (of?.FeatureSet !== 'ALL') return undefined;
  if (of.trustedServices === null)
    return cannotTell(
      'not-collected',
      'organizations:ListDelegatedAdministrators',
      `which account administers access analyzers of organization ${of.Id} cannot be seen from here`,
    );
  const trusted = of.trustedServices.find(one => one.ServicePrincipal === 'access-analyzer.amazonaws.com');
  const others = trusted?.DelegatedAdministrators.filter(id => id !== own) ?? [];
  return others.length > 0 ? { role: 'member', message: `administrator ${others.join(', ')}` } : undefined;
}

/** AWS gives these findings no severity: what anyone can reach comes first, what nobody uses last. */
const kinds: Readonly<Record<string, { severity: Severity; title: string }>> = {
  ExternalAccess: { severity: 'medium', title: 'can be reached from outside' },
  InternalAccess: { severity: 'low', title: 'can be reached from inside the account or organization' },
  UnusedIAMRole: { severity: 'low', title: 'is a role that nobody uses' },
  UnusedIAMUserAccessKey: { severity: 'low', title: 'has an access key that nobody uses' },
  UnusedIAMUserPassword: { severity: 'low', title: 'has a password that nobody uses' },
  UnusedPermission: { severity: 'low', title: 'has permissions that nobody uses' },
};
const open = { severity: 'high', title: 'can be reached by anyone' } as const;
const order: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

function findingsOf(here: Table<RowOf<typeof withFindings>>) {
  // Where it is not known what is public, the findings stand all the same.
  const known = here.where(one => one.publicFindings.Findings.length > 0).seen();
  const isPublic = new Set(known.flatMap(one => one.publicFindings.Findings.map(({ id }) => id)));
  const rows = here.all();
  const read = [
    ...known.flatMap(one => one.publicFindings.Findings),
    ...rows.flatMap(one => one.findings.Findings.filter(({ id }) => !isPublic.has(id))),
  ];
  const findings = read
    .map(one => findingOf(one, isPublic.has(one.id)))
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return { findings, leftOut: rows.some(one => one.findings.Truncated) ? null : 0 };
}

function findingOf(finding: Finding, isPublic: boolean): DetectorFinding {
  const { severity, title } = isPublic ? open : (kinds[finding.findingType] ?? { severity: 'info', title: '' });
  return {
    id: finding.id,
    type: finding.findingType,
    title: `${finding.resourceType} ${title || finding.findingType}`,
    severity,
    resource: { id: finding.resource, type: finding.resourceType },
    account: finding.resourceOwnerAccount,
    created: finding.createdAt,
    updated: finding.updatedAt,
  };
}
