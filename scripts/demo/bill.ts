import type { Handler } from '../../test/server/stub.js';

/** USD and units a month: August, September, October, and November until the audit. */
type Row = [service: string, usageType: string, unit: string, usd: number[], units: number[]];

/** Lodge moved from DynamoDB to Aurora DSQL in September, and left most of its tables behind. */
const usage: Row[] = [
  [
    'Amazon DynamoDB',
    'EUN1-WriteCapacityUnit-Hrs',
    'WriteCapacityUnit-Hrs',
    [34.5, 33.39, 34.5, 24.49],
    [71_700, 69_960, 71_700, 56_250],
  ],
  [
    'Amazon DynamoDB',
    'EUN1-ReadCapacityUnit-Hrs',
    'ReadCapacityUnit-Hrs',
    [2.1, 2.03, 2.1, 1.49],
    [33_500, 32_420, 33_500, 29_210],
  ],
  ['Amazon DynamoDB', 'USE1-WriteCapacityUnit-Hrs', 'WriteCapacityUnit-Hrs', [0, 0, 0, 0], [3720, 3600, 3720, 2568]],
  ['Amazon DynamoDB', 'EUN1-TimedPITRStorage-ByteHrs', 'GB-Mo', [1.8, 1.8, 1.8, 1.25], [9, 9, 9, 6.2]],
  [
    'Amazon Aurora DSQL',
    'EUN1-DSQL-DistributedProcessingUnits',
    'DPU',
    [0, 9.4, 13.1, 9.8],
    [0, 1_089_000, 1_479_000, 1_131_000],
  ],
  ['Amazon Aurora DSQL', 'EUN1-DSQL-Storage-ByteHrs', 'GB-Mo', [0, 1.2, 1.7, 1.3], [0, 4.3, 5.7, 4.6]],
  [
    'AWS Lambda',
    'EUN1-Lambda-GB-Second-ARM',
    'Lambda-GB-Second',
    [18.2, 19.7, 20.9, 15.3],
    [1_365_000, 1_477_500, 1_567_500, 1_147_500],
  ],
  ['AWS Lambda', 'EUN1-Request', 'Requests', [0.3, 0.4, 0.4, 0.3], [2_500_000, 3_000_000, 3_000_000, 2_500_000]],
  ['AWS Key Management Service', 'eu-north-1-KMS-Keys', 'Keys', [6, 6, 6, 4.3], [6, 6, 6, 4.3]],
  ['AWS Key Management Service', 'us-east-1-KMS-Keys', 'Keys', [1, 1, 1, 0.7], [1, 1, 1, 0.7]],
  ['AWS Secrets Manager', 'EUN1-AWSSecretsManager-Secrets', 'Secrets', [3.2, 3.2, 3.2, 2.3], [8, 8, 8, 5.7]],
  ['Amazon Route 53', 'HostedZone', 'HostedZone', [1.5, 1.5, 1.5, 1.5], [3, 3, 3, 3]],
  ['AmazonCloudWatch', 'EUN1-TimedStorage-ByteHrs', 'GB-Mo', [3.8, 4.1, 4.4, 3.2], [131.7, 141.7, 151.7, 111.7]],
  ['AmazonCloudWatch', 'EUN1-DataProcessing-Bytes', 'GB', [7.1, 7.4, 19.8, 5.2], [19.2, 20, 44.7, 15]],
  [
    'AWS CloudTrail',
    'EUN1-DataEventsRecorded',
    'Events',
    [1.1, 1.1, 1.2, 0.8],
    [1_100_000, 1_100_000, 1_200_000, 800_000],
  ],
  ['Amazon Simple Storage Service', 'EUN1-TimedStorage-ByteHrs', 'GB-Mo', [9.2, 9.6, 10, 7.2], [400, 417, 435, 313]],
  ['AWS Amplify', 'EUN1-DataTransferOut', 'GB', [4.5, 4.8, 5.1, 3.7], [30, 32, 34, 24.7]],
  [
    'AWS Config',
    'EUN1-ConfigurationItemRecorded',
    'ConfigurationItemRecorded',
    [17.9, 18.8, 19.5, 13.8],
    [5970, 6270, 6500, 4600],
  ],
  ['AWS Config', 'EUN1-ConfigRuleEvaluations', 'ConfigRuleEvaluations', [0.6, 0.6, 0.6, 0.4], [600, 600, 600, 400]],
  [
    'Amazon GuardDuty',
    'EUN1-PaidEventsAnalyzed',
    'Events',
    [6.1, 6.2, 6.4, 4.5],
    [1_525_000, 1_550_000, 1_600_000, 1_125_000],
  ],
  ['Amazon GuardDuty', 'EUN1-PaidEventsAnalyzed-Bytes', 'GB', [3.8, 3.9, 4, 2.8], [3.8, 3.9, 4, 2.8]],
  [
    'Amazon GuardDuty',
    'EUN1-PaidS3DataEventsAnalyzed',
    'Events',
    [4.5, 4.7, 4.8, 3.3],
    [5_625_000, 5_875_000, 6_000_000, 4_125_000],
  ],
  ['AWS Security Hub', 'EUN1-PaidComplianceCheck', 'Checks', [2.9, 3, 3, 2.1], [2900, 3000, 3000, 2100]],
  ['AWS WAF', 'EUN1-WebACLV2', 'WebACL', [10, 10, 10, 7.3], [2, 2, 2, 1.46]],
  ['AWS WAF', 'EUN1-RuleV2', 'Rule', [6, 6, 6, 4.4], [6, 6, 6, 4.4]],
  ['AWS WAF', 'EUN1-AMR-BotControl', 'WebACL', [10, 10, 10, 7.3], [1, 1, 1, 0.73]],
  ['AWS WAF', 'EUN1-RequestV2-Tier1', 'Requests', [6.8, 6.9, 7, 4.9], [11_300_000, 11_500_000, 11_700_000, 8_200_000]],
  ['AWS WAF', 'Global-WebACLV2', 'WebACL', [5, 5, 5, 3.7], [1, 1, 1, 0.73]],
  ['AWS WAF', 'Global-RuleV2', 'Rule', [1, 1, 1, 0.73], [1, 1, 1, 0.73]],
  ['AmazonCloudWatch', 'EUN1-VendedLog-Bytes', 'GB', [8.6, 8.8, 9, 6.3], [17.2, 17.6, 18, 12.6]],
  ['AWS Cost Explorer', 'USE1-APIRequest', 'Requests', [0.02, 0.02, 0.02, 0.02], [2, 2, 2, 2]],
  ['Amazon Location Service', 'EUN1-MapTiles', 'Tiles', [2.4, 2.6, 2.7, 1.9], [60_000, 65_000, 67_500, 47_500]],
];
const others: Row[] = [
  ['AWS Lambda', 'Credit', '', [-5, -5, -5, 0], []],
  ['Tax', 'Tax', '', [22.9, 26.2, 31.1, 0], []],
];
const starts = ['2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01', '2026-11-23'];

