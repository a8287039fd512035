import { clusters } from '../../checks/dsql/clusters.js';
import { logGroups } from '../../checks/logs/log-groups.js';
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
  restApis?: Need<RestApiRow>;
  httpApis?: Need<HttpApiRow>;
  graphqlApis?: Need<GraphqlApiRow>;
  userPools?: Need<UserPoolRow>;
  stateMachines?: Need<StateMachineRow>;
  logGroups?: Need<LogGroupRow>;
  clusters?: Need<ClusterRow>;
}

/**
 * The one place to plug a room in; those of API Gateway, AppSync and Cognito fit as they are:
 * `restApis.with('methods', 'authorizers')`, `httpApis.with('routes', 'integrations', 'authorizers')`,
 * `graphqlApis.with('dataSources', 'resolvers')`, `userPools.with()`.
 */
export const rooms: Rooms = { logGroups: logGroups.with(), clusters: clusters.with() };

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
