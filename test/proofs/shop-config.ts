import type { At, Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

/** AWS Config of the shop: it records at home, and two rules judge what it recorded. */

const ruleOf = (ConfigRuleName: string, SourceIdentifier: string) => ({
  ConfigRuleName,
  ConfigRuleArn: `arn:aws:config:eu-north-1:${accountId}:config-rule/${ConfigRuleName}`,
  ConfigRuleState: 'ACTIVE',
  Source: { Owner: 'AWS', SourceIdentifier },
  InputParameters: '{}',
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
    ConfigurationRecordersStatus: [{ name: 'default', recording: true, lastStatus: 'SUCCESS' }],
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
