import { saw } from '../../core/check.js';
import type { RowOf, Seen } from '../../core/collection.js';
import { type RequirementId, requirements } from '../../core/filter-pattern.js';
import type { Table } from '../../core/table.js';
import type { Fix } from '../../core/types.js';
import { askPerson, cannotTell } from '../../core/unavailable.js';
import { recordsManagement } from '../cloudtrail/selectors.js';
import type { trails } from '../cloudtrail/trails.js';
import type { MetricFilter } from '../logs/metric-filters.js';
import { type AlarmFacts, alarmChain } from './alarm-chain.js';
import { after, bestOf, broken, type Chain } from './chain.js';
import { judgePattern, proposedPatterns } from './filter-patterns.js';

type RecordingTrail = RowOf<ReturnType<typeof trails.with<'status' | 'eventSelectors'>>>;

/** Everything that a chain from an event to a person is made of. */
export interface ChainFacts extends AlarmFacts {
  trails: Table<RecordingTrail>;
  filters: Table<Seen<MetricFilter>>;
}

/** The best chain of the account for a requirement: trail, log group, filter, alarm, topic. */
export function notificationChain(id: RequirementId, facts: ChainFacts): Chain {
  const none = broken('trail', 'there is no trail', [
    saw('cloudtrail:DescribeTrails', 'IsMultiRegionTrail', null, true),
  ]);
  return bestOf(facts.trails, trail => trailChain(trail, id, facts), none);
}

// Base facts come before details, so that a trail which cannot be the one costs no sight.
function trailChain(trail: RecordingTrail, id: RequirementId, facts: ChainFacts): Chain {
  const here = `trail ${trail.Name}`;
  const multi = saw('cloudtrail:DescribeTrails', 'IsMultiRegionTrail', trail.IsMultiRegionTrail, true);
  if (!trail.IsMultiRegionTrail) return broken('trail', `${here} is not a multi-region trail`, [multi]);
  const arn = trail.CloudWatchLogsLogGroupArn;
  const group = saw('cloudtrail:DescribeTrails', 'CloudWatchLogsLogGroupArn', arn, 'a log group');
  if (!arn) return broken('log group', `${here} delivers to no log group`, [multi, group]);
  const logging = saw('cloudtrail:GetTrailStatus', 'IsLogging', trail.status.IsLogging, true);
  if (!trail.status.IsLogging) return broken('logging', `${here} is not logging`, [multi, group, logging]);
  const lacks = unrecorded(trail, id);
  if (lacks.length > 0) {
    const selectors = saw('cloudtrail:GetEventSelectors', 'EventSelectors', trail.eventSelectors, lacks);
    return broken('events', `${here} does not record ${lacks.join(' and ')}`, [multi, group, logging, selectors]);
  }
  const [, , , region = '', owner, , name = ''] = arn.split(':');
  if (owner !== facts.account) {
    askPerson(
      `${here} delivers to log group ${name} of account ${owner}, whose filters and alarms cannot be seen from here`,
    );
  }
  const none = broken('filter', 'it has no metric filter', [noFilter(id)]);
  const filters = facts.filters.in(region).where(filter => filter.logGroupName === name);
  const rest = bestOf(filters, filter => filterChain(filter, id, region, facts), none);
  return after(here, [multi, logging], after(`log group ${name}`, [group], rest));
}

const noFilter = (id: RequirementId) =>
  saw('logs:DescribeMetricFilters', 'filterPattern', null, requirements[id].title);

const newPattern = ({ filterName, logGroupName }: MetricFilter, id: RequirementId): Fix => ({
  byHand: `If metric filter ${filterName} of log group ${logGroupName} is there for these events, give it the pattern that follows; if not, create another one, with an alarm that tells somebody. Filter pattern: ${proposedPatterns[id]}`,
  note: 'A new pattern takes the place of the old one; metric and alarm stay as they are. Only events from then on are counted.',
});

/** What a trail leaves out of the management events that the requirement is about. */
function unrecorded({ eventSelectors }: RecordingTrail, id: RequirementId): string[] {
  const accesses = (['read', 'write'] as const).filter(access => !recordsManagement(eventSelectors, access));
  if (accesses.length > 0) return accesses.map(access => `all ${access} management events`);
  const sources = new Set(requirements[id].events.map(({ event }) => String(event['eventSource'])));
  const writes = [...sources].filter(source => !recordsManagement(eventSelectors, 'write', source));
  return writes.map(source => `events of ${source}`);
}

function filterChain(filter: MetricFilter, id: RequirementId, region: string, facts: ChainFacts): Chain {
  const here = `filter ${filter.filterName}`;
  const { missed, foreign, unreadable, undecidable } = judgePattern(filter.filterPattern, id);
  if (foreign) return broken('filter', 'none of its metric filters is there for these events', [noFilter(id)]);
  const pattern = saw('logs:DescribeMetricFilters', 'filterPattern', filter.filterPattern, requirements[id].title);
  if (missed.length > 0) {
    const reason = unreadable
      ? `its pattern counts no CloudTrail event (${unreadable})`
      : `its pattern misses ${some(missed)}`;
    return after(
      here,
      [],
      broken('pattern', reason, [pattern], { missed: missed.length, fix: newPattern(filter, id) }),
    );
  }
  const chains = filter.metricTransformations.map(metric =>
    alarmChain(withSystemDimensions(metric, filter), region, facts),
  );
  const best =
    chains.find(chain => !chain.broken) ?? chains[0] ?? broken('alarm', 'it counts into no metric', [pattern]);
  const doubt = undecidable ?? doubtOf(filter);
  if (doubt && !best.broken) {
    cannotTell(
      'unexpected-answer',
      'logs:DescribeMetricFilters',
      `whether ${here} counts every event cannot be decided: ${doubt}`,
    );
  }
  return after(here, [pattern], best);
}

function doubtOf(filter: MetricFilter): string | undefined {
  if (filter.applyOnTransformedLogs) return 'it looks at transformed logs';
  return filter.fieldSelectionCriteria ? `it looks at events where ${filter.fieldSelectionCriteria} only` : undefined;
}

const withSystemDimensions = (metric: MetricFilter['metricTransformations'][number], filter: MetricFilter) => ({
  ...metric,
  dimensions: {
    ...metric.dimensions,
    ...Object.fromEntries(filter.emitSystemFieldDimensions.map(field => [field, field])),
  },
});

const mostNamed = 5;

const some = (names: readonly string[]): string =>
  names.length > mostNamed
    ? `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`
    : names.join(', ');
