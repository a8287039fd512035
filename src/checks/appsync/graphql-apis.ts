import type { DataSource as AnyDataSource, GraphqlApi as AnyGraphqlApi } from '@aws-sdk/client-appsync';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import type { MetricSeries } from '../../core/metrics.js';
import { listResolvers, type Resolver } from './resolvers.js';
import { metricDays, trafficOf } from './traffic.js';

const sdk = () => import('./sdk.js');

/** A GraphQL API, as ListGraphqlApis tells. AppSync does not say when it was made. */
export interface GraphqlApi {
  apiId: string;
  arn: string;
  name: string;
  /** `GRAPHQL`, or `MERGED` from others. */
  apiType: string;
  /** `GLOBAL`, `PRIVATE`. */
  visibility: string;
  /** `API_KEY`, `AWS_IAM`, `AMAZON_COGNITO_USER_POOLS`, `OPENID_CONNECT`, `AWS_LAMBDA`; the first is the default one. */
  authenticationTypes: string[];
  userPoolIds: string[];
  /** Functions that authorize. */
  authorizerFunctionArns: string[];
  /** The address of queries and mutations. */
  endpoint: string | null;
  /** `NONE`, `ERROR`, `INFO`, `DEBUG`, `ALL`; null without logs. */
  fieldLogLevel: string | null;
  excludeVerboseContent: boolean;
  wafWebAclArn: string | null;
  tags: Record<string, string>;
}

/** Where an API gets its answers. */
export interface DataSource {
  name: string;
  /** `AWS_LAMBDA`, `AMAZON_DYNAMODB`, `HTTP`, `NONE` ... */
  type: string;
  lambdaFunctionArn: string | null;
  tableName: string | null;
  /** Where the table is. */
  awsRegion: string | null;
  /** Host of an HTTP data source, without path and query. */
  endpointHost: string | null;
  eventBusArn: string | null;
  dbClusterIdentifier: string | null;
}

interface Details {
  dataSources: DataSource[];
  /** Null for a merged API, whose resolvers are those of its source APIs. */
  resolvers: Resolver[] | null;
  /** Latency counts queries and mutations, ConnectSuccess real-time connections. */
  requests: { Latency: MetricSeries; ConnectSuccess: MetricSeries };
  /** What its log group took in; null where fields are not logged, or errors only. */
  logged: { IncomingBytes: MetricSeries } | null;
}

export const listCall = call('appsync:ListGraphqlApis');

export const graphqlApis = collection<GraphqlApi, Details>({
  id: 'appsync.graphqlApis',
  noun: 'GraphQL APIs',
  calls: [listCall],
  list: listGraphqlApis,
  resource: ({ apiId, arn, name, tags }) => ({ id: apiId, arn, name, type: 'AWS::AppSync::GraphQLApi', tags }),
  details: {
    dataSources: detail({ calls: ['appsync:ListDataSources'], get: ({ apiId }, aws) => listDataSources(apiId, aws) }),
    resolvers: detail<GraphqlApi, Resolver[] | null>({
      calls: ['appsync:ListTypes', 'appsync:ListFunctions', 'appsync:ListResolvers'],
      when: ({ apiType }) => apiType !== 'MERGED',
      otherwise: null,
      get: ({ apiId }, aws) => listResolvers(apiId, aws),
    }),
    requests: { metrics: ({ apiId }) => requestsOf(apiId) },
    logged: {
      when: isVerbose,
      otherwise: null,
      metrics: ({ apiId }) => ({
        IncomingBytes: {
          Namespace: 'AWS/Logs',
          MetricName: 'IncomingBytes',
          Dimensions: { LogGroupName: `/aws/appsync/apis/${apiId}` },
          Statistic: 'Sum',
          Days: metricDays,
        },
      }),
    },
  },
});

/** The metrics that tell whether an API is asked. */
export const requestsOf = (apiId: string) => ({
  Latency: trafficOf('Latency', { GraphQLAPIId: apiId }, 'SampleCount'),
  ConnectSuccess: trafficOf('ConnectSuccess', { GraphQLAPIId: apiId }),
});

/** Whether fields are logged that did not fail. */
function isVerbose({ fieldLogLevel }: GraphqlApi): boolean {
  return fieldLogLevel !== null && !['NONE', 'ERROR'].includes(fieldLogLevel);
}

/** The GraphQL APIs of a region, asked once however many collections begin with them. */
export function listGraphqlApis(aws: Aws): Promise<readonly GraphqlApi[]> {
  return aws.once('appsync:ListGraphqlApis', async () => {
    const { AppSyncClient, paginateListGraphqlApis } = await sdk();
    const found: GraphqlApi[] = [];
    for await (const page of paginateListGraphqlApis({ client: aws.client(AppSyncClient) }, {})) {
      found.push(...(page.graphqlApis ?? []).map(apiOf));
    }
    return found;
  });
}

function apiOf(api: AnyGraphqlApi): GraphqlApi {
  const more = api.additionalAuthenticationProviders ?? [];
  const present = (texts: (string | undefined)[]): string[] => [
    ...new Set(texts.filter(text => text !== undefined && text !== '') as string[]),
  ];
  return {
    apiId: api.apiId ?? '',
    arn: api.arn ?? '',
    name: api.name ?? '',
    apiType: api.apiType ?? 'GRAPHQL',
    visibility: api.visibility ?? 'GLOBAL',
    authenticationTypes: present([api.authenticationType, ...more.map(one => one.authenticationType)]),
    userPoolIds: present([api.userPoolConfig?.userPoolId, ...more.map(one => one.userPoolConfig?.userPoolId)]),
    authorizerFunctionArns: present([api, ...more].map(one => one.lambdaAuthorizerConfig?.authorizerUri)),
    endpoint: api.uris?.['GRAPHQL'] ?? null,
    fieldLogLevel: api.logConfig?.fieldLogLevel ?? null,
    excludeVerboseContent: api.logConfig?.excludeVerboseContent ?? false,
    wafWebAclArn: api.wafWebAclArn ?? null,
    tags: api.tags ?? {},
  };
}

async function listDataSources(apiId: string, aws: Aws): Promise<DataSource[]> {
  const { AppSyncClient, paginateListDataSources } = await sdk();
  const found: DataSource[] = [];
  for await (const page of paginateListDataSources({ client: aws.client(AppSyncClient) }, { apiId })) {
    found.push(...(page.dataSources ?? []).map(sourceOf));
  }
  return found;
}

const sourceOf = (source: AnyDataSource): DataSource => ({
  name: source.name ?? '',
  type: source.type ?? '',
  lambdaFunctionArn: source.lambdaConfig?.lambdaFunctionArn ?? null,
  tableName: source.dynamodbConfig?.tableName ?? null,
  awsRegion: source.dynamodbConfig?.awsRegion ?? null,
  endpointHost: hostOf(source.httpConfig?.endpoint ?? source.openSearchServiceConfig?.endpoint),
  eventBusArn: source.eventBridgeConfig?.eventBusArn ?? null,
  dbClusterIdentifier: source.relationalDatabaseConfig?.rdsHttpEndpointConfig?.dbClusterIdentifier ?? null,
});

const hostOf = (url: string | undefined): string | null =>
  url !== undefined && URL.canParse(url) ? new URL(url).host : null;
