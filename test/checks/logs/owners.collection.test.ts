import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { owners } from '../../../src/checks/logs/owners.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const kinds = ['restApis', 'appSyncApis', 'amplifyApps', 'dbInstances'];

describeWithMoto('owners of log groups', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => {
    stub.clear();
    // moto does not know these two.
    stub.on('appsync:ListApis', () => ({ apis: [] }));
    stub.on('amplify:ListApps', () => ({ apps: [] }));
  });
  afterAll(() => stub.stop());
  const collected = async () => (await collectOne(owners, { port: stub.port, details: kinds })).rows[0]?.details;

  test('none', async () => {
    const nothing = { ok: true, value: [] };
    expect(await collected()).toEqual(Object.fromEntries(kinds.map(kind => [kind, nothing])));
  });

  test('every page of every kind', async () => {
    const ids = (name: string) => [{ [name]: 'a' }, { [name]: 'b' }, { [name]: 'c' }];
    stub.on('apigateway:GetRestApis', pages({ items: ids('id') }, { size: 2, takes: 'position' }));
    stub.on('appsync:ListGraphqlApis', pages({ graphqlApis: ids('apiId') }, { size: 2, takes: 'nextToken' }));
    stub.on('appsync:ListApis', pages({ apis: [{ apiId: 'd' }, { apiId: 'e' }] }, { size: 1, takes: 'nextToken' }));
    stub.on('amplify:ListApps', pages({ apps: ids('appId') }, { size: 2, takes: 'nextToken' }));
    stub.on(
      'rds:DescribeDBInstances',
      pages({ DBInstances: ids('DBInstanceIdentifier') }, { size: 2, takes: 'Marker' }),
    );
    const three = { ok: true, value: ['a', 'b', 'c'] };
    expect(await collected()).toEqual({
      restApis: three,
      appSyncApis: { ok: true, value: ['a', 'b', 'c', 'd', 'e'] },
      amplifyApps: three,
      dbInstances: three,
    });
  });

  test('denied, each by itself', async () => {
    const denied = () => {
      throw new StubError('AccessDeniedException', 'no', 403);
    };
    for (const operation of ['apigateway:GetRestApis', 'appsync:ListApis']) stub.on(operation, denied);
    expect(await collected()).toMatchObject({
      restApis: { ok: false, gap: { reason: 'denied', actions: ['apigateway:GET'] } },
      appSyncApis: { ok: false, gap: { reason: 'denied', actions: ['appsync:ListApis'] } },
      amplifyApps: { ok: true },
      dbInstances: { ok: true },
    });
  });
});
