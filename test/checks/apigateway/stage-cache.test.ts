import { describe, expect, it } from 'vitest';
import { cacheEarnsItsCost } from '../../../src/checks/apigateway/stage-cache.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { cache, cachedStage, daily, everyDay, setting, stageRow } from './rows.js';

const judged = (...rows: StoredRow[]) => judge(cacheEarnsItsCost, world({ 'apigateway.stages': rows }));
const none = everyDay(0);

describe('a cache of a stage', () => {
  it.each([
    ['a tenth of look-ups', everyDay(10), everyDay(90), 'PASS'],
    ['less than a tenth', everyDay(9), everyDay(91), 'FAIL'],
    ['every look-up', everyDay(5), none, 'PASS'],
  ])('that answers %s', async (_what, hits, misses, verdict) => {
    const [found] = await judged(cachedStage('a', cache(everyDay(100), hits, misses)));
    expect(found?.verdict).toBe(verdict);
    if (verdict === 'FAIL') {
      expect(found?.saving).toEqual({ releases: [{ price: 'apigateway/ApiGatewayCacheUsage:1.6GB', units: 730 }] });
      // It is asked, only in vain: nothing says that it is not used.
      expect(found?.disuse).toBeUndefined();
    }
  });

  it('of a stage that nobody calls fails, and says since when', async () => {
    const hits = daily(4, ...Array.from<number>({ length: 40 }).fill(0));
    const misses = daily(9, ...Array.from<number>({ length: 30 }).fill(0));
    const [found] = await judged(cachedStage('a', cache(misses, hits, misses)));
    expect(found).toMatchObject({
      verdict: 'FAIL',
      message: 'the cache of 1.6 GB is on, and the stage had no request in 14 days',
      disuse: { grade: 'strong', window: 14, last: '2026-10-23' },
      cleanUp: { does: 'change', undo: 'at once' },
    });
  });

  it('that no request asks fails, without a data point as with zeros', async () => {
    const [found] = await judged(cachedStage('a', cache(everyDay(10), daily(), daily())));
    expect(found).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringContaining('none of 150 requests') as string,
    });
  });

  it('that is on while no method uses it fails at any age', async () => {
    const young = { createdDate: '2026-11-21T00:00:00.000Z', lastUpdatedDate: '2026-11-21T00:00:00.000Z' };
    const settings = { methodSettings: { '*/*': setting() } };
    const [found] = await judged(cachedStage('a', cache(everyDay(5), none, none), { ...settings, ...young }));
    expect(found).toMatchObject({ verdict: 'FAIL', message: 'the cache of 1.6 GB is on, and no method uses it' });
  });

  it('is too young to judge while the stage changed within the window and the cache was not asked before', async () => {
    const young = { lastUpdatedDate: '2026-11-17T00:00:00.000Z' };
    const asked = daily(1, 0, 0);
    const [fresh] = await judged(cachedStage('a', cache(everyDay(5), none, asked), young));
    expect(fresh).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: expect.stringContaining('5 of 14 days') as string,
    });
    // Deployed each day, and asked for longer than the window: the cache is old enough.
    const [old] = await judged(cachedStage('a', cache(everyDay(5), none, everyDay(5)), young));
    expect(old?.verdict).toBe('FAIL');
  });

  it('cannot be told from that of another API of the same name', async () => {
    const shared = { apiName: 'orders' };
    const metrics = cache(everyDay(100), everyDay(50), everyDay(50));
    const both = await judged(cachedStage('a', metrics, shared), cachedStage('b', metrics, shared));
    expect(both.map(one => one.verdict)).toEqual(['NOT_AVAILABLE', 'NOT_AVAILABLE']);
    expect(both[0]?.gap?.message).toContain('both named orders');
    // Zero for both is zero for each; and a namesake without a cache adds no look-ups.
    const idle = cache(none, none, none);
    const unasked = await judged(cachedStage('a', idle, shared), cachedStage('b', idle, shared));
    expect(unasked.map(one => one.verdict)).toEqual(['FAIL', 'FAIL']);
    const bare = await judged(cachedStage('a', metrics, shared), stageRow('b', shared));
    expect(bare.map(one => one.verdict)).toEqual(['PASS', 'NOT_APPLICABLE']);
  });

  it('waits for its metrics', async () => {
    const hidden = cachedStage('a', gap('cloudwatch:GetMetricData') as never);
    expect((await judged(hidden))[0]?.verdict).toBe('NOT_AVAILABLE');
  });

  it('is judged by the window and rate of rules.yaml', async () => {
    const seen = world({ 'apigateway.stages': [cachedStage('a', cache(everyDay(100), everyDay(50), everyDay(50)))] });
    expect((await judge(cacheEarnsItsCost, seen, { min_hit_rate: 0.6 }))[0]?.verdict).toBe('FAIL');
    // The metrics reach back 90 days and no further.
    const idle = world({ 'apigateway.stages': [cachedStage('a', cache(everyDay(0), everyDay(0), everyDay(0)))] });
    expect((await judge(cacheEarnsItsCost, idle, { window_days: 400 }))[0]?.disuse?.window).toBe(90);
  });
});
