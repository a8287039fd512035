import type { Api, Authorizer, Integration, Route, Stage } from '@aws-sdk/client-apigatewayv2';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';
import { functionOf, withoutQuery } from './integration-target.js';
import { arnOf, everyPage } from './pages.js';
import { trafficOf } from './traffic.js';

const sdk = () => import('./sdk.js');

/** An HTTP or WebSocket API, as GetApis tells. */
export interface HttpApi {
  ApiId: string;
  Arn: string;
  Name: string;
  /** `HTTP`, `WEBSOCKET`. */
  ProtocolType: string;
  ApiEndpoint: string;
  CreatedDate: string | null;
  DisableExecuteApiEndpoint: boolean;
  Tags: Record<string, string>;
}

/** A stage; of its variables the names alone. */
export interface HttpStage {
  StageName: string;
  AutoDeploy: boolean;
  AccessLogDestinationArn: string | null;
  LoggingLevel: string | null;
  LastUpdatedDate: string | null;
  StageVariableNames: string[];
}

/** A route: `GET /bookings` or `$connect`, and the integration that it leads to. */
export interface HttpRoute {
  RouteKey: string;
  IntegrationId: string | null;
  /** `NONE`, `AWS_IAM`, `CUSTOM`, `JWT`. */
  AuthorizationType: string;
  AuthorizerId: string | null;
  ApiKeyRequired: boolean;
}

/** What routes hand their requests to. */
export interface HttpIntegration {
  IntegrationId: string;
  IntegrationType: string;
  /** The call of an AWS service: `SQS-SendMessage`. */
  IntegrationSubtype: string | null;
  /** Without its query. */
  IntegrationUri: string | null;
  FunctionArn: string | null;
  ConnectionType: string | null;
  ConnectionId: string | null;
}

/** An authorizer of an HTTP or WebSocket API. */
export interface HttpAuthorizer {
  AuthorizerId: string;
  Name: string;
  /** `REQUEST`, `JWT`. */
  AuthorizerType: string;
  FunctionArn: string | null;
  /** Who issues the tokens: a user pool, most often. */
  JwtIssuer: string | null;
}

interface Details {
  stages: HttpStage[];
  routes: HttpRoute[];
  integrations: HttpIntegration[];
  authorizers: HttpAuthorizer[];
  /** Requests of an HTTP API, connections of a WebSocket API. */
  requests: { Count: MetricSeries };
}

const v2 = (operation: string) => call(`apigatewayv2:${operation}`, 'apigateway:GET');
export const listCall = v2('GetApis');

export const httpApis = collection<HttpApi, Details>({
  id: 'apigateway.httpApis',
  noun: 'HTTP and WebSocket APIs',
  calls: [listCall],
  list: listHttpApis,
  resource: ({ ApiId, Arn, Name, Tags }) => ({
    id: ApiId,
    arn: Arn,
    name: Name,
    type: 'AWS::ApiGatewayV2::Api',
    tags: Tags,
  }),
  details: {
    stages: detail({ calls: [v2('GetStages')], get: ({ ApiId }, aws) => listStages(ApiId, aws) }),
    routes: detail({ calls: [v2('GetRoutes')], get: ({ ApiId }, aws) => listRoutes(ApiId, aws) }),
    integrations: detail({ calls: [v2('GetIntegrations')], get: ({ ApiId }, aws) => listIntegrations(ApiId, aws) }),
    authorizers: detail({ calls: [v2('GetAuthorizers')], get: ({ ApiId }, aws) => listAuthorizers(ApiId, aws) }),
    requests: {
      metrics: ({ ApiId, ProtocolType }) => ({
        Count: trafficOf(ProtocolType === 'WEBSOCKET' ? 'ConnectCount' : 'Count', { ApiId }),
      }),
    },
  },
});

const pageSize = { MaxResults: '500' };
const after = (NextToken: string | undefined) => (NextToken ? { NextToken } : {});

