export {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailStatusCommand,
  paginateLookupEvents,
} from '@aws-sdk/client-cloudtrail';
