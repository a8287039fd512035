import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOutput, writeReports } from '../../src/cli/output.js';
import { renderCsv, renderGithub, renderJunit, renderPullRequest, renderSarif } from '../../src/report/index.js';
import { gatedSample } from '../report/pipeline-sample.js';
import { type BuiltCommand, buildCommand } from '../proofs/built-command.js';

const files = {
  sarif: ['report.sarif', renderSarif],
  junit: ['report.junit.xml', renderJunit],
  csv: ['report.csv', renderCsv],
  github: ['report.github.txt', renderGithub],
  pr: ['report.pr.md', renderPullRequest],
} as const;
const formats = Object.keys(files);
const join = (chunks: Iterable<string>) => [...chunks].join('');

describe('formats for pipelines', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'stocktake-formats-'));
  let command: BuiltCommand;
  beforeAll(async () => {
    command = await buildCommand();
  });
  afterAll(async () => {
    await command.remove();
    rmSync(folder, { recursive: true });
  });

  it('become a file each, and no other file', async () => {
    const at = path.join(folder, 'files');
    const written = await writeReports(gatedSample, await openOutput({ format: formats, output: at }));
    expect(readdirSync(at).sort()).toEqual(
      Object.values(files)
        .map(([name]) => name as string)
        .sort(),
    );
    expect(written).toEqual(Object.values(files).map(([name]) => path.join(at, name)));
    for (const [name, render] of Object.values(files))
      expect(readFileSync(path.join(at, name), 'utf8')).toBe(join(render(gatedSample)));
  });

  it('are printed one at a time, the same text and nothing else', async () => {
    const at = path.join(folder, 'demo');
    const all = await command.run(['demo', '--format', formats.join(), '--output', at, '--quiet']);
    expect(all).toMatchObject({ code: 0, stdout: '', stderr: '' });
    for (const [format, [name]] of Object.entries(files)) {
      const { code, stdout } = await command.run(['demo', '--format', format, '--output', '-']);
      expect(code).toBe(0);
      expect(stdout).toBe(readFileSync(path.join(at, name), 'utf8'));
    }
  });

  it('are named in the help and in the refusal of one that there is not', async () => {
    const help = await command.run(['audit', '--help']);
    const refused = await command.run(['demo', '--format', 'sarf', '--output', path.join(folder, 'none')]);
    for (const format of formats) expect(help.stdout).toContain(format);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean "sarif"?') });
  });
});
