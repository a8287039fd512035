import type { AdvancedFieldSelector } from '@aws-sdk/client-cloudtrail';
import { type Aws, collection, detail } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';
import { lookupEvents } from './event-history.js';
import { type InsightEvents, readInsightEvents } from './insight-events.js';
import { incomingBytes, type LogReaders, logReaderCalls, placeOf, readLogReaders } from './log-readers.js';
import type { FieldSelector, Selectors } from './selectors.js';

const sdk = () => import('./sdk.js');

/** A trail, as DescribeTrails tells. */
export interface Trail {
  Name: string;
  TrailARN: string;
  HomeRegion: string;
  S3BucketName: string;
  S3KeyPrefix: string | null;
  SnsTopicARN: string | null;
  IncludeGlobalServiceEvents: boolean;
  IsMultiRegionTrail: boolean;
  IsOrganizationTrail: boolean;
  LogFileValidationEnabled: boolean;
  CloudWatchLogsLogGroupArn: string | null;
  KmsKeyId: string | null;
}

/** What GetTrailStatus tells of the trail in the region that it was asked in. */
export interface TrailStatus {
  IsLogging: boolean;
  StartLoggingTime: string | null;
  StopLoggingTime: string | null;
  LatestDeliveryTime: string | null;
  LatestDeliveryError: string | null;
  LatestCloudWatchLogsDeliveryTime: string | null;
  LatestCloudWatchLogsDeliveryError: string | null;
}

interface Details {
  status: TrailStatus;
  eventSelectors: Selectors;
  insightSelectors: { InsightType: string; EventCategories: string[] }[];
  insightEvents: InsightEvents | null;
  /** Null where there is no log group, or it is another account's. */
  logReaders: LogReaders | null;
  logDelivery: { IncomingBytes: MetricSeries };
}

/**
 * Each trail once, with organization trails of other accounts: in its home region, or in the first audited region that
 * shows it where its home region is not audited.
 */
export const trails = collection<Trail, Details>({
  id: 'cloudtrail.trails',
  noun: 'trails',
  calls: ['cloudtrail:DescribeTrails'],
  async list(aws) {
    const { CloudTrailClient, DescribeTrailsCommand } = await sdk();
    const answer = await aws.client(CloudTrailClient).send(new DescribeTrailsCommand({ includeShadowTrails: true }));
    const seen = (answer.trailList ?? []).map(trail => ({
      Name: trail.Name ?? '',
      TrailARN: trail.TrailARN ?? '',
      HomeRegion: trail.HomeRegion ?? '',
      S3BucketName: trail.S3BucketName ?? '',
      S3KeyPrefix: trail.S3KeyPrefix ?? null,
      SnsTopicARN: trail.SnsTopicARN ?? null,
      IncludeGlobalServiceEvents: trail.IncludeGlobalServiceEvents ?? false,
      IsMultiRegionTrail: trail.IsMultiRegionTrail ?? false,
      IsOrganizationTrail: trail.IsOrganizationTrail ?? false,
      LogFileValidationEnabled: trail.LogFileValidationEnabled ?? false,
      CloudWatchLogsLogGroupArn: trail.CloudWatchLogsLogGroupArn || null,
      KmsKeyId: trail.KmsKeyId || null,
    }));
    return seen.filter(trail => isShownIn(trail, aws));
  },
  resource: (trail, { status }) => ({
    id: trail.Name,
    arn: trail.TrailARN,
    type: 'AWS::CloudTrail::Trail',
    ...lastSwitch(status),
  }),
  details: {
    status: detail({
      calls: ['cloudtrail:GetTrailStatus'],
      async get(trail, aws) {
        const { CloudTrailClient, GetTrailStatusCommand } = await sdk();
        const answer = await aws.client(CloudTrailClient).send(new GetTrailStatusCommand({ Name: trail.TrailARN }));
        return {
          IsLogging: answer.IsLogging ?? false,
          StartLoggingTime: isoOf(answer.StartLoggingTime),
          StopLoggingTime: isoOf(answer.StopLoggingTime),
          LatestDeliveryTime: isoOf(answer.LatestDeliveryTime),
          LatestDeliveryError: answer.LatestDeliveryError || null,
          LatestCloudWatchLogsDeliveryTime: isoOf(answer.LatestCloudWatchLogsDeliveryTime),
          LatestCloudWatchLogsDeliveryError: answer.LatestCloudWatchLogsDeliveryError || null,
        };
      },
    }),
    eventSelectors: detail({ calls: ['cloudtrail:GetEventSelectors'], get: readEventSelectors }),
    insightSelectors: detail({ calls: ['cloudtrail:GetInsightSelectors'], get: readInsightSelectors }),
    insightEvents: {
      calls: ['cloudtrail:GetInsightSelectors', lookupEvents],
      async get(trail, aws) {
        const selectors = await readInsightSelectors(trail, aws);
        if (selectors.length === 0) return null;
        return readInsightEvents(
          trail,
          aws.regions.filter(region => covers(trail, region)),
          aws,
        );
      },
    },
    logReaders: {
      calls: logReaderCalls,
      when: trail => trail.CloudWatchLogsLogGroupArn !== null,
      otherwise: null,
      get: (trail, aws) => readLogReaders(trail.CloudWatchLogsLogGroupArn ?? '', aws),
    },
    logDelivery: {
      when: trail => trail.CloudWatchLogsLogGroupArn !== null,
      otherwise: { IncomingBytes: { Start: '', Period: 86_400, Values: [] } },
      metricRegion: trail => placeOf(trail.CloudWatchLogsLogGroupArn ?? '').region,
      metrics: trail => ({ IncomingBytes: incomingBytes(trail.CloudWatchLogsLogGroupArn ?? '') }),
    },
  },
});

