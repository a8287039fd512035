import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setUpMinistack } from '../../scripts/setup-e2e.mjs';
import { setUpTestServer } from '../../scripts/setup-test-server.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = join(root, 'scripts/setup-test-server.mjs');

let folder: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stocktake-setup-'));
  cache = join(folder, 'cache');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// A Python of a few lines that writes down what it was asked: the steps are tested, not the network.
function fakePython({ venv = 'mkdir -p "$3/bin"; cp "$0" "$3/bin/python"', pip = 'sleep 0.3', version = '' } = {}) {
  const path = join(folder, 'python3');
  const program = `#!/bin/sh
echo "$*" >> '${folder}/log'
case "$1 $2" in
  "-m venv") ${venv} ;;
  "-m pip") ${pip} ;;
  "-c import sys;"*) ${version} echo "$0" ;;
esac
`;
  writeFileSync(path, program);
  chmodSync(path, 0o755);
  return [path];
}

function asked(what: string): string[] {
  return readFileSync(join(folder, 'log'), 'utf8')
    .split('\n')
    .filter(line => line.startsWith(what));
}

describe('setting up the test server', () => {
  it('installs the pinned requirements into a venv once', async () => {
    const interpreters = fakePython();
    const first = await setUpTestServer({ cache, interpreters });
    expect(first).toEqual({ available: true, python: expect.stringMatching(/bin\/python$/), environment: {} });
    expect(await setUpTestServer({ cache, interpreters })).toEqual(first);
    expect(asked('-m pip')).toEqual([expect.stringContaining(`-r ${join(root, 'test/server/requirements.txt')}`)]);
  });

  it.each([
    ['test/server/requirements.txt', 'moto==5.2.5'],
    ['test/e2e/requirements.txt', 'ministack==1.5.33'],
  ])('%s pins every requirement exactly', (file, main) => {
    const lines = readFileSync(join(root, file), 'utf8').trim().split('\n');
    expect(lines.filter(line => !/^[\w.-]+==[\w.]+( ; .+)?$/.test(line))).toEqual([]);
    expect(lines).toContain(main);
  });

  it('gives each requirements file a place of its own', async () => {
    const interpreters = fakePython();
    const moto = await setUpTestServer({ cache, interpreters });
    const ministack = await setUpMinistack({ cache, interpreters });
    expect(ministack).not.toEqual(moto);
    expect(readdirSync(cache).sort()).toEqual([
      expect.stringMatching(/^stocktake-ministack-[0-9a-f]{12}$/),
      expect.stringMatching(/^stocktake-moto-[0-9a-f]{12}$/),
    ]);
  });

  it('fills a folder where venv is missing', async () => {
    const [python = ''] = fakePython({
      venv: 'exit 1',
      pip: 'while [ "$1" != --target ]; do shift; done; mkdir -p "$2"',
    });
    const server = await setUpTestServer({ cache, interpreters: [python] });
    expect(server).toEqual({
      available: true,
      python,
      environment: { PYTHONPATH: expect.stringMatching(/packages$/) },
    });
  });

  it('lets one of three processes install, and leaves nothing but the result', async () => {
    const [python = ''] = fakePython();
    const environment = { ...process.env, STOCKTAKE_TEST_CACHE: cache, PATH: `${dirname(python)}:/bin:/usr/bin` };
    const run = () => promisify(execFile)(process.execPath, [script], { env: environment });
    const outputs = await Promise.all([run(), run(), run()]);
    expect(new Set(outputs.map(output => output.stdout)).size).toBe(1);
    expect(outputs[0]?.stdout).toMatch(/^test server: .+\/bin\/python\n$/);
    expect(outputs.filter(output => output.stderr.includes('installing'))).toHaveLength(1);
    expect(asked('-m pip')).toHaveLength(1);
    expect(readdirSync(cache)).toHaveLength(1);
  });

  it('takes over from an installer that died', async () => {
    const interpreters = fakePython();
    await setUpTestServer({ cache, interpreters });
    const target = join(cache, readdirSync(cache)[0] ?? '');
    rmSync(target, { recursive: true });
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(`${target}.lock`, String(gone));
    expect(await setUpTestServer({ cache, interpreters })).toMatchObject({ available: true });
    expect(existsSync(`${target}.lock`)).toBe(false);
  });

  it.each([
    ['no Python', () => ['/nowhere/python3'], 'no Python 3.10 or later found'],
    ['an old Python', () => fakePython({ version: 'exit 1;' }), 'no Python 3.10 or later found'],
    ['a failing pip', () => fakePython({ pip: 'echo "ERROR: no such index" >&2; exit 1' }), 'ERROR: no such index'],
  ])('says that it is unavailable: %s', async (_title, interpreters, reason) => {
    const server = await setUpTestServer({ cache, interpreters: interpreters() });
    expect(server).toEqual({ available: false, reason: expect.stringContaining(reason) });
    expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
  });
});

describe('where it is unavailable', () => {
  const withoutPython = (extra = {}) => ({
    ...process.env,
    CI: '',
    STOCKTAKE_TEST_CACHE: cache,
    PATH: '/nowhere',
    ...extra,
  });
  const vitest = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    'test/server/fixtures/vitest.config.ts',
    '--reporter=json',
  ];

  it('the script prints the reason', () => {
    const { stdout } = spawnSync(process.execPath, [script], { env: withoutPython(), encoding: 'utf8' });
    expect(stdout).toMatch(/^unavailable: no Python 3\.10 or later found/);
  });

  it('tests are skipped with the reason in their title', () => {
    const run = spawnSync(process.execPath, vitest, { cwd: root, env: withoutPython(), encoding: 'utf8' });
    const { numPassedTests, numPendingTests, testResults } = JSON.parse(run.stdout);
    expect({ numPassedTests, numPendingTests }).toEqual({ numPassedTests: 0, numPendingTests: 1 });
    const title = 'a suite on moto [skipped: no Python 3.10 or later found';
    expect(testResults[0].assertionResults[0].fullName).toContain(title);
    expect(run.stderr).toContain('tests against moto are skipped: no Python 3.10 or later found');
  });

  it('CI fails', () => {
    const env = withoutPython({ CI: 'true' });
    const run = spawnSync(process.execPath, vitest, { cwd: root, env, encoding: 'utf8' });
    expect(run.status).not.toBe(0);
    expect(run.stdout).toContain('tests against moto are skipped');
  });
});
