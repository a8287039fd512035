import type { At, Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const where = 'eu-north-1';
const bus = (name: string, region: string) => ({
  Name: name,
  Arn: `arn:aws:events:${region}:${accountId}:event-bus/${name}`,
});
const early = new Date('2025-03-01T08:00:00Z');
const lambda = `arn:aws:lambda:us-east-1:${accountId}:function:search`;

/** An archive of a bus that has no rule, and a schedule. */
export const eventbridge: Record<string, Handler> = {
  'events:ListEventBuses': (_input, { region }: At) => ({
    EventBuses: region === where ? [bus('default', region), bus('orders', region)] : [bus('default', region)],
  }),
  'events:ListRules': ({ EventBusName }: { EventBusName: string }, { region }: At) => ({
    Rules:
      EventBusName === 'default' && region === where
        ? [
            {
              Name: 'nightly',
              Arn: `arn:aws:events:${region}:${accountId}:rule/nightly`,
              State: 'ENABLED',
              ScheduleExpression: 'rate(1 day)',
              EventBusName,
            },
          ]
        : [],
  }),
  'events:ListTargetsByRule': () => ({ Targets: [{ Id: '1', Arn: lambda }] }),
  'events:ListArchives': (_input, { region }: At) => ({
    Archives:
      region === where
        ? [
            {
              ArchiveName: 'orders',
              EventSourceArn: bus('orders', region).Arn,
              State: 'ENABLED',
              RetentionDays: 0,
              SizeBytes: 5_000_000_000,
              EventCount: 900,
              CreationTime: early,
            },
          ]
        : [],
  }),
  'events:DescribeArchive': ({ ArchiveName }: { ArchiveName: string }) => ({ ArchiveName, RetentionDays: 0 }),
  'events:ListReplays': () => ({ Replays: [] }),
  'scheduler:ListSchedules': (_input, { region }: At) => ({
    Schedules:
      region === where
        ? [
            {
              Arn: `arn:aws:scheduler:${region}:${accountId}:schedule/default/expire`,
              Name: 'expire',
              GroupName: 'default',
              State: 'ENABLED',
              CreationDate: early,
              LastModificationDate: early,
              Target: { Arn: lambda },
            },
          ]
        : [],
  }),
  'scheduler:GetSchedule': ({ GroupName, Name }: { GroupName: string; Name: string }) => ({
    GroupName,
    Name,
    ScheduleExpression: 'rate(5 minutes)',
    State: 'ENABLED',
    Target: { Arn: lambda, RoleArn: `arn:aws:iam::${accountId}:role/scheduler` },
  }),
};
