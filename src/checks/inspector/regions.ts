import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { Seen } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import { regions } from '../account/regions.js';
import { type Account, accounts, isEnabled } from './accounts.js';
import type { Finding } from './findings.js';

const api = 'inspector2:BatchGetAccountStatus';

/** The row of a region; raises where it could not be seen. */
export const accountIn = <Row extends Seen<Account>>(accounts: Table<Row>, region: string): Row =>
  accounts.in(region).first() ?? cannotTell('unexpected-answer', api, `${api} tells nothing of ${region}`);

export const enabled = check({
  id: 'inspector-enabled',
  title: 'Inspector is enabled in each region',
  why: 'Inspector finds known holes in servers, images and functions as they become known. Without it you learn of them when somebody uses one.',
  fix: {
    command: 'aws inspector2 enable --resource-types EC2 ECR LAMBDA --region {region}',
    undo: 'aws inspector2 disable --resource-types EC2 ECR LAMBDA --region {region}',
    note: 'Billed by what is scanned, nothing where there is nothing; free for the first 15 days. In an organization its administrator of Inspector decides.',
  },
  fields: [`${api}.accounts.state.status`],
  on: regions.with(),
  also: { accounts: accounts.with() },
  test(region, tables) {
    const { status, errorCode } = accountIn(tables.accounts, region.RegionName).state;
    const seen = saw(api, 'accounts[].state.status', status, 'ENABLED');
    if (status === 'ENABLED') return pass('Inspector is ENABLED', seen);
    return fail(`Inspector is ${status}${errorCode ? `: ${errorCode}` : ''}`, seen);
  },
});

export const noActiveFindings = check({
  id: 'inspector-no-active-findings',
  title: 'Inspector has no open findings',
  why: 'Each open finding is a known hole in something that you run. Attackers read the same lists.',
  fix: {
    command:
      'aws inspector2 list-findings --filter-criteria \'{"findingStatus":[{"comparison":"EQUALS","value":"ACTIVE"}]}\' --sort-criteria field=SEVERITY,sortOrder=DESC --region {region}',
    note: 'Update what has a fix, the gravest first; Inspector closes the finding by itself. Suppress with a filter what you accept.',
  },
  fields: ['inspector2:ListFindings.findings'],
  on: regions.with(),
  also: { accounts: accounts.with('findings') },
  test(region, tables) {
    const account = accountIn(tables.accounts, region.RegionName);
    if (!isEnabled(account)) return notApplicable(`Inspector is ${account.state.status} in this region`);
    const { Findings = [], Truncated = false } = account.findings ?? {};
    const seen = saw('inspector2:ListFindings', 'findings', { active: Findings.length }, { active: 0 });
    if (Findings.length === 0 && Truncated)
      cannotTell('truncated', 'inspector2:ListFindings', 'the list of findings was cut before the first one');
    if (Findings.length === 0) return pass('no active finding', seen);
    const count = `${Truncated ? 'at least ' : ''}${Findings.length} active finding${Findings.length === 1 ? '' : 's'}`;
    return fail(`${count} (${sayCounts(Findings)}), among them ${sayFirst(Findings)}`, seen);
  },
});

/** `2 CRITICAL, 11 HIGH`, in the order of the list. */
function sayCounts(findings: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { severity } of findings) counts.set(severity, (counts.get(severity) ?? 0) + 1);
  return [...counts].map(([severity, count]) => `${count} ${severity}`).join(', ');
}

function sayFirst(findings: readonly Finding[]): string {
  const first = findings.slice(0, 3);
  const named = first.map(one => `${one.vulnerabilityId ?? one.title} on ${one.resource?.id ?? 'no named resource'}`);
  return `${named.join(', ')}${findings.length > first.length ? ' …' : ''}`;
}
