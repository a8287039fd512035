import { check, fail, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import { regions } from '../account/regions.js';
import { organization } from '../organizations/organization.js';
import { type Analyzer, analyzers, externalAccess } from './analyzers.js';

const organizations = organization.with('trustedServices');
type Organizations = Table<RowOf<typeof organizations>>;

export const analyzerActive = check({
  id: 'access-analyzer-analyzer-active',
  title: 'Each region has an active access analyzer',
  why: 'An analyzer tells when a bucket, key, role or queue can be reached from outside. Nobody looks through all policies by hand.',
  fix: {
    command: 'aws accessanalyzer create-analyzer --analyzer-name account --type ACCOUNT --region {region}',
    undo: 'aws accessanalyzer delete-analyzer --analyzer-name account --region {region}',
    note: 'External access is free of charge; analyzers of unused and internal access are billed by what they look at.',
  },
  fields: ['access-analyzer:ListAnalyzers.analyzers', 'access-analyzer:ListAnalyzers.analyzers.status'],
  on: regions.with(),
  also: { analyzers: analyzers.with(), organizations },
  params: { types: [...externalAccess] },
  test(region, tables, { params, account }) {
    const here = tables.analyzers.in(region.RegionName).where(one => params.types.includes(one.type));
    const found = here.all();
    if (found.length > 0) return found.map(judge);
    if (params.types.some(type => type.startsWith('ORGANIZATION')))
      demandNoForeignAnalyzer(tables.organizations, account);
    return fail(
      'no analyzer looks at this region',
      saw('access-analyzer:ListAnalyzers', 'analyzers', [], 'an active analyzer'),
    );
  },
});

function judge(analyzer: Analyzer): Verdict {
  const seen = saw('access-analyzer:ListAnalyzers', 'analyzers[].status', analyzer.status, 'ACTIVE');
  const what = `analyzer ${analyzer.name} (${analyzer.type})`;
  if (analyzer.status === 'ACTIVE') return { ...pass(`${what} is active`, seen), part: analyzer.name };
  const reason = analyzer.statusReason ? `: ${analyzer.statusReason}` : '';
  return { ...fail(`${what} is ${analyzer.status}${reason}`, seen), part: analyzer.name, fix: mend };
}

const mend = {
  byHand:
    'Look at the reason in the console of Access Analyzer: trusted access to the organization or a service-linked role is missing. Mend it, or delete the analyzer and create it again.',
  note: 'An analyzer that is being created is active after a few minutes.',
};

/**
 * An organization's analyzer is listed in its administrator account only. Where another account may hold one, an empty
 * list here proves nothing.
 */
export function demandNoForeignAnalyzer(organizations: Organizations, account: string): void {
  const found = organizations.first();
  if (found?.FeatureSet !== 'ALL') return;
  const trusted = found.trustedServices?.find(one => one.ServicePrincipal === 'access-analyzer.amazonaws.com');
  if (found.trustedServices && !trusted) return;
  const others = trusted?.DelegatedAdministrators.filter(id => id !== account) ?? [];
  if (trusted && found.Management && others.length === 0) return;
  const holder = others[0] ?? found.MasterAccountId;
  cannotTell(
    'not-collected',
    'access-analyzer:ListAnalyzers',
    `this account has no analyzer here; whether account ${holder} has one for the whole organization ${found.Id} cannot be seen from here`,
  );
}
