import { GetBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Report } from '../../src/core/types.js';
import { rules } from './rules.js';
import { describeDeployed, startWorld, timeless, type World } from './world.js';

describeDeployed('a deployed audit under faults', () => {
  let world: World;
  let undisturbed: Report;
  let timeout: number | undefined;
  beforeAll(async () => {
    world = await startWorld();
    // The first run makes the function's own log group, which the second one judges.
    await world.stocktake.run();
    expect((await world.stocktake.run()).error).toBeUndefined();
    undisturbed = await world.stocktake.report();
    expect(undisturbed.complete).toBe(true);
  });
  beforeEach(async () => {
    world.proxy.clear();
    await world.subscriber.drain();
  });
  afterEach(async () => {
    world.proxy.clear();
    if (timeout !== undefined)
      await world.stocktake.configure({ timeout, environment: { STOCKTAKE_MIN_LEFT_SECONDS: '120' } });
    timeout = undefined;
  });
  afterAll(() => world?.stop());

  const hurry = async (): Promise<void> => {
    const before = await world.stocktake.configure({ timeout: 4, environment: { STOCKTAKE_MIN_LEFT_SECONDS: '2' } });
    timeout = before.timeout;
  };
  const asked = (operation: string): number => world.proxy.calls.filter(call => call.operation === operation).length;

  it('comes to the same report when it is throttled and cut off', async () => {
    const { proxy, stocktake } = world;
    proxy.add(
      { on: 'kms:ListKeys', fault: { error: 'ThrottlingException', status: 400 }, times: 2 },
      { on: 'kms:GetKeyRotationStatus', fault: 'reset', times: 2 },
      { on: 'iam:GetAccountAuthorizationDetails', fault: 'truncate', times: 1 },
      { on: 'logs:DescribeLogGroups', fault: { error: 'ServiceUnavailable', status: 503 }, times: 1 },
      { on: 's3:PutObject', fault: { error: 'SlowDown', status: 503 }, times: 2 },
      { on: 'sns:Publish', fault: 'reset', times: 1 },
      { on: 'cloudwatch:PutMetricData', fault: { error: 'ThrottlingException', status: 400 }, times: 1 },
    );
    expect((await stocktake.run()).error).toBeUndefined();
    expect(timeless(await stocktake.report())).toEqual(timeless(undisturbed));
    const struck = proxy.calls.filter(call => call.status !== 200 && call.status !== 204 && call.status !== 404);
    expect(struck.map(call => call.operation).sort()).toEqual([
      'cloudwatch:PutMetricData',
      'iam:GetAccountAuthorizationDetails',
      'kms:GetKeyRotationStatus',
      'kms:GetKeyRotationStatus',
      'kms:ListKeys',
      'kms:ListKeys',
      'logs:DescribeLogGroups',
      's3:PutObject',
      's3:PutObject',
      'sns:Publish',
    ]);
    expect(await world.subscriber.drain()).toHaveLength(1);
  });

  it('goes on by itself when one invocation is too short', async () => {
    const { proxy, stocktake } = world;
    await hurry();
    proxy.add({ on: 'kms:GetKeyRotationStatus', fault: 'hang', times: 2 });
    const { error, payload } = await stocktake.run();
    expect({ error, payload: JSON.parse(payload) }).toEqual({ error: undefined, payload: { continuation: 1 } });
    await world.subscriber.next();
    await stocktake.settled();
    expect(asked('lambda:Invoke')).toBe(1);
    expect(asked('iam:GetAccountAuthorizationDetails')).toBe(1);
    expect(timeless(await stocktake.report())).toEqual(timeless(undisturbed));
  });

  it('goes on at the next start when it was killed', async () => {
    const { proxy, stocktake } = world;
    await hurry();
    proxy.add({ on: 'kms:GetKeyRotationStatus', fault: 'hang', times: 2 }, { on: 'lambda:Invoke', fault: 'hang' });
    const killed = await stocktake.run();
    expect(killed.error).toBe('Unhandled');
    expect(killed.payload).toContain('imed out');
    expect(await stocktake.keys('state/')).not.toEqual([]);
    expect(await world.subscriber.drain()).toEqual([]);
    const facts = asked('iam:GetAccountAuthorizationDetails');

    proxy.clear();
    expect((await stocktake.run()).error).toBeUndefined();
    expect(facts).toBe(1);
    expect(asked('iam:GetAccountAuthorizationDetails')).toBe(0);
    expect(await stocktake.keys('state/')).toEqual([]);
    expect(timeless(await stocktake.report())).toEqual(timeless(undisturbed));
  });

  it('is loud when it may not write its report', async () => {
    const { aws, stocktake } = world;
    const Bucket = stocktake.outputs.BucketName;
    const { Policy = '' } = await aws(S3Client).send(new GetBucketPolicyCommand({ Bucket }));
    const { Statement, ...policy } = JSON.parse(Policy) as { Statement: object[] };
    const refusal = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/*` };
    const closed = JSON.stringify({ ...policy, Statement: [...Statement, refusal] });
    const before = await stocktake.keys();
    await aws(S3Client).send(new PutBucketPolicyCommand({ Bucket, Policy: closed }));
    try {
      const { error, payload } = await stocktake.run();
      expect(error).toBe('Unhandled');
      expect(payload).toContain('AccessDenied');
      const { subject, text } = await world.subscriber.next();
      expect(subject).toBe('stocktake: no report was written');
      expect(text).toContain('AccessDenied');
      expect(await stocktake.keys()).toEqual(before);
    } finally {
      await aws(S3Client).send(new PutBucketPolicyCommand({ Bucket, Policy }));
    }
  });

  it('uses the last good rules when the new ones cannot be read, and says so first', async () => {
    const { stocktake, subscriber } = world;
    await stocktake.write(
      'config/rules.yaml',
      `${rules}  iam-user-no-such-rule: { severity: high, category: security }\n`,
    );
    try {
      expect((await stocktake.run()).error).toBeUndefined();
      const report = await stocktake.report();
      const [notice = ''] = report.notices ?? [];
      expect(notice).toMatch(/rules\.yaml cannot be used.*iam-user-no-such-rule/);
      expect(notice).toContain('last rules.yaml that could be read was used');
      const { notices: _notices, ...rest } = report;
      expect(timeless(rest)).toEqual(timeless(undisturbed));
      expect((await subscriber.next()).text.split('\n')[0]).toBe(`NOTE: ${notice}`);
      const markdown = await stocktake.read('latest/report.md');
      expect(markdown.indexOf('rules.yaml cannot be used')).toBeGreaterThan(0);
      expect(markdown.indexOf('rules.yaml cannot be used')).toBeLessThan(markdown.indexOf('Score'));
    } finally {
      await stocktake.write('config/rules.yaml', rules);
    }
  });
});
