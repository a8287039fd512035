import { CreateSecretCommand, DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { secrets } from '../../../src/checks/secretsmanager/secrets.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

describeWithMoto('secretsmanager.secrets', () => {
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
  const collected = () => collectOne(secrets, { port: stub.port, details: ['replicas'] });

  test('none; then with those that are to be deleted, and never a value', async () => {
    expect(await collected()).toMatchObject({ rows: [], gaps: [], calls: { 'secretsmanager:ListSecrets': 1 } });
    const client = (await clients(server.port, 'eu-north-1'))(SecretsManagerClient);
    const Tags = [{ Key: 'team', Value: 'shop' }];
    await client.send(new CreateSecretCommand({ Name: 'db', SecretString: 'hunter2-of-all', Tags }));
    await client.send(new CreateSecretCommand({ Name: 'gone', SecretString: 'hunter2-of-all' }));
    await client.send(new DeleteSecretCommand({ SecretId: 'gone', RecoveryWindowInDays: 7 }));
    const { rows } = await collected();
    expect(rows.map(({ item }) => item)).toMatchObject([
      { Name: 'db', Tags: { team: 'shop' }, LastAccessedDate: null, DeletedDate: null, OwningService: null },
      { Name: 'gone', DeletedDate: expect.stringMatching(/^\d{4}-/) },
    ]);
    expect(rows[0]?.details['replicas']).toEqual({ ok: true, value: [] });
    expect(JSON.stringify(rows)).not.toContain('hunter2');
  });

  test('every page; replicas of what is replicated alone', async () => {
    const SecretList = ['a', 'b'].map(Name => ({ ARN: `arn:${Name}`, Name }));
    const replicated = { ARN: 'arn:c', Name: 'c', PrimaryRegion: 'eu-north-1', OwningService: 'rds' };
    stub.on('secretsmanager:ListSecrets', pages({ SecretList: [...SecretList, replicated] }, { size: 1 }));
    stub.on('secretsmanager:DescribeSecret', ({ SecretId }: { SecretId: string }) => ({
      ARN: SecretId,
      ReplicationStatus: [{ Region: 'us-east-1', Status: 'InSync', LastAccessedDate: new Date(0) }],
    }));
    const { rows, calls } = await collected();
    expect(calls).toEqual({ 'secretsmanager:ListSecrets': 3, 'secretsmanager:DescribeSecret': 1 });
    expect(rows.at(-1)?.details['replicas']).toEqual({
      ok: true,
      value: [{ Region: 'us-east-1', Status: 'InSync', LastAccessedDate: '1970-01-01T00:00:00.000Z' }],
    });
  });

  test('denied', async () => {
    const refuse = (operation: string) =>
      stub.on(operation, () => {
        throw new StubError('AccessDeniedException', 'User: a is not authorized to perform: x');
      });
    refuse('secretsmanager:ListSecrets');
    expect((await collected()).gaps).toMatchObject([{ reason: 'denied', actions: ['secretsmanager:ListSecrets'] }]);
    const SecretList = [{ ARN: 'arn:c', Name: 'c', PrimaryRegion: 'eu-north-1' }];
    stub.on('secretsmanager:ListSecrets', () => ({ SecretList }));
    refuse('secretsmanager:DescribeSecret');
    expect((await collected()).rows[0]?.details['replicas']).toMatchObject({
      gap: { reason: 'denied', actions: ['secretsmanager:DescribeSecret'] },
    });
  });
});
