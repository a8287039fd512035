import { collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import { eventsOf, lookupEvents, textOf } from '../cloudtrail/event-history.js';

/** A call that a shell made to CloudShell itself; what people type in it is recorded under other services. */
export interface CloudShellEvent {
  EventId: string;
  EventName: string;
  EventTime: string | null;
  Username: string | null;
}

/** More of them tell nothing new. */
const mostEvents = 5;

/** The newest calls of the last 90 days that AWS did not refuse. AWS has no list of environments. */
export const cloudShellEvents = collection<CloudShellEvent>({
  id: 'cloudshell.events',
  noun: 'CloudShell sessions',
  calls: [lookupEvents],
  async list(aws) {
    const attribute = { AttributeKey: 'EventSource' as const, AttributeValue: 'cloudshell.amazonaws.com' };
    const found: CloudShellEvent[] = [];
    for await (const event of eventsOf({ attribute }, aws)) {
      if (textOf(event).errorCode) continue;
      found.push({
        EventId: event.EventId ?? '',
        EventName: event.EventName ?? '',
        EventTime: isoOf(event.EventTime),
        Username: event.Username ?? null,
      });
      if (found.length === mostEvents) break;
    }
    return found;
  },
  resource: ({ EventId, EventName }) => ({ id: EventId, name: EventName, type: 'AWS::CloudTrail::Event' }),
});
