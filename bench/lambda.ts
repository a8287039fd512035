import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { lambdaFiles } from '../src/cli/deploy/code.js';
import { zip } from '../src/cli/deploy/zip.js';
import { median } from './processes.js';
import { atMost, type Line } from './table.js';

const runs = 9;
const door = fileURLToPath(new URL('../dist/lambda.js', import.meta.url));

/** How soon the function of the last build asks its first question, and how large its package is. */
export async function measureLambda(folder: string): Promise<Line[]> {
  const starts: number[] = [];
  for (let at = 0; at < runs; at++) starts.push(await coldStart(folder));
  return [
    atMost('Lambda: start of the process to its first call', 1000, median(starts), 'ms'),
    atMost("Lambda: the function's zip file", 5, zip(lambdaFiles()).length / 1e6, 'MB', 2),
  ];
}

/** Milliseconds from the start of a process that loads the function until its first request arrives. */
async function coldStart(folder: string): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const arrived = once(server, 'request').then(() => performance.now());
  const { port } = server.address() as AddressInfo;
  const context =
    "{ invokedFunctionArn: 'arn:aws:lambda:eu-north-1:123456789012:function:audit', getRemainingTimeInMillis: () => 900000 }";
  const script = `import(${JSON.stringify(door)}).then(({ handler }) => handler({}, ${context}))`;
  const started = performance.now();
  const child = spawn(process.execPath, ['-e', script], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'] ?? '',
      TMPDIR: path.join(folder),
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-north-1',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      STOCKTAKE_BUCKET: 'reports',
      STOCKTAKE_TOPIC_ARN: 'arn:aws:sns:eu-north-1:123456789012:messages',
    },
  });
  const first = await arrived;
  child.kill('SIGKILL');
  server.closeAllConnections();
  server.close();
  return first - started;
}
