import { GetBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Report } from '../../src/core/types.js';
import { rules } from './rules.js';
import { describeDeployed, startWorld, timeless, untilQuiet, type World } from './world.js';

/** An operation that a run asks a certain number of times, whatever happens around it. */
const ONCE = 'iam:GetAccountAuthorizationDetails';

describeDeployed('a deployed audit under faults', () => {
  let world: World;
  let undisturbed: Report;
  let usual: number;
  let restore: (() => Promise<unknown>) | undefined;
  beforeAll(async () => {
    world = await startWorld({ regions: 'eu-west-1' });
    // The first run may add to the account (a log group of its own), which the second one judges.
    await world.stocktake.audit();
    world.proxy.clear();
    undisturbed = await world.stocktake.audit();
    usual = asked(ONCE);
    expect(undisturbed.complete).toBe(true);
    expect(usual).toBeGreaterThan(0);
  });
  beforeEach(async () => {
    world.proxy.clear();
    await world.subscriber.drain();
  });
  afterEach(async () => {
    world.proxy.clear();
    await restore?.();
    restore = undefined;
  });
  afterAll(() => world?.stop());

  /** Gives an invocation a few seconds, and all but so many of them for asking. */
  const hurry = async (seconds: number, minLeft: number): Promise<void> => {
    const { timeout, environment } = await world.stocktake.configure({
      timeout: seconds,
      environment: { STOCKTAKE_MIN_LEFT_SECONDS: `${minLeft}`, STOCKTAKE_SAVE_SECONDS: '1' },
    });
    restore = () => world.stocktake.configure({ timeout, environment });
  };
  const asked = (operation: string): number => world.proxy.calls.filter(call => call.operation === operation).length;

  it('comes to the same report when it is throttled and cut off', async () => {
    const { proxy, stocktake } = world;
    proxy.add(
      { on: 'kms:ListKeys', fault: { error: 'ThrottlingException', status: 400 }, times: 2 },
      { on: 'kms:GetKeyRotationStatus', fault: 'reset', times: 2 },
      { on: 'iam:ListSAMLProviders', fault: 'truncate', times: 1 },
      { on: 'logs:DescribeLogGroups', fault: { error: 'ServiceUnavailable', status: 503 }, times: 1 },
      { on: 's3:PutObject', fault: { error: 'SlowDown', status: 503 }, times: 2 },
      { on: 'sns:Publish', fault: 'reset', times: 1 },
      { on: 'cloudwatch:PutMetricData', fault: { error: 'ThrottlingException', status: 400 }, times: 1 },
    );
    const report = await stocktake.audit();
    const struck = proxy.calls.filter(
      ({ status, refusal }) => Number.isNaN(Number(status)) || (Number(status) >= 400 && refusal === undefined),
    );
    expect(struck.map(call => call.operation).sort()).toEqual([
      'cloudwatch:PutMetricData',
      'iam:ListSAMLProviders',
      'kms:GetKeyRotationStatus',
      'kms:GetKeyRotationStatus',
      'kms:ListKeys',
      'kms:ListKeys',
      'logs:DescribeLogGroups',
      's3:PutObject',
      's3:PutObject',
      'sns:Publish',
    ]);
    expect(timeless(report)).toEqual(timeless(undisturbed));
    expect(await world.subscriber.drain()).toHaveLength(1);
  });

  it('goes on by itself when one invocation is too short', async () => {
    const { proxy, stocktake } = world;
    await hurry(7, 3);
    proxy.add({ on: 'kms:GetKeyRotationStatus', fault: 'hang', times: 2 });
    const { error, payload, log } = await stocktake.run();
    expect({ error, payload, log }).toMatchObject({
      error: undefined,
      payload: expect.stringMatching(/"continuation": *1/),
    });
    await world.subscriber.next(/^stocktake/);
    await untilQuiet(world);
    expect(asked('lambda:Invoke')).toBe(1);
    expect(asked(ONCE)).toBe(usual);
    expect(await stocktake.keys('state/')).toEqual([]);
    expect(timeless(await stocktake.report())).toEqual(timeless(undisturbed));
  });

  it('goes on at the next start when it was killed', async () => {
    const { proxy, stocktake } = world;
    await hurry(7, 3);
    proxy.add({ on: 'kms:GetKeyRotationStatus', fault: 'hang', times: 2 }, { on: 'lambda:Invoke', fault: 'hang' });
    const killed = await stocktake.run();
    expect(killed).toMatchObject({ error: 'Unhandled', payload: expect.stringContaining('imed out') });
    expect(await stocktake.keys('state/')).not.toEqual([]);
    expect(await world.subscriber.drain()).toEqual([]);
    expect(asked(ONCE)).toBe(usual);

    proxy.clear();
    const report = await stocktake.audit();
    expect(asked(ONCE)).toBe(0);
    expect(asked('kms:GetKeyRotationStatus')).toBeGreaterThan(0);
    expect(await stocktake.keys('state/')).toEqual([]);
    expect(timeless(report)).toEqual(timeless(undisturbed));
  });

  it('goes on with what it saved on its way when it was killed without warning', async () => {
    const { proxy, stocktake } = world;
    await hurry(9, 1);
    const rotation = 'kms:GetKeyRotationStatus';
    proxy.add(
      { on: rotation, fault: { latency: 2500 }, times: 1 },
      // All facts are there, and the report is about to be made.
      { on: ({ operation }) => operation === 's3:GetObject' && asked(rotation) > 0, fault: 'hang' },
    );
    const killed = await stocktake.run();
    expect(killed).toMatchObject({ error: 'Unhandled', payload: expect.stringContaining('imed out') });
    expect(await stocktake.keys('state/')).not.toEqual([]);
    expect(asked(ONCE)).toBe(usual);
    expect(asked('lambda:Invoke')).toBe(0);

    proxy.clear();
    const report = await stocktake.audit();
    expect(asked(ONCE)).toBe(0);
    expect(timeless(report)).toEqual(timeless(undisturbed));
  });

  it('is loud when it may not write its report', async () => {
    const { aws, stocktake } = world;
    const Bucket = stocktake.outputs.BucketName;
    const { Policy = '' } = await aws(S3Client).send(new GetBucketPolicyCommand({ Bucket }));
    restore = () => aws(S3Client).send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const { Statement, ...policy } = JSON.parse(Policy) as { Statement: object[] };
    const refusal = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/*` };
    const closed = JSON.stringify({ ...policy, Statement: [...Statement, refusal] });
    await aws(S3Client).send(new PutBucketPolicyCommand({ Bucket, Policy: closed }));
    const before = await stocktake.keys();

    const { error, payload } = await stocktake.run();
    expect({ error, payload }).toMatchObject({
      error: 'Unhandled',
      payload: expect.stringContaining('s3:PutObject is refused'),
    });
    const { subject, text } = await world.subscriber.next(/^stocktake/);
    expect(subject).toBe('stocktake: no report was written');
    expect(text).toContain('s3:PutObject is refused');
    // The deployed alarm on the metric that says so rings as well.
    await world.subscriber.next(/^ALARM: .*Incomplete/);
    expect(await stocktake.keys()).toEqual(before);
  });

  it('uses the last good rules when the new ones cannot be read, and says so first', async () => {
    const { stocktake, subscriber } = world;
    const wrong = `${rules}  iam-user-no-such-rule: { severity: high, category: security }\n`;
    await stocktake.write('config/rules.yaml', wrong);
    restore = () => stocktake.write('config/rules.yaml', rules);
    const { notices, ...report } = await stocktake.audit();
    expect(notices).toEqual([expect.stringMatching(/^Your rules\.yaml cannot be used: .*iam-user-no-such-rule/)]);
    expect(notices?.[0]).toContain('The last rules.yaml that could be read was used instead.');
    expect(timeless(report)).toEqual(timeless(undisturbed));
    expect((await subscriber.next(/^stocktake/)).text.split('\n')[0]).toBe(`NOTE: ${notices?.[0]}`);
    for (const name of ['latest/report.md', 'latest/report.html']) {
      const page = await stocktake.read(name);
      const [said, score] = [page.indexOf('cannot be used'), page.search(/<h2|^## /m)];
      expect({ name, said: said > 0 && said < score }).toEqual({ name, said: true });
    }
  });
});
