import type { Archive } from '../../../src/checks/eventbridge/archives.js';
import type { EventRule } from '../../../src/checks/eventbridge/rules.js';
import type { Schedule } from '../../../src/checks/scheduler/schedules.js';
import type { StoredRow } from '../../../src/core/world.js';
import { daily, steady } from '../../support/series.js';
import { row } from '../../support/world.js';

const busArn = (bus: string): string => `arn:aws:events:eu-north-1:111122223333:event-bus/${bus}`;

/** Ten GB, kept for ever, made 365 days before the time of collection. */
export const archiveRow = (
  ArchiveName: string,
  more: Partial<Archive> = {},
  details: Record<string, unknown> = {},
): StoredRow =>
  row(
    {
      ArchiveName,
      ArchiveArn: `arn:aws:events:eu-north-1:111122223333:archive/${ArchiveName}`,
      EventSourceArn: busArn('orders'),
      State: 'ENABLED',
      RetentionDays: 0,
      SizeBytes: 10 * 1024 ** 3,
      EventCount: 1000,
      CreationTime: '2025-11-22T00:00:00.000Z',
      ...more,
    } satisfies Archive,
    { description: { HasEventPattern: true, KmsKeyIdentifier: null }, replays: [], ...details },
  );

export const ruleRow = (
  Name: string,
  more: Partial<EventRule> = {},
  calls: Record<number, number> = { 1: 5 },
  region = 'eu-north-1',
): StoredRow =>
  row(
    {
      Name,
      Arn: `arn:aws:events:${region}:111122223333:rule/orders/${Name}`,
      EventBusName: 'orders',
      EventBusArn: busArn('orders'),
      State: 'ENABLED',
      ScheduleExpression: null,
      HasEventPattern: true,
      ManagedBy: null,
      RoleArn: null,
      ...more,
    } satisfies EventRule,
    { use: { Invocations: daily(calls), TriggeredRules: daily(calls), FailedInvocations: daily() } },
    region,
  );

export const scheduleRow = (Name: string, calls = 1): StoredRow =>
  row(
    {
      Arn: `arn:aws:scheduler:eu-north-1:111122223333:schedule/default/${Name}`,
      Name,
      GroupName: 'default',
      State: 'ENABLED',
      Target: { Arn: 'arn:aws:lambda:eu-north-1:111122223333:function:expire-holds' },
      CreationDate: '2026-02-01T00:00:00.000Z',
      LastModificationDate: '2026-02-01T00:00:00.000Z',
    } satisfies Schedule,
    { use: { InvocationAttemptCount: calls > 0 ? steady(calls) : daily() } },
  );
