import { daily, everyDay } from '../checks/apigateway/rows.js';
import { apiRow, cacheRow, requests, resolver } from '../checks/appsync/rows.js';
import { gap, type World, world } from '../support/world.js';

const perResolver = { apiCachingBehavior: 'PER_RESOLVER_CACHING' };
const gigabytes = { IncomingBytes: everyDay(1e9) };
const asked = requests(everyDay(50));

/** Caches that are asked, asked in vain and not asked; logs of all kinds. */
const mixed = world({
  'appsync.graphqlApis': [
    apiRow('busy', { fieldLogLevel: 'ERROR' }),
    apiRow('caching', { fieldLogLevel: 'ALL' }, { resolvers: [resolver(30)], logged: gigabytes }),
    apiRow('bare'),
    apiRow('idle', { fieldLogLevel: 'ALL' }, { logged: { IncomingBytes: daily() } }),
    apiRow('merged', { apiType: 'MERGED' }, { resolvers: null }),
  ],
  'appsync.caches': [
    cacheRow('busy', asked),
    cacheRow('caching', asked, perResolver),
    cacheRow('bare', asked, perResolver),
    cacheRow('idle', requests(daily())),
    cacheRow('merged', asked, perResolver),
  ],
});

/** Metrics and resolvers that are refused. */
const veiled = world({
  'appsync.graphqlApis': [
    apiRow('a', { fieldLogLevel: 'ALL' }, { logged: gap('cloudwatch:GetMetricData') }),
    apiRow('b', {}, { resolvers: gap('appsync:ListResolvers') }),
  ],
  'appsync.caches': {
    rows: [cacheRow('a', gap('cloudwatch:GetMetricData')), cacheRow('b', asked, perResolver)],
    gaps: [gap('appsync:GetApiCache', { resource: 'c' })],
  },
});

export const worlds: World[] = [mixed, veiled];
