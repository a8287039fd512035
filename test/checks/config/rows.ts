import type { RecordedType } from '../../../src/checks/config/recorded-types.js';
import type { Aggregator } from '../../../src/checks/config/aggregators.js';
import type { Delivery, Recorder, RecorderStatus } from '../../../src/checks/config/recorders.js';
import type { ConfigRule, RuleResult } from '../../../src/checks/config/rules.js';
import type { StoredRow } from '../../../src/core/world.js';
import { steady } from '../../support/series.js';
import { row } from '../../support/world.js';

const own = '111122223333';
export const linkedRole = `arn:aws:iam::${own}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;

export const status = (more: Partial<RecorderStatus> = {}): RecorderStatus => ({
  recording: true,
  lastStatus: 'SUCCESS',
  lastErrorCode: null,
  lastStartTime: '2025-01-01T00:00:00.000Z',
  lastStopTime: null,
  ...more,
});

const success = { lastStatus: 'SUCCESS', lastErrorCode: null };
export const delivery = (more: Partial<Delivery> = {}): Delivery => ({
  name: 'default',
  s3BucketName: 'config-history',
  snsTopicARN: null,
  configHistoryDeliveryInfo: success,
  configSnapshotDeliveryInfo: null,
  configStreamDeliveryInfo: { lastStatus: 'Not_Applicable', lastErrorCode: null },
  ...more,
});

export const recording = (more: Partial<NonNullable<Recorder['recordingGroup']>> = {}) => ({
  allSupported: false,
  includeGlobalResourceTypes: false,
  useOnly: null,
  resourceTypes: [],
  excludedResourceTypes: [],
  ...more,
});

export const recorderRow = (
  more: Partial<Recorder> = {},
  details: Record<string, unknown> = {},
  region = 'eu-north-1',
): StoredRow =>
  row(
    {
      name: 'default',
      arn: `arn:aws:config:${region}:${own}:configuration-recorder/default/abcd`,
      roleARN: linkedRole,
      servicePrincipal: null,
      recordingScope: 'PAID',
      connectorArn: null,
      recordingGroup: recording({ allSupported: true, useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' }),
      recordingMode: null,
      ...more,
    } satisfies Recorder,
    { status: status(), delivery: delivery(), ...details },
    region,
  );

/** The recorder that Security Hub keeps for itself. */
export const linkedRecorder = (details: Record<string, unknown> = {}): StoredRow =>
  recorderRow(
    {
      name: 'AWSConfigurationRecorderForSecurityHub',
      servicePrincipal: 'securityhub.amazonaws.com',
      recordingScope: 'INTERNAL',
    },
    details,
  );

export const aggregatorRow = (more: Partial<Aggregator> = {}, region = 'eu-north-1'): StoredRow =>
  row(
    {
      ConfigurationAggregatorName: 'organization',
      ConfigurationAggregatorArn: `arn:aws:config:${region}:${own}:config-aggregator/organization`,
      OrganizationAggregationSource: { AllAwsRegions: true, AwsRegions: [] },
      Filtered: false,
      CreatedBy: null,
      ...more,
    } satisfies Aggregator,
    {},
    region,
  );

export const result = (ResourceId: string, more: Partial<RuleResult> = {}): RuleResult => ({
  ResourceType: 'AWS::IAM::User',
  ResourceId,
  ComplianceType: 'NON_COMPLIANT',
  ResultRecordedTime: '2026-11-20T08:00:00.000Z',
  Annotation: null,
  ...more,
});

export const ruleRow = (
  ConfigRuleName: string,
  SourceIdentifier: string | null,
  results: RuleResult[],
  { Truncated = false, ...more }: Partial<ConfigRule> & { Truncated?: boolean } = {},
): StoredRow =>
  row(
    {
      ConfigRuleName,
      ConfigRuleArn: `arn:aws:config:eu-north-1:${own}:config-rule/${ConfigRuleName}`,
      ConfigRuleState: 'ACTIVE',
      CreatedBy: null,
      Source: { Owner: 'AWS', SourceIdentifier },
      InputParameters: null,
      Scope: null,
      MaximumExecutionFrequency: null,
      ...more,
    } satisfies ConfigRule,
    {
      compliance: { ComplianceType: 'NON_COMPLIANT', CappedCount: 1, CapExceeded: false },
      results: { Findings: results, Truncated, Total: Truncated ? null : results.length },
    },
  );

/** A recorded type with so many resources, and so many items on each of 30 days and today. */
export const typeRow = (
  resourceType: string,
  count: number,
  { items = 0, evaluated = false, region = 'eu-north-1' } = {},
): StoredRow =>
  row(
    { resourceType, count } satisfies RecordedType,
    { use: { ConfigurationItemsRecorded: steady(items, 30) }, evaluated },
    region,
  );

/** What AWS puts into every region, and the roles of the account. */
export const defaultTypes = (region = 'eu-north-1'): StoredRow[] => [
  typeRow('AWS::EC2::VPC', 1, { region }),
  typeRow('AWS::EC2::Subnet', 3, { region }),
  typeRow('AWS::EC2::NetworkInterface', 0, { region }),
  typeRow('AWS::IAM::Role', 40, { items: 2, region }),
];
