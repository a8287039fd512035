import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KeptAnswers } from '../../src/aws/kept-answers.js';
import { Purse } from '../../src/aws/purse.js';
import { collection } from '../../src/core/collection.js';
import {
  lastActiveDay,
  lastDays,
  latestOf,
  meanOf,
  type MetricSeries,
  peakOf,
  totalOf,
} from '../../src/core/metrics.js';
import type { StoredRow } from '../../src/core/world.js';
import { type Handler, type Stub, StubError, startStub } from '../server/stub.js';
import { collectNeeds } from '../support/collect.js';

interface Query {
  Id: string;
  MetricStat: { Metric: { MetricName: string; Dimensions?: { Value: string }[] }; Period: number; Stat: string };
}
/** Times are seconds since 1970, as the protocol has them. */
interface Input {
  StartTime: number;
  EndTime: number;
  NextToken?: string;
  MetricDataQueries: Query[];
}
interface Thing {
  Name: string;
}
const daily = (MetricName: string, Name: string, Days = 30) => ({
  Namespace: 'AWS/X',
  MetricName,
  Dimensions: { Name },
  Statistic: 'Sum' as const,
  Days,
});
/** A kind of thing of which there are so many in each region, with two metrics each. */
const thingsOf = (id: string, count: number, days = 30) =>
  collection<Thing, { use: { Reads: MetricSeries; Writes: MetricSeries } }>({
    id: `x.${id}`,
    noun: 'things',
    calls: [],
    list: () => Promise.resolve(Array.from({ length: count }, (_, at) => ({ Name: `${id}-${at}` }))),
    resource: ({ Name }) => ({ id: Name, type: 'AWS::X::Thing' }),
    details: {
      use: { metrics: ({ Name }) => ({ Reads: daily('Reads', Name, days), Writes: daily('Writes', Name, days) }) },
    },
  });

const now = new Date('2026-11-22T09:00:00.000Z');
const valueOf = (row: StoredRow | undefined) => {
  const use = row?.details['use'];
  return use?.ok ? (use.value as Record<string, MetricSeries>) : undefined;
};

