import { describe, expect, it } from 'vitest';
import { clusterInUse, linkedRegionNeeded } from '../../../src/checks/dsql/idle-clusters.js';
import { dsql } from '../../../src/checks/dsql/system.js';
import { Unavailable } from '../../../src/core/unavailable.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { steady, silent, until } from '../../support/series.js';
import { observe } from '../../support/system.js';
import { gap, judge, world } from '../../support/world.js';
import { clusterArn, clusterRow, clusterUse, linked } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const judged = async (check: object, clusters: Facts, params = {}) =>
  (await judge(check, world({ 'dsql.clusters': clusters }), params)).filter(
    ({ resource }) => resource.region !== 'us-east-1',
  )[0];
const busy = clusterUse({ TotalTransactions: steady(500), MultiRegionWriteDPU: steady(24), TotalDPU: steady(30) });

describe('dsql-cluster-in-use', () => {
  const inUse = (clusters: Facts, params = {}) => judged(clusterInUse, clusters, params);

  it('passes a cluster that runs transactions', async () => {
    expect((await inUse([clusterRow('lodge', busy)]))?.message).toBe('15,500 transactions in 30 days');
  });

  it('fails one that runs none, awake or asleep, and frees its storage', async () => {
    for (const status of ['ACTIVE', 'IDLE', 'INACTIVE']) {
      const use = clusterUse({ TotalTransactions: until(31) });
      expect(await inUse([clusterRow('trial', use, { status })])).toMatchObject({
        verdict: 'FAIL',
        message: 'no transaction for 30 days; last on 2026-10-22',
        saving: { releases: [{ price: 'dsql/DSQL-Storage-ByteHrs', units: 2 }] },
        disuse: { grade: 'strong', window: 30, last: '2026-10-22' },
      });
    }
    const empty = clusterUse({ ClusterStorageSize: steady(0) });
    expect((await inUse([clusterRow('empty', empty)]))?.saving).toEqual({ releases: [] });
  });

  it('does not take a cluster for silent whose metrics may go by another name', async () => {
    expect(await inUse([clusterRow('x', clusterUse({ ClusterStorageSize: silent }))])).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      message: expect.stringContaining('silence proves nothing') as string,
    });
  });

  it('leaves out young clusters, those that are not there yet, and announced targets', async () => {
    const young = { creationTime: '2026-11-02T08:00:00.000Z' };
    expect((await inUse([clusterRow('x', clusterUse(), young)]))?.message).toBe('too young to judge (20 of 30 days)');
    expect((await inUse([clusterRow('x', clusterUse(), { status: 'FAILED' })]))?.verdict).toBe('NOT_APPLICABLE');
    for (const target of ['x', clusterArn('x')]) {
      expect((await inUse([clusterRow('x')], { migration_targets: [target] }))?.verdict).toBe('NOT_APPLICABLE');
    }
  });

  it('judges linked clusters together', async () => {
    expect(await inUse(linked(clusterUse(), busy))).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: 'one of several regions: used in us-east-1',
    });
    expect((await inUse(linked(clusterUse(), clusterUse())))?.verdict).toBe('FAIL');
    const [here] = linked(clusterUse(), busy);
    const hidden = { rows: here ? [here] : [], gaps: [gap('dsql:ListClusters', { region: 'us-east-1' })] };
    expect((await inUse(hidden))?.verdict).toBe('NOT_AVAILABLE');
    const outside = { clusters: [clusterArn('far', 'ap-northeast-1')] };
    expect((await inUse([clusterRow('x', clusterUse(), outside)]))?.verdict).toBe('NOT_AVAILABLE');
  });

  it('does not guess', async () => {
    expect((await inUse([clusterRow('x', gap('cloudwatch:GetMetricData'))]))?.verdict).toBe('NOT_AVAILABLE');
    expect((await inUse({ gaps: [gap('dsql:GetCluster')] }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('dsql-linked-region-needed', () => {
  const needed = (clusters: Facts, params = {}) => judged(linkedRegionNeeded, clusters, params);

  it('passes a region with transactions of its own', async () => {
    expect((await needed(linked(busy, clusterUse())))?.verdict).toBe('PASS');
  });

  it('fails one without, and frees its storage and the copies of writes, where they are charged', async () => {
    const finding = await needed(linked(clusterUse(), busy));
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: 'no transaction for 30 days (not once in 90 days), while us-east-1 is used',
      cleanUp: { does: 'decide', undo: 'never' },
    });
    expect(finding?.saving?.releases).toEqual([
      { price: 'dsql/DSQL-Storage-ByteHrs', units: 2 },
      { price: 'dsql/DSQL-DistributedProcessingUnits', units: expect.closeTo(730) as number, region: 'us-east-1' },
    ]);
    const named = clusterUse({ TotalTransactions: steady(500), MultiRegionWriteDPUByResourceId: steady(24) });
    expect((await needed(linked(clusterUse(), named)))?.saving?.releases).toHaveLength(2);
  });

  it('has nothing to say of one region, of recovery regions, and where no region is used', async () => {
    expect((await needed([clusterRow('x')]))?.verdict).toBe('NOT_APPLICABLE');
    expect((await needed([clusterRow('x', clusterUse(), { clusters: [clusterArn('x')] })]))?.verdict).toBe(
      'NOT_APPLICABLE',
    );
    expect((await needed(linked(clusterUse(), busy), { recovery_regions: ['eu-north-1'] }))?.verdict).toBe(
      'NOT_APPLICABLE',
    );
    expect((await needed(linked(clusterUse(), clusterUse())))?.message).toContain('no region of it was used');
  });

  it('does not guess', async () => {
    expect((await needed(linked(gap('cloudwatch:GetMetricData'), busy)))?.verdict).toBe('NOT_AVAILABLE');
    expect((await needed(linked(clusterUse(), gap('cloudwatch:GetMetricData'))))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('Aurora DSQL in the ledger', () => {
  const seen = (clusters: Facts) => observe(dsql, world({ 'dsql.clusters': clusters }));

  it('is in use while transactions run, and not while none do', () => {
    const both = seen([clusterRow('lodge', busy, { tags: { Name: 'lodge-main' } }), clusterRow('trial')]);
    expect(both.inventory).toMatchObject({ count: 2, noun: 'clusters', newest: '2026-03-01T08:00:00.000Z' });
    expect(both.inventory?.names).toContain('lodge-main');
    expect(both.use).toMatchObject({ grade: 'strong', message: '15,500 transactions in 30 days', last: '2026-11-22' });
    expect(seen([clusterRow('trial', clusterUse({ TotalTransactions: until(31) }))]).use).toMatchObject({
      grade: 'none',
      message: 'no transaction in the one cluster for 30 days; last on 2026-10-22',
    });
    expect(seen([]).use).toMatchObject({ grade: 'none', message: 'there is no cluster' });
  });

  it('cannot tell what is hidden', () => {
    expect(() => seen({ gaps: [gap('dsql:ListClusters')] }).inventory).toThrow(Unavailable);
    expect(() => seen([clusterRow('x', gap('cloudwatch:GetMetricData'))]).use).toThrow(Unavailable);
  });
});
