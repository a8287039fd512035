import type { At, Handler } from '../../test/server/stub.js';
import { account, daysAgo } from './place.js';

const home = 'eu-north-1';
const date = (days: number): Date => new Date(daysAgo(days));
const functionArn = (name: string): string => `arn:aws:lambda:${home}:${account}:function:${name}:live`;
const guests = `https://cognito-idp.${home}.amazonaws.com/eu-north-1_LodgeGst1`;
const atHome =
  (name: string, items: object[]): Handler =>
  (_input, { region }: At) => ({ [name]: region === home ? items : [] });

const partners = {
  id: 'p4rtner0ld',
  name: 'lodge-partner-api',
  createdDate: date(1190),
  endpointConfiguration: { types: ['EDGE'] },
  tags: { team: 'partners' },
};
const uncached = {
  cacheClusterEnabled: false,
  methodSettings: { '*/*': { loggingLevel: 'INFO', dataTraceEnabled: true, cachingEnabled: false } },
};
const pilot = {
  id: 'p1l0tapi00',
  name: 'lodge-pilot-api',
  createdDate: date(1190),
  endpointConfiguration: { types: ['REGIONAL'] },
};
const cached = {
  cacheClusterEnabled: true,
  cacheClusterSize: '0.5',
  cacheClusterStatus: 'AVAILABLE',
  methodSettings: { '*/*': { loggingLevel: 'ERROR', dataTraceEnabled: false, cachingEnabled: true } },
};

/** The API of the site, an old one for partners that kept its long logs, and a pilot far away that kept its cache. */
export const apigateway: Record<string, Handler> = {
  'apigateway:GetRestApis': (_input, { region }: At) => ({ items: [region === home ? partners : pilot] }),
  'apigateway:GetStages': (_input, { region }: At) => ({
    item: [
      {
        stageName: 'v1',
        deploymentId: 'a1b2c3',
        createdDate: date(1190),
        lastUpdatedDate: date(420),
        ...(region === home ? uncached : cached),
        variables: { backend: 'feed.lodge.example' },
        tracingEnabled: false,
      },
    ],
  }),
  'apigateway:GetResources': () => ({
    items: [
      {
        id: 'res1',
        path: '/feed',
        resourceMethods: {
          GET: {
            httpMethod: 'GET',
            authorizationType: 'NONE',
            apiKeyRequired: true,
            methodIntegration: { type: 'HTTP_PROXY', httpMethod: 'GET', uri: 'https://feed.lodge.example/v1' },
          },
        },
      },
    ],
  }),
  'apigateway:GetAuthorizers': () => ({ items: [] }),
  'apigateway:GetVpcLinks': atHome('items', [
    {
      id: 'l1nk0ld',
      name: 'lodge-monolith',
      status: 'AVAILABLE',
      targetArns: [`arn:aws:elasticloadbalancing:${home}:${account}:loadbalancer/net/lodge-monolith/3c1b0a9f8e7d6c5b`],
    },
  ]),
  'apigateway:GetDomainNames': atHome('items', [
    {
      domainName: 'api.lodge.example',
      endpointConfiguration: { types: ['REGIONAL'] },
      regionalDomainName: `d-l0dge1234.execute-api.${home}.amazonaws.com`,
      securityPolicy: 'TLS_1_2',
      domainNameStatus: 'AVAILABLE',
    },
  ]),
  'apigateway:GetBasePathMappings': () => ({ items: [] }),
  'apigatewayv2:GetApiMappings': () => ({ Items: [{ ApiMappingKey: '', ApiId: 'l0dgeapi01', Stage: '$default' }] }),
  'apigatewayv2:GetApis': (_input, { region }: At) => ({
    Items: [
      region === home
        ? {
            ApiId: 'l0dgeapi01',
            Name: 'lodge-api',
            ProtocolType: 'HTTP',
            CreatedDate: date(640),
            Tags: { team: 'web' },
          }
        : { ApiId: 'pr0t0type1', Name: 'lodge-prototype', ProtocolType: 'HTTP', CreatedDate: date(1210) },
    ],
  }),
  'apigatewayv2:GetStages': () => ({
    Items: [{ StageName: '$default', AutoDeploy: true, CreatedDate: date(640), LastUpdatedDate: date(20) }],
  }),
  'apigatewayv2:GetRoutes': ({ ApiId }: { ApiId: string }) => ({
    Items:
      ApiId === 'l0dgeapi01'
        ? [
            { RouteKey: 'POST /webhooks/payments', Target: 'integrations/pay', AuthorizationType: 'NONE' },
            { RouteKey: 'GET /search', Target: 'integrations/search', AuthorizationType: 'NONE' },
            {
              RouteKey: 'GET /me/favourites',
              Target: 'integrations/search',
              AuthorizationType: 'JWT',
              AuthorizerId: 'guests',
            },
          ]
        : [],
  }),
  'apigatewayv2:GetIntegrations': ({ ApiId }: { ApiId: string }) => ({
    Items:
      ApiId === 'l0dgeapi01'
        ? [
            { IntegrationId: 'pay', IntegrationType: 'AWS_PROXY', IntegrationUri: functionArn('payments-webhook') },
            { IntegrationId: 'search', IntegrationType: 'AWS_PROXY', IntegrationUri: functionArn('search-listings') },
          ]
        : [],
  }),
  'apigatewayv2:GetAuthorizers': ({ ApiId }: { ApiId: string }) => ({
    Items:
      ApiId === 'l0dgeapi01'
        ? [{ AuthorizerId: 'guests', Name: 'guests', AuthorizerType: 'JWT', JwtConfiguration: { Issuer: guests } }]
        : [],
  }),
};
