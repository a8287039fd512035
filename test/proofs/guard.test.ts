import { CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { KMSClient, type KMSClientConfig, ListKeysCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedAlarms } from '../../scripts/demo/alarms.js';
import { answersOver } from '../../scripts/demo/answers.js';
import { seedContacts } from '../../scripts/demo/contacts.js';
import { seedKeys } from '../../scripts/demo/keys.js';
import { seedPeople } from '../../scripts/demo/people.js';
import { seederFor } from '../../scripts/demo/place.js';
import { seedPolicies, seedRoles } from '../../scripts/demo/roles.js';
import { seedBuckets, seedTrails } from '../../scripts/demo/trails.js';
import { plan } from '../../src/audit.js';
import { ReadOnlyViolation } from '../../src/aws/errors.js';
import { Session } from '../../src/aws/session.js';
import type { Need } from '../../src/core/collection.js';
import { type Call, readCall } from '../server/call.js';
import { type Exchange, forward, type Listening, listen, reply } from '../server/exchange.js';
import { describeWithMoto, type Moto, moto } from '../server/moto.js';
import { type Stub, startStub } from '../server/stub.js';
import { collectNeeds } from '../support/collect.js';
import { auditShop } from './audits.js';
import { maxDetectorFindings, openShop, regions } from './shop.js';

interface Asked {
  operation: string;
  /** Region and everything that the request says. */
  input: string;
}

/** A server that passes everything on and notes it. */
async function startRecorder(upstream: number): Promise<Listening & { asked: Asked[] }> {
  const asked: Asked[] = [];
  const listening = await listen(async (exchange, response) => {
    asked.push(askedBy(await readCall(exchange), exchange));
    reply(response, await forward(exchange, upstream));
  });
  return { ...listening, asked };
}

const askedBy = ({ operation, region }: Call, { method, host, url, body }: Exchange): Asked => ({
  operation,
  input: [operation, region, method, host, url, body.toString()].join(' '),
});

function countsOf(asked: readonly Asked[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of asked) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

const planned = plan();
const base = planned.base.map(call => call.id);
const declared = [...new Set([...base, ...planned.calls.map(({ call }) => call.id)])].sort();

let shop: Stub;
let recorder: Awaited<ReturnType<typeof startRecorder>>;
beforeAll(async () => {
  shop = await openShop();
  recorder = await startRecorder(shop.port);
});
beforeEach(() => {
  recorder.asked.length = 0;
});
afterAll(async () => {
  await recorder.stop();
  await shop.stop();
});

describe('an audit of the shop', () => {
  it('sends what the plan declares: all of it, nothing else, nothing twice, and counts it right', async () => {
    const { plan: counted } = await auditShop(recorder.port);
    const sent = countsOf(recorder.asked);
    expect(Object.keys(sent).sort()).toEqual(declared);
    const inputs = recorder.asked.map(({ input }) => input);
    expect(inputs.filter((input, index) => inputs.indexOf(input) !== index)).toEqual([]);
    expect(counted.calls).toBe(recorder.asked.length);
    const byService: Record<string, number> = {};
    for (const [operation, count] of Object.entries(sent)) {
      const service = operation.slice(0, operation.indexOf(':'));
      byService[service] = (byService[service] ?? 0) + count;
    }
    expect(counted.byService).toEqual(byService);
  });

  it.each(planned.demands.map(({ collection }) => [collection.id, collection] as const))(
    '%s and its details send what they declare: all of it, and nothing else',
    async (_id, collection) => {
      const details = Object.keys(collection.details);
      const need = (collection as unknown as { with(...names: string[]): Need }).with(...details);
      const { collections } = await collectNeeds([need], { port: recorder.port, regions, maxDetectorFindings });
      const found = collections[collection.id];
      expect(found?.rows.length).toBeGreaterThan(0);
      expect(found?.gaps).toEqual([]);
      const calls = [...collection.calls, ...details.flatMap(name => collection.details[name]?.calls ?? [])];
      const sent = Object.keys(countsOf(recorder.asked)).filter(operation => !base.includes(operation));
      expect(sent.sort()).toEqual([...new Set(calls.map(call => call.id))].sort());
    },
  );

  it('asks for less when fewer rules are chosen', async () => {
    await auditShop(recorder.port, { rules: ['kms-key-rotation-enabled'] });
    const sent = Object.keys(countsOf(recorder.asked)).filter(operation => !base.includes(operation));
    expect(sent.sort()).toEqual(['kms:DescribeKey', 'kms:GetKeyRotationStatus', 'kms:ListAliases', 'kms:ListKeys']);
  });
});

describeWithMoto('an audit of the sample account on a real server', () => {
  let server: Moto;
  let stub: Stub;
  let before: typeof recorder;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    const seeder = await seederFor(server.port, server.setClock);
    for (const seed of [
      seedPolicies,
      seedPeople,
      seedRoles,
      seedKeys,
      seedBuckets,
      seedTrails,
      seedAlarms,
      seedContacts,
    ]) {
      await seed(seeder);
    }
    // A server whose clock is far off makes the SDK repeat calls.
    await server.setClock(new Date());
    stub = await startStub({ upstream: server.port });
    stub.onAll(answersOver(server.port));
    before = await startRecorder(stub.port);
  });
  afterAll(async () => {
    await before.stop();
    await stub.stop();
  });

  it('sends only what the plan declares, and counts it right', async () => {
    const report = await auditShop(before.port);
    const sent = countsOf(before.asked);
    expect(Object.keys(sent).filter(operation => !declared.includes(operation))).toEqual([]);
    expect(report.plan.calls).toBe(before.asked.length);
    // The credential report is a job: it is asked for until it is ready.
    const once = before.asked.filter(({ operation }) => operation !== 'iam:GenerateCredentialReport');
    const inputs = once.map(({ input }) => input);
    expect(inputs.filter((input, index) => inputs.indexOf(input) !== index)).toEqual([]);
    // The sample account has, on purpose, one key policy that nobody can read.
    const errors = report.findings.filter(finding => finding.verdict === 'ERROR');
    expect(errors.filter(({ message }) => !message.includes('Condition has no operator'))).toEqual([]);
    expect(report.summary.PASS).toBeGreaterThan(50);
    expect(report.summary.FAIL).toBeGreaterThan(50);
  });
});

