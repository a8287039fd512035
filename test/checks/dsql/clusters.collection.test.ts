import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clusters } from '../../../src/checks/dsql/clusters.js';
import { pages } from '../../server/pages.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
};
const arnOf = (identifier: string, region = 'eu-north-1') =>
  `arn:aws:dsql:${region}:123456789012:cluster/${identifier}`;
const told = (identifier: string, more: object = {}) => ({
  identifier,
  arn: arnOf(identifier),
  status: 'ACTIVE',
  creationTime: new Date('2026-03-01T08:00:00Z'),
  deletionProtectionEnabled: true,
  ...more,
});

// moto does not know the host of DSQL.
describe('the collection of Aurora DSQL clusters', () => {
  let stub: Stub;
  beforeAll(async () => {
    stub = await startStub();
  });
  beforeEach(() => {
    stub.clear();
    stub.on('sts:GetCallerIdentity', () => ({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/x',
      UserId: 'x',
    }));
    stub.on('ec2:DescribeRegions', () => ({
      Regions: [{ RegionName: 'eu-north-1', OptInStatus: 'opt-in-not-required' }],
    }));
  });
  afterAll(() => stub.stop());
  const collected = (...details: string[]) => collectOne(clusters, { port: stub.port, details });
  const listing = (...names: string[]) =>
    stub.on(
      'dsql:ListClusters',
      pages(
        { clusters: names.map(identifier => ({ identifier, arn: arnOf(identifier) })) },
        { size: 2, takes: 'nextToken' },
      ),
    );

  it('costs one call in a region without clusters', async () => {
    listing();
    expect(await collected()).toEqual({ rows: [], gaps: [], calls: { 'dsql:ListClusters': 1 } });
  });

  it('reads every page, and the links of a cluster', async () => {
    listing('a', 'b', 'c');
    const multiRegionProperties = { witnessRegion: 'eu-west-1', clusters: [arnOf('a'), arnOf('z', 'us-east-1')] };
    stub.on('dsql:GetCluster', ({ identifier }: { identifier: string }) =>
      told(identifier, identifier === 'a' ? { multiRegionProperties } : {}),
    );
    const { rows, calls } = await collected();
    expect(rows.map(row => row.item['identifier'])).toEqual(['a', 'b', 'c']);
    expect(rows[0]?.item).toMatchObject({ witnessRegion: 'eu-west-1', clusters: multiRegionProperties.clusters });
    expect(rows[1]?.item).toEqual({
      identifier: 'b',
      arn: arnOf('b'),
      status: 'ACTIVE',
      creationTime: '2026-03-01T08:00:00.000Z',
      deletionProtectionEnabled: true,
      witnessRegion: null,
      clusters: [],
      tags: {},
    });
    expect(calls).toEqual({ 'dsql:ListClusters': 2, 'dsql:GetCluster': 3 });
  });

  it('asks CloudWatch by both names of the dimension', async () => {
    const asked: string[] = [];
    listing('a');
    stub.on('dsql:GetCluster', () => told('a'));
    interface Query {
      Id: string;
      MetricStat: { Metric: { Namespace: string; MetricName: string; Dimensions: { Name: string; Value: string }[] } };
    }
    stub.on('cloudwatch:GetMetricData', ({ MetricDataQueries }: { MetricDataQueries: Query[] }) => {
      for (const { MetricStat } of MetricDataQueries) {
        const { Dimensions, MetricName, Namespace } = MetricStat.Metric;
        asked.push(`${Namespace} ${MetricName} ${Dimensions.map(one => `${one.Name}=${one.Value}`).join()}`);
      }
      const MetricDataResults = MetricDataQueries.map(({ Id }) => ({
        Id,
        StatusCode: 'Complete',
        Timestamps: [],
        Values: [],
      }));
      return { MetricDataResults };
    });
    await collected('use');
    expect(asked.sort((a, b) => (a < b ? -1 : 1))).toEqual([
      'AWS/AuroraDSQL ClusterStorageSize ClusterId=a',
      'AWS/AuroraDSQL MultiRegionWriteDPU ClusterId=a',
      'AWS/AuroraDSQL MultiRegionWriteDPU ResourceId=a',
      'AWS/AuroraDSQL TotalDPU ClusterId=a',
      'AWS/AuroraDSQL TotalDPU ResourceId=a',
      'AWS/AuroraDSQL TotalTransactions ClusterId=a',
    ]);
  });

  it('says what was denied, and lets the other clusters stand', async () => {
    listing('a', 'b', 'gone');
    stub.on('dsql:GetCluster', ({ identifier }: { identifier: string }) => {
      if (identifier === 'gone') throw new StubError('ResourceNotFoundException', 'not found', 404);
      return identifier === 'b' ? denied() : told(identifier);
    });
    stub.on('cloudwatch:GetMetricData', denied);
    const { rows, gaps } = await collected('use');
    expect(rows.map(row => row.item['identifier'])).toEqual(['a']);
    expect(gaps).toMatchObject([{ reason: 'denied', api: 'dsql:GetCluster', resource: 'b' }]);
    expect(rows[0]?.details['use']).toMatchObject({ ok: false, gap: { actions: ['cloudwatch:GetMetricData'] } });
    stub.on('dsql:ListClusters', denied);
    expect((await collected()).gaps).toMatchObject([{ reason: 'denied', api: 'dsql:ListClusters' }]);
  });
});
