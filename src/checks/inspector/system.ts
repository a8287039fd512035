import { saw } from '../../core/check.js';
import { countOf } from '../../core/counts.js';
import { system, type Use } from '../../core/system.js';
import { type Account, accounts, isEnabled, scanTypes } from './accounts.js';
import { accountIn } from './regions.js';

const api = 'inspector2:BatchGetAccountStatus';
const scansOf = (account: Account): string[] =>
  isEnabled(account) ? scanTypes.filter(scan => account.resourceState[scan]?.status === 'ENABLED') : [];

const nouns: Readonly<Record<string, string>> = {
  AWS_EC2_INSTANCE: 'EC2 instance',
  AWS_ECR_CONTAINER_IMAGE: 'container image',
  AWS_ECR_REPOSITORY: 'ECR repository',
  AWS_LAMBDA_FUNCTION: 'Lambda function',
  CODE_REPOSITORY: 'code repository',
};

/** Inspector, as the ledger sees it: in use while a scan is on. */
export const inspectorSystem = system({
  id: 'inspector',
  title: 'Inspector',
  scope: 'regional',
  guard: true,
  namespaces: ['inspector2'],
  needs: { accounts: accounts.with('coverage') },
  inventory(region, tables) {
    const names = scansOf(accountIn(tables.accounts, region));
    return { count: names.length, noun: 'scans', names };
  },
  use(region, tables): Use {
    const account = accountIn(tables.accounts, region);
    const scans = scansOf(account);
    const { status } = account.state;
    const nothing = { last: null, window: null, evidence: [saw(api, 'accounts[].state.status', status, 'ENABLED')] };
    if (scans.length === 0)
      return { ...nothing, grade: 'none', message: isEnabled(account) ? 'no scan is on' : `Inspector is ${status}` };
    const message = `scans are on: ${scans.join(', ')}`;
    const [covering] = tables.accounts
      .in(region)
      .where(one => one.coverage.some(({ count }) => count > 0))
      .seen();
    if (!covering)
      return { ...nothing, grade: 'medium', message: `${message}; what they watch is nothing, or not known` };
    const watched = covering.coverage.filter(({ count }) => count > 0);
    const said = watched.map(({ count, groupKey }) => countOf(count, nouns[groupKey] ?? groupKey)).join(', ');
    return {
      ...nothing,
      grade: 'medium',
      message: `${message}; they watch ${said}`,
      evidence: [...nothing.evidence, saw('inspector2:ListCoverageStatistics', 'countsByGroup', watched)],
    };
  },
});
