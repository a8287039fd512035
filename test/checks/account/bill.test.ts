import { describe, expect, it } from 'vitest';
import { changeExplained, pollingModest } from '../../../src/checks/account/bill.js';
import type { BillLine } from '../../../src/core/bill.js';
import { gap, judge, world } from '../../support/world.js';
import { billRows, line } from '../cost-explorer/rows.js';
import { accountRow } from './rows.js';

const of = (lines: readonly BillLine[]) =>
  world({ 'account.accounts': [accountRow()], 'cost-explorer.lines': billRows(lines) });
const judged = async (check: object, lines: readonly BillLine[], params = {}) =>
  (await judge(check, of(lines), params)).map(({ verdict, resource, message }) => [verdict, resource.id, message]);
const verdicts = async (check: object, lines: readonly BillLine[], params = {}) =>
  (await judged(check, lines, params)).map(([verdict]) => verdict);
const refused = world({
  'account.accounts': [accountRow()],
  'cost-explorer.lines': { gaps: [gap('ce:GetCostAndUsage', { region: 'global' })] },
});
const table = (september: number, october: number) =>
  line('Amazon DynamoDB', 'WriteCapacityUnit-Hrs', { '2026-09': september, '2026-10': october });

it.each([changeExplained, pollingModest])('$id cannot tell without the bill', async check => {
  expect((await judge(check, refused)).map(({ verdict }) => verdict)).toEqual(['NOT_AVAILABLE']);
});

describe('account-cost-change-explained', () => {
  it('names each usage type that jumped, and by how much', async () => {
    const lines = [table(30, 62), line('AWS Lambda', 'Request', { '2026-09': 5, '2026-10': 5 })];
    expect(await judged(changeExplained, lines)).toEqual([
      [
        'FAIL',
        '111122223333/Amazon DynamoDB WriteCapacityUnit-Hrs in eu-north-1',
        'Amazon DynamoDB WriteCapacityUnit-Hrs in eu-north-1 cost $62.00 in 2026-10, after $31.00 in 2026-09 (by the day)',
      ],
    ]);
  });
  it.each([
    ['a month longer by a day', 300, 310, {}, 'PASS'],
    ['as many dollars as are allowed', 30, 41, {}, 'PASS'],
    ['a little more than that', 30, 41.1, {}, 'FAIL'],
    ['many dollars of a big line', 300, 360, {}, 'PASS'],
    ['a line that is new', 0, 10.5, {}, 'FAIL'],
    ['a limit of one', 30, 41, { max_usd: 5 }, 'FAIL'],
    ['a fall', 100, 0, {}, 'PASS'],
  ])('%s: %d, then %d', async (_what, before, after, params, verdict) => {
    expect(await verdicts(changeExplained, [table(before, after)], params)).toEqual([verdict]);
  });
  it('sees a jump that other lines and credits would hide', async () => {
    const lines = [table(10, 40), line('AWS Lambda', 'Request', { '2026-09': 90, '2026-10': 10 })];
    expect(await verdicts(changeExplained, lines)).toEqual(['FAIL']);
  });
  it('leaves support fees and other currencies alone', async () => {
    const support = line('AWS Support (Business)', 'Dollar', { '2026-09': 29, '2026-10': 100 });
    const foreign = line('Amazon DynamoDB', 'x', { '2026-09': 1, '2026-10': 100 }, { Currency: 'CNY' });
    expect(await verdicts(changeExplained, [support, foreign, table(1, 1)])).toEqual(['PASS']);
  });
  it('adds up what an export tells in two units', async () => {
    const unit = (Unit: string) => line('AWS X', 'y', { '2026-09': 1, '2026-10': 9 }, { Unit });
    expect(await judged(changeExplained, [unit('a'), unit('b')])).toHaveLength(1);
  });
  it('has nothing to compare in an account of last month', async () => {
    expect(await verdicts(changeExplained, [line('AWS X', 'y', { '2026-10': 90 })])).toEqual(['NOT_APPLICABLE']);
    expect(await verdicts(changeExplained, [])).toEqual(['NOT_APPLICABLE']);
  });
  it('cannot tell by an exported bill without last month', async () => {
    const old = line('AWS X', 'y', { '2026-09': 90 }, { Source: 'export' });
    expect(await verdicts(changeExplained, [old])).toEqual(['NOT_AVAILABLE']);
  });
});

describe('account-cost-api-polling-modest', () => {
  const asked = (count: number, more = {}) =>
    line('AWS Cost Explorer', 'APIRequest', { '2026-10': [count / 100, count] }, { Region: 'us-east-1', ...more });
  it.each([
    [[], 'PASS'],
    [[asked(200)], 'PASS'],
    [[asked(201)], 'FAIL'],
    [[asked(150), asked(60, { Unit: 'Requests' })], 'FAIL'],
  ])('%#: %s', async (lines, verdict) => {
    expect(await verdicts(pollingModest, lines)).toEqual([verdict]);
  });
  it('tells how many requests would be saved', async () => {
    const [finding] = await judge(pollingModest, of([asked(5411)]));
    expect(finding?.message).toBe('5411 requests to Cost Explorer in 2026-10, each of which costs a cent');
    expect(finding?.saving?.releases).toEqual([
      { price: 'cost-explorer/APIRequest', units: 5211, region: 'us-east-1' },
    ]);
  });
  it('cannot tell by an exported bill without last month', async () => {
    const old = line('AWS X', 'y', { '2026-09': 90 }, { Source: 'export' });
    expect(await verdicts(pollingModest, [old])).toEqual(['NOT_AVAILABLE']);
  });
});
