import type { Event, LookupAttribute } from '@aws-sdk/client-cloudtrail';
import { type Aws, call } from '../../core/collection.js';
import { Unavailable } from '../../core/unavailable.js';

const sdk = () => import('./sdk.js');

/** AWS answers two of these a second in an account and region. */
export const lookupEvents = call('cloudtrail:LookupEvents', 'cloudtrail:LookupEvents', { perSecond: 2 });

/** How far back the event history reaches, with or without a trail. */
export const historyDays = 90;

const mostPages = 20;

interface Lookup {
  attribute?: LookupAttribute;
  /** Events that Insights found, in place of management events. */
  insight?: boolean;
  /** Events on a page; fewer where only the newest matter. */
  pageSize?: number;
}

/** Events of the last 90 days of one region, newest first; raises `Unavailable` where there are more than 20 pages. */
export async function* eventsOf({ attribute, insight, pageSize = 50 }: Lookup, aws: Aws): AsyncGenerator<Event> {
  const { CloudTrailClient, paginateLookupEvents } = await sdk();
  const asked = {
    StartTime: new Date(aws.now.getTime() - historyDays * 86_400_000),
    EndTime: aws.now,
    ...(attribute ? { LookupAttributes: [attribute] } : {}),
    ...(insight ? { EventCategory: 'insight' as const } : {}),
  };
  let pages = 0;
  for await (const page of paginateLookupEvents({ client: aws.client(CloudTrailClient), pageSize }, asked)) {
    yield* page.Events ?? [];
    pages += 1;
    if (pages < mostPages || !page.NextToken) continue;
    const since = page.Events?.at(-1)?.EventTime?.toISOString() ?? 'the latest ones';
    throw new Unavailable({
      reason: 'truncated',
      api: lookupEvents.id,
      actions: lookupEvents.actions,
      region: aws.region,
      message: `the event history of ${attribute?.AttributeValue ?? 'Insights'} has more than ${pages} pages; none before ${since} was read`,
    });
  }
}

/** What an event tells, as far as rooms look at it. */
export interface EventText {
  eventSource?: string;
  errorCode?: string;
  requestParameters?: Record<string, unknown> | null;
  responseElements?: Record<string, unknown> | null;
}

/** The event itself; nothing of it may be kept but named fields. */
export const textOf = (event: Event): EventText => JSON.parse(event.CloudTrailEvent ?? '{}') as EventText;
