import { CloudTrailClient, CreateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { cloudShellEvents } from '../../../src/checks/cloudshell/events.js';
import { eventsOf } from '../../../src/checks/cloudtrail/event-history.js';
import { eventDataStores } from '../../../src/checks/cloudtrail/event-data-stores.js';
import { trails } from '../../../src/checks/cloudtrail/trails.js';
import type { Aws } from '../../../src/core/collection.js';
import { type MetricSeries, totalOf } from '../../../src/core/metrics.js';
import { metricTable } from '../../server/metric-data.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clientConfig, clients } from '../../server/redirect.js';
import { DEFAULT_ACCOUNT, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const now = new Date('2026-11-22T09:00:00Z');
const denied = (): never => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
};
const valueOf = (outcome: { ok: boolean; value?: unknown } | undefined) => (outcome?.ok ? outcome.value : undefined);
interface Lookup {
  EventCategory?: string;
  LookupAttributes?: { AttributeKey: string; AttributeValue: string }[];
  MaxResults?: number;
  NextToken?: string;
}
const event = (EventTime: string, text: object, more: object = {}) => ({
  EventId: EventTime,
  EventTime: new Date(EventTime),
  CloudTrailEvent: JSON.stringify(text),
  ...more,
});

describeWithMoto('event data stores', () => {
  let stub: Stub;
  beforeAll(async () => {
    stub = await startStub({ upstream: (await moto()).port });
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());

  const arnOf = (name: string) => `arn:aws:cloudtrail:eu-north-1:${DEFAULT_ACCOUNT}:eventdatastore/${name}`;
  const list = (...names: string[]) => {
    const EventDataStores = names.map(name => ({ EventDataStoreArn: arnOf(name), Name: name }));
    stub.on('cloudtrail:ListEventDataStores', pages({ EventDataStores }, { size: 1 }));
  };
  const collected = (details: string[] = []) => collectOne(eventDataStores, { port: stub.port, details, now });

  it('are read over all pages, each with what it is', async () => {
    list('a', 'b');
    stub.on<{ EventDataStore: string }, object>('cloudtrail:GetEventDataStore', ({ EventDataStore }) => {
      if (EventDataStore.endsWith('b')) return denied();
      return {
        EventDataStoreArn: EventDataStore,
        Name: 'a',
        Status: 'ENABLED',
        BillingMode: 'FIXED_RETENTION_PRICING',
        RetentionPeriod: 2557,
        CreatedTimestamp: now,
      };
    });
    const { rows, gaps, calls } = await collected();
    expect(rows.map(row => row.item)).toEqual([
      {
        EventDataStoreArn: arnOf('a'),
        Name: 'a',
        Status: 'ENABLED',
        BillingMode: 'FIXED_RETENTION_PRICING',
        RetentionPeriod: 2557,
        MultiRegionEnabled: false,
        OrganizationEnabled: false,
        TerminationProtectionEnabled: false,
        FederationStatus: '',
        CreatedTimestamp: now.toISOString(),
      },
    ]);
    expect(gaps).toMatchObject([{ reason: 'denied', api: 'cloudtrail:GetEventDataStore', resource: arnOf('b') }]);
    expect(calls).toEqual({ 'cloudtrail:ListEventDataStores': 2, 'cloudtrail:GetEventDataStore': 2 });
  });

  it('cost one call where there are none, and are a gap where they are denied', async () => {
    list();
    expect(await collected()).toMatchObject({ rows: [], gaps: [], calls: { 'cloudtrail:ListEventDataStores': 1 } });
    stub.on('cloudtrail:ListEventDataStores', denied);
    expect((await collected()).gaps).toMatchObject([{ reason: 'denied', api: 'cloudtrail:ListEventDataStores' }]);
  });

  it('tell their last query from their own list, else from the event history', async () => {
    list('a');
    stub.on('cloudtrail:GetEventDataStore', () => ({ EventDataStoreArn: arnOf('a'), Status: 'ENABLED' }));
    stub.on('cloudwatch:GetMetricData', metricTable({ 'HourlyDataIngested a IngestionMetrics': 10 }));
    stub.on('cloudtrail:ListQueries', () => ({ Queries: [{ QueryId: 'q', CreationTime: now }] }));
    const listed = await collected(['queried', 'ingestion']);
    expect(valueOf(listed.rows[0]?.details['queried'])).toEqual({ Latest: now.toISOString() });
    const { HourlyDataIngested } = valueOf(listed.rows[0]?.details['ingestion']) as Record<string, MetricSeries>;
    expect(totalOf(HourlyDataIngested as MetricSeries)).toBe(310);

    stub.on('cloudtrail:ListQueries', () => ({ Queries: [] }));
    const lake = 'cloudtrail.amazonaws.com';
    const of = (queryStatement: string | undefined) => ({ eventSource: lake, requestParameters: { queryStatement } });
    const history = async (...Events: object[]) => {
      stub.on('cloudtrail:LookupEvents', () => ({ Events }));
      return valueOf((await collected(['queried'])).rows[0]?.details['queried']);
    };
    const refused = { ...of('SELECT 1 FROM a'), errorCode: 'AccessDenied' };
    expect(
      await history(
        event('2026-11-21T00:00:00Z', { ...of('SELECT 1 FROM a'), eventSource: 'logs.amazonaws.com' }),
        event('2026-11-20T00:00:00Z', refused),
        event('2026-11-19T00:00:00Z', of('SELECT 1 FROM other')),
        event('2026-11-18T00:00:00Z', of('SELECT 1 FROM a')),
      ),
    ).toEqual({ Latest: '2026-11-18T00:00:00.000Z' });
    expect(await history(event('2026-11-17T00:00:00Z', of(undefined)))).toEqual({ Latest: '2026-11-17T00:00:00.000Z' });
    expect(await history()).toEqual({ Latest: null });
  });
});

describeWithMoto('CloudShell in the event history', () => {
  let stub: Stub;
  beforeAll(async () => {
    stub = await startStub({ upstream: (await moto()).port });
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());

  it('is the newest few calls that were not refused', async () => {
    const asked: Lookup[] = [];
    const made = (day: number, text: object = {}) =>
      event(`2026-11-${day}T08:00:00Z`, text, { EventName: 'CreateSession', Username: 'ada' });
    stub.on<Lookup, object>('cloudtrail:LookupEvents', input => {
      asked.push(input);
      return { Events: [made(21, { errorCode: 'AccessDenied' }), ...[20, 19, 18, 17, 16, 15].map(day => made(day))] };
    });
    const { rows, calls } = await collectOne(cloudShellEvents, { port: stub.port, now });
    expect(rows).toHaveLength(5);
    expect(rows[0]?.item).toEqual({
      EventId: '2026-11-20T08:00:00Z',
      EventName: 'CreateSession',
      EventTime: '2026-11-20T08:00:00.000Z',
      Username: 'ada',
    });
    expect(calls).toEqual({ 'cloudtrail:LookupEvents': 1 });
    expect(asked[0]?.LookupAttributes).toEqual([
      { AttributeKey: 'EventSource', AttributeValue: 'cloudshell.amazonaws.com' },
    ]);
  });

  it('is nothing where nobody opened a shell, and a gap where it is denied', async () => {
    stub.on('cloudtrail:LookupEvents', () => ({ Events: [] }));
    expect(await collectOne(cloudShellEvents, { port: stub.port, now })).toMatchObject({ rows: [], gaps: [] });
    stub.on('cloudtrail:LookupEvents', denied);
    expect((await collectOne(cloudShellEvents, { port: stub.port, now })).gaps).toMatchObject([{ reason: 'denied' }]);
  });

  it('says where it reached before its end', async () => {
    // Straight to the server: the session's pace of two requests a second would make twenty pages last.
    const aws = {
      now,
      region: 'eu-north-1',
      client: (type: never) => new (type as new (config: object) => object)(clientConfig(stub.port)),
    };
    stub.on('cloudtrail:LookupEvents', () => ({ Events: [event('2026-11-20T00:00:00Z', {})], NextToken: 'more' }));
    const read = async () => {
      let count = 0;
      const attribute = { AttributeKey: 'EventName' as const, AttributeValue: 'StartQuery' };
      for await (const _event of eventsOf({ attribute }, aws as unknown as Aws)) count += 1;
      return count;
    };
    await expect(read()).rejects.toMatchObject({
      gap: { reason: 'truncated', message: expect.stringContaining('StartQuery has more than 20 pages') as string },
    });
  });
});

describeWithMoto('details of trails', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
    const client = await clients(server.port);
    const place = { CreateBucketConfiguration: { LocationConstraint: 'eu-north-1' as const } };
    await client(S3Client).send(new CreateBucketCommand({ Bucket: 'logs', ...place }));
    await client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: 'trail' }));
    await client(CloudTrailClient).send(
      new CreateTrailCommand({
        Name: 'main',
        S3BucketName: 'logs',
        IsMultiRegionTrail: true,
        CloudWatchLogsLogGroupArn: `arn:aws:logs:eu-north-1:${DEFAULT_ACCOUNT}:log-group:trail:*`,
        CloudWatchLogsRoleArn: `arn:aws:iam::${DEFAULT_ACCOUNT}:role/x`,
      }),
    );
    await client(CloudTrailClient).send(new CreateTrailCommand({ Name: 'bare', S3BucketName: 'logs' }));
  });
  beforeEach(() => {
    stub.clear();
    stub.on('logs:DescribeAccountPolicies', () => ({ accountPolicies: [] }));
  });
  afterAll(() => stub.stop());

  const regions = ['eu-north-1', 'us-east-1'];
  async function detailOf(name: string, trail = 'main') {
    const { rows, calls } = await collectOne(trails, { port: stub.port, details: [name], regions, now });
    return { outcome: rows.find(row => row.item['Name'] === trail)?.details[name], calls };
  }

  it('who reads the log group, by subscription of its own or of the account', async () => {
    const empty = { SubscriptionFilters: [], AccountPolicies: [] };
    const { outcome, calls } = await detailOf('logReaders');
    expect(valueOf(outcome)).toEqual(empty);
    expect(calls).toMatchObject({ 'logs:DescribeSubscriptionFilters': 1, 'logs:DescribeAccountPolicies': 1 });
    expect(valueOf((await detailOf('logReaders', 'bare')).outcome)).toBeNull();
    const stubbed = { filterName: 'siem', destinationArn: 'arn:aws:lambda:eu-north-1:123456789012:function:siem' };
    stub.on(
      'logs:DescribeSubscriptionFilters',
      pages({ subscriptionFilters: [stubbed, stubbed] }, { size: 1, takes: 'nextToken' }),
    );
    stub.on<{ nextToken?: string }, object>('logs:DescribeAccountPolicies', ({ nextToken }) =>
      nextToken
        ? { accountPolicies: [{ policyName: 'b', selectionCriteria: 'LogGroupName NOT IN ["x"]' }] }
        : { accountPolicies: [{ policyName: 'a' }], nextToken: 'more' },
    );
    expect(valueOf((await detailOf('logReaders')).outcome)).toEqual({
      SubscriptionFilters: ['siem', 'siem'],
      AccountPolicies: [
        { policyName: 'a', selectionCriteria: null },
        { policyName: 'b', selectionCriteria: 'LogGroupName NOT IN ["x"]' },
      ],
    });
    stub.on('logs:DescribeAccountPolicies', denied);
    expect((await detailOf('logReaders')).outcome).toMatchObject({
      ok: false,
      gap: { actions: ['logs:DescribeAccountPolicies', 'logs:DescribeSubscriptionFilters'] },
    });
  });

  it('what the log group takes in, asked where it is', async () => {
    const asked: string[] = [];
    stub.on<object, object>('cloudwatch:GetMetricData', (input, at) => {
      asked.push(at.region);
      return metricTable({ 'IncomingBytes trail': 2 })(input as never, at);
    });
    const { outcome } = await detailOf('logDelivery');
    expect(totalOf((valueOf(outcome) as { IncomingBytes: MetricSeries }).IncomingBytes)).toBe(182);
    expect(asked).toEqual(['eu-north-1']);
  });

  it('what Insights found, in the regions of the audit that the trail covers', async () => {
    const asked: string[] = [];
    const found: Record<string, object[]> = {};
    stub.on<Lookup, object>('cloudtrail:LookupEvents', (input, { region }) => {
      asked.push(`${region} ${input.EventCategory ?? input.LookupAttributes?.[0]?.AttributeValue} ${input.MaxResults}`);
      if (input.EventCategory) return { Events: found[region] ?? [] };
      return { Events: [event('2026-10-01T00:00:00Z', { requestParameters: { trailName: 'main' } })] };
    });
    stub.on('cloudtrail:GetInsightSelectors', () => ({ InsightSelectors: [] }));
    expect(valueOf((await detailOf('insightEvents')).outcome)).toBeNull();
    expect(asked).toEqual([]);
    stub.on('cloudtrail:GetInsightSelectors', () => ({ InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] }));
    expect(valueOf((await detailOf('insightEvents')).outcome)).toEqual({
      Since: '2026-10-01T00:00:00.000Z',
      Latest: null,
      Regions: regions,
    });
    expect(valueOf((await detailOf('insightEvents', 'bare')).outcome)).toMatchObject({
      Since: null,
      Regions: ['eu-north-1'],
    });
    expect(asked).toContain('us-east-1 insight 1');
    expect(asked).toContain('eu-north-1 PutInsightSelectors 50');
    found['us-east-1'] = [event('2026-11-11T00:00:00Z', {})];
    expect(valueOf((await detailOf('insightEvents')).outcome)).toMatchObject({ Latest: '2026-11-11T00:00:00.000Z' });
    stub.on('cloudtrail:LookupEvents', denied);
    expect((await detailOf('insightEvents')).outcome).toMatchObject({
      gap: { reason: 'denied', api: 'cloudtrail:LookupEvents' },
    });
  });

  it('asks for insight selectors once, whoever wants them', async () => {
    stub.on('cloudtrail:LookupEvents', () => ({ Events: [] }));
    stub.on('cloudtrail:GetInsightSelectors', () => ({ InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] }));
    const details = ['insightEvents', 'insightSelectors'];
    const { calls } = await collectOne(trails, { port: stub.port, details, regions, now });
    expect(calls['cloudtrail:GetInsightSelectors']).toBe(2);
  });
});
