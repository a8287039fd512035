import { describe, expect, it } from 'vitest';
import { pollingModest } from '../../../src/checks/cloudwatch/polling.js';
import { requestVolume } from '../../../src/checks/s3/request-volume.js';
import type { BillLine } from '../../../src/core/bill.js';
import { gap, judge, world } from '../../support/world.js';
import { accountRow } from '../account/rows.js';
import { billRows, line } from './rows.js';

const judged = async (check: object, lines: readonly BillLine[], params = {}) =>
  (
    await judge(check, world({ 'account.accounts': [accountRow()], 'cost-explorer.lines': billRows(lines) }), params)
  ).map(({ verdict, message }) => [verdict, message]);
const verdict = async (check: object, lines: readonly BillLine[], params = {}) =>
  (await judged(check, lines, params))[0]?.[0];

const cloudwatch = (UsageType: string, usd: number, more = {}) =>
  line('AmazonCloudWatch', UsageType, { '2026-10': usd }, more);
const s3 = (UsageType: string, usd: number, quantity: number) =>
  line('Amazon Simple Storage Service', UsageType, { '2026-10': [usd, quantity] });

describe.each([pollingModest, requestVolume])('$id', check => {
  it('cannot tell without the bill, or by an export that lacks last month', async () => {
    const refused = world({
      'account.accounts': [accountRow()],
      'cost-explorer.lines': { gaps: [gap('ce:GetCostAndUsage', { region: 'global' })] },
    });
    expect((await judge(check, refused)).map(one => one.verdict)).toEqual(['NOT_AVAILABLE']);
    expect(await verdict(check, [line('AWS X', 'y', { '2026-09': 9 }, { Source: 'export' })])).toBe('NOT_AVAILABLE');
  });
  it('does not apply to a bill in another currency, rather than pass', async () => {
    const lines = ['AmazonCloudWatch', 'Amazon Simple Storage Service'].map(service =>
      line(service, 'x', { '2026-10': 90 }, { Currency: 'CNY' }),
    );
    expect(await judged(check, lines)).toEqual([['NOT_APPLICABLE', 'its bounds are in USD, and the bill is in CNY']]);
  });
  it('passes where the bill has nothing of the service', async () => {
    expect(await verdict(check, [])).toBe('PASS');
    expect(await verdict(check, [line('AWS X', 'CW:GMD-Metrics', { '2026-10': 90 })])).toBe('PASS');
  });
});

describe('cloudwatch-api-polling-modest', () => {
  it('names what polling costs, and where', async () => {
    const lines = [
      cloudwatch('CW:GMD-Metrics', 11),
      cloudwatch('CW:Requests', 1.5, { Region: 'us-east-1' }),
      cloudwatch('CW:AlarmMonitorUsage', 5),
    ];
    expect(await judged(pollingModest, lines)).toEqual([
      ['FAIL', 'requests for metrics cost $12.50 of $17.50 of CloudWatch in 2026-10, in eu-north-1, us-east-1'],
    ]);
  });
  it.each([
    ['three dollars of four', 3, 1, {}, 'PASS'],
    ['a cent more', 3.01, 1, {}, 'FAIL'],
    ['a fifth of the whole', 10, 40, {}, 'PASS'],
    ['a little more than a fifth', 10, 39.9, {}, 'FAIL'],
    ['a limit of one', 2, 1, { min_usd: 1 }, 'FAIL'],
  ])('%s', async (_what, asked, rest, params, expected) => {
    const lines = [cloudwatch('CW:GMD-Metrics', asked), cloudwatch('DataProcessing-Bytes', rest)];
    expect(await verdict(pollingModest, lines, params)).toBe(expected);
  });
  it('looks at the last full month', async () => {
    const now = line('AmazonCloudWatch', 'CW:GMD-Metrics', { '2026-11': 90 });
    expect(await verdict(pollingModest, [now])).toBe('PASS');
  });
});

describe('s3-request-volume-proportionate', () => {
  it('names requests that cost many times what is stored', async () => {
    const lines = [s3('Requests-Tier1', 54, 10_800_000), s3('TimedStorage-ByteHrs', 1, 43)];
    expect(await judged(requestVolume, lines)).toEqual([
      ['FAIL', '10,800,000 requests cost $54.00 of $55.00 of S3 in 2026-10, for only 43.0 GB stored'],
    ]);
  });
  it.each([
    ['a dollar', 1, 200_000, 1, 0.1, 'PASS'],
    ['half of the cost', 10, 2_000_000, 1, 10, 'PASS'],
    ['as many a GB as are allowed', 10, 2_000_000, 20, 1, 'PASS'],
    ['one more', 10, 2_000_001, 20, 1, 'FAIL'],
    ['requests to nothing', 10, 2_000_000, 0, 0, 'FAIL'],
  ])('%s', async (_what, usd, count, gigabytes, stored, expected) => {
    const lines = [s3('Requests-Tier2', usd, count), s3('TimedStorage-GlacierByteHrs', stored, gigabytes)];
    expect(await verdict(requestVolume, lines)).toBe(expected);
  });
});
