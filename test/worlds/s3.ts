import { distributionRow } from '../checks/cloudfront/rows.js';
import {
  aborts,
  bucketRow,
  directoryBucketRow,
  expires,
  gb,
  replicates,
  requestRow,
  rule,
  series,
  storageRows,
} from '../checks/s3/rows.js';
import { gap, type World, world } from '../support/world.js';

const versioned = { versioning: { Status: 'Enabled', MFADelete: null } };
const transition = { Days: 0, Date: null, StorageClass: 'INTELLIGENT_TIERING' };
const left = { Uploads: [{ Initiated: '2026-01-05T00:00:00.000Z', Bytes: gb }], Count: 1, Truncated: false };
const Origins = [{ Id: 'o', DomainName: 'site.s3.eu-north-1.amazonaws.com' }];

/** Buckets of a small shop, kept well and badly. */
const shop = world({
  's3.buckets': [
    bucketRow('kept', { ...versioned, lifecycle: [rule({ ...aborts(7), ...expires, Transitions: [transition] })] }),
    bucketRow('forgotten', { ...versioned, uploads: left }),
    bucketRow('site', { lifecycle: [rule({ ...aborts(1), Filter: { Prefix: 'tmp/' } })] }),
    bucketRow('empty', {}, { BucketRegion: 'us-east-1' }),
  ],
  's3.storage': [
    ...storageRows(
      'kept',
      series(ago => (100 - ago / 10) * gb),
    ),
    ...storageRows('forgotten', 60 * gb),
    ...storageRows('site', 20 * gb),
  ],
  's3.requestMetrics': [requestRow('forgotten')],
  's3.directoryBuckets': [
    directoryBucketRow('scratch--eun1-az1--x-s3', [rule()]),
    directoryBucketRow('old--use1-az4--x-s3', null, 'us-east-1'),
  ],
  'cloudfront.distributions': [distributionRow('E1', { Origins })],
});

/** Copies that are read, that nobody reads, and that are somebody else's. */
const copies = world({
  's3.buckets': [
    bucketRow('read', { replication: replicates('read-copy') }),
    bucketRow('unread', { replication: replicates('unread-copy') }),
    bucketRow('theirs', { replication: replicates('elsewhere') }),
    bucketRow('read-copy', {}, { BucketRegion: 'us-east-1' }),
    bucketRow('unread-copy', {}, { BucketRegion: 'us-east-1' }),
    bucketRow('locked', { ...versioned, objectLock: { ObjectLockEnabled: 'Enabled' } }),
  ],
  's3.storage': {
    rows: ['read', 'unread', 'theirs', 'locked', 'read-copy', 'unread-copy'].flatMap(name => storageRows(name, 2 * gb)),
  },
  's3.requestMetrics': [
    requestRow('read-copy', { gets: series(1) }),
    requestRow('read-copy', { gets: series(2) }, { Id: 'part', Filtered: true }),
    requestRow('unread-copy'),
  ],
  's3.directoryBuckets': { gaps: [gap('s3express:ListDirectoryBuckets', { region: 'us-east-1' })] },
  'cloudfront.distributions': [],
});

/** Buckets of which something is hidden. */
const hidden = world({
  's3.buckets': [
    bucketRow('a', { lifecycle: gap('s3:GetBucketLifecycleConfiguration') }),
    bucketRow('b', { ...versioned, website: { IndexDocument: 'index.html' } }),
  ],
  's3.storage': {
    rows: [...storageRows('a', gap('cloudwatch:GetMetricData')), ...storageRows('b', 20 * gb)],
    gaps: [gap('cloudwatch:ListMetrics', { region: 'us-east-1' })],
  },
  's3.requestMetrics': {
    rows: [requestRow('b')],
    gaps: [gap('s3:ListBucketMetricsConfigurations', { resource: 'a' })],
  },
  's3.directoryBuckets': [],
  'cloudfront.distributions': { gaps: [gap('cloudfront:ListDistributions', { region: 'global' })] },
});

export const worlds: World[] = [shop, copies, hidden];
