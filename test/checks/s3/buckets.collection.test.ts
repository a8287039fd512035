import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bucketNotPublic } from '../../../src/checks/cloudtrail/log-buckets.js';
import { buckets } from '../../../src/checks/s3/buckets.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';

describeWithMoto('s3.buckets', () => {
  let server: Moto;
  let stub: Stub;
  const everything = ['acl', 'policyStatus', 'publicAccessBlock', 'logging', 'versioning'];

  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
    const client = (await clients(server.port, 'us-west-2'))(S3Client);
    const CreateBucketConfiguration = { LocationConstraint: 'us-west-2' as const };
    for (const Bucket of ['bare', 'dressed'])
      await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true, RestrictPublicBuckets: true };
    await client.send(new PutPublicAccessBlockCommand({ Bucket: 'dressed', PublicAccessBlockConfiguration }));
    await client.send(
      new PutBucketVersioningCommand({ Bucket: 'dressed', VersioningConfiguration: { Status: 'Enabled' } }),
    );
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::dressed/*' }],
    });
    await client.send(new PutBucketPolicyCommand({ Bucket: 'dressed', Policy }));
  });
  beforeEach(() => {
    stub.clear();
    stub.on('s3:ListBuckets', () => ({
      Buckets: ['bare', 'dressed'].map(Name => ({
        Name,
        BucketRegion: 'us-west-2',
        CreationDate: new Date('2025-03-01T00:00:00Z'),
      })),
    }));
  });
  afterAll(() => stub.stop());
  const collected = (details: string[] = []) => collectOne(buckets, { port: stub.port, details });

  test('reads every page and keeps the region', async () => {
    const inputs: Record<string, unknown>[] = [];
    stub.on('s3:ListBuckets', (input: Record<string, unknown>) => {
      inputs.push(input);
      if (input['ContinuationToken']) return { Buckets: [{ Name: 'second', BucketRegion: 'eu-west-1' }] };
      return {
        Buckets: [{ Name: 'first', BucketRegion: 'eu-north-1', CreationDate: new Date(0) }],
        ContinuationToken: 'more',
      };
    });
    const { rows, calls } = await collected();
    expect(rows.map(row => row.item)).toEqual([
      {
        Name: 'first',
        BucketArn: 'arn:aws:s3:::first',
        BucketRegion: 'eu-north-1',
        CreationDate: '1970-01-01T00:00:00.000Z',
      },
      { Name: 'second', BucketArn: 'arn:aws:s3:::second', BucketRegion: 'eu-west-1', CreationDate: null },
    ]);
    expect(Number(inputs[0]?.['MaxBuckets'])).toBe(1000);
    expect(calls).toEqual({ 's3:ListBuckets': 2 });
  });

  test('absent is null, present is told, each in the region of the bucket', async () => {
    const asked = new Set<string>();
    stub.on('s3:GetBucketLogging', ({ Bucket }: { Bucket: string }, { region }) => {
      asked.add(region);
      return Bucket === 'bare' ? {} : { LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: 'x/' } };
    });
    const { rows, gaps } = await collected(everything);
    const of = (name: string) =>
      Object.fromEntries(
        Object.entries(rows.find(row => row.item['Name'] === name)?.details ?? {}).map(([key, outcome]) => [
          key,
          outcome.ok ? outcome.value : outcome.gap,
        ]),
      );
    expect(gaps).toEqual([]);
    expect([...asked]).toEqual(['us-west-2']);
    expect(of('bare')).toMatchObject({
      policyStatus: null,
      publicAccessBlock: null,
      logging: null,
      versioning: { Status: null, MFADelete: null },
      acl: { Grants: [{ Grantee: { Type: 'CanonicalUser', URI: null }, Permission: 'FULL_CONTROL' }] },
    });
    expect(of('dressed')).toMatchObject({
      policyStatus: { IsPublic: true },
      publicAccessBlock: {
        BlockPublicAcls: true,
        IgnorePublicAcls: false,
        BlockPublicPolicy: false,
        RestrictPublicBuckets: true,
      },
      logging: { TargetBucket: 'logs', TargetPrefix: 'x/' },
      versioning: { Status: 'Enabled', MFADelete: null },
    });
  });

  test('MFA delete is told as AWS spells it', async () => {
    stub.on('s3:GetBucketVersioning', () => ({ Status: 'Enabled', MFADelete: 'Enabled' }));
    const { rows } = await collected(['versioning']);
    expect(rows[0]?.details['versioning']).toEqual({ ok: true, value: { Status: 'Enabled', MFADelete: 'Enabled' } });
  });

  test('denied is a gap with the IAM action, which is not always named after the call', async () => {
    stub.on('s3:GetPublicAccessBlock', () => {
      throw new StubError('AccessDenied', 'no', 403);
    });
    const { rows } = await collected(['publicAccessBlock']);
    expect(rows[0]?.details['publicAccessBlock']).toMatchObject({
      ok: false,
      gap: {
        reason: 'denied',
        api: 's3:GetPublicAccessBlock',
        actions: ['s3:GetBucketPublicAccessBlock'],
        resource: 'bare',
      },
    });
    stub.on('s3:ListBuckets', () => {
      throw new StubError('AccessDenied', 'no', 403);
    });
    expect((await collected()).gaps).toMatchObject([
      { reason: 'denied', actions: ['s3:ListAllMyBuckets'], region: 'global' },
    ]);
  });

  test('an account without buckets', async () => {
    stub.on('s3:ListBuckets', () => ({ Buckets: [] }));
    expect(await collected()).toMatchObject({ rows: [], gaps: [] });
  });

  test('for the rules on log buckets, buckets of no trail are not asked', async () => {
    stub.on('cloudtrail:DescribeTrails', () => ({
      trailList: [{ Name: 'main', HomeRegion: 'eu-north-1', S3BucketName: 'dressed' }],
    }));
    const needs = Object.values(bucketNotPublic.also).filter(need => need.collection.id === 's3.buckets');
    const { collections, calls } = await collectNeeds(needs, { port: stub.port });
    expect(collections['s3.buckets']?.rows).toHaveLength(2);
    expect(calls).toEqual({
      'cloudtrail:DescribeTrails': 1,
      's3:ListBuckets': 1,
      's3:GetBucketAcl': 1,
      's3:GetBucketPolicyStatus': 1,
      's3:GetPublicAccessBlock': 1,
    });
  });
});
