import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readers } from '../../../src/checks/logs/readers.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const at = (day: string) => Date.parse(`2026-11-${day}T08:00:00Z`);
const none = { Named: [], Unnamed: 0, Truncated: false };

describeWithMoto('logs.readers', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => {
    stub.clear();
    // moto does not know account policies.
    stub.on('logs:DescribeAccountPolicies', () => ({ accountPolicies: [] }));
  });
  afterAll(() => stub.stop());
  const collected = async (...details: string[]) => {
    const { rows, calls } = await collectOne(readers, { port: stub.port, details });
    return { calls, details: rows[0]?.details };
  };

  test('nobody', async () => {
    expect(await collected('queries', 'exports', 'accountSubscriptions')).toMatchObject({
      details: {
        queries: { ok: true, value: none },
        exports: { ok: true, value: [] },
        accountSubscriptions: { ok: true, value: [] },
      },
    });
  });

  test('queries by the groups that they name, without their text', async () => {
    const queries = [
      { logGroupName: 'app', queryString: 'fields @message', createTime: at('02') },
      {
        logGroupName: 'app',
        queryString: 'SOURCE "app" START=-1s END=0s | filter x = "password"',
        createTime: at('05'),
      },
      { queryString: `SOURCE 'a' 'b' | fields @message`, createTime: at('03') },
      { queryString: 'SOURCE logGroups(namePrefix: ["/aws"]) | fields @message', createTime: at('04') },
      { queryString: 'fields "c"', createTime: at('04') },
    ];
    stub.on('logs:DescribeQueries', pages({ queries }, { size: 2, takes: 'nextToken' }));
    const { calls, details } = await collected('queries');
    expect(calls).toEqual({ 'logs:DescribeQueries': 3 });
    expect(details?.['queries']).toEqual({
      ok: true,
      value: {
        Named: [
          { logGroupName: 'app', Last: '2026-11-05T08:00:00.000Z' },
          { logGroupName: 'a', Last: '2026-11-03T08:00:00.000Z' },
          { logGroupName: 'b', Last: '2026-11-03T08:00:00.000Z' },
        ],
        Unnamed: 2,
        Truncated: false,
      },
    });
    expect(JSON.stringify(details)).not.toContain('password');
  });

  test('no more than twenty thousand queries', async () => {
    stub.on('logs:DescribeQueries', () => ({
      queries: [{ logGroupName: 'app', createTime: at('02') }],
      nextToken: 'more',
    }));
    const { calls, details } = await collected('queries');
    expect(calls).toEqual({ 'logs:DescribeQueries': 20 });
    expect(details?.['queries']).toMatchObject({ ok: true, value: { Truncated: true } });
  });

  test('exports that worked, and subscriptions of the account', async () => {
    const task = (logGroupName: string, code: string, day: string) => ({
      logGroupName,
      status: { code },
      executionInfo: { creationTime: at(day) },
    });
    const exportTasks = [task('app', 'COMPLETED', '02'), task('app', 'COMPLETED', '09'), task('b', 'FAILED', '03')];
    stub.on('logs:DescribeExportTasks', pages({ exportTasks }, { size: 2, takes: 'nextToken' }));
    const policies = [
      { policyName: 'all', policyDocument: 'secret' },
      { policyName: 'most', selectionCriteria: 'LogGroupName NOT IN ["a"]' },
    ];
    const answer = pages({ accountPolicies: policies }, { size: 1, takes: 'nextToken' });
    const asked: object[] = [];
    stub.on('logs:DescribeAccountPolicies', (input: Record<string, string>, place) => {
      asked.push(input);
      return answer(input, place);
    });
    const { details } = await collected('exports', 'accountSubscriptions');
    expect(details).toEqual({
      exports: { ok: true, value: [{ logGroupName: 'app', Last: '2026-11-09T08:00:00.000Z' }] },
      accountSubscriptions: {
        ok: true,
        value: [
          { policyName: 'all', selectionCriteria: null },
          { policyName: 'most', selectionCriteria: 'LogGroupName NOT IN ["a"]' },
        ],
      },
    });
    expect(asked[0]).toMatchObject({ policyType: 'SUBSCRIPTION_FILTER_POLICY' });
  });

  test('denied, each by itself', async () => {
    stub.on('logs:DescribeAccountPolicies', () => {
      throw new StubError('AccessDeniedException', 'no');
    });
    stub.on('logs:DescribeQueries', () => {
      throw new StubError('AccessDeniedException', 'no');
    });
    stub.on('logs:DescribeExportTasks', () => {
      throw new StubError('AccessDeniedException', 'no');
    });
    const { details } = await collected('queries', 'exports', 'accountSubscriptions');
    expect(details).toMatchObject({
      queries: { ok: false, gap: { reason: 'denied', actions: ['logs:DescribeQueries'] } },
      exports: { ok: false, gap: { reason: 'denied', actions: ['logs:DescribeExportTasks'] } },
      accountSubscriptions: {
        ok: false,
        gap: { reason: 'denied', actions: ['logs:DescribeAccountPolicies', 'logs:DescribeSubscriptionFilters'] },
      },
    });
  });
});
