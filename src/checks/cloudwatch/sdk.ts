export {
  CloudWatchClient,
  GetDashboardCommand,
  paginateDescribeAlarms,
  paginateListDashboards,
  paginateListMetrics,
  paginateListMetricStreams,
} from '@aws-sdk/client-cloudwatch';
