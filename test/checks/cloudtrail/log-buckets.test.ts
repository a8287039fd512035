import { describe, expect, test } from 'vitest';
import {
  bucketAccessLoggingEnabled,
  bucketMfaDeleteEnabled,
  bucketNotPublic,
} from '../../../src/checks/cloudtrail/log-buckets.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { blockAll, bucket, closed, grantTo, status, stopped, trail } from '../../worlds/cloudtrail.js';

const inBucket = (details: Record<string, unknown>, fields = {}) => [row(bucket(fields), closed(details), 'global')];
const accountBlock = (block: object | null) => [
  row({ AccountId: '111122223333', PublicAccessBlockConfiguration: block }, {}, 'global'),
];
const only = async (
  check: object,
  buckets: StoredRow[] | Partial<CollectionFacts>,
  state: unknown = status(),
  account: StoredRow[] | Partial<CollectionFacts> = accountBlock(null),
) => {
  const facts = {
    'cloudtrail.trails': [row(trail(), { status: state })],
    's3.buckets': buckets,
    's3.accountBlocks': account,
  };
  const [finding] = await judge(check, world(facts));
  return finding;
};

describe.each([bucketNotPublic, bucketAccessLoggingEnabled, bucketMfaDeleteEnabled])('$id', check => {
  test('a bucket in order, wherever it is', async () => {
    expect(await only(check, inBucket({}, { BucketRegion: 'ap-south-1' }))).toMatchObject({ verdict: 'PASS' });
  });

  test('a bucket of another account is for a person to look at', async () => {
    expect(await only(check, inBucket({}, { Name: 'other' }))).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { reason: 'manual' },
      message: expect.stringContaining('trail-logs of trail main is not in this account'),
    });
  });

  test('with the buckets hidden nobody knows whose it is', async () => {
    const denied = { gaps: [gap('s3:ListBuckets', { region: 'global' })] };
    expect(await only(check, denied)).toMatchObject({ verdict: 'NOT_AVAILABLE', gap: { reason: 'denied' } });
  });

  test('no trail, nothing to judge', async () => {
    const none = world({ 'cloudtrail.trails': [], 's3.buckets': inBucket({}) });
    expect(await judge(check, none)).toMatchObject([{ verdict: 'NOT_APPLICABLE' }]);
  });
});

