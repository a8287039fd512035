export {
  AmplifyClient,
  GetAppCommand,
  paginateListApps,
  paginateListBranches,
  paginateListDomainAssociations,
  paginateListJobs,
} from '@aws-sdk/client-amplify';
