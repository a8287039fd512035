export {
  ApplicationAutoScalingClient,
  paginateDescribeScheduledActions,
} from '@aws-sdk/client-application-auto-scaling';
