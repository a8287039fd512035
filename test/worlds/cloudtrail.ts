import type { Caller } from '../../src/checks/cloudtrail/callers.js';
import type {
  AdvancedEventSelector,
  EventSelector,
  FieldSelector,
  Selectors,
} from '../../src/checks/cloudtrail/selectors.js';
import {
  enumerationCalls,
  modelAbuseCalls,
  privilegeEscalationCalls,
} from '../../src/checks/cloudtrail/threat-calls.js';
import type { Trail, TrailStatus } from '../../src/checks/cloudtrail/trails.js';
import type { Bucket, Grant } from '../../src/checks/s3/buckets.js';
import { gap, row, type World, world } from '../support/world.js';

const account = '111122223333';

/** A multi-region trail of eu-north-1 with nothing amiss. */
export function trail(fields: Partial<Trail> = {}): Trail {
  const { Name = 'main', HomeRegion = 'eu-north-1' } = fields;
  return {
    Name,
    TrailARN: `arn:aws:cloudtrail:${HomeRegion}:${account}:trail/${Name}`,
    HomeRegion,
    S3BucketName: 'trail-logs',
    S3KeyPrefix: null,
    SnsTopicARN: null,
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: true,
    IsOrganizationTrail: false,
    LogFileValidationEnabled: true,
    CloudWatchLogsLogGroupArn: `arn:aws:logs:${HomeRegion}:${account}:log-group:cloudtrail:*`,
    KmsKeyId: `arn:aws:kms:${HomeRegion}:${account}:key/1234`,
    ...fields,
  };
}

/** A running trail that delivered two hours before the usual time of collection. */
export const status = (fields: Partial<TrailStatus> = {}): TrailStatus => ({
  IsLogging: true,
  StartLoggingTime: '2026-01-05T08:00:00.000Z',
  StopLoggingTime: null,
  LatestDeliveryTime: '2026-11-22T07:00:00.000Z',
  LatestDeliveryError: null,
  LatestCloudWatchLogsDeliveryTime: '2026-11-22T07:00:00.000Z',
  LatestCloudWatchLogsDeliveryError: null,
  ...fields,
});

/** A trail that somebody switched off in May. */
export const stopped = (): TrailStatus => status({ IsLogging: false, StopLoggingTime: '2026-05-02T10:00:00.000Z' });

/** Basic selectors: all management events unless told otherwise. */
export const basic = (...fields: Partial<EventSelector>[]): Selectors => ({
  EventSelectors: (fields.length > 0 ? fields : [{}]).map(one => ({
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
    ...one,
  })),
  AdvancedEventSelectors: [],
});

type FieldConditions = Record<string, Partial<Omit<FieldSelector, 'Field'>>>;

const noOperators = { Equals: [], StartsWith: [], EndsWith: [], NotEquals: [], NotStartsWith: [], NotEndsWith: [] };

/** Advanced selectors, each as field -> operators. */
export const advanced = (...selectors: FieldConditions[]): Selectors => ({
  EventSelectors: [],
  AdvancedEventSelectors: selectors.map(
    (conditions): AdvancedEventSelector => ({
      Name: null,
      FieldSelectors: Object.entries(conditions).map(([Field, operators]) => ({
        Field,
        ...noOperators,
        ...operators,
      })),
    }),
  ),
});

/** A bucket of this account. */
export const bucket = (fields: Partial<Bucket> = {}): Bucket => ({
  Name: 'trail-logs',
  BucketArn: `arn:aws:s3:::${fields.Name ?? 'trail-logs'}`,
  BucketRegion: 'eu-north-1',
  CreationDate: '2025-03-01T00:00:00.000Z',
  ...fields,
});

