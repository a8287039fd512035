import type { At, Handler } from '../../test/server/stub.js';
import { account, iamArn } from './place.js';

const home = 'eu-north-1';

/** A chat between guests and hosts that was tried once; its cache is still there. */
export const appsync: Record<string, Handler> = {
  'appsync:ListGraphqlApis': (_input, { region }: At) => ({
    graphqlApis:
      region === home
        ? [
            {
              apiId: 'l0dgechat0000000000000000a',
              name: 'lodge-chat',
              arn: `arn:aws:appsync:${home}:${account}:apis/l0dgechat0000000000000000a`,
              apiType: 'GRAPHQL',
              visibility: 'GLOBAL',
              authenticationType: 'AMAZON_COGNITO_USER_POOLS',
              userPoolConfig: { userPoolId: 'eu-north-1_LodgeGst1', awsRegion: home, defaultAction: 'ALLOW' },
              logConfig: { fieldLogLevel: 'ERROR', cloudWatchLogsRoleArn: iamArn('role/lodge-chat-logs') },
            },
          ]
        : [],
  }),
  'appsync:GetApiCache': () => ({
    apiCache: { ttl: 300, apiCachingBehavior: 'FULL_REQUEST_CACHING', type: 'SMALL', status: 'AVAILABLE' },
  }),
  'appsync:ListTypes': () => ({
    types: [
      { name: 'Query', definition: 'type Query { messages(booking: ID!): [Message!]! }' },
      { name: 'Mutation', definition: 'type Mutation { sendMessage(booking: ID!, text: String!): Message }' },
      { name: 'Message', definition: 'type Message { id: ID! text: String! }' },
    ],
  }),
  'appsync:ListFunctions': () => ({ functions: [] }),
  'appsync:ListResolvers': ({ typeName }: { typeName: string }) => ({
    resolvers: { Query: ['messages'], Mutation: ['sendMessage'] }[typeName]?.map(fieldName => ({
      typeName,
      fieldName,
      kind: 'UNIT',
      dataSourceName: 'messages',
    })),
  }),
  'appsync:ListDataSources': () => ({
    dataSources: [
      { name: 'messages', type: 'AMAZON_DYNAMODB', dynamodbConfig: { tableName: 'lodge-messages', awsRegion: home } },
    ],
  }),
  'appsync:ListApis': () => ({ apis: [] }),
};
