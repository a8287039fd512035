export { ECSClient, paginateListClusters } from '@aws-sdk/client-ecs';
