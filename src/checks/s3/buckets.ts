import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';

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
  /** Null fields where it was never set. */
  versioning: { Status: string | null; MFADelete: string | null };
}

/** Every general purpose bucket of the account; details are asked in the bucket's own region. */
export const buckets = collection<Bucket, Details>({
  id: 's3.buckets',
  scope: 'global',
  noun: 'S3 buckets',
  calls: [call('s3:ListBuckets', 's3:ListAllMyBuckets')],
  async list(aws) {
    const { paginateListBuckets, S3Client } = await sdk();
    const found: Bucket[] = [];
    // AWS tells a bucket's region only in the paged form of this call, which asking for a page size selects.
    for await (const page of paginateListBuckets({ client: aws.client(S3Client), pageSize: 1000 }, {})) {
      for (const { Name = '', BucketRegion, CreationDate } of page.Buckets ?? []) {
        found.push({
          Name,
          BucketArn: `arn:${aws.partition}:s3:::${Name}`,
          BucketRegion: BucketRegion ?? '',
          CreationDate: isoOf(CreationDate),
        });
      }
    }
    return found;
  },
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
    versioning: detail({
      calls: ['s3:GetBucketVersioning'],
      async get(bucket, aws) {
        const { GetBucketVersioningCommand, S3Client } = await sdk();
        const answer = await at(bucket, aws)
          .client(S3Client)
          .send(new GetBucketVersioningCommand({ Bucket: bucket.Name }));
        return { Status: answer.Status ?? null, MFADelete: answer.MFADelete ?? null };
      },
    }),
  },
});

// S3 answers questions about a bucket in the bucket's own region only, audited or not.
const at = (bucket: Bucket, aws: Aws): Aws => (bucket.BucketRegion ? aws.in(bucket.BucketRegion) : aws);

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
