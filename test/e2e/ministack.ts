import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { setUpMinistack } from '../../scripts/setup-e2e.mjs';
import { type FaultProxy, startFaultProxy } from '../server/fault-proxy.js';
import { makeCertificate } from '../server/certificate.js';

/** The region that everything is deployed to. */
export const REGION = 'eu-west-1';

/** Every region that ministack says the account has. */
const REGIONS = `us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-south-1 ap-south-2 ap-northeast-1
  ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ca-central-1
  ca-west-1 eu-central-1 eu-central-2 eu-west-1 eu-west-2 eu-west-3 eu-north-1 eu-south-1 eu-south-2 il-central-1
  me-south-1 me-central-1 sa-east-1 mx-central-1`.split(/\s+/);

/** The account that is audited; a key of twelve digits is the root user of that account. */
export const ACCOUNT = '123456789012';

/** An emulated AWS that enforces IAM, and the proxy through which alone deployed functions reach it. */
export interface Ministack {
  /** Sees every call of deployed functions, and none of the test's own. */
  proxy: FaultProxy;
  /** Real SDK clients of the root user, past the proxy. */
  aws: Clients;
  /** What a command needs in its environment to reach it through the proxy as the root user. */
  environment: Record<string, string>;
  /** The Python that runs it, which can also pack a zip. */
  python: string;
  stop(): Promise<void>;
}

/** The one client of a type. */
export type Clients = <C>(type: new (config: ClientConfig) => C) => C;

/** The configuration of the test's own clients. */
export interface ClientConfig {
  region: string;
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  requestHandler: NodeHttpHandler;
}

/** How ministack is installed here, or why it is not. */
export const installed = await setUpMinistack();

/** Starts an emulator of one's own on a port of its own; it ends with `stop`, and in any case with this process. */
export async function startMinistack(): Promise<Ministack> {
  if (!installed.available) throw new Error(`ministack is unavailable: ${installed.reason}`);
  const folder = mkdtempSync(join(tmpdir(), 'stocktake-e2e-'));
  const certificate = await makeCertificate(REGIONS);
  writeFileSync(join(folder, 'cert.pem'), certificate.cert);
  writeFileSync(join(folder, 'key.pem'), certificate.key, { mode: 0o600 });
  const upstream = { port: 0, ca: certificate.cert };
  const proxy = await startFaultProxy(upstream, { certificate });
  const server = await launch(installed, environmentOf(folder, proxy.port));
  // The emulator had to know the proxy's port before it could tell its own.
  upstream.port = server.port;
  const agent = new Agent({ ca: certificate.cert, keepAlive: true });
  await untilReady(server.port, agent);
  return {
    proxy,
    environment: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'root',
      NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem'),
    },
    python: installed.python,
    aws: clientsOf(`https://127.0.0.1:${server.port}`, agent),
    async stop() {
      agent.destroy();
      await server.end();
      rmSync(folder, { recursive: true, force: true });
      await proxy.stop();
    },
  };
}

/** All that the emulator, and so every deployed function, knows of this machine. */
function environmentOf(folder: string, proxyPort: number): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    HOME: folder,
    TMPDIR: folder,
    LANG: 'C.UTF-8',
    PYTHONDONTWRITEBYTECODE: '1',
    AUTH: 'true',
    USE_SSL: '1',
    MINISTACK_SSL_CERT: join(folder, 'cert.pem'),
    MINISTACK_SSL_KEY: join(folder, 'key.pem'),
    MINISTACK_REGION: REGION,
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    S3_DATA_DIR: join(folder, 's3'),
    LOG_LEVEL: 'WARNING',
    NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem'),
    AWS_ENDPOINT_URL: `https://127.0.0.1:${proxyPort}`,
  };
}

async function launch(
  { python, environment }: { python: string; environment: Record<string, string> },
  env: Record<string, string>,
) {
  const program = fileURLToPath(new URL('ministack_server.py', import.meta.url));
  const child = spawn(python, [program], { env: { ...env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', chunk => {
    complaints = (complaints + chunk).slice(-4000);
  });
  const lines = createInterface({ input: child.stdout });
  const port = await Promise.race([
    once(lines, 'line').then(([line]) => Number(line)),
    once(child, 'exit').then(() => {
      throw new Error(`ministack ended: ${complaints}`);
    }),
  ]);
  lines.on('line', () => undefined);
  return {
    port,
    async end(): Promise<void> {
      if (child.exitCode !== null) throw new Error(`ministack ended by itself: ${complaints}`);
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

async function untilReady(port: number, agent: Agent): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await statusOf(`https://127.0.0.1:${port}/_ministack/ready`, agent)) === 200) return;
    await wait(100);
  }
  throw new Error('ministack did not get ready within 30 seconds');
}

function statusOf(url: string, agent: Agent): Promise<number | undefined> {
  return new Promise(resolve => {
    get(url, { agent }, response => resolve(response.resume().statusCode)).on('error', () => resolve(undefined));
  });
}

function clientsOf(endpoint: string, agent: Agent): Clients {
  const requestHandler = new NodeHttpHandler({ httpsAgent: agent });
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'root' };
  const made = new Map<unknown, unknown>();
  return type => {
    if (!made.has(type)) made.set(type, new type({ region: REGION, endpoint, credentials, requestHandler }));
    return made.get(type) as InstanceType<typeof type>;
  };
}
