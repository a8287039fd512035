import { CreateTableCommand, DynamoDBClient, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { tables } from '../../../src/checks/dynamodb/tables.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

interface Query {
  Id: string;
  MetricStat: {
    Metric: { MetricName: string; Dimensions: { Name: string; Value: string }[] };
    Period: number;
    Stat: string;
  };
}
const described = (TableName: string, more: object = {}) => ({
  Table: {
    TableName,
    TableArn: `arn:aws:dynamodb:eu-north-1:123456789012:table/${TableName}`,
    TableStatus: 'ACTIVE',
    ...more,
  },
});
const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
};

describeWithMoto('the collection of DynamoDB tables', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(async () => {
    stub.clear();
    await server.reset();
  });
  afterAll(() => stub.stop());

  const collected = (...details: string[]) => collectOne(tables, { port: stub.port, details });

  it('costs one call in a region without tables', async () => {
    expect(await collected()).toEqual({ rows: [], gaps: [], calls: { 'dynamodb:ListTables': 1 } });
  });

  it('reads a table, its tags and its recovery', async () => {
    const client = (await clients(server.port, 'eu-north-1'))(DynamoDBClient);
    await client.send(
      new CreateTableCommand({
        TableName: 'orders',
        KeySchema: [
          { AttributeName: 'guest', KeyType: 'HASH' },
          { AttributeName: 'day', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: ['guest', 'day'].map(AttributeName => ({ AttributeName, AttributeType: 'S' as const })),
        ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 3 },
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-day',
            KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
            ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 1 },
          },
        ],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
        Tags: [{ Key: 'owner', Value: 'booking' }],
      }),
    );
    const recovery = { TableName: 'orders', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
    await client.send(new UpdateContinuousBackupsCommand(recovery));
    const { rows, gaps } = await collected('tags', 'continuousBackups');
    expect(gaps).toEqual([]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.item).toMatchObject({
      TableName: 'orders',
      TableArn: 'arn:aws:dynamodb:eu-north-1:123456789012:table/orders',
      TableStatus: 'ACTIVE',
      ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 3 },
      TableClass: null,
      DeletionProtectionEnabled: false,
      KeySchema: ['guest', 'day'],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-day',
          IndexStatus: 'ACTIVE',
          IndexSizeBytes: 0,
          ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 1 },
        },
      ],
      Replicas: [],
      StreamEnabled: true,
    });
    expect(rows[0]?.item['CreationDateTime']).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    expect(rows[0]?.details).toMatchObject({
      tags: { ok: true, value: { owner: 'booking' } },
      continuousBackups: { ok: true, value: { PointInTimeRecoveryStatus: 'ENABLED' } },
    });
  });

  it('copies what only some tables have', async () => {
    stub.on('dynamodb:ListTables', () => ({ TableNames: ['orders'] }));
    stub.on('dynamodb:DescribeTable', () =>
      described('orders', {
        BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
        TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
        DeletionProtectionEnabled: true,
        KeySchema: [
          { AttributeName: 'day', KeyType: 'RANGE' },
          { AttributeName: 'guest', KeyType: 'HASH' },
        ],
        Replicas: [{ RegionName: 'us-east-1', ReplicaStatus: 'ACTIVE', KMSMasterKeyId: 'k' }],
        TableSizeBytes: 12,
        ItemCount: 3,
      }),
    );
    expect((await collected()).rows[0]?.item).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      DeletionProtectionEnabled: true,
      KeySchema: ['guest', 'day'],
      Replicas: [{ RegionName: 'us-east-1', ReplicaStatus: 'ACTIVE' }],
      TableSizeBytes: 12,
      ItemCount: 3,
      CreationDateTime: null,
    });
  });

  it('reads every page of tables and of tags', async () => {
    const tokens = { takes: 'ExclusiveStartTableName', gives: 'LastEvaluatedTableName' };
    stub.on('dynamodb:ListTables', pages({ TableNames: ['a', 'b', 'c'] }, { size: 2, ...tokens }));
    stub.on('dynamodb:DescribeTable', ({ TableName }: { TableName: string }) => described(TableName));
    const Tags = ['x', 'y', 'z'].map(Key => ({ Key, Value: Key }));
    stub.on('dynamodb:ListTagsOfResource', pages({ Tags }, { size: 2 }));
    const { rows, calls } = await collected('tags');
    expect(rows.map(row => row.item['TableName'])).toEqual(['a', 'b', 'c']);
    expect(rows[2]?.details['tags']).toEqual({ ok: true, value: { x: 'x', y: 'y', z: 'z' } });
    expect(calls).toEqual({
      'dynamodb:ListTables': 2,
      'dynamodb:DescribeTable': 3,
      'dynamodb:ListTagsOfResource': 6,
    });
  });

  it('asks CloudWatch for the table, its indexes, and the requests of a replica', async () => {
    const queries: Query[] = [];
    stub.on('dynamodb:ListTables', () => ({ TableNames: ['orders'] }));
    stub.on('dynamodb:DescribeTable', () =>
      described('orders', {
        GlobalSecondaryIndexes: [{ IndexName: 'by-day', IndexStatus: 'ACTIVE' }],
        Replicas: [{ RegionName: 'us-east-1' }],
        StreamSpecification: { StreamEnabled: true },
        LatestStreamArn: 'arn:aws:dynamodb:eu-north-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000',
      }),
    );
    stub.on('dynamodb:ListTagsOfResource', () => ({ Tags: [] }));
    stub.on('cloudwatch:GetMetricData', ({ MetricDataQueries }: { MetricDataQueries: Query[] }) => {
      queries.push(...MetricDataQueries);
      const MetricDataResults = MetricDataQueries.map(({ Id }) => ({
        Id,
        StatusCode: 'Complete',
        Timestamps: [],
        Values: [],
      }));
      return { MetricDataResults };
    });
    const { rows } = await collected('use', 'indexUse', 'indexBuilds', 'demand', 'requests');
    const asked = queries.map(({ MetricStat: { Metric, Period, Stat } }) =>
      [Metric.MetricName, ...Metric.Dimensions.map(one => one.Value), Period, Stat].join(' '),
    );
    expect(asked).toEqual(
      expect.arrayContaining([
        'ConsumedReadCapacityUnits orders 86400 Sum',
        'ConsumedWriteCapacityUnits orders by-day 86400 Sum',
        'OnlineIndexPercentageProgress orders by-day 86400 Maximum',
        'ProvisionedWriteCapacityUnits orders by-day 3600 Average',
        'ReadThrottleEvents orders 3600 Sum',
        'SuccessfulRequestLatency orders Query 86400 SampleCount',
        'SuccessfulRequestLatency orders GetRecords 2026-01-01T00:00:00.000 86400 SampleCount',
      ]),
    );
    expect(rows[0]?.details['use']).toMatchObject({
      ok: true,
      value: { ConsumedReadCapacityUnits: { Period: 86_400 } },
    });
    const requests = rows[0]?.details['requests'];
    expect(Object.keys(requests?.ok ? (requests.value as object) : {})).toHaveLength(14);
  });

  it('says what was denied, and lets the other tables stand', async () => {
    stub.on('dynamodb:ListTables', () => ({ TableNames: ['a', 'b', 'gone'] }));
    stub.on('dynamodb:DescribeTable', ({ TableName }: { TableName: string }) => {
      if (TableName === 'gone') throw new StubError('ResourceNotFoundException', 'Requested resource not found');
      return TableName === 'b' ? denied() : described(TableName);
    });
    stub.on('dynamodb:ListTagsOfResource', denied);
    stub.on('dynamodb:DescribeContinuousBackups', denied);
    const { rows, gaps } = await collected('tags', 'continuousBackups');
    expect(rows.map(row => row.item['TableName'])).toEqual(['a']);
    expect(gaps).toMatchObject([{ reason: 'denied', api: 'dynamodb:DescribeTable', resource: 'b' }]);
    expect(rows[0]?.details).toMatchObject({
      tags: { ok: false, gap: { actions: ['dynamodb:ListTagsOfResource'] } },
      continuousBackups: { ok: false, gap: { actions: ['dynamodb:DescribeContinuousBackups'] } },
    });
    stub.on('dynamodb:ListTables', denied);
    expect((await collected()).gaps).toMatchObject([{ reason: 'denied', api: 'dynamodb:ListTables' }]);
  });

  it('reads "no backups at all" as off', async () => {
    stub.on('dynamodb:ListTables', () => ({ TableNames: ['a'] }));
    stub.on('dynamodb:DescribeTable', () => described('a'));
    stub.on('dynamodb:ListTagsOfResource', () => ({ Tags: [] }));
    stub.on('dynamodb:DescribeContinuousBackups', () => {
      throw new StubError('ContinuousBackupsUnavailableException', 'Backups have not been enabled');
    });
    expect((await collected('continuousBackups')).rows[0]?.details['continuousBackups']).toEqual({
      ok: true,
      value: { PointInTimeRecoveryStatus: 'DISABLED' },
    });
  });
});
