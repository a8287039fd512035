import type { Trail } from '../../src/checks/cloudtrail/trails.js';
import { ingested, store } from '../checks/cloudtrail/cost-rows.js';
import { daily } from '../checks/route53/rows.js';
import { gap, row, type World, world } from '../support/world.js';
import { advanced, basic, status, stopped, trail } from './cloudtrail.js';

const found = { Since: null, Latest: '2026-11-02T00:00:00.000Z', Regions: ['eu-north-1', 'us-east-1'] };
const unread = { SubscriptionFilters: [], AccountPolicies: [] };
const running = (fields: Partial<Trail> = {}, details: Record<string, unknown> = {}) => {
  const of = trail(fields);
  return row(
    of,
    {
      status: status(),
      eventSelectors: basic(),
      insightEvents: found,
      logReaders: unread,
      logDelivery: { IncomingBytes: daily(1_000_000) },
      ...details,
    },
    of.HomeRegion,
  );
};
const allObjects = basic({ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] });
const kmsAlone = advanced({
  eventCategory: { Equals: ['Management'] },
  eventSource: { Equals: ['kms.amazonaws.com'] },
});
const filters = [row({ logGroupName: 'cloudtrail', filterName: 'root-usage' })];
const fixed = { BillingMode: 'FIXED_RETENTION_PRICING' };

/** A trail to keep, copies of it, and one that records everything of every bucket. */
const copies = world({
  'cloudtrail.trails': [
    running(),
    running({ Name: 'second' }, { insightEvents: { ...found, Latest: null }, eventSelectors: allObjects }),
    running({ Name: 'local', IsMultiRegionTrail: false, HomeRegion: 'us-east-1', CloudWatchLogsLogGroupArn: null }),
    running({ Name: 'off' }, { status: stopped() }),
  ],
  'logs.metricFilters': filters,
  'cloudtrail.eventDataStores': [
    store('asked'),
    store('silent', {}, { queried: { Latest: null } }),
    store('small', fixed),
    store('large', fixed, { ingestion: ingested(1024 ** 4) }),
    store('young', { CreatedTimestamp: '2026-11-10T00:00:00.000Z' }, { queried: { Latest: null } }),
  ],
});

/** A group that nobody looks at, one that is subscribed to, and trails that share the work. */
const unwatched = world({
  'cloudtrail.trails': [
    running({}, { eventSelectors: basic({ ReadWriteType: 'ReadOnly' }) }),
    running(
      { Name: 'writes' },
      {
        eventSelectors: basic({ ReadWriteType: 'WriteOnly' }),
        logReaders: { ...unread, SubscriptionFilters: ['siem'] },
      },
    ),
  ],
  'logs.metricFilters': [],
});

/** Much that nobody may see. */
const dark = world({
  'cloudtrail.trails': {
    rows: [
      running({}, { insightEvents: gap('cloudtrail:LookupEvents'), eventSelectors: kmsAlone }),
      running({ Name: 'other' }, { logReaders: gap('logs:DescribeSubscriptionFilters'), eventSelectors: kmsAlone }),
    ],
    gaps: [gap('cloudtrail:DescribeTrails', { region: 'us-east-1' })],
  },
  'logs.metricFilters': { gaps: [gap('logs:DescribeMetricFilters')] },
  'cloudtrail.eventDataStores': {
    rows: [
      store('federated', { FederationStatus: 'ENABLED' }, { queried: { Latest: null } }),
      store('dark', {}, { queried: gap('cloudtrail:ListQueries') }),
      store('empty', fixed, { ingestion: ingested(null) }),
    ],
    gaps: [gap('cloudtrail:ListEventDataStores', { region: 'us-east-1' })],
  },
});

export const worlds: World[] = [copies, unwatched, dark];
