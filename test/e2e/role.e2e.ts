import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { denials, describeDeployed, startWorld, type World } from './world.js';

/** One action of each kind of call; that the plan holds no action too many is proven for all of them elsewhere. */
const SAMPLE = [
  ['iam:GetAccountPasswordPolicy', 'iam-password-policy-exists'],
  ['iam:ListSAMLProviders', 'iam-saml-provider-exists'],
  ['kms:GetKeyRotationStatus', 'kms-key-rotation-enabled'],
  ['kms:ListKeys', 'kms-key-not-public'],
  ['logs:DescribeLogGroups', 'cloudwatch-log-group-retention-set'],
  ['cloudtrail:DescribeTrails', 'cloudtrail-region-trail-logging'],
] as const;

interface Statement {
  Action: string | string[];
}

describeDeployed('the generated role', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.stop());

  it('is enough', async () => {
    expect((await world.stocktake.run()).error).toBeUndefined();
    expect(await world.stocktake.report()).toMatchObject({ complete: true, gaps: [] });
    expect(denials(world.proxy.calls)).toEqual([]);
  });

  it.each(SAMPLE)('without %s loses the rule %s, and nothing passes for it', async (action, rule) => {
    const restore = await withoutAction(world, action);
    try {
      world.proxy.clear();
      expect((await world.stocktake.run()).error).toBeUndefined();
      const report = await world.stocktake.report();
      expect(report.complete).toBe(false);
      const lost = report.findings.filter(one => one.rule === rule && one.verdict === 'NOT_AVAILABLE');
      expect(lost.length).toBeGreaterThan(0);
      expect(new Set(lost.flatMap(one => one.gap?.actions ?? []))).toContain(action);
      expect(report.findings.filter(one => one.rule === rule && one.verdict === 'PASS')).toEqual([]);
      expect(denials(world.proxy.calls).length).toBeGreaterThan(0);
    } finally {
      await restore();
    }
  });
});

/** Takes one action away from the role of the function; gives what puts it back. */
async function withoutAction({ aws, stocktake }: World, action: string): Promise<() => Promise<void>> {
  const iam = aws(IAMClient);
  const { FunctionName } = stocktake.outputs;
  const { Role = '' } = await aws(LambdaClient).send(new GetFunctionConfigurationCommand({ FunctionName }));
  const RoleName = Role.split('/').at(-1);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const changed: { PolicyName: string; before: string }[] = [];
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    const before = decodeURIComponent(PolicyDocument);
    const { Statement, ...rest } = JSON.parse(before) as { Statement: Statement[] };
    if (!Statement.some(one => [one.Action].flat().includes(action))) continue;
    const kept = Statement.map(one => ({ ...one, Action: [one.Action].flat().filter(each => each !== action) }));
    const after = JSON.stringify({ ...rest, Statement: kept.filter(one => one.Action.length > 0) });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: after }));
    changed.push({ PolicyName, before });
  }
  expect(changed.length).toBeGreaterThan(0);
  return async () => {
    for (const { PolicyName, before } of changed) {
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: before }));
    }
  };
}
