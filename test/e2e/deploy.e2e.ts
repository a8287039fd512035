import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Deployed } from './deployed.js';
import { type Ministack, REGION, startMinistack } from './ministack.js';
import { rules } from './rules.js';
import { seedAccount } from './seed.js';
import { denials, describeDeployed } from './world.js';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

describeDeployed('stocktake deploy and remove', () => {
  let emulator: Ministack;
  let folder: string;
  let stocktake: Deployed;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stocktake-e2e-deploy-'));
    writeFileSync(join(folder, 'rules.yaml'), rules);
    emulator = await startMinistack();
    await seedAccount(emulator.aws);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await emulator?.stop();
  });

  const run = (command: string, ...options: string[]): Promise<{ status: number; said: string }> => {
    const endpoint = ['--endpoint-url', `https://127.0.0.1:${emulator.proxy.port}`, '--region', REGION];
    return new Promise(resolve => {
      const args = [cli, command, ...endpoint, ...options];
      execFile(process.execPath, args, { env: emulator.environment }, (error, stdout, stderr) => {
        resolve({ status: error ? Number(error.code) : 0, said: stdout + stderr });
      });
    });
  };
  const outputs = async (): Promise<Record<string, string>> => {
    const { Stacks } = await emulator
      .aws(CloudFormationClient)
      .send(new DescribeStacksCommand({ StackName: 'Stocktake' }));
    return Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map(output => [output.OutputKey, output.OutputValue ?? '']));
  };

  it('does nothing that nobody confirmed', async () => {
    const { status, said } = await run('deploy');
    expect({ status, said }).toMatchObject({ status: 2, said: expect.stringContaining('--yes') });
    expect(emulator.proxy.calls.map(call => call.operation)).not.toContain('cloudformation:CreateStack');
  });

  it('deploys in one command what audits, with a role for the configured rules alone', async () => {
    const options = [
      '--config',
      join(folder, 'rules.yaml'),
      '--regions',
      REGION,
      '--schedule',
      'rate(12 hours)',
      '--yes',
    ];
    const { status, said } = await run('deploy', ...options);
    expect({ status, said }).toMatchObject({ status: 0, said: expect.stringContaining('latest/report.html') });
    const { BucketName = '', TopicArn = '', FunctionName = '', ScheduleName = '' } = await outputs();
    stocktake = new Deployed(emulator.aws, { BucketName, TopicArn, FunctionName, ScheduleName });
    expect((await stocktake.schedule()).ScheduleExpression).toBe('rate(12 hours)');

    emulator.proxy.clear();
    expect(await stocktake.audit()).toMatchObject({ complete: true, gaps: [] });
    expect(denials(emulator.proxy.calls)).toEqual([]);

    // What these rules do not need, the role does not hold: another rule is not judged, and says why.
    const more = `${rules}  inspector-enabled: { severity: high, category: security, tier: 1 }\n`;
    await stocktake.write('config/rules.yaml', more);
    const report = await stocktake.audit();
    expect(report.findings.filter(one => one.rule === 'inspector-enabled').map(one => one.verdict)).toEqual([
      'NOT_AVAILABLE',
    ]);
  });

  it('changes a stack that is there', async () => {
    const { status, said } = await run('deploy', '--config', join(folder, 'rules.yaml'), '--regions', REGION, '--yes');
    expect({ status, said }).toMatchObject({ status: 0, said: expect.stringContaining('changes the stack Stocktake') });
    expect((await stocktake.schedule()).ScheduleExpression).toBe('cron(0 4 * * ? *)');
    expect((await stocktake.audit()).complete).toBe(true);
  });

  it('removes in one command, and keeps the reports', async () => {
    const { status, said } = await run('remove', '--yes');
    expect({ status, said }).toMatchObject({ status: 0, said: expect.stringContaining('The stack is removed.') });
    expect(await outputs().catch((error: Error) => error.message)).toMatch(/does not exist/);
    expect(await stocktake.keys('latest/')).not.toEqual([]);
    const again = await run('remove', '--yes');
    expect(again).toMatchObject({ status: 2, said: expect.stringContaining('there is no stack "Stocktake"') });
    await emulator.aws(S3Client).send(new HeadBucketCommand({ Bucket: stocktake.outputs.BucketName }));
  });
});
