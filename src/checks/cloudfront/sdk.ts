export {
  CloudFrontClient,
  ListDistributionsByWebACLIdCommand,
  paginateListDistributions,
  paginateListDistributionTenantsByCustomization,
} from '@aws-sdk/client-cloudfront';
