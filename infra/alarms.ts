import { Duration, type Stack } from 'aws-cdk-lib';
import { Alarm, type CfnAlarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Values } from './values.js';

interface Watched {
  audit: LambdaFunction;
  topic: Topic;
  deadLetters: Queue;
}

/** Alarms that tell the topic when the audit stops, cannot see everything, finds something critical, or fails. */
export function addAlarms(stack: Stack, values: Values, { audit, topic, deadLetters }: Watched): void {
  const { namespace, noReport } = values;
  const metric = (metricName: string, statistic: string, period = Duration.minutes(5)) =>
    new Metric({ namespace, metricName, statistic, period });
  const tell = new SnsAction(topic);
  const { LESS_THAN_THRESHOLD: below, GREATER_THAN_THRESHOLD: above } = ComparisonOperator;
  const alarm = (id: string, alarmDescription: string, watched: Metric, comparisonOperator: ComparisonOperator) => {
    const made = new Alarm(stack, id, {
      alarmDescription,
      metric: watched,
      comparisonOperator,
      threshold: comparisonOperator === below ? 1 : 0,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    made.addAlarmAction(tell);
    return made.node.defaultChild as CfnAlarm;
  };
  if (noReport.wanted !== false) {
    const words = 'No report was written for longer than it should take: the audit does not run, or fails';
    const missing = alarm('NoReport', words, metric('ReportWritten', 'Sum', Duration.hours(1)), below);
    missing.evaluationPeriods = noReport.hours;
    missing.treatMissingData = TreatMissingData.BREACHING;
    if (noReport.wanted !== true) missing.cfnOptions.condition = noReport.wanted;
  }
  alarm('Incomplete', 'The last audit could not see or judge everything', metric('Complete', 'Minimum'), below);
  alarm('NewCritical', 'Something critical is new', metric('NewCritical', 'Maximum'), above);
  const short = { period: Duration.minutes(5), statistic: 'Sum' };
  alarm('FunctionErrors', 'The audit failed', audit.metricErrors(short), above);
  const waiting = deadLetters.metricApproximateNumberOfMessagesVisible({ ...short, statistic: 'Maximum' });
  alarm('FailedInvocations', 'An audit was to start and did not', waiting, above);
}
