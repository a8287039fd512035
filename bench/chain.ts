import type { Arrival } from './server.js';

/** What has to be answered before an operation can be asked: its input, or whether it is asked at all, comes from there. */
const needs: Readonly<Record<string, readonly string[]>> = {
  'sts:GetCallerIdentity': [],
  'ec2:DescribeRegions': [],
  'iam:ListAccountAliases': [],
  'access-analyzer:ListFindingsV2': ['access-analyzer:ListAnalyzers'],
  'cloudtrail:GetEventSelectors': ['cloudtrail:DescribeTrails'],
  'cloudtrail:GetInsightSelectors': ['cloudtrail:DescribeTrails'],
  'cloudtrail:GetTrailStatus': ['cloudtrail:DescribeTrails'],
  'iam:GetCredentialReport': ['iam:GenerateCredentialReport'],
  'iam:ListMFADevices': ['iam:GetCredentialReport', 'iam:GetAccountAuthorizationDetails'],
  'iam:GenerateServiceLastAccessedDetails': ['iam:GetCredentialReport', 'iam:GetAccountAuthorizationDetails'],
  'iam:GetServiceLastAccessedDetails': ['iam:GenerateServiceLastAccessedDetails'],
  'kms:DescribeKey': ['kms:ListKeys'],
  'kms:GetKeyPolicy': ['kms:DescribeKey'],
  'kms:GetKeyRotationStatus': ['kms:DescribeKey'],
  'kms:ListResourceTags': ['kms:DescribeKey'],
  'organizations:ListAWSServiceAccessForOrganization': ['organizations:DescribeOrganization'],
  'organizations:ListDelegatedAdministrators': ['organizations:DescribeOrganization'],
  's3:GetBucketAcl': ['s3:ListBuckets', 'cloudtrail:DescribeTrails'],
  's3:GetBucketLogging': ['s3:ListBuckets', 'cloudtrail:DescribeTrails'],
  's3:GetBucketPolicyStatus': ['s3:ListBuckets', 'cloudtrail:DescribeTrails'],
  's3:GetBucketVersioning': ['s3:ListBuckets', 'cloudtrail:DescribeTrails'],
  's3:GetPublicAccessBlock': ['s3:ListBuckets', 'cloudtrail:DescribeTrails'],
  'sns:ListSubscriptionsByTopic': ['sns:ListTopics', 'cloudwatch:DescribeAlarms'],
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
