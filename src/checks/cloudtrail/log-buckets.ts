import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { type RowOf, type Seen } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import type { Evidence } from '../../core/types.js';
import { askPerson } from '../../core/unavailable.js';
import { accountBlocks } from '../s3/account-block.js';
import { type Bucket, buckets, type Grant, type PublicAccessBlock } from '../s3/buckets.js';
import { type Trail, trails } from './trails.js';

const allTrails = { trails: trails.with() };

const isLogBucket = (bucket: Bucket, { trails }: { trails: Table<Seen<Trail>> }): boolean =>
  trails.some(trail => trail.S3BucketName === bucket.Name);

const guarded = buckets.with('acl', 'policyStatus', 'publicAccessBlock').onlyFor(allTrails, isLogBucket);

export const bucketNotPublic = check({
  id: 'cloudtrail-bucket-not-public',
  title: 'Buckets that receive trail logs are closed to the public',
  why: 'Trail logs name people, keys, addresses and resources: whoever reads them has a map of the account.',
  fix: {
    command:
      'aws s3api put-public-access-block --bucket {S3BucketName} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
    note: 'Takes effect at once; CloudTrail keeps delivering, as it is no public caller.',
  },
  fields: [
    's3:GetPublicAccessBlock.PublicAccessBlockConfiguration',
    's3control:GetPublicAccessBlock.PublicAccessBlockConfiguration',
    's3:GetBucketAcl.Grants',
    's3:GetBucketPolicyStatus.PolicyStatus.IsPublic',
  ],
  on: trails.with(),
  also: { buckets: guarded, accountBlocks: accountBlocks.with() },
  test(trail, { buckets, accountBlocks }) {
    const bucket = logBucketOf(trail, buckets);
    const own = bucket.publicAccessBlock;
    const seen = saw('s3:GetPublicAccessBlock', 'PublicAccessBlockConfiguration', own, 'all four settings on');
    if (settings.every(setting => own?.[setting])) return pass(`bucket ${bucket.Name} blocks all public access`, seen);
    const account = accountBlocks.first()?.PublicAccessBlockConfiguration ?? null;
    const also = saw(
      's3control:GetPublicAccessBlock',
      'PublicAccessBlockConfiguration',
      account,
      'all four settings on',
    );
    const off = settings.filter(setting => !own?.[setting] && !account?.[setting]);
    if (off.length === 0) return pass(`the account blocks all public access to bucket ${bucket.Name}`, seen, also);
    const missing =
      own || account ? `${off.join(', ')} ${off.length > 1 ? 'are' : 'is'} off` : 'there is no public access block';
    const acl = off.includes('IgnorePublicAcls') ? openAcls(bucket, buckets) : nothingOpen;
    const policy = off.includes('RestrictPublicBuckets') ? openPolicies(bucket, buckets) : nothingOpen;
    const message = `bucket ${bucket.Name} does not block all public access: ${[missing, ...acl.messages, ...policy.messages].join('; ')}`;
    return fail(message, seen, also, ...acl.evidence, ...policy.evidence);
  },
});

export const bucketAccessLoggingEnabled = check({
  id: 'cloudtrail-bucket-access-logging-enabled',
  title: 'Buckets that receive trail logs record who reads them',
  why: 'Access logs of the log bucket show who read the logs or tried to delete them.',
  fix: {
    command:
      'aws s3api put-bucket-logging --bucket {S3BucketName} --bucket-logging-status \'{"LoggingEnabled":{"TargetBucket":"<another bucket>","TargetPrefix":"trail-bucket/"}}\'',
    undo: "aws s3api put-bucket-logging --bucket {S3BucketName} --bucket-logging-status '{}'",
    note: 'The target must be another bucket of the same region; its storage is billed.',
  },
  fields: ['s3:GetBucketLogging.LoggingEnabled'],
  on: trails.with(),
  also: { buckets: buckets.with('logging').onlyFor(allTrails, isLogBucket) },
  test(trail, { buckets }) {
    const { Name, logging } = logBucketOf(trail, buckets);
    const seen = saw('s3:GetBucketLogging', 'LoggingEnabled', logging, 'a target bucket');
    if (logging) return pass(`bucket ${Name} writes access logs to ${logging.TargetBucket}`, seen);
    return fail(`server access logging of bucket ${Name} is off`, seen);
  },
});

