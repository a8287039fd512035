export { EC2Client, paginateDescribeInstances } from '@aws-sdk/client-ec2';
