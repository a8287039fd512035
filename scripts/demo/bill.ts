import type { Handler } from '../../test/server/stub.js';

/** How a line went through August, September, October, and November until the audit, where October is 1. */
type Course = [august: number, september: number, october: number, november: number];

const steady: Course = [1, 0.97, 1, 0.71];
const growing: Course = [0.86, 0.93, 1, 0.75];
/** Since the move to Aurora DSQL on 19 September. */
const moved: Course = [0, 0.38, 1, 0.74];
/** Until the move: the last sessions went in the middle of October. */
const fading: Course = [14, 9.5, 1, 0];
/** Gone on 4 October. */
const ended: Course = [7.75, 7.5, 1, 0];

/** USD and units of October. */
type Line = [usageType: string, unit: string, usd: number, units: number, course?: Course];

/** What Lodge uses, at list prices. It moved from DynamoDB to Aurora DSQL in September, and left its tables behind. */
const usage: Record<string, Line[]> = {
  'Amazon DynamoDB': [
    ['EUN1-WriteCapacityUnit-Hrs', 'WriteCapacityUnit-Hrs', 21.762, 52_080],
    ['EUN1-ReadCapacityUnit-Hrs', 'ReadCapacityUnit-Hrs', 4.3524, 52_080],
    ['EUN1-TimedStorage-ByteHrs', 'GB-Mo', 14.08, 81.32],
    ['EUN1-TimedPITRStorage-ByteHrs', 'GB-Mo', 7.6537, 38.2683],
    ['EUN1-TimedBackupStorage-ByteHrs', 'GB-Mo', 5.1, 51],
    ['EUN1-ReadRequestUnits', 'ReadRequestUnits', 0.48, 3_840_000, fading],
    ['EUN1-WriteRequestUnits', 'WriteRequestUnits', 0.61, 976_000, fading],
    ['USE1-ReadCapacityUnit-Hrs', 'ReadCapacityUnit-Hrs', 0, 3720],
    ['USE1-WriteCapacityUnit-Hrs', 'WriteCapacityUnit-Hrs', 0, 3720],
    ['TimedStorage-ByteHrs', 'GB-Mo', 0, 1.21],
  ],
  'Amazon DynamoDB Accelerator (DAX)': [['USE1-NodeUsage:dax.t3.small', 'Hrs', 29.76, 744]],
  'Amazon Aurora DSQL': [
    ['EUN1-DSQL-DistributedProcessingUnits', 'DPU', 87.4, 9_300_000, moved],
    ['EUN1-DSQL-Storage-ByteHrs', 'GB-Mo', 10.25, 29.47, moved],
  ],
  'AWS Lambda': [
    ['EUN1-Lambda-GB-Second', 'Lambda-GB-Second', 16.5833, 1_395_000, growing],
    ['EUN1-Lambda-GB-Second-ARM', 'Lambda-GB-Second', 0.0853, 6400, growing],
    ['EUN1-Request', 'Requests', 0.958, 5_790_000, growing],
    ['EUN1-Lambda-Provisioned-Concurrency-ARM', 'Lambda-GB-Second', 11.1603, 3_348_000, [0, 0.26, 1, 0.71]],
    ['EUN1-Lambda-SnapStart-Cached-GB-Second', 'Lambda-GB-Second', 8.0597, 5_356_800],
  ],
  'Amazon API Gateway': [
    ['EUN1-ApiGatewayHttpRequest', 'Requests', 5.891, 5_891_000, growing],
    ['EUN1-ApiGatewayRequest', 'Requests', 0.0041, 1178],
    ['USE1-ApiGatewayCacheUsage:0.5GB', 'Hrs', 14.88, 744],
  ],
  'AWS AppSync': [
    ['EUN1-Cache:SMALL', 'Hrs', 32.736, 744],
    // Its twin was deleted on 4 October.
    ['USE1-Cache:SMALL', 'Hrs', 4.224, 96, ended],
  ],
  'AWS Amplify': [
    ['EUN1-DataTransferOut', 'GB', 22.8, 152, growing],
    ['EUN1-HostingWAF', 'Apps', 15, 1],
    ['EUN1-BuildDuration', 'Minutes', 0.84, 84],
    ['EUN1-HostingComputeRequestCount', 'Requests', 0.337, 1_123_000, growing],
    ['EUN1-DataStorage', 'GB-Mo', 0.0138, 0.6],
  ],
  AmazonCloudWatch: [
    ['EUN1-VendedLog-Bytes', 'GB', 19, 38, growing],
    ['EUN1-DataProcessing-Bytes', 'GB', 0.42, 5.84, growing],
    ['EUN1-TimedStorage-ByteHrs', 'GB-Mo', 3.372, 117.4, growing],
    ['EUN1-CW:MetricMonitorUsage', 'Metrics', 5.4, 28],
    ['EUN1-CW:Canary-runs', 'Runs', 7.0224, 5952],
    ['EUN1-CW:AlarmMonitorUsage', 'Alarms', 0.6, 16],
    ['TimedStorage-ByteHrs', 'GB-Mo', 0.0337, 1.12],
    ['USE1-CW:MetricStreamUsage', 'MetricUpdates', 4.278, 1_426_000],
  ],
  'AWS CloudTrail': [
    ['EUN1-DataEventsRecorded', 'Events', 1.2, 1_200_000],
    ['EUN1-Ingestion-Bytes', 'GB', 4.33, 1.732],
  ],
  'AWS WAF': [
    ['EUN1-WebACLV2', 'WebACL-Mo', 10, 2],
    ['EUN1-RuleV2', 'Rule-Mo', 6, 6],
    ['EUN1-AMR-BotControl', 'WebACL-Mo', 10, 1],
    ['EUN1-RequestV2-Tier1', 'Requests', 0.705, 1_175_000],
    ['USE1-WebACLV2', 'WebACL-Mo', 5, 1],
    ['USE1-RuleV2', 'Rule-Mo', 1, 1],
    ['USE1-RequestV2-Tier1', 'Requests', 1.447, 2_411_000],
  ],
  'Amazon GuardDuty': [
    ['EUN1-PaidEventsAnalyzed', 'Events', 6.412, 1_603_000],
    ['EUN1-PaidEventsAnalyzed-Bytes', 'GB', 4.011, 4.011],
    ['EUN1-PaidS3DataEventsAnalyzed', 'Events', 4.772, 5_965_000],
  ],
  'AWS Security Hub CSPM': [['EUN1-PaidComplianceCheck', 'Checks', 11.9, 11_900]],
  'AWS Config': [
    ['EUN1-ConfigurationItemRecorded', 'ConfigItems', 9.249, 3083],
    ['EUN1-ConfigRuleEvaluations', 'ConfigRuleEvaluations', 1.49, 1490],
  ],
  'Amazon Macie': [
    ['EUN1-SensitiveDataDiscovery', 'GB', 3.18, 3.18],
    ['EUN1-BucketEvaluation', 'Buckets', 0.4, 4],
  ],
  'Amazon Inspector': [['EUN1-ECRInitialScan', 'Images', 7.56, 84]],
  'AWS Key Management Service': [
    ['eu-north-1-KMS-Keys', 'Keys', 6, 6],
    ['us-east-1-KMS-Keys', 'Keys', 2, 2],
  ],
  'AWS Secrets Manager': [
    ['EUN1-AWSSecretsManager-Secrets', 'Secrets', 2.4, 6],
    ['USE1-AWSSecretsManager-Secrets', 'Secrets', 0.4, 1],
  ],
  'AWS IAM Access Analyzer': [['EUN1-UnusedAccessAnalysis', 'IAM-Roles-Users', 4.2, 21]],
  'Amazon Route 53': [
    ['HostedZone', 'HostedZone', 2, 4],
    ['DNS-Queries', 'Queries', 0.458, 1_145_000],
    ['Health-Check-Non-AWS', 'HealthChecks', 1.5, 2],
    ['Health-Check-Option-Non-AWS', 'HealthChecks', 8, 4],
  ],
  'Amazon Simple Storage Service': [
    ['EUN1-TimedStorage-ByteHrs', 'GB-Mo', 7.04, 306, growing],
    ['EUN1-TimedStorage-GlacierByteHrs', 'GB-Mo', 0.04, 11],
    ['EUN1-Requests-Tier1', 'Requests', 0.8, 160_000],
    ['EUN1-Requests-Tier2', 'Requests', 0.96, 2_400_000],
    ['TimedStorage-ByteHrs', 'GB-Mo', 0.874, 38],
  ],
  'CloudWatch Events': [
    ['EUN1-TimedStorage-ByteHrs', 'GB-Mo', 0.0514, 2.235],
    ['USE1-TimedStorage-ByteHrs', 'GB-Mo', 0.1307, 5.681],
  ],
  'Amazon Elastic Compute Cloud - Compute': [['EUN1-BoxUsage:t3.medium', 'Hrs', 64.2816, 1488]],
  'EC2 - Other': [['EUN1-EBS:VolumeUsage.gp3', 'GB-Mo', 5.016, 60]],
  'Amazon Virtual Private Cloud': [['EUN1-PublicIPv4:InUseAddress', 'Hrs', 7.44, 1488]],
  'Amazon Elastic Load Balancing': [['EUN1-LoadBalancerUsage', 'Hrs', 33.48, 1488]],
  'Amazon EC2 Container Registry (ECR)': [['EUN1-TimedStorage-ByteHrs', 'GB-Mo', 1.8, 18]],
  'Amazon Simple Email Service': [['EUN1-Recipients', 'Count', 1.7, 17_000, growing]],
  'Amazon Simple Notification Service': [['EUN1-OutboundSMS-FI', 'Notifications', 3.2, 64]],
  'Amazon Cognito': [['EUN1-CognitoEssentialsMAU', 'MAU', 0, 2140]],
  'AWS Cost Explorer': [['USE1-APIRequest', 'Requests', 0.02, 2, [1, 1, 1, 1]]],
  'Amazon Location Service': [['EUN1-MapTiles', 'Tiles', 2.7, 67_500, growing]],
};
const starts = ['2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01', '2026-11-23'];

