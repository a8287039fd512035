import { collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';

const sdk = () => import('./sdk.js');

/** A schedule of EventBridge Scheduler. */
export interface Schedule {
  Arn: string;
  Name: string;
  GroupName: string;
  State: string;
  Target: { Arn: string };
  CreationDate: string | null;
  LastModificationDate: string | null;
}

/** When a schedule runs; what it sends is not kept. */
export interface Timing {
  ScheduleExpression: string;
  ScheduleExpressionTimezone: string | null;
  StartDate: string | null;
  EndDate: string | null;
  ActionAfterCompletion: string | null;
  Target: { RoleArn: string | null };
}

interface Details {
  schedule: Timing;
  /** Day by day over 90 days, of the whole group: AWS does not count by schedule. */
  use: { InvocationAttemptCount: MetricSeries };
}

export const schedules = collection<Schedule, Details>({
  id: 'scheduler.schedules',
  noun: 'schedules',
  calls: ['scheduler:ListSchedules'],
  async list(aws) {
    const { paginateListSchedules, SchedulerClient } = await sdk();
    const found: Schedule[] = [];
    for await (const page of paginateListSchedules({ client: aws.client(SchedulerClient) }, {})) {
      for (const one of page.Schedules ?? []) {
        found.push({
          Arn: one.Arn ?? '',
          Name: one.Name ?? '',
          GroupName: one.GroupName ?? 'default',
          State: one.State ?? '',
          Target: { Arn: one.Target?.Arn ?? '' },
          CreationDate: isoOf(one.CreationDate),
          LastModificationDate: isoOf(one.LastModificationDate),
        });
      }
    }
    return found;
  },
  resource: ({ Arn, GroupName, Name }) => ({
    id: `${GroupName}/${Name}`,
    arn: Arn,
    name: Name,
    type: 'AWS::Scheduler::Schedule',
  }),
  details: {
    schedule: {
      calls: ['scheduler:GetSchedule'],
      async get({ GroupName, Name }, aws) {
        const { GetScheduleCommand, SchedulerClient } = await sdk();
        const told = await aws.client(SchedulerClient).send(new GetScheduleCommand({ GroupName, Name }));
        return {
          ScheduleExpression: told.ScheduleExpression ?? '',
          ScheduleExpressionTimezone: told.ScheduleExpressionTimezone ?? null,
          StartDate: isoOf(told.StartDate),
          EndDate: isoOf(told.EndDate),
          ActionAfterCompletion: told.ActionAfterCompletion ?? null,
          Target: { RoleArn: told.Target?.RoleArn ?? null },
        };
      },
    },
    use: {
      metrics: ({ GroupName }) => ({
        InvocationAttemptCount: {
          Namespace: 'AWS/Scheduler',
          MetricName: 'InvocationAttemptCount',
          Dimensions: { ScheduleGroup: GroupName },
          Statistic: 'Sum',
          Days: 90,
        },
      }),
    },
  },
});
