import { collection } from '../../core/collection.js';

const sdk = () => import('./sdk.js');

/** A repository of the private registry. */
export interface Repository {
  repositoryArn: string;
  repositoryName: string;
}

export const repositories = collection<Repository>({
  id: 'ecr.repositories',
  noun: 'ECR repositories',
  calls: ['ecr:DescribeRepositories'],
  async list(aws) {
    const { ECRClient, paginateDescribeRepositories } = await sdk();
    const found: Repository[] = [];
    const paging = { client: aws.client(ECRClient), pageSize: 1000 };
    for await (const page of paginateDescribeRepositories(paging, {})) {
      for (const { repositoryArn = '', repositoryName = '' } of page.repositories ?? []) {
        found.push({ repositoryArn, repositoryName });
      }
    }
    return found;
  },
  resource: ({ repositoryArn, repositoryName }) => ({
    id: repositoryName,
    arn: repositoryArn,
    type: 'AWS::ECR::Repository',
  }),
});