/** When logging was last turned on or off; CloudTrail tells of no other change. */
function lastSwitch(status: TrailStatus | undefined): { changed?: string } {
  const last = [status?.StartLoggingTime, status?.StopLoggingTime]
    .filter(time => typeof time === 'string')
    .sort()
    .at(-1);
  return last === undefined ? {} : { changed: last };
}

// A shadow trail is shown in every region that its trail covers; the home region, where audited, is the one that counts.
function isShownIn({ HomeRegion }: Trail, { region, regions }: Aws): boolean {
  return HomeRegion === region || (!regions.includes(HomeRegion) && region === regions[0]);
}

// AWS documents answers about a shadow trail for its status only; what it records is known at home, audited or not.
const atHome = (trail: Trail, aws: Aws): Aws => (trail.HomeRegion === aws.region ? aws : aws.in(trail.HomeRegion));

async function readEventSelectors(trail: Trail, aws: Aws): Promise<Selectors> {
  const { CloudTrailClient, GetEventSelectorsCommand } = await sdk();
  const answer = await atHome(trail, aws)
    .client(CloudTrailClient)
    .send(new GetEventSelectorsCommand({ TrailName: trail.TrailARN }));
  return {
    EventSelectors: (answer.EventSelectors ?? []).map(one => ({
      ReadWriteType: one.ReadWriteType ?? 'All',
      IncludeManagementEvents: one.IncludeManagementEvents ?? true,
      DataResources: (one.DataResources ?? []).map(({ Type = '', Values = [] }) => ({ Type, Values: [...Values] })),
      ExcludeManagementEventSources: [...(one.ExcludeManagementEventSources ?? [])],
    })),
    AdvancedEventSelectors: (answer.AdvancedEventSelectors ?? []).map(one => ({
      Name: one.Name ?? null,
      FieldSelectors: (one.FieldSelectors ?? []).map(fieldSelectorOf),
    })),
  };
}

const fieldSelectorOf = (field: AdvancedFieldSelector): FieldSelector => ({
  Field: field.Field ?? '',
  Equals: [...(field.Equals ?? [])],
  StartsWith: [...(field.StartsWith ?? [])],
  EndsWith: [...(field.EndsWith ?? [])],
  NotEquals: [...(field.NotEquals ?? [])],
  NotStartsWith: [...(field.NotStartsWith ?? [])],
  NotEndsWith: [...(field.NotEndsWith ?? [])],
});

// AWS answers a trail without Insights, or of a kind that cannot have them, with an error: both mean none.
function readInsightSelectors(trail: Trail, aws: Aws): Promise<Details['insightSelectors']> {
  const home = atHome(trail, aws);
  return home.once(`cloudtrail.insightSelectors ${trail.TrailARN}`, async () => {
    const { CloudTrailClient, GetInsightSelectorsCommand } = await sdk();
    const answer = await orNull(['InsightNotEnabledException', 'UnsupportedOperationException'], () =>
      home.client(CloudTrailClient).send(new GetInsightSelectorsCommand({ TrailName: trail.TrailARN })),
    );
    return (answer?.InsightSelectors ?? []).map(one => ({
      InsightType: one.InsightType ?? '',
      EventCategories: [...(one.EventCategories ?? [])],
    }));
  });
}

/** Whether events of the region reach the trail. */
export const covers = (trail: Trail, region: string): boolean =>
  trail.IsMultiRegionTrail || trail.HomeRegion === region;

/** The account that a trail belongs to; not the audited one for an organization trail seen by a member account. */
export const ownerOf = (trail: Trail): string => trail.TrailARN.split(':')[4] ?? '';
