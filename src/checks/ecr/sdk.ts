export { ECRClient, paginateDescribeRepositories } from '@aws-sdk/client-ecr';
