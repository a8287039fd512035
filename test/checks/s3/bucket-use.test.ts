import { describe, expect, it } from 'vitest';
import { inUse, storageClassFits } from '../../../src/checks/s3/bucket-use.js';
import { replicationWanted } from '../../../src/checks/s3/replication.js';
import { gap, judge, world } from '../../support/world.js';
import { bucketRow, gb, replicates, requestRow, rule, series, storageRows } from './rows.js';

type Facts = Parameters<typeof world>[0];
const judgedBy =
  (check: object, facts: Facts) =>
  async (more: Facts = {}, params = {}) =>
    (await judge(check, world({ ...facts, ...more }), params)).find(({ resource }) => resource.id === 'photos');
const since = (daysAgo: number) => series(ago => (ago <= daysAgo ? 1 : null));

describe('s3-bucket-in-use', () => {
  const judged = judgedBy(inUse, {
    's3.buckets': [bucketRow('photos')],
    's3.storage': storageRows('photos', 4 * gb),
    's3.requestMetrics': [requestRow('photos')],
  });

  it('fails what did not change and nobody read', async () => {
    expect(await judged()).toMatchObject({
      verdict: 'FAIL',
      saving: { releases: [{ price: 's3/TimedStorage-ByteHrs', units: 4 }] },
      disuse: { grade: 'strong', window: 90, last: null },
      cleanUp: { does: 'decide', undo: 'never' },
    });
  });

  it('passes what changed, or was read', async () => {
    const grown = storageRows(
      'photos',
      series(ago => (ago > 10 ? 3 : 4) * gb),
    );
    expect(await judged({ 's3.storage': grown })).toMatchObject({
      verdict: 'PASS',
      message: 'its size changed on 2026-11-12',
    });
    const read = requestRow('photos', { gets: series(ago => (ago === 5 ? 2 : null)) });
    expect(await judged({ 's3.requestMetrics': [read] })).toMatchObject({ message: 'was read on 2026-11-17' });
    const part = requestRow('photos', { gets: series(1) }, { Filtered: true });
    expect(await judged({ 's3.requestMetrics': [part] })).toMatchObject({ verdict: 'PASS' });
  });

  it('takes a day that S3 told nothing of for the day before, and 0.1 percent for nothing', async () => {
    const late = series(ago => (ago < 2 || ago > 88 || ago === 40 ? null : 4 * gb + ago));
    expect(await judged({ 's3.storage': storageRows('photos', late) })).toMatchObject({ verdict: 'FAIL' });
  });

  it('never says unused without something that counts reads', async () => {
    expect(await judged({ 's3.requestMetrics': [] })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    const part = requestRow('photos', {}, { Filtered: true });
    expect(await judged({ 's3.requestMetrics': [part] })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    const hidden = {
      rows: [requestRow('photos', {}, { Filtered: true })],
      gaps: [gap('s3:ListBucketMetricsConfigurations')],
    };
    expect(await judged({ 's3.requestMetrics': hidden })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });

  it.each([
    [since(89), 'FAIL'],
    [since(30), 'NOT_AVAILABLE'],
    [series(null), 'NOT_AVAILABLE'],
  ])('counts from the first request, as metrics turned on yesterday are empty, too (%#)', async (all, verdict) => {
    expect((await judged({ 's3.requestMetrics': [requestRow('photos', { all })] }))?.verdict).toBe(verdict);
  });

  it('leaves alone what is young, small, empty or an archive', async () => {
    const young = bucketRow('photos', {}, { CreationDate: '2026-10-23T00:00:00.000Z' });
    expect(await judged({ 's3.buckets': [young] })).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: 'too young to judge (30 of 90 days)',
    });
    expect(await judged({}, { min_gb: 5 })).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    expect(await judged({ 's3.storage': [] })).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    const archive = world({ 's3.buckets': [bucketRow('shop-backups')], 's3.storage': [], 's3.requestMetrics': [] });
    expect((await judge(inUse, archive))[0]).toMatchObject({ verdict: 'NOT_APPLICABLE' });
  });

  it('adds up storage classes, and names each as a bill does', async () => {
    const classes = [
      ...storageRows('photos', gb),
      ...storageRows('photos', 2 * gb, { type: 'DeepArchiveStorage' }).slice(0, 1),
    ];
    expect((await judged({ 's3.storage': classes }))?.saving?.releases).toEqual([
      { price: 's3/TimedStorage-ByteHrs', units: 1 },
      { price: 's3/TimedStorage-GDA-ByteHrs', units: 2 },
    ]);
  });
});

describe('s3-storage-class-fits', () => {
  const judged = judgedBy(storageClassFits, {
    's3.buckets': [bucketRow('photos')],
    's3.storage': storageRows('photos', 100 * gb, { objects: 50_000 }),
    's3.requestMetrics': [requestRow('photos', { gets: series(50), uploaded: series(gb / 10) })],
  });

  it('moves what is old and still, less what watching it costs', async () => {
    const found = await judged();
    expect(found).toMatchObject({ verdict: 'FAIL', saving: { estimated: true } });
    const [standard, tiered, watched] = found?.saving?.releases ?? [];
    expect(standard?.units).toBeCloseTo((100 - 9.1) * (1 - (50 * 31) / 50_000), 3);
    expect(tiered?.units).toBeCloseTo(-(standard?.units ?? 0), 9);
    expect(watched).toEqual({ price: 's3/Monitoring-Automation-INT', units: -50_000 });
  });

  it('passes what a rule moves, what is new, and what is read', async () => {
    const Transitions = [{ Days: 0, Date: null, StorageClass: 'INTELLIGENT_TIERING' }];
    const moved = [bucketRow('photos', { lifecycle: [rule({ Transitions })] })];
    expect(await judged({ 's3.buckets': moved })).toMatchObject({ verdict: 'PASS' });
    const fresh = [requestRow('photos', { uploaded: series(gb) })];
    expect(await judged({ 's3.requestMetrics': fresh })).toMatchObject({ verdict: 'PASS' });
    const busy = [requestRow('photos', { gets: series(1000) })];
    expect(await judged({ 's3.requestMetrics': busy })).toMatchObject({ verdict: 'PASS' });
  });

  it('never gives advice that costs money: small objects, and small buckets', async () => {
    const small = storageRows('photos', 100 * gb, { objects: 1_000_000 });
    expect(await judged({ 's3.storage': small })).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: expect.stringContaining('105 KB on average'),
    });
    expect(await judged({}, { min_gb: 101 })).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    expect(await judged({ 's3.storage': [] })).toMatchObject({ verdict: 'NOT_APPLICABLE' });
  });

  it('cannot tell without a count of reads', async () => {
    expect(await judged({ 's3.requestMetrics': [] })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    const unread = [bucketRow('photos', { lifecycle: gap('s3:GetBucketLifecycleConfiguration') })];
    expect(await judged({ 's3.buckets': unread })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('s3-replication-wanted', () => {
  const copy = bucketRow('photos-copy', {}, { BucketRegion: 'us-east-1' });
  const judged = judgedBy(replicationWanted, {
    's3.buckets': [bucketRow('photos', { replication: replicates('photos-copy') }), copy],
    's3.storage': [...storageRows('photos', gb), ...storageRows('photos-copy', 2 * gb, { region: 'us-east-1' })],
    's3.requestMetrics': [requestRow('photos-copy')],
  });

  it('fails copies that nobody reads, and prices them where they lie', async () => {
    expect(await judged()).toMatchObject({
      verdict: 'FAIL',
      saving: { releases: [{ price: 's3/TimedStorage-ByteHrs', units: 2, region: 'us-east-1' }] },
      disuse: { grade: 'strong', window: 90 },
    });
  });

  it('fails copies of a cache, read or not', async () => {
    const facts = {
      's3.buckets': [bucketRow('shop-cache', { replication: replicates('elsewhere') })],
      's3.storage': storageRows('shop-cache', gb),
      's3.requestMetrics': [],
    };
    const [found] = await judge(replicationWanted, world(facts));
    expect(found).toMatchObject({ verdict: 'FAIL' });
    expect(found?.saving).toBeUndefined();
  });

  it('passes copies that are read', async () => {
    const read = [requestRow('photos-copy', { gets: series(3) })];
    expect(await judged({ 's3.requestMetrics': read })).toMatchObject({ verdict: 'PASS' });
  });

  it.each([
    ['no replication', null, 'NOT_APPLICABLE'],
    ['a disabled rule', replicates('photos-copy', 'all', 'Disabled'), 'NOT_APPLICABLE'],
    ['a rule for recovery', replicates('photos-copy', 'disaster-recovery'), 'NOT_APPLICABLE'],
    ['a bucket for recovery', replicates('photos-dr'), 'NOT_APPLICABLE'],
    ['a bucket of another account', replicates('theirs'), 'NOT_AVAILABLE'],
    ['no permission', gap('s3:GetBucketReplication'), 'NOT_AVAILABLE'],
  ])('%s', async (_what, replication, verdict) => {
    const buckets = [bucketRow('photos', { replication }), copy];
    expect((await judged({ 's3.buckets': buckets }))?.verdict).toBe(verdict);
  });

  it('cannot tell where nothing counts reads', async () => {
    expect(await judged({ 's3.requestMetrics': [] })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});
