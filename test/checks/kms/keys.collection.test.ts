import {
  CreateAliasCommand,
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyRotationCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { keys } from '../../../src/checks/kms/keys.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

describeWithMoto('the collection of KMS keys', () => {
  let server: Moto;
  let stub: Stub;
  let kms: KMSClient;

  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
    kms = (await clients(server.port))(KMSClient);
  });
  beforeEach(async () => {
    await server.reset();
    stub.clear();
  });
  afterAll(() => stub.stop());

  const create = async (input: ConstructorParameters<typeof CreateKeyCommand>[0] = {}) =>
    (await kms.send(new CreateKeyCommand({ KeyUsage: 'ENCRYPT_DECRYPT', ...input }))).KeyMetadata?.KeyId ?? '';
  const details = ['aliases', 'rotation', 'policy', 'tags'];

  it('brings nothing from an account without keys', async () => {
    expect(await collectOne(keys, { port: stub.port, details })).toMatchObject({ rows: [], gaps: [] });
  });

  it('copies what AWS tells of a key', async () => {
    const id = await create({ Description: 'orders', Tags: [{ TagKey: 'team', TagValue: 'shop' }] });
    await kms.send(new EnableKeyRotationCommand({ KeyId: id }));
    await kms.send(new CreateAliasCommand({ TargetKeyId: id, AliasName: 'alias/orders' }));
    const { rows, gaps, calls } = await collectOne(keys, { port: stub.port, details });
    expect(gaps).toEqual([]);
    expect(rows).toMatchObject([
      {
        region: 'eu-north-1',
        item: {
          KeyId: id,
          Description: 'orders',
          KeyManager: 'CUSTOMER',
          KeyState: 'Enabled',
          KeySpec: 'SYMMETRIC_DEFAULT',
          Origin: 'AWS_KMS',
          MultiRegion: false,
        },
        details: {
          aliases: { ok: true, value: ['alias/orders'] },
          rotation: { ok: true, value: { KeyRotationEnabled: true } },
          tags: { ok: true, value: { team: 'shop' } },
          policy: { ok: true, value: expect.stringContaining('"kms:*"') as string },
        },
      },
    ]);
    expect(Object.keys(calls).sort()).toEqual([
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus',
      'kms:ListAliases',
      'kms:ListKeys',
      'kms:ListResourceTags',
    ]);
  });

  it('reads every page', async () => {
    const ids = [await create(), await create(), await create()];
    await kms.send(new DisableKeyCommand({ KeyId: ids[1] }));
    const paging = { size: 1, takes: 'Marker', gives: 'NextMarker', flag: 'Truncated' };
    stub.on('kms:ListKeys', pages({ Keys: ids.map(KeyId => ({ KeyId })) }, paging));
    const aliases = ids.map((TargetKeyId, index) => ({ AliasName: `alias/${index}`, TargetKeyId }));
    stub.on('kms:ListAliases', pages({ Aliases: aliases }, paging));
    const tags = [
      { TagKey: 'a', TagValue: '1' },
      { TagKey: 'b', TagValue: '2' },
    ];
    stub.on('kms:ListResourceTags', pages({ Tags: tags }, paging));
    const { rows, calls } = await collectOne(keys, { port: stub.port, details: ['aliases', 'tags'] });
    expect(rows.map(({ item }) => [item['KeyId'], item['KeyState']])).toEqual([
      [ids[0], 'Enabled'],
      [ids[1], 'Disabled'],
      [ids[2], 'Enabled'],
    ]);
    expect(rows[2]?.details).toMatchObject({ aliases: { value: ['alias/2'] }, tags: { value: { a: '1', b: '2' } } });
    expect(calls).toMatchObject({ 'kms:ListKeys': 3, 'kms:ListAliases': 3, 'kms:ListResourceTags': 6 });
  });

  const denied = () => {
    throw new StubError(
      'AccessDeniedException',
      'User: arn:aws:iam::123456789012:user/x is not authorized to perform this',
    );
  };

  it('keeps the other keys when one may not be described', async () => {
    const [open, shut] = [await create(), await create()];
    stub.on('kms:DescribeKey', ({ KeyId }: { KeyId: string }) =>
      KeyId === shut ? denied() : { KeyMetadata: { KeyId, Arn: `arn:aws:kms:eu-north-1:123456789012:key/${KeyId}` } },
    );
    const { rows, gaps } = await collectOne(keys, { port: stub.port });
    expect(rows.map(({ item }) => item['KeyId'])).toEqual([open]);
    expect(gaps).toMatchObject([{ reason: 'denied', api: 'kms:DescribeKey', resource: shut }]);
  });

  it('says which listing or detail was denied', async () => {
    await create();
    stub.on('kms:GetKeyPolicy', denied);
    const { rows } = await collectOne(keys, { port: stub.port, details: ['policy', 'tags'] });
    expect(rows[0]?.details).toMatchObject({
      policy: { ok: false, gap: { reason: 'denied', api: 'kms:GetKeyPolicy', actions: ['kms:GetKeyPolicy'] } },
      tags: { ok: true },
    });
    stub.on('kms:ListKeys', denied);
    const { rows: none, gaps } = await collectOne(keys, { port: stub.port });
    expect(none).toEqual([]);
    expect(gaps).toMatchObject([{ reason: 'denied', api: 'kms:ListKeys', region: 'eu-north-1' }]);
  });
});