describe('metrics', () => {
  let stub: Stub;
  let asked: { region: string; input: Input }[];
  beforeAll(async () => {
    stub = await startStub();
  });
  afterAll(() => stub.stop());
  const answer = (results: (queries: Query[], input: Input) => object[]) => {
    asked = [];
    stub.on<Input, object>('cloudwatch:GetMetricData', (input, { region }) => {
      asked.push({ region, input });
      return { MetricDataResults: results(input.MetricDataQueries, input) };
    });
  };
  const point = (Id: string, StatusCode = 'Complete') => ({
    Id,
    StatusCode,
    Timestamps: [new Date('2026-11-20T00:00:00Z')],
    Values: [7],
  });
  beforeEach(() => {
    stub.clear();
    stub.on('sts:GetCallerIdentity', () => ({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/a',
      UserId: 'A',
    }));
    stub.on('ec2:DescribeRegions', () => ({
      Regions: ['eu-north-1', 'us-east-1'].map(RegionName => ({ RegionName })),
    }));
    stub.on('iam:ListAccountAliases', () => ({ AccountAliases: [], IsTruncated: false }));
  });
  const ask = (needs: ReturnType<typeof thingsOf>[], regions = ['eu-north-1'], more = {}) =>
    collectNeeds(
      needs.map(one => one.with('use')),
      { port: stub.port, regions, now, ...more },
    );

  it('are asked 500 at a time a region, however many collections want them', async () => {
    answer(queries => queries.map(({ Id }) => point(Id)));
    const { calls } = await ask(
      [thingsOf('a', 200), thingsOf('b', 120), thingsOf('c', 0)],
      ['eu-north-1', 'us-east-1'],
    );
    // (200 + 120) things with 2 metrics: 640 metrics, two requests a region.
    expect(calls['cloudwatch:GetMetricData']).toBe(4);
    expect(
      asked
        .map(({ region, input }) => [region, input.MetricDataQueries.length])
        .sort((a, b) => String(a).localeCompare(String(b))),
    ).toEqual([
      ['eu-north-1', 140],
      ['eu-north-1', 500],
      ['us-east-1', 140],
      ['us-east-1', 500],
    ]);
  });

  it('cover whole UTC days up to and with today, and have null where there is no data point', async () => {
    answer(queries =>
      queries.map(({ Id, MetricStat }) =>
        MetricStat.Metric.MetricName === 'Reads'
          ? point(Id)
          : { Id, StatusCode: 'Complete', Timestamps: [], Values: [] },
      ),
    );
    const { collections } = await ask([thingsOf('a', 1)]);
    const { Reads, Writes } = valueOf(collections['x.a']?.rows[0]) ?? {};
    expect(Reads?.Start).toBe('2026-10-23T00:00:00.000Z');
    expect(Reads?.Values).toHaveLength(31);
    expect(Reads?.Values[28]).toBe(7);
    expect(Reads && [totalOf(Reads), peakOf(Reads), meanOf(Reads), latestOf(Reads), lastActiveDay(Reads)]).toEqual([
      7,
      7,
      7,
      7,
      '2026-11-20',
    ]);
    expect(Writes && [totalOf(Writes), meanOf(Writes), lastActiveDay(Writes)]).toEqual([0, null, null]);
    expect(Reads && lastDays(Reads, 7)).toMatchObject({ Start: '2026-11-15T00:00:00.000Z', Values: { length: 8 } });
    expect(new Date(Number(asked[0]?.input.StartTime) * 1000).toISOString()).toBe('2026-10-23T00:00:00.000Z');
    expect(new Date(Number(asked[0]?.input.EndTime) * 1000).toISOString()).toBe('2026-11-23T00:00:00.000Z');
  });

  it('keep each its own window where a longer one shares the request', async () => {
    answer((queries, { StartTime }) =>
      queries.map(({ Id }) => ({
        Id,
        StatusCode: 'Complete',
        Timestamps: [new Date(StartTime * 1000), now],
        Values: [1, 2],
      })),
    );
    const { collections } = await ask([thingsOf('a', 1, 90), thingsOf('b', 1, 7)]);
    expect(totalOf(valueOf(collections['x.a']?.rows[0])?.['Reads'] as MetricSeries)).toBe(3);
    expect(totalOf(valueOf(collections['x.b']?.rows[0])?.['Reads'] as MetricSeries)).toBe(2);
    expect(asked).toHaveLength(1);
  });

  it('are read over all pages', async () => {
    asked = [];
    stub.on<Input, object>('cloudwatch:GetMetricData', input => ({
      MetricDataResults: input.MetricDataQueries.map(({ Id }) => ({
        Id,
        StatusCode: input.NextToken ? 'Complete' : 'PartialData',
        Timestamps: [new Date(input.NextToken ? '2026-11-21T00:00:00Z' : '2026-11-20T00:00:00Z')],
        Values: [5],
      })),
      ...(input.NextToken ? {} : { NextToken: 'more' }),
    }));
    const { collections } = await ask([thingsOf('a', 1)]);
    expect(totalOf(valueOf(collections['x.a']?.rows[0])?.['Reads'] as MetricSeries)).toBe(10);
  });

  it('that came back in part are asked again, and are a gap when they stay so', async () => {
    answer((queries, _input) =>
      queries.map(({ Id, MetricStat }) =>
        point(Id, MetricStat.Metric.Dimensions?.[0]?.Value === 'a-0' && asked.length < 2 ? 'PartialData' : 'Complete'),
      ),
    );
    const mended = await ask([thingsOf('a', 2)]);
    expect(mended.collections['x.a']?.rows.map(row => row.details['use']?.ok)).toEqual([true, true]);
    expect(asked.map(({ input }) => input.MetricDataQueries.length)).toEqual([4, 2]);
    answer(queries => queries.map(({ Id }) => point(Id, Id === 'q0' ? 'InternalError' : 'Complete')));
    const { collections } = await ask([thingsOf('a', 2)]);
    expect(collections['x.a']?.rows.map(row => row.details['use'])).toMatchObject([
      { ok: false, gap: { reason: 'unexpected-answer', api: 'cloudwatch:GetMetricData' } },
      { ok: true },
    ]);
    expect(asked).toHaveLength(3);
  });

  it('that are denied are gaps, of all or of the one that CloudWatch forbids', async () => {
    answer(queries => queries.map(({ Id }) => (Id === 'q0' ? { Id, StatusCode: 'Forbidden' } : point(Id))));
    const { collections } = await ask([thingsOf('a', 2)]);
    expect(collections['x.a']?.rows.map(row => row.details['use'])).toMatchObject([
      { gap: { reason: 'denied' } },
      { ok: true },
    ]);
    const denied: Handler = () => {
      throw new StubError('AccessDenied', 'no identity-based policy allows cloudwatch:GetMetricData', 403);
    };
    stub.on('cloudwatch:GetMetricData', denied);
    expect((await ask([thingsOf('a', 1)])).collections['x.a']?.rows[0]?.details['use']).toMatchObject({
      ok: false,
      gap: { reason: 'denied', actions: ['cloudwatch:GetMetricData'] },
    });
  });

  it('are not asked when nothing that is billed may be, or when they cost more than the budget', async () => {
    answer(queries => queries.map(({ Id }) => point(Id)));
    for (const more of [{ billedApis: false }, { budget: 0.000_03 }]) {
      const { collections } = await ask([thingsOf('a', 2)], ['eu-north-1'], more);
      expect(collections['x.a']?.rows[0]?.details['use']).toMatchObject({ ok: false, gap: { reason: 'declined' } });
    }
    expect(asked).toEqual([]);
    const { collections } = await ask([thingsOf('a', 2)], ['eu-north-1'], { budget: 0.000_04 });
    expect(collections['x.a']?.rows[0]?.details['use']?.ok).toBe(true);
  });
});

