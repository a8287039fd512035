export { CloudWatchClient, paginateDescribeAlarms, paginateListMetrics } from '@aws-sdk/client-cloudwatch';
