import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Arrival, Told } from './server.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What one run of the command took; `started` is milliseconds since the epoch. */
export interface Run {
  started: number;
  seconds: number;
  cpuSeconds: number;
  megabytes: number;
  code: number | null;
}

/** Runs the built command in `folder`, as a user does. */
export async function runCommand(
  words: readonly string[],
  folder: string,
  more: Record<string, string> = {},
): Promise<Run> {
  const usage = path.join(folder, 'usage.json');
  const started = performance.timeOrigin + performance.now();
  const child = spawn(process.execPath, ['--import', here('usage.mjs'), path.join(root, 'dist/cli.js'), ...words], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-north-1',
      BENCH_USAGE: usage,
      ...more,
    },
  });
  let said = '';
  child.stderr.on('data', text => {
    said += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = (performance.timeOrigin + performance.now() - started) / 1000;
  if (code !== 0 && code !== 1 && code !== 3)
    throw new Error(`stocktake ${words.join(' ')} ended with ${code}: ${said}`);
  const used = JSON.parse(readFileSync(usage, 'utf8')) as { cpuSeconds: number; megabytes: number };
  return { started, seconds, code, ...used };
}

/** A server of an account in another process. */
export interface AccountServer {
  url: string;
  /** The calls since the last time of asking, in the order of arrival. Rejects when a call had no answer, or a wrong one. */
  arrivals(): Promise<Arrival[]>;
  stop(): void;
}

/** The accounts of the bench. */
export type AccountName = 'small' | 'half' | 'large' | 'shop';

/** Starts a server for this account, each answer after so many milliseconds. */
export async function startAccount(name: AccountName, latency: number): Promise<AccountServer> {
  const child: ChildProcess = fork(here('server.ts'), [name, String(latency)], { execArgv: ['--import', 'tsx'] });
  const [port] = (await once(child, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    async arrivals() {
      child.send('arrivals');
      const [{ arrivals, faults }] = (await once(child, 'message')) as [Told];
      // Figures of an audit that met a fault of the bench compare with nothing.
      if (faults.length > 0)
        throw new Error(`the account of the bench is at fault: ${[...new Set(faults)].join('; ')}`);
      return arrivals.sort((a, b) => a.arrived - b.arrived);
    },
    stop: () => child.disconnect(),
  };
}

/** The middle of several measurements. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
