export {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventDataStoreCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailStatusCommand,
  ListQueriesCommand,
  paginateListEventDataStores,
  paginateLookupEvents,
} from '@aws-sdk/client-cloudtrail';
