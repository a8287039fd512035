import type { Arrival } from './server.js';

/** What has to be answered before an operation can be asked: its input, or whether it is asked at all, comes from there. */
const needs: Readonly<Record<string, readonly string[]>> = {
  'sts:GetCallerIdentity': [],
  'ec2:DescribeRegions': [],
  'iam:ListAccountAliases': [],
  'access-analyzer:ListFindingsV2': ['access-analyzer:ListAnalyzers'],
  'amplify:ListBranches': ['amplify:ListApps'],
  'amplify:ListJobs': ['amplify:ListBranches'],
  'apigateway:GetResources': ['apigateway:GetRestApis'],
  'apigateway:GetStages': ['apigateway:GetRestApis'],
  'apigatewayv2:GetRoutes': ['apigatewayv2:GetApis'],
  'appsync:ListTypes': ['appsync:ListGraphqlApis'],
  'appsync:ListResolvers': ['appsync:ListTypes'],
  'cloudtrail:GetEventSelectors': ['cloudtrail:DescribeTrails'],
  'cloudtrail:GetInsightSelectors': ['cloudtrail:DescribeTrails'],
  'cloudtrail:GetTrailStatus': ['cloudtrail:DescribeTrails'],
  // Metrics of all services are asked together, when the last of them has listed what it has.
  'cloudwatch:GetMetricData': ['s3:ListBucketMetricsConfigurations', 'apigateway:GetStages', 'appsync:ListGraphqlApis'],
  'cognito-idp:DescribeUserPool': ['cognito-idp:ListUserPools'],
  'cognito-idp:DescribeUserPoolDomain': ['cognito-idp:DescribeUserPool'],
  'cognito-idp:DescribeUserPoolClient': ['cognito-idp:ListUserPoolClients'],
  'cognito-idp:ListUserPoolClients': ['cognito-idp:ListUserPools'],
  'dynamodb:DescribeTable': ['dynamodb:ListTables'],
  'dynamodb:ListTagsOfResource': ['dynamodb:DescribeTable'],
  'guardduty:GetDetector': ['guardduty:ListDetectors'],
  'guardduty:ListFindings': ['guardduty:GetDetector'],
  'guardduty:GetFindings': ['guardduty:ListFindings'],
  'iam:GetCredentialReport': ['iam:GenerateCredentialReport'],
  'iam:ListMFADevices': ['iam:GetCredentialReport', 'iam:GetAccountAuthorizationDetails'],
  'iam:GenerateServiceLastAccessedDetails': ['iam:GetCredentialReport', 'iam:GetAccountAuthorizationDetails'],
  'iam:GetServiceLastAccessedDetails': ['iam:GenerateServiceLastAccessedDetails'],
  'kms:DescribeKey': ['kms:ListKeys'],
  'kms:GetKeyLastUsage': ['kms:DescribeKey'],
  'kms:GetKeyPolicy': ['kms:DescribeKey'],
  'kms:GetKeyRotationStatus': ['kms:DescribeKey'],
  'kms:ListGrants': ['kms:GetKeyLastUsage'],
  'kms:ListKeyRotations': ['kms:GetKeyLastUsage'],
  'kms:ListResourceTags': ['kms:DescribeKey'],
  'organizations:DescribePolicy': ['organizations:ListTargetsForPolicy'],
  'organizations:ListAWSServiceAccessForOrganization': ['organizations:DescribeOrganization'],
  'organizations:ListDelegatedAdministrators': ['organizations:DescribeOrganization'],
  'organizations:ListPolicies': ['organizations:ListRoots'],
  'organizations:ListTargetsForPolicy': ['organizations:ListPolicies'],
  's3:GetBucketAcl': ['s3:ListBuckets', 'cloudtrail:DescribeTrails'],
  's3:GetBucketLifecycleConfiguration': ['s3:ListBuckets', 'cloudwatch:ListMetrics'],
  's3:GetBucketLogging': ['s3:ListBuckets', 'cloudtrail:DescribeTrails'],
  's3:GetBucketPolicyStatus': ['s3:ListBuckets', 'cloudtrail:DescribeTrails'],
  's3:GetBucketReplication': ['s3:GetBucketVersioning'],
  's3:GetBucketVersioning': ['s3:ListBuckets', 'cloudtrail:DescribeTrails', 'cloudwatch:ListMetrics'],
  's3:GetBucketWebsite': ['s3:GetBucketLifecycleConfiguration'],
  's3:GetObjectLockConfiguration': ['s3:GetBucketLifecycleConfiguration', 's3:GetBucketVersioning'],
  's3:GetPublicAccessBlock': ['s3:ListBuckets', 'cloudtrail:DescribeTrails'],
  's3:ListBucketMetricsConfigurations': ['cloudwatch:ListMetrics'],
  's3:ListMultipartUploads': ['s3:GetBucketLifecycleConfiguration'],
  // Storage metrics are asked for in the regions that have a bucket.
  'cloudwatch:ListMetrics': ['s3:ListBuckets'],
  'sns:ListSubscriptionsByTopic': ['sns:ListTopics', 'cloudwatch:DescribeAlarms'],
  'wafv2:GetWebACL': ['wafv2:ListWebACLs'],
  'wafv2:GetLoggingConfiguration': ['wafv2:ListWebACLs'],
  'wafv2:ListResourcesForWebACL': ['wafv2:ListWebACLs'],
};
/** Nothing else is asked before it is known whose account it is, and which regions it has. */
const first = ['sts:GetCallerIdentity', 'ec2:DescribeRegions'];

/** The longest chain among these calls, each of which had to wait for the one before; pages of one listing are a chain. */
export function longestChain(arrivals: readonly Arrival[]): string[] {
  const made = new Set(arrivals.map(arrival => arrival.operation));
  const chains = new Map<string, string[]>();
  const chainTo = (operation: string): string[] => {
    const known = chains.get(operation);
    if (known) return known;
    const before = (needs[operation] ?? first).filter(one => made.has(one)).map(chainTo);
    const chain = [...longest(before), ...Array<string>(pagesOf(operation, arrivals)).fill(operation)];
    chains.set(operation, chain);
    return chain;
  };
  return longest([...made].map(chainTo));
}

const longest = (chains: readonly string[][]): string[] =>
  chains.reduce((best, next) => (next.length > best.length ? next : best), []);

/** How many pages the longest listing of an operation has in one region: the calls that bring a token, and the first. */
function pagesOf(operation: string, arrivals: readonly Arrival[]): number {
  const further = new Map<string, number>();
  for (const { operation: made, region, asked } of arrivals) {
    if (made === operation && asked.includes('page-')) further.set(region, (further.get(region) ?? 0) + 1);
  }
  return 1 + Math.max(0, ...further.values());
}
