import { type RequirementId, requirements } from '../../src/core/filter-pattern.js';
import { proposedPatterns } from '../../src/checks/cloudwatch/filter-patterns.js';
import { pages } from '../../test/server/pages.js';
import type { At, Handler } from '../../test/server/stub.js';
import { accountId, copyMark, daysAgo, regions, type Size, times } from './size.js';

/** Answers by region, each made once. */
function inEach(answerFor: (region: string) => Handler): Handler {
  const answers = new Map(regions.map(region => [region as string, answerFor(region)]));
  return ((input: never, at: At) => answers.get(at.region)?.(input, at) ?? {}) as Handler;
}

const keyId = (region: string, at: number): string =>
  `${copyMark}00-${region.startsWith('eu') ? '1111' : '2222'}-4000-8000-${String(at).padStart(12, '0')}`;
const numberOf = (id: string): number => Number(id.slice(-12));
const keyArn = (region: string, id: string): string => `arn:aws:kms:${region}:${accountId}:key/${id}`;

const kmsAnswers = (size: Size): Record<string, Handler> => ({
  'kms:ListKeys': inEach(region =>
    pages(
      {
        Keys: times(size.keysPerRegion, at => ({
          KeyId: keyId(region, at),
          KeyArn: keyArn(region, keyId(region, at)),
        })),
      },
      { size: 100, takes: 'Marker', gives: 'NextMarker', flag: 'Truncated' },
    ),
  ),
  'kms:ListAliases': inEach(region =>
    pages(
      {
        Aliases: times(size.keysPerRegion, at => ({
          AliasName: `alias/data-${copyMark}-${at}`,
          TargetKeyId: keyId(region, at),
        })),
      },
      { size: 50, takes: 'Marker', gives: 'NextMarker', flag: 'Truncated' },
    ),
  ),
  'kms:DescribeKey': ({ KeyId }: { KeyId: string }, { region }) => ({ KeyMetadata: keyOf(KeyId, region) }),
  'kms:GetKeyRotationStatus': ({ KeyId }: { KeyId: string }) => ({
    KeyId,
    KeyRotationEnabled: numberOf(KeyId) % 3 > 0,
    RotationPeriodInDays: 365,
  }),
  // One key in four lies idle.
  'kms:GetKeyLastUsage': ({ KeyId }: { KeyId: string }) => ({
    KeyId,
    KeyLastUsage: { Operation: 'Decrypt', Timestamp: daysAgo(numberOf(KeyId) % 4 === 3 ? 200 : 0.1) },
    TrackingStartDate: daysAgo(300),
    KeyCreationDate: daysAgo(300),
  }),
  'kms:GetKeyPolicy': ({ KeyId }: { KeyId: string }) => ({ PolicyName: 'default', Policy: keyPolicy(KeyId) }),
  'kms:ListResourceTags': ({ KeyId }: { KeyId: string }) => ({
    Tags: [{ TagKey: 'team', TagValue: `team-${numberOf(KeyId) % 7}` }],
    Truncated: false,
  }),
});

/** One key in twelve is disabled, one asymmetric, one to be deleted. */
function keyOf(KeyId: string, region: string) {
  const kind = numberOf(KeyId) % 12;
  return {
    KeyId,
    Arn: keyArn(region, KeyId),
    AWSAccountId: accountId,
    Description: `data of service ${copyMark}-${numberOf(KeyId)}`,
    KeyManager: 'CUSTOMER',
    KeyState: kind === 4 ? 'Disabled' : kind === 7 ? 'PendingDeletion' : 'Enabled',
    KeySpec: kind === 9 ? 'RSA_2048' : 'SYMMETRIC_DEFAULT',
    KeyUsage: kind === 9 ? 'SIGN_VERIFY' : 'ENCRYPT_DECRYPT',
    Origin: 'AWS_KMS',
    MultiRegion: false,
    Enabled: kind !== 4 && kind !== 7,
    CreationDate: daysAgo(300),
    ...(kind === 7 ? { DeletionDate: daysAgo(-10) } : {}),
  };
}

