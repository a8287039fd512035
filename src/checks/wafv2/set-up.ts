import type { Event } from '@aws-sdk/client-cloudtrail';
import { type Aws, call } from '../../core/collection.js';
import { cannotTell } from '../../core/unavailable.js';
import type { Kept } from './places.js';

/** How far back CloudTrail's event history reaches. */
export const historyDays = 90;
/** AWS returns 50 events a page; a region with more pages than this is not read to the end. */
const mostPages = 20;

/** Events that make a web ACL, or attach it; CloudFront attaches by its own calls. */
const eventNames: Record<Kept['Scope'], readonly string[]> = {
  REGIONAL: ['CreateWebACL', 'AssociateWebACL'],
  CLOUDFRONT: [
    'CreateWebACL',
    'AssociateDistributionWebACL',
    'CreateDistribution',
    'CreateDistributionWithTags',
    'UpdateDistribution',
  ],
};

export const lookUpEvents = call('cloudtrail:LookupEvents', 'cloudtrail:LookupEvents', { perSecond: 2 });

/** When each web ACL was last made or attached, by ARN; AWS tells it nowhere but in the event history. */
export async function readSetUps(acls: readonly Kept[], aws: Aws): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map<string, { region: string; name: string }>();
  for (const { Region: region, Scope } of acls)
    for (const name of eventNames[Scope]) wanted.set(`${region} ${name}`, { region, name });
  const histories = await Promise.all(
    [...wanted.values()].map(async ({ region, name }) =>
      (await readEvents(name, aws.in(region))).map(event => ({ region, event })),
    ),
  );
  const found = new Map<string, string>();
  for (const { region, event } of histories.flat()) {
    const at = event.EventTime?.toISOString() ?? '';
    for (const { ARN, Region } of acls) {
      if (Region !== region || !event.CloudTrailEvent?.includes(ARN)) continue;
      if (at > (found.get(ARN) ?? '')) found.set(ARN, at);
    }
  }
  return found;
}

async function readEvents(name: string, aws: Aws): Promise<Event[]> {
  const { CloudTrailClient, paginateLookupEvents } = await import('../cloudtrail/sdk.js');
  const found: Event[] = [];
  let pages = 0;
  for await (const page of paginateLookupEvents(
    { client: aws.client(CloudTrailClient), pageSize: 50 },
    {
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
      StartTime: new Date(aws.now.getTime() - historyDays * 86_400_000),
      EndTime: aws.now,
    },
  )) {
    found.push(...(page.Events ?? []));
    pages += 1;
    if (pages === mostPages && page.NextToken)
      cannotTell('truncated', lookUpEvents.id, `${aws.region} has more events ${name} than were read`);
  }
  return found;
}
