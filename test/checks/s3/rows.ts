import type { Bucket } from '../../../src/checks/s3/buckets.js';
import type { DirectoryBucket } from '../../../src/checks/s3/directory-buckets.js';
import type { LifecycleRule } from '../../../src/checks/s3/lifecycle.js';
import type { RequestMetrics } from '../../../src/checks/s3/request-metrics.js';
import type { StorageMetric } from '../../../src/checks/s3/storage.js';
import type { Uploads } from '../../../src/checks/s3/uploads.js';
import type { MetricSeries } from '../../../src/core/metrics.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

export const gb = 1024 ** 3;

/** 91 days up to 2026-11-22, the same value each day or one for each `daysAgo`. */
export const series = (value: number | null | ((daysAgo: number) => number | null)): MetricSeries => ({
  Start: '2026-08-24T00:00:00.000Z',
  Period: 86_400,
  Values: Array.from({ length: 91 }, (_none, index) => (typeof value === 'function' ? value(90 - index) : value)),
});

export const rule = (
  more: Omit<Partial<LifecycleRule>, 'Filter'> & { Filter?: Partial<LifecycleRule['Filter']> } = {},
) =>
  ({
    ID: 'rule',
    Status: 'Enabled',
    Expiration: null,
    Transitions: [],
    NoncurrentVersionExpiration: null,
    AbortIncompleteMultipartUpload: null,
    ...more,
    Filter: { Prefix: null, Tags: [], ObjectSizeGreaterThan: null, ObjectSizeLessThan: null, ...more.Filter },
  }) satisfies LifecycleRule;

export const aborts = (DaysAfterInitiation: number) => ({ AbortIncompleteMultipartUpload: { DaysAfterInitiation } });
export const expires = { NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 3 } };

export const noUploads: Uploads = { Uploads: [], Count: 0, Truncated: false };

/** A bucket of two years without anything special. */
export const bucketRow = (Name: string, details: Record<string, unknown> = {}, more: Partial<Bucket> = {}): StoredRow =>
  row(
    {
      Name,
      BucketArn: `arn:aws:s3:::${Name}`,
      BucketRegion: 'eu-north-1',
      CreationDate: '2024-11-01T00:00:00.000Z',
      ...more,
    } satisfies Bucket,
    {
      versioning: { Status: null, MFADelete: null },
      lifecycle: null,
      uploads: noUploads,
      objectLock: { ObjectLockEnabled: null },
      replication: null,
      website: null,
      encryption: [{ SSEAlgorithm: 'AES256', KMSMasterKeyID: null }],
      ...details,
    },
    'global',
  );

const metric = (BucketName: string, MetricName: string, StorageType: string, Daily: unknown, BucketRegion: string) =>
  row(
    { BucketName, BucketRegion, MetricName, StorageType } satisfies StorageMetric,
    { daily: isSeries(Daily) ? { Daily } : Daily },
    'global',
  );
const isSeries = (value: unknown): boolean => typeof value === 'object' && value !== null && 'Values' in value;

/** What a bucket holds in Standard, and in how many objects. */
export const storageRows = (
  BucketName: string,
  bytes: unknown,
  { objects = 1000, type = 'StandardStorage', region = 'eu-north-1' } = {},
): StoredRow[] => [
  metric(BucketName, 'BucketSizeBytes', type, typeof bytes === 'number' ? series(bytes) : bytes, region),
  metric(BucketName, 'NumberOfObjects', 'AllStorageTypes', series(objects), region),
];

/** Request metrics that have counted somebody's listing for 90 days. */
export const requestRow = (
  BucketName: string,
  { all = series(1), gets = series(null), uploaded = series(null) } = {},
  more: Partial<RequestMetrics> = {},
): StoredRow =>
  row(
    { BucketName, BucketRegion: 'eu-north-1', Id: 'whole', Filtered: false, ...more } satisfies RequestMetrics,
    { requests: { AllRequests: all, GetRequests: gets, BytesUploaded: uploaded } },
    'global',
  );

export const directoryBucketRow = (Name: string, lifecycle: unknown, region = 'eu-north-1'): StoredRow =>
  row({ Name, CreationDate: '2026-01-01T00:00:00.000Z' } satisfies DirectoryBucket, { lifecycle }, region);

export const replicates = (target: string, ID = 'all', Status = 'Enabled') => [
  { ID, Status, Destination: { Bucket: `arn:aws:s3:::${target}`, Account: null, StorageClass: null } },
];
