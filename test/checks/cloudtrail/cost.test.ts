import { describe, expect, it } from 'vitest';
import { dataEventsScoped } from '../../../src/checks/cloudtrail/data-event-scope.js';
import { insightsWanted } from '../../../src/checks/cloudtrail/insights-use.js';
import { lakeStoreInUse } from '../../../src/checks/cloudtrail/lake-use.js';
import { logDeliveryWanted } from '../../../src/checks/cloudtrail/log-delivery-use.js';
import { singleManagementCopy } from '../../../src/checks/cloudtrail/management-copies.js';
import type { Trail } from '../../../src/checks/cloudtrail/trails.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { advanced, basic, status, stopped, trail } from '../../worlds/cloudtrail.js';
import { daily } from '../route53/rows.js';
import { ingested, store } from './cost-rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const foreign = 'arn:aws:cloudtrail:eu-north-1:999988887777:trail/organization';
const running = (fields: Partial<Trail>, details: Record<string, unknown> = {}) => {
  const of = trail(fields);
  return row(of, { status: status(), eventSelectors: basic(), ...details }, of.HomeRegion);
};
const verdicts = async (check: object, trails: Facts) =>
  (await judge(check, world({ 'cloudtrail.trails': trails }))).map(one => [one.resource.id, one.verdict]);

describe('cloudtrail-single-management-copy', () => {
  const judged = (...trails: StoredRow[]) => verdicts(singleManagementCopy, trails);

  it('passes one trail, and keeps the wider of two', async () => {
    expect(await judged(running({}))).toEqual([['main', 'PASS']]);
    const local = running({ Name: 'aaa', IsMultiRegionTrail: false });
    expect(await judged(local, running({}))).toEqual([
      ['aaa', 'FAIL'],
      ['main', 'PASS'],
    ]);
    const [finding] = await judge(singleManagementCopy, world({ 'cloudtrail.trails': [local, running({})] }));
    expect(finding?.message).toContain('trail main records the same management events of eu-north-1');
    expect(finding?.fix?.byHand).toContain('stop-logging --name arn:aws:cloudtrail:eu-north-1:111122223333:trail/aaa');
  });

  it("keeps the organization's", async () => {
    const organization = running({ Name: 'org', TrailARN: foreign, IsOrganizationTrail: true });
    expect(await judged(running({ Name: 'aaa' }), organization)).toEqual([
      ['aaa', 'FAIL'],
      ['org', 'PASS'],
    ]);
  });

  it('knows trails of data events alone, stopped ones, and those of different regions', async () => {
    const data = running({ Name: 'data' }, { eventSelectors: basic({ IncludeManagementEvents: false }) });
    expect(await judged(running({}), data)).toEqual([
      ['data', 'PASS'],
      ['main', 'PASS'],
    ]);
    const still = running({ Name: 'off' }, { status: stopped() });
    expect(await judged(running({}), still)).toEqual([
      ['main', 'PASS'],
      ['off', 'NOT_APPLICABLE'],
    ]);
    const here = running({ Name: 'here', IsMultiRegionTrail: false });
    const there = running({ Name: 'there', IsMultiRegionTrail: false, HomeRegion: 'us-east-1' });
    expect(await judged(here, there)).toEqual([
      ['here', 'PASS'],
      ['there', 'PASS'],
    ]);
  });

  it('lets one trail record reads and the other writes', async () => {
    const reads = running({ Name: 'a-reads' }, { eventSelectors: basic({ ReadWriteType: 'ReadOnly' }) });
    const writes = running({ Name: 'b-writes' }, { eventSelectors: basic({ ReadWriteType: 'WriteOnly' }) });
    expect(await judged(reads, writes)).toEqual([
      ['a-reads', 'PASS'],
      ['b-writes', 'PASS'],
    ]);
    expect(await judged(reads, running({ Name: 'c-all' }))).toEqual([
      ['a-reads', 'PASS'],
      ['c-all', 'FAIL'],
    ]);
  });

  it('leaves two narrowed trails to a person', async () => {
    const of = (source: string) =>
      advanced({ eventCategory: { Equals: ['Management'] }, eventSource: { Equals: [source] } });
    const kms = running({ Name: 'a' }, { eventSelectors: of('kms.amazonaws.com') });
    const sts = running({ Name: 'b' }, { eventSelectors: of('sts.amazonaws.com') });
    expect(await judged(kms, sts)).toEqual([
      ['a', 'PASS'],
      ['b', 'NOT_AVAILABLE'],
    ]);
  });

  it('does not pass before it has seen every trail', async () => {
    const denied = gap('cloudtrail:DescribeTrails', { region: 'us-east-1' });
    const some = await verdicts(singleManagementCopy, { rows: [running({})], gaps: [denied] });
    expect(some.map(([, verdict]) => verdict)).toEqual(['NOT_AVAILABLE', 'NOT_AVAILABLE']);
    const unknown = running({ Name: 'b' }, { eventSelectors: gap('cloudtrail:GetEventSelectors') });
    expect(await judged(running({ Name: 'a' }), unknown)).toEqual([
      ['a', 'PASS'],
      ['b', 'NOT_AVAILABLE'],
    ]);
  });
});