export const blockAll = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** A right for one of S3's predefined groups (`AllUsers`, `AuthenticatedUsers`, `LogDelivery`...). */
export const grantTo = (group: string, Permission = 'READ'): Grant => ({
  Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/${group}`, ID: null },
  Permission,
});

/** The details of a bucket that is closed, logged and locked. */
export const closed = (details: Record<string, unknown> = {}): Record<string, unknown> => ({
  acl: {
    Owner: 'abc',
    Grants: [{ Grantee: { Type: 'CanonicalUser', URI: null, ID: 'abc' }, Permission: 'FULL_CONTROL' }],
  },
  policyStatus: { IsPublic: false },
  publicAccessBlock: blockAll,
  logging: { TargetBucket: 'access-logs', TargetPrefix: 'trail/' },
  versioning: { Status: 'Enabled', MFADelete: 'Enabled' },
  ...details,
});

/** Somebody who called each of `names` an hour before the usual time of collection. */
export const caller = (names: readonly string[], fields: Partial<Caller> = {}): Caller => ({
  Arn: `arn:aws:iam::${account}:user/deploy`,
  Type: 'IAMUser',
  EventNames: Object.fromEntries(names.map(name => [name, '2026-11-22T08:00:00.000Z'])),
  UnreadBefore: {},
  ...fields,
});

const details = { status: status(), eventSelectors: basic(), insightSelectors: [] };
const regions = [row({ RegionName: 'eu-north-1' }), row({ RegionName: 'us-east-1' }, {}, 'us-east-1')];
const accounts = [row({ AccountId: account }, {}, 'global')];
const accountBlock = [
  row(
    { AccountId: account, PublicAccessBlockConfiguration: { ...blockAll, RestrictPublicBuckets: false } },
    {},
    'global',
  ),
];

/** Accounts with trails, their buckets and callers: in order, half in order, in disorder, and hard to see. */
export const worlds: World[] = [
  world({
    'account.regions': regions,
    'account.accounts': accounts,
    'cloudtrail.trails': [
      row(trail(), {
        ...details,
        eventSelectors: basic({ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }),
        insightSelectors: [{ InsightType: 'ApiCallRateInsight', EventCategories: ['Management'] }],
      }),
      row(trail({ Name: 'old', KmsKeyId: null, IsMultiRegionTrail: false, LogFileValidationEnabled: false }), {
        ...details,
        status: stopped(),
      }),
    ],
    's3.accountBlocks': accountBlock,
    's3.buckets': [row(bucket(), closed(), 'global'), row(bucket({ Name: 'website' }), {}, 'global')],
    'cloudtrail.callers': [
      row(caller(['RunInstances']), {}, 'global'),
      row(caller(enumerationCalls.slice(0, 40), { Arn: `arn:aws:iam::${account}:user/eve` }), {}, 'global'),
    ],
  }),
  world({
    'account.regions': regions,
    'account.accounts': accounts,
    'cloudtrail.trails': [
      row(
        trail({ Name: 'us', HomeRegion: 'us-east-1', IsMultiRegionTrail: false, S3BucketName: 'open' }),
        {
          ...details,
          eventSelectors: basic({ ReadWriteType: 'ReadOnly' }),
        },
        'us-east-1',
      ),
      row(
        trail({
          Name: 'organization',
          TrailARN: 'arn:aws:cloudtrail:us-east-1:999988887777:trail/organization',
          IsOrganizationTrail: true,
          HomeRegion: 'us-east-1',
          S3BucketName: 'central',
        }),
        {
          ...details,
          eventSelectors: gap('cloudtrail:GetEventSelectors', { region: 'us-east-1' }),
        },
        'us-east-1',
      ),
    ],
    's3.accountBlocks': accountBlock,
    's3.buckets': [
      row(
        bucket({ Name: 'open' }),
        closed({ acl: { Owner: 'abc', Grants: [grantTo('global/AllUsers')] }, publicAccessBlock: null, logging: null }),
        'global',
      ),
    ],
    'cloudtrail.callers': {
      rows: [row(caller(['RunInstances']), {}, 'global')],
      gaps: [gap('cloudtrail:LookupEvents', { region: 'us-east-1', resource: 'us-east-1' })],
    },
  }),
  world({
    'account.regions': regions,
    'account.accounts': accounts,
    'cloudtrail.trails': { rows: [], gaps: [gap('cloudtrail:DescribeTrails', { region: 'us-east-1' })] },
    's3.accountBlocks': accountBlock,
    's3.buckets': { rows: [], gaps: [gap('s3:ListBuckets', { region: 'global' })] },
  }),
  world({
    'account.regions': regions,
    'account.accounts': accounts,
    'cloudtrail.trails': [],
    's3.accountBlocks': accountBlock,
    's3.buckets': [],
    'cloudtrail.callers': [
      row(caller([], { UnreadBefore: { 'us-east-1': '2026-11-22T05:00:00.000Z' } }), {}, 'global'),
    ],
  }),
  world({
    'account.regions': regions,
    'account.accounts': accounts,
    'cloudtrail.trails': [
      row(trail({ IncludeGlobalServiceEvents: false }), {
        ...details,
        status: status({ LatestCloudWatchLogsDeliveryTime: '2026-11-01T00:00:00.000Z' }),
        eventSelectors: basic({ IncludeManagementEvents: false }),
      }),
      row(trail({ Name: 'quiet', CloudWatchLogsLogGroupArn: null }), { ...details, status: stopped() }),
    ],
    's3.accountBlocks': accountBlock,
    's3.buckets': [
      row(
        bucket(),
        closed({
          publicAccessBlock: { ...blockAll, RestrictPublicBuckets: false },
          policyStatus: { IsPublic: true },
          logging: null,
          versioning: { Status: null, MFADelete: null },
        }),
        'global',
      ),
    ],
    'cloudtrail.callers': [
      row(caller([...modelAbuseCalls, ...privilegeEscalationCalls]), {}, 'global'),
      row(
        caller(['Search'], { Arn: 'arn:aws:sts::111122223333:assumed-role/Ci/build', Type: 'AssumedRole' }),
        {},
        'global',
      ),
    ],
  }),
];
