export { DAXClient, DescribeClustersCommand } from '@aws-sdk/client-dax';
