import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { trails } from '../../../src/checks/cloudtrail/trails.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

describeWithMoto('cloudtrail.trails', () => {
  let server: Moto;
  let stub: Stub;

  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
    await create('main', 'eu-north-1', { IsMultiRegionTrail: true });
    await create('local', 'eu-north-1', {});
    await create('far', 'us-west-2', { IsMultiRegionTrail: true });
    await create('hidden', 'us-west-2', {});
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());

  async function create(Name: string, region: string, fields: object): Promise<void> {
    const client = await clients(server.port, region);
    const Bucket = `logs-${Name}`;
    const place = { CreateBucketConfiguration: { LocationConstraint: region as 'eu-north-1' } };
    await client(S3Client).send(new CreateBucketCommand({ Bucket, ...place }));
    await client(CloudTrailClient).send(new CreateTrailCommand({ Name, S3BucketName: Bucket, ...fields }));
  }
  const collected = (regions: string[], details: string[] = []) =>
    collectOne(trails, { port: stub.port, regions, details });
  const places = ({ rows }: Awaited<ReturnType<typeof collectOne>>) =>
    rows.map(row => `${String(row.item['Name'])} ${row.region}`).sort();

  test('each trail once: at home, or in the first audited region that shows it', async () => {
    expect(places(await collected(['eu-north-1', 'us-west-2']))).toEqual([
      'far us-west-2',
      'hidden us-west-2',
      'local eu-north-1',
      'main eu-north-1',
    ]);
    expect(places(await collected(['eu-central-1', 'eu-north-1']))).toEqual([
      'far eu-central-1',
      'local eu-north-1',
      'main eu-north-1',
    ]);
    expect(places(await collected(['eu-central-1']))).toEqual(['far eu-central-1', 'main eu-central-1']);
  });

  test('named fields under the names that AWS uses', async () => {
    const { rows } = await collected(['eu-north-1']);
    expect(rows.find(row => row.item['Name'] === 'local')?.item).toEqual({
      Name: 'local',
      TrailARN: 'arn:aws:cloudtrail:eu-north-1:123456789012:trail/local',
      HomeRegion: 'eu-north-1',
      S3BucketName: 'logs-local',
      S3KeyPrefix: null,
      SnsTopicARN: null,
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: false,
      IsOrganizationTrail: false,
      LogFileValidationEnabled: false,
      CloudWatchLogsLogGroupArn: null,
      KmsKeyId: null,
    });
  });

  test('status and selectors, also of a trail that is at home elsewhere', async () => {
    const client = (await clients(server.port, 'us-west-2'))(CloudTrailClient);
    await client.send(new StartLoggingCommand({ Name: 'far' }));
    const AdvancedEventSelectors = [
      { Name: 'all', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
    ];
    await client.send(new PutEventSelectorsCommand({ TrailName: 'far', AdvancedEventSelectors }));
    stub.on('cloudtrail:GetTrailStatus', ({ Name }: { Name: string }) => ({
      IsLogging: Name.endsWith('trail/far'),
      StartLoggingTime: new Date('2026-01-05T08:00:00Z'),
      LatestCloudWatchLogsDeliveryTime: new Date('2026-11-22T07:00:00Z'),
      LatestDeliveryError: '',
    }));
    const { rows, gaps, calls } = await collected(['eu-central-1'], ['status', 'eventSelectors']);
    expect(gaps).toEqual([]);
    const far = rows.find(row => row.item['Name'] === 'far');
    expect(far?.details['status']).toEqual({
      ok: true,
      value: {
        IsLogging: true,
        StartLoggingTime: '2026-01-05T08:00:00.000Z',
        StopLoggingTime: null,
        LatestDeliveryTime: null,
        LatestDeliveryError: null,
        LatestCloudWatchLogsDeliveryTime: '2026-11-22T07:00:00.000Z',
        LatestCloudWatchLogsDeliveryError: null,
      },
    });
    expect(far?.details['eventSelectors']).toMatchObject({
      ok: true,
      value: {
        EventSelectors: [],
        AdvancedEventSelectors: [
          { Name: 'all', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'], NotEquals: [] }] },
        ],
      },
    });
    expect(calls).toEqual({
      'cloudtrail:DescribeTrails': 1,
      'cloudtrail:GetTrailStatus': 2,
      'cloudtrail:GetEventSelectors': 2,
    });
  });

  test('basic selectors with what AWS leaves out filled in', async () => {
    stub.on('cloudtrail:GetEventSelectors', () => ({
      EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }],
    }));
    const { rows } = await collected(['eu-north-1'], ['eventSelectors']);
    expect(rows[0]?.details['eventSelectors']).toEqual({
      ok: true,
      value: {
        EventSelectors: [
          {
            ReadWriteType: 'All',
            IncludeManagementEvents: true,
            DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
            ExcludeManagementEventSources: [],
          },
        ],
        AdvancedEventSelectors: [],
      },
    });
  });

  test.each(['InsightNotEnabledException', 'UnsupportedOperationException'])('%s means no Insights', async code => {
    stub.on('cloudtrail:GetInsightSelectors', () => {
      throw new StubError(code, 'not enabled');
    });
    const { rows } = await collected(['eu-north-1'], ['insightSelectors']);
    expect(rows.map(row => row.details['insightSelectors'])).toEqual(rows.map(() => ({ ok: true, value: [] })));
  });

  test('Insights selectors, and a refusal of one trail', async () => {
    stub.on('cloudtrail:GetInsightSelectors', ({ TrailName }: { TrailName: string }) => {
      if (TrailName.endsWith('/local')) throw new StubError('AccessDeniedException', 'no');
      return { InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] };
    });
    const { rows } = await collected(['eu-north-1'], ['insightSelectors']);
    const of = (name: string) => rows.find(row => row.item['Name'] === name)?.details['insightSelectors'];
    expect(of('main')).toEqual({ ok: true, value: [{ InsightType: 'ApiCallRateInsight', EventCategories: [] }] });
    expect(of('local')).toMatchObject({
      ok: false,
      gap: { reason: 'denied', actions: ['cloudtrail:GetInsightSelectors'], region: 'eu-north-1' },
    });
  });

  test('a region that refuses is a gap of that region', async () => {
    stub.on('cloudtrail:DescribeTrails', (_input, { region }) => {
      if (region === 'eu-north-1') throw new StubError('AccessDeniedException', 'no');
      return { trailList: [] };
    });
    const { rows, gaps } = await collected(['eu-central-1', 'eu-north-1']);
    expect(rows).toEqual([]);
    expect(gaps).toMatchObject([{ reason: 'denied', api: 'cloudtrail:DescribeTrails', region: 'eu-north-1' }]);
  });
});
