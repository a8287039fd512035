export {
  CloudWatchLogsClient,
  DescribeAccountPoliciesCommand,
  paginateDescribeMetricFilters,
  paginateDescribeSubscriptionFilters,
} from '@aws-sdk/client-cloudwatch-logs';
