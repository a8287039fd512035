import type { ApiMapping } from '@aws-sdk/client-apigatewayv2';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import { listCall as httpApisCall, listHttpApis } from './http-apis.js';
import { arnOf, everyPage } from './pages.js';
import { listCall as restApisCall, listRestApis } from './rest-apis.js';

const sdk = () => import('./sdk.js');

/** A custom domain of APIs of any kind. */
export interface Domain {
  domainName: string;
  /** Private domains alone have one; their names need not be unique. */
  domainNameId: string | null;
  arn: string;
  /** `EDGE`, `REGIONAL`, `PRIVATE`. */
  endpointTypes: string[];
  /** Other than `API_MAPPING_ONLY`: rules, which are not read, lead to APIs too. */
  routingMode: string | null;
  /** The name that DNS records point to. */
  targetDomainName: string | null;
  certificateArn: string | null;
  securityPolicy: string | null;
  tags: Record<string, string>;
}

/** Where a path of the domain leads. */
export interface DomainMapping {
  /** Empty for the whole domain. */
  ApiMappingKey: string;
  ApiId: string;
  Stage: string;
}

export const domains = collection<Domain, { mappings: DomainMapping[] }>({
  id: 'apigateway.domains',
  noun: 'custom domains of APIs',
  calls: [restApisCall, httpApisCall, call('apigateway:GetDomainNames', 'apigateway:GET')],
  list: listDomains,
  resource: ({ domainName, domainNameId, arn, tags }) => ({
    id: domainNameId ? `${domainName}+${domainNameId}` : domainName,
    arn,
    name: domainName,
    type: 'AWS::ApiGateway::DomainName',
    tags,
  }),
  details: {
    mappings: detail({
      calls: [
        call('apigateway:GetBasePathMappings', 'apigateway:GET'),
        call('apigatewayv2:GetApiMappings', 'apigateway:GET'),
      ],
      // Regional domains may have mappings to HTTP APIs and of several levels, which the older call does not know.
      get: (domain, aws) =>
        domain.endpointTypes.includes('REGIONAL') ? listApiMappings(domain, aws) : listBasePaths(domain, aws),
    }),
  },
});

/** A region without APIs is not asked for domains. */
async function listDomains(aws: Aws): Promise<Domain[]> {
  const apis = [...(await listRestApis(aws)), ...(await listHttpApis(aws))];
  if (apis.length === 0) return [];
  const { APIGatewayClient, paginateGetDomainNames } = await sdk();
  const found: Domain[] = [];
  for await (const page of paginateGetDomainNames({ client: aws.client(APIGatewayClient), pageSize: 500 }, {})) {
    for (const domain of page.items ?? []) {
      found.push({
        domainName: domain.domainName ?? '',
        domainNameId: domain.domainNameId ?? null,
        arn: domain.domainNameArn ?? arnOf(aws, `/domainnames/${domain.domainName}`),
        endpointTypes: domain.endpointConfiguration?.types ?? [],
        routingMode: domain.routingMode ?? null,
        targetDomainName: domain.regionalDomainName ?? domain.distributionDomainName ?? null,
        certificateArn: domain.regionalCertificateArn ?? domain.certificateArn ?? null,
        securityPolicy: domain.securityPolicy ?? null,
        tags: domain.tags ?? {},
      });
    }
  }
  return found;
}

async function listApiMappings({ domainName: DomainName }: Domain, aws: Aws): Promise<DomainMapping[]> {
  const { ApiGatewayV2Client, GetApiMappingsCommand } = await sdk();
  const listed = await everyPage<ApiMapping>(async token => {
    const command = new GetApiMappingsCommand({ DomainName, ...(token ? { NextToken: token } : {}) });
    const page = await aws.client(ApiGatewayV2Client).send(command);
    return { items: page.Items, next: page.NextToken };
  });
  return listed.map(one => ({
    ApiMappingKey: one.ApiMappingKey ?? '',
    ApiId: one.ApiId ?? '',
    Stage: one.Stage ?? '',
  }));
}

async function listBasePaths({ domainName, domainNameId }: Domain, aws: Aws): Promise<DomainMapping[]> {
  const { APIGatewayClient, paginateGetBasePathMappings } = await sdk();
  const found: DomainMapping[] = [];
  for await (const page of paginateGetBasePathMappings(
    { client: aws.client(APIGatewayClient), pageSize: 500 },
    { domainName, ...(domainNameId === null ? {} : { domainNameId }) },
  )) {
    for (const { basePath = '', restApiId = '', stage = '' } of page.items ?? []) {
      found.push({ ApiMappingKey: basePath === '(none)' ? '' : basePath, ApiId: restApiId, Stage: stage });
    }
  }
  return found;
}
