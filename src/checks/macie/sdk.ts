export {
  DescribeOrganizationConfigurationCommand,
  GetAdministratorAccountCommand,
  GetAutomatedDiscoveryConfigurationCommand,
  GetFindingsCommand,
  GetMacieSessionCommand,
  GetUsageTotalsCommand,
  Macie2Client,
  paginateListFindings,
} from '@aws-sdk/client-macie2';
