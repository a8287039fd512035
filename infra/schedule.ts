import { Duration, TimeZone, type Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Values } from './values.js';

/** Calls the function when it is time. */
export function makeSchedule(stack: Stack, values: Values, audit: LambdaFunction, deadLetters: Queue): Schedule {
  return new Schedule(stack, 'Schedule', {
    description: 'When stocktake audits this account',
    schedule: ScheduleExpression.expression(values.schedule, TimeZone.of(values.timeZone)),
    target: new LambdaInvoke(audit, {
      deadLetterQueue: deadLetters,
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
    }),
  });
}
