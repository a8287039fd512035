import { PutPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { beforeEach, expect, test } from 'vitest';
import { accountBlocks } from '../../../src/checks/s3/account-block.js';
import { startFaultProxy } from '../../server/fault-proxy.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { clients } from '../../server/redirect.js';
import { collectOne } from '../../support/collect.js';

describeWithMoto('s3.accountBlocks', () => {
  let server: Moto;

  beforeEach(async () => {
    server = await moto();
    await server.reset();
  });

  test('none, then one', async () => {
    const bare = await collectOne(accountBlocks, { port: server.port });
    expect(bare).toMatchObject({
      gaps: [],
      rows: [{ region: 'global', item: { AccountId: server.accountId, PublicAccessBlockConfiguration: null } }],
      calls: { 's3control:GetPublicAccessBlock': 1 },
    });
    const client = (await clients(server.port, 'us-east-1'))(S3ControlClient);
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    await client.send(new PutPublicAccessBlockCommand({ AccountId: server.accountId, PublicAccessBlockConfiguration }));
    const { rows } = await collectOne(accountBlocks, { port: server.port });
    expect(rows[0]?.item['PublicAccessBlockConfiguration']).toEqual({
      ...PublicAccessBlockConfiguration,
      BlockPublicPolicy: false,
    });
  });

  test('denied names the IAM action of the account, not that of a bucket', async () => {
    const proxy = await startFaultProxy(server.port);
    proxy.add({ on: 's3control:GetPublicAccessBlock', fault: { error: 'AccessDenied', status: 403 } });
    const { rows, gaps } = await collectOne(accountBlocks, { port: proxy.port });
    await proxy.stop();
    expect(rows).toEqual([]);
    expect(gaps).toMatchObject([{ reason: 'denied', actions: ['s3:GetAccountPublicAccessBlock'], region: 'global' }]);
  });
});
