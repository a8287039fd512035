import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a command left behind. */
export interface Done {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Options {
  /** In place of the credentials that any server of the tests takes. */
  env?: Record<string, string>;
  cwd?: string;
  /** Called with the process while it runs. */
  during?(child: ChildProcess): void;
}

const credentials = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' };

/** Runs `stocktake <words>` as a user does, in a process of its own that knows nothing of this machine's AWS set-up. */
export async function stocktake(
  words: readonly string[],
  { env = credentials, cwd = root, during }: Options = {},
): Promise<Done> {
  const bare = { PATH: process.env['PATH'], HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true', ...env };
  const loader = import.meta.resolve('tsx');
  const child = spawn(
    process.execPath,
    ['--import', loader, fileURLToPath(new URL('../../src/cli.ts', import.meta.url)), ...words],
    {
      env: bare,
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
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
