import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';

const root = path.join(import.meta.dirname, '../..');

export interface Step {
  name: string;
  id?: string;
  if?: string;
  uses?: string;
  with?: Record<string, string>;
  shell?: string;
  'working-directory'?: string;
  env?: Record<string, string>;
  run?: string;
}

export interface Action {
  name: string;
  description: string;
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { description: string; value: string }>;
  runs: { using: string; steps: Step[] };
}

/** The text of action.yml, and what it says. */
export const actionText = readFileSync(path.join(root, 'action.yml'), 'utf8');
export const action = parse(actionText) as Action;

export const stepNamed = (name: string): Step => {
  const step = action.runs.steps.find(one => one.name === name);
  if (!step) throw new Error(`no step "${name}"`);
  return step;
};

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
  /** What the step wrote for later steps. */
  outputs: Record<string, string>;
  summary: string;
}

/** A folder in which steps run as a runner runs them, with a stand-in for the built command. */
export class Runner {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), "stocktake action 'x' ")));
  readonly workspace = path.join(this.folder, 'work space');
  readonly actionPath = path.join(this.folder, 'action');

  constructor() {
    mkdirSync(this.workspace);
    mkdirSync(path.join(this.actionPath, 'dist'), { recursive: true });
    symlinkSync(path.join(root, 'scripts'), path.join(this.actionPath, 'scripts'));
  }

  at(...parts: string[]): string {
    return path.join(this.workspace, ...parts);
  }

  /** A stand-in for dist/cli.js: notes its words, writes these files into its folder and ends with this code. */
  commandThat(code: number, files: Record<string, string>, prints = ''): void {
    const script = `
      const { mkdirSync, writeFileSync } = require('node:fs');
      const words = process.argv.slice(2);
      writeFileSync(${JSON.stringify(path.join(this.folder, 'words.json'))}, JSON.stringify({ words, at: process.cwd() }));
      const folder = words.find(one => one.startsWith('--output=')).slice('--output='.length);
      const files = ${JSON.stringify(files)};
      if (Object.keys(files).length > 0) mkdirSync(folder, { recursive: true });
      for (const [name, text] of Object.entries(files)) writeFileSync(folder + '/' + name, text);
      process.stdout.write(${JSON.stringify(prints)});
      process.exitCode = ${code};`;
    writeFileSync(path.join(this.actionPath, 'dist/cli.js'), script);
  }

  /** The words that the stand-in was called with, and where. */
  called(): { words: string[]; at: string } {
    return JSON.parse(readFileSync(path.join(this.folder, 'words.json'), 'utf8')) as { words: string[]; at: string };
  }

  /** A program that is found before any other of its name. */
  programThat(name: string, script: string): void {
    const bin = path.join(this.folder, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(path.join(bin, name), `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }

  /** Runs the shell script of a step as GitHub's runner does: `bash --noprofile --norc -eo pipefail FILE`. */
  async run(step: Step, env: Record<string, string>): Promise<Ran> {
    const file = path.join(this.folder, 'step.sh');
    const [output, summary] = ['output.txt', 'summary.md'].map(name => path.join(this.folder, name)) as [
      string,
      string,
    ];
    writeFileSync(file, step.run ?? '');
    writeFileSync(output, '');
    writeFileSync(summary, '');
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
      cwd: this.workspace,
      env: {
        PATH: `${path.join(this.folder, 'bin')}:${path.dirname(process.execPath)}:${process.env['PATH']}`,
        GITHUB_ACTION_PATH: this.actionPath,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const texts = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
    const code = await new Promise<number>(resolve => child.on('close', at => resolve(at ?? -1)));
    const lines = readFileSync(output, 'utf8').split('\n').slice(0, -1);
    const outputs = Object.fromEntries(
      lines.map(one => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]),
    );
    return { code, ...texts, outputs, summary: readFileSync(summary, 'utf8') };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
