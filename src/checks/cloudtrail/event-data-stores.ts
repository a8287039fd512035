import type { GetEventDataStoreResponse } from '@aws-sdk/client-cloudtrail';
import { type Aws, call, collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';
import { Unavailable } from '../../core/unavailable.js';
import { eventsOf, lookupEvents, textOf } from './event-history.js';

const sdk = () => import('./sdk.js');

/** An event data store of CloudTrail Lake, as GetEventDataStore tells. */
export interface EventDataStore {
  EventDataStoreArn: string;
  Name: string;
  Status: string;
  BillingMode: string;
  RetentionPeriod: number | null;
  MultiRegionEnabled: boolean;
  OrganizationEnabled: boolean;
  TerminationProtectionEnabled: boolean;
  FederationStatus: string;
  CreatedTimestamp: string | null;
}

interface Details {
  /** When it was last queried, as far as its own list (seven days) and the event history (90 days) tell. */
  queried: { Latest: string | null };
  ingestion: { HourlyDataIngested: MetricSeries };
}

export const eventDataStores = collection<EventDataStore, Details>({
  id: 'cloudtrail.eventDataStores',
  noun: 'event data stores',
  calls: ['cloudtrail:ListEventDataStores', call('cloudtrail:GetEventDataStore', undefined, { each: true })],
  async list(aws) {
    const { CloudTrailClient, paginateListEventDataStores } = await sdk();
    const arns: string[] = [];
    for await (const page of paginateListEventDataStores({ client: aws.client(CloudTrailClient) }, {})) {
      arns.push(...(page.EventDataStores ?? []).map(({ EventDataStoreArn = '' }) => EventDataStoreArn));
    }
    const found = await Promise.all(arns.map(arn => readOrMiss(arn, aws)));
    return found.filter(store => store !== undefined);
  },
  resource: ({ EventDataStoreArn, Name }) => ({
    id: EventDataStoreArn,
    arn: EventDataStoreArn,
    name: Name,
    type: 'AWS::CloudTrail::EventDataStore',
  }),
  details: {
    queried: {
      calls: ['cloudtrail:ListQueries', lookupEvents],
      async get({ EventDataStoreArn }, aws) {
        return { Latest: (await listedQuery(EventDataStoreArn, aws)) ?? (await recordedQuery(EventDataStoreArn, aws)) };
      },
    },
    ingestion: {
      metrics: ({ EventDataStoreArn }) => ({
        HourlyDataIngested: {
          Namespace: 'AWS/CloudTrail',
          MetricName: 'HourlyDataIngested',
          // These names have blanks in them: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-lake-cloudwatch-metrics.html
          Dimensions: { 'Event data store ID': idOf(EventDataStoreArn), 'Lake Metrics': 'IngestionMetrics' },
          Statistic: 'Sum',
          Days: 30,
        },
      }),
    },
  },
});

const idOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

async function readOrMiss(EventDataStore: string, aws: Aws): Promise<EventDataStore | undefined> {
  const { CloudTrailClient, GetEventDataStoreCommand } = await sdk();
  try {
    return storeOf(await aws.client(CloudTrailClient).send(new GetEventDataStoreCommand({ EventDataStore })));
  } catch (error) {
    aws.missed({ id: EventDataStore }, error);
    return undefined;
  }
}

const storeOf = (store: GetEventDataStoreResponse): EventDataStore => ({
  EventDataStoreArn: store.EventDataStoreArn ?? '',
  Name: store.Name ?? '',
  Status: store.Status ?? '',
  BillingMode: store.BillingMode ?? '',
  RetentionPeriod: store.RetentionPeriod ?? null,
  MultiRegionEnabled: store.MultiRegionEnabled ?? false,
  OrganizationEnabled: store.OrganizationEnabled ?? false,
  TerminationProtectionEnabled: store.TerminationProtectionEnabled ?? false,
  FederationStatus: store.FederationStatus ?? '',
  CreatedTimestamp: isoOf(store.CreatedTimestamp),
});

/** The newest query that the store itself still lists: AWS forgets them after seven days. */
async function listedQuery(EventDataStore: string, aws: Aws): Promise<string | null> {
  const { CloudTrailClient, ListQueriesCommand } = await sdk();
  const answer = await aws.client(CloudTrailClient).send(new ListQueriesCommand({ EventDataStore }));
  const times = (answer.Queries ?? []).map(({ CreationTime }) => isoOf(CreationTime) ?? '').sort();
  return times.at(-1) || null;
}

/** A query that the event history knows; one whose text is kept back may be of any store, and counts for each. */
async function recordedQuery(arn: string, aws: Aws): Promise<string | null> {
  const { queries, cut } = await aws.once('cloudtrail.startedQueries', () => listStarted(aws));
  const found = queries.find(({ text }) => text === null || text.includes(idOf(arn)));
  if (!found && cut) throw cut;
  return found?.EventTime ?? null;
}

interface Started {
  /** Newest first; never kept. */
  queries: { EventTime: string | null; text: string | null }[];
  /** Why there may be older ones that were not read. */
  cut?: Unavailable;
}

async function listStarted(aws: Aws): Promise<Started> {
  const queries: Started['queries'] = [];
  const attribute = { AttributeKey: 'EventName' as const, AttributeValue: 'StartQuery' };
  try {
    for await (const event of eventsOf({ attribute }, aws)) {
      const { eventSource, errorCode, requestParameters } = textOf(event);
      // Logs Insights has an operation of the same name.
      if (eventSource !== 'cloudtrail.amazonaws.com' || errorCode) continue;
      const text = requestParameters?.['queryStatement'];
      const told = typeof text === 'string' && /\bfrom\b/i.test(text);
      queries.push({ EventTime: isoOf(event.EventTime), text: told ? text : null });
    }
    return { queries };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return { queries, cut: error };
  }
}