/** What services charge as usage, for the kinds of charges. */
function usageByService(): Row[] {
  const found = new Map<string, number[]>();
  for (const [service, , , usd] of usage) {
    const known = found.get(service) ?? [0, 0, 0, 0];
    found.set(
      service,
      known.map((sum, at) => sum + (usd[at] ?? 0)),
    );
  }
  return [...found].map(([service, usd]) => [service, 'Usage', '', usd, []]);
}

/** The bill of Lodge: its last full month is October. */
export const bill: Record<string, Handler> = {
  'ce:GetCostAndUsage': ({ GroupBy }: { GroupBy: { Key: string }[] }) => {
    const kinds = GroupBy.some(({ Key }) => Key === 'RECORD_TYPE');
    const rows = kinds ? [...usageByService(), ...others] : usage;
    return {
      ResultsByTime: starts.slice(0, -1).map((Start, at) => ({
        TimePeriod: { Start, End: starts[at + 1] },
        Total: {},
        Groups: rows
          .filter(([, , , usd, units]) => (usd[at] ?? 0) !== 0 || (units[at] ?? 0) !== 0)
          .map(([service, kind, unit, usd, units]) => ({
            Keys: [service, kind],
            Metrics: {
              UnblendedCost: { Amount: String(usd[at]), Unit: 'USD' },
              ...(kinds ? {} : { UsageQuantity: { Amount: String(units[at]), Unit: unit } }),
            },
          })),
        Estimated: at === 3,
      })),
    };
  },
};