/** The HTTP and WebSocket APIs of a region, asked once however many collections begin with them. */
export function listHttpApis(aws: Aws): Promise<readonly HttpApi[]> {
  return aws.once('apigatewayv2:GetApis', async () => {
    const { ApiGatewayV2Client, GetApisCommand } = await sdk();
    const listed = await everyPage<Api>(async token => {
      const page = await aws.client(ApiGatewayV2Client).send(new GetApisCommand({ ...pageSize, ...after(token) }));
      return { items: page.Items, next: page.NextToken };
    });
    return listed.map(api => ({
      ApiId: api.ApiId ?? '',
      Arn: arnOf(aws, `/apis/${api.ApiId}`),
      Name: api.Name ?? '',
      ProtocolType: api.ProtocolType ?? '',
      ApiEndpoint: api.ApiEndpoint ?? '',
      CreatedDate: isoOf(api.CreatedDate),
      DisableExecuteApiEndpoint: api.DisableExecuteApiEndpoint ?? false,
      Tags: api.Tags ?? {},
    }));
  });
}

async function listStages(ApiId: string, aws: Aws): Promise<HttpStage[]> {
  const { ApiGatewayV2Client, GetV2StagesCommand } = await sdk();
  const listed = await everyPage<Stage>(async token => {
    const command = new GetV2StagesCommand({ ApiId, ...pageSize, ...after(token) });
    const page = await aws.client(ApiGatewayV2Client).send(command);
    return { items: page.Items, next: page.NextToken };
  });
  return listed.map(stage => ({
    StageName: stage.StageName ?? '',
    AutoDeploy: stage.AutoDeploy ?? false,
    AccessLogDestinationArn: stage.AccessLogSettings?.DestinationArn ?? null,
    LoggingLevel: stage.DefaultRouteSettings?.LoggingLevel ?? null,
    LastUpdatedDate: isoOf(stage.LastUpdatedDate),
    StageVariableNames: Object.keys(stage.StageVariables ?? {}).sort(),
  }));
}

async function listRoutes(ApiId: string, aws: Aws): Promise<HttpRoute[]> {
  const { ApiGatewayV2Client, GetRoutesCommand } = await sdk();
  const listed = await everyPage<Route>(async token => {
    const command = new GetRoutesCommand({ ApiId, ...pageSize, ...after(token) });
    const page = await aws.client(ApiGatewayV2Client).send(command);
    return { items: page.Items, next: page.NextToken };
  });
  return listed.map(route => ({
    RouteKey: route.RouteKey ?? '',
    IntegrationId: /^integrations\/(.+)$/.exec(route.Target ?? '')?.[1] ?? null,
    AuthorizationType: route.AuthorizationType ?? 'NONE',
    AuthorizerId: route.AuthorizerId ?? null,
    ApiKeyRequired: route.ApiKeyRequired ?? false,
  }));
}

async function listIntegrations(ApiId: string, aws: Aws): Promise<HttpIntegration[]> {
  const { ApiGatewayV2Client, GetIntegrationsCommand } = await sdk();
  const listed = await everyPage<Integration>(async token => {
    const command = new GetIntegrationsCommand({ ApiId, ...pageSize, ...after(token) });
    const page = await aws.client(ApiGatewayV2Client).send(command);
    return { items: page.Items, next: page.NextToken };
  });
  return listed.map(one => ({
    IntegrationId: one.IntegrationId ?? '',
    IntegrationType: one.IntegrationType ?? '',
    IntegrationSubtype: one.IntegrationSubtype ?? null,
    IntegrationUri: withoutQuery(one.IntegrationUri),
    FunctionArn: functionOf(one.IntegrationUri),
    ConnectionType: one.ConnectionType ?? null,
    ConnectionId: one.ConnectionId ?? null,
  }));
}

async function listAuthorizers(ApiId: string, aws: Aws): Promise<HttpAuthorizer[]> {
  const { ApiGatewayV2Client, GetV2AuthorizersCommand } = await sdk();
  const listed = await everyPage<Authorizer>(async token => {
    const command = new GetV2AuthorizersCommand({ ApiId, ...pageSize, ...after(token) });
    const page = await aws.client(ApiGatewayV2Client).send(command);
    return { items: page.Items, next: page.NextToken };
  });
  return listed.map(one => ({
    AuthorizerId: one.AuthorizerId ?? '',
    Name: one.Name ?? '',
    AuthorizerType: one.AuthorizerType ?? '',
    FunctionArn: functionOf(one.AuthorizerUri),
    JwtIssuer: one.JwtConfiguration?.Issuer ?? null,
  }));
}
