import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { setUpShellcheck } from '../../scripts/setup-shellcheck.mjs';
import { action } from './action.js';

const checker = await setUpShellcheck();
if (!checker.available) {
  if (process.env['CI']) throw new Error(`the scripts of action.yml are not checked: ${checker.reason}`);
  process.stderr.write(`shellcheck of action.yml is skipped: ${checker.reason}\n`);
}
const title = checker.available ? 'shellcheck' : `shellcheck [skipped: ${checker.reason}]`;

describe.runIf(checker.available)(title, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'stocktake-steps-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What shellcheck says of a script, the smallest remark included. */
  const check = async (script: string): Promise<string> => {
    const file = path.join(folder, 'step.sh');
    writeFileSync(file, script);
    if (!checker.available) return checker.reason;
    const words = ['--shell=bash', '--severity=style', '--format=gcc', file];
    return promisify(execFile)(checker.shellcheck, words).then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    );
  };

  it('finds what is wrong', async () => expect(await check('cat $INPUT_OUTPUT\n')).toContain('SC2086'));

  it.each(action.runs.steps.filter(one => one.run).map(one => [one.name, one.run ?? '']))(
    'has nothing to say of "%s"',
    async (_name, script) => expect(await check(script)).toBe(''),
  );
});
