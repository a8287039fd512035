import { describe, expect, it } from 'vitest';
import { cacheEarnsItsCost } from '../../../src/checks/appsync/caches.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { daily, everyDay } from '../apigateway/rows.js';
import { apiRow, cacheRow, requests, resolver } from './rows.js';

const judged = async (cache: StoredRow, api: StoredRow = apiRow('a')) =>
  (await judge(cacheEarnsItsCost, world({ 'appsync.caches': [cache], 'appsync.graphqlApis': [api] })))[0];
const perResolver = { apiCachingBehavior: 'PER_RESOLVER_CACHING' };

describe('the cache of a GraphQL API', () => {
  it('passes where the API is asked', async () => {
    expect((await judged(cacheRow('a', requests(everyDay(5)))))?.verdict).toBe('PASS');
  });

  it('fails where nobody asked for two weeks, and is surest where somebody did before', async () => {
    const before = await judged(cacheRow('a', requests(daily(9, ...Array.from<number>({ length: 20 }).fill(0)))));
    expect(before).toMatchObject({
      verdict: 'FAIL',
      message: 'SMALL cache, and no request in 14 days; the last one was on 2026-11-02',
      saving: { releases: [{ price: 'appsync/Cache:SMALL', units: 730 }] },
      disuse: { grade: 'strong', window: 14, last: '2026-11-02' },
    });
    const never = await judged(cacheRow('a', requests(daily())));
    expect(never).toMatchObject({ verdict: 'FAIL', disuse: { grade: 'medium', last: null } });
  });

  it('for single resolvers passes where one of them caches', async () => {
    const asked = requests(everyDay(5));
    const caching = apiRow('a', {}, { resolvers: [resolver(), resolver(30)] });
    expect((await judged(cacheRow('a', asked, perResolver), caching))?.verdict).toBe('PASS');
    const bare = await judged(cacheRow('a', asked, perResolver));
    expect(bare).toMatchObject({ verdict: 'FAIL', message: expect.stringContaining('none of them caches') as string });
  });

  it('is not judged by resolvers that are not its own, or were not seen', async () => {
    const cache = cacheRow('a', requests(everyDay(5)), perResolver);
    expect((await judged(cache, apiRow('a', { apiType: 'MERGED' }, { resolvers: null })))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
    const hidden = apiRow('a', {}, { resolvers: gap('appsync:ListResolvers') });
    expect((await judged(cache, hidden))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(cache, apiRow('b')))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('is out of scope while it is deleted, and waits for its metrics', async () => {
    const leaving = cacheRow('a', requests(daily()), { status: 'DELETING' });
    expect((await judged(leaving))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged(cacheRow('a', gap('cloudwatch:GetMetricData'))))?.verdict).toBe('NOT_AVAILABLE');
  });
});
