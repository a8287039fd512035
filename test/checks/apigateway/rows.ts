import type { HttpApi } from '../../../src/checks/apigateway/http-apis.js';
import type { RestApi } from '../../../src/checks/apigateway/rest-apis.js';
import type { RestIntegration, RestMethod } from '../../../src/checks/apigateway/rest-resources.js';
import type { MethodSetting, Stage } from '../../../src/checks/apigateway/stages.js';
import type { VpcLink } from '../../../src/checks/apigateway/vpc-links.js';
import type { MetricSeries } from '../../../src/core/metrics.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

/** A series of 90 days and today; the values are those of the last days, today's last. */
export const daily = (...values: number[]): MetricSeries => ({
  Start: '2026-08-24T00:00:00.000Z',
  Period: 86_400,
  Values: [...Array.from<null>({ length: 91 - values.length }).fill(null), ...values],
});
/** A series with the same value on each of 91 days. */
export const everyDay = (value: number): MetricSeries => daily(...Array.from<number>({ length: 91 }).fill(value));

export const method = (
  integration: Partial<RestIntegration> | null = {},
  more: Partial<RestMethod> = {},
): RestMethod => ({
  path: '/orders',
  httpMethod: 'GET',
  authorizationType: 'NONE',
  authorizerId: null,
  apiKeyRequired: false,
  requestValidatorId: null,
  integration: integration && {
    type: 'AWS_PROXY',
    httpMethod: 'POST',
    uri: null,
    FunctionArn: null,
    connectionType: null,
    connectionId: null,
    responseTransferMode: null,
    ...integration,
  },
  ...more,
});

export const apiRow = (
  id: string,
  more: Partial<RestApi> = {},
  details: Record<string, unknown> = {},
  region = 'eu-north-1',
): StoredRow =>
  row(
    {
      id,
      arn: `arn:aws:apigateway:${region}::/restapis/${id}`,
      name: id,
      createdDate: '2025-01-01T00:00:00.000Z',
      endpointTypes: ['REGIONAL'],
      disableExecuteApiEndpoint: false,
      policy: null,
      tags: {},
      ...more,
    } satisfies RestApi,
    { requests: { Count: everyDay(0) }, methods: [method()], ...details },
    region,
  );

export const setting = (more: Partial<MethodSetting> = {}): MethodSetting => ({
  loggingLevel: 'OFF',
  dataTraceEnabled: false,
  metricsEnabled: false,
  cachingEnabled: false,
  cacheDataEncrypted: false,
  ...more,
});

export const cache = (Count: MetricSeries, CacheHitCount: MetricSeries, CacheMissCount: MetricSeries) => ({
  Count,
  CacheHitCount,
  CacheMissCount,
});

export const stageRow = (
  restApiId: string,
  more: Partial<Stage> = {},
  details: Record<string, unknown> = {},
  region = 'eu-north-1',
): StoredRow =>
  row(
    {
      restApiId,
      apiName: restApiId,
      stageName: 'prod',
      arn: `arn:aws:apigateway:${region}::/restapis/${restApiId}/stages/prod`,
      createdDate: '2025-01-01T00:00:00.000Z',
      lastUpdatedDate: '2026-01-01T00:00:00.000Z',
      cacheClusterEnabled: false,
      cacheClusterSize: null,
      methodSettings: {},
      variableNames: [],
      accessLogDestinationArn: null,
      tracingEnabled: false,
      webAclArn: null,
      clientCertificateId: null,
      tags: {},
      ...more,
    } satisfies Stage,
    { logged: null, ...details },
    region,
  );

/** A stage with a cache that methods use. */
export const cachedStage = (id: string, metrics: ReturnType<typeof cache>, more: Partial<Stage> = {}): StoredRow =>
  stageRow(
    id,
    {
      cacheClusterEnabled: true,
      cacheClusterSize: '1.6',
      methodSettings: { '*/*': setting({ cachingEnabled: true }) },
      ...more,
    },
    { cache: metrics },
  );

export const linkRow = (id: string, more: Partial<VpcLink> = {}, region = 'eu-north-1'): StoredRow =>
  row(
    {
      id,
      arn: `arn:aws:apigateway:${region}::/vpclinks/${id}`,
      name: id,
      targetArns: [`arn:aws:elasticloadbalancing:${region}:111122223333:loadbalancer/net/${id}/50dc`],
      status: 'AVAILABLE',
      tags: {},
      ...more,
    } satisfies VpcLink,
    {},
    region,
  );

export const httpRow = (ApiId: string, Count: MetricSeries, more: Partial<HttpApi> = {}): StoredRow =>
  row(
    {
      ApiId,
      Arn: `arn:aws:apigateway:eu-north-1::/apis/${ApiId}`,
      Name: ApiId,
      ProtocolType: 'HTTP',
      ApiEndpoint: `https://${ApiId}.execute-api.eu-north-1.amazonaws.com`,
      CreatedDate: '2026-02-01T00:00:00.000Z',
      DisableExecuteApiEndpoint: false,
      Tags: {},
      ...more,
    } satisfies HttpApi,
    { requests: { Count } },
  );
