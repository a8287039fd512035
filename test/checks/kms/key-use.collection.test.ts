import { CreateGrantCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { keys } from '../../../src/checks/kms/keys.js';
import { changesOfOurKeys, type StateChanges, stateChanges } from '../../../src/checks/kms/state-changes.js';
import type { Aws } from '../../../src/core/collection.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';

const details = ['lastUsage', 'grants', 'rotations'];
const KeyArn = 'arn:aws:kms:eu-north-1:123456789012:key/k1';
type Input = { LookupAttributes: { AttributeValue: string }[]; NextToken?: string };

describeWithMoto('how keys are used', () => {
  let server: Moto;
  let stub: Stub;
  let KeyId: string;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(async () => {
    await server.reset();
    stub.clear();
    const kms = (await clients(server.port, 'eu-north-1'))(KMSClient);
    KeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
    stub.on('kms:GetKeyLastUsage', () => ({ KeyId, KeyLastUsage: {} }));
    stub.on('kms:ListKeyRotations', () => ({ Rotations: [] }));
  });
  afterAll(() => stub.stop());
  const collected = async () => {
    const { rows, calls } = await collectOne(keys, { port: stub.port, details });
    const of = (name: string) => {
      const outcome = rows[0]?.details[name];
      return outcome?.ok ? outcome.value : outcome?.gap;
    };
    return { of, calls };
  };

  test('an empty object is no use', async () => {
    const TrackingStartDate = new Date('2026-01-01T00:00:00Z');
    stub.on('kms:GetKeyLastUsage', () => ({
      KeyId,
      KeyLastUsage: {},
      TrackingStartDate,
      KeyCreationDate: new Date(0),
    }));
    const { of } = await collected();
    expect(details.map(of)).toEqual([
      {
        KeyLastUsage: null,
        TrackingStartDate: '2026-01-01T00:00:00.000Z',
        KeyCreationDate: '1970-01-01T00:00:00.000Z',
      },
      [],
      0,
    ]);
  });

  test('use, grants and every page of rotations', async () => {
    const kms = (await clients(server.port, 'eu-north-1'))(KMSClient);
    for (const GranteePrincipal of ['arn:aws:iam::123456789012:role/b', 'arn:aws:iam::123456789012:role/a'])
      await kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ['Decrypt'] }));
    const KeyLastUsage = { Operation: 'Decrypt', Timestamp: new Date('2026-11-20T08:00:00Z') };
    stub.on('kms:GetKeyLastUsage', () => ({ KeyId, KeyLastUsage }));
    const Rotations = [{ KeyId }, { KeyId }, { KeyId }];
    stub.on(
      'kms:ListKeyRotations',
      pages({ Rotations }, { size: 2, takes: 'Marker', gives: 'NextMarker', flag: 'Truncated' }),
    );
    const { of, calls } = await collected();
    expect(of('lastUsage')).toMatchObject({
      KeyLastUsage: { Operation: 'Decrypt', Timestamp: '2026-11-20T08:00:00.000Z' },
    });
    expect(of('grants')).toEqual(['arn:aws:iam::123456789012:role/a', 'arn:aws:iam::123456789012:role/b']);
    expect(of('rotations')).toBe(3);
    expect(calls['kms:ListKeyRotations']).toBe(2);
  });

  test('who uses a key today is not asked who else may want it', async () => {
    stub.on('kms:GetKeyLastUsage', () => ({ KeyId, KeyLastUsage: { Operation: 'Decrypt', Timestamp: new Date() } }));
    const { of, calls } = await collected();
    expect([of('grants'), of('rotations')]).toEqual([null, null]);
    expect(calls).toMatchObject({ 'kms:GetKeyLastUsage': 1 });
    expect(calls['kms:ListGrants'] ?? calls['kms:ListKeyRotations']).toBeUndefined();
  });

  test.each([
    ['kms:GetKeyLastUsage', 'lastUsage'],
    ['kms:GetKeyLastUsage', 'grants'],
    ['kms:GetKeyLastUsage', 'rotations'],
    ['kms:ListGrants', 'grants'],
    ['kms:ListKeyRotations', 'rotations'],
  ])('denied %s', async (operation, detail) => {
    stub.on(operation, () => {
      throw new StubError('AccessDeniedException', `not authorized to perform: ${operation}`);
    });
    expect((await collected()).of(detail)).toMatchObject({ reason: 'denied', actions: [operation] });
  });

  const event = (at: string, more: object = {}) => ({
    EventTime: new Date(at),
    CloudTrailEvent: JSON.stringify({ eventSource: 'kms.amazonaws.com', resources: [{ ARN: KeyArn }], ...more }),
  });
  /** Past the session and its pace of two requests a second. */
  const historyOf = async () => {
    const aws = { client: await clients(stub.port) } as unknown as Aws;
    return (await stateChanges.details['history']?.get?.({}, aws)) as StateChanges;
  };
  const answer = (events: object[], size = 50) => {
    const page = pages({ Events: events }, { size });
    stub.on('cloudtrail:LookupEvents', (input: Input, at) =>
      input.LookupAttributes[0]?.AttributeValue === 'DisableKey' ? page(input as never, at) : { Events: [] },
    );
  };

  test('event history: the latest change of each key, over all pages, without what was refused', async () => {
    answer(
      [
        event('2026-11-20T08:00:00Z', { errorCode: 'AccessDenied' }),
        event('2026-11-10T08:00:00Z'),
        event('2026-10-01T08:00:00Z'),
        event('2026-11-12T08:00:00Z', { eventSource: 'iam.amazonaws.com' }),
      ],
      1,
    );
    expect(await historyOf()).toEqual({
      Disabled: [{ KeyArn, EventName: 'DisableKey', EventTime: '2026-11-10T08:00:00.000Z' }],
      Truncated: false,
    });
    answer([]);
    expect(await historyOf()).toEqual({ Disabled: [], Truncated: false });
  });

  test('event history: cut after twenty pages', async () => {
    answer(
      Array.from({ length: 25 }, () => event('2026-11-10T08:00:00Z')),
      1,
    );
    expect((await historyOf()).Truncated).toBe(true);
  });

  test('event history: denied, and not asked in a region without a disabled key', async () => {
    stub.on('cloudtrail:LookupEvents', () => {
      throw new StubError('AccessDeniedException', 'not authorized');
    });
    const { rows } = await collectOne(stateChanges, { port: stub.port, details: ['history'] });
    expect(rows[0]?.details['history']).toMatchObject({
      gap: { reason: 'denied', actions: ['cloudtrail:LookupEvents'] },
    });
    const { calls } = await collectNeeds([changesOfOurKeys], { port: stub.port });
    expect(calls['cloudtrail:LookupEvents']).toBeUndefined();
  });
});
