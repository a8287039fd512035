export {
  GetHostedZoneCommand,
  GetTrafficPolicyCommand,
  ListResourceRecordSetsCommand,
  ListTrafficPolicyInstancesCommand,
  paginateListHealthChecks,
  paginateListHostedZones,
  Route53Client,
} from '@aws-sdk/client-route-53';
