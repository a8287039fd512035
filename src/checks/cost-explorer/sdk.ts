export {
  CostExplorerClient,
  GetCostAndUsageCommand,
  paginateGetAnomalyMonitors,
  paginateGetAnomalySubscriptions,
} from '@aws-sdk/client-cost-explorer';
