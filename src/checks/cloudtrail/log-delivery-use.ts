import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { gigabyte, saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { metricFilters } from '../logs/metric-filters.js';
import { type LogReaders, placeOf } from './log-readers.js';
import { ownerOf, trails } from './trails.js';

const days = 30;

export const logDeliveryWanted = check({
  id: 'cloudtrail-log-delivery-wanted',
  title: 'Log groups that trails deliver to feed a filter or a subscription',
  why: 'CloudWatch Logs bills what it takes in at about twenty times what storing costs. Alarms need it; a copy that nothing looks at does not.',
  fix: {
    command:
      "aws cloudtrail update-trail --name {TrailARN} --cloud-watch-logs-log-group-arn '' --cloud-watch-logs-role-arn '' --region {HomeRegion}",
    note: 'Delivery to the bucket goes on. Better, where nobody watches yet: make the metric filters and alarms that the rules cloudwatch-metric-filter-* ask for. Searching by hand leaves no trace that is seen here: ask first.',
  },
  cleanUp: { does: 'decide', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    'logs:DescribeMetricFilters.logGroupName',
    'logs:DescribeSubscriptionFilters.subscriptionFilters',
    'logs:DescribeAccountPolicies.accountPolicies',
    'cloudtrail:GetTrailStatus.IsLogging',
    'cloudwatch:GetMetricData.IncomingBytes',
  ],
  on: trails.with('status', 'logReaders', 'logDelivery'),
  also: { metricFilters: metricFilters.with() },
  scope: 'it delivers to no log group',
  applies: trail => trail.CloudWatchLogsLogGroupArn !== null,
  test(trail, tables, { account }) {
    const owner = ownerOf(trail);
    if (owner !== account) return notApplicable(`it is a trail of account ${owner}, and is judged there`);
    const logging = saw('cloudtrail:GetTrailStatus', 'IsLogging', trail.status.IsLogging);
    if (!trail.status.IsLogging) return notApplicable('the trail is not logging, so nothing is delivered', logging);
    const arn = trail.CloudWatchLogsLogGroupArn ?? '';
    const { name, region } = placeOf(arn);
    const readers = trail.logReaders;
    if (!readers) {
      return cannotTell('not-collected', 'logs:DescribeSubscriptionFilters', `${arn} belongs to another account`);
    }
    const [subscription] = readers.SubscriptionFilters;
    const subscribed = saw('logs:DescribeSubscriptionFilters', 'subscriptionFilters', subscription ?? null);
    if (subscription !== undefined) return pass(`subscription filter ${subscription} reads it`, subscribed);
    const policy = readers.AccountPolicies.find(one => reads(one, name));
    const policies = saw('logs:DescribeAccountPolicies', 'accountPolicies', policy?.policyName ?? null);
    if (policy) return pass(`subscription ${policy.policyName} of the account reads every log group`, policies);
    const filter = tables.metricFilters.in(region).first(one => one.logGroupName === name);
    const filters = saw('logs:DescribeMetricFilters', 'logGroupName', filter ? name : null, name);
    if (filter) return pass(`metric filter ${filter.filterName} looks at it`, filters);
    const gigabytes = totalOf(lastDays(trail.logDelivery.IncomingBytes, days)) / gigabyte;
    const taken = saw('cloudwatch:GetMetricData', 'IncomingBytes', Math.round(gigabytes * gigabyte));
    const message = `log group ${name} took in ${gigabytes.toFixed(2)} GB in ${days} days, and has no metric filter and no subscription`;
    return {
      ...fail(message, filters, subscribed, policies, taken),
      saving: saves({ price: 'cloudwatch/DataProcessing-Bytes', units: gigabytes, region }),
    };
  },
});

/** Such a policy reads every group but those that it names: `LogGroupName NOT IN ["a"]`. */
const reads = ({ selectionCriteria }: LogReaders['AccountPolicies'][number], name: string): boolean =>
  !selectionCriteria?.includes(`"${name}"`);
