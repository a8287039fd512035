import { mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { mock } from 'node:test';
import { fileURLToPath } from 'node:url';
import { audit } from '../src/audit.js';
import { startMoto } from '../test/server/moto.js';
import { CREDENTIALS } from '../test/server/redirect.js';
import { startStub } from '../test/server/stub.js';
import { answersOver } from './demo/answers.js';
import { seedAlarms } from './demo/alarms.js';
import { seedContacts } from './demo/contacts.js';
import { seedKeys } from './demo/keys.js';
import { seedPeople } from './demo/people.js';
import { now, regions, seederFor } from './demo/place.js';
import { seedPolicies, seedRoles } from './demo/roles.js';
import { seedBuckets, seedTrails } from './demo/trails.js';

/**
 * Records the sample account: fills a moto server, puts the answers that moto lacks in front of it, and audits both
 * over HTTP with the real product. What the snapshot holds is what the servers said; nothing is edited afterwards.
 */
const folder = fileURLToPath(new URL('../demo/', import.meta.url));

/** Milliseconds that a call seems to take, so that the audit ends at the same time whenever it is recorded. */
const millisecondsACall = 60;

async function record(file: string): Promise<void> {
  // The server does not keep this process alive, and neither does waiting for it.
  const awake = setInterval(() => undefined, 1000);
  const moto = await startMoto();
  const stub = await startStub({ upstream: moto.port });
  try {
    await seed(moto);
    stub.onAll(answersOver(moto.port));
    await auditAt(`http://127.0.0.1:${stub.port}`, file);
  } finally {
    await stub.stop();
    await moto.stop();
    clearInterval(awake);
  }
}

async function seed({ port, setClock }: Awaited<ReturnType<typeof startMoto>>): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/moto-api/seed?a=42`, { method: 'POST' });
  const seeder = await seederFor(port, setClock);
  // One after the other, in this order: the ids that the server draws depend on it.
  await seedPolicies(seeder);
  await seedPeople(seeder);
  await seedRoles(seeder);
  await seedKeys(seeder);
  await seedBuckets(seeder);
  await seedTrails(seeder);
  await seedAlarms(seeder);
  await seedContacts(seeder);
  await setClock(now);
}

async function auditAt(endpointUrl: string, snapshot: string): Promise<void> {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_REGION: 'eu-north-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  mock.timers.enable({ apis: ['Date'], now });
  try {
    const report = await audit({
      endpointUrl,
      regions,
      now,
      snapshot,
      progress: {
        unit: () => undefined,
        account: () => undefined,
        call: total => mock.timers.setTime(now.getTime() + total * millisecondsACall),
      },
    });
    process.stdout.write(`${JSON.stringify(report.summary)}, ${report.plan.calls} calls\n`);
  } finally {
    mock.timers.reset();
  }
}

// Without it the SDK prints seven lines about Node 20.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
const scratch = await mkdtemp(path.join(folder, '.recording-'));
try {
  const file = path.join(scratch, 'sample.snapshot');
  await record(file);
  await rename(file, path.join(folder, 'sample.snapshot'));
} finally {
  await rm(scratch, { recursive: true, force: true });
}
