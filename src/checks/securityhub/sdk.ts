export {
  DescribeHubCommand,
  DescribeOrganizationConfigurationCommand,
  GetAdministratorAccountCommand,
  paginateGetEnabledStandards,
  paginateGetFindings,
  paginateListEnabledProductsForImport,
  paginateListOrganizationAdminAccounts,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
