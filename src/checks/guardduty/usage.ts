import type { UsageFeature } from '@aws-sdk/client-guardduty';
import type { Aws } from '../../core/collection.js';

/** What a feature used in the last 30 days, in money. */
export interface FeatureUsage {
  Feature: string;
  Amount: string;
  Unit: string;
}

const always: UsageFeature[] = ['CLOUD_TRAIL', 'DNS_LOGS', 'FLOW_LOGS'];
/** What a feature of a detector is called in its usage. */
const billedAs: Readonly<Record<string, readonly UsageFeature[]>> = {
  AI_PROTECTION: ['AI_PROTECTION'],
  EBS_MALWARE_PROTECTION: ['EBS_MALWARE_PROTECTION'],
  EKS_AUDIT_LOGS: ['EKS_AUDIT_LOGS'],
  EKS_RUNTIME_MONITORING: ['EKS_RUNTIME_MONITORING'],
  LAMBDA_NETWORK_LOGS: ['LAMBDA_NETWORK_LOGS'],
  RDS_LOGIN_EVENTS: ['RDS_LOGIN_EVENTS', 'RDS_DBI_PROTECTION_PROVISIONED', 'RDS_DBI_PROTECTION_SERVERLESS'],
  RUNTIME_MONITORING: ['EC2_RUNTIME_MONITORING', 'EKS_RUNTIME_MONITORING', 'FARGATE_RUNTIME_MONITORING'],
  S3_DATA_EVENTS: ['S3_DATA_EVENTS'],
};

/** What one resource, a bucket, cost in the last 30 days. */
export interface ResourceUsage {
  Resource: string;
  Amount: string;
  Unit: string;
}

/** The usage of a feature, however many names AWS bills it under. */
export const usageOf = (feature: string, usage: readonly FeatureUsage[]): FeatureUsage[] =>
  usage.filter(one => billedAs[feature]?.some(name => name === one.Feature));

interface OfDetector {
  DetectorId: string;
  Features: readonly { Name: string; Status: string }[];
  DataSources: readonly { Name: string; Status: string }[];
}

/** The usage of this account alone, also where it administers others; asked only for what the region offers. */
export async function readUsage(detector: OfDetector, aws: Aws): Promise<FeatureUsage[]> {
  const { GuardDutyClient, paginateGetUsageStatistics } = await import('./sdk.js');
  const offered = [...detector.Features, ...detector.DataSources].flatMap(({ Name }) => billedAs[Name] ?? []);
  const found: FeatureUsage[] = [];
  for await (const page of paginateGetUsageStatistics(
    { client: aws.client(GuardDutyClient) },
    {
      DetectorId: detector.DetectorId,
      UsageStatisticType: 'SUM_BY_FEATURES',
      UsageCriteria: { AccountIds: [aws.account], Features: [...new Set([...always, ...offered])] },
    },
  )) {
    for (const { Feature = '', Total } of page.UsageStatistics?.SumByFeature ?? []) {
      found.push({ Feature, Amount: Total?.Amount ?? '', Unit: Total?.Unit ?? '' });
    }
  }
  return found;
}

/** The buckets whose events cost most, dearest first; AWS names 50 at most, of this account alone. */
export async function readTopBuckets({ DetectorId }: OfDetector, aws: Aws): Promise<ResourceUsage[]> {
  const { GetUsageStatisticsCommand, GuardDutyClient } = await import('./sdk.js');
  const command = new GetUsageStatisticsCommand({
    DetectorId,
    UsageStatisticType: 'TOP_RESOURCES',
    UsageCriteria: { AccountIds: [aws.account], Features: ['S3_DATA_EVENTS'] },
  });
  const { UsageStatistics: told } = await aws.client(GuardDutyClient).send(command);
  return (told?.TopResources ?? []).map(({ Resource = '', Total }) => ({
    Resource,
    Amount: Total?.Amount ?? '',
    Unit: Total?.Unit ?? '',
  }));
}
