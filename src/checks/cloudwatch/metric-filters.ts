import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { type RequirementId, requirements } from '../../core/filter-pattern.js';
import { accounts } from '../account/accounts.js';
import { ownerOf, trails } from '../cloudtrail/trails.js';
import { metricFilters } from '../logs/metric-filters.js';
import { topics } from '../sns/topics.js';
import { alarms } from './alarms.js';
import { notificationChain } from './filter-chain.js';
import { proposedPatterns } from './filter-patterns.js';

const alarmTopics = topics
  .with('subscriptions')
  .onlyFor({ alarms: alarms.with() }, ({ TopicArn }, { alarms }) =>
    alarms.some(one => one.AlarmActions.includes(TopicArn)),
  );

export const unauthorizedApiCalls = noticed(
  'unauthorized-api-calls',
  'Refused calls are often the first sign that somebody tries out what a stolen key can do.',
);
export const consoleSignInWithoutMfa = noticed(
  'console-sign-in-without-mfa',
  'A sign-in without a second factor may be somebody with a stolen password.',
);
export const rootUsage = noticed(
  'root-usage',
  'The root user can do anything and is hardly ever needed: each use should be known to its owner.',
);
export const iamPolicyChanges = noticed(
  'iam-policy-changes',
  'Changed policies are how an intruder gives himself more rights and keeps them.',
);
export const cloudTrailChanges = noticed(
  'cloudtrail-changes',
  'Switching the record off is what intruders do before the rest.',
);
export const consoleAuthFailures = noticed(
  'console-auth-failures',
  'Many failed sign-ins are somebody guessing passwords.',
);
export const kmsKeyDisableOrDeletion = noticed(
  'kms-key-disable-or-deletion',
  'Data whose key is gone is lost for good; a deletion can be stopped while somebody notices in time.',
);
export const s3PolicyChanges = noticed(
  's3-policy-changes',
  'One changed bucket policy can put private files on the internet.',
);
export const configChanges = noticed(
  'config-changes',
  'With AWS Config off, nobody sees any more what changes in the account.',
);
export const securityGroupChanges = noticed(
  'security-group-changes',
  'Security groups decide who can reach servers and databases: one rule can open them to the internet.',
);
export const networkAclChanges = noticed(
  'network-acl-changes',
  'Network ACLs decide what traffic gets in and out of a subnet.',
);
export const networkGatewayChanges = noticed(
  'network-gateway-changes',
  'A new gateway is a new way into the network, or for data out of it.',
);
export const routeTableChanges = noticed(
  'route-table-changes',
  'A changed route can send traffic past the firewall or to somebody who listens.',
);
export const vpcChanges = noticed(
  'vpc-changes',
  'A new network or peering connection can join what was meant to be apart.',
);
export const organizationsChanges = noticed(
  'organizations-changes',
  'Changes to the organization can lift the limits of every account in it.',
);

/** Whether somebody is told when one of the required events happens. */
function noticed(id: RequirementId, why: string) {
  const { title } = requirements[id];
  return check({
    id: `cloudwatch-metric-filter-${id}`,
    title: `${title}: somebody is notified`,
    why,
    fix: {
      byHand: `Create a metric filter on the log group of a multi-region trail, an alarm on its metric, and as the alarm's action an SNS topic with a confirmed subscription. Filter pattern: ${proposedPatterns[id]}`,
      note: 'An alarm and a custom metric cost about $0.40 a month; CloudWatch Logs bills what the trail delivers.',
    },
    fields: [
      'cloudtrail:DescribeTrails.IsMultiRegionTrail',
      'cloudtrail:DescribeTrails.CloudWatchLogsLogGroupArn',
      ...(id === 'organizations-changes' ? ['cloudtrail:DescribeTrails.TrailARN'] : []),
      'cloudtrail:GetTrailStatus.IsLogging',
      'cloudtrail:GetEventSelectors.EventSelectors',
      'logs:DescribeMetricFilters.filterPattern',
      'logs:DescribeMetricFilters.metricTransformations.dimensions',
      'cloudwatch:DescribeAlarms.MetricName',
      'cloudwatch:DescribeAlarms.ActionsEnabled',
      'cloudwatch:DescribeAlarms.AlarmActions',
      'sns:ListTopics.TopicArn',
      'sns:ListSubscriptionsByTopic.SubscriptionArn',
    ],
    on: accounts.with(),
    also: {
      trails: trails.with('status', 'eventSelectors'),
      filters: metricFilters.with(),
      alarms: alarms.with(),
      topics: alarmTopics,
    },
    test({ AccountId }, facts) {
      if (id === 'organizations-changes') {
        // Organizations records its events in the management account; a member knows itself by a trail that is not its own.
        const foreign = facts.trails.first(trail => trail.IsOrganizationTrail && ownerOf(trail) !== AccountId);
        const seen = (value: unknown) => saw('cloudtrail:DescribeTrails', 'TrailARN', value);
        if (foreign)
          return notApplicable(`a member account of the organization of ${ownerOf(foreign)}`, seen(foreign.TrailARN));
      }
      const { path, evidence, broken } = notificationChain(id, { ...facts, account: AccountId });
      if (!broken) return pass(path.join(' → '), ...evidence);
      const message = [path.join(' → '), broken.message].filter(Boolean).join(': ');
      const verdict = fail(message, ...evidence);
      return broken.fix ? { ...verdict, fix: broken.fix } : verdict;
    },
  });
}
