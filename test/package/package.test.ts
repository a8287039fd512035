import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const folder = mkdtempSync(join(tmpdir(), 'stocktake-package-'));
const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

interface Packed {
  filename: string;
  unpackedSize: number;
  files: { path: string }[];
}

const consumer = `
import { audit, plan, replay } from 'stocktake';

type Typed<T> = 0 extends 1 & T ? 'any' : T extends (...given: never[]) => unknown ? 'function' : 'other';
export const typed: [Typed<typeof audit>, Typed<typeof plan>, Typed<typeof replay>] = ['function', 'function', 'function'];

// @ts-expect-error an audit does not take a number
export const wrong = audit(1);
`;

const compilerOptions = {
  target: 'es2023',
  lib: ['es2023'],
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
  types: [],
};

describe('the package, as npm installs it', () => {
  let packed: Packed;

  beforeAll(async () => {
    await run(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
    const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const { stdout } = await run('npm', pack, { cwd: root, maxBuffer: 1e8 });
    [packed] = JSON.parse(stdout) as [Packed];
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    // Offline: whatever it needs is inside.
    await run('npm', ['install', '--ignore-scripts', '--offline', join(folder, packed.filename)], { cwd: folder });
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what a run needs, and no sources or tests', () => {
    const paths = packed.files.map(file => file.path);
    const needed = ['dist/cli.js', 'dist/index.js', 'dist/types/index.d.ts', 'dist/THIRD-PARTY-LICENSES.txt'];
    const data = [
      'rules.yaml',
      'prices.yaml',
      'demo/history.json',
      'demo/rules.yaml',
      'demo/sample.snapshot',
      'iam-policy.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
    ];
    expect(paths).toEqual(expect.arrayContaining([...needed, ...data]));
    expect(
      paths.filter(path => /^(src|test|scripts|lint|node_modules|\.ci)\/|\.map$|(?<!\.d)\.ts$/.test(path)),
    ).toEqual([]);
  });

  it('takes at most 25 MB unpacked', () => {
    expect(packed.unpackedSize).toBeLessThanOrEqual(25_000_000);
  });

  it('brings no other package along', async () => {
    const { stdout } = await run('npm', ['ls', '--all', '--parseable'], { cwd: folder });
    expect(stdout.trim().split('\n').slice(1)).toEqual([join(folder, 'node_modules/stocktake')]);
  });

  it('npx stocktake --help', async () => {
    const { stdout } = await run('npx', ['--no-install', 'stocktake', '--help'], { cwd: folder });
    for (const command of ['audit', 'plan', 'policy', 'replay', 'rules', 'explain', 'demo'])
      expect(stdout).toMatch(new RegExp(`^ +${command}\\b`, 'm'));
  });

  it('npx stocktake --version', async () => {
    const { stdout } = await run('npx', ['--no-install', 'stocktake', '--version'], { cwd: folder });
    expect(stdout.trim()).toBe(version);
  });

  it('npx stocktake demo', async () => {
    await run('npx', ['--no-install', 'stocktake', 'demo'], { cwd: folder });
    for (const name of ['report.html', 'report.md', 'report.json']) {
      const file = join(folder, 'stocktake-report', name);
      expect(existsSync(file) && statSync(file).size, name).toBeGreaterThan(1000);
    }
    const report = JSON.parse(readFileSync(join(folder, 'stocktake-report/report.json'), 'utf8')) as {
      findings: unknown[];
    };
    expect(report.findings.length).toBeGreaterThan(0);
  });

  it('is a library at run time', async () => {
    const script =
      "import { audit, plan, replay } from 'stocktake'; console.log(typeof audit, typeof plan, typeof replay)";
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
    expect(stdout.trim()).toBe('function function function');
  });

  it('is a library to the strict compiler, with no other package there', async () => {
    writeFileSync(join(folder, 'consumer.ts'), consumer);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    const said = await run(process.execPath, [tsc, '-p', '.'], { cwd: folder }).catch(
      (error: { stdout: string }) => error,
    );
    expect(said.stdout).toBe('');
  });
});
