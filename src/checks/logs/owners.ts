import { type Aws, call, collection } from '../../core/collection.js';
import { listApps } from '../amplify/apps.js';
import { listRestApis } from '../apigateway/rest-apis.js';
import { listEventApis } from '../appsync/event-apis.js';
import { listGraphqlApis } from '../appsync/graphql-apis.js';

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
      get: async (_place, aws) => (await listRestApis(aws)).map(({ id }) => id),
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

async function listAppSyncApis(aws: Aws): Promise<string[]> {
  const [graphql, events] = await Promise.all([listGraphqlApis(aws), listEventApis(aws)]);
  return [...graphql, ...events].map(({ apiId }) => apiId);
}

async function listDatabases(aws: Aws): Promise<string[]> {
  const { paginateDescribeDBInstances, RDSClient } = await import('../rds/sdk.js');
  const found: string[] = [];
  for await (const page of paginateDescribeDBInstances({ client: aws.client(RDSClient), pageSize: 100 }, {})) {
    found.push(...(page.DBInstances ?? []).map(({ DBInstanceIdentifier = '' }) => DBInstanceIdentifier));
  }
  return found;
}
