import { InputError } from '../../core/input.js';
import type { Target } from './account.js';

const sdk = () => import('../../aws/sdk/s3-buckets.js');

/** The bucket for the function's package: one an account and region. */
export const codeBucketOf = ({ account, region }: Target): string => `stocktake-code-${account}-${region}`;

/** Makes the bucket where it is missing; an InputError when the name is taken by another account. */
export async function ensureBucket(target: Target, Bucket: string): Promise<void> {
  const { CreateBucketCommand, HeadBucketCommand, S3Client } = await sdk();
  const client = target.writers.client(S3Client);
  try {
    await client.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: target.account }));
    return;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 403) {
      throw new InputError(`the bucket "${Bucket}" is in another account, or these credentials may not see it`);
    }
    if (status !== 404) throw error;
  }
  // A new bucket is private and encrypted without being told. us-east-1 is the one region that must not be named.
  const place = target.region === 'us-east-1' ? {} : { LocationConstraint: target.region as never };
  await client.send(
    new CreateBucketCommand({
      Bucket,
      ...(target.region === 'us-east-1' ? {} : { CreateBucketConfiguration: place }),
    }),
  );
}

/** Puts one object into a bucket of this account. */
export async function putObject(target: Target, Bucket: string, Key: string, Body: Buffer | string): Promise<void> {
  const { PutObjectCommand, S3Client } = await sdk();
  const command = new PutObjectCommand({ Bucket, Key, Body, ExpectedBucketOwner: target.account });
  await target.writers.client(S3Client).send(command);
}

/**
 * Deletes what a bucket holds below a prefix, old versions too, and the bucket if nothing is left; returns how many objects
 * that were. Undefined: there is no such bucket.
 */
export async function deleteBucket(target: Target, Bucket: string, Prefix = ''): Promise<number | undefined> {
  const { DeleteBucketCommand, DeleteObjectCommand, ListObjectVersionsCommand, S3Client } = await sdk();
  const client = target.writers.client(S3Client);
  const at = { Bucket, ExpectedBucketOwner: target.account };
  let deleted = 0;
  try {
    for (;;) {
      const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ ...at, Prefix }));
      const objects = [...Versions, ...DeleteMarkers];
      if (objects.length === 0) break;
      for (const { Key, VersionId } of objects) {
        await client.send(new DeleteObjectCommand({ ...at, Key, ...(VersionId === undefined ? {} : { VersionId }) }));
      }
      deleted += objects.length;
    }
    await client.send(new DeleteBucketCommand(at));
    return deleted;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'NoSuchBucket') return undefined;
    if (name === 'BucketNotEmpty') return deleted;
    throw error;
  }
}
