import { check, fail, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import type { Fix } from '../../core/types.js';
import { accounts } from '../account/accounts.js';
import { regions } from '../account/regions.js';
import { recordsManagement } from './selectors.js';
import { covers, ownerOf, type Trail, trails } from './trails.js';

type RunningTrail = RowOf<ReturnType<typeof trails.with<'status'>>>;

const createTrail = {
  byHand:
    'Create a multi-region trail with management events for read and write, and start it: CloudTrail console, Trails, Create trail.',
  note: 'The first copy of management events in each region is free of CloudTrail charges; the bucket is billed for storage.',
};

export const regionTrailLogging = check({
  id: 'cloudtrail-region-trail-logging',
  title: 'Every region is covered by a trail that is logging',
  why: 'Without a running trail nobody can tell afterwards who did what in a region, and intruders pick the regions that nobody watches.',
  fix: createTrail,
  fields: ['cloudtrail:GetTrailStatus.IsLogging', 'cloudtrail:DescribeTrails.IsMultiRegionTrail'],
  on: regions.with(),
  also: { trails: trails.with('status') },
  test({ RegionName }, { trails }, { account }) {
    const covering = trails.where(trail => covers(trail, RegionName));
    const logging = covering.first(trail => trail.status.IsLogging);
    if (logging) return pass(`trail ${logging.Name} covers ${RegionName} and is logging`, ...seenOf(logging));
    return uncovered(covering, RegionName, account);
  },
});

export const managementEventsLogged = check({
  id: 'cloudtrail-multi-region-trail-logs-management-events',
  title: 'Every region is covered by a running trail that records both read and write management events',
  why: 'A trail that leaves out reads hides the looking around before an attack; one that leaves out writes hides the attack.',
  fix: createTrail,
  fields: [
    'cloudtrail:GetEventSelectors.EventSelectors',
    'cloudtrail:GetTrailStatus.IsLogging',
    'cloudtrail:DescribeTrails.IsMultiRegionTrail',
  ],
  on: regions.with(),
  also: { trails: trails.with('status', 'eventSelectors') },
  test({ RegionName }, { trails }, { account }) {
    const covering = trails.where(trail => covers(trail, RegionName));
    const complete = covering.first(
      trail => trail.status.IsLogging && accesses.every(access => recordsManagement(trail.eventSelectors, access)),
    );
    const selectors = (value: unknown) =>
      saw('cloudtrail:GetEventSelectors', 'EventSelectors', value, 'read and write management events');
    if (complete) {
      const message = `trail ${complete.Name} records read and write management events of ${RegionName}`;
      return pass(message, ...seenOf(complete), selectors(complete.eventSelectors));
    }
    const running = covering.where(trail => trail.status.IsLogging).all();
    if (running.length === 0) return uncovered(covering, RegionName, account);
    const partial = running.map(trail => {
      const missing = accesses.filter(access => !recordsManagement(trail.eventSelectors, access));
      return `trail ${trail.Name} does not record all ${missing.join(' and ')} management events`;
    });
    const seen = running.map(trail => selectors(trail.eventSelectors));
    return { ...fail(partial.join('; '), ...seen), ...fixOf(running, account, completeSelectors) };
  },
});

export const globalServiceEventsLogged = check({
  id: 'cloudtrail-global-service-events-logged',
  title: 'A running multi-region trail records the events of global services',
  why: 'Changes to users, roles and permissions are events of global services: a trail without them misses the most telling ones.',
  fix: createTrail,
  fields: [
    'cloudtrail:DescribeTrails.IncludeGlobalServiceEvents',
    'cloudtrail:DescribeTrails.IsMultiRegionTrail',
    'cloudtrail:GetTrailStatus.IsLogging',
  ],
  on: accounts.with(),
  also: { trails: trails.with('status') },
  test(_account, { trails }, { account }) {
    const fit = trails.where(trail => trail.IsMultiRegionTrail && trail.IncludeGlobalServiceEvents);
    const logging = fit.first(trail => trail.status.IsLogging);
    const included = (value: boolean) => saw('cloudtrail:DescribeTrails', 'IncludeGlobalServiceEvents', value, true);
    if (logging) {
      return pass(`trail ${logging.Name} records global service events`, included(true), ...seenOf(logging));
    }
    const stopped = fit.all();
    if (stopped.length > 0) {
      const verdict = fail(`not logging: ${listed(stopped)}`, ...stopped.flatMap(seenOf));
      return { ...verdict, ...fixOf(stopped, account, startLogging) };
    }
    const others = trails.all();
    if (others.length === 0) return fail('the account has no trail', included(false));
    return fail(`no multi-region trail includes global service events: ${listed(others)}`, included(false));
  },
});

const accesses = ['read', 'write'] as const;

const listed = (some: readonly { Name: string }[]): string => some.map(trail => `trail ${trail.Name}`).join(', ');

const seenOf = (trail: RunningTrail) => [
  saw('cloudtrail:DescribeTrails', 'IsMultiRegionTrail', trail.IsMultiRegionTrail),
  saw('cloudtrail:GetTrailStatus', 'IsLogging', trail.status.IsLogging, true),
];

/** What is to be done to the first of these trails that this account may change; the check's own fix where there is none. */
function fixOf(some: readonly Trail[], account: string, fixFor: (trail: Trail) => Fix): { fix?: Fix } {
  const own = some.find(trail => ownerOf(trail) === account);
  return own ? { fix: fixFor(own) } : {};
}

const startLogging = ({ TrailARN, HomeRegion }: Trail): Fix => ({
  command: `aws cloudtrail start-logging --name ${TrailARN} --region ${HomeRegion}`,
});

const completeSelectors = ({ TrailARN, HomeRegion }: Trail): Fix => ({
  command: `aws cloudtrail put-event-selectors --trail-name ${TrailARN} --event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true}]' --region ${HomeRegion}`,
  note: 'This replaces all event selectors of the trail: add its data event selectors to the command. Copies of management events after the first are billed.',
});

/** No trail that covers the region is logging: says whether there is one to start. */
function uncovered(covering: Table<RunningTrail>, region: string, account: string): Verdict {
  const stopped = covering.all();
  if (stopped.length === 0) {
    return fail(`no trail covers ${region}`, saw('cloudtrail:DescribeTrails', 'IsMultiRegionTrail', null, true));
  }
  const since = stopped[0]?.status.StopLoggingTime;
  const message = `${region} is covered by ${listed(stopped)}, but logging is off${since ? ` since ${since.slice(0, 10)}` : ''}`;
  return { ...fail(message, ...stopped.flatMap(seenOf)), ...fixOf(stopped, account, startLogging) };
}
