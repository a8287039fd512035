import type { Aws } from '../../core/collection.js';
import { eventsOf, textOf } from './event-history.js';
import type { Trail } from './trails.js';

/** What Insights of a trail has found lately; null for a trail without Insights. */
export interface InsightEvents {
  /** When it was last set up, ISO 8601; null: before the 90 days of the event history. */
  Since: string | null;
  /** Time of the newest event that Insights found within these days; null for none. */
  Latest: string | null;
  /** The regions that were looked at: those of the audit that the trail covers. */
  Regions: string[];
}

/** Looks in each region until one has an event: a trail covers many, and one event is enough. */
export async function readInsightEvents(trail: Trail, Regions: string[], aws: Aws): Promise<InsightEvents> {
  const found: InsightEvents = { Since: await setUpAt(trail, aws.in(trail.HomeRegion)), Latest: null, Regions };
  for (const region of Regions) {
    for await (const { EventTime } of eventsOf({ insight: true, pageSize: 1 }, aws.in(region))) {
      if (EventTime) return { ...found, Latest: EventTime.toISOString() };
    }
  }
  return found;
}

async function setUpAt({ Name, TrailARN }: Trail, home: Aws): Promise<string | null> {
  const attribute = { AttributeKey: 'EventName' as const, AttributeValue: 'PutInsightSelectors' };
  for await (const event of eventsOf({ attribute }, home)) {
    const { errorCode, requestParameters } = textOf(event);
    const of = requestParameters?.['trailName'];
    if (!errorCode && (of === Name || of === TrailARN)) return event.EventTime?.toISOString() ?? null;
  }
  return null;
}
