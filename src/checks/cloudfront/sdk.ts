export {
  CloudFrontClient,
  ListDistributionsByWebACLIdCommand,
  paginateListDistributionTenantsByCustomization,
} from '@aws-sdk/client-cloudfront';
