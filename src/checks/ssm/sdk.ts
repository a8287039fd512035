export {
  GetServiceSettingCommand,
  paginateDescribeInstanceInformation,
  paginateDescribeParameters,
  paginateDescribeSessions,
  SSMClient,
} from '@aws-sdk/client-ssm';
