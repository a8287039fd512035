import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DisableKeyRotationCommand, EnableKeyRotationCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Outcome, runScheduled } from '../../src/lambda/run.js';
import type { Settings } from '../../src/lambda/settings.js';
import type { Report } from '../../src/core/types.js';
import { type FaultProxy, startFaultProxy } from '../server/fault-proxy.js';
import { describeWithMoto, type Moto, moto } from '../server/moto.js';
import { CREDENTIALS } from '../server/redirect.js';
import { Account, functionArn, region, rulesText } from './account.js';

const files = ['facts.snapshot', 'report.html', 'report.json', 'report.md'];

describeWithMoto('a scheduled audit', () => {
  let server: Moto;
  let proxy: FaultProxy;
  let account: Account;
  const lines: string[] = [];
  beforeAll(async () => {
    server = await moto();
    proxy = await startFaultProxy(server.port);
  });
  beforeEach(async () => {
    await server.reset();
    proxy.clear();
    account = await Account.open(server.port);
    vi.stubEnv('AWS_ACCESS_KEY_ID', CREDENTIALS.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', CREDENTIALS.secretAccessKey);
    vi.stubEnv('AWS_REGION', region);
    lines.length = 0;
    vi.spyOn(process.stdout, 'write').mockImplementation(chunk => {
      lines.push(String(chunk));
      return true;
    });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  afterAll(async () => {
    await proxy.stop();
    await rm(path.join(tmpdir(), 'stocktake'), { recursive: true, force: true });
  });

  /** One invocation with so many seconds until its time-out. */
  const invoke = (seconds = 60, changed: Partial<Settings> = {}): Promise<Outcome> =>
    runScheduled(account.settings(proxy.port, changed), { functionArn, remaining: () => seconds * 1000 });
  const events = () => lines.map(line => JSON.parse(line) as { event: string; level: string; message?: string });
  const asked = () => proxy.calls.map(({ operation }) => operation);
  const rotate = async (enable: boolean) => {
    const kms = account.client(KMSClient);
    const { Keys = [] } = await kms.send(new ListKeysCommand({}));
    const [KeyId] = Keys.map(key => key.KeyId);
    await kms.send(enable ? new EnableKeyRotationCommand({ KeyId }) : new DisableKeyRotationCommand({ KeyId }));
  };

  it('writes its report under its date and as the latest, tells, measures, and leaves no state', async () => {
    const outcome = await invoke();
    const report = await account.report();
    expect(outcome).toEqual({
      report: expect.stringMatching(/^s3:\/\/reports\/runs\/.*report\.html$/) as string,
      complete: true,
    });
    const dated = await account.keys('runs/');
    const folder = `runs/${report.started.slice(0, 10).replaceAll('-', '/')}/${report.started.slice(11, 19).replaceAll(':', '')}Z/`;
    expect(dated).toEqual(files.map(name => `${folder}${name}`));
    expect(await account.keys('latest/')).toEqual(files.map(name => `latest/${name}`));
    expect(await account.keys('state/')).toEqual([]);
    expect(JSON.parse(await account.read('history.json'))).toMatchObject({ points: [{ started: report.started }] });
    expect(report.trend?.points).toHaveLength(1);

    const message = await account.message();
    expect(message?.subject).toBe(`stocktake 123456789012: score ${report.scores.overall.value}`);
    expect(message?.text).toContain(`s3://reports/${folder}report.html`);
    expect(message?.text.split('\n').length).toBeLessThanOrEqual(26);
    expect(await account.metric('ReportWritten')).toBe(1);
    expect(await account.metric('Complete')).toBe(1);
    // Nothing to compare with: to its readers all of it is new.
    expect(await account.metric('NewCritical')).toBe(2);
    expect(await account.metric('Score', { Category: 'security' })).toBe(report.scores.categories.security?.value);
    expect(await account.metric('OpenFindings', { Severity: 'critical' })).toBe(2);
    const written = asked().filter(name => /:(Put|Delete|Publish|Invoke|Create)/.test(name));
    expect([...new Set(written)].sort()).toEqual(['cloudwatch:PutMetricData', 's3:PutObject', 'sns:Publish']);
  });

  it('says the next time what is new and what is fixed, and how the score has moved', async () => {
    await rotate(true);
    await invoke();
    await account.message();
    const before = (await account.metric('NewCritical')) ?? 0;
    await rotate(false);
    await invoke();
    const { changes, trend } = await account.report();
    expect(changes?.changes.map(({ kind, cause, after }) => [kind, cause, after?.rule])).toEqual([
      ['new', 'account', 'kms-key-rotation-enabled'],
    ]);
    expect(trend?.points).toHaveLength(2);
    const message = await account.message();
    expect(message?.subject).toMatch(/, 1 new$/);
    expect(message?.text).toMatch(/Since the last run: 1 new\.\n- new: /);
    expect(message?.text).toMatch(/Overall: .*, (as before|[+-]\d)/);
    expect(await account.metric('NewCritical')).toBe(before + 1);
  });

  it('stops before its time-out, goes on in another invocation, and gives the report of one that had the time', async () => {
    await invoke();
    const whole = await account.report();
    proxy.clear();
    proxy.add({ on: 'lambda:Invoke', fault: { body: '', status: 202 } }, { on: 'kms:GetKeyPolicy', fault: 'hang' });
    expect(await invoke(3)).toEqual({ continuation: 1 });
    expect(asked()).toContain('lambda:Invoke');
    const state = await account.keys('state/');
    expect(state).toContain('state/note.json');
    expect(state.filter(key => key.endsWith('.jsonl.gz')).length).toBeGreaterThan(1);
    expect(await account.report()).toEqual(whole);

    proxy.clear();
    expect(await invoke()).toMatchObject({ complete: true });
    const resumed = await account.report();
    expect(asked()).toContain('kms:GetKeyPolicy');
    expect(asked()).not.toContain('iam:GetAccountPasswordPolicy');
    expect(timeless(resumed)).toEqual(timeless(whole));
    // Calls of both invocations, not only of the last.
    expect([whole, resumed].map(({ plan }) => plan.byService['sts'])).toEqual([1, 2]);
    expect(await account.keys('state/')).toEqual([]);
  });

  it('goes on with a run that was killed', async () => {
    await invoke();
    const whole = await account.report();
    proxy.clear();
    proxy.add({ on: 'kms:GetKeyPolicy', fault: 'hang' });
    await killOnceSaved(account.settings(proxy.port, { saveSeconds: 1 }), () =>
      account.keys('state/').then(keys => keys.some(key => key.endsWith('/iam.account.jsonl.gz'))),
    );
    proxy.clear();
    expect(await invoke()).toMatchObject({ complete: true });
    expect(asked()).not.toContain('iam:GetAccountPasswordPolicy');
    expect(timeless(await account.report())).toEqual(timeless(whole));
  });

  it('reports what was seen when there is no further invocation to go on in', async () => {
    proxy.add({ on: 'kms:GetKeyPolicy', fault: 'hang' });
    expect(await invoke(3, { maxContinuations: 0 })).toMatchObject({ complete: false });
    expect(asked()).not.toContain('lambda:Invoke');
    expect(await account.report()).toMatchObject({ complete: false, ended: { reason: 'deadline' } });
    expect((await account.message())?.subject).toMatch(/, incomplete$/);
    expect(await account.metric('Complete')).toBe(0);
    expect(await account.metric('ReportWritten')).toBe(1);
    expect(await account.keys('state/')).toEqual([]);
  });

  it('goes on at most as often as it may', async () => {
    proxy.add({ on: 'lambda:Invoke', fault: { body: '', status: 202 } }, { on: 'kms:GetKeyPolicy', fault: 'hang' });
    expect(await invoke(3)).toEqual({ continuation: 1 });
    expect(await invoke(3)).toEqual({ continuation: 2 });
    expect(await invoke(3)).toMatchObject({ complete: false });
    expect(asked().filter(name => name === 'lambda:Invoke')).toHaveLength(2);
  });

  it.each([
    ['of other regions', (note: Note) => note, { regions: ['us-east-1'] }, /regions/],
    ['that is too old', (note: Note) => ({ ...note, started: '2020-01-01T00:00:00.000Z' }), {}, /too old/],
    ['of another version', (note: Note) => ({ ...note, tool: '0.0.0' }), {}, /version/],
    ['whose note is damaged', () => 'nonsense', {}, /version/],
  ])('begins anew where it finds a run %s', async (_name, change, changed, reason) => {
    proxy.add({ on: 'lambda:Invoke', fault: { body: '', status: 202 } }, { on: 'kms:GetKeyPolicy', fault: 'hang' });
    await invoke(3);
    await account.put(
      'state/note.json',
      JSON.stringify(change(JSON.parse(await account.read('state/note.json')) as Note)),
    );
    proxy.clear();
    expect(await invoke(60, changed)).toMatchObject({ complete: true });
    expect(asked()).toContain('iam:GetAccountPasswordPolicy');
    const told = events().find(({ event }) => event === 'state-discarded');
    expect(JSON.stringify(told)).toMatch(reason);
    expect(await account.keys('state/')).toEqual([]);
  });

  it('uses the last rules.yaml that could be read, and says so first', async () => {
    await invoke();
    await account.message();
    expect(await account.read('config/rules.last-good.yaml')).toBe(rulesText);
    await account.put('config/rules.yaml', `${rulesText}  kms-key-rotatoin: {}\n`);
    await invoke();
    const report = await account.report();
    const notice =
      /^Your rules\.yaml cannot be used: s3:\/\/reports\/config\/rules\.yaml:\d+: .*The last rules\.yaml that could be read was used/;
    expect(report.notices).toEqual([expect.stringMatching(notice)]);
    expect(report.rules).toHaveLength(4);
    expect((await account.message())?.text).toMatch(/^NOTE: Your rules\.yaml cannot be used: /);
    expect(await account.read('latest/report.html')).toContain('Your rules.yaml cannot be used');
    expect(await account.read('config/rules.last-good.yaml')).toBe(rulesText);
  });

  it('is loud when S3 refuses the report: message, metric, log, and a failed invocation', async () => {
    proxy.add({ on: 's3:PutObject', fault: { error: 'AccessDenied' } });
    await expect(invoke()).rejects.toThrow(/s3:PutObject is refused/);
    const message = await account.message();
    expect(message).toMatchObject({
      subject: 'stocktake: no report was written',
      text: expect.stringMatching(/s3:\/\/reports\/runs\/.*s3:PutObject is refused/) as string,
    });
    expect(await account.metric('Complete')).toBe(0);
    expect(await account.metric('ReportWritten')).toBeUndefined();
    expect(events().at(-1)).toMatchObject({ level: 'error', event: 'failed' });
    expect(await account.keys('latest/')).toEqual([]);
  });

  it('fails when nobody can be told, though the report is written', async () => {
    proxy.add({ on: 'sns:Publish', fault: { error: 'AuthorizationError' } });
    await expect(invoke()).rejects.toThrow(/injected AuthorizationError/);
    expect(await account.keys('latest/')).toHaveLength(files.length);
    expect(events().map(({ event }) => event)).toEqual(
      expect.arrayContaining(['report-written', 'failed', 'not-told']),
    );
  });

  it('tells what is new before it fails for a history that cannot be written: the next run finds nothing new', async () => {
    await rotate(true);
    await invoke();
    await account.message();
    await rotate(false);
    proxy.clear();
    const isWritten = () => files.every(name => proxy.calls.some(({ url }) => url.endsWith(`/latest/${name}`)));
    proxy.add({ on: ({ operation }) => operation === 's3:PutObject' && isWritten(), fault: { error: 'AccessDenied' } });
    await expect(invoke()).rejects.toThrow(/history\.json: s3:PutObject is refused/);
    expect((await account.message())?.subject).toMatch(/, 1 new$/);
    expect(events().at(-1)).toMatchObject({ level: 'error', event: 'failed' });
  });

  it('leaves a history that it cannot read as it is, and says so', async () => {
    await account.put('history.json', '{');
    await invoke();
    const report = await account.report();
    expect(report.notices?.[0]).toMatch(/^The history cannot be used/);
    expect(report.trend).toBeUndefined();
    expect(await account.read('history.json')).toBe('{');
  });

  it('gives the same report when calls are throttled and connections are reset', async () => {
    await invoke();
    const whole = await account.report();
    proxy.add(
      { on: 'kms:GetKeyRotationStatus', times: 2, fault: { error: 'ThrottlingException', status: 400 } },
      { on: 's3:PutObject', times: 1, fault: { error: 'SlowDown', status: 503 } },
      { on: 'iam:ListUsers', times: 1, fault: 'reset' },
      { on: 'sns:Publish', times: 1, fault: 'reset' },
    );
    await invoke();
    expect(timeless(await account.report())).toEqual(timeless(whole));
  });
});

/** Runs the function in a process of its own, and kills that when its facts have reached the bucket. */
async function killOnceSaved(settings: Settings, isSaved: () => Promise<boolean>): Promise<void> {
  const door = JSON.stringify(new URL('../../src/lambda/run.ts', import.meta.url).href);
  const invocation = `{ functionArn: ${JSON.stringify(functionArn)}, remaining: () => 900_000 }`;
  const script = `import(${door}).then(({ runScheduled }) => runScheduled(${JSON.stringify(settings)}, ${invocation}))`;
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '-e', script], {
    env: { ...process.env, TMPDIR: await mkdtemp(path.join(tmpdir(), 'killed-')) },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  while (!(await isSaved())) {
    if (child.exitCode !== null) throw new Error(`the function ended by itself with ${child.exitCode}`);
    await wait(200);
  }
  child.kill('SIGKILL');
  await ended;
}

interface Note {
  started: string;
  tool: string;
}

/** What two reports on the same account must have in common: everything but times, counts of calls, and what compares runs. */
function timeless(report: Report): object {
  const { started: _1, finished: _2, plan: _3, changes: _4, trend: _5, ...rest } = report;
  return rest;
}
