import type { Aws } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
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
    const here = aws.in(region);
    const Latest = await here.once('cloudtrail.latestInsight', () => latestIn(here));
    if (Latest !== null) return { ...found, Latest };
  }
  return found;
}

async function latestIn(aws: Aws): Promise<string | null> {
  for await (const { EventTime } of eventsOf({ insight: true, pageSize: 1 }, aws)) return isoOf(EventTime);
  return null;
}

async function setUpAt({ Name, TrailARN }: Trail, home: Aws): Promise<string | null> {
  const changes = await home.once('cloudtrail.insightChanges', () => listChanges(home));
  return changes.find(({ trail }) => trail === Name || trail === TrailARN)?.EventTime ?? null;
}

/** When the Insights of which trail were set, newest first. */
async function listChanges(home: Aws): Promise<{ trail: unknown; EventTime: string | null }[]> {
  const attribute = { AttributeKey: 'EventName' as const, AttributeValue: 'PutInsightSelectors' };
  const found: { trail: unknown; EventTime: string | null }[] = [];
  for await (const event of eventsOf({ attribute }, home)) {
    const { errorCode, requestParameters } = textOf(event);
    if (!errorCode) found.push({ trail: requestParameters?.['trailName'], EventTime: isoOf(event.EventTime) });
  }
  return found;
}
