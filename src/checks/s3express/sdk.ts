import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** S3's client for directory buckets, whose calls have IAM actions of their own. */
export class S3ExpressClient extends S3Client {
  constructor(config: S3ClientConfig) {
    super({ ...config, serviceId: 'S3Express' });
  }
}

export { GetBucketLifecycleConfigurationCommand, paginateListDirectoryBuckets } from '@aws-sdk/client-s3';
