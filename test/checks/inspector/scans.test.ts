import { describe, expect, it } from 'vitest';
import type { ScanType } from '../../../src/checks/inspector/accounts.js';
import {
  ec2Scanning,
  ecrScanning,
  lambdaCodeScanning,
  lambdaStandardScanning,
} from '../../../src/checks/inspector/scans.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { regionRow } from '../access-analyzer/rows.js';
import { accountRow, place, repositoryRow } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const here = 'eu-north-1';
const judged = async (check: object, account: Facts, places: Facts = [place(here)], repositories: Facts = []) =>
  (
    await judge(
      check,
      world({
        'account.regions': [regionRow()],
        'inspector.accounts': account,
        'organizations.workloads': places,
        'ecr.repositories': repositories,
      }),
    )
  )[0];

const busy = [
  place(here, { instances: [{ InstanceId: 'i-1', State: 'stopped' }], functions: [{ FunctionName: 'resize' }] }),
];
const stored = [repositoryRow('web')];
const scans: [id: string, check: object, scan: ScanType, message: string][] = [
  ['ec2', ec2Scanning, 'ec2', 'EC2 instances (1): i-1'],
  ['ecr', ecrScanning, 'ecr', 'ECR repositories (1): web'],
  ['lambda', lambdaStandardScanning, 'lambda', 'Lambda functions (1): resize'],
  ['lambda code', lambdaCodeScanning, 'lambdaCode', 'Lambda functions (1): resize'],
];

describe.each(scans)('the scan of %s', (_name, check, scan, message) => {
  const off = [accountRow('ENABLED', { [scan]: 'DISABLED' })];

  it('passes when it is on, whatever there is to scan', async () => {
    expect((await judged(check, [accountRow('ENABLED')], busy, stored))?.verdict).toBe('PASS');
    const unseen = { gaps: [gap('any:List')] };
    expect((await judged(check, [accountRow('ENABLED')], unseen, unseen))?.verdict).toBe('PASS');
  });

  it('fails when it is off, or not on yet, while there is something to scan', async () => {
    expect(await judged(check, off, busy, stored)).toMatchObject({
      verdict: 'FAIL',
      message: `resourceState.${scan} is DISABLED, and there are ${message}`,
    });
    const enabling = [accountRow('ENABLED', { [scan]: 'ENABLING' })];
    expect((await judged(check, enabling, busy, stored))?.verdict).toBe('FAIL');
  });

  it('has nothing to say where there is nothing in this region', async () => {
    const elsewhere = [place(here), place('us-east-1', { instances: [{ InstanceId: 'i-9', State: 'running' }] })];
    const far = [repositoryRow('web', 'us-east-1')];
    expect((await judged(check, off, elsewhere, far))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('leaves an account that is off as a whole to inspector-enabled', async () => {
    const finding = await judged(check, [accountRow('DISABLED')], busy, stored);
    expect(finding).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    expect(finding?.message).toContain('inspector-enabled');
  });

  it('does not guess', async () => {
    const refused = { gaps: [gap('any:List')] };
    const places = [place(here, { instances: gap('ec2:DescribeInstances'), functions: gap('lambda:ListFunctions') })];
    expect((await judged(check, off, places, refused))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(check, refused, busy, stored))?.verdict).toBe('NOT_AVAILABLE');
  });

  it('tells a scan that the region does not offer from an answer that lacks something', async () => {
    const finding = await judged(check, [accountRow('ENABLED', { [scan]: null })], busy, stored);
    expect(finding?.verdict).toBe(scan.startsWith('lambda') ? 'NOT_APPLICABLE' : 'NOT_AVAILABLE');
  });
});

it('names at most five', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const off = [accountRow('ENABLED', { ecr: 'DISABLED' })];
  const finding = await judged(
    ecrScanning,
    off,
    [],
    names.map(name => repositoryRow(name)),
  );
  expect(finding?.message).toMatch(/ECR repositories \(6\): a, b, c, d, e …$/);
});
