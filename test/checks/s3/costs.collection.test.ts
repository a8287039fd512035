import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buckets } from '../../../src/checks/s3/buckets.js';
import { holdsSomething, stored } from '../../../src/checks/s3/stored.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';
import { storageAnswer } from './answers.js';

const details = ['lifecycle', 'uploads', 'versioning', 'objectLock', 'replication', 'website', 'encryption'];

describeWithMoto('what buckets cost', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
    const s3 = (await clients(server.port, 'eu-north-1'))(S3Client);
    for (const Bucket of ['bare', 'dressed']) {
      const CreateBucketConfiguration = { LocationConstraint: 'eu-north-1' as const };
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'film.mov' }));
      await s3.send(
        new UploadPartCommand({ Bucket, Key: 'film.mov', UploadId, PartNumber: 1, Body: 'x'.repeat(2048) }),
      );
    }
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: 'dressed', VersioningConfiguration: { Status: 'Enabled' } }),
    );
    const Rules = [
      {
        ID: 'tidy',
        Status: 'Enabled' as const,
        Filter: { Prefix: '' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      },
      {
        ID: 'logs',
        Status: 'Disabled' as const,
        Filter: { And: { Prefix: 'logs/', Tags: [{ Key: 'old', Value: 'yes' }] } },
        Transitions: [{ Days: 30, StorageClass: 'GLACIER' as const }],
        Expiration: { Days: 365 },
      },
    ];
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket: 'dressed', LifecycleConfiguration: { Rules } }));
  });
  beforeEach(() => {
    stub.clear();
    stub.on('s3:ListBuckets', () => ({
      Buckets: ['bare', 'dressed'].map(Name => ({ Name, BucketRegion: 'eu-north-1' })),
    }));
  });
  afterAll(() => stub.stop());

  const collected = async (names = details) => {
    const { rows, gaps, calls } = await collectOne(buckets, { port: stub.port, details: names });
    const of = (name: string, detail: string) => {
      const outcome = rows.find(row => row.item['Name'] === name)?.details[detail];
      return outcome?.ok ? outcome.value : outcome?.gap;
    };
    return { of, gaps, calls };
  };

  test('absent is a value', async () => {
    const { of, gaps } = await collected();
    expect(gaps).toEqual([]);
    expect(Object.fromEntries(details.map(name => [name, of('bare', name)]))).toEqual({
      lifecycle: null,
      uploads: { Uploads: [{ Initiated: expect.any(String), Bytes: 2048 }], Count: 1, Truncated: false },
      versioning: { Status: null, MFADelete: null },
      objectLock: { ObjectLockEnabled: null },
      replication: null,
      website: null,
      encryption: expect.any(Array),
    });
  });

  test('rules are told by named fields', async () => {
    const { of } = await collected();
    const reach = { Prefix: null, Tags: [], ObjectSizeGreaterThan: null, ObjectSizeLessThan: null };
    expect(of('dressed', 'lifecycle')).toEqual([
      {
        ID: 'tidy',
        Status: 'Enabled',
        Filter: reach,
        Expiration: null,
        Transitions: [],
        NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: null },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
      },
      {
        ID: 'logs',
        Status: 'Disabled',
        Filter: { ...reach, Prefix: 'logs/', Tags: ['old'] },
        Expiration: { Days: 365, Date: null },
        Transitions: [{ Days: 30, Date: null, StorageClass: 'GLACIER' }],
        NoncurrentVersionExpiration: null,
        AbortIncompleteMultipartUpload: null,
      },
    ]);
  });

  const withoutRules = () =>
    stub.on('s3:GetBucketLifecycleConfiguration', () => {
      throw new StubError('NoSuchLifecycleConfiguration', 'There is none', 404);
    });

  test('nobody is asked in vain: what a lifecycle rule settles, locks and copies of a bucket without versions', async () => {
    const { of, calls } = await collected();
    expect(of('dressed', 'uploads')).toBeNull();
    expect(of('dressed', 'objectLock')).toEqual({ ObjectLockEnabled: null });
    expect(of('dressed', 'website')).toBeNull();
    expect(calls).toMatchObject({
      's3:GetBucketLifecycleConfiguration': 2,
      's3:GetBucketVersioning': 2,
      's3:GetBucketWebsite': 1,
      's3:ListMultipartUploads': 1,
      's3:ListParts': 1,
      's3:GetBucketReplication': 1,
    });
    expect(calls['s3:GetObjectLockConfiguration']).toBeUndefined();
    withoutRules();
    expect((await collected()).calls).toMatchObject({ 's3:GetBucketWebsite': 2, 's3:GetObjectLockConfiguration': 1 });
  });

  test('a rule that is off settles nothing', async () => {
    stub.on('s3:GetBucketLifecycleConfiguration', () => ({
      Rules: [{ ID: 'off', Status: 'Disabled', Filter: {}, NoncurrentVersionExpiration: { NoncurrentDays: 30 } }],
    }));
    const { calls } = await collected(['website', 'objectLock']);
    expect(calls).toMatchObject({ 's3:GetBucketWebsite': 2, 's3:GetObjectLockConfiguration': 1 });
  });

  test('what is there is told', async () => {
    const Destination = { Bucket: 'arn:aws:s3:::copy', Account: '444455556666', StorageClass: 'GLACIER' };
    const Rules = [{ ID: 'all', Status: 'Enabled', Destination }];
    withoutRules();
    stub.on('s3:GetBucketReplication', () => ({ ReplicationConfiguration: { Role: 'r', Rules } }));
    stub.on('s3:GetObjectLockConfiguration', () => ({ ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }));
    stub.on('s3:GetBucketWebsite', () => ({ IndexDocument: { Suffix: 'index.html' } }));
    const sealed = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k-1' };
    stub.on('s3:GetBucketEncryption', () => ({
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: sealed }] },
    }));
    const { of } = await collected();
    expect(of('dressed', 'replication')).toEqual([{ ID: 'all', Status: 'Enabled', Destination }]);
    expect(of('dressed', 'objectLock')).toEqual({ ObjectLockEnabled: 'Enabled' });
    expect(of('dressed', 'website')).toEqual({ IndexDocument: 'index.html' });
    expect(of('dressed', 'encryption')).toEqual([sealed]);
  });

  test('uploads: the oldest first, parts of the first twenty, pages of parts up to ten', async () => {
    const started = (at: number) => new Date(Date.UTC(2026, 0, 30 - at));
    const Uploads = Array.from({ length: 25 }, (_none, at) => ({
      Key: 'k',
      UploadId: `u-${at}`,
      Initiated: started(at),
    }));
    stub.on('s3:ListMultipartUploads', () => ({ Uploads, IsTruncated: true }));
    stub.on('s3:ListParts', ({ UploadId }: { UploadId: string }) => {
      if (UploadId === 'u-23') throw new StubError('NoSuchUpload', 'It has just ended', 404);
      const endless = UploadId === 'u-22';
      return {
        Parts: [{ PartNumber: 1, Size: 7 }],
        IsTruncated: endless,
        ...(endless ? { NextPartNumberMarker: '1' } : {}),
      };
    });
    const { of, calls } = await collected(['uploads']);
    const found = of('bare', 'uploads') as { Uploads: { Initiated: string; Bytes: number | null }[] };
    expect(found).toMatchObject({ Count: 25, Truncated: true });
    expect(found.Uploads.slice(0, 4).map(({ Bytes }) => Bytes)).toEqual([7, null, null, 7]);
    expect(found.Uploads.at(-1)).toEqual({ Initiated: '2026-01-30T00:00:00.000Z', Bytes: null });
    expect(calls['s3:ListParts']).toBe(29);
  });

  test.each([
    ['s3:GetBucketLifecycleConfiguration', 'lifecycle', 's3:GetLifecycleConfiguration'],
    ['s3:GetBucketLifecycleConfiguration', 'uploads', 's3:GetLifecycleConfiguration'],
    ['s3:ListMultipartUploads', 'uploads', 's3:ListBucketMultipartUploads'],
    ['s3:ListParts', 'uploads', 's3:ListMultipartUploadParts'],
    ['s3:GetBucketVersioning', 'objectLock', 's3:GetBucketVersioning'],
    ['s3:GetBucketLifecycleConfiguration', 'website', 's3:GetLifecycleConfiguration'],
    ['s3:GetBucketWebsite', 'website', 's3:GetBucketWebsite'],
    ['s3:GetBucketEncryption', 'encryption', 's3:GetEncryptionConfiguration'],
  ])('denied %s is a gap of %s', async (operation, detail, action) => {
    stub.on(operation, () => {
      throw new StubError('AccessDenied', 'Access Denied', 403);
    });
    const { of } = await collected([detail]);
    expect(of('bare', detail)).toMatchObject({ reason: 'denied', actions: [action] });
  });

  test.each([
    ['s3:GetObjectLockConfiguration', 'objectLock', 's3:GetBucketObjectLockConfiguration'],
    ['s3:GetBucketReplication', 'replication', 's3:GetReplicationConfiguration'],
  ])('denied %s is a gap of %s of a bucket with versions', async (operation, detail, action) => {
    stub.on(operation, () => {
      throw new StubError('AccessDenied', 'Access Denied', 403);
    });
    withoutRules();
    const { of } = await collected([detail]);
    expect(of('dressed', detail)).toMatchObject({ reason: 'denied', actions: [action] });
  });

  test('only buckets that hold something are asked', async () => {
    stub.on('cloudwatch:ListMetrics', () => storageAnswer('dressed'));
    const need = buckets.with('lifecycle').onlyFor(stored, holdsSomething);
    const { calls } = await collectNeeds([need], { port: stub.port });
    expect(calls).toEqual({
      's3:ListBuckets': 1,
      'cloudwatch:ListMetrics': 1,
      's3:GetBucketLifecycleConfiguration': 1,
    });
  });
});
