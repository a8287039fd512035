import type { Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const early = new Date('2025-03-01T08:00:00Z');
const atHome =
  (answer: object, elsewhere: object = {}): Handler =>
  (_input, { region }) =>
    region === 'eu-north-1' ? answer : elsewhere;
const functionArn = `arn:aws:lambda:eu-north-1:${accountId}:function:orders`;
const balancer = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-north-1:${accountId}:loadbalancer/net/${name}/50dc6c495c0c9188`;

/** API Gateway of the shop: a REST API with a cache and a link, an HTTP API, and two domains. */
export const apigateway: Record<string, Handler> = {
  'apigateway:GetRestApis': atHome({
    items: [
      {
        id: 'rest-orders',
        name: 'orders',
        createdDate: early,
        endpointConfiguration: { types: ['REGIONAL'] },
        tags: { team: 'shop' },
      },
    ],
  }),
  'apigateway:GetStages': () => ({
    item: [
      {
        stageName: 'prod',
        deploymentId: 'd-1',
        createdDate: early,
        lastUpdatedDate: early,
        cacheClusterEnabled: true,
        cacheClusterSize: '0.5',
        cacheClusterStatus: 'AVAILABLE',
        methodSettings: { '*/*': { loggingLevel: 'INFO', cachingEnabled: true } },
        variables: { backend: 'orders' },
      },
    ],
  }),
  'apigateway:GetResources': () => ({
    items: [
      {
        id: 'r-1',
        path: '/orders',
        resourceMethods: {
          GET: {
            httpMethod: 'GET',
            authorizationType: 'NONE',
            methodIntegration: {
              type: 'AWS_PROXY',
              httpMethod: 'POST',
              uri: `arn:aws:apigateway:eu-north-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
            },
          },
          POST: {
            httpMethod: 'POST',
            authorizationType: 'COGNITO_USER_POOLS',
            authorizerId: 'a-1',
            methodIntegration: {
              type: 'HTTP_PROXY',
              httpMethod: 'POST',
              uri: 'http://orders.shop.example/orders',
              connectionType: 'VPC_LINK',
              connectionId: 'link-used',
            },
          },
        },
      },
    ],
  }),
  'apigateway:GetAuthorizers': () => ({
    items: [
      {
        id: 'a-1',
        name: 'guests',
        type: 'COGNITO_USER_POOLS',
        providerARNs: [`arn:aws:cognito-idp:eu-north-1:${accountId}:userpool/eu-north-1_guests`],
      },
    ],
  }),
  'apigateway:GetVpcLinks': atHome({
    items: ['link-used', 'link-spare'].map(id => ({ id, name: id, status: 'AVAILABLE', targetArns: [balancer(id)] })),
  }),
  'apigateway:GetDomainNames': atHome({
    items: [
      { domainName: 'api.shop.example', endpointConfiguration: { types: ['REGIONAL'] } },
      { domainName: 'old.shop.example', endpointConfiguration: { types: ['EDGE'] } },
    ],
  }),
  'apigateway:GetBasePathMappings': () => ({
    items: [{ basePath: '(none)', restApiId: 'rest-orders', stage: 'prod' }],
  }),
  'apigatewayv2:GetApiMappings': () => ({ Items: [{ ApiMappingKey: 'v2', ApiId: 'http-orders', Stage: '$default' }] }),
  'apigatewayv2:GetApis': atHome({
    Items: [{ ApiId: 'http-orders', Name: 'orders', ProtocolType: 'HTTP', CreatedDate: early }],
  }),
  'apigatewayv2:GetStages': () => ({ Items: [{ StageName: '$default', AutoDeploy: true }] }),
  'apigatewayv2:GetRoutes': () => ({ Items: [{ RouteKey: 'GET /orders', Target: 'integrations/i-1' }] }),
  'apigatewayv2:GetIntegrations': () => ({
    Items: [{ IntegrationId: 'i-1', IntegrationType: 'AWS_PROXY', IntegrationUri: functionArn }],
  }),
  'apigatewayv2:GetAuthorizers': () => ({ Items: [] }),
};
