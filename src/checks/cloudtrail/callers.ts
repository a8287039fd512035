import type { Event } from '@aws-sdk/client-cloudtrail';
import { type Aws, collection } from '../../core/collection.js';
import type { Gap } from '../../core/types.js';
import { Unavailable } from '../../core/unavailable.js';
import { lookupEvents } from './event-history.js';

const sdk = () => import('./sdk.js');

/** AWS returns 50 events a page; a region with more than this many pages in a day is read in part. */
const mostPages = 100;

/** How far back callers are read; rules cannot look further. */
export const collectedMinutes = 1440;

/** One principal, and what it called in the last 24 hours according to the event history. */
export interface Caller {
  /** `userIdentity.arn` */
  Arn: string;
  /** `userIdentity.type` */
  Type: string;
  /** Event name -> time of its latest call, ISO 8601. */
  EventNames: Record<string, string>;
  /** Region -> time before which its events were not read, because there were too many; the same for every caller. */
  UnreadBefore: Record<string, string>;
}

/** Who called what in the audited regions and in the one that records global services; newest events first. */
export const callers = collection<Caller>({
  id: 'cloudtrail.callers',
  scope: 'global',
  noun: 'principals with recent calls',
  calls: [lookupEvents],
  async list(aws) {
    const histories = await Promise.all(
      [...new Set([...aws.regions, aws.region])].map(region => readOrMiss(aws.in(region))),
    );
    const read = histories.filter(history => history !== undefined);
    const found = mergeHistories(read);
    if (found.length === 0) for (const history of read) missRest(history, aws);
    return found;
  },
  resource: ({ Arn, Type }) => ({ id: Arn, arn: Arn, name: nameIn(Arn), type: Type }),
});

/** `deploy/terraform` of `arn:aws:sts::111122223333:assumed-role/deploy/terraform`: a session's name alone tells little. */
const nameIn = (arn: string): string =>
  arn
    .split(':')
    .slice(5)
    .join(':')
    .replace(/^[^/]+\//, '') || arn;

interface History {
  region: string;
  latest: Map<string, Map<string, string>>;
  unreadBefore: string | undefined;
}

async function readOrMiss(aws: Aws): Promise<History | undefined> {
  try {
    return await readHistory(aws);
  } catch (error) {
    aws.missed({ id: aws.region, region: aws.region }, error);
    return undefined;
  }
}

async function readHistory(aws: Aws): Promise<History> {
  const { CloudTrailClient, paginateLookupEvents } = await sdk();
  const StartTime = new Date(aws.now.getTime() - collectedMinutes * 60_000);
  const history: History = { region: aws.region, latest: new Map(), unreadBefore: undefined };
  let pages = 0;
  const client = aws.client(CloudTrailClient);
  for await (const page of paginateLookupEvents({ client, pageSize: 50 }, { StartTime, EndTime: aws.now })) {
    for (const event of page.Events ?? []) note(event, history.latest);
    pages += 1;
    if (pages < mostPages || !page.NextToken) continue;
    history.unreadBefore = (page.Events?.at(-1)?.EventTime ?? aws.now).toISOString();
    break;
  }
  return history;
}

/** Where no caller was found to say it of, that events were left unread is a gap of the region. */
function missRest({ region, unreadBefore }: History, aws: Aws): void {
  if (!unreadBefore) return;
  const gap: Gap = {
    reason: 'truncated',
    api: 'cloudtrail:LookupEvents',
    actions: ['cloudtrail:LookupEvents'],
    region,
    message: `no event before ${unreadBefore} was read, and none since names its caller`,
  };
  aws.missed({ id: region, region }, new Unavailable(gap));
}

/** Of an event's text, who called is all that is kept. */
function note(event: Event, latest: History['latest']): void {
  const { userIdentity } = JSON.parse(event.CloudTrailEvent ?? '{}') as {
    userIdentity?: { arn?: string; type?: string };
  };
  if (!userIdentity?.arn || !event.EventName || !event.EventTime) return;
  const who = JSON.stringify([userIdentity.arn, userIdentity.type ?? '']);
  const names = latest.get(who) ?? new Map<string, string>();
  latest.set(who, names);
  keepLatest(names, event.EventName, event.EventTime.toISOString());
}

function keepLatest(names: Map<string, string>, name: string, at: string): void {
  if ((names.get(name) ?? '') < at) names.set(name, at);
}

function mergeHistories(histories: readonly History[]): Caller[] {
  const all: History['latest'] = new Map();
  for (const { latest } of histories) {
    for (const [who, names] of latest) {
      const merged = all.get(who) ?? new Map<string, string>();
      all.set(who, merged);
      for (const [name, at] of names) keepLatest(merged, name, at);
    }
  }
  const unread = histories.flatMap(({ region, unreadBefore }) =>
    unreadBefore ? [[region, unreadBefore] as const] : [],
  );
  return [...all].map(([who, names]) => {
    const [Arn, Type] = JSON.parse(who) as [string, string];
    const EventNames = Object.fromEntries([...names].sort(([a], [b]) => (a < b ? -1 : 1)));
    return { Arn, Type, EventNames, UnreadBefore: Object.fromEntries(unread) };
  });
}
