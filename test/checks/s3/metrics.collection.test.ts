import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { distributions } from '../../../src/checks/cloudfront/distributions.js';
import { directoryBuckets } from '../../../src/checks/s3/directory-buckets.js';
import { requestMetrics } from '../../../src/checks/s3/request-metrics.js';
import { storage } from '../../../src/checks/s3/storage.js';
import { S3ExpressClient } from '../../../src/checks/s3express/sdk.js';
import type { Aws } from '../../../src/core/collection.js';
import type { MetricSeries } from '../../../src/core/metrics.js';
import type { StoredRow } from '../../../src/core/world.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { CREDENTIALS } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';
import { metricOf, metricsAnswer, storageAnswer } from './answers.js';

const today = (row: StoredRow | undefined, detail: string) => {
  const outcome = row?.details[detail];
  if (!outcome?.ok) return outcome?.gap.reason;
  const series = Object.entries(outcome.value as Record<string, MetricSeries>);
  return Object.fromEntries(series.map(([name, { Values }]) => [name, [Values.length, Values.at(-1)]]));
};
const denied = (code = 'AccessDenied') => {
  throw new StubError(code, 'Access Denied', 403);
};

describeWithMoto('metrics of buckets', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(async () => {
    await server.reset();
    stub.clear();
    stub.on('s3:ListBuckets', () => ({
      Buckets: [
        { Name: 'photos', BucketRegion: 'eu-north-1' },
        { Name: 'empty', BucketRegion: 'eu-north-1' },
        { Name: 'far', BucketRegion: 'us-west-2' },
      ],
    }));
    stub.on('cloudwatch:ListMetrics', (_input, { region }) => storageAnswer(region === 'us-west-2' ? 'far' : 'photos'));
    stub.on(
      'cloudwatch:GetMetricData',
      metricsAnswer(name => name.length),
    );
    stub.on('s3:ListBucketMetricsConfigurations', () => ({ IsTruncated: false }));
  });
  afterAll(() => stub.stop());

  describe('s3.storage', () => {
    const collected = () => collectOne(storage, { port: stub.port, details: ['daily'] });

    test('brings nothing of an account without buckets, or whose buckets are empty', async () => {
      stub.on('s3:ListBuckets', () => ({ Buckets: [] }));
      expect(await collected()).toMatchObject({ rows: [], gaps: [], calls: { 's3:ListBuckets': 1 } });
      stub.on('s3:ListBuckets', () => ({ Buckets: [{ Name: 'empty', BucketRegion: 'eu-north-1' }] }));
      stub.on('cloudwatch:ListMetrics', () => ({ Metrics: [] }));
      expect(await collected()).toMatchObject({ rows: [], gaps: [] });
    });

    test('reads every page in every region that has buckets, audited or not, and leaves out deleted ones', async () => {
      const inputs: object[] = [];
      const Metrics = [metricOf('photos'), metricOf('photos', 'BucketSizeBytes', 'GlacierStorage'), metricOf('gone')];
      const page = pages({ Metrics }, { size: 1 });
      stub.on('cloudwatch:ListMetrics', (input: Record<string, string>, at) => {
        inputs.push(input);
        return at.region === 'us-west-2' ? storageAnswer('far') : page(input, at);
      });
      const { rows, gaps, calls } = await collected();
      expect(gaps).toEqual([]);
      expect(inputs[0]).toMatchObject({ Namespace: 'AWS/S3', Dimensions: [{ Name: 'StorageType' }] });
      expect(rows.map(({ item }) => [item['BucketName'], item['BucketRegion'], item['StorageType']])).toEqual([
        ['photos', 'eu-north-1', 'StandardStorage'],
        ['photos', 'eu-north-1', 'GlacierStorage'],
        ['far', 'us-west-2', 'StandardStorage'],
        ['far', 'us-west-2', 'AllStorageTypes'],
      ]);
      expect(today(rows[0], 'daily')).toEqual({ Daily: [91, 'BucketSizeBytes'.length] });
      expect(calls).toEqual({ 's3:ListBuckets': 1, 'cloudwatch:ListMetrics': 4, 'cloudwatch:GetMetricData': 2 });
    });

    test('a region that is denied is a gap of that region', async () => {
      stub.on('cloudwatch:ListMetrics', (_input, { region }) =>
        region === 'us-west-2' ? denied('AccessDeniedException') : storageAnswer('photos'),
      );
      const { rows, gaps } = await collected();
      expect(rows).toHaveLength(2);
      expect(gaps).toMatchObject([{ reason: 'denied', actions: ['cloudwatch:ListMetrics'], region: 'us-west-2' }]);
    });

    test('denied values are gaps of their rows', async () => {
      stub.on('cloudwatch:GetMetricData', () => denied('AccessDeniedException'));
      expect(today((await collected()).rows[0], 'daily')).toBe('denied');
    });
  });

  describe('s3.requestMetrics', () => {
    const collected = () => collectOne(requestMetrics, { port: stub.port, details: ['requests'] });

    test('asks buckets that hold something alone; none is a value', async () => {
      const { rows, gaps, calls } = await collected();
      expect([rows, gaps]).toEqual([[], []]);
      expect(calls).toEqual({
        's3:ListBuckets': 1,
        'cloudwatch:ListMetrics': 2,
        's3:ListBucketMetricsConfigurations': 2,
      });
    });

    test('reads every page, and says what counts a part only', async () => {
      stub.on('s3:ListBucketMetricsConfigurations', (input: { Bucket: string; ContinuationToken?: string }) => {
        if (input.Bucket !== 'photos') return { IsTruncated: false };
        return input.ContinuationToken
          ? { IsTruncated: false, MetricsConfigurationList: [{ Id: 'part', Filter: { Prefix: 'a/' } }] }
          : { IsTruncated: true, NextContinuationToken: 't', MetricsConfigurationList: [{ Id: 'whole' }] };
      });
      const { rows } = await collected();
      expect(rows.map(({ item }) => [item['Id'], item['Filtered']])).toEqual([
        ['whole', false],
        ['part', true],
      ]);
      expect(today(rows[0], 'requests')).toEqual({
        AllRequests: [91, 11],
        GetRequests: [91, 11],
        BytesUploaded: [91, 13],
      });
    });

    test('a bucket that refuses is a gap of that bucket', async () => {
      stub.on('s3:ListBucketMetricsConfigurations', ({ Bucket }: { Bucket: string }) =>
        Bucket === 'far' ? denied() : { IsTruncated: false, MetricsConfigurationList: [{ Id: 'whole' }] },
      );
      const { rows, gaps } = await collected();
      expect(rows).toHaveLength(1);
      expect(gaps).toMatchObject([
        { reason: 'denied', actions: ['s3:GetMetricsConfiguration'], resource: 'far', region: 'us-west-2' },
      ]);
    });

    test('where storage metrics are hidden, every bucket is asked', async () => {
      stub.on('cloudwatch:ListMetrics', () => denied('AccessDeniedException'));
      const { gaps, calls } = await collected();
      expect(gaps).toEqual([]);
      expect(calls['s3:ListBucketMetricsConfigurations']).toBe(3);
    });
  });

  describe('s3.directoryBuckets', () => {
    const collected = () => collectOne(directoryBuckets, { port: stub.port, details: ['lifecycle'] });
    const Buckets = [
      { Name: 'a--eun1-az1--x-s3', CreationDate: new Date(0) },
      { Name: 'b--eun1-az1--x-s3', CreationDate: new Date(0) },
    ];

    test('reads every page and the rules of each, of which there may be none', async () => {
      stub.on('s3express:ListDirectoryBuckets', pages({ Buckets }, { size: 1, takes: 'ContinuationToken' }));
      stub.on('s3express:GetBucketLifecycleConfiguration', ({ Bucket }: { Bucket: string }) => {
        if (Bucket.startsWith('a')) throw new StubError('NoSuchLifecycleConfiguration', 'There is none', 404);
        return { Rules: [{ ID: 'r', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 7 } }] };
      });
      const { rows, calls } = await collected();
      expect(rows.map(({ item, details }) => [item['Name'], details['lifecycle']])).toMatchObject([
        ['a--eun1-az1--x-s3', { ok: true, value: null }],
        ['b--eun1-az1--x-s3', { ok: true, value: [{ ID: 'r', Status: 'Enabled' }] }],
      ]);
      expect(calls).toEqual({ 's3express:ListDirectoryBuckets': 2, 's3express:GetBucketLifecycleConfiguration': 2 });
    });

    test('none, and denied', async () => {
      stub.on('s3express:ListDirectoryBuckets', () => ({ Buckets: [] }));
      expect(await collected()).toMatchObject({ rows: [], gaps: [] });
      stub.on('s3express:ListDirectoryBuckets', () => denied());
      expect((await collected()).gaps).toMatchObject([
        { reason: 'denied', actions: ['s3express:ListAllMyDirectoryBuckets'] },
      ]);
      stub.on('s3express:ListDirectoryBuckets', () => ({ Buckets }));
      stub.on('s3express:GetBucketLifecycleConfiguration', () => denied());
      expect((await collected()).rows[0]?.details['lifecycle']).toMatchObject({
        gap: { reason: 'denied', actions: ['s3express:GetLifecycleConfiguration'] },
      });
    });

    test('a region without S3 Express has none; a name server that fails is a gap', async () => {
      const list = (code: string) => {
        const handle = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code }));
        const config = { region: 'eu-west-3', credentials: CREDENTIALS, maxAttempts: 1, requestHandler: { handle } };
        return directoryBuckets.list({ client: () => new S3ExpressClient(config as never) } as unknown as Aws);
      };
      await expect(list('EAI_AGAIN')).rejects.toThrow('getaddrinfo');
      expect(await list('ENOTFOUND')).toEqual([]);
    });
  });

  describe('cloudfront.distributions', () => {
    const collected = (regions = ['eu-north-1']) =>
      collectNeeds([distributions.with('use')], { port: stub.port, regions }).then(({ collections, calls }) => ({
        ...(collections['cloudfront.distributions'] ?? { rows: [], gaps: [] }),
        calls,
      }));
    const functions = {
      LambdaFunctionAssociations: {
        Quantity: 1,
        Items: [{ LambdaFunctionARN: 'arn:aws:lambda:us-east-1:1:function:edge:3', EventType: 'viewer-request' }],
      },
      FunctionAssociations: {
        Quantity: 1,
        Items: [{ FunctionARN: 'arn:aws:cloudfront::1:function/rewrite', EventType: 'viewer-request' }],
      },
    };
    const summary = (Id: string) => ({
      Id,
      ARN: `arn:aws:cloudfront::123456789012:distribution/${Id}`,
      Status: 'Deployed',
      LastModifiedTime: new Date(0),
      DomainName: `${Id}.cloudfront.net`,
      Aliases: { Quantity: 1, Items: ['lodge.example'] },
      Origins: { Quantity: 1, Items: [{ Id: 'o', DomainName: 'photos.s3.eu-north-1.amazonaws.com' }] },
      DefaultCacheBehavior: { TargetOriginId: 'o', ViewerProtocolPolicy: 'https-only', ...functions },
      CacheBehaviors: {
        Quantity: 1,
        Items: [{ PathPattern: '/x', TargetOriginId: 'o', ViewerProtocolPolicy: 'https-only', ...functions }],
      },
      Comment: 'site',
      PriceClass: 'PriceClass_100',
      Enabled: true,
      ViewerCertificate: { ACMCertificateArn: 'arn:aws:acm:us-east-1:1:certificate/c', SSLSupportMethod: 'vip' },
      WebACLId: '',
    });

    test('none', async () => {
      expect(await collected()).toMatchObject({ rows: [], gaps: [] });
    });

    test('reads every page, copies named fields, and asks for their metrics in us-east-1', async () => {
      stub.on('cloudfront:ListDistributions', ({ Marker }: { Marker?: string }) => ({
        DistributionList: Marker
          ? { Marker, MaxItems: 1, IsTruncated: false, Quantity: 1, Items: [summary('E2')] }
          : { Marker: '', NextMarker: 'E2', MaxItems: 1, IsTruncated: true, Quantity: 1, Items: [summary('E1')] },
      }));
      const asked: string[] = [];
      stub.on('cloudwatch:GetMetricData', (input: never, { region }) => {
        asked.push(region);
        return metricsAnswer((_name, dimensions) => (dimensions['Region'] === 'Global' ? 3 : 0))(input);
      });
      const { rows, calls } = await collected();
      expect(rows.map(({ item }) => item['Id'])).toEqual(['E1', 'E2']);
      expect(rows[0]?.item).toEqual({
        Id: 'E1',
        ARN: 'arn:aws:cloudfront::123456789012:distribution/E1',
        DomainName: 'E1.cloudfront.net',
        Aliases: ['lodge.example'],
        Enabled: true,
        Status: 'Deployed',
        Comment: 'site',
        LastModifiedTime: '1970-01-01T00:00:00.000Z',
        PriceClass: 'PriceClass_100',
        WebACLId: '',
        Origins: [{ Id: 'o', DomainName: 'photos.s3.eu-north-1.amazonaws.com' }],
        LambdaFunctionARNs: ['arn:aws:lambda:us-east-1:1:function:edge:3'],
        FunctionARNs: ['arn:aws:cloudfront::1:function/rewrite'],
        ViewerCertificate: {
          CloudFrontDefaultCertificate: false,
          ACMCertificateArn: 'arn:aws:acm:us-east-1:1:certificate/c',
          IAMCertificateId: null,
          SSLSupportMethod: 'vip',
        },
      });
      expect(today(rows[0], 'use')).toEqual({ Requests: [91, 3] });
      expect(asked).toEqual(['us-east-1']);
      expect(calls).toEqual({ 'cloudfront:ListDistributions': 2, 'cloudwatch:GetMetricData': 1 });
    });

    test('denied', async () => {
      stub.on('cloudfront:ListDistributions', () => denied());
      expect((await collected()).gaps).toMatchObject([
        { reason: 'denied', actions: ['cloudfront:ListDistributions'], region: 'global' },
      ]);
    });
  });
});
