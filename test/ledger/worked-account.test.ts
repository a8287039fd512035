import { expect, it } from 'vitest';
import { savingsOf } from '../../src/ledger/money.js';
import { line, record } from '../checks/cost-explorer/rows.js';
import { billOf, freeing, prices } from './fakes.js';

/*
 * One account worked out by hand, October 2026 (744 hours), in USD.
 *
 * DynamoDB, eu-west-1
 *   WCU: 50 units x 744 h = 37,200 h; 18,600 h are free; 18,600 h x 0.000735          = 13.671
 *   storage: 30 GB; 25 GB are free; 5 GB x 0.283 = 1.415; billed 10 % less             =  1.2735
 * KMS, eu-west-1: 3 keys x 1.00                                                        =  3.00
 * Route 53: 27 zones; 25 x 0.50 + 2 x 0.10                                             = 12.70
 * AWS Novelty, which the ledger does not know                                          =  0.333333
 *                                                                                 usage  30.977833
 * credits -5.00, tax 3.00                                                         total  28.977833
 */
const october = (amount: number, quantity: number) => ({ '2026-10': [amount, quantity] as [number, number] });
const ireland = { Region: 'eu-west-1' };
const bill = billOf(
  [
    line('Amazon DynamoDB', 'WriteCapacityUnit-Hrs', october(13.671, 37_200), ireland),
    line('Amazon DynamoDB', 'TimedStorage-ByteHrs', october(1.2735, 30), ireland),
    line('AWS Key Management Service', 'KMS-Keys', october(3, 3), ireland),
    line('Amazon Route 53', 'HostedZone', october(12.7, 27), { Region: 'us-east-1' }),
    line('AWS Novelty', 'Things', october(0.333_333, 9), ireland),
  ],
  [
    record('Amazon DynamoDB', 'Usage', { '2026-10': 14.9445 }),
    record('Amazon DynamoDB', 'Credit', { '2026-10': -5 }),
    record('Tax', 'Tax', { '2026-10': 3 }),
  ],
);
const wcu = (units: number) => ({ price: 'dynamodb/WriteCapacityUnit-Hrs', units: units * 730 });

const legacy = freeing({
  id: 'bookings-legacy',
  // 40 WCU: 730 h of a usual month are 744 h of October, 29,760 h. What is left, 7,440 h, is free: 13.671.
  // 12 GB: 0.9 x (5 GB x 0.283 - nothing for 18 GB) = 1.2735. Both are whole lines.
  releases: [wcu(40), { price: 'dynamodb/TimedStorage-ByteHrs', units: 12 }],
});
const sessions = freeing({
  id: 'sessions-old',
  // 5 WCU, 3,720 h, alone: 3,720 x 0.000735 = 2.7342. After bookings-legacy all that is left is free: 0.
  releases: [wcu(5)],
});
const key = freeing({ id: 'key-1', order: 9, releases: [{ price: 'kms/KMS-Keys', units: 1 }], service: 'kms' });
const zones = ['zone-a', 'zone-b', 'zone-c'].map(id =>
  // Each alone is the 27th zone: 0.10. Together the 27th, the 26th and the 25th: 0.10 + 0.10 + 0.50.
  freeing({ id, region: 'global', releases: [{ price: 'route53/HostedZone', units: 1 }], service: 'route53' }),
);
const cache = freeing({
  id: 'dax-1',
  // Neither the bill nor the list has this price.
  releases: [{ price: 'dynamodb/NodeUsage:dax.r5.large', units: 730 }],
});

it('adds up the bill to the cent', () => {
  expect(bill.totals()).toEqual({
    month: '2026-10',
    source: 'cost-explorer',
    usage: 30.98,
    attributed: 30.65,
    unattributed: 0.33,
    credits: -5,
    refunds: 0,
    tax: 3,
    support: 0,
    other: 0,
    total: 28.98,
  });
});

it('finds what each clean-up saves, alone and together', () => {
  const findings = [cache, ...zones.toReversed(), key, sessions, legacy];
  const { money, total } = savingsOf(findings, bill, prices);
  const saved = [legacy, sessions, key, ...zones, cache].map(one => {
    const { joint, usd } = money.get(one) ?? {};
    return [one.resource.id, usd, joint];
  });
  expect(saved).toEqual([
    ['bookings-legacy', 14.9445, 14.9445],
    ['sessions-old', 2.7342, 0],
    ['key-1', 1, 1],
    ['zone-a', 0.1, 0.1],
    ['zone-b', 0.1, 0.1],
    ['zone-c', 0.1, 0.5],
    ['dax-1', null, null],
  ]);
  // 14.9445 + 0 + 1 + 0.10 + 0.10 + 0.50
  expect(total).toEqual({ usd: 16.6445, unknown: 1 });
  expect(money.get(legacy)?.lines).toEqual([
    {
      price: 'dynamodb/WriteCapacityUnit-Hrs',
      units: 29_200,
      unit: 'WCU-hour',
      usd: 13.671,
      provenance: 'billed',
      billed: 13.671,
    },
    {
      price: 'dynamodb/TimedStorage-ByteHrs',
      units: 12,
      unit: 'GB-month',
      usd: 1.2735,
      provenance: 'billed',
      billed: 1.2735,
    },
  ]);
  expect(money.get(sessions)?.lines[0]).toMatchObject({ usd: 2.7342, provenance: 'bill-price', billed: 13.671 });
  expect(money.get(cache)?.lines).toEqual([
    {
      price: 'dynamodb/NodeUsage:dax.r5.large',
      units: 730,
      unit: 'node-hour',
      usd: null,
      provenance: 'unknown',
      confidence: 'low',
      note: 'no list price is known: own bill, else Pricing API',
    },
  ]);
});
