import { describe, expect, it } from 'vitest';
import { daxClusterInUse } from '../../../src/checks/dynamodb/dax-clusters.js';
import { replicaInUse } from '../../../src/checks/dynamodb/replicas.js';
import { operations } from '../../../src/checks/dynamodb/table-metrics.js';
import { steady, silent, until } from '../../support/series.js';
import { gap, judge, world } from '../../support/world.js';
import { asked, daxRow, index, onDemand, tableRow, units, used } from './rows.js';

describe('dynamodb-global-replica-in-use', () => {
  const Replicas = [{ RegionName: 'us-east-1', ReplicaStatus: 'ACTIVE' }];
  const judged = async (details: Record<string, unknown>, more = {}, params = {}) =>
    (
      await judge(
        replicaInUse,
        world({ 'dynamodb.tables': [tableRow('orders', { Replicas, ...onDemand, ...more }, details)] }),
        params,
      )
    )[0];
  const quiet = Object.fromEntries(operations.map(one => [one, silent]));
  /** Writes that come from the other regions show as consumed capacity. */
  const replicated = { use: used(silent, steady(240)) };

  it('passes a region whose clients ask it, also by writes alone or through its stream', async () => {
    expect(await judged({ requests: { ...quiet, Query: steady(2) } })).toMatchObject({
      verdict: 'PASS',
      message: 'asked here in 30 days: Query 62',
    });
    expect((await judged({ requests: { ...quiet, PutItem: steady(2) } }))?.verdict).toBe('PASS');
    expect((await judged({ requests: { ...quiet, GetRecords: steady(2) } }))?.verdict).toBe('PASS');
  });

  it('fails one that replication alone keeps busy, and frees its writes, storage and history', async () => {
    const requests = { ...quiet, Query: until(70) };
    const continuousBackups = { PointInTimeRecoveryStatus: 'ENABLED' };
    const finding = await judged({ requests, ...replicated, continuousBackups });
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: 'no request in eu-north-1 for 30 days; last on 2026-09-13',
      cleanUp: { does: 'decide' },
      fix: {
        command: `aws dynamodb update-table --table-name orders --replica-updates '[{''"Delete":{''"RegionName":"eu-north-1"}}]' --region us-east-1`,
      },
    });
    expect(finding?.saving?.releases).toEqual([
      { price: 'dynamodb/ReplWriteRequestUnits', units: expect.closeTo(240 * (730 / 24)) as number },
      { price: 'dynamodb/TimedStorage-ByteHrs', units: 2 },
      { price: 'dynamodb/TimedPITRStorage-ByteHrs', units: 2 },
    ]);
    const held = { BillingMode: null, ProvisionedThroughput: units(4, 6), GlobalSecondaryIndexes: [index('x')] };
    expect((await judged(replicated, held))?.saving?.releases).toEqual([
      { price: 'dynamodb/ReplWriteCapacityUnit-Hrs', units: 11 * 730 },
      { price: 'dynamodb/ReadCapacityUnit-Hrs', units: 9 * 730 },
      { price: 'dynamodb/TimedStorage-ByteHrs', units: 3 },
    ]);
  });

  it('has nothing to say of single regions, of recovery regions and of young copies, and does not guess', async () => {
    expect((await judged({}, { Replicas: [] }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged(replicated, {}, { recovery_regions: ['eu-north-1'] }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged({}, { CreationDateTime: '2026-11-20T00:00:00.000Z' }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged({ requests: gap('cloudwatch:GetMetricData') }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('dynamodb-dax-cluster-in-use', () => {
  const judged = async (use: unknown, more = {}, params = {}) =>
    (await judge(daxClusterInUse, world({ 'dynamodb.dax-clusters': [daxRow('cache', use, more)] }), params))[0];

  it('passes a cache that has the answer often enough', async () => {
    expect((await judged(asked(100, 60, 40)))?.message).toContain('60 % of its lookups answered from the cache');
    expect((await judged(asked(100, 10, 90), {}, { min_hit_rate: 0.1 }))?.verdict).toBe('PASS');
  });

  it('fails one that nobody asks, and frees its nodes', async () => {
    expect(await judged({ ...asked(0), TotalRequestCount: until(20) })).toMatchObject({
      verdict: 'FAIL',
      message: 'no request for 14 days; last on 2026-11-02',
      saving: { releases: [{ price: 'dynamodb/NodeUsage:dax.t3.small', units: 3 * 730 }] },
      disuse: { window: 14, last: '2026-11-02' },
      cleanUp: { does: 'delete', undo: 'at once' },
    });
  });

  it('fails one that rarely has the answer, and leaves the decision to a person', async () => {
    expect(await judged(asked(100, 10, 90))).toMatchObject({ verdict: 'FAIL', cleanUp: { does: 'decide' } });
    expect((await judged(asked(100)))?.verdict).toBe('FAIL');
    expect((await judged(asked(100)))?.disuse).toBeUndefined();
  });

  it('does not judge what is young or being made, and does not guess', async () => {
    const Nodes = [{ NodeId: 'a', NodeCreateTime: '2026-11-20T00:00:00.000Z' }];
    expect((await judged(asked(0), { Nodes }))?.message).toBe('too young to judge (2 of 14 days)');
    expect((await judged(asked(0), { Status: 'creating' }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged(asked(0), { Nodes: [] }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(gap('cloudwatch:GetMetricData')))?.verdict).toBe('NOT_AVAILABLE');
  });
});
