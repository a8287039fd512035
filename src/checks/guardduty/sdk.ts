export {
  DescribeOrganizationConfigurationCommand,
  GetAdministratorAccountCommand,
  GetDetectorCommand,
  GetFindingsCommand,
  GetFindingsStatisticsCommand,
  GetUsageStatisticsCommand,
  GuardDutyClient,
  paginateGetUsageStatistics,
  paginateListDetectors,
  paginateListFindings,
  paginateListMembers,
  paginateListOrganizationAdminAccounts,
} from '@aws-sdk/client-guardduty';