const keyPolicy = (KeyId: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Account',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Service',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:role/service-${copyMark}-${numberOf(KeyId)}` },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
      },
    ],
  });

const topicArn = (region: string, name: string): string => `arn:aws:sns:${region}:${accountId}:${name}`;
const logGroup = 'trail-events';
const wanted = Object.keys(requirements) as RequirementId[];

/** The chain from the trail to a topic is whole in the first region; the others are what a product has. */
const watchAnswers = (size: Size): Record<string, Handler> => ({
  'logs:DescribeMetricFilters': inEach(region => {
    const ofTrail = region === regions[0] ? wanted : [];
    return pages(
      {
        metricFilters: [
          ...ofTrail.map(id => filterOf(id, logGroup, proposedPatterns[id])),
          ...times(size.filtersPerRegion, at =>
            filterOf(`errors-${copyMark}-${at}`, `/shop/${copyMark}/${at}`, '{ $.level = "error" }'),
          ),
        ],
      },
      { size: 50, takes: 'nextToken' },
    );
  }),
  'cloudwatch:DescribeAlarms': inEach(region => {
    const ofTrail = region === regions[0] ? wanted : [];
    return pages(
      {
        MetricAlarms: [
          ...ofTrail.map(id => alarmOf(id, 'Trail', id, topicArn(region, 'security'))),
          ...times(size.alarmsPerRegion, at =>
            alarmOf(`load-${copyMark}-${at}`, 'AWS/ECS', 'CPUUtilization', topicArn(region, 'operations')),
          ),
        ],
      },
      { size: 100 },
    );
  }),
  'sns:ListTopics': inEach(region =>
    pages(
      {
        Topics: [
          { TopicArn: topicArn(region, 'security') },
          { TopicArn: topicArn(region, 'operations') },
          ...times(size.topicsPerRegion, at => ({ TopicArn: topicArn(region, `orders-${copyMark}-${at}`) })),
        ],
      },
      { size: 100 },
    ),
  ),
  'sns:ListSubscriptionsByTopic': ({ TopicArn }: { TopicArn: string }) => ({
    Subscriptions: [
      { TopicArn, SubscriptionArn: `${TopicArn}:1`, Protocol: 'email', Owner: accountId, Endpoint: 'a@example.org' },
    ],
  }),
});

const filterOf = (filterName: string, logGroupName: string, filterPattern: string) => ({
  filterName,
  logGroupName,
  filterPattern,
  metricTransformations: [{ metricName: filterName, metricNamespace: 'Trail', metricValue: '1' }],
});

const alarmOf = (AlarmName: string, Namespace: string, MetricName: string, topic: string) => ({
  AlarmName,
  AlarmArn: `arn:aws:cloudwatch:eu-north-1:${accountId}:alarm:${AlarmName}`,
  ActionsEnabled: true,
  AlarmActions: [topic],
  StateValue: 'OK',
  Namespace,
  MetricName,
  Dimensions: Namespace === 'Trail' ? [] : [{ Name: 'ServiceName', Value: AlarmName }],
});

const trailArn = `arn:aws:cloudtrail:${regions[0]}:${accountId}:trail/all-events`;

const trailAnswers = (size: Size): Record<string, Handler> => ({
  'cloudtrail:DescribeTrails': () => ({
    trailList: [
      {
        Name: 'all-events',
        TrailARN: trailArn,
        HomeRegion: regions[0],
        S3BucketName: 'example-trail-logs',
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: true,
        IsOrganizationTrail: false,
        LogFileValidationEnabled: true,
        CloudWatchLogsLogGroupArn: `arn:aws:logs:${regions[0]}:${accountId}:log-group:${logGroup}:*`,
      },
    ],
  }),
  'cloudtrail:GetTrailStatus': () => ({
    IsLogging: true,
    StartLoggingTime: daysAgo(300),
    LatestDeliveryTime: daysAgo(0),
    LatestCloudWatchLogsDeliveryTime: daysAgo(0),
  }),
  'cloudtrail:GetEventSelectors': () => ({
    TrailARN: trailArn,
    EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
  }),
  'cloudtrail:GetInsightSelectors': () => ({ TrailARN: trailArn, InsightSelectors: [] }),
  // A page holds at most 50 events; an account this quiet has no second one.
  'cloudtrail:LookupEvents': ({ LookupAttributes }: { LookupAttributes?: object[] }, { region }) => ({
    Events: LookupAttributes || region !== regions[0] ? [] : times(Math.min(size.callers, 50), eventOf),
  }),
});

const eventOf = (at: number) => ({
  EventId: `event-${at}`,
  EventName: 'DescribeInstances',
  EventTime: daysAgo(at / 100),
  CloudTrailEvent: JSON.stringify({
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${accountId}:user/person-${copyMark}-${at}` },
  }),
});

/** What the regional services answer. */
export const regionalAnswers = (size: Size): Record<string, Handler> => ({
  ...kmsAnswers(size),
  ...watchAnswers(size),
  ...trailAnswers(size),
  'access-analyzer:ListAnalyzers': inEach(region => () => ({
    analyzers: [
      {
        arn: `arn:aws:access-analyzer:${region}:${accountId}:analyzer/account`,
        name: 'account',
        type: 'ACCOUNT',
        status: 'ACTIVE',
        createdAt: daysAgo(300),
      },
    ],
  })),
  'access-analyzer:ListFindingsV2': () => ({ findings: [] }),
});