describe('cloudtrail-data-events-scoped', () => {
  const one = async (eventSelectors: unknown, fields: Partial<Trail> = {}, more = {}) =>
    (await judge(dataEventsScoped, world({ 'cloudtrail.trails': [running(fields, { eventSelectors, ...more })] })))[0];
  const objects = (...Values: string[]) => basic({ DataResources: [{ Type: 'AWS::S3::Object', Values }] });
  const data = (more: object) => advanced({ eventCategory: { Equals: ['Data'] }, ...more });
  const ofType = { 'resources.type': { Equals: ['AWS::Lambda::Function'] } };

  it('passes no data events, and those of named things', async () => {
    expect((await one(basic()))?.message).toBe('it records no data events');
    expect((await one(objects('arn:aws:s3:::invoices/')))?.verdict).toBe('PASS');
    expect((await one(data({ ...ofType, eventName: { Equals: ['Invoke'] } })))?.verdict).toBe('PASS');
    const without = { 'resources.ARN': { NotStartsWith: ['arn:aws:s3:::trail-logs/'] } };
    expect((await one(data({ ...ofType, ...without })))?.verdict).toBe('PASS');
  });

  it.each(['arn:aws:s3', 'arn:aws:s3:::', 'arn:aws-cn:s3'])('fails all objects, spelled %s', async value => {
    const finding = await one(objects(value));
    expect(finding).toMatchObject({ verdict: 'FAIL', cleanUp: { does: 'decide' } });
    expect(finding?.message).toContain('what it delivers to bucket trail-logs is recorded, too');
  });

  it('fails all of a kind in advanced selectors, also when only reads or writes are left out', async () => {
    expect((await one(data(ofType)))?.message).toContain('AWS::Lambda::Function');
    expect((await one(data({ ...ofType, readOnly: { Equals: ['false'] } })))?.verdict).toBe('FAIL');
  });

  it("leaves trails that are off, and other accounts'", async () => {
    expect((await one(objects('arn:aws:s3'), {}, { status: stopped() }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one(objects('arn:aws:s3'), { TrailARN: foreign }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one(gap('cloudtrail:GetEventSelectors')))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('cloudtrail-insights-wanted', () => {
  const one = async (insightEvents: unknown, more = {}, fields: Partial<Trail> = {}) =>
    (await judge(insightsWanted, world({ 'cloudtrail.trails': [running(fields, { insightEvents, ...more })] })))[0];
  const none = { Since: null, Latest: null, Regions: ['eu-north-1', 'us-east-1'] };

  it('passes what found something, fails what found nothing', async () => {
    expect((await one({ ...none, Latest: '2026-10-30T00:00:00.000Z' }))?.verdict).toBe('PASS');
    expect(await one(none)).toMatchObject({
      verdict: 'FAIL',
      message: 'Insights found nothing in 90 days in eu-north-1, us-east-1',
      disuse: { grade: 'medium', window: 90, last: null },
    });
  });

  it('says too young of Insights, or of a trail, of less than 90 days', async () => {
    expect((await one({ ...none, Since: '2026-10-22T00:00:00.000Z' }))?.message).toBe(
      'too young to judge (31 of 90 days)',
    );
    const young = status({ StartLoggingTime: '2026-11-01T00:00:00.000Z' });
    expect((await one(none, { status: young }))?.verdict).toBe('NOT_APPLICABLE');
  });

  it("leaves trails without Insights, stopped ones and other accounts'", async () => {
    expect((await one(null))?.message).toBe('Insights is off');
    expect((await one(none, { status: stopped() }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one(none, {}, { TrailARN: foreign }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one(gap('cloudtrail:LookupEvents')))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('cloudtrail-log-delivery-wanted', () => {
  const silent = { SubscriptionFilters: [], AccountPolicies: [] };
  const one = async (details: object, filters: Facts = [], fields: Partial<Trail> = {}, regions?: string[]) => {
    const delivering = running(fields, {
      logReaders: silent,
      logDelivery: { IncomingBytes: daily(1024 ** 3) },
      ...details,
    });
    const facts = { 'cloudtrail.trails': [delivering], 'logs.metricFilters': filters };
    return (await judge(logDeliveryWanted, world(facts, regions ? { regions } : {})))[0];
  };
  const filter = (logGroupName: string, region = 'eu-north-1') =>
    row({ logGroupName, filterName: 'root-usage' }, {}, region);

  it('passes a metric filter, a subscription, and a subscription of the account', async () => {
    expect((await one({}, [filter('cloudtrail')]))?.message).toBe('metric filter root-usage looks at it');
    const subscription = { ...silent, SubscriptionFilters: ['siem'] };
    expect((await one({ logReaders: subscription }))?.message).toContain('siem');
    const policy = (selectionCriteria: string | null) => ({
      ...silent,
      AccountPolicies: [{ policyName: 'all', selectionCriteria }],
    });
    expect((await one({ logReaders: policy(null) }))?.verdict).toBe('PASS');
    expect((await one({ logReaders: policy('LogGroupName NOT IN ["other"]') }))?.verdict).toBe('PASS');
    expect((await one({ logReaders: policy('LogGroupName NOT IN ["cloudtrail"]') }))?.verdict).toBe('FAIL');
  });

  it('fails a group that nothing looks at, and saves what it takes in', async () => {
    expect(await one({}, [filter('cloudtrail', 'us-east-1'), filter('other')])).toMatchObject({
      verdict: 'FAIL',
      message: 'log group cloudtrail took in 31.00 GB in 30 days, and has no metric filter and no subscription',
      saving: { releases: [{ price: 'cloudwatch/DataProcessing-Bytes', units: 31, region: 'eu-north-1' }] },
      fix: { command: expect.stringContaining("--cloud-watch-logs-log-group-arn ''") as string },
    });
  });

  it("leaves trails without a group, stopped ones and other accounts'", async () => {
    expect((await one({}, [], { CloudWatchLogsLogGroupArn: null }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one({ status: stopped() }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one({}, [], { TrailARN: foreign }))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    expect((await one({ logReaders: null }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one({}, { gaps: [gap('logs:DescribeMetricFilters')] }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one({}, [], {}, ['us-east-1']))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one({ logDelivery: gap('cloudwatch:GetMetricData') }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('cloudtrail-lake-store-in-use', () => {
  const one = async (of: StoredRow, params = {}) =>
    (await judge(lakeStoreInUse, world({ 'cloudtrail.eventDataStores': [of] }), params))[0];
  const never = { queried: { Latest: null } };

  it('passes a store that is asked, fails one that is not', async () => {
    expect((await one(store('lake')))?.message).toBe('queried on 2026-11-16');
    expect(await one(store('lake', {}, never))).toMatchObject({
      verdict: 'FAIL',
      message: 'no query in 30 days; it took in 31.00 GB in 30 days',
      saving: {
        releases: [{ price: 'cloudtrail/Ingestion-Bytes-1yearstore-Live-CloudTrail-Logs', units: 31 }],
      },
      disuse: { grade: 'strong', window: 30, last: null },
    });
    const old = store('lake', {}, { queried: { Latest: '2026-09-16T10:00:00.000Z' } });
    expect((await one(old))?.disuse?.last).toBe('2026-09-16');
    expect((await one(old, { window_days: 90 }))?.verdict).toBe('PASS');
  });

  it('fails the seven-year price of a small store, and says what the other costs instead', async () => {
    const fixed = { BillingMode: 'FIXED_RETENTION_PRICING' };
    expect(await one(store('lake', fixed))).toMatchObject({
      verdict: 'FAIL',
      cleanUp: { does: 'change', undo: 'never' },
      saving: {
        releases: [
          { price: 'cloudtrail/Ingestion-Bytes', units: 31 },
          { price: 'cloudtrail/Ingestion-Bytes-1yearstore-Live-CloudTrail-Logs', units: -31 },
        ],
      },
      fix: { command: expect.stringContaining('EXTENDABLE_RETENTION_PRICING') as string },
    });
    expect((await one(store('lake', fixed, { ingestion: ingested(1024 ** 4) })))?.verdict).toBe('PASS');
    expect((await one(store('lake', { ...fixed, CreatedTimestamp: '2026-11-10T00:00:00.000Z' })))?.verdict).toBe(
      'NOT_APPLICABLE',
    );
  });

  it('does not take a metric without any data point for zero', async () => {
    const silent = { ingestion: ingested(null) };
    expect((await one(store('lake', { BillingMode: 'FIXED_RETENTION_PRICING' }, silent)))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
    const unread = await one(store('lake', {}, { ...never, ...silent }));
    expect(unread).toMatchObject({ verdict: 'FAIL', message: 'no query in 30 days' });
    expect(unread?.saving).toBeUndefined();
  });

  it("leaves young stores, stopped ones and other accounts'", async () => {
    expect((await one(store('lake', { CreatedTimestamp: '2026-11-10T00:00:00.000Z' }, never)))?.message).toContain(
      'too young',
    );
    expect((await one(store('lake', { Status: 'STOPPED_INGESTION' }, never)))?.verdict).toBe('NOT_APPLICABLE');
    const EventDataStoreArn = 'arn:aws:cloudtrail:eu-north-1:999988887777:eventdatastore/org';
    expect((await one(store('org', { EventDataStoreArn }, never)))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    expect((await one(store('lake', { FederationStatus: 'ENABLED' }, never)))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one(store('lake', {}, { queried: gap('cloudtrail:ListQueries') })))?.verdict).toBe('NOT_AVAILABLE');
  });
});
