import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { attestedCalls, attestedCallsOfOurKeys, type Lookup } from '../../../src/checks/kms/attested-calls.js';
import type { Aws } from '../../../src/core/collection.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';
import { base64Of, pcr } from './rows.js';

const KeyArn = 'arn:aws:kms:eu-north-1:123456789012:key/k1';
const recipient = {
  attestationDocumentModuleId: 'i-0123456789abcdef0-enc0123456789abcdef',
  attestationDocumentEnclaveImageDigest: base64Of(pcr('a1')),
  attestationDocumentEnclavePCR1: pcr('b2'),
  attestationDocumentEnclavePCR8: pcr('c3'),
};
const event = (more: object = {}, at = '2026-11-20T10:00:00Z') => ({
  EventTime: new Date(at),
  EventName: 'Decrypt',
  CloudTrailEvent: JSON.stringify({
    eventSource: 'kms.amazonaws.com',
    userIdentity: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    resources: [{ ARN: KeyArn, type: 'AWS::KMS::Key' }],
    additionalEventData: { recipient },
    ...more,
  }),
});
type Input = { LookupAttributes: { AttributeKey: string; AttributeValue: string }[]; NextToken?: string };
const nameOf = (input: Input) => input.LookupAttributes[0]?.AttributeValue;

describeWithMoto('the collection of attested calls', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(async () => {
    await server.reset();
    stub.clear();
  });
  afterAll(() => stub.stop());

  const lookUp = async () => {
    const found = await collectOne(attestedCalls, { port: stub.port, details: ['lookup'] });
    return { outcome: found.rows[0]?.details['lookup'], calls: found.calls };
  };
  /** As above, past the session and its pace of two requests a second. */
  const lookUpAtOnce = async () => {
    const aws = { client: await clients(stub.port) } as unknown as Aws;
    return (await attestedCalls.details['lookup']?.get?.({}, aws)) as Lookup;
  };
  const answer = (events: object[], size = 50) => {
    const page = pages({ Events: events }, { size });
    const none = { Events: [] };
    stub.on('cloudtrail:LookupEvents', (input: Input, at) =>
      nameOf(input) === 'Decrypt' ? page(input as never, at) : none,
    );
  };

  it('asks once for each operation and brings nothing from an empty history', async () => {
    answer([]);
    const { outcome, calls } = await lookUp();
    expect(outcome).toMatchObject({ ok: true });
    expect(outcome?.ok && outcome.value).toEqual({
      Calls: [],
      Looked: ['Decrypt', 'DeriveSharedSecret', 'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateRandom'].map(
        EventName => ({
          EventName,
          Events: 0,
          Truncated: false,
          Oldest: null,
        }),
      ),
    });
    expect(calls).toEqual({ 'cloudtrail:LookupEvents': 5 });
  });

  it('keeps named fields of calls by enclaves, and counts equal ones', async () => {
    answer([event(), event({}, '2026-11-19T10:00:00Z')]);
    const { outcome } = await lookUp();
    expect(outcome?.ok && (outcome.value as Lookup).Calls).toEqual([
      {
        EventName: 'Decrypt',
        KeyArn,
        ModuleId: recipient.attestationDocumentModuleId,
        Measurements: { PCR0: base64Of(pcr('a1')), PCR1: pcr('b2'), PCR8: pcr('c3') },
        Count: 2,
        Latest: '2026-11-20T10:00:00.000Z',
      },
    ]);
  });

  it.each([
    ['is no attested call', { additionalEventData: {} }],
    [
      'comes from a NitroTPM',
      { additionalEventData: { recipient: { ...recipient, attestationDocumentModuleId: 'i-0123456789abcdef0' } } },
    ],
    ['names no key', { resources: [] }],
    ['is of another service', { eventSource: 'payment-cryptography.amazonaws.com' }],
  ])('leaves out what %s', async (_name, more) => {
    answer([event(more)]);
    const lookup = await lookUpAtOnce();
    expect(lookup.Calls).toEqual([]);
    expect(lookup.Looked[0]).toMatchObject({ Events: 1, Oldest: '2026-11-20T10:00:00.000Z' });
  });

  it('reads twenty pages and says that there are more', async () => {
    const events = Array.from({ length: 21 }, () => event());
    answer(events, 1);
    expect((await lookUpAtOnce()).Looked[0]).toMatchObject({ Events: 20, Truncated: true });
    answer(events.slice(1), 1);
    expect((await lookUpAtOnce()).Looked[0]).toMatchObject({ Events: 20, Truncated: false });
  });

  it('says that the history was denied', async () => {
    stub.on('cloudtrail:LookupEvents', () => {
      throw new StubError('AccessDeniedException', 'User: x is not authorized to perform: cloudtrail:LookupEvents');
    });
    expect((await lookUp()).outcome).toMatchObject({
      ok: false,
      gap: { reason: 'denied', actions: ['cloudtrail:LookupEvents'] },
    });
  });

  it('is not asked in a region without a customer key', async () => {
    stub.on('kms:ListKeys', () => ({ Keys: [{ KeyId: 'k1' }], Truncated: false }));
    let KeyManager = 'AWS';
    stub.on('kms:DescribeKey', () => ({ KeyMetadata: { KeyId: 'k1', KeyManager, KeyState: 'Enabled' } }));
    answer([]);
    const without = await collectNeeds([attestedCallsOfOurKeys], { port: stub.port });
    expect(without.calls['cloudtrail:LookupEvents']).toBeUndefined();
    KeyManager = 'CUSTOMER';
    const having = await collectNeeds([attestedCallsOfOurKeys], { port: stub.port });
    expect(having.calls['cloudtrail:LookupEvents']).toBe(5);
  });
});
