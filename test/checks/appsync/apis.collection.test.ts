import { AppSyncClient, CreateGraphqlApiCommand } from '@aws-sdk/client-appsync';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { caches } from '../../../src/checks/appsync/caches.js';
import { eventApis } from '../../../src/checks/appsync/event-apis.js';
import { graphqlApis } from '../../../src/checks/appsync/graphql-apis.js';
import { metricPoints } from '../../server/metric-points.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Handler, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';

const api = (apiId: string, more: object = {}) => ({ apiId, name: apiId, arn: `arn:${apiId}`, ...more });
const token = { size: 1, takes: 'nextToken' };
const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this', 403);
};

describeWithMoto('the collections of AppSync', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
    const client = (await clients(server.port))(AppSyncClient);
    await client.send(new CreateGraphqlApiCommand({ name: 'orders', authenticationType: 'API_KEY' }));
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());

  it('bring GraphQL APIs, and no cache where there is none', async () => {
    const { rows, gaps } = await collectOne(graphqlApis, { port: stub.port });
    expect(rows).toMatchObject([{ item: { name: 'orders', authenticationTypes: ['API_KEY'], fieldLogLevel: null } }]);
    expect(gaps).toEqual([]);
    expect(await collectOne(caches, { port: stub.port })).toMatchObject({ rows: [], gaps: [] });
  });

  it('copy named fields of every page, and no settings that could be secret', async () => {
    const authorizer = { authorizerUri: 'arn:aws:lambda:eu-north-1:123456789012:function:auth' };
    const full = api('full', {
      apiType: 'GRAPHQL',
      visibility: 'PRIVATE',
      authenticationType: 'AMAZON_COGNITO_USER_POOLS',
      userPoolConfig: { userPoolId: 'eu-north-1_a', awsRegion: 'eu-north-1', defaultAction: 'ALLOW' },
      additionalAuthenticationProviders: [{ authenticationType: 'AWS_LAMBDA', lambdaAuthorizerConfig: authorizer }],
      logConfig: { fieldLogLevel: 'ALL', cloudWatchLogsRoleArn: 'arn:role', excludeVerboseContent: true },
      uris: { GRAPHQL: 'https://full/graphql' },
      wafWebAclArn: 'arn:waf',
      tags: { team: 'a' },
    });
    stub.on('appsync:ListGraphqlApis', pages({ graphqlApis: [full, api('bare')] }, token));
    const { rows, calls } = await collectOne(graphqlApis, { port: stub.port });
    expect(rows[0]?.item).toEqual({
      apiId: 'full',
      arn: 'arn:full',
      name: 'full',
      apiType: 'GRAPHQL',
      visibility: 'PRIVATE',
      authenticationTypes: ['AMAZON_COGNITO_USER_POOLS', 'AWS_LAMBDA'],
      userPoolIds: ['eu-north-1_a'],
      authorizerFunctionArns: [authorizer.authorizerUri],
      endpoint: 'https://full/graphql',
      fieldLogLevel: 'ALL',
      excludeVerboseContent: true,
      wafWebAclArn: 'arn:waf',
      tags: { team: 'a' },
    });
    expect(rows[1]?.item).toMatchObject({ apiId: 'bare', apiType: 'GRAPHQL', endpoint: null });
    expect(calls).toEqual({ 'appsync:ListGraphqlApis': 2 });
  });

  it('bring data sources and resolvers, with the sources of pipelines', async () => {
    stub.on('appsync:ListGraphqlApis', () => ({ graphqlApis: [api('a')] }));
    const dataSources = [
      { name: 'fn', type: 'AWS_LAMBDA', lambdaConfig: { lambdaFunctionArn: 'arn:aws:lambda:x' } },
      { name: 'table', type: 'AMAZON_DYNAMODB', dynamodbConfig: { tableName: 'orders', awsRegion: 'eu-north-1' } },
      { name: 'web', type: 'HTTP', httpConfig: { endpoint: 'https://u:a-secret-value@x.example/path' } },
    ];
    stub.on('appsync:ListDataSources', pages({ dataSources }, token));
    const types = [
      { name: 'Query', definition: '"""Reads"""\ntype Query {\n orders: [Order] }' },
      { name: 'OrderInput', definition: 'input OrderInput { type: String }' },
      { name: 'Order', definition: 'type Order @aws_iam { id: ID }' },
    ];
    stub.on('appsync:ListTypes', pages({ types }, token));
    const functions = [
      { functionId: 'f1', dataSourceName: 'fn' },
      { functionId: 'f2', dataSourceName: 'table' },
    ];
    stub.on('appsync:ListFunctions', pages({ functions }, token));
    const resolvers: Handler<{ typeName: string }> = ({ typeName }) => ({
      resolvers:
        typeName === 'Query'
          ? [
              { fieldName: 'orders', kind: 'PIPELINE', pipelineConfig: { functions: ['f1', 'f2', 'f1'] } },
              { fieldName: 'order', kind: 'UNIT', dataSourceName: 'table', cachingConfig: { ttl: 30 }, code: 'x' },
            ]
          : [],
    });
    stub.on('appsync:ListResolvers', resolvers);
    const { rows, calls } = await collectOne(graphqlApis, { port: stub.port, details: ['dataSources', 'resolvers'] });
    expect(rows[0]?.details).toMatchObject({
      dataSources: {
        value: [{ lambdaFunctionArn: 'arn:aws:lambda:x' }, { tableName: 'orders' }, { endpointHost: 'x.example' }],
      },
      resolvers: {
        value: [
          {
            typeName: 'Query',
            fieldName: 'orders',
            kind: 'PIPELINE',
            dataSourceNames: ['fn', 'table'],
            cachingTtl: null,
          },
          { typeName: 'Query', fieldName: 'order', kind: 'UNIT', dataSourceNames: ['table'], cachingTtl: 30 },
        ],
      },
    });
    expect(JSON.stringify(rows)).not.toContain('a-secret-value');
    expect(calls['appsync:ListResolvers']).toBe(2);
  });

  it('do not ask a merged API for resolvers', async () => {
    stub.on('appsync:ListGraphqlApis', () => ({ graphqlApis: [api('a', { apiType: 'MERGED' })] }));
    const { rows, calls } = await collectOne(graphqlApis, { port: stub.port, details: ['resolvers'] });
    expect(rows[0]?.details['resolvers']).toEqual({ ok: true, value: null });
    expect(calls).toEqual({ 'appsync:ListGraphqlApis': 1 });
  });

  it('bring caches; an API that is refused hides no other', async () => {
    stub.on('appsync:ListGraphqlApis', () => ({ graphqlApis: [api('a'), api('b')] }));
    const cache: Handler<{ apiId: string }> = ({ apiId }) => {
      if (apiId === 'b') denied();
      return { apiCache: { type: 'LARGE', apiCachingBehavior: 'FULL_REQUEST_CACHING', status: 'AVAILABLE', ttl: 60 } };
    };
    stub.on('appsync:GetApiCache', cache);
    stub.on('cloudwatch:GetMetricData', metricPoints({ 'Latency a SampleCount': 5 }));
    const needs = [caches.with('requests'), graphqlApis.with('requests')];
    const { collections, calls } = await collectNeeds(needs, { port: stub.port });
    const { rows, gaps } = collections['appsync.caches'] ?? { rows: [], gaps: [] };
    expect(rows.map(row => row.item)).toEqual([
      {
        apiId: 'a',
        apiName: 'a',
        arn: 'arn:a/ApiCaches',
        type: 'LARGE',
        apiCachingBehavior: 'FULL_REQUEST_CACHING',
        status: 'AVAILABLE',
        ttl: 60,
      },
    ]);
    const latest = rows.map(({ details }) => {
      const { value } = details['requests'] as { value: { Latency: { Values: number[] } } };
      return value.Latency.Values.at(-1);
    });
    expect(latest).toEqual([5]);
    expect(gaps).toMatchObject([{ reason: 'denied', actions: ['appsync:GetApiCache'], resource: 'b' }]);
    expect(calls).toEqual({
      'appsync:GetApiCache': 2,
      'appsync:ListGraphqlApis': 1,
      'cloudwatch:GetMetricData': 1,
    });
  });

  it('bring event APIs', async () => {
    const eventConfig = {
      authProviders: [
        { authType: 'API_KEY' },
        { authType: 'AWS_LAMBDA', lambdaAuthorizerConfig: { authorizerUri: 'f' } },
      ],
      connectionAuthModes: [],
      defaultPublishAuthModes: [],
      defaultSubscribeAuthModes: [],
    };
    const apis = [
      { apiId: 'e1', name: 'one', apiArn: 'arn:e1', created: new Date('2026-01-01T00:00:00Z'), eventConfig },
      { apiId: 'e2', name: 'two', apiArn: 'arn:e2' },
    ];
    stub.on('appsync:ListApis', pages({ apis }, token));
    const { rows } = await collectOne(eventApis, { port: stub.port });
    expect(rows.map(row => row.item)).toMatchObject([
      {
        apiId: 'e1',
        created: '2026-01-01T00:00:00.000Z',
        authTypes: ['API_KEY', 'AWS_LAMBDA'],
        authorizerFunctionArns: ['f'],
      },
      { apiId: 'e2', created: null },
    ]);
  });

  it('ask a region where there is nothing two things', async () => {
    stub.on('appsync:ListGraphqlApis', () => ({ graphqlApis: [] }));
    stub.on('appsync:ListApis', () => ({ apis: [] }));
    const { calls } = await collectNeeds([graphqlApis.with('resolvers'), caches.with(), eventApis.with()], {
      port: stub.port,
    });
    expect(calls).toEqual({ 'appsync:ListApis': 1, 'appsync:ListGraphqlApis': 1 });
  });

  it.each([
    ['appsync:ListGraphqlApis', graphqlApis],
    ['appsync:ListGraphqlApis', caches],
    ['appsync:ListApis', eventApis],
  ])('say that %s was denied', async (operation, collection) => {
    stub.on(operation, denied);
    const { gaps } = await collectOne(collection, { port: stub.port });
    expect(gaps).toMatchObject([{ reason: 'denied', actions: [operation] }]);
  });

  it.each([['appsync:ListTypes'], ['appsync:ListFunctions'], ['appsync:ListResolvers']])(
    'say that %s was denied for the resolvers',
    async operation => {
      stub.on('appsync:ListGraphqlApis', () => ({ graphqlApis: [api('a')] }));
      stub.on('appsync:ListTypes', () => ({ types: [{ name: 'Query', definition: 'type Query { a: ID }' }] }));
      stub.on('appsync:ListFunctions', () => ({ functions: [] }));
      stub.on(operation, denied);
      const { rows } = await collectOne(graphqlApis, { port: stub.port, details: ['resolvers'] });
      expect(rows[0]?.details['resolvers']).toMatchObject({ ok: false, gap: { actions: [operation] } });
    },
  );
});
