export { paginateDescribeDBInstances, RDSClient } from '@aws-sdk/client-rds';
