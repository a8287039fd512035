import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import { enabledRules, type LifecycleRule, lifecycleCall, readLifecycle } from './lifecycle.js';
import { at, listBuckets, listBucketsCall } from './places.js';
import { readUploads, type Uploads } from './uploads.js';
import {
  objectLockCalls,
  readObjectLock,
  readReplication,
  readVersioning,
  type ReplicationRule,
  replicationCalls,
  type Versioning,
} from './versions.js';

const sdk = () => import('./sdk.js');

/** A general purpose bucket, as ListBuckets tells; `BucketArn` is built from its name. */
export interface Bucket {
  Name: string;
  BucketArn: string;
  BucketRegion: string;
  CreationDate: string | null;
}

/** One right that an access control list gives; `URI` names a group, `ID` a canonical user. */
export interface Grant {
  Grantee: { Type: string; URI: string | null; ID: string | null };
  Permission: string;
}

/** The four switches of a public access block. */
export interface PublicAccessBlock {
  BlockPublicAcls: boolean;
  IgnorePublicAcls: boolean;
  BlockPublicPolicy: boolean;
  RestrictPublicBuckets: boolean;
}

interface Details {
  acl: { Owner: string | null; Grants: Grant[] };
  /** Null for a bucket without a policy. */
  policyStatus: { IsPublic: boolean } | null;
  /** Null for a bucket without a block of its own. */
  publicAccessBlock: PublicAccessBlock | null;
  /** Null where server access logging is off. */
  logging: { TargetBucket: string; TargetPrefix: string } | null;
  versioning: Versioning;
  /** Null for a bucket without a lifecycle configuration. */
  lifecycle: LifecycleRule[] | null;
  /** Null where a lifecycle rule aborts them. */
  uploads: Uploads | null;
  /** Null for a bucket without it, and for one whose old versions a lifecycle rule lets go: nobody asks then. */
  objectLock: { ObjectLockEnabled: string | null };
  /** Null for a bucket that does not replicate. */
  replication: ReplicationRule[] | null;
  /** Null for a bucket that is no website, and for one that has lifecycle rules: nobody asks then. */
  website: { IndexDocument: string | null } | null;
  /** How new objects are encrypted where a request does not say. */
  encryption: { SSEAlgorithm: string; KMSMasterKeyID: string | null }[];
}

/** Every general purpose bucket of the account; details are asked in the bucket's own region. */
export const buckets = collection<Bucket, Details>({
  id: 's3.buckets',
  scope: 'global',
  noun: 'S3 buckets',
  calls: [listBucketsCall],
  list: listBuckets,
  resource: bucket => ({
    id: bucket.Name,
    arn: bucket.BucketArn,
    type: 'AWS::S3::Bucket',
    ...(bucket.BucketRegion ? { region: bucket.BucketRegion } : {}),
  }),
  details: {
    acl: detail({ calls: ['s3:GetBucketAcl'], get: readAcl }),
    policyStatus: detail({ calls: ['s3:GetBucketPolicyStatus'], get: readPolicyStatus }),
    publicAccessBlock: detail({
      calls: [call('s3:GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock')],
      get: readPublicAccessBlock,
    }),
    logging: detail({
      calls: ['s3:GetBucketLogging'],
      async get(bucket, aws) {
        const { GetBucketLoggingCommand, S3Client } = await sdk();
        const answer = await at(bucket, aws)
          .client(S3Client)
          .send(new GetBucketLoggingCommand({ Bucket: bucket.Name }));
        const logging = answer.LoggingEnabled;
        return logging ? { TargetBucket: logging.TargetBucket ?? '', TargetPrefix: logging.TargetPrefix ?? '' } : null;
      },
    }),
    versioning: detail({ calls: ['s3:GetBucketVersioning'], get: readVersioning }),
    lifecycle: detail({ calls: [lifecycleCall], get: readLifecycle }),
    uploads: detail({
      calls: [
        lifecycleCall,
        call('s3:ListMultipartUploads', 's3:ListBucketMultipartUploads'),
        call('s3:ListParts', 's3:ListMultipartUploadParts'),
      ],
      get: readUploads,
    }),
    objectLock: detail({ calls: objectLockCalls, get: readObjectLock }),
    replication: detail({ calls: replicationCalls, get: readReplication }),
    website: detail({ calls: [lifecycleCall, 's3:GetBucketWebsite'], get: readWebsite }),
    encryption: detail({
      calls: [call('s3:GetBucketEncryption', 's3:GetEncryptionConfiguration')],
      get: readEncryption,
    }),
  },
});

