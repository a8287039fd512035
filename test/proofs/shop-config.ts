import type { At, Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

/** AWS Config of the shop: it records at home, and two rules judge what it recorded. */

const early = new Date('2025-03-01T08:00:00Z');
const ruleOf = (ConfigRuleName: string, SourceIdentifier: string) => ({
  ConfigRuleName,
  ConfigRuleArn: `arn:aws:config:eu-north-1:${accountId}:config-rule/${ConfigRuleName}`,
  ConfigRuleState: 'ACTIVE',
  Source: { Owner: 'AWS', SourceIdentifier },
  InputParameters: '{}',
  Scope: { ComplianceResourceTypes: ['AWS::S3::Bucket'] },
});
const atHome =
  (list: string, items: object[]): Handler =>
  (_input, { region }: At) => ({ [list]: region === 'eu-north-1' ? items : [] });

/** Every answer by operation. */
export const config: Record<string, Handler> = {
  'config:DescribeConfigurationRecorders': atHome('ConfigurationRecorders', [
    {
      name: 'default',
      arn: `arn:aws:config:eu-north-1:${accountId}:configuration-recorder/default/abcd`,
      roleARN: `arn:aws:iam::${accountId}:role/config`,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      recordingScope: 'PAID',
    },
  ]),
  'config:DescribeConfigurationRecorderStatus': () => ({
    ConfigurationRecordersStatus: [{ name: 'default', recording: true, lastStatus: 'SUCCESS', lastStartTime: early }],
  }),
  'config:DescribeDeliveryChannels': () => ({ DeliveryChannels: [{ name: 'default', s3BucketName: 'shop-logs' }] }),
  'config:DescribeDeliveryChannelStatus': () => ({
    DeliveryChannelsStatus: [{ name: 'default', configHistoryDeliveryInfo: { lastStatus: 'SUCCESS' } }],
  }),
  'config:DescribeConfigurationAggregators': atHome('ConfigurationAggregators', [
    {
      ConfigurationAggregatorName: 'organization',
      ConfigurationAggregatorArn: `arn:aws:config:eu-north-1:${accountId}:config-aggregator/organization`,
      OrganizationAggregationSource: { RoleArn: `arn:aws:iam::${accountId}:role/config`, AllAwsRegions: true },
    },
  ]),
  'config:DescribeConfigRules': atHome('ConfigRules', [
    ruleOf('access-keys-rotated', 'ACCESS_KEYS_ROTATED'),
    ruleOf('s3-bucket-logging-enabled', 'S3_BUCKET_LOGGING_ENABLED'),
  ]),
  'config:DescribeComplianceByConfigRule': () => ({
    ComplianceByConfigRules: [
      {
        ConfigRuleName: 'access-keys-rotated',
        Compliance: { ComplianceType: 'NON_COMPLIANT', ComplianceContributorCount: { CappedCount: 1 } },
      },
      { ConfigRuleName: 's3-bucket-logging-enabled', Compliance: { ComplianceType: 'COMPLIANT' } },
    ],
  }),
  'config:GetDiscoveredResourceCounts': () => ({
    totalDiscoveredResources: 9,
    resourceCounts: [
      { resourceType: 'AWS::EC2::NetworkInterface', count: 4 },
      { resourceType: 'AWS::IAM::Role', count: 3 },
      { resourceType: 'AWS::S3::Bucket', count: 2 },
    ],
  }),
  'config:GetComplianceSummaryByResourceType': () => ({
    ComplianceSummariesByResourceType: [
      { ResourceType: 'AWS::IAM::Role', ComplianceSummary: { CompliantResourceCount: { CappedCount: 3 } } },
    ],
  }),
  'config:GetComplianceDetailsByConfigRule': ({ ConfigRuleName }: { ConfigRuleName: string }) => ({
    EvaluationResults: [
      {
        EvaluationResultIdentifier: {
          EvaluationResultQualifier: { ConfigRuleName, ResourceType: 'AWS::IAM::User', ResourceId: 'AIDAADA' },
        },
        ComplianceType: 'NON_COMPLIANT',
        ResultRecordedTime: new Date('2026-11-21T08:00:00Z'),
        Annotation: 'The key is older than 90 days.',
      },
    ],
  }),
};
