import type { Method } from '@aws-sdk/client-api-gateway';
import type { Aws } from '../../core/collection.js';
import { functionOf, withoutQuery } from './integration-target.js';

const sdk = () => import('./sdk.js');

/** What a method hands its requests to. */
export interface RestIntegration {
  type: string;
  httpMethod: string | null;
  /** Without its query. */
  uri: string | null;
  /** The Lambda function that `uri` names; a `${stageVariables.x}` in it stays as it is. */
  FunctionArn: string | null;
  connectionType: string | null;
  /** The id of a VPC link, or a stage variable that names it. */
  connectionId: string | null;
  responseTransferMode: string | null;
}

/** One method of one path. */
export interface RestMethod {
  path: string;
  httpMethod: string;
  authorizationType: string;
  authorizerId: string | null;
  apiKeyRequired: boolean;
  requestValidatorId: string | null;
  integration: RestIntegration | null;
}

/** Every method of an API as it is defined now; a stage may still serve an older deployment. */
export async function listMethods(restApiId: string, aws: Aws): Promise<RestMethod[]> {
  const { APIGatewayClient, paginateGetResources } = await sdk();
  const found: RestMethod[] = [];
  for await (const page of paginateGetResources(
    { client: aws.client(APIGatewayClient), pageSize: 500 },
    { restApiId, embed: ['methods'] },
  )) {
    for (const { path = '', resourceMethods = {} } of page.items ?? []) {
      for (const [httpMethod, method] of Object.entries(resourceMethods))
        found.push(methodOf(path, httpMethod, method));
    }
  }
  return found;
}

const methodOf = (path: string, httpMethod: string, method: Method): RestMethod => ({
  path,
  httpMethod,
  authorizationType: method.authorizationType ?? 'NONE',
  authorizerId: method.authorizerId ?? null,
  apiKeyRequired: method.apiKeyRequired ?? false,
  requestValidatorId: method.requestValidatorId ?? null,
  integration: method.methodIntegration
    ? {
        type: method.methodIntegration.type ?? '',
        httpMethod: method.methodIntegration.httpMethod ?? null,
        uri: withoutQuery(method.methodIntegration.uri),
        FunctionArn: functionOf(method.methodIntegration.uri),
        connectionType: method.methodIntegration.connectionType ?? null,
        connectionId: method.methodIntegration.connectionId ?? null,
        responseTransferMode: method.methodIntegration.responseTransferMode ?? null,
      }
    : null,
});
