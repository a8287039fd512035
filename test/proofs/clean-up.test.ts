import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stocktake } from './command.js';

const snapshot = 'demo/sample.snapshot';
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

// util-linux's `script` gives a command a terminal of its own.
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;
if (!hasScript) process.stderr.write('asking on a terminal is not tested: there is no script of util-linux\n');

let folder: string;
let rules: string;
let sheet: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stocktake-review-'));
  rules = join(folder, 'rules.yaml');
  sheet = join(folder, 'clean-up.md');
  copyFileSync('demo/rules.yaml', rules);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = () => stocktake(['cost', '--review', '--from', snapshot, '--config', rules, '--output', folder]);
const apply = (...words: string[]) => stocktake(['review', 'apply', sheet, '--config', rules, ...words]);

/** Puts answers under the heading that holds this text. */
function answer(heading: string, answers: Record<string, string>): void {
  const parts = readFileSync(sheet, 'utf8').split(/(?=^### )/m);
  const filled = parts.map(part =>
    part.split('\n')[0]?.includes(heading)
      ? Object.entries(answers).reduce(
          (text, [label, words]) => text.replace(new RegExp(`^- ${label}:.*$`, 'm'), () => `- ${label}: ${words}`),
          part,
        )
      : part,
  );
  writeFileSync(sheet, filled.join(''));
}

describe('the clean-up review', () => {
  it('goes from the sheet to rules.yaml, and the next report counts what is kept apart', async () => {
    const before = readFileSync(rules, 'utf8');
    expect(await write()).toMatchObject({ code: 0, stdout: expect.stringContaining('Fill in') });
    expect(existsSync(join(folder, 'clean-up.html'))).toBe(true);
    answer('old-booking-flow', { Decision: `keep until ${inDays(60)}`, Owner: 'anna', Reason: 'a demo: "soon"' });
    answer('monitoring-trial', { Decision: 'delete' });
    answer('Inspector', { Decision: 'keep', Owner: 'anna' });

    const shown = await apply();
    expect(shown.stdout).toContain('+  - rules: [cloudwatch-canary-wanted]');
    expect(shown.stdout).toContain('there is no terminal to ask on');
    expect((await apply('--dry-run')).stdout).toContain('Nothing is written (--dry-run).');
    expect(readFileSync(rules, 'utf8')).toBe(before);

    const { code, stdout } = await apply('--yes');
    expect(code).toBe(0);
    expect(stdout).toContain(`Wrote ${rules}: 2 added or changed.`);
    expect(stdout).toContain('Left to do, in this order:\n  step 1  arn:aws:cloudwatch');
    expect(stdout).toContain(
      'stocktake fix --from SNAPSHOT --rule cloudwatch-metric-stream-consumed --resource arn:aws',
    );
    const after = readFileSync(rules, 'utf8');
    // Lines are put in; those that were there stay, in their order.
    const left = after
      .split('\n')
      .reduce((rest, line) => (rest[0] === line ? rest.slice(1) : rest), before.split('\n'));
    expect(left).toEqual([]);
    expect((await apply('--yes')).stdout).toContain('needs no change');
    expect(readFileSync(rules, 'utf8')).toBe(after);
    expect(readdirSync(folder).sort()).toEqual(['clean-up.html', 'clean-up.md', 'rules.yaml']);

    const report = await stocktake([
      'cost',
      '--from',
      snapshot,
      '--config',
      rules,
      '--format',
      'json',
      '--output',
      '-',
    ]);
    const { findings } = JSON.parse(report.stdout) as { findings: { rule: string; exception?: { owner: string } }[] };
    expect(findings.find(one => one.exception)).toMatchObject({
      rule: 'cloudwatch-canary-wanted',
      exception: { owner: 'anna' },
    });
  }, 60_000);

  it('writes over no sheet that is filled in', async () => {
    await write();
    answer('monitoring-trial', { Decision: 'delete' });
    const filled = readFileSync(sheet, 'utf8');
    expect(await write()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('clean-up.md: is filled in already'),
    });
    expect(readFileSync(sheet, 'utf8')).toBe(filled);
  }, 60_000);

  it('says which line of the sheet is wrong, and writes nothing', async () => {
    const before = readFileSync(rules, 'utf8');
    await write();
    answer('old-booking-flow', { Decision: 'keep until 2020-01-01', Owner: 'anna', Reason: 'x' });
    const line = readFileSync(sheet, 'utf8').split('\n').indexOf('- Decision: keep until 2020-01-01') + 1;
    expect(await apply('--yes')).toMatchObject({
      code: 2,
      stderr: `stocktake: ${sheet}:${line}: Decision: 2020-01-01 is past; take a day to come\n`,
    });
    expect(readFileSync(rules, 'utf8')).toBe(before);
  }, 60_000);

  it('keeps to the longest term that rules.yaml allows, and begins a file where there is none', async () => {
    await write();
    answer('old-booking-flow', { Decision: `keep until ${inDays(60)}`, Owner: 'anna', Reason: 'x' });
    writeFileSync(rules, 'version: 1\nmaxExceptionDays: 30\n');
    expect((await apply()).stderr).toContain('is further ahead than 30 days');
    rmSync(rules);
    expect((await apply('--yes')).code).toBe(0);
    expect(readFileSync(rules, 'utf8')).toMatch(
      /^# Rules and services.*\nversion: 1\n\nexceptions:\n {2}- rules: \[cloudwatch-canary/,
    );
  }, 60_000);

  it.skipIf(!hasScript).each([
    ['y', true],
    ['n', false],
    ['', false],
  ])(
    'asks on a terminal: "%s"',
    async (word, written) => {
      await write();
      answer('old-booking-flow', { Decision: `keep until ${inDays(60)}`, Owner: 'anna', Reason: 'x' });
      const before = readFileSync(rules, 'utf8');
      const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
      const command = [
        process.execPath,
        '--import',
        import.meta.resolve('tsx'),
        cli,
        'review',
        'apply',
        sheet,
        '--config',
        rules,
      ]
        .map(one => `'${one}'`)
        .join(' ');
      const done = spawnSync('script', ['-qec', command, '/dev/null'], { input: `${word}\n`, encoding: 'utf8' });
      expect(done.error).toBeUndefined();
      expect(done.stdout).toContain('(y/N)');
      expect(readFileSync(rules, 'utf8') !== before).toBe(written);
    },
    60_000,
  );
});

describe('stocktake fix', () => {
  const fix = (...words: string[]) => stocktake(['fix', '--from', snapshot, ...words]);

  it('writes the commands of the rules and resources that are named', async () => {
    const file = join(folder, 'fix.sh');
    const { stderr } = await fix('--rule', 'kms-*', '--resource', '*key/a8cdf44d*', '--output', file);
    expect(stderr).toBe(
      `Wrote ${file}: 1 ready, 0 to be completed first, 0 by hand. Nothing is run: read it, then "bash ${file}" shows how.\n`,
    );
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(
      '\n  aws kms enable-key-rotation --key-id a8cdf44d-7b74-4440-97db-4c2f1e158e2f --region eu-north-1\n',
    );
    expect(text).toContain('\n# Undo: aws kms disable-key-rotation --key-id a8cdf44d');
    expect(await fix('--output', file)).toMatchObject({ code: 2, stderr: expect.stringContaining('is there already') });
    expect(readFileSync(file, 'utf8')).toBe(text);
  }, 60_000);

  it('leaves out what an exception accepts, and writes nothing where nothing is open', async () => {
    const today = inDays(30);
    writeFileSync(
      rules,
      `version: 1\nexceptions:\n  - rules: [kms-key-rotation-enabled]\n    resources: ["*key/a8cdf44d*"]\n    reason: x\n    owner: y\n    expires: ${today}\n`,
    );
    const done = await fix('--config', rules, '--rule', 'kms-key-rotation-enabled', '--output', join(folder, 'fix.sh'));
    expect(done.stderr).toContain('There is nothing to fix');
    expect(readdirSync(folder)).toEqual(['rules.yaml']);
  }, 60_000);

  it('goes to standard output, and refuses rules that are not known', async () => {
    expect((await fix('--rule', 'kms-key-rotation-enabled', '--output', '-')).stdout).toMatch(
      /^#!\/usr\/bin\/env bash\n/,
    );
    expect(await fix('--rule', 'kms-key-rotation')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('kms-key-rotation'),
    });
  }, 60_000);
});
