import type { Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const early = new Date('2025-03-01T08:00:00Z');
const arnOf = (id: string) => `arn:aws:appsync:eu-north-1:${accountId}:apis/${id}`;

/** AppSync of the shop: a GraphQL API with a cache, and an event API. */
export const appsync: Record<string, Handler> = {
  'appsync:ListGraphqlApis': (_input, { region }) => ({
    graphqlApis:
      region === 'eu-north-1'
        ? [
            {
              apiId: 'gql-orders',
              name: 'orders',
              arn: arnOf('gql-orders'),
              apiType: 'GRAPHQL',
              authenticationType: 'API_KEY',
              logConfig: { fieldLogLevel: 'ALL', cloudWatchLogsRoleArn: `arn:aws:iam::${accountId}:role/appsync` },
            },
          ]
        : [],
  }),
  'appsync:GetApiCache': () => ({
    apiCache: { ttl: 60, apiCachingBehavior: 'PER_RESOLVER_CACHING', type: 'SMALL', status: 'AVAILABLE' },
  }),
  'appsync:ListTypes': () => ({
    types: [
      { name: 'Query', definition: 'type Query { orders: [Order] }' },
      { name: 'OrderInput', definition: 'input OrderInput { id: ID }' },
    ],
  }),
  'appsync:ListFunctions': () => ({ functions: [{ functionId: 'f-1', dataSourceName: 'table' }] }),
  'appsync:ListResolvers': () => ({
    resolvers: [{ typeName: 'Query', fieldName: 'orders', kind: 'PIPELINE', pipelineConfig: { functions: ['f-1'] } }],
  }),
  'appsync:ListDataSources': () => ({
    dataSources: [
      { name: 'table', type: 'AMAZON_DYNAMODB', dynamodbConfig: { tableName: 'orders', awsRegion: 'eu-north-1' } },
    ],
  }),
  'appsync:ListApis': (_input, { region }) => ({
    apis:
      region === 'eu-north-1'
        ? [{ apiId: 'event-orders', name: 'order-events', apiArn: arnOf('event-orders'), created: early }]
        : [],
  }),
};