async function readAcl(bucket: Bucket, aws: Aws): Promise<Details['acl']> {
  const { GetBucketAclCommand, S3Client } = await sdk();
  const answer = await at(bucket, aws)
    .client(S3Client)
    .send(new GetBucketAclCommand({ Bucket: bucket.Name }));
  return {
    Owner: answer.Owner?.ID ?? null,
    Grants: (answer.Grants ?? []).map(({ Grantee, Permission }) => ({
      Grantee: { Type: Grantee?.Type ?? '', URI: Grantee?.URI ?? null, ID: Grantee?.ID ?? null },
      Permission: Permission ?? '',
    })),
  };
}

async function readPolicyStatus(bucket: Bucket, aws: Aws): Promise<Details['policyStatus']> {
  const { GetBucketPolicyStatusCommand, S3Client } = await sdk();
  const answer = await orNull(['NoSuchBucketPolicy'], () =>
    at(bucket, aws)
      .client(S3Client)
      .send(new GetBucketPolicyStatusCommand({ Bucket: bucket.Name })),
  );
  return answer && { IsPublic: answer.PolicyStatus?.IsPublic ?? false };
}

async function readPublicAccessBlock(bucket: Bucket, aws: Aws): Promise<PublicAccessBlock | null> {
  const { GetPublicAccessBlockCommand, S3Client } = await sdk();
  const answer = await orNull(['NoSuchPublicAccessBlockConfiguration'], () =>
    at(bucket, aws)
      .client(S3Client)
      .send(new GetPublicAccessBlockCommand({ Bucket: bucket.Name })),
  );
  return answer && blockOf(answer.PublicAccessBlockConfiguration);
}

/** The four switches as AWS tells them; what it leaves out is off. */
export const blockOf = (block: PublicAccessBlockConfiguration | undefined): PublicAccessBlock => ({
  BlockPublicAcls: block?.BlockPublicAcls ?? false,
  IgnorePublicAcls: block?.IgnorePublicAcls ?? false,
  BlockPublicPolicy: block?.BlockPublicPolicy ?? false,
  RestrictPublicBuckets: block?.RestrictPublicBuckets ?? false,
});

/** Whether it is a website matters only where no rule lets anything go. */
async function readWebsite(bucket: Bucket, aws: Aws): Promise<Details['website']> {
  if (enabledRules(await readLifecycle(bucket, aws)).length > 0) return null;
  const { GetBucketWebsiteCommand, S3Client } = await sdk();
  const answer = await orNull(['NoSuchWebsiteConfiguration'], () =>
    at(bucket, aws)
      .client(S3Client)
      .send(new GetBucketWebsiteCommand({ Bucket: bucket.Name })),
  );
  return answer && { IndexDocument: answer.IndexDocument?.Suffix ?? null };
}

async function readEncryption(bucket: Bucket, aws: Aws): Promise<Details['encryption']> {
  const { GetBucketEncryptionCommand, S3Client } = await sdk();
  const answer = await orNull(['ServerSideEncryptionConfigurationNotFoundError'], () =>
    at(bucket, aws)
      .client(S3Client)
      .send(new GetBucketEncryptionCommand({ Bucket: bucket.Name })),
  );
  return (answer?.ServerSideEncryptionConfiguration?.Rules ?? []).map(rule => ({
    SSEAlgorithm: rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? '',
    KMSMasterKeyID: rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID ?? null,
  }));
}
