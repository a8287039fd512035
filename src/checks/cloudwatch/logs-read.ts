import { tooYoung } from '../../core/age.js';
import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf, TablesOf } from '../../core/collection.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { cannotTell } from '../../core/unavailable.js';
import { trails } from '../cloudtrail/trails.js';
import { gigabytes, ingestionPrice, sayBytes, withoutToday } from '../logs/amounts.js';
import { logGroups } from '../logs/log-groups.js';
import { type AccountSubscription, readers } from '../logs/readers.js';

const window = 30;
const groups = logGroups.with('use', 'subscriptions');
const also = {
  trails: trails.with(),
  readers: readers
    .with('queries', 'exports', 'accountSubscriptions')
    .onlyFor({ groups: logGroups.with() }, ({ RegionName }, tables) => tables.groups.in(RegionName).some()),
};
type Group = RowOf<typeof groups>;

export const logsAreRead = check({
  id: 'cloudwatch-logs-are-read',
  title: 'Dear log groups have a reader',
  why: 'What is written to a log group costs fifteen to twenty times what keeping it costs. Logs that nobody and nothing reads are paid for in vain.',
  fix: {
    byHand:
      'Lower the log level of what writes to {logGroupName}, or create a group of class INFREQUENT_ACCESS and let it write there: the class of a group cannot be changed.',
    note: 'Reading in the console leaves no trace that can be seen here: ask the people who look after it first. The class INFREQUENT_ACCESS knows no metric filters, subscriptions or live tail.',
  },
  cleanUp: { does: 'decide', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    'cloudwatch:GetMetricData.IncomingBytes',
    'cloudtrail:DescribeTrails.CloudWatchLogsLogGroupArn',
    'logs:DescribeLogGroups.metricFilterCount',
    'logs:DescribeAccountPolicies.accountPolicies.selectionCriteria',
    'logs:DescribeSubscriptionFilters.subscriptionFilters',
    'logs:DescribeQueries.queries.logGroupName',
    'logs:DescribeExportTasks.exportTasks.logGroupName',
  ],
  on: groups,
  also,
  params: { min_gb: 1 },
  applies: group => group.logGroupClass === 'STANDARD',
  scope: 'a group of a cheaper class already',
  test(group, tables, { params, now }) {
    const young = tooYoung(group.creationTime, window, now);
    if (young) return young;
    const bytes = totalOf(withoutToday(lastDays(group.use.IncomingBytes, window)));
    const written = saw('cloudwatch:GetMetricData', 'IncomingBytes', bytes);
    const took = `took in ${sayBytes(bytes)} in ${window} days`;
    if (gigabytes(bytes) < params.min_gb) return notApplicable(`${took}, less than ${params.min_gb} GB`, written);
    const trail = tables.trails.first(one => one.CloudWatchLogsLogGroupArn === `${group.logGroupArn}:*`);
    if (trail) return notApplicable(`an audit log: trail ${trail.Name} delivers here`, written);
    return readerOf(group, tables) ?? unread(group, bytes, took);
  },
});

/** The first reader found; undefined with full sight and none. What costs least comes first. */
function readerOf(group: Group, tables: TablesOf<typeof also>): Verdict | undefined {
  const { logGroupName, metricFilterCount } = group;
  const filters = saw('logs:DescribeLogGroups', 'metricFilterCount', metricFilterCount);
  if (metricFilterCount > 0) return pass(`read by ${metricFilterCount} metric filters`, filters);
  const here = tables.readers.in(group.region).first();
  if (!here) cannotTell('not-collected', 'logs:DescribeQueries', `nobody looked for readers in ${group.region}`);
  const policy = here.accountSubscriptions.find(one => reaches(one, logGroupName));
  if (policy)
    return pass(
      `read by subscription ${policy.policyName} of the account`,
      saw('logs:DescribeAccountPolicies', 'accountPolicies[].selectionCriteria', policy.selectionCriteria),
    );
  const query = here.queries.Named.find(one => one.logGroupName === logGroupName);
  if (query)
    return pass(
      `read by a query on ${query.Last.slice(0, 10)}`,
      saw('logs:DescribeQueries', 'queries[].logGroupName', logGroupName),
    );
  const exported = here.exports.find(one => one.logGroupName === logGroupName);
  if (exported)
    return pass(
      `exported on ${exported.Last.slice(0, 10)}`,
      saw('logs:DescribeExportTasks', 'exportTasks[].logGroupName', logGroupName),
    );
  const [subscription] = subscriptionsOf(group);
  if (subscription !== undefined)
    return pass(
      `read by subscription filter ${subscription}`,
      saw('logs:DescribeSubscriptionFilters', 'subscriptionFilters', group.subscriptions),
    );
  demandAllQueries(here.queries);
  return undefined;
}

function subscriptionsOf({ logGroupName, subscriptions }: Group): readonly string[] {
  return (
    subscriptions ??
    cannotTell(
      'not-collected',
      'logs:DescribeSubscriptionFilters',
      `only the log groups that hold most are asked for subscription filters, and ${logGroupName} is none of them`,
    )
  );
}

/** A policy without criteria reads every group; with them it leaves out the groups that it names. */
function reaches({ policyName, selectionCriteria }: AccountSubscription, logGroupName: string): boolean {
  if (selectionCriteria === null) return true;
  const excluded = /^\s*LogGroupName\s+NOT\s+IN\s*\[(.*)\]\s*$/i.exec(selectionCriteria)?.[1];
  if (excluded === undefined) {
    cannotTell(
      'unexpected-answer',
      'logs:DescribeAccountPolicies',
      `which log groups the subscription ${policyName} of the account reads cannot be told from ${selectionCriteria}`,
    );
  }
  return !excluded.split(',').some(name => name.trim().replace(/^["']|["']$/g, '') === logGroupName);
}

function demandAllQueries({ Truncated, Unnamed }: RowOf<(typeof also)['readers']>['queries']): void {
  if (Truncated) cannotTell('truncated', 'logs:DescribeQueries', 'there are more recent queries than were read');
  if (Unnamed === 0) return;
  cannotTell(
    'unexpected-answer',
    'logs:DescribeQueries',
    `${Unnamed} recent queries name no log group for certain: whether they read this one cannot be seen`,
  );
}

function unread({ logGroupName, subscriptions }: Group, bytes: number, took: string): Verdict {
  const evidence = [
    saw('cloudwatch:GetMetricData', 'IncomingBytes', bytes),
    saw('logs:DescribeLogGroups', 'metricFilterCount', 0),
    saw('logs:DescribeSubscriptionFilters', 'subscriptionFilters', subscriptions),
    saw('logs:DescribeQueries', 'queries[].logGroupName', null, logGroupName),
    saw('logs:DescribeExportTasks', 'exportTasks[].logGroupName', null, logGroupName),
  ];
  const units = gigabytes(bytes);
  return {
    ...fail(
      `${took}, and no metric filter, subscription, recent query or export reads it; a group of class INFREQUENT_ACCESS would do`,
      ...evidence,
    ),
    // The modest way: the same logs in the cheaper class.
    saving: {
      releases: [
        { price: ingestionPrice(logGroupName), units },
        { price: 'cloudwatch/DataProcessingIA-Bytes', units: -units },
      ],
      estimated: true,
    },
    disuse: { grade: 'weak', window, last: null, evidence },
  };
}
