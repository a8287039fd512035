import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { logGroups } from '../../../src/checks/logs/log-groups.js';
import type { Aws } from '../../../src/core/collection.js';
import { metricPoints } from '../../server/metric-points.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const group = (logGroupName: string, storedBytes = 0, more: object = {}) => ({
  logGroupName,
  arn: `arn:aws:logs:eu-north-1:123456789012:log-group:${logGroupName}:*`,
  creationTime: Date.parse('2025-03-01T08:00:00Z'),
  storedBytes,
  ...more,
});
const megabyte = 1024 ** 2;

describeWithMoto('logs.logGroups', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());
  const collected = (...details: string[]) => collectOne(logGroups, { port: stub.port, details });

  test('none, then some of a real server', async () => {
    expect(await collected('use', 'subscriptions')).toMatchObject({
      rows: [],
      gaps: [],
      calls: { 'logs:DescribeLogGroups': 1 },
    });
    const client = (await clients(server.port))(CloudWatchLogsClient);
    await client.send(new CreateLogGroupCommand({ logGroupName: 'forever' }));
    await client.send(new CreateLogGroupCommand({ logGroupName: 'month' }));
    await client.send(new PutRetentionPolicyCommand({ logGroupName: 'month', retentionInDays: 30 }));
    const { rows } = await collected('subscriptions');
    expect(rows.map(row => row.item)).toMatchObject([
      { logGroupName: 'forever', retentionInDays: null, metricFilterCount: 0, kmsKeyId: null },
      { logGroupName: 'month', retentionInDays: 30, logGroupClass: 'STANDARD' },
    ]);
    // Groups that hold nothing are not asked one by one.
    expect(rows.map(row => row.details['subscriptions'])).toEqual([
      { ok: true, value: null },
      { ok: true, value: null },
    ]);
  });

  test('every page, with named fields', async () => {
    const logGroupsTold = [
      group('a', 7, {
        retentionInDays: 1,
        logGroupClass: 'DELIVERY',
        kmsKeyId: 'arn:k',
        dataProtectionStatus: 'secret',
      }),
      group('b', 8, { logGroupArn: 'arn:b', metricFilterCount: 2 }),
      group('c'),
    ];
    stub.on('logs:DescribeLogGroups', pages({ logGroups: logGroupsTold }, { size: 2, takes: 'nextToken' }));
    const { rows, calls } = await collected();
    expect(calls).toEqual({ 'logs:DescribeLogGroups': 2 });
    expect(rows.map(row => row.item)).toEqual([
      {
        logGroupName: 'a',
        logGroupArn: 'arn:aws:logs:eu-north-1:123456789012:log-group:a',
        creationTime: '2025-03-01T08:00:00.000Z',
        retentionInDays: 1,
        logGroupClass: 'DELIVERY',
        storedBytes: 7,
        metricFilterCount: 0,
        kmsKeyId: 'arn:k',
      },
      expect.objectContaining({ logGroupName: 'b', logGroupArn: 'arn:b', metricFilterCount: 2 }),
      expect.objectContaining({ logGroupName: 'c', retentionInDays: null }),
    ]);
  });

  test('use comes in one request for all groups', async () => {
    stub.on('logs:DescribeLogGroups', () => ({ logGroups: ['a', 'b', 'c'].map(name => group(name)) }));
    stub.on('cloudwatch:GetMetricData', metricPoints({ 'IncomingBytes a': 5 }));
    const { rows, calls } = await collected('use');
    expect(calls).toMatchObject({ 'cloudwatch:GetMetricData': 1 });
    expect(rows.map(row => row.details['use'])).toMatchObject([
      { ok: true, value: { IncomingBytes: { Values: Array.from({ length: 91 }, () => 5) } } },
      { ok: true, value: { IncomingBytes: { Values: Array.from({ length: 91 }, () => null) } } },
      { ok: true },
    ]);
  });

  /** Past the session and its pace of five requests a second. */
  const subscriptionsOfAll = async (groups: object[]) => {
    const client = await clients(stub.port);
    const aws = { client, once: (_name: string, ask: () => unknown) => ask() } as unknown as Aws;
    return (await logGroups.details['subscriptions']?.all?.(groups, aws)) as Map<string, string[]>;
  };
  const heavy = (logGroupName: string, megabytes: number, metricFilterCount = 0) => ({
    logGroupName,
    storedBytes: megabytes * megabyte,
    metricFilterCount,
  });

  test('subscriptions are asked of the fifty that hold most, and of none that a metric filter reads', async () => {
    const many = Array.from({ length: 60 }, (_none, at) => heavy(`g${at}`, 100 + at));
    const asked: string[] = [];
    stub.on<{ logGroupName: string; nextToken?: string }, object>(
      'logs:DescribeSubscriptionFilters',
      ({ logGroupName, nextToken }) => {
        asked.push(logGroupName);
        if (logGroupName !== 'g59') return { subscriptionFilters: [] };
        const filter = { filterName: nextToken ? 'second' : 'first', destinationArn: 'arn:x' };
        return { subscriptionFilters: [filter], ...(nextToken ? {} : { nextToken: 'more' }) };
      },
    );
    const told = await subscriptionsOfAll([...many, heavy('filtered', 900, 1)]);
    expect(new Set(asked).size).toBe(50);
    expect(asked).not.toContain('filtered');
    expect(told.get('g59')).toEqual(['first', 'second']);
    expect(told.get('g30')).toEqual([]);
    expect(told.has('g3')).toBe(false);
  });

  test('no group waits for the answer of another', async () => {
    let arrived = 0;
    let allHere: () => void = () => undefined;
    const all = new Promise<void>(resolve => {
      allHere = resolve;
    });
    stub.on('logs:DescribeSubscriptionFilters', async () => {
      arrived += 1;
      if (arrived === 3) allHere();
      await all;
      return { subscriptionFilters: [] };
    });
    const told = await subscriptionsOfAll([heavy('a', 30), heavy('b', 40), heavy('c', 50)]);
    expect([...told.keys()].sort()).toEqual(['a', 'b', 'c']);
  });

  test('denied', async () => {
    const denied = () => {
      throw new StubError('AccessDeniedException', 'no');
    };
    stub.on('logs:DescribeLogGroups', () => ({ logGroups: [group('a', 100 * megabyte)] }));
    stub.on('logs:DescribeSubscriptionFilters', denied);
    stub.on('cloudwatch:GetMetricData', denied);
    const { rows } = await collected('use', 'subscriptions');
    expect(rows[0]?.details).toMatchObject({
      use: { ok: false, gap: { reason: 'denied', actions: ['cloudwatch:GetMetricData'] } },
      subscriptions: { ok: false, gap: { reason: 'denied', actions: ['logs:DescribeSubscriptionFilters'] } },
    });
    stub.on('logs:DescribeLogGroups', denied);
    expect((await collected()).gaps).toMatchObject([{ reason: 'denied', actions: ['logs:DescribeLogGroups'] }]);
  });
});
