import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lines, records } from '../../../src/checks/cost-explorer/bill.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

interface Input {
  TimePeriod: { Start: string; End: string };
  GroupBy: { Key: string }[];
  Filter?: unknown;
  Metrics: string[];
  NextPageToken?: string;
}
const now = new Date('2026-11-22T09:00:00Z');
const group = (service: string, kind: string, amount: string, quantity = '0', unit = 'Hrs', currency = 'USD') => ({
  Keys: [service, kind],
  Metrics: { UnblendedCost: { Amount: amount, Unit: currency }, UsageQuantity: { Amount: quantity, Unit: unit } },
});
const month = (start: string, groups: object[], Estimated = false) => ({
  TimePeriod: { Start: start, End: start },
  Total: {},
  Groups: groups,
  Estimated,
});

describe('the bill of Cost Explorer', () => {
  let stub: Stub;
  let asked: { input: Input; region: string }[];
  beforeAll(async () => {
    stub = await startStub();
  });
  afterAll(() => stub.stop());
  beforeEach(() => {
    stub.clear();
    stub.onAll({
      'sts:GetCallerIdentity': () => ({
        Account: '123456789012',
        Arn: 'arn:aws:iam::123456789012:user/a',
        UserId: 'A',
      }),
      'ec2:DescribeRegions': () => ({ Regions: [{ RegionName: 'eu-north-1' }] }),
      'iam:ListAccountAliases': () => ({ AccountAliases: [], IsTruncated: false }),
    });
  });
  const answer = (...pages: object[][]) => {
    asked = [];
    stub.on<Input, object>('ce:GetCostAndUsage', (input, { region }) => {
      asked.push({ input, region });
      const at = Number(input.NextPageToken ?? 0);
      return { ResultsByTime: pages[at] ?? [], ...(at + 1 < pages.length ? { NextPageToken: String(at + 1) } : {}) };
    });
  };
  const refuse = (code: string, message: string) =>
    stub.on('ce:GetCostAndUsage', () => {
      throw new StubError(code, message);
    });
  const collected = (of: typeof lines | typeof records = lines, more = {}) =>
    collectOne(of, { port: stub.port, now, ...more });

  it('asks for three months and this one, for usage by service and usage type, in us-east-1', async () => {
    answer([]);
    await collected();
    expect(asked).toMatchObject([
      {
        region: 'us-east-1',
        input: {
          TimePeriod: { Start: '2026-08-01', End: '2026-11-23' },
          Granularity: 'MONTHLY',
          Metrics: ['UnblendedCost', 'UsageQuantity'],
          GroupBy: [
            { Type: 'DIMENSION', Key: 'SERVICE' },
            { Type: 'DIMENSION', Key: 'USAGE_TYPE' },
          ],
          Filter: {
            Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage'] },
          },
        },
      },
    ]);
  });

  it('reads all pages, months together, and takes the region off the usage type', async () => {
    answer(
      [
        month('2026-09-01', [group('Amazon DynamoDB', 'EUN1-WriteCapacityUnit-Hrs', '36.5', '56000')]),
        month('2026-10-01', [group('Amazon DynamoDB', 'EUN1-WriteCapacityUnit-Hrs', '38.4', '59000')]),
      ],
      [
        month('2026-10-01', [group('AWS Lambda', 'Request', '0', '12', 'Requests')]),
        month('2026-11-01', [group('Amazon DynamoDB', 'EUN1-WriteCapacityUnit-Hrs', '2', '3000')], true),
      ],
    );
    const { rows, gaps, calls } = await collected();
    expect(gaps).toEqual([]);
    expect(calls).toMatchObject({ 'ce:GetCostAndUsage': 2 });
    expect(rows.map(({ item }) => item)).toEqual([
      {
        Service: 'AWS Lambda',
        UsageType: 'Request',
        Region: 'us-east-1',
        Unit: 'Requests',
        Currency: 'USD',
        Source: 'cost-explorer',
        Months: [{ Month: '2026-10', Amount: 0, Quantity: 12, Estimated: false }],
      },
      {
        Service: 'Amazon DynamoDB',
        UsageType: 'WriteCapacityUnit-Hrs',
        Region: 'eu-north-1',
        Unit: 'Hrs',
        Currency: 'USD',
        Source: 'cost-explorer',
        Months: [
          { Month: '2026-09', Amount: 36.5, Quantity: 56000, Estimated: false },
          { Month: '2026-10', Amount: 38.4, Quantity: 59000, Estimated: false },
          { Month: '2026-11', Amount: 2, Quantity: 3000, Estimated: true },
        ],
      },
    ]);
  });

  it('adds up what one region has under two names, and keeps currencies apart', async () => {
    answer([
      month('2026-10-01', [
        group('Amazon S3', 'USE1-Requests-Tier1', '1', '10'),
        group('Amazon S3', 'Requests-Tier1', '2', '20'),
        group('Amazon S3', 'Requests-Tier1', '7', '20', 'Hrs', 'CNY'),
      ]),
    ]);
    const { rows } = await collected();
    expect(rows.map(({ item }) => [item['Currency'], (item['Months'] as { Amount: number }[])[0]?.Amount])).toEqual([
      ['CNY', 7],
      ['USD', 3],
    ]);
  });

  it('reads records by service and kind, without a filter', async () => {
    answer([month('2026-10-01', [group('Amazon DynamoDB', 'Credit', '-10'), group('Tax', 'Tax', '7.05')])]);
    const { rows } = await collected(records);
    expect(asked[0]?.input.Filter).toBeUndefined();
    expect(asked[0]?.input.GroupBy.map(({ Key }) => Key)).toEqual(['SERVICE', 'RECORD_TYPE']);
    expect(rows.map(({ item }) => [item['Service'], item['RecordType']])).toEqual([
      ['Amazon DynamoDB', 'Credit'],
      ['Tax', 'Tax'],
    ]);
  });

  it('knows a month without any cost', async () => {
    answer([month('2026-09-01', []), month('2026-10-01', [])]);
    expect(await collected()).toMatchObject({ rows: [], gaps: [] });
  });

  it.each([
    ['AccessDeniedException', 'User not enabled for cost explorer access', 'unsupported', /not turned on/],
    [
      'DataUnavailableException',
      'Data is not available. Please try to adjust the time period.',
      'unsupported',
      /no data/,
    ],
    ['AccessDeniedException', "Linked account doesn't have access to cost explorer", 'denied', /management account/],
    [
      'AccessDeniedException',
      'User: auditor is not authorized to perform: ce:GetCostAndUsage because no identity-based policy allows the ce:GetCostAndUsage action',
      'denied',
      /was denied/,
    ],
    ['LimitExceededException', 'Rate exceeded', 'throttled', /throttled/],
  ])('tells %s (%s) as %s', async (code, message, reason, words) => {
    refuse(code, message);
    const { rows, gaps } = await collected();
    expect(rows).toEqual([]);
    expect(gaps).toMatchObject([{ reason, api: 'ce:GetCostAndUsage', message: expect.stringMatching(words) }]);
  });

  it('keeps half a bill for none when a page fails', async () => {
    stub.on<Input, object>('ce:GetCostAndUsage', ({ NextPageToken }) => {
      if (NextPageToken) throw new StubError('DataUnavailableException', 'gone');
      return { ResultsByTime: [month('2026-10-01', [group('a', 'b', '1')])], NextPageToken: 'x' };
    });
    expect(await collected()).toMatchObject({ rows: [], gaps: [{ reason: 'unsupported' }] });
  });

  it('does not take a word for an amount', async () => {
    answer([month('2026-10-01', [group('a', 'b', 'many')])]);
    expect(await collected()).toMatchObject({ rows: [], gaps: [{ reason: 'unexpected-answer' }] });
  });

  it('asks nothing billed when told so, and no more than is usual', async () => {
    answer(...Array.from({ length: 9 }, () => [month('2026-10-01', [])]));
    expect(await collected(lines, { billedApis: false })).toMatchObject({ gaps: [{ reason: 'declined' }], calls: {} });
    const { gaps, calls } = await collected();
    expect(gaps).toMatchObject([{ reason: 'declined' }]);
    expect(calls).toMatchObject({ 'ce:GetCostAndUsage': 4 });
  });

  it('is asked once a day where answers are kept', async () => {
    const ceCache = await mkdtemp(path.join(tmpdir(), 'ce-'));
    answer([month('2026-10-01', [group('a', 'b', '1')])]);
    const first = await collected(lines, { ceCache });
    const second = await collected(lines, { ceCache });
    expect(asked).toHaveLength(1);
    expect(second.rows).toEqual(first.rows);
    await rm(ceCache, { recursive: true });
  });

  it('is not asked at all where an exported bill is handed in', async () => {
    const bill = {
      lines: [
        { Service: 's', UsageType: 'u', Region: 'r', Unit: '', Currency: 'USD', Source: 'export' as const, Months: [] },
      ],
      records: [],
    };
    const { rows, calls } = await collected(lines, { bill });
    expect(rows.map(({ item }) => item)).toEqual(bill.lines);
    expect((await collected(records, { bill })).rows).toEqual([]);
    expect(calls).toEqual({});
  });
});

describeWithMoto('the bill of moto', () => {
  let server: Moto;
  beforeAll(async () => {
    server = await moto();
  });
  it('is empty without results, and is what was put there', async () => {
    await server.reset();
    expect(await collectOne(lines, { port: server.port, now })).toMatchObject({ rows: [], gaps: [] });
    const results = [{ ResultsByTime: [month('2026-10-01', [group('AWS Lambda', 'EUN1-Request', '0.5', '9')])] }];
    await fetch(`http://127.0.0.1:${server.port}/moto-api/static/ce/cost-and-usage-results`, {
      method: 'POST',
      body: JSON.stringify({ results }),
    });
    const { rows } = await collectOne(lines, { port: server.port, now: new Date('2026-11-21T09:00:00Z') });
    expect(rows.map(({ item }) => [item['UsageType'], item['Region']])).toEqual([['Request', 'eu-north-1']]);
  });
});
