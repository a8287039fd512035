import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { setUpTestServer } from '../../scripts/setup-test-server.mjs';
import { DEFAULT_ACCOUNT } from './stub.js';

/** A moto server of this worker. */
export interface Moto {
  port: number;
  accountId: string;
  /** Empties every account, lets every key in, and sets the clock to the real time. */
  reset(): Promise<void>;
  /** Moves the server's clock to a time, from where it goes on: seeds things of any age. */
  setClock(at: Date): Promise<void>;
  /** From now until `reset`, identity policies decide: unknown keys and missing permissions are refused as on AWS. */
  enforceAuthorization(): Promise<void>;
  stop(): Promise<void>;
}

const installed = await setUpTestServer();

/** Why there is no moto on this machine; undefined when there is. */
export const motoUnavailable = installed.available ? undefined : installed.reason;

/** Whether tests against moto can run here. */
export const motoAvailable = installed.available;

if (motoUnavailable !== undefined) {
  const message = `tests against moto are skipped: ${motoUnavailable}`;
  // In CI a skipped proof is a missing one.
  if (process.env.CI) throw new Error(message);
  process.stderr.write(`${message}\n`);
}

/** A `describe` that is skipped, with the reason in its title, where moto cannot run. */
export function describeWithMoto(title: string, body: () => void): void {
  describe.skipIf(!motoAvailable)(motoAvailable ? title : `${title} [skipped: ${motoUnavailable}]`, body);
}

let shared: Promise<Moto> | undefined;

/**
 * The one moto server of this worker, started at the first call. The files of a worker run one after another,
 * so a file that calls `reset` before it seeds disturbs nobody.
 */
export function moto(): Promise<Moto> {
  shared ??= startMoto();
  return shared;
}

/** Starts a server of one's own; it ends with `stop`, and in any case with this process. */
export async function startMoto(): Promise<Moto> {
  const { port, ask, end } = await launch();
  const post = async (path: string, body = ''): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${port}/moto-api/${path}`, { method: 'POST', body });
    if (!response.ok) throw new Error(`moto answered ${response.status} to ${path}: ${await response.text()}`);
  };
  const setClock = (at: Date): Promise<void> => ask(at.toISOString());
  return {
    port,
    accountId: DEFAULT_ACCOUNT,
    setClock,
    async reset() {
      await post('reset-auth', 'inf');
      await post('reset');
      await setClock(new Date());
    },
    enforceAuthorization: () => post('reset-auth', '0'),
    stop: end,
  };
}

async function launch() {
  if (!installed.available) throw new Error(`moto is unavailable: ${installed.reason}`);
  const program = fileURLToPath(new URL('moto_server.py', import.meta.url));
  const child = spawn(installed.python, [program], { env: { ...process.env, ...installed.environment } });
  // A server nobody waits for must not keep the worker alive.
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) (pipe as Socket).unref();
  let complaints = '';
  child.stderr.on('data', chunk => {
    complaints = (complaints + chunk).slice(-4000);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the moto server ended: ${complaints}`);
    return value;
  };
  return {
    port: Number(await read()),
    async ask(line: string): Promise<void> {
      child.stdin.write(`${line}\n`);
      await read();
    },
    async end(): Promise<void> {
      child.ref();
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
