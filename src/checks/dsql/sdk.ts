export { DSQLClient, GetClusterCommand, paginateListClusters } from '@aws-sdk/client-dsql';
