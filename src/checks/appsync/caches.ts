import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { type Aws, call, collection, type RowOf } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import { lastActiveDay, lastDays, type MetricSeries, totalOf } from '../../core/metrics.js';
import { hoursAMonth, saves } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import { type GraphqlApi, graphqlApis, listCall, listGraphqlApis, requestsOf } from './graphql-apis.js';
import { metricDays } from './traffic.js';

const sdk = () => import('./sdk.js');

/** The cache of a GraphQL API, as GetApiCache tells. AppSync does not say when it was made. */
export interface ApiCache {
  apiId: string;
  apiName: string;
  arn: string;
  /** `SMALL`, `MEDIUM`, `LARGE` ... */
  type: string;
  /** `FULL_REQUEST_CACHING`, `PER_RESOLVER_CACHING`, `OPERATION_LEVEL_CACHING`. */
  apiCachingBehavior: string;
  /** `AVAILABLE`, `CREATING`, `DELETING`, `MODIFYING`, `FAILED`. */
  status: string;
  ttl: number | null;
}

export const caches = collection<ApiCache, { requests: { Latency: MetricSeries; ConnectSuccess: MetricSeries } }>({
  id: 'appsync.caches',
  noun: 'caches of GraphQL APIs',
  calls: [listCall, call('appsync:GetApiCache', 'appsync:GetApiCache', { each: true })],
  async list(aws) {
    const apis = await listGraphqlApis(aws);
    return (await Promise.all(apis.map(api => readCache(api, aws)))).flat();
  },
  resource: ({ apiId, apiName, arn }) => ({ id: apiId, arn, name: apiName, type: 'AWS::AppSync::ApiCache' }),
  details: { requests: { metrics: ({ apiId }) => requestsOf(apiId) } },
});

/** One API that is refused must not hide the caches of the others. */
async function readCache(api: GraphqlApi, aws: Aws): Promise<ApiCache[]> {
  const { AppSyncClient, GetApiCacheCommand } = await sdk();
  const ask = () => aws.client(AppSyncClient).send(new GetApiCacheCommand({ apiId: api.apiId }));
  try {
    const cache = (await orNull(['NotFoundException'], ask))?.apiCache;
    if (!cache) return [];
    return [
      {
        apiId: api.apiId,
        apiName: api.name,
        arn: `${api.arn}/ApiCaches`,
        type: cache.type ?? '',
        apiCachingBehavior: cache.apiCachingBehavior ?? '',
        status: cache.status ?? '',
        ttl: cache.ttl ?? null,
      },
    ];
  } catch (error) {
    aws.missed({ id: api.apiId }, error);
    return [];
  }
}

const isPerResolver = ({ apiCachingBehavior }: ApiCache): boolean => apiCachingBehavior === 'PER_RESOLVER_CACHING';

const resolved = graphqlApis
  .with('resolvers')
  .onlyFor({ caches: caches.with() }, (api, tables) =>
    tables.caches.in(api.region).at('apiId', api.apiId).some(isPerResolver),
  );
type Apis = Table<RowOf<typeof resolved>>;
const asked = caches.with('requests');

export const cacheEarnsItsCost = check({
  id: 'appsync-cache-earns-its-cost',
  title: 'Caches of GraphQL APIs are asked',
  why: 'The cache of an API is a server that is billed for every hour, whether a query comes or not.',
  fix: {
    command: 'aws appsync delete-api-cache --api-id {apiId} --region {region}',
    note: 'Takes some minutes; a new cache can be made at any time. Resolvers then ask their data sources each time.',
  },
  cleanUp: { does: 'delete', risk: 'low', undo: 'at once', order: 5 },
  fields: ['appsync:GetApiCache.apiCache', 'appsync:ListResolvers.resolvers', 'cloudwatch:GetMetricData.Latency'],
  on: asked,
  also: { apis: resolved },
  params: { window_days: 14 },
  scope: 'the cache is being deleted',
  applies: cache => cache.status !== 'DELETING',
  test(cache, tables, { params }) {
    const days = Math.min(params.window_days, metricDays);
    const requests = totalOf(lastDays(cache.requests.Latency, days));
    const seen = saw('appsync:GetApiCache', 'apiCache', {
      type: cache.type,
      apiCachingBehavior: cache.apiCachingBehavior,
    });
    const told = saw('cloudwatch:GetMetricData', 'Latency', requests, 'at least one request');
    const saving = saves({ price: `appsync/Cache:${cache.type}`, units: hoursAMonth });
    if (requests === 0) {
      const last = lastActiveDay(cache.requests.Latency);
      const disuse = { grade: last ? ('strong' as const) : ('medium' as const), window: days, last, evidence: [told] };
      const age = last ? `the last one was on ${last}` : 'AppSync does not tell how old the cache is';
      return { ...fail(`${cache.type} cache, and no request in ${days} days; ${age}`, seen, told), saving, disuse };
    }
    if (!isPerResolver(cache)) return pass(`${requests} requests in ${days} days`, seen, told);
    const caching = cachingResolvers(cache, tables.apis);
    if (caching === undefined) return notApplicable('the API is no more', seen);
    const resolvers = saw('appsync:ListResolvers', 'resolvers', { caching }, { caching: 'at least one' });
    if (caching > 0)
      return pass(`${caching} resolvers cache; ${requests} requests in ${days} days`, seen, resolvers, told);
    const disuse = { grade: 'strong' as const, window: 0, last: null, evidence: [resolvers] };
    return {
      ...fail(`${cache.type} cache for single resolvers, and none of them caches`, seen, resolvers),
      saving,
      disuse,
    };
  },
});

/** How many resolvers of the API use its cache; undefined where the API is gone since. */
function cachingResolvers({ apiId }: ApiCache, apis: Apis): number | undefined {
  const api = apis.at('apiId', apiId).first();
  if (api === undefined) return undefined;
  if (api.resolvers === null)
    cannotTell('not-collected', 'appsync:ListResolvers', 'a merged API has the resolvers of its source APIs');
  return api.resolvers.filter(one => one.cachingTtl !== null).length;
}
