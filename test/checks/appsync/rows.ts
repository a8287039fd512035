import type { ApiCache } from '../../../src/checks/appsync/caches.js';
import type { GraphqlApi } from '../../../src/checks/appsync/graphql-apis.js';
import type { Resolver } from '../../../src/checks/appsync/resolvers.js';
import type { MetricSeries } from '../../../src/core/metrics.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';
import { daily } from '../apigateway/rows.js';

const arnOf = (apiId: string) => `arn:aws:appsync:eu-north-1:111122223333:apis/${apiId}`;

export const requests = (Latency: MetricSeries, ConnectSuccess = daily()) => ({ Latency, ConnectSuccess });

export const resolver = (cachingTtl: number | null = null): Resolver => ({
  typeName: 'Query',
  fieldName: 'orders',
  kind: 'UNIT',
  dataSourceNames: ['table'],
  cachingTtl,
});

export const apiRow = (
  apiId: string,
  more: Partial<GraphqlApi> = {},
  details: Record<string, unknown> = {},
): StoredRow =>
  row(
    {
      apiId,
      arn: arnOf(apiId),
      name: apiId,
      apiType: 'GRAPHQL',
      visibility: 'GLOBAL',
      authenticationTypes: ['API_KEY'],
      userPoolIds: [],
      authorizerFunctionArns: [],
      endpoint: null,
      fieldLogLevel: null,
      excludeVerboseContent: false,
      wafWebAclArn: null,
      tags: {},
      ...more,
    } satisfies GraphqlApi,
    { logged: null, resolvers: [resolver()], requests: requests(daily()), ...details },
  );

export const cacheRow = (apiId: string, metrics: unknown, more: Partial<ApiCache> = {}): StoredRow =>
  row(
    {
      apiId,
      apiName: apiId,
      arn: `${arnOf(apiId)}/ApiCaches`,
      type: 'SMALL',
      apiCachingBehavior: 'FULL_REQUEST_CACHING',
      status: 'AVAILABLE',
      ttl: 60,
      ...more,
    } satisfies ApiCache,
    { requests: metrics },
  );
