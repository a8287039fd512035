import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import { daysBetween } from '../../core/facts.js';
import { askPerson } from '../../core/unavailable.js';
import { ownerOf, type Trail, trails } from './trails.js';

export const trailKmsEncrypted = check({
  id: 'cloudtrail-trail-kms-encrypted',
  title: 'Trail log files are encrypted with a KMS key',
  why: 'With a key of your own, reading the logs needs permission on the key as well, and every such read is itself recorded.',
  fix: {
    command: "aws cloudtrail update-trail --name {TrailARN} --kms-key-id '<key ARN>' --region {HomeRegion}",
    undo: "aws cloudtrail update-trail --name {TrailARN} --kms-key-id '' --region {HomeRegion}",
    note: 'The key policy must let CloudTrail use the key and readers decrypt; one KMS key costs about $1 a month plus requests.',
  },
  fields: ['cloudtrail:DescribeTrails.KmsKeyId'],
  on: trails.with(),
  test(trail, _also, { account }) {
    const seen = saw('cloudtrail:DescribeTrails', 'KmsKeyId', trail.KmsKeyId, 'a KMS key');
    if (trail.KmsKeyId) return pass(`log files are encrypted with ${trail.KmsKeyId}`, seen);
    return atOwner(trail, account, fail('log files are not encrypted with a KMS key (KmsKeyId is not set)', seen));
  },
});

export const trailLogValidationEnabled = check({
  id: 'cloudtrail-trail-log-validation-enabled',
  title: 'Trails write digest files that prove logs unchanged',
  why: 'Digest files show whether a log file was changed or deleted after it was written, which is what an intruder would try.',
  fix: {
    command: 'aws cloudtrail update-trail --name {TrailARN} --enable-log-file-validation --region {HomeRegion}',
    undo: 'aws cloudtrail update-trail --name {TrailARN} --no-enable-log-file-validation --region {HomeRegion}',
    note: 'No downtime and no charge beyond storing one small file an hour.',
  },
  fields: ['cloudtrail:DescribeTrails.LogFileValidationEnabled'],
  on: trails.with(),
  test(trail, _also, { account }) {
    const seen = saw('cloudtrail:DescribeTrails', 'LogFileValidationEnabled', trail.LogFileValidationEnabled, true);
    if (trail.LogFileValidationEnabled) return pass('log file validation is on', seen);
    return atOwner(trail, account, fail('log file validation is off', seen));
  },
});

export const trailDeliversToCloudWatchLogs = check({
  id: 'cloudtrail-trail-delivers-to-cloudwatch-logs',
  title: 'Trails deliver to CloudWatch Logs',
  why: 'Alarms on what happens in the account can only ring while events arrive in CloudWatch Logs.',
  fix: {
    command:
      "aws cloudtrail update-trail --name {TrailARN} --cloud-watch-logs-log-group-arn '<log group ARN>' --cloud-watch-logs-role-arn '<role ARN>' --region {HomeRegion}",
    note: 'CloudWatch Logs bills ingestion by the gigabyte. A trail of one quiet region can be silent for a day with nothing wrong.',
  },
  fields: [
    'cloudtrail:DescribeTrails.CloudWatchLogsLogGroupArn',
    'cloudtrail:GetTrailStatus.LatestCloudWatchLogsDeliveryTime',
  ],
  on: trails.with('status'),
  params: { max_silence_hours: 24 },
  test(trail, _also, { account, now, params }) {
    const group = trail.CloudWatchLogsLogGroupArn;
    if (!group) {
      const seen = saw('cloudtrail:DescribeTrails', 'CloudWatchLogsLogGroupArn', null, 'a log group');
      return atOwner(trail, account, fail('no log group is set', seen));
    }
    const { LatestCloudWatchLogsDeliveryTime: last, LatestCloudWatchLogsDeliveryError: error } = trail.status;
    const expected = `within ${params.max_silence_hours} hours`;
    const seen = saw('cloudtrail:GetTrailStatus', 'LatestCloudWatchLogsDeliveryTime', last, expected);
    const silence = last === null ? Number.POSITIVE_INFINITY : (now.getTime() - Date.parse(last)) / 3_600_000;
    if (silence <= params.max_silence_hours) return pass(`last delivered to CloudWatch Logs ${last}`, seen);
    if (ownerOf(trail) !== account) {
      askPerson(
        `trail ${trail.Name} belongs to account ${ownerOf(trail)}: whether it delivers to its log group is seen there`,
      );
    }
    const reason = error ? ` (${error})` : '';
    if (last === null) return fail(`has never delivered to ${group}${reason}`, seen);
    return fail(`last delivered to CloudWatch Logs ${ago(silence, last, now)}${reason}`, seen);
  },
});

export const trailInsightsEnabled = check({
  id: 'cloudtrail-trail-insights-enabled',
  title: 'Running trails look for unusual activity with Insights',
  why: 'Insights notices bursts of calls or errors that are unusual for the account, which nobody finds by reading logs.',
  fix: {
    command:
      'aws cloudtrail put-insight-selectors --trail-name {TrailARN} --insight-selectors \'[{"InsightType":"ApiCallRateInsight"},{"InsightType":"ApiErrorRateInsight"}]\' --region {HomeRegion}',
    note: 'Insights is billed by the number of events that it analyses.',
  },
  fields: ['cloudtrail:GetInsightSelectors.InsightSelectors', 'cloudtrail:GetTrailStatus.IsLogging'],
  on: trails.with('status', 'insightSelectors'),
  test(trail, _also, { account }) {
    if (!trail.status.IsLogging) {
      return notApplicable('the trail is not logging', saw('cloudtrail:GetTrailStatus', 'IsLogging', false));
    }
    const types = trail.insightSelectors.map(one => one.InsightType);
    const seen = saw('cloudtrail:GetInsightSelectors', 'InsightSelectors', trail.insightSelectors, 'at least one');
    if (types.length > 0) return pass(`Insights looks at ${types.join(' and ')}`, seen);
    return atOwner(trail, account, fail('Insights is off', seen));
  },
});

const ago = (hours: number, when: string, now: Date): string =>
  hours < 48 ? `${Math.floor(hours)} hours ago (${when})` : `${daysBetween(when, now)} days ago (${when.slice(0, 10)})`;

/** An organization trail is changed in the account that owns it, not in the member account that sees it. */
export function atOwner(trail: Trail, account: string, verdict: Verdict): Verdict {
  const owner = ownerOf(trail);
  if (owner === account) return verdict;
  return {
    ...verdict,
    message: `${verdict.message}; it is an organization trail of account ${owner}`,
    fix: {
      byHand: `Ask the owners of account ${owner} to change the organization trail ${trail.Name}; a member account cannot.`,
    },
  };
}