describe('the purse', () => {
  it('lets four requests to Cost Explorer pass, and more only with a budget', () => {
    const usual = new Purse();
    for (let at = 0; at < 4; at++) usual.spend('ce:GetCostAndUsage', 0.01);
    expect(() => usual.spend('ce:GetCostAndUsage', 0.01)).toThrow(/four times at most/);
    usual.spend('cloudwatch:GetMetricData', 5);
    expect(usual.spent).toEqual({ 'ce:GetCostAndUsage': expect.closeTo(0.04), 'cloudwatch:GetMetricData': 5 });
    const more = new Purse({ budget: 0.06 });
    for (let at = 0; at < 6; at++) more.spend('ce:GetCostAndUsage', 0.01);
    expect(() => more.spend('ce:GetCostAndUsage', 0.01)).toThrow(/--budget 0.06/);
    expect(more.total).toBeCloseTo(0.06);
  });
});

describe('kept answers', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kept-'));
    return () => rm(folder, { recursive: true });
  });

  it('are given again for a day, each for its own question', async () => {
    const kept = new KeptAnswers(path.join(folder, 'new'));
    let asked = 0;
    const ask = () => Promise.resolve({ bill: (asked += 1) });
    const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
    expect(await kept.get('a', now, ask)).toEqual({ bill: 1 });
    expect(await kept.get('a', later(23), ask)).toEqual({ bill: 1 });
    expect(await kept.get('b', later(23), ask)).toEqual({ bill: 2 });
    expect(await kept.get('a', later(24), ask)).toEqual({ bill: 3 });
    expect(await kept.get('a', later(-1), ask)).toEqual({ bill: 4 });
    expect((await readdir(path.join(folder, 'new'))).every(name => name.endsWith('.json'))).toBe(true);
  });

  it('that are damaged are asked again, and a folder that is none is refused', async () => {
    const kept = new KeptAnswers(folder);
    await kept.get('a', now, () => Promise.resolve(1));
    const [name = ''] = await readdir(folder);
    await writeFile(path.join(folder, name), '{"na');
    expect(await kept.get('a', now, () => Promise.resolve(2))).toBe(2);
    await expect(new KeptAnswers(path.join(folder, name)).check()).rejects.toThrow('--ce-cache');
  });
});
