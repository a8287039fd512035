import { describe, expect, it } from 'vitest';
import {
  hasLifecycle,
  incompleteUploadsAborted,
  noncurrentVersionsExpire,
} from '../../../src/checks/s3/lifecycle-rules.js';
import { directoryBucketLifecycle } from '../../../src/checks/s3/directory-buckets.js';
import { gap, judge, world } from '../../support/world.js';
import { distributionRow } from '../cloudfront/rows.js';
import { aborts, bucketRow, directoryBucketRow, expires, gb, noUploads, rule, storageRows } from './rows.js';

const seenIn = async (
  check: object,
  details: Record<string, unknown>,
  more: Parameters<typeof world>[0] = {},
  params = {},
) => {
  const facts = {
    's3.buckets': [bucketRow('photos', details)],
    's3.storage': storageRows('photos', 20 * gb),
    'cloudfront.distributions': [],
    ...more,
  };
  return (await judge(check, world(facts), params))[0];
};

describe('s3-incomplete-uploads-aborted', () => {
  const judged = (lifecycle: unknown, uploads: unknown = noUploads, more = {}) =>
    seenIn(incompleteUploadsAborted, { lifecycle, uploads }, more);
  const upload = (Initiated: string, Bytes: number | null) => ({ Initiated, Bytes });

  it.each([
    ['a rule for the whole bucket', [rule(aborts(7))], 'PASS'],
    ['a rule that takes longer', [rule(aborts(30))], 'FAIL'],
    ['a rule for a prefix', [rule({ ...aborts(1), Filter: { Prefix: 'tmp/' } })], 'FAIL'],
    ['a disabled rule', [rule({ ...aborts(1), Status: 'Disabled' })], 'FAIL'],
    ['no rule', null, 'FAIL'],
    ['no permission', gap('s3:GetBucketLifecycleConfiguration'), 'NOT_AVAILABLE'],
  ])('%s', async (_what, lifecycle, verdict) => {
    expect((await judged(lifecycle))?.verdict).toBe(verdict);
  });

  it('is priced by the parts that are there, not by the missing rule', async () => {
    expect((await judged(null))?.saving).toEqual({ releases: [] });
    const left = [upload('2026-01-05T00:00:00.000Z', 3 * gb), upload('2026-11-21T00:00:00.000Z', gb)];
    const found = await judged(null, { Uploads: left, Count: 2, Truncated: false });
    expect(found?.message).toContain('1 left over since 2026-01-05, holding 3.0 GB');
    expect(found?.saving).toEqual({ releases: [{ price: 's3/TimedStorage-ByteHrs', units: 3 }] });
  });

  it('says so where parts were not counted', async () => {
    const uploads = { Uploads: [upload('2026-01-05T00:00:00.000Z', null)], Count: 1, Truncated: true };
    expect(await judged(null, uploads)).toMatchObject({ saving: { releases: [], estimated: true } });
    expect((await judged(null, gap('s3:ListMultipartUploads')))?.verdict).toBe('NOT_AVAILABLE');
  });

  it('has nothing to say of an empty bucket', async () => {
    expect(await judged(null, noUploads, { 's3.storage': [] })).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    const hidden = { gaps: [gap('cloudwatch:ListMetrics')] };
    expect(await judged(null, noUploads, { 's3.storage': hidden })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('s3-noncurrent-versions-expire', () => {
  const judged = (Status: string | null, lifecycle: unknown = null, details = {}) =>
    seenIn(noncurrentVersionsExpire, { versioning: { Status, MFADelete: null }, lifecycle, ...details });

  it.each([
    ['Enabled', [rule(expires)], 'PASS'],
    ['Enabled', [rule({ ...expires, Filter: { Prefix: 'a/' } })], 'PASS'],
    ['Enabled', [rule({ ...expires, Status: 'Disabled' })], 'FAIL'],
    ['Enabled', null, 'FAIL'],
    ['Suspended', null, 'FAIL'],
    [null, null, 'NOT_APPLICABLE'],
    ['Enabled', gap('s3:GetBucketLifecycleConfiguration'), 'NOT_AVAILABLE'],
  ])('versioning %s with rules %j', async (status, lifecycle, verdict) => {
    expect((await judged(status, lifecycle))?.verdict).toBe(verdict);
  });

  it('tells the size, which has the old versions in it, and gives no money that nobody can know', async () => {
    const found = await judged('Enabled');
    expect(found?.message).toContain('20 GB, old versions included');
    expect(found?.saving).toBeUndefined();
    expect(found?.fix?.note).toContain('"NewerNoncurrentVersions":3');
  });

  it('leaves Object Lock alone', async () => {
    const locked = { objectLock: { ObjectLockEnabled: 'Enabled' } };
    expect(await judged('Enabled', null, locked)).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    const hidden = { objectLock: gap('s3:GetObjectLockConfiguration') };
    expect(await judged('Enabled', null, hidden)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('s3-bucket-has-lifecycle', () => {
  const judged = (details = {}, more = {}, params = {}) => seenIn(hasLifecycle, details, more, params);

  it('fails large buckets only', async () => {
    expect(await judged()).toMatchObject({ verdict: 'FAIL' });
    expect(await judged({}, {}, { min_gb: 25 })).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    expect(await judged({ lifecycle: [rule()] })).toMatchObject({ verdict: 'PASS' });
    expect(await judged({ lifecycle: [rule({ Status: 'Disabled' })] })).toMatchObject({ verdict: 'FAIL' });
  });

  it('leaves websites alone', async () => {
    expect(await judged({ website: { IndexDocument: 'index.html' } })).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    const Origins = [{ Id: 'o', DomainName: 'photos.s3.eu-north-1.amazonaws.com' }];
    const serving = { 'cloudfront.distributions': [distributionRow('E1', { Origins })] };
    expect(await judged({}, serving)).toMatchObject({ verdict: 'NOT_APPLICABLE' });
  });

  it('cannot tell where the size or what it serves is hidden', async () => {
    const sizes = storageRows('photos', gap('cloudwatch:GetMetricData'));
    expect(await judged({}, { 's3.storage': sizes })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    const hidden = {
      'cloudfront.distributions': { gaps: [gap('cloudfront:ListDistributions', { region: 'global' })] },
    };
    expect(await judged({}, hidden)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('s3-directory-bucket-lifecycle-configured', () => {
  it.each([
    [[rule()], 'PASS'],
    [[rule({ Status: 'Disabled' })], 'FAIL'],
    [null, 'FAIL'],
    [gap('s3express:GetBucketLifecycleConfiguration'), 'NOT_AVAILABLE'],
  ])('%j', async (lifecycle, verdict) => {
    const seen = world({ 's3.directoryBuckets': [directoryBucketRow('scratch--eun1-az1--x-s3', lifecycle)] });
    expect((await judge(directoryBucketLifecycle, seen))[0]?.verdict).toBe(verdict);
  });
  it('has nothing to say without one', async () => {
    expect((await judge(directoryBucketLifecycle, world({ 's3.directoryBuckets': [] })))[0]?.verdict).toBe(
      'NOT_APPLICABLE',
    );
  });
});
