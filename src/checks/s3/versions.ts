import { type Aws, call } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import type { Bucket } from './buckets.js';
import { enabledRules, lifecycleCall, readLifecycle } from './lifecycle.js';
import { at } from './places.js';

const sdk = () => import('./sdk.js');

/** Null fields where it was never set. */
export interface Versioning {
  Status: string | null;
  MFADelete: string | null;
}

/** How a bucket keeps versions, asked once an audit. */
export const readVersioning = (bucket: Bucket, aws: Aws): Promise<Versioning> =>
  at(bucket, aws).once(`s3:versioning of ${bucket.Name}`, async () => {
    const { GetBucketVersioningCommand, S3Client } = await sdk();
    const answer = await at(bucket, aws)
      .client(S3Client)
      .send(new GetBucketVersioningCommand({ Bucket: bucket.Name }));
    return { Status: answer.Status ?? null, MFADelete: answer.MFADelete ?? null };
  });

/** The calls behind `readObjectLock`. */
export const objectLockCalls = [
  call('s3:GetBucketVersioning'),
  lifecycleCall,
  call('s3:GetObjectLockConfiguration', 's3:GetBucketObjectLockConfiguration'),
];

/**
 * Whether Object Lock keeps versions. A bucket that has no versions cannot have it, and where a lifecycle rule lets old
 * versions go it changes nothing: neither is asked.
 */
export async function readObjectLock(bucket: Bucket, aws: Aws): Promise<{ ObjectLockEnabled: string | null }> {
  const { Status } = await readVersioning(bucket, aws);
  if (Status === null) return { ObjectLockEnabled: null };
  const rules = enabledRules(await readLifecycle(bucket, aws));
  if (rules.some(rule => rule.NoncurrentVersionExpiration)) return { ObjectLockEnabled: null };
  const { GetObjectLockConfigurationCommand, S3Client } = await sdk();
  const answer = await orNull(['ObjectLockConfigurationNotFoundError'], () =>
    at(bucket, aws)
      .client(S3Client)
      .send(new GetObjectLockConfigurationCommand({ Bucket: bucket.Name })),
  );
  return { ObjectLockEnabled: answer?.ObjectLockConfiguration?.ObjectLockEnabled ?? null };
}

/** A replication rule. */
export interface ReplicationRule {
  ID: string | null;
  Status: string;
  Destination: { Bucket: string; Account: string | null; StorageClass: string | null };
}

/** The calls behind `readReplication`. */
export const replicationCalls = [
  call('s3:GetBucketVersioning'),
  call('s3:GetBucketReplication', 's3:GetReplicationConfiguration'),
];

/** The replication rules, or null for none; only a bucket that keeps versions can have any. */
export async function readReplication(bucket: Bucket, aws: Aws): Promise<ReplicationRule[] | null> {
  const { Status } = await readVersioning(bucket, aws);
  if (Status === null) return null;
  const { GetBucketReplicationCommand, S3Client } = await sdk();
  const answer = await orNull(['ReplicationConfigurationNotFoundError'], () =>
    at(bucket, aws)
      .client(S3Client)
      .send(new GetBucketReplicationCommand({ Bucket: bucket.Name })),
  );
  const rules = answer?.ReplicationConfiguration?.Rules ?? [];
  if (rules.length === 0) return null;
  return rules.map(({ ID, Status: status, Destination }) => ({
    ID: ID ?? null,
    Status: status ?? '',
    Destination: {
      Bucket: Destination?.Bucket ?? '',
      Account: Destination?.Account ?? null,
      StorageClass: Destination?.StorageClass ?? null,
    },
  }));
}
