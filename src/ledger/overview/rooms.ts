import { httpApis } from '../../checks/apigateway/http-apis.js';
import { restApis } from '../../checks/apigateway/rest-apis.js';
import { graphqlApis } from '../../checks/appsync/graphql-apis.js';
import { userPools } from '../../checks/cognito/user-pools.js';
import { clusters } from '../../checks/dsql/clusters.js';
import { logGroups } from '../../checks/logs/log-groups.js';
import { stateMachines } from '../../checks/stepfunctions/state-machines.js';
import type { Need } from '../../core/collection.js';

/** What the overview reads of other rooms, no more than it needs of each. */

export interface RestApiRow {
  id: string;
  name: string;
  region: string;
  methods: readonly {
    path: string;
    httpMethod: string;
    authorizationType: string;
    integration: { FunctionArn: string | null } | null;
  }[];
  authorizers: readonly { name: string; FunctionArn: string | null }[];
}

export interface HttpApiRow {
  ApiId: string;
  Name: string;
  region: string;
  routes: readonly { RouteKey: string; IntegrationId: string | null; AuthorizationType: string }[];
  integrations: readonly { IntegrationId: string; FunctionArn: string | null }[];
  authorizers: readonly { Name: string; FunctionArn: string | null }[];
}

export interface GraphqlApiRow {
  name: string;
  region: string;
  authorizerFunctionArns: readonly string[];
  dataSources: readonly { name: string; lambdaFunctionArn: string | null }[];
  resolvers: readonly { typeName: string; fieldName: string; dataSourceNames: readonly string[] }[] | null;
}

export interface UserPoolRow {
  Id: string;
  Name: string;
  region: string;
  /** Trigger -> ARN of its function. */
  LambdaConfig: Readonly<Record<string, string>>;
}

export interface LogGroupRow {
  logGroupName: string;
  region: string;
  retentionInDays: number | null;
  storedBytes: number;
}

export interface StateMachineRow {
  name: string;
  region: string;
  functionArns: readonly string[];
}

/** Where a cluster's id says nothing to people, its name. */
export interface ClusterRow {
  identifier: string;
  region: string;
  tags: Readonly<Record<string, string>>;
}

/** Collections of other rooms by what the overview calls them; one that is missing is named as not looked at. */
export interface Rooms {
  restApis?: Need<object, RestApiRow>;
  httpApis?: Need<object, HttpApiRow>;
  graphqlApis?: Need<object, GraphqlApiRow>;
  userPools?: Need<object, UserPoolRow>;
  stateMachines?: Need<object, StateMachineRow>;
  logGroups?: Need<object, LogGroupRow>;
  clusters?: Need<object, ClusterRow>;
}

/** The one place to plug a room in. */
export const rooms: Rooms = {
  restApis: restApis.with('methods', 'authorizers'),
  httpApis: httpApis.with('routes', 'integrations', 'authorizers'),
  graphqlApis: graphqlApis.with('dataSources', 'resolvers'),
  userPools: userPools.with(),
  stateMachines: stateMachines.with('functionArns'),
  logGroups: logGroups.with(),
  clusters: clusters.with(),
};

/** What is not known while a room is missing. */
export const missingRooms: Readonly<Record<keyof Rooms, string>> = {
  restApis: 'routes of REST APIs',
  httpApis: 'routes of HTTP APIs',
  graphqlApis: 'resolvers of AppSync',
  userPools: 'names of user pools',
  stateMachines: 'steps of Step Functions',
  logGroups: 'retention and size of log groups',
  clusters: 'names of Aurora DSQL clusters',
};
