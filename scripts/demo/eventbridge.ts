import type { At, Handler } from '../../test/server/stub.js';
import { account, daysAgo, iamArn } from './place.js';

const home = 'eu-north-1';
const date = (days: number): Date => new Date(daysAgo(days));
const busArn = (bus: string, region: string): string => `arn:aws:events:${region}:${account}:event-bus/${bus}`;
const functionArn = (name: string): string => `arn:aws:lambda:${home}:${account}:function:${name}`;

const buses: Record<string, string[]> = { [home]: ['default', 'lodge'], 'us-east-1': ['default', 'lodge-trial'] };

/** Lodge's own bus with one rule; in the other region a bus that nobody listens to any more, and its archive. */
export const eventbridge: Record<string, Handler> = {
  'events:ListEventBuses': (_input, { region }: At) => ({
    EventBuses: (buses[region] ?? []).map(Name => ({ Name, Arn: busArn(Name, region), CreationTime: date(420) })),
  }),
  'events:ListRules': ({ EventBusName }: { EventBusName: string }, { region }: At) => ({
    Rules:
      EventBusName === 'lodge'
        ? [
            {
              Name: 'booking-confirmed',
              Arn: `arn:aws:events:${region}:${account}:rule/lodge/booking-confirmed`,
              EventPattern: '{"detail-type":["BookingConfirmed"]}',
              State: 'ENABLED',
              EventBusName,
            },
          ]
        : [],
  }),
  'events:ListTargetsByRule': () => ({ Targets: [{ Id: 'send-mail', Arn: functionArn('send-mail') }] }),
  'events:ListArchives': (_input, { region }: At) => ({
    Archives: [
      region === home
        ? {
            ArchiveName: 'lodge-events',
            EventSourceArn: busArn('lodge', region),
            State: 'ENABLED',
            RetentionDays: 0,
            SizeBytes: 2_400_000_000,
            EventCount: 1_900_000,
            CreationTime: date(420),
          }
        : {
            ArchiveName: 'lodge-trial-events',
            EventSourceArn: busArn('lodge-trial', region),
            State: 'ENABLED',
            RetentionDays: 365,
            SizeBytes: 6_100_000_000,
            EventCount: 4_300_000,
            CreationTime: date(380),
          },
    ],
  }),
  'events:DescribeArchive': ({ ArchiveName }: { ArchiveName: string }) => ({
    ArchiveName,
    ...(ArchiveName === 'lodge-events' ? { EventPattern: '{"source":["lodge.bookings"]}' } : {}),
  }),
  'events:ListReplays': () => ({ Replays: [] }),
  'scheduler:ListSchedules': (_input, { region }: At) => ({
    Schedules: region === home ? ['expire-holds', 'nightly-report'].map(name => schedule(name, region)) : [],
  }),
  'scheduler:GetSchedule': ({ Name }: { Name: string }, { region }: At) => ({
    ...schedule(Name, region),
    ScheduleExpression: Name === 'expire-holds' ? 'rate(5 minutes)' : 'cron(0 3 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Helsinki',
    Target: { Arn: schedule(Name, region).Target.Arn, RoleArn: iamArn('role/lodge-scheduler') },
  }),
};

function schedule(Name: string, region: string) {
  return {
    Arn: `arn:aws:scheduler:${region}:${account}:schedule/default/${Name}`,
    Name,
    GroupName: 'default',
    State: 'ENABLED',
    CreationDate: date(410),
    LastModificationDate: date(205),
    Target: { Arn: functionArn(Name === 'expire-holds' ? Name : 'send-mail') },
  };
}