describe('a write', () => {
  const writes = [
    ['kms:ScheduleKeyDeletion', KMSClient, () => new ScheduleKeyDeletionCommand({ KeyId: 'key-orders' })],
    ['iam:CreateUser', IAMClient, () => new CreateUserCommand({ UserName: 'mallory' })],
    ['s3:PutBucketPolicy', S3Client, () => new PutBucketPolicyCommand({ Bucket: 'shop-logs', Policy: '{}' })],
  ] as const;
  let session: Session;
  beforeAll(async () => {
    const endpointUrl = `http://127.0.0.1:${recorder.port}`;
    session = await Session.open({ endpointUrl, regions, retryDelay: () => 1 });
    session.door.allow(planned.calls.map(({ call }) => call));
  });
  afterAll(() => session.close());

  /** The client of a session, as code that has no respect for types would use it. */
  interface Loose {
    config: object;
    middlewareStack: { remove(name: string): boolean };
    send(command: unknown): Promise<unknown>;
  }
  const clientOf = (type: (typeof writes)[number][1]): Loose =>
    session.at('eu-north-1').client(type as new (config: never) => unknown) as Loose;

  it.each(writes)('%s is refused before the wire', async (api, type, command) => {
    const before = session.door.calls;
    await expect(clientOf(type).send(command())).rejects.toThrow(ReadOnlyViolation);
    await expect(clientOf(type).send(command())).rejects.toThrow(api);
    expect(recorder.asked).toEqual([]);
    expect(session.door.calls).toEqual(before);
  });

  it.each([['stocktakeGuard'], ['stocktakePace'], ['stocktakeGuard', 'stocktakePace']])(
    'is refused without the middleware %s %s, too',
    async (...names) => {
      const open = await Session.open({
        endpointUrl: `http://127.0.0.1:${recorder.port}`,
        regions,
        retryDelay: () => 1,
      });
      recorder.asked.length = 0;
      open.door.allow(planned.calls.map(({ call }) => call));
      const client = open.at('eu-north-1').client(KMSClient) as unknown as Loose;
      for (const name of names) expect(client.middlewareStack.remove(name)).toBe(true);
      await expect(client.send(new ScheduleKeyDeletionCommand({ KeyId: 'key-orders' }))).rejects.toThrow();
      expect(recorder.asked).toEqual([]);
      open.close();
    },
  );

  it('is refused from a client that only borrows the handler of the session', async () => {
    const { requestHandler, credentials } = clientOf(KMSClient).config as Required<KMSClientConfig>;
    const borrowed = new KMSClient({ region: 'eu-north-1', requestHandler, credentials });
    await expect(borrowed.send(new ScheduleKeyDeletionCommand({ KeyId: 'key-orders' }))).rejects.toThrow(/door/);
    expect(recorder.asked).toEqual([]);
  });

  it('does not keep a declared read from passing', async () => {
    await clientOf(KMSClient).send(new ListKeysCommand({}));
    expect(recorder.asked.map(({ operation }) => operation)).toEqual(['kms:ListKeys']);
  });
});
