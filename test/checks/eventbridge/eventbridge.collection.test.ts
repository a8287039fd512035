import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { archives } from '../../../src/checks/eventbridge/archives.js';
import { buses } from '../../../src/checks/eventbridge/buses.js';
import { rules } from '../../../src/checks/eventbridge/rules.js';
import { schedules } from '../../../src/checks/scheduler/schedules.js';
import type { MetricQuery } from '../../../src/core/metrics.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';

const account = '123456789012';
const busArn = (name: string) => `arn:aws:events:eu-north-1:${account}:event-bus/${name}`;
const bus = (Name: string) => ({ Name, Arn: busArn(Name), CreationTime: new Date('2025-01-01T00:00:00Z') });
const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
};
const token = { takes: 'NextToken' };

describeWithMoto('the collections of EventBridge', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => {
    stub.clear();
  });
  afterAll(() => stub.stop());

  it('bring the default bus alone from a region where nobody uses it, for three calls and one of Scheduler', async () => {
    const needs = [buses.with(), rules.with('targets'), archives.with('replays'), schedules.with('schedule')];
    const { calls, collections } = await collectNeeds(needs, { port: stub.port });
    expect(collections['eventbridge.buses']?.rows.map(row => row.item['Name'])).toEqual(['default']);
    for (const id of ['eventbridge.rules', 'eventbridge.archives', 'scheduler.schedules']) {
      expect(collections[id]).toEqual({ rows: [], gaps: [] });
    }
    expect(calls).toEqual({
      'events:ListEventBuses': 1,
      'events:ListRules': 1,
      'events:ListArchives': 1,
      'scheduler:ListSchedules': 1,
    });
  });

  it('read the rules of every bus, page by page, and keep no pattern', async () => {
    stub.on('events:ListEventBuses', pages({ EventBuses: [bus('default'), bus('orders')] }, { size: 1, ...token }));
    const rule = (Name: string, more: object) => ({ Name, Arn: `arn:rule/${Name}`, State: 'ENABLED', ...more });
    const own = [
      rule('paid', { EventPattern: '{"detail":{"card":["very-secret"]}}' }),
      rule('archive', { EventPattern: '{}', ManagedBy: 'prod.vhs.events.aws.internal' }),
    ];
    const handler = pages({ Rules: own }, { size: 1, ...token });
    stub.on('events:ListRules', (input: Record<string, string>, at) =>
      input['EventBusName'] === 'orders'
        ? handler(input, at)
        : { Rules: [rule('nightly', { ScheduleExpression: 'rate(1 day)' })] },
    );
    const { rows, calls } = await collectOne(rules, { port: stub.port });
    expect(rows.map(row => row.item)).toMatchObject([
      { Name: 'nightly', EventBusName: 'default', ScheduleExpression: 'rate(1 day)', HasEventPattern: false },
      { Name: 'paid', EventBusArn: busArn('orders'), HasEventPattern: true, ManagedBy: null },
      { Name: 'archive', ManagedBy: 'prod.vhs.events.aws.internal' },
    ]);
    expect(JSON.stringify(rows)).not.toContain('very-secret');
    expect(calls).toEqual({ 'events:ListEventBuses': 2, 'events:ListRules': 3 });
  });

  it('tell where a rule sends events, and not what', async () => {
    stub.on('events:ListEventBuses', () => ({ EventBuses: [bus('default')] }));
    stub.on('events:ListRules', () => ({ Rules: [{ Name: 'nightly', Arn: 'arn:r', State: 'ENABLED' }] }));
    const target = (Id: string) => ({ Id, Arn: `arn:aws:lambda:x:function:${Id}`, Input: '{"key":"very-secret"}' });
    stub.on('events:ListTargetsByRule', pages({ Targets: [target('a'), target('b')] }, { size: 1, ...token }));
    const { rows } = await collectOne(rules, { port: stub.port, details: ['targets'] });
    expect(rows[0]?.details['targets']).toEqual({
      ok: true,
      value: ['a', 'b'].map(Id => ({ Id, Arn: `arn:aws:lambda:x:function:${Id}`, RoleArn: null })),
    });
  });

  it('count rules of the default bus without its name, and of other buses with it', () => {
    const { metrics } = rules.details['use'] as unknown as {
      metrics(rule: object): { Invocations: MetricQuery };
    };
    expect(metrics({ Name: 'r', EventBusName: 'default' }).Invocations.Dimensions).toEqual({ RuleName: 'r' });
    expect(metrics({ Name: 'r', EventBusName: 'orders' }).Invocations.Dimensions).toEqual({
      EventBusName: 'orders',
      RuleName: 'r',
    });
  });

  it('tell of archives, whether they have a pattern, and their replays by their ARN', async () => {
    const archive = (ArchiveName: string) => ({
      ArchiveName,
      EventSourceArn: busArn('orders'),
      State: 'ENABLED',
      RetentionDays: 0,
      SizeBytes: 5,
      EventCount: 1,
      CreationTime: new Date('2025-01-01T00:00:00Z'),
    });
    stub.on('events:ListArchives', pages({ Archives: [archive('a'), archive('b')] }, { size: 1, ...token }));
    stub.on('events:DescribeArchive', ({ ArchiveName }: { ArchiveName: string }) => ({
      ArchiveName,
      ...(ArchiveName === 'a' ? { EventPattern: '{"detail":["very-secret"]}' } : {}),
    }));
    stub.on('events:ListReplays', ({ EventSourceArn }: { EventSourceArn: string }) => ({
      Replays: EventSourceArn.endsWith('/a')
        ? [{ ReplayName: 'r', State: 'COMPLETED', ReplayStartTime: new Date('2026-11-01T00:00:00Z') }]
        : [],
    }));
    const { rows } = await collectOne(archives, { port: stub.port, details: ['description', 'replays'] });
    expect(rows).toMatchObject([
      {
        item: { ArchiveArn: `arn:aws:events:eu-north-1:${account}:archive/a`, RetentionDays: 0, SizeBytes: 5 },
        details: {
          description: { value: { HasEventPattern: true } },
          replays: { value: [{ ReplayName: 'r', ReplayStartTime: '2026-11-01T00:00:00.000Z' }] },
        },
      },
      { details: { description: { value: { HasEventPattern: false } }, replays: { value: [] } } },
    ]);
    expect(JSON.stringify(rows)).not.toContain('very-secret');
  });

  it('tell when a schedule runs, and not what it sends', async () => {
    const schedule = (Name: string) => ({
      Arn: `arn:aws:scheduler:eu-north-1:${account}:schedule/default/${Name}`,
      Name,
      GroupName: 'default',
      State: 'ENABLED',
      CreationDate: new Date('2025-01-01T00:00:00Z'),
      Target: { Arn: 'arn:f' },
    });
    stub.on('scheduler:ListSchedules', pages({ Schedules: [schedule('a'), schedule('b')] }, { size: 1, ...token }));
    stub.on('scheduler:GetSchedule', () => ({
      ScheduleExpression: 'at(2026-12-24T18:00:00)',
      Target: { Arn: 'arn:f', RoleArn: 'arn:role', Input: '{"key":"very-secret"}' },
    }));
    const { rows } = await collectOne(schedules, { port: stub.port, details: ['schedule'] });
    expect(rows).toMatchObject([
      {
        item: { Name: 'a', Target: { Arn: 'arn:f' } },
        details: {
          schedule: { value: { ScheduleExpression: 'at(2026-12-24T18:00:00)', Target: { RoleArn: 'arn:role' } } },
        },
      },
      { item: { Name: 'b' } },
    ]);
    expect(JSON.stringify(rows)).not.toContain('very-secret');
  });

  it('say what was denied, and of which bus', async () => {
    for (const [operation, of] of [
      ['events:ListEventBuses', buses],
      ['events:ListArchives', archives],
      ['scheduler:ListSchedules', schedules],
    ] as const) {
      stub.on(operation, denied);
      expect((await collectOne(of, { port: stub.port })).gaps).toMatchObject([{ reason: 'denied', api: operation }]);
      stub.clear();
    }
    stub.on('events:ListRules', denied);
    expect((await collectOne(rules, { port: stub.port })).gaps).toMatchObject([
      { reason: 'denied', api: 'events:ListRules', resource: 'default' },
    ]);
  });
});
