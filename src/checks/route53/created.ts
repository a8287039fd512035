import type { Aws } from '../../core/collection.js';
import { eventsOf, textOf } from '../cloudtrail/event-history.js';

/**
 * Id -> when it was made, of what was made within the 90 days of the event history: Route 53 itself keeps no such date.
 * What is not among them is older.
 */
export async function createdLately(
  eventName: string,
  idIn: (response: Record<string, unknown>) => unknown,
  aws: Aws,
): Promise<Map<string, string>> {
  const created = new Map<string, string>();
  for await (const event of eventsOf({ attribute: { AttributeKey: 'EventName', AttributeValue: eventName } }, aws)) {
    const id = idIn(textOf(event).responseElements ?? {});
    if (typeof id === 'string' && event.EventTime) created.set(bareId(id), event.EventTime.toISOString());
  }
  return created;
}

/** `Z123` of `/hostedzone/Z123`: Route 53 tells ids in both spellings. */
export const bareId = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
