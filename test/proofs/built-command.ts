import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Done } from './command.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const data = ['rules.yaml', 'prices.yaml', 'frameworks', 'demo', 'schema'];

/** How one command is run. */
export interface Surroundings {
  cwd?: string;
  /** In place of the credentials that any server of the tests takes. */
  env?: Record<string, string>;
  /** Called with the process while it runs. */
  during?(child: ChildProcess): void;
}

/** The command line, bundled from today's sources as it is published: a fifth of the time that a loader takes. */
export interface BuiltCommand {
  /** The program and its first word, for a shell. */
  line: string;
  /** Runs `stocktake <words>` in a process that knows nothing of this machine's AWS set-up. */
  run(words: readonly string[], surroundings?: Surroundings): Promise<Done>;
  /** Runs any other program so. */
  spawn(program: string, words: readonly string[], surroundings?: Surroundings): Promise<Done>;
  remove(): Promise<void>;
}

/** Bundles the command line into a folder of its own. */
export async function buildCommand(): Promise<BuiltCommand> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stocktake-command-'));
  const script = `import { bundle } from ${JSON.stringify(path.join(root, 'scripts/build/bundle.mjs'))};
    await bundle(${JSON.stringify(root)}, ${JSON.stringify(path.join(folder, 'dist'))});`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
  await Promise.all(data.map(name => symlink(path.join(root, name), path.join(folder, name))));
  const cli = path.join(folder, 'dist/cli.js');
  return {
    line: `${process.execPath} ${cli}`,
    run: (words, surroundings) => runProgram(process.execPath, [cli, ...words], surroundings),
    spawn: runProgram,
    remove: () => rm(folder, { recursive: true }),
  };
}

const credentials = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' };

async function runProgram(
  program: string,
  words: readonly string[],
  { cwd = tmpdir(), env = credentials, during }: Surroundings = {},
): Promise<Done> {
  const bare = { PATH: process.env['PATH'], HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true', ...env };
  const child = spawn(program, words, { env: bare, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const done: Done = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', text => {
    done.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    done.stderr += text;
  });
  during?.(child);
  [done.code] = (await once(child, 'close')) as [number | null];
  return done;
}