interface Charge {
  keys: [service: string, kind: string];
  unit?: string;
  /** By month. */
  usd: number[];
  units?: number[];
}

const lines: Charge[] = Object.entries(usage).flatMap(([service, all]) =>
  all.map(
    ([usageType, unit, usd, units, course = steady]): Charge => ({
      keys: [service, usageType],
      unit,
      usd: course.map(share => round(usd * share)),
      units: course.map(share => round(units * share)),
    }),
  ),
);

/** What services charge as usage, what AWS gives for the move to its new database, and taxes. */
function kinds(): Charge[] {
  const sumOf = (charges: readonly Charge[]): number[] =>
    starts.slice(1).map((_end, at) => round(charges.reduce((sum, { usd }) => sum + (usd[at] ?? 0), 0)));
  const used = Object.keys(usage).map(
    (service): Charge => ({
      keys: [service, 'Usage'],
      usd: sumOf(lines.filter(line => line.keys[0] === service)),
    }),
  );
  const free = sumOf(lines.filter(line => line.keys[0] === 'Amazon Aurora DSQL')).map(usd => -usd);
  const credits: Charge[] = [
    { keys: ['Amazon Aurora DSQL', 'Credit'], usd: free },
    { keys: ['AWS Lambda', 'Credit'], usd: [-5, -5, -5, 0] },
  ];
  const taxed = sumOf([...used, ...credits]).map((usd, at) => (at === 3 ? 0 : round(usd * 0.255)));
  return [...used, ...credits, { keys: ['Tax', 'Tax'], usd: taxed }];
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** The bill of Lodge: its last full month is October. */
export const bill: Record<string, Handler> = {
  'ce:GetCostAndUsage': ({ GroupBy }: { GroupBy: { Key: string }[] }) => {
    const charges = GroupBy.some(({ Key }) => Key === 'RECORD_TYPE') ? kinds() : lines;
    return {
      ResultsByTime: starts.slice(0, -1).map((Start, at) => ({
        TimePeriod: { Start, End: starts[at + 1] },
        Total: {},
        Groups: charges
          .filter(({ usd, units }) => (usd[at] ?? 0) !== 0 || (units?.[at] ?? 0) !== 0)
          .map(({ keys, unit, usd, units }) => ({
            Keys: keys,
            Metrics: {
              UnblendedCost: { Amount: String(usd[at]), Unit: 'USD' },
              ...(units ? { UsageQuantity: { Amount: String(units[at]), Unit: unit } } : {}),
            },
          })),
        Estimated: at === 3,
      })),
    };
  },
};
