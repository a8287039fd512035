import { describe, expect, it } from 'vitest';
import { managementWithoutWorkloads } from '../../../src/checks/organizations/workloads.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { organizationRow, other, seenByMember } from './rows.js';

const nothing = { instances: [], dbInstances: [], functions: [], ecsClusters: [], eksClusters: [] };
const judged = async (
  details: Record<string, unknown>,
  organization: StoredRow[] = [organizationRow()],
  params = {},
) => {
  const workloads = [row({ RegionName: 'eu-north-1' }, details)];
  const facts = { 'organizations.organization': organization, 'organizations.workloads': workloads };
  return (await judge(managementWithoutWorkloads, world(facts), params))[0];
};

describe('organizations-management-account-without-workloads', () => {
  it('passes an empty region', async () => {
    expect((await judged(nothing))?.verdict).toBe('PASS');
  });

  it.each([
    ['instances', [{ InstanceId: 'i-1', State: 'stopped' }], 'EC2 instances (1): i-1'],
    ['dbInstances', [{ DBInstanceIdentifier: 'shop', Engine: 'postgres' }], 'RDS instances (1): shop'],
    ['functions', [{ FunctionName: 'aws-controltower-x' }, { FunctionName: 'resize' }], 'Lambda functions (1): resize'],
    [
      'ecsClusters',
      [{ clusterArn: 'arn:aws:ecs:eu-north-1:111122223333:cluster/shop' }],
      'ECS clusters (1): arn:aws:ecs:eu-north-1:111122223333:cluster/shop',
    ],
    ['eksClusters', [{ name: 'shop' }], 'EKS clusters (1): shop'],
  ])('fails %s', async (kind, found, message) => {
    expect(await judged({ ...nothing, [kind]: found })).toMatchObject({ verdict: 'FAIL', message });
  });

  it('leaves the functions of the landing zone alone, and others that are named', async () => {
    const functions = [{ FunctionName: 'aws-controltower-notify' }];
    expect((await judged({ ...nothing, functions }))?.verdict).toBe('PASS');
    expect((await judged({ ...nothing, functions }, undefined, { ignore_lambda_name_prefixes: [] }))?.verdict).toBe(
      'FAIL',
    );
  });

  it('fails on what is seen first, and does not pass what could not be seen', async () => {
    const refused = gap('eks:ListClusters');
    expect((await judged({ ...nothing, eksClusters: refused }))?.verdict).toBe('NOT_AVAILABLE');
    const running = [{ InstanceId: 'i-1', State: 'running' }];
    expect((await judged({ ...nothing, eksClusters: refused, instances: running }))?.verdict).toBe('FAIL');
  });

  it('has nothing to say of member accounts, whose listings are not asked for', async () => {
    expect(await judged({}, [seenByMember()])).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: `a member account; the management account is ${other}`,
    });
    expect((await judged({}, []))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not decide where the organization could not be seen', async () => {
    const facts = {
      'organizations.organization': { gaps: [gap('organizations:DescribeOrganization')] },
      'organizations.workloads': [row({ RegionName: 'eu-north-1' }, nothing)],
    };
    expect(await judge(managementWithoutWorkloads, world(facts))).toMatchObject([{ verdict: 'NOT_AVAILABLE' }]);
  });
});
