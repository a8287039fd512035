import { type Aws, call, collection, detail } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';
import { functionOf } from './integration-target.js';
import { arnOf, everyPage } from './pages.js';
import { listMethods, type RestMethod } from './rest-resources.js';
import { trafficOf } from './traffic.js';

const sdk = () => import('./sdk.js');

/** A REST API, as GetRestApis tells. */
export interface RestApi {
  id: string;
  arn: string;
  name: string;
  createdDate: string | null;
  /** `EDGE`, `REGIONAL`, `PRIVATE`. */
  endpointTypes: string[];
  disableExecuteApiEndpoint: boolean;
  /** The resource policy, JSON text. */
  policy: string | null;
  tags: Record<string, string>;
}

/** An authorizer of a REST API. */
export interface RestAuthorizer {
  id: string;
  name: string;
  /** `TOKEN`, `REQUEST`, `COGNITO_USER_POOLS`. */
  type: string;
  /** The function of a Lambda authorizer. */
  FunctionArn: string | null;
  /** User pools. */
  providerARNs: string[];
}

interface Details {
  methods: RestMethod[];
  authorizers: RestAuthorizer[];
  /** APIs of one name share these metrics: CloudWatch knows REST APIs by name only. */
  requests: { Count: MetricSeries };
}

export const listCall = call('apigateway:GetRestApis', 'apigateway:GET');

export const restApis = collection<RestApi, Details>({
  id: 'apigateway.restApis',
  noun: 'REST APIs',
  calls: [listCall],
  list: listRestApis,
  resource: ({ id, arn, name, tags }) => ({ id, arn, name, type: 'AWS::ApiGateway::RestApi', tags }),
  details: {
    methods: detail({
      calls: [call('apigateway:GetResources', 'apigateway:GET', { perSecond: 2.5 })],
      get: ({ id }, aws) => listMethods(id, aws),
    }),
    authorizers: detail({
      calls: [call('apigateway:GetAuthorizers', 'apigateway:GET')],
      get: ({ id }, aws) => listAuthorizers(id, aws),
    }),
    requests: { metrics: ({ name }) => ({ Count: trafficOf('Count', { ApiName: name }) }) },
  },
});

/** The REST APIs of a region, asked once however many collections begin with them. */
export function listRestApis(aws: Aws): Promise<readonly RestApi[]> {
  return aws.once('apigateway:GetRestApis', async () => {
    const { APIGatewayClient, paginateGetRestApis } = await sdk();
    const found: RestApi[] = [];
    for await (const page of paginateGetRestApis({ client: aws.client(APIGatewayClient), pageSize: 500 }, {})) {
      for (const api of page.items ?? []) {
        found.push({
          id: api.id ?? '',
          arn: arnOf(aws, `/restapis/${api.id}`),
          name: api.name ?? '',
          createdDate: isoOf(api.createdDate),
          endpointTypes: api.endpointConfiguration?.types ?? [],
          disableExecuteApiEndpoint: api.disableExecuteApiEndpoint ?? false,
          policy: api.policy ?? null,
          tags: api.tags ?? {},
        });
      }
    }
    return found;
  });
}

async function listAuthorizers(restApiId: string, aws: Aws): Promise<RestAuthorizer[]> {
  const { APIGatewayClient, GetAuthorizersCommand } = await sdk();
  const listed = await everyPage(async position => {
    const answer = await aws
      .client(APIGatewayClient)
      .send(new GetAuthorizersCommand({ restApiId, limit: 500, ...(position ? { position } : {}) }));
    return { items: answer.items, next: answer.position };
  });
  return listed.map(one => ({
    id: one.id ?? '',
    name: one.name ?? '',
    type: one.type ?? '',
    FunctionArn: functionOf(one.authorizerUri),
    providerARNs: one.providerARNs ?? [],
  }));
}
