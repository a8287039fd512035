import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderGithub, renderPullRequest, renderSarif } from '../../src/report/index.js';
import { gatedSample } from '../report/pipeline-sample.js';
import { action, actionText, Runner, stepNamed } from './action.js';

const { steps } = action.runs;
const expressions = (text: string) => [...text.matchAll(/\$\{\{(.*?)\}\}/g)].map(([, inner]) => inner?.trim() ?? '');

describe('action.yml', () => {
  it('is a composite action, described throughout', () => {
    expect(action.runs.using).toBe('composite');
    expect(action.description).toMatch(/\.$/);
    for (const one of [...Object.values(action.inputs), ...Object.values(action.outputs)])
      expect(one.description).toMatch(/\S\.$/);
    for (const one of Object.values(action.inputs)) expect(typeof one.default).toBe('string');
  });

  it('puts no expression into a script, where an input could become a command', () => {
    const scripts = steps.flatMap(one => one.run ?? []);
    expect(scripts.length).toBeGreaterThan(3);
    for (const script of scripts) expect(script).not.toContain('${{');
    for (const one of steps.filter(step => step.run)) expect(one.shell).toBe('bash');
  });

  it('uses every input, and none that there is not', () => {
    const used = [...actionText.matchAll(/\binputs\.([\w-]+)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(Object.keys(action.inputs)));
  });

  it('reads every variable that it hands to a script', () => {
    for (const { env = {}, run = '', uses } of steps) {
      for (const name of Object.keys(env)) {
        const read = name === 'GITHUB_TOKEN' ? scriptText('comment-on-pull-request.mjs') : run;
        expect(read, `${name} of ${uses ?? run}`).toContain(name);
      }
    }
  });

  it('gives the outputs that its step writes', () => {
    const gate = stepNamed('Judge the account');
    const written = [...(gate.run ?? '').matchAll(/echo "([\w-]+)=/g)].map(([, name]) => name);
    const named = Object.values(action.outputs).flatMap(one => expressions(one.value));
    expect(named).toEqual(written.map(name => `steps.gate.outputs.${name}`));
    expect(Object.keys(action.outputs)).toEqual(written);
  });

  it('takes other actions by a version', () => {
    const others = steps.flatMap(one => one.uses ?? []);
    expect(others).toEqual(['actions/setup-node@v6', 'actions/upload-artifact@v6']);
  });
});

const scriptText = (name: string) => readFileSync(path.join(import.meta.dirname, '../../scripts', name), 'utf8');
const inputs = (more: Record<string, string> = {}) => ({
  INPUT_CONFIG: '',
  INPUT_BASELINE: '',
  INPUT_FAIL_ON: '',
  INPUT_REGIONS: '',
  INPUT_OPTIONS: '',
  INPUT_FORMAT: action.inputs['format']!.default,
  INPUT_OUTPUT: action.inputs['output']!.default,
  ...more,
});
const reports = {
  'report.sarif': [...renderSarif(gatedSample)].join(''),
  'report.github.txt': renderGithub(gatedSample),
  'report.pr.md': renderPullRequest(gatedSample),
};

describe('the steps of action.yml', () => {
  let runner: Runner;
  beforeEach(() => {
    runner = new Runner();
  });
  afterEach(() => runner.remove());
  const judge = (more?: Record<string, string>) => runner.run(stepNamed('Judge the account'), inputs(more));

  it('lets a release pass, with the report as outputs, annotations and summary', async () => {
    runner.commandThat(0, reports);
    const ran = await judge();
    expect(ran).toMatchObject({ code: 0, stderr: '', summary: reports['report.pr.md'] });
    expect(ran.outputs).toEqual({
      'exit-code': '0',
      passed: 'true',
      report: runner.at('stocktake-report'),
      sarif: runner.at('stocktake-report/report.code-scanning.sarif'),
    });
    expect(ran.stdout).toContain(reports['report.github.txt']);
    expect(runner.called()).toEqual({
      words: ['gate', `--format=${action.inputs['format']!.default}`, '--output=stocktake-report'],
      at: runner.workspace,
    });
  });

  it('keeps what is excepted out of the SARIF for code scanning', async () => {
    runner.commandThat(0, reports);
    const { outputs } = await judge();
    type Log = { runs: [{ results: { suppressions?: unknown[] }[] }] };
    const read = (file: string) => (JSON.parse(readFileSync(file, 'utf8')) as Log).runs[0].results;
    const all = read(runner.at('stocktake-report/report.sarif'));
    const kept = read(outputs['sarif'] ?? '');
    expect(all.filter(one => one.suppressions).length).toBe(gatedSample.summary.EXCEPTED);
    expect(kept).toEqual(all.filter(one => !one.suppressions));
  });

  it.each([
    [1, 'stopped', true],
    [3, 'incomplete', true],
    [2, 'something to put right first', false],
    [70, 'a mistake of the command', false],
  ])('goes on after exit code %i (%s), for a later step to stop with it', async (code, _word, reported) => {
    runner.commandThat(code, reported ? reports : {});
    const ran = await judge();
    expect(ran.code).toBe(0);
    expect(ran.outputs).toMatchObject({ 'exit-code': String(code), passed: 'false' });
    expect(ran.outputs['report'] !== '').toBe(reported);
    const stop = await runner.run(stepNamed('Stop or go on'), { EXIT_CODE: ran.outputs['exit-code'] ?? '' });
    expect(stop.code).toBe(code);
  });

  it('hands every input over as one word, whatever is in it', async () => {
    runner.commandThat(0, reports);
    const hostile = (name: string) => `${name} "; touch pwned; $(touch pwned) \`touch pwned\` ' --help\n*`;
    const ran = await judge({
      INPUT_CONFIG: hostile('rules'),
      INPUT_BASELINE: hostile('baseline'),
      INPUT_FAIL_ON: hostile('new:high'),
      INPUT_REGIONS: hostile('eu-north-1'),
      INPUT_OPTIONS: '--from=account $(touch pwned).snapshot\r\n\n--rules=*\n',
      INPUT_OUTPUT: "an output; touch 'pwned'",
    });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(runner.called().words.slice(2)).toEqual([
      "--output=an output; touch 'pwned'",
      `--config=${hostile('rules')}`,
      `--baseline=${hostile('baseline')}`,
      `--fail-on=${hostile('new:high')}`,
      `--regions=${hostile('eu-north-1')}`,
      '--from=account $(touch pwned).snapshot',
      '--rules=*',
    ]);
    expect(existsSync(runner.at('pwned'))).toBe(false);
    expect(ran.outputs['report']).toBe(runner.at("an output; touch 'pwned'"));
  });

  it('lets no printed name command the runner', async () => {
    runner.commandThat(0, {}, '::error::pwned\n##[add-mask]x\n');
    mkdirSync(runner.at('stocktake-report'));
    const { stdout } = await judge();
    const [, pause = 'none'] = /^::stop-commands::([0-9a-f-]{36})\n/.exec(stdout) ?? [];
    expect(stdout).toBe(`::stop-commands::${pause}\n::error::pwned\n##[add-mask]x\n::${pause}::\n`);
  });

  it('takes nothing of an earlier run for its own, and leaves a baseline alone', async () => {
    mkdirSync(runner.at('stocktake-report'));
    for (const name of ['report.sarif', 'report.pr.md', 'report.github.txt', 'report.json'])
      writeFileSync(runner.at('stocktake-report', name), 'old');
    runner.commandThat(0, { 'report.html': 'new' });
    const ran = await judge({ INPUT_FORMAT: 'html' });
    expect(ran).toMatchObject({ code: 0, summary: '' });
    expect(ran.stdout).not.toContain('old');
    expect(ran.outputs['sarif']).toBe('');
    expect(readFileSync(runner.at('stocktake-report/report.json'), 'utf8')).toBe('old');
  });

  it('installs in its own folder, what the build needs as well', async () => {
    runner.programThat('npm', 'printf "%s|" "$PWD" "$@"');
    const { code, stdout } = await runner.run(stepNamed('Install stocktake'), { NODE_ENV: 'production' });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${runner.actionPath}|ci|--include=dev|--no-audit|--no-fund|`,
    });
  });
});