export const bucketMfaDeleteEnabled = check({
  id: 'cloudtrail-bucket-mfa-delete-enabled',
  title: 'Buckets of running trails ask for a second factor before logs are deleted for good',
  why: 'With MFA delete a stolen password or key is not enough to erase the traces.',
  fix: {
    command:
      'aws s3api put-bucket-versioning --bucket {S3BucketName} --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa "<serial of the root MFA device> <code>"',
    note: 'Only the root user can do this, and lifecycle rules cannot be used beside it. Object Lock is the stronger alternative.',
  },
  fields: ['s3:GetBucketVersioning.MFADelete', 'cloudtrail:GetTrailStatus.IsLogging'],
  on: trails.with('status'),
  also: { buckets: buckets.with('versioning').onlyFor(allTrails, isLogBucket) },
  test(trail, { buckets }) {
    if (!trail.status.IsLogging) {
      return notApplicable('the trail is not logging', saw('cloudtrail:GetTrailStatus', 'IsLogging', false));
    }
    const { Name, versioning } = logBucketOf(trail, buckets);
    const seen = saw('s3:GetBucketVersioning', 'MFADelete', versioning.MFADelete, 'Enabled');
    if (versioning.MFADelete === 'Enabled') return pass(`MFA delete of bucket ${Name} is on`, seen);
    const state = versioning.Status === 'Enabled' ? 'MFA delete is off' : 'versioning, and with it MFA delete, is off';
    return fail(`bucket ${Name}: ${state}`, seen);
  },
});

const settings = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const satisfies readonly (keyof PublicAccessBlock)[];

type GuardedBucket = RowOf<typeof guarded>;

function logBucketOf<Row extends Bucket>(trail: Trail, all: Table<Row>): Row {
  const bucket = all.first(one => one.Name === trail.S3BucketName);
  return (
    bucket ??
    askPerson(`bucket ${trail.S3BucketName} of trail ${trail.Name} is not in this account: its owner has to tell`)
  );
}

// What makes the failure worse is told where it could be read; the failure stands without it.
const readable = (bucket: GuardedBucket, all: Table<GuardedBucket>, test: (row: GuardedBucket) => boolean): boolean =>
  all.where(row => row.Name === bucket.Name && test(row)).seen().length > 0;

const isPublicGroup = ({ Grantee }: Grant): boolean =>
  /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/.test(Grantee.URI ?? '');

interface Opening {
  messages: string[];
  evidence: Evidence[];
}

const nothingOpen: Opening = { messages: [], evidence: [] };

function openAcls(bucket: GuardedBucket, all: Table<GuardedBucket>): Opening {
  if (!readable(bucket, all, row => row.acl.Grants.some(isPublicGroup))) return nothingOpen;
  const grants = bucket.acl.Grants.filter(isPublicGroup);
  const named = grants.map(({ Grantee, Permission }) => `${Permission} to ${Grantee.URI?.split('/').at(-1)}`);
  return { messages: [`its ACL gives ${named.join(', ')}`], evidence: [saw('s3:GetBucketAcl', 'Grants', grants, [])] };
}

function openPolicies(bucket: GuardedBucket, all: Table<GuardedBucket>): Opening {
  if (!readable(bucket, all, row => row.policyStatus?.IsPublic === true)) return nothingOpen;
  const seen = saw('s3:GetBucketPolicyStatus', 'PolicyStatus.IsPublic', true, false);
  return { messages: ['its policy is public'], evidence: [seen] };
}
