export {
  BatchGetAccountStatusCommand,
  DescribeOrganizationConfigurationCommand,
  GetDelegatedAdminAccountCommand,
  Inspector2Client,
  ListFindingAggregationsCommand,
  paginateListCoverageStatistics,
  paginateListFindings,
  paginateListUsageTotals,
} from '@aws-sdk/client-inspector2';
