import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { proposedPatterns } from '../../src/checks/cloudwatch/filter-patterns.js';
import { account, type Seeder } from './place.js';
import { planted } from './secrets.js';
import { logGroup } from './trails.js';

const topicArn = (name: string): string => `arn:aws:sns:eu-north-1:${account}:${name}`;

interface Watch {
  filter: string;
  pattern: string;
  metric: string;
  /** Name of the topic that the alarm tells; no alarm without it. */
  tells?: string;
  switchedOff?: boolean;
}

/** What is watched in the trail's log group: some whole chains, and one that breaks at each link. */
const watches: Watch[] = [
  { filter: 'root-usage', pattern: proposedPatterns['root-usage'], metric: 'RootUsage', tells: 'security-alerts' },
  {
    filter: 'sign-in-without-mfa',
    pattern: proposedPatterns['console-sign-in-without-mfa'],
    metric: 'SignInWithoutMfa',
    tells: 'security-alerts',
  },
  {
    filter: 'security-groups',
    pattern: proposedPatterns['security-group-changes'],
    metric: 'SecurityGroupChanges',
    tells: 'security-alerts',
  },
  {
    filter: 'failed-sign-ins',
    pattern: proposedPatterns['console-auth-failures'],
    metric: 'FailedSignIns',
    tells: 'security-alerts',
  },
  {
    filter: 'vpcs',
    pattern: proposedPatterns['vpc-changes'],
    metric: 'VpcChanges',
    tells: 'security-alerts',
  },
  {
    filter: 'refused-calls',
    pattern: `{ ($.errorCode = "*UnauthorizedOperation") || (($.errorCode = "AccessDenied*") && ($.userIdentity.accessKeyId = "${planted.accessKeyId}")) }`,
    metric: 'RefusedCalls',
    tells: 'security-alerts',
  },
  {
    filter: 'iam-changes',
    pattern: '{ ($.eventName = Put*Policy) || ($.eventName = Attach*Policy) || ($.eventName = Delete*Policy) }',
    metric: 'IamChanges',
    tells: 'security-alerts',
  },
  {
    filter: 'trail-changes',
    pattern: proposedPatterns['cloudtrail-changes'],
    metric: 'TrailChanges',
    tells: 'platform-oncall',
  },
  {
    filter: 'kms-deletion',
    pattern: proposedPatterns['kms-key-disable-or-deletion'],
    metric: 'KeyDeletion',
    tells: 'security-alerts',
    switchedOff: true,
  },
  { filter: 'bucket-policies', pattern: proposedPatterns['s3-policy-changes'], metric: 'BucketPolicies' },
];

/** Creates topics, metric filters and alarms. Nobody has subscribed to the topic of the people on call. */
export async function seedAlarms(seeder: Seeder): Promise<void> {
  const [logs, alarms, topics] = [CloudWatchLogsClient, CloudWatchClient, SNSClient] as const;
  const here = seeder.at('eu-north-1');
  await seeder.made(690);
  for (const Name of ['security-alerts', 'platform-oncall']) await here(topics).send(new CreateTopicCommand({ Name }));
  const subscription = { TopicArn: topicArn('security-alerts'), Protocol: 'email', Endpoint: 'security@lodge.example' };
  await here(topics).send(new SubscribeCommand(subscription));
  for (const watch of watches) {
    const metric = { metricName: watch.metric, metricNamespace: 'Lodge/CloudTrail' };
    await here(logs).send(
      new PutMetricFilterCommand({
        logGroupName: logGroup,
        filterName: watch.filter,
        filterPattern: watch.pattern,
        metricTransformations: [{ ...metric, metricValue: '1' }],
      }),
    );
    if (!watch.tells) continue;
    await here(alarms).send(
      new PutMetricAlarmCommand({
        AlarmName: watch.filter,
        Namespace: metric.metricNamespace,
        MetricName: metric.metricName,
        Statistic: 'Sum',
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        ActionsEnabled: !watch.switchedOff,
        AlarmActions: [topicArn(watch.tells)],
      }),
    );
  }
}
