export { CloudFrontClient, paginateListDistributions } from '@aws-sdk/client-cloudfront';