describe('cloudtrail-bucket-not-public', () => {
  const messageOf = async (details: Record<string, unknown>) => {
    const finding = await only(bucketNotPublic, inBucket(details));
    expect(finding?.verdict).toBe('FAIL');
    return finding?.message;
  };

  test('a full block makes an open ACL and a public policy harmless', async () => {
    const open = { acl: { Owner: 'abc', Grants: [grantTo('global/AllUsers')] }, policyStatus: { IsPublic: true } };
    expect(await only(bucketNotPublic, inBucket(open))).toMatchObject({ verdict: 'PASS' });
  });

  test('without a block, the message tells what is open', async () => {
    expect(await messageOf({ publicAccessBlock: null, policyStatus: null })).toBe(
      'bucket trail-logs does not block all public access: there is no public access block',
    );
    const grants = [
      grantTo('global/AllUsers'),
      grantTo('global/AuthenticatedUsers', 'WRITE'),
      grantTo('s3/LogDelivery'),
    ];
    expect(await messageOf({ publicAccessBlock: null, acl: { Owner: 'abc', Grants: grants } })).toBe(
      'bucket trail-logs does not block all public access: there is no public access block; its ACL gives READ to AllUsers, WRITE to AuthenticatedUsers',
    );
    expect(await messageOf({ publicAccessBlock: null, policyStatus: { IsPublic: true } })).toBe(
      'bucket trail-logs does not block all public access: there is no public access block; its policy is public',
    );
  });

  test('each side of a partial block guards against its own kind of opening', async () => {
    const open = { acl: { Owner: 'abc', Grants: [grantTo('global/AllUsers')] }, policyStatus: { IsPublic: true } };
    expect(await messageOf({ ...open, publicAccessBlock: { ...blockAll, RestrictPublicBuckets: false } })).toBe(
      'bucket trail-logs does not block all public access: RestrictPublicBuckets is off; its policy is public',
    );
    expect(
      await messageOf({ ...open, publicAccessBlock: { ...blockAll, IgnorePublicAcls: false, BlockPublicAcls: false } }),
    ).toBe(
      'bucket trail-logs does not block all public access: BlockPublicAcls, IgnorePublicAcls are off; its ACL gives READ to AllUsers',
    );
  });

  test('the block of the account guards the bucket side by side with its own', async () => {
    const open = { acl: { Owner: 'abc', Grants: [grantTo('global/AllUsers')] }, policyStatus: { IsPublic: true } };
    const bare = inBucket({ ...open, publicAccessBlock: null });
    expect(await only(bucketNotPublic, bare, status(), accountBlock(blockAll))).toMatchObject({
      verdict: 'PASS',
      message: 'the account blocks all public access to bucket trail-logs',
    });
    const acls = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    };
    const policies = {
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    };
    const half = inBucket({ ...open, publicAccessBlock: acls });
    expect(await only(bucketNotPublic, half, status(), accountBlock(policies))).toMatchObject({ verdict: 'PASS' });
    expect(await only(bucketNotPublic, bare, status(), accountBlock(acls))).toMatchObject({
      verdict: 'FAIL',
      message:
        'bucket trail-logs does not block all public access: BlockPublicPolicy, RestrictPublicBuckets are off; its policy is public',
    });
  });

  test('an account block that could not be read matters where the bucket has none of its own', async () => {
    const denied = { gaps: [gap('s3control:GetPublicAccessBlock', { region: 'global' })] };
    expect(await only(bucketNotPublic, inBucket({ publicAccessBlock: null }), status(), denied)).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
    expect(await only(bucketNotPublic, inBucket({}), status(), denied)).toMatchObject({ verdict: 'PASS' });
  });

  test('an ACL that could not be read does not hide a missing block', async () => {
    const unread = {
      publicAccessBlock: null,
      acl: gap('s3:GetBucketAcl'),
      policyStatus: gap('s3:GetBucketPolicyStatus'),
    };
    expect(await messageOf(unread)).toBe(
      'bucket trail-logs does not block all public access: there is no public access block',
    );
  });

  test('a block that could not be read', async () => {
    const unread = inBucket({ publicAccessBlock: gap('s3:GetPublicAccessBlock') });
    expect(await only(bucketNotPublic, unread)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

test('cloudtrail-bucket-access-logging-enabled: off, and not readable', async () => {
  expect(await only(bucketAccessLoggingEnabled, inBucket({ logging: null }))).toMatchObject({
    verdict: 'FAIL',
    message: 'server access logging of bucket trail-logs is off',
    fix: { command: expect.stringContaining('put-bucket-logging --bucket trail-logs') },
  });
  const unread = inBucket({ logging: gap('s3:GetBucketLogging') });
  expect(await only(bucketAccessLoggingEnabled, unread)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
});

describe('cloudtrail-bucket-mfa-delete-enabled', () => {
  test('off, with and without versioning', async () => {
    expect(
      await only(bucketMfaDeleteEnabled, inBucket({ versioning: { Status: 'Enabled', MFADelete: null } })),
    ).toMatchObject({
      verdict: 'FAIL',
      message: 'bucket trail-logs: MFA delete is off',
    });
    expect(
      await only(bucketMfaDeleteEnabled, inBucket({ versioning: { Status: null, MFADelete: null } })),
    ).toMatchObject({
      verdict: 'FAIL',
      message: 'bucket trail-logs: versioning, and with it MFA delete, is off',
    });
    expect(await only(bucketMfaDeleteEnabled, inBucket({ versioning: gap('s3:GetBucketVersioning') }))).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
  });

  test('the bucket of a stopped trail is not judged', async () => {
    const open = inBucket({ versioning: { Status: null, MFADelete: null } });
    expect(await only(bucketMfaDeleteEnabled, open, stopped())).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    expect(await only(bucketMfaDeleteEnabled, open, gap('cloudtrail:GetTrailStatus'))).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
  });
});
