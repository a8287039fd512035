import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { domains } from '../../../src/checks/apigateway/domains.js';
import { httpApis } from '../../../src/checks/apigateway/http-apis.js';
import { restApis } from '../../../src/checks/apigateway/rest-apis.js';
import { stages } from '../../../src/checks/apigateway/stages.js';
import { vpcLinks } from '../../../src/checks/apigateway/vpc-links.js';
import { metricPoints } from '../../server/metric-points.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Handler, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';

const functionArn = 'arn:aws:lambda:eu-north-1:123456789012:function:orders:live';
const invoke = `arn:aws:apigateway:eu-north-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform: apigateway:GET');
};
const byPosition = { size: 1, takes: 'position' };
const api = (id: string, more: object = {}) => ({ id, name: id, endpointConfiguration: { types: ['EDGE'] }, ...more });

describeWithMoto('the collections of API Gateway', () => {
  let server: Moto;
  let stub: Stub;
  let id = '';
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
    const client = (await clients(server.port))(APIGatewayClient);
    const made = await client.send(
      new CreateRestApiCommand({ name: 'orders', endpointConfiguration: { types: ['REGIONAL'] }, tags: { team: 'a' } }),
    );
    id = made.id ?? '';
    const { items } = await client.send(new GetResourcesCommand({ restApiId: id }));
    const of = { restApiId: id, resourceId: items?.[0]?.id, httpMethod: 'GET' };
    await client.send(new PutMethodCommand({ ...of, authorizationType: 'NONE' }));
    await client.send(
      new PutIntegrationCommand({ ...of, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri: invoke }),
    );
    await client.send(
      new CreateDeploymentCommand({ restApiId: id, stageName: 'prod', variables: { api_key: 'a-secret-value' } }),
    );
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());

  it('bring REST APIs with their methods and the functions behind them', async () => {
    const { rows, calls } = await collectOne(restApis, { port: stub.port, details: ['methods', 'authorizers'] });
    expect(rows).toMatchObject([
      {
        item: {
          id,
          arn: `arn:aws:apigateway:eu-north-1::/restapis/${id}`,
          name: 'orders',
          endpointTypes: ['REGIONAL'],
          policy: null,
          tags: { team: 'a' },
        },
        details: {
          authorizers: { ok: true, value: [] },
          methods: {
            ok: true,
            value: [
              {
                path: '/',
                httpMethod: 'GET',
                authorizationType: 'NONE',
                integration: { type: 'AWS_PROXY', uri: invoke, FunctionArn: functionArn, connectionId: null },
              },
            ],
          },
        },
      },
    ]);
    expect(calls).toEqual({
      'apigateway:GetAuthorizers': 1,
      'apigateway:GetResources': 1,
      'apigateway:GetRestApis': 1,
    });
  });

  it('bring stages with the names of their variables and no values', async () => {
    const { rows } = await collectOne(stages, { port: stub.port });
    expect(rows).toMatchObject([
      { item: { restApiId: id, apiName: 'orders', stageName: 'prod', variableNames: ['api_key'], webAclArn: null } },
    ]);
    expect(JSON.stringify(rows)).not.toContain('a-secret-value');
  });

  it('read every page, and what a stage says', async () => {
    stub.on('apigateway:GetRestApis', pages({ items: [api('a'), api('b')] }, byPosition));
    const resource = (path: string, uri: string) => ({
      path,
      resourceMethods: { ANY: { authorizationType: 'CUSTOM', methodIntegration: { type: 'HTTP', uri } } },
    });
    const resources = [resource('/a', 'https://x.example/a?key=topsecret'), { path: '/b' }, resource('/c', invoke)];
    stub.on('apigateway:GetResources', pages({ items: resources }, { ...byPosition, size: 2 }));
    const authorizers = ['one', 'two'].map(name => ({ id: name, name, type: 'TOKEN', authorizerUri: invoke }));
    stub.on('apigateway:GetAuthorizers', pages({ items: authorizers }, byPosition));
    const { rows } = await collectOne(restApis, { port: stub.port, details: ['methods', 'authorizers'] });
    expect(rows.map(row => row.item['id'])).toEqual(['a', 'b']);
    const [first] = rows;
    expect(first?.details['methods']).toMatchObject({
      value: [{ integration: { uri: 'https://x.example/a', FunctionArn: null } }, { path: '/c' }],
    });
    expect(first?.details['authorizers']).toMatchObject({ value: [{ FunctionArn: functionArn }, { id: 'two' }] });

    const stage: Handler<{ restApiId: string }> = ({ restApiId }) => {
      if (restApiId === 'b') denied();
      return {
        item: [
          {
            stageName: 'prod',
            cacheClusterEnabled: true,
            cacheClusterSize: '6.1',
            lastUpdatedDate: new Date('2026-11-01T00:00:00Z'),
            methodSettings: { '*/*': { loggingLevel: 'INFO', cachingEnabled: true } },
            accessLogSettings: { destinationArn: 'arn:logs', format: 'x' },
          },
        ],
      };
    };
    stub.on('apigateway:GetStages', stage);
    const found = await collectOne(stages, { port: stub.port });
    expect(found.rows).toMatchObject([
      {
        item: {
          cacheClusterSize: '6.1',
          lastUpdatedDate: '2026-11-01T00:00:00.000Z',
          methodSettings: { '*/*': { loggingLevel: 'INFO', dataTraceEnabled: false, cachingEnabled: true } },
          accessLogDestinationArn: 'arn:logs',
        },
      },
    ]);
    // The stages of the other API were refused, and that is said.
    expect(found.gaps).toMatchObject([{ reason: 'denied', actions: ['apigateway:GET'], resource: 'b' }]);
  });

  it('bring HTTP and WebSocket APIs with routes, integrations, stages and authorizers', async () => {
    const token = { size: 1, takes: 'NextToken' };
    stub.onAll({
      'apigatewayv2:GetApis': pages(
        {
          Items: [
            { ApiId: 'h', Name: 'web', ProtocolType: 'HTTP', ApiEndpoint: 'https://h' },
            { ApiId: 'w', Name: 'chat', ProtocolType: 'WEBSOCKET' },
          ],
        },
        token,
      ),
      'apigatewayv2:GetStages': pages(
        { Items: [{ StageName: '$default', AutoDeploy: true, StageVariables: { key: 'a-secret-value' } }] },
        token,
      ),
      'apigatewayv2:GetRoutes': pages(
        {
          Items: [
            { RouteKey: 'GET /a', Target: 'integrations/i', AuthorizationType: 'JWT', AuthorizerId: 'z' },
            { RouteKey: '$default' },
          ],
        },
        token,
      ),
      'apigatewayv2:GetIntegrations': pages(
        {
          Items: [
            { IntegrationId: 'i', IntegrationType: 'AWS_PROXY', IntegrationUri: functionArn },
            {
              IntegrationId: 'q',
              IntegrationType: 'AWS_PROXY',
              IntegrationSubtype: 'SQS-SendMessage',
              RequestParameters: { Authorization: 'a-secret-value' },
            },
          ],
        },
        token,
      ),
      'apigatewayv2:GetAuthorizers': pages(
        {
          Items: [
            { AuthorizerId: 'z', Name: 'z', AuthorizerType: 'JWT', JwtConfiguration: { Issuer: 'https://issuer' } },
            { AuthorizerId: 'y', Name: 'y', AuthorizerType: 'REQUEST', AuthorizerUri: invoke },
          ],
        },
        token,
      ),
    });
    const details = ['stages', 'routes', 'integrations', 'authorizers'];
    const { rows, calls } = await collectOne(httpApis, { port: stub.port, details });
    expect(rows.map(row => row.item['Name'])).toEqual(['web', 'chat']);
    expect(rows[0]?.details).toMatchObject({
      stages: { value: [{ StageName: '$default', AutoDeploy: true, StageVariableNames: ['key'] }] },
      routes: {
        value: [
          { RouteKey: 'GET /a', IntegrationId: 'i', AuthorizationType: 'JWT', AuthorizerId: 'z' },
          { RouteKey: '$default', IntegrationId: null, AuthorizationType: 'NONE' },
        ],
      },
      integrations: {
        value: [
          { IntegrationId: 'i', FunctionArn: functionArn },
          { IntegrationId: 'q', IntegrationSubtype: 'SQS-SendMessage', FunctionArn: null },
        ],
      },
      authorizers: { value: [{ JwtIssuer: 'https://issuer' }, { FunctionArn: functionArn }] },
    });
    expect(JSON.stringify(rows)).not.toContain('a-secret-value');
    expect(calls).toMatchObject({ 'apigatewayv2:GetApis': 2, 'apigatewayv2:GetRoutes': 4 });
  });

  it('count requests of REST APIs by name, of the others by id, and connections of WebSocket APIs', async () => {
    stub.on('apigateway:GetRestApis', () => ({ items: [api('a', { name: 'orders' })] }));
    stub.on('apigatewayv2:GetApis', () => ({
      Items: [
        { ApiId: 'h', Name: 'web', ProtocolType: 'HTTP' },
        { ApiId: 'w', Name: 'chat', ProtocolType: 'WEBSOCKET' },
      ],
    }));
    const points = { 'Count orders': 1, 'Count h': 2, 'ConnectCount w': 3 };
    stub.on('cloudwatch:GetMetricData', metricPoints(points));
    const needs = [restApis.with('requests'), httpApis.with('requests')];
    const { collections, calls } = await collectNeeds(needs, { port: stub.port });
    const told = [
      ...(collections['apigateway.restApis']?.rows ?? []),
      ...(collections['apigateway.httpApis']?.rows ?? []),
    ];
    const today = told.map(({ details }) => {
      const { value } = details['requests'] as { value: { Count: { Values: number[] } } };
      return value.Count.Values.at(-1);
    });
    expect(today).toEqual([1, 2, 3]);
    expect(calls['cloudwatch:GetMetricData']).toBe(1);
  });

  it('ask for the log group of a verbose stage only', async () => {
    stub.on('apigateway:GetRestApis', () => ({ items: [api('a')] }));
    const stage = (stageName: string, loggingLevel: string) => ({
      stageName,
      methodSettings: { '*/*': { loggingLevel } },
    });
    stub.on('apigateway:GetStages', () => ({ item: [stage('prod', 'INFO'), stage('test', 'ERROR')] }));
    stub.on('cloudwatch:GetMetricData', metricPoints({ 'IncomingBytes API-Gateway-Execution-Logs_a/prod': 7 }));
    const { rows } = await collectOne(stages, { port: stub.port, details: ['logged'] });
    expect(rows[0]?.details['logged']).toMatchObject({ value: { IncomingBytes: { Period: 86_400 } } });
    expect(rows[1]?.details['logged']).toEqual({ ok: true, value: null });
  });

  it('ask a region without APIs for no domain, and domains by the kind of their endpoint', async () => {
    stub.on('apigateway:GetRestApis', () => ({ items: [] }));
    stub.on('apigatewayv2:GetApis', () => ({ Items: [] }));
    const none = await collectOne(domains, { port: stub.port });
    expect(none).toMatchObject({ rows: [], gaps: [] });
    expect(none.calls).toEqual({ 'apigateway:GetRestApis': 1, 'apigatewayv2:GetApis': 1 });

    stub.on('apigateway:GetRestApis', () => ({ items: [api('a')] }));
    const domain = (domainName: string, type: string, more: object = {}) => ({
      domainName,
      endpointConfiguration: { types: [type] },
      ...more,
    });
    const items = [
      domain('api.x', 'REGIONAL', { regionalDomainName: 'd-1.execute-api', securityPolicy: 'TLS_1_2' }),
      domain('old.x', 'EDGE'),
      domain('in.x', 'PRIVATE', { domainNameId: 'p1' }),
    ];
    stub.on('apigateway:GetDomainNames', pages({ items }, { ...byPosition, size: 2 }));
    stub.on('apigatewayv2:GetApiMappings', () => ({
      Items: [{ ApiMappingKey: 'v1/b', ApiId: 'h', Stage: '$default' }],
    }));
    const basePaths: Handler<{ domainNameId?: string }> = ({ domainNameId = 'no id' }) => ({
      items: [{ basePath: '(none)', restApiId: domainNameId, stage: 'prod' }],
    });
    stub.on('apigateway:GetBasePathMappings', basePaths);
    const { rows } = await collectOne(domains, { port: stub.port, details: ['mappings'] });
    expect(rows.map(row => row.details['mappings'])).toMatchObject([
      { value: [{ ApiMappingKey: 'v1/b', ApiId: 'h', Stage: '$default' }] },
      { value: [{ ApiMappingKey: '', ApiId: 'no id', Stage: 'prod' }] },
      { value: [{ ApiId: 'p1' }] },
    ]);
    expect(rows[0]?.item).toMatchObject({ targetDomainName: 'd-1.execute-api', securityPolicy: 'TLS_1_2' });
  });

  it('bring VPC links, page by page', async () => {
    const items = ['l1', 'l2'].map(link => ({ id: link, name: link, status: 'AVAILABLE', targetArns: ['arn:nlb'] }));
    stub.on('apigateway:GetVpcLinks', pages({ items }, byPosition));
    const { rows } = await collectOne(vpcLinks, { port: stub.port });
    expect(rows.map(row => row.item)).toMatchObject([{ id: 'l1', targetArns: ['arn:nlb'] }, { id: 'l2' }]);
  });

  it('ask a region where there is nothing three things', async () => {
    stub.on('apigateway:GetRestApis', () => ({ items: [] }));
    stub.on('apigatewayv2:GetApis', () => ({ Items: [] }));
    stub.on('apigateway:GetVpcLinks', () => ({ items: [] }));
    const needs = [restApis.with('methods'), stages.with('cache'), vpcLinks.with(), httpApis.with(), domains.with()];
    const { calls } = await collectNeeds(needs, { port: stub.port });
    expect(calls).toEqual({ 'apigateway:GetRestApis': 1, 'apigateway:GetVpcLinks': 1, 'apigatewayv2:GetApis': 1 });
  });

  it.each([
    ['apigateway:GetRestApis', restApis],
    ['apigateway:GetVpcLinks', vpcLinks],
    ['apigatewayv2:GetApis', httpApis],
    ['apigateway:GetDomainNames', domains],
  ])('say that %s was denied, by its IAM action', async (operation, collection) => {
    stub.on('apigateway:GetRestApis', () => ({ items: [api('a')] }));
    stub.on('apigatewayv2:GetApis', () => ({ Items: [] }));
    stub.on(operation, denied);
    const { rows, gaps } = await collectOne(collection, { port: stub.port });
    expect(rows).toEqual([]);
    expect(gaps).toMatchObject([{ reason: 'denied', api: operation, actions: ['apigateway:GET'] }]);
  });

  it('say that a detail was denied', async () => {
    stub.on('apigateway:GetResources', denied);
    const { rows } = await collectOne(restApis, { port: stub.port, details: ['methods'] });
    expect(rows[0]?.details['methods']).toMatchObject({
      ok: false,
      gap: { reason: 'denied', api: 'apigateway:GetResources', actions: ['apigateway:GET'] },
    });
  });
});
