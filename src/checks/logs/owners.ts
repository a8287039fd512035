import { type Aws, call, collection } from '../../core/collection.js';
import { listApps } from '../amplify/apps.js';

interface Place {
  RegionName: string;
}

interface Details {
  /** Ids of REST APIs of API Gateway. */
  restApis: string[];
  /** Ids of AppSync's GraphQL and event APIs. */
  appSyncApis: string[];
  /** Ids of Amplify apps. */
  amplifyApps: string[];
  /** Identifiers of RDS instances, those of Aurora with them. */
  dbInstances: string[];
}

/** One row a region; its details list what log groups are named after. */
export const owners = collection<Place, Details>({
  id: 'logs.owners',
  noun: 'owners of log groups',
  calls: [],
  list: aws => Promise.resolve([{ RegionName: aws.region }]),
  resource: ({ RegionName }) => ({ id: RegionName, type: 'AWS::::Region' }),
  details: {
    restApis: {
      calls: [call('apigateway:GetRestApis', 'apigateway:GET')],
      get: (_place, aws) => listRestApis(aws),
    },
    appSyncApis: {
      calls: ['appsync:ListGraphqlApis', 'appsync:ListApis'],
      get: (_place, aws) => listAppSyncApis(aws),
    },
    amplifyApps: {
      calls: ['amplify:ListApps'],
      get: async (_place, aws) => (await listApps(aws)).map(({ appId }) => appId),
    },
    dbInstances: { calls: ['rds:DescribeDBInstances'], get: (_place, aws) => listDatabases(aws) },
  },
});

async function listRestApis(aws: Aws): Promise<string[]> {
  const { APIGatewayClient, paginateGetRestApis } = await import('../apigateway/sdk.js');
  const found: string[] = [];
  for await (const page of paginateGetRestApis({ client: aws.client(APIGatewayClient), pageSize: 500 }, {})) {
    found.push(...(page.items ?? []).map(({ id = '' }) => id));
  }
  return found;
}

async function listAppSyncApis(aws: Aws): Promise<string[]> {
  const { AppSyncClient, paginateListApis, paginateListGraphqlApis } = await import('../appsync/sdk.js');
  const client = aws.client(AppSyncClient);
  const found: string[] = [];
  for await (const page of paginateListGraphqlApis({ client }, {})) {
    found.push(...(page.graphqlApis ?? []).map(({ apiId = '' }) => apiId));
  }
  for await (const page of paginateListApis({ client }, {})) {
    found.push(...(page.apis ?? []).map(({ apiId = '' }) => apiId));
  }
  return found;
}

async function listDatabases(aws: Aws): Promise<string[]> {
  const { paginateDescribeDBInstances, RDSClient } = await import('../rds/sdk.js');
  const found: string[] = [];
  for await (const page of paginateDescribeDBInstances({ client: aws.client(RDSClient), pageSize: 100 }, {})) {
    found.push(...(page.DBInstances ?? []).map(({ DBInstanceIdentifier = '' }) => DBInstanceIdentifier));
  }
  return found;
}
