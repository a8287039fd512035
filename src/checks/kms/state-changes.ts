import { type Aws, call, collection, detail } from '../../core/collection.js';
import { keys } from './keys.js';

const sdk = () => import('../cloudtrail/sdk.js');
const pagesAtMost = 20;
/** Both leave a key disabled. */
const operations = ['DisableKey', 'CancelKeyDeletion'];

/** When keys of a region came to be disabled, in the 90 days that event history keeps; of each key the latest. */
export interface StateChanges {
  Disabled: { KeyArn: string; EventName: string; EventTime: string }[];
  Truncated: boolean;
}

interface Place {
  RegionName: string;
}

/** One row a region. */
export const stateChanges = collection<Place, { history: StateChanges }>({
  id: 'kms.stateChanges',
  noun: 'event histories',
  calls: [],
  list: aws => Promise.resolve([{ RegionName: aws.region }]),
  resource: ({ RegionName }) => ({ id: RegionName, type: 'AWS::::Region' }),
  details: {
    history: detail({
      calls: [call('cloudtrail:LookupEvents', 'cloudtrail:LookupEvents', { perSecond: 2 })],
      get: (_place, aws) => lookUp(aws),
    }),
  },
});

/** A customer key that its owner turned off. */
export const isDisabledCustomerKey = (key: { KeyManager: string; KeyState: string }): boolean =>
  key.KeyManager === 'CUSTOMER' && key.KeyState === 'Disabled';

/** The history of regions that have a disabled key; the others are not asked. */
export const changesOfOurKeys = stateChanges
  .with('history')
  .onlyFor({ keys: keys.with() }, ({ RegionName }, tables) => tables.keys.in(RegionName).some(isDisabledCustomerKey));

async function lookUp(aws: Aws): Promise<StateChanges> {
  const latest = new Map<string, StateChanges['Disabled'][0]>();
  let Truncated = false;
  for (const EventName of operations) Truncated = (await lookUpOperation(EventName, latest, aws)) || Truncated;
  return { Disabled: [...latest.values()], Truncated };
}

/** True where there was more than was read. */
async function lookUpOperation(
  EventName: string,
  latest: Map<string, StateChanges['Disabled'][0]>,
  aws: Aws,
): Promise<boolean> {
  const { CloudTrailClient, paginateLookupEvents } = await sdk();
  const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: EventName }];
  const client = aws.client(CloudTrailClient);
  let pages = 0;
  for await (const page of paginateLookupEvents({ client, pageSize: 50 }, { LookupAttributes })) {
    for (const { CloudTrailEvent, EventTime } of page.Events ?? []) {
      const time = EventTime?.toISOString() ?? '';
      for (const KeyArn of keysIn(CloudTrailEvent ?? '{}')) {
        if ((latest.get(KeyArn)?.EventTime ?? '') < time) latest.set(KeyArn, { KeyArn, EventName, EventTime: time });
      }
    }
    pages += 1;
    if (pages === pagesAtMost) return Boolean(page.NextToken);
  }
  return false;
}

/** The parts of CloudTrail's record that are read; everything else in it stays behind. */
interface TrailRecord {
  eventSource?: string;
  errorCode?: string;
  resources?: { ARN?: string }[] | null;
}

function keysIn(text: string): string[] {
  const record = JSON.parse(text) as TrailRecord;
  // What was refused changed nothing.
  if (record.eventSource !== 'kms.amazonaws.com' || record.errorCode !== undefined) return [];
  return (record.resources ?? []).map(one => one.ARN ?? '').filter(arn => /^arn:[^:]+:kms:.*:key\//.test(arn));
}
