export { EKSClient, paginateListClusters } from '@aws-sdk/client-eks';
