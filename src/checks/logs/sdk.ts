export {
  CloudWatchLogsClient,
  DescribeAccountPoliciesCommand,
  DescribeExportTasksCommand,
  DescribeQueriesCommand,
  paginateDescribeLogGroups,
  paginateDescribeMetricFilters,
  paginateDescribeSubscriptionFilters,
} from '@aws-sdk/client-cloudwatch-logs';
