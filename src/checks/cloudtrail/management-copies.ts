import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { askPerson } from '../../core/unavailable.js';
import { recordsManagement, touchesManagement } from './selectors.js';
import { atOwner } from './trail-settings.js';
import { trails } from './trails.js';

const recording = trails.with('status', 'eventSelectors');
type Recording = RowOf<typeof recording>;

const accesses = ['read', 'write'] as const;

export const singleManagementCopy = check({
  id: 'cloudtrail-single-management-copy',
  title: 'Management events are recorded once in each region',
  why: 'The first copy of management events is free in each region. Every further trail that records them is billed for each event.',
  fix: {
    byHand:
      'Take management events out of trail {Name}: CloudTrail console, the trail, Management events, Edit. Where it records nothing else, stop it: aws cloudtrail stop-logging --name {TrailARN} --region {HomeRegion}',
    note: 'Keep the log files, and ask who reads them first: the other trail writes to another place.',
  },
  cleanUp: { does: 'change', risk: 'medium', undo: 'at once', order: 5 },
  fields: [
    'cloudtrail:GetEventSelectors.EventSelectors',
    'cloudtrail:GetTrailStatus.IsLogging',
    'cloudtrail:DescribeTrails.IsMultiRegionTrail',
  ],
  on: recording,
  also: { trails: recording },
  test(trail, tables, { account }) {
    const logging = saw('cloudtrail:GetTrailStatus', 'IsLogging', trail.status.IsLogging);
    if (!trail.status.IsLogging) return notApplicable('the trail is not logging, so nothing is billed', logging);
    const selectors = saw('cloudtrail:GetEventSelectors', 'EventSelectors', trail.eventSelectors);
    if (!accesses.some(access => touchesManagement(trail.eventSelectors, access))) {
      return pass('it records no management events', selectors);
    }
    const first = tables.trails.first(other => isBefore(other, trail) && isCopy(other, trail));
    if (first) {
      const where = first.IsMultiRegionTrail && trail.IsMultiRegionTrail ? 'every region' : placeOf(first, trail);
      const wide = saw('cloudtrail:DescribeTrails', 'IsMultiRegionTrail', first.IsMultiRegionTrail);
      const message = `trail ${first.Name} records the same management events of ${where}: this is a second copy`;
      return atOwner(trail, account, fail(message, selectors, wide));
    }
    const partly = tables.trails.first(other => isBefore(other, trail) && mayOverlap(other, trail));
    if (partly) {
      return askPerson(
        `trails ${partly.Name} and ${trail.Name} each record a part of the management events: compare their selectors for what both record`,
      );
    }
    return pass('no other trail records these management events before it', selectors);
  },
});

const placeOf = (one: Recording, other: Recording): string => (one.IsMultiRegionTrail ? other : one).HomeRegion;

const meets = (one: Recording, other: Recording): boolean =>
  one.IsMultiRegionTrail || other.IsMultiRegionTrail || one.HomeRegion === other.HomeRegion;

/** Both record events of one access in one region, one of them all. */
const isCopy = (one: Recording, other: Recording): boolean =>
  mayOverlap(one, other) &&
  accesses.some(
    access =>
      [one, other].every(({ eventSelectors }) => touchesManagement(eventSelectors, access)) &&
      [one, other].some(({ eventSelectors }) => recordsManagement(eventSelectors, access)),
  );

/** Cheap facts first: what is not read cannot be missing. */
const mayOverlap = (one: Recording, other: Recording): boolean =>
  one.TrailARN !== other.TrailARN &&
  meets(one, other) &&
  one.status.IsLogging &&
  accesses.some(access => [one, other].every(({ eventSelectors }) => touchesManagement(eventSelectors, access)));

/** The trail to keep comes first: the organization's, then the one of all regions, then the one of that name. */
function isBefore(one: Recording, other: Recording): boolean {
  if (one.IsOrganizationTrail !== other.IsOrganizationTrail) return one.IsOrganizationTrail;
  if (one.IsMultiRegionTrail !== other.IsMultiRegionTrail) return one.IsMultiRegionTrail;
  return one.TrailARN < other.TrailARN;
}
