import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import type { Seen } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import { regions } from '../account/regions.js';
import { repositories } from '../ecr/repositories.js';
import { workloads } from '../organizations/workloads.js';
import { type Account, accounts, isEnabled, type ScanType } from './accounts.js';
import { accountIn } from './regions.js';

const api = 'inspector2:BatchGetAccountStatus';
const known = { accounts: accounts.with() };

const isOff = (accounts: Table<Seen<Account>>, region: string, scans: readonly ScanType[]): boolean =>
  accounts.in(region).some(one => isEnabled(one) && scans.some(scan => one.resourceState[scan]?.status !== 'ENABLED'));

// What runs in a region matters only where Inspector is on and its scan is off.
const instances = workloads
  .with('instances')
  .onlyFor(known, ({ RegionName }, tables) => isOff(tables.accounts, RegionName, ['ec2']));
const functions = workloads
  .with('functions')
  .onlyFor(known, ({ RegionName }, tables) => isOff(tables.accounts, RegionName, ['lambda', 'lambdaCode']));

/** What a scan looks at: which call tells, and the names of what is in the region. */
interface Targets {
  api: string;
  field: string;
  noun: string;
  names(): readonly string[];
}

/** Judges one scan of an enabled account; an account that is off as a whole is judged by inspector-enabled alone. */
function judgeScan(account: Account, scan: ScanType, targets: Targets): Verdict {
  if (!isEnabled(account))
    return notApplicable(`Inspector as a whole is ${account.state.status}, which inspector-enabled judges`);
  const state = account.resourceState[scan];
  const seen = saw(api, `accounts[].resourceState.${scan}.status`, state?.status, 'ENABLED');
  if (!state) return unnamed(scan);
  const what = `resourceState.${scan} is ${state.status}`;
  if (state.status === 'ENABLED') return pass(what, seen);
  const names = targets.names();
  const there = saw(targets.api, targets.field, names.length, 0);
  if (names.length === 0) return notApplicable(`${what}, and there are no ${targets.noun}`, seen, there);
  const shown = `${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}`;
  return fail(`${what}, and there are ${targets.noun} (${names.length}): ${shown}`, seen, there);
}

/** AWS leaves out the scans of functions in regions that do not offer them; the others it always names. */
function unnamed(scan: ScanType): Verdict {
  if (scan.startsWith('lambda')) return notApplicable(`the region does not offer this scan (no resourceState.${scan})`);
  return cannotTell('unexpected-answer', api, `${api} tells no resourceState.${scan}`);
}

export const ec2Scanning = check({
  id: 'inspector-ec2-scanning-enabled',
  title: 'Inspector scans EC2 instances wherever there are some',
  why: 'New holes in the software of servers become known every day. The scan tells which of your servers have them.',
  fix: {
    command: 'aws inspector2 enable --resource-types EC2 --region {region}',
    undo: 'aws inspector2 disable --resource-types EC2 --region {region}',
    note: 'Billed for each instance and month. In an organization its administrator of Inspector decides.',
  },
  fields: [`${api}.accounts.resourceState.ec2.status`, 'ec2:DescribeInstances.Reservations.Instances'],
  on: regions.with(),
  also: { ...known, workloads: instances },
  test: ({ RegionName }, tables) =>
    judgeScan(accountIn(tables.accounts, RegionName), 'ec2', {
      api: 'ec2:DescribeInstances',
      field: 'Reservations[].Instances',
      noun: 'EC2 instances',
      names: () => (tables.workloads.in(RegionName).first()?.instances ?? []).map(one => one.InstanceId),
    }),
});

export const ecrScanning = check({
  id: 'inspector-ecr-scanning-enabled',
  title: 'Inspector scans container images wherever there are repositories',
  why: 'An image that was fine when it was built gets holes as they become known. The scan looks again without a new build.',
  fix: {
    command: 'aws inspector2 enable --resource-types ECR --region {region}',
    undo: 'aws inspector2 disable --resource-types ECR --region {region}',
    note: 'Billed for each image and each new scan of it. The filters of the registry may still leave repositories out. In an organization its administrator of Inspector decides.',
  },
  fields: [`${api}.accounts.resourceState.ecr.status`, 'ecr:DescribeRepositories.repositories'],
  on: regions.with(),
  also: { ...known, repositories: repositories.with() },
  test: ({ RegionName }, tables) =>
    judgeScan(accountIn(tables.accounts, RegionName), 'ecr', {
      api: 'ecr:DescribeRepositories',
      field: 'repositories',
      noun: 'ECR repositories',
      names() {
        const here = tables.repositories.in(RegionName);
        return here.empty ? [] : here.seen().map(one => one.repositoryName);
      },
    }),
});

const functionsAs = (names: Targets['names']): Targets => ({
  api: 'lambda:ListFunctions',
  field: 'Functions',
  noun: 'Lambda functions',
  names,
});

export const lambdaStandardScanning = check({
  id: 'inspector-lambda-standard-scanning-enabled',
  title: 'Inspector scans the packages of Lambda functions wherever there are some',
  why: 'Functions carry the packages they were built with, holes included, for as long as nobody builds them again.',
  fix: {
    command: 'aws inspector2 enable --resource-types LAMBDA --region {region}',
    undo: 'aws inspector2 disable --resource-types LAMBDA --region {region}',
    note: 'Billed for each function and month. In an organization its administrator of Inspector decides.',
  },
  fields: [`${api}.accounts.resourceState.lambda.status`, 'lambda:ListFunctions.Functions'],
  on: regions.with(),
  also: { ...known, workloads: functions },
  test: ({ RegionName }, { accounts, workloads }) =>
    judgeScan(
      accountIn(accounts, RegionName),
      'lambda',
      functionsAs(() => (workloads.in(RegionName).first()?.functions ?? []).map(one => one.FunctionName)),
    ),
});

export const lambdaCodeScanning = check({
  id: 'inspector-lambda-code-scanning-enabled',
  title: 'Inspector scans the code of Lambda functions wherever there are some',
  why: 'The scan of code finds holes that you wrote yourself: injections, weak encryption, secrets in the text.',
  fix: {
    command: 'aws inspector2 enable --resource-types LAMBDA LAMBDA_CODE --region {region}',
    note: 'Needs the standard scan of functions, and is billed on top of it. In an organization its administrator of Inspector decides.',
  },
  fields: [`${api}.accounts.resourceState.lambdaCode.status`, 'lambda:ListFunctions.Functions'],
  on: regions.with(),
  also: { ...known, workloads: functions },
  test: ({ RegionName }, { accounts, workloads }) =>
    judgeScan(
      accountIn(accounts, RegionName),
      'lambdaCode',
      functionsAs(() => (workloads.in(RegionName).first()?.functions ?? []).map(one => one.FunctionName)),
    ),
});
