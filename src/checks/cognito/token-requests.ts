import type { Aws } from '../../core/collection.js';

const sdk = () => import('../cloudtrail/sdk.js');

const pagesAtMost = 20;
const eventsPerPage = 50;

/** What CloudTrail's event history tells of a client's requests for tokens, of the last 90 days at most. */
export interface TokenRequests {
  Count: number;
  /** ISO 8601; null where there was none. */
  Latest: string | null;
  /** Requests that name no client: they may be this one's. */
  Unnamed: number;
  /** How far back the history was read, ISO 8601; null when all of it was. */
  Since: string | null;
}

/** The value of a client that nobody looked for. */
export const unheard: TokenRequests = { Count: 0, Latest: null, Unnamed: 1, Since: null };

/** Reads the newest thousand token requests of a region, and tells what there is of each client. */
export async function listTokenRequests(aws: Aws): Promise<(clientId: string) => TokenRequests> {
  const { CloudTrailClient, paginateLookupEvents } = await sdk();
  const found = new Map<string, { Count: number; Latest: string }>();
  let Unnamed = 0;
  let Since: string | null = null;
  let pages = 0;
  for await (const page of paginateLookupEvents(
    { client: aws.client(CloudTrailClient), pageSize: eventsPerPage },
    { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'Token_POST' }] },
  )) {
    let oldest = aws.now.toISOString();
    for (const { CloudTrailEvent = '{}', EventTime } of page.Events ?? []) {
      oldest = EventTime?.toISOString() ?? oldest;
      const id = clientOf(CloudTrailEvent);
      if (id === undefined) Unnamed += 1;
      else found.set(id, { Count: (found.get(id)?.Count ?? 0) + 1, Latest: found.get(id)?.Latest ?? oldest });
    }
    pages += 1;
    if (pages < pagesAtMost) continue;
    if (page.NextToken) Since = oldest;
    break;
  }
  return clientId => ({ Count: 0, Latest: null, ...found.get(clientId), Unnamed, Since });
}

/** The parts of CloudTrail's record that are read; everything else in it stays behind. */
interface TrailRecord {
  additionalEventData?: { requestParameters?: { client_id?: string | string[] } | null } | null;
}

/** The client that asked; a client that shows its secret in a header is not named. */
function clientOf(text: string): string | undefined {
  const { additionalEventData } = JSON.parse(text) as TrailRecord;
  return [additionalEventData?.requestParameters?.client_id ?? []].flat()[0];
}
