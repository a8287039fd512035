export {
  ConfigServiceClient,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
  DescribeDeliveryChannelStatusCommand,
  GetComplianceSummaryByResourceTypeCommand,
  paginateDescribeComplianceByConfigRule,
  paginateDescribeConfigRules,
  paginateDescribeConfigurationAggregators,
  paginateGetComplianceDetailsByConfigRule,
  paginateGetDiscoveredResourceCounts,
} from '@aws-sdk/client-config-service';
