import type { ResourceType } from '@aws-sdk/client-wafv2';
import { type Aws, call } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import type { Kept } from './places.js';

const sdk = () => import('./sdk.js');
const cloudfront = () => import('../cloudfront/sdk.js');

/** The calls that tell what a web ACL protects; WAF hands some of them on to the service that is protected. */
export const resourceCalls = [
  call(
    'wafv2:ListResourcesForWebACL',
    [
      'wafv2:ListResourcesForWebACL',
      'amplify:ListResourcesForWebACL',
      'apprunner:ListAssociatedServicesForWebAcl',
      'appsync:ListResourcesForWebACL',
      'bedrock-agentcore:GatewayListResourcesForWebACL',
      'cognito-idp:ListResourcesForWebACL',
      'ec2:DescribeVerifiedAccessInstanceWebAclAssociations',
    ],
    { perSecond: 5 },
  ),
  'cloudfront:ListDistributionsByWebACLId',
  'cloudfront:ListDistributionTenantsByCustomization',
];

/** ARNs of everything that a web ACL protects. */
export async function listProtected(acl: Kept, aws: Aws): Promise<string[]> {
  const at = aws.in(acl.Region);
  const lists = acl.Scope === 'CLOUDFRONT' ? await listGlobal(acl, at) : await listRegional(acl, at);
  return lists.flat().sort();
}

const listGlobal = (acl: Kept, aws: Aws): Promise<string[][]> =>
  Promise.all([listDistributions(acl, aws), listTenants(acl, aws), listWhereKnown(acl, 'AMPLIFY', aws)]);

/** Amplify takes web ACLs of CloudFront's scope only; every other type that the SDK knows is asked for. */
async function listRegional(acl: Kept, aws: Aws): Promise<string[][]> {
  const { AMPLIFY: _global, APPLICATION_LOAD_BALANCER: everywhere, ...others } = (await sdk()).ResourceType;
  return Promise.all([
    listOfType(acl, everywhere, aws),
    ...Object.values(others).map(type => listWhereKnown(acl, type, aws)),
  ]);
}

/** WAF calls a type that a region does not have an invalid parameter: there are none of it. */
const listWhereKnown = async (acl: Kept, type: ResourceType, aws: Aws): Promise<string[]> =>
  (await orNull(['WAFInvalidParameterException'], () => listOfType(acl, type, aws))) ?? [];

async function listOfType({ ARN }: Kept, type: ResourceType, aws: Aws): Promise<string[]> {
  const { ListResourcesForWebACLCommand, WAFV2Client } = await sdk();
  const command = new ListResourcesForWebACLCommand({ WebACLArn: ARN, ResourceType: type });
  return (await aws.client(WAFV2Client).send(command)).ResourceArns ?? [];
}

async function listDistributions({ ARN }: Kept, aws: Aws): Promise<string[]> {
  const { CloudFrontClient, ListDistributionsByWebACLIdCommand } = await cloudfront();
  const found: string[] = [];
  let Marker: string | undefined;
  do {
    const command = new ListDistributionsByWebACLIdCommand({ WebACLId: ARN, ...(Marker ? { Marker } : {}) });
    const { DistributionList: page } = await aws.client(CloudFrontClient).send(command);
    found.push(...(page?.Items ?? []).map(one => one.ARN ?? ''));
    Marker = page?.IsTruncated ? page.NextMarker : undefined;
  } while (Marker);
  return found;
}

/** A tenant of a multi-tenant distribution may have a web ACL of its own in place of the distribution's. */
async function listTenants({ ARN }: Kept, aws: Aws): Promise<string[]> {
  const { CloudFrontClient, paginateListDistributionTenantsByCustomization } = await cloudfront();
  const found: string[] = [];
  for await (const page of paginateListDistributionTenantsByCustomization(
    { client: aws.client(CloudFrontClient) },
    { WebACLArn: ARN },
  )) {
    found.push(...(page.DistributionTenantList ?? []).map(one => one.Arn ?? ''));
  }
  return found;
}
