export { AppSyncClient, paginateListApis, paginateListGraphqlApis } from '@aws-sdk/client-appsync';
