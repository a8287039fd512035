export {
  AppSyncClient,
  GetApiCacheCommand,
  paginateListApis,
  paginateListDataSources,
  paginateListFunctions,
  paginateListGraphqlApis,
  paginateListResolvers,
  paginateListTypes,
} from '@aws-sdk/client-appsync';
