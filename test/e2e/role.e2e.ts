import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { denials, describeDeployed, startWorld, type World } from './world.js';

/** A sample, because each takes a run: test/proofs/deny-each.test.ts takes away every action there is. */
const SAMPLE = [
  ['iam:GetAccountPasswordPolicy', 'iam-password-policy-exists'],
  ['iam:ListSAMLProviders', 'iam-saml-provider-exists'],
  ['kms:GetKeyRotationStatus', 'kms-key-rotation-enabled'],
  ['kms:ListKeys', 'kms-key-not-public'],
  ['logs:DescribeLogGroups', 'cloudwatch-log-group-retention-set'],
  ['cloudtrail:DescribeTrails', 'cloudtrail-region-trail-logging'],
] as const;

interface Document {
  Statement: { Action: string | string[] }[];
}

describeDeployed('the generated role', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ regions: 'eu-west-1' });
  });
  afterAll(() => world?.stop());

  it('is enough', async () => {
    expect(await world.stocktake.audit()).toMatchObject({ complete: true, gaps: [] });
    expect(denials(world.proxy.calls)).toEqual([]);
  });

  it.each(SAMPLE)('without %s loses the rule %s, and nothing passes for it', async (action, rule) => {
    const restore = await withoutAction(world, action);
    try {
      world.proxy.clear();
      const { complete, findings } = await world.stocktake.audit();
      expect(complete).toBe(false);
      const ofRule = findings.filter(one => one.rule === rule);
      expect(ofRule.filter(one => one.verdict === 'PASS')).toEqual([]);
      const lost = ofRule.filter(one => one.verdict === 'NOT_AVAILABLE');
      expect(lost.flatMap(one => one.gap?.actions ?? [])).toContain(action);
      expect(new Set(denials(world.proxy.calls).map(call => call.operation))).toEqual(new Set([action]));
    } finally {
      await restore();
    }
  });
});

/** Takes one action away from the one policy of the function's role that holds it; gives what puts it back. */
async function withoutAction({ aws, stocktake }: World, action: string): Promise<() => Promise<void>> {
  const iam = aws(IAMClient);
  const { FunctionName } = stocktake.outputs;
  const { Role = '' } = await aws(LambdaClient).send(new GetFunctionConfigurationCommand({ FunctionName }));
  const attached = new ListAttachedRolePoliciesCommand({ RoleName: Role.split('/').at(-1) });
  const { AttachedPolicies = [] } = await iam.send(attached);
  const restores: (() => Promise<void>)[] = [];
  for (const { PolicyArn = '' } of AttachedPolicies) {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const shown = new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId });
    const before = decodeURIComponent((await iam.send(shown)).PolicyVersion?.Document ?? '');
    const { Statement, ...rest } = JSON.parse(before) as Document;
    if (!Statement.some(one => [one.Action].flat().includes(action))) continue;
    const left = Statement.map(one => ({ ...one, Action: [one.Action].flat().filter(each => each !== action) }));
    const after = JSON.stringify({ ...rest, Statement: left.filter(one => one.Action.length > 0) });
    await replacePolicy(iam, PolicyArn, after);
    restores.push(() => replacePolicy(iam, PolicyArn, before));
  }
  const [restore, ...others] = restores;
  if (!restore || others.length > 0) throw new Error(`${restores.length} policies of the role hold ${action}, not one`);
  return restore;
}

async function replacePolicy(iam: IAMClient, PolicyArn: string, PolicyDocument: string): Promise<void> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }));
}
