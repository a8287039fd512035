import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../server/fault-proxy.js';
import { type Stub } from '../server/stub.js';
import { auditShop, quickRules } from './audits.js';
import { stocktake } from './command.js';
import { openShop, regions, shop as answers } from './shop.js';

const rules = quickRules.filter(id => /^(kms|iam|s3|cloudtrail|organizations)-/.test(id));
let shop: Stub;
let proxy: FaultProxy;
let folder: string;
let snapshot: string;
beforeAll(async () => {
  shop = await openShop();
  proxy = await startFaultProxy(shop.port);
  folder = await mkdtemp(path.join(tmpdir(), 'resume-'));
  snapshot = path.join(folder, 'shop.snapshot');
  await killInTheMiddle();
}, 60_000);
beforeEach(() => {
  proxy.clear();
  shop.onAll(answers);
});
afterAll(async () => {
  await proxy.stop();
  await shop.stop();
  await rm(folder, { recursive: true });
});

const partial = () => `${snapshot}.partial`;
const spooled = async () => (await readdir(partial())).filter(name => name.endsWith('.jsonl.gz'));

/** One kind of detail never answers, so that the audit waits for it while everything else reaches the disk. */
async function killInTheMiddle(): Promise<void> {
  proxy.add({ on: 'kms:GetKeyPolicy', fault: 'hang' }, { on: 'iam:ListMFADevices', fault: 'hang' });
  const words = ['audit', '--endpoint-url', `http://127.0.0.1:${proxy.port}`, '--regions', regions.join(), '--quiet'];
  const options = ['--rules', rules.join(), '--snapshot', snapshot, '--output', path.join(folder, 'report')];
  const killed = await stocktake([...words, ...options], {
    async during(child) {
      const onDisk = () => spooled().catch(() => []);
      while ((await onDisk()).length < 8) await new Promise(resolve => setTimeout(resolve, 100));
      // The lines of a second are written together.
      await new Promise(resolve => setTimeout(resolve, 1500));
      child.kill('SIGKILL');
    },
  });
  expect(killed.code).toBeNull();
}

const bytesOf = async () => Promise.all((await spooled()).map(name => readFile(path.join(partial(), name), 'base64')));

describe('an audit that was killed', () => {
  it('left facts on disk, and no snapshot', async () => {
    expect(await readdir(folder)).not.toContain('shop.snapshot');
    expect((await spooled()).length).toBeGreaterThanOrEqual(8);
  });

  it.each([
    [
      'of another account',
      () =>
        shop.on('sts:GetCallerIdentity', () => ({ Account: '999999999999', Arn: 'arn:aws:iam::999999999999:root' })),
      {},
      /is of account 123456789012, the credentials are of 999999999999/,
    ],
    ['of other rules', () => undefined, { rules: rules.slice(1) }, /started with other rules/],
    ['of other regions', () => undefined, { regions: ['eu-north-1'] }, /is of the regions eu-north-1, us-east-1/],
  ])('is not mixed with one %s, and stays as it is', async (_name, change, other, message) => {
    const before = await bytesOf();
    change();
    const resumed = auditShop(proxy.port, { rules, snapshot, resume: true, ...other });
    await expect(resumed).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(message) as string,
    });
    expect(await bytesOf()).toEqual(before);
  });

  it('goes on, asks only for what is missing, and gives the report of one that was never killed', async () => {
    const { about } = JSON.parse(await readFile(path.join(partial(), 'about.json'), 'utf8')) as {
      about: { started: string };
    };
    const whole = await auditShop(proxy.port, { rules, now: new Date(about.started) });
    const asked = proxy.calls.length;
    proxy.clear();
    const resumed = await auditShop(proxy.port, { rules, snapshot, resume: true });
    expect(resumed.findings).toEqual(whole.findings);
    expect(resumed).toMatchObject({ complete: true, started: about.started, scores: whole.scores });
    expect(proxy.calls.length).toBeLessThan(asked / 2);
    const again = proxy.calls.map(call => call.operation);
    expect(again).toEqual(expect.arrayContaining(['kms:GetKeyPolicy', 'iam:ListMFADevices']));
    for (const done of [
      'cloudtrail:DescribeTrails',
      'cloudtrail:GetTrailStatus',
      's3:ListBuckets',
      's3:GetBucketLogging',
    ]) {
      expect(again).not.toContain(done);
    }
    expect(await readdir(folder)).toEqual(['report', 'shop.snapshot']);
  });

  it('cannot be resumed twice, nor without naming its snapshot', async () => {
    await expect(auditShop(proxy.port, { rules, snapshot, resume: true })).rejects.toThrow(
      /there is no audit to resume/,
    );
    await expect(auditShop(proxy.port, { rules, resume: true })).rejects.toThrow(/name the snapshot to resume/);
  });
});
