import {
  ApplicationAutoScalingClient,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { CreateClusterCommand, DAXClient } from '@aws-sdk/client-dax';
import { CreateBackupCommand, CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backups } from '../../../src/checks/dynamodb/backups.js';
import { daxClusters } from '../../../src/checks/dynamodb/dax-clusters.js';
import { noneWithoutEndpoint } from '../../../src/checks/dynamodb/endpoint.js';
import { scalableTargets } from '../../../src/checks/dynamodb/scalable-targets.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Handler, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
};

describeWithMoto('what belongs to DynamoDB tables', () => {
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
  const at = () => clients(server.port, 'eu-north-1');
  const port = () => ({ port: stub.port });

  describe('backups', () => {
    it('reads what somebody made, over all pages', async () => {
      expect(await collectOne(backups, port())).toMatchObject({
        rows: [],
        gaps: [],
        calls: { 'dynamodb:ListBackups': 1 },
      });
      const client = (await at())(DynamoDBClient);
      await client.send(
        new CreateTableCommand({
          TableName: 'orders',
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
        }),
      );
      await client.send(new CreateBackupCommand({ TableName: 'orders', BackupName: 'before' }));
      const { rows } = await collectOne(backups, port());
      expect(rows[0]?.item).toMatchObject({
        BackupName: 'before',
        BackupStatus: 'AVAILABLE',
        TableName: 'orders',
        TableArn: 'arn:aws:dynamodb:eu-north-1:123456789012:table/orders',
      });
      const BackupSummaries = ['a', 'b', 'c'].map(BackupArn => ({ BackupArn, BackupSizeBytes: 5 }));
      const inputs: object[] = [];
      const tokens = { takes: 'ExclusiveStartBackupArn', gives: 'LastEvaluatedBackupArn' };
      const paged = pages({ BackupSummaries }, { size: 2, ...tokens });
      const remember: Handler<Record<string, string>> = (input, place) => {
        inputs.push(input);
        return paged(input, place);
      };
      stub.on('dynamodb:ListBackups', remember);
      expect((await collectOne(backups, port())).rows.map(row => row.item['BackupArn'])).toEqual(['a', 'b', 'c']);
      expect(inputs).toMatchObject([{ BackupType: 'USER' }, { ExclusiveStartBackupArn: 'page-2' }]);
    });

    it('says what was denied', async () => {
      stub.on('dynamodb:ListBackups', denied);
      expect((await collectOne(backups, port())).gaps).toMatchObject([
        { reason: 'denied', api: 'dynamodb:ListBackups' },
      ]);
    });
  });

  describe('scalable targets', () => {
    const target = {
      ServiceNamespace: 'dynamodb' as const,
      ResourceId: 'table/orders',
      ScalableDimension: 'dynamodb:table:ReadCapacityUnits' as const,
    };

    it('reads targets with their policies', async () => {
      expect((await collectOne(scalableTargets, port())).rows).toEqual([]);
      const client = (await at())(ApplicationAutoScalingClient);
      const suspended = {
        DynamicScalingInSuspended: true,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
      };
      await client.send(
        new RegisterScalableTargetCommand({ ...target, MinCapacity: 2, MaxCapacity: 40, SuspendedState: suspended }),
      );
      await client.send(
        new PutScalingPolicyCommand({
          ...target,
          PolicyName: 'follow',
          PolicyType: 'TargetTrackingScaling',
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: 70,
            PredefinedMetricSpecification: { PredefinedMetricType: 'DynamoDBReadCapacityUtilization' },
          },
        }),
      );
      const { rows } = await collectOne(scalableTargets, { ...port(), details: ['policies'] });
      expect(rows).toEqual([
        {
          region: 'eu-north-1',
          item: {
            ResourceId: 'table/orders',
            ScalableDimension: 'dynamodb:table:ReadCapacityUnits',
            MinCapacity: 2,
            MaxCapacity: 40,
            DynamicScalingInSuspended: true,
          },
          details: { policies: { ok: true, value: [{ PolicyName: 'follow' }] } },
        },
      ]);
    });

    it('reads every page, and a target without policy as one', async () => {
      const ScalableTargets = ['a', 'b', 'c'].map(name => ({
        ...target,
        ResourceId: `table/${name}`,
        MinCapacity: 1,
        MaxCapacity: 2,
        RoleARN: 'arn:aws:iam::123456789012:role/x',
        CreationTime: new Date('2026-01-01T00:00:00Z'),
      }));
      stub.on('application-autoscaling:DescribeScalableTargets', pages({ ScalableTargets }, { size: 2 }));
      stub.on('application-autoscaling:DescribeScalingPolicies', pages({ ScalingPolicies: [] }, { size: 2 }));
      const { rows, calls } = await collectOne(scalableTargets, { ...port(), details: ['policies'] });
      expect(rows.map(row => row.details['policies'])).toEqual(Array(3).fill({ ok: true, value: [] }));
      expect(calls).toEqual({
        'application-autoscaling:DescribeScalableTargets': 2,
        'application-autoscaling:DescribeScalingPolicies': 1,
      });
      stub.on('application-autoscaling:DescribeScalingPolicies', denied);
      const refused = await collectOne(scalableTargets, { ...port(), details: ['policies'] });
      expect(refused.rows[0]?.details['policies']).toMatchObject({
        ok: false,
        gap: { actions: ['application-autoscaling:DescribeScalingPolicies'] },
      });
      stub.on('application-autoscaling:DescribeScalableTargets', denied);
      expect((await collectOne(scalableTargets, port())).gaps).toMatchObject([{ reason: 'denied' }]);
    });
  });

  describe('DAX clusters', () => {
    it('reads clusters with their nodes, over all pages', async () => {
      expect(await collectOne(daxClusters, port())).toMatchObject({ rows: [], gaps: [] });
      const client = (await at())(DAXClient);
      const role = 'arn:aws:iam::123456789012:role/dax';
      await client.send(
        new CreateClusterCommand({
          ClusterName: 'cache',
          NodeType: 'dax.t3.small',
          ReplicationFactor: 2,
          IamRoleArn: role,
        }),
      );
      const { rows } = await collectOne(daxClusters, port());
      expect(rows[0]?.item).toMatchObject({ ClusterName: 'cache', NodeType: 'dax.t3.small' });
      const Nodes = [{ NodeId: 'a', NodeCreateTime: new Date('2026-01-01T00:00:00Z') }];
      const Clusters = ['a', 'b', 'c'].map(ClusterName => ({ ClusterName, Status: 'available', Nodes }));
      stub.on('dax:DescribeClusters', pages({ Clusters }, { size: 2 }));
      const paged = await collectOne(daxClusters, port());
      expect(paged.calls).toEqual({ 'dax:DescribeClusters': 2 });
      expect(paged.rows.map(row => row.item['Nodes'])).toEqual(
        Array(3).fill([{ NodeId: 'a', NodeCreateTime: '2026-01-01T00:00:00.000Z' }]),
      );
    });

    it('reads an account that never had one as one without, and a denial as a gap', async () => {
      stub.on('dax:DescribeClusters', () => {
        throw new StubError('ServiceLinkedRoleNotFoundFault', 'The specified service linked role was not found');
      });
      expect(await collectOne(daxClusters, port())).toMatchObject({ rows: [], gaps: [] });
      stub.on('dax:DescribeClusters', denied);
      expect((await collectOne(daxClusters, port())).gaps).toMatchObject([
        { reason: 'denied', api: 'dax:DescribeClusters' },
      ]);
    });
  });
});

describe('a region that the service has not come to', () => {
  const failing = (error: Error) => () => Promise.reject<object[]>(error);

  it('has no host of that name, and so nothing of the service', async () => {
    const missing = Object.assign(new Error('getaddrinfo ENOTFOUND dax.eu-north-1.amazonaws.com'), {
      code: 'ENOTFOUND',
    });
    expect(await noneWithoutEndpoint(failing(missing))).toEqual([]);
  });

  it('is not one whose answer was lost', async () => {
    const lost = Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' });
    await expect(noneWithoutEndpoint(failing(lost))).rejects.toThrow('EAI_AGAIN');
  });
});
