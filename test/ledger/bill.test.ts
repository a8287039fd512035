import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysIn, monthBefore } from '../../src/core/bill.js';
import { inCents, sayUsd, toMicros } from '../../src/ledger/amounts.js';
import { Bill } from '../../src/ledger/bill.js';
import { line, record } from '../checks/cost-explorer/rows.js';
import { billOf, now, prices } from './fakes.js';

const cents = (usd: number | null) => Math.round((usd ?? Number.NaN) * 100);

describe('months', () => {
  it('are counted back over the year, and have their days', () => {
    expect([monthBefore('2026-01'), monthBefore('2026-11', 3), monthBefore('2026-12', -1)]).toEqual([
      '2025-12',
      '2026-08',
      '2027-01',
    ]);
    expect(['2026-02', '2028-02', '2026-10', '2026-11'].map(daysIn)).toEqual([28, 29, 31, 30]);
  });
});

describe('amounts', () => {
  it('in cents add up to the cents of their sum', () => {
    expect(inCents([toMicros(0.333), toMicros(0.333), toMicros(0.334)])).toEqual([0.33, 0.33, 0.34]);
    expect(inCents([toMicros(-0.005), toMicros(0.005)]).map(one => one + 0)).toEqual([0, 0]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 }), { maxLength: 9 }), micros => {
        const sum = micros.reduce((all, one) => all + one, 0);
        const added = inCents(micros).reduce((all, one) => all + cents(one), 0);
        expect(added + 0).toBe(Math.round(sum / 1e6) + 0);
      }),
    );
  });
  it.each([
    [1234.5, '$1,234.50'],
    [0, '$0.00'],
    [-3, '-$3.00'],
    [1_234_567.891, '$1,234,567.89'],
    [-0.001, '$0.00'],
  ])('%d reads %s', (usd, text) => expect(sayUsd(usd)).toBe(text));
});

describe('a bill', () => {
  const lambda = (amounts: Record<string, number>, more = {}) => line('AWS Lambda', 'Request', amounts, more);

  it('is of the month before this one, and says which months are whole', () => {
    const bill = billOf([lambda({ '2026-09': 1, '2026-10': 2, '2026-11': 0.5 })]);
    expect(bill.month).toBe('2026-10');
    expect(bill.monthly(now)).toEqual([
      { month: '2026-09', usd: 1, complete: true },
      { month: '2026-10', usd: 2, complete: true },
      { month: '2026-11', usd: 0.5, complete: false },
    ]);
  });
  it('of Cost Explorer has a month without cost; of a file it has what the file has', () => {
    expect(billOf([lambda({ '2026-08': 3 })])).toMatchObject({ month: '2026-10', usage: 0 });
    const file = billOf([lambda({ '2026-07': 2, '2026-08': 3 }, { Source: 'export' })]);
    expect(file).toMatchObject({ month: '2026-08', source: 'export' });
    expect(file.totals()).toMatchObject({ month: '2026-08', usage: 3, source: 'export' });
    expect(billOf([]).totals()).toMatchObject({ month: '2026-10', usage: 0, total: 0 });
  });
  it('tells what is no usage apart', () => {
    const month = '2026-10';
    const records = [
      record('AWS Lambda', 'Usage', { [month]: 2 }),
      record('AWS Lambda', 'Credit', { [month]: -1 }),
      record('AWS Lambda', 'Enterprise Discount Program Discount', { [month]: -0.25 }),
      record('AWS Lambda', 'Refund', { [month]: -0.5 }),
      record('Tax', 'Tax', { [month]: 0.4 }),
      record('AWS Support (Business)', 'Fee', { [month]: 29 }),
      record('Savings Plans for AWS Compute usage', 'SavingsPlanRecurringFee', { [month]: 7 }),
      record('Tax', 'Tax', { '2026-09': 99 }),
    ];
    expect(billOf([lambda({ [month]: 2 })], records).totals()).toMatchObject({
      usage: 2,
      credits: -1.25,
      refunds: -0.5,
      tax: 0.4,
      support: 29,
      other: 7,
      total: 36.65,
    });
  });
  it('does not say 0 where kinds of charges could not be read', () => {
    const bill = new Bill({ lines: [lambda({ '2026-10': 2 })] }, prices, now);
    expect(bill.totals()).toMatchObject({ usage: 2, credits: null, tax: null, total: null });
  });
  it('never adds another currency', () => {
    const bill = billOf(
      [lambda({ '2026-10': 2 }), lambda({ '2026-10': 700 }, { Currency: 'CNY' })],
      [record('Tax', 'Tax', { '2026-10': 9 }, 'CNY')],
    );
    expect(bill.totals()).toMatchObject({ usage: 2, tax: 0, total: 2 });
    expect(bill).toMatchObject({ currency: 'USD', foreign: [{ currency: 'CNY', amount: 700 }] });
    expect(billOf([lambda({ '2026-10': 700 }, { Currency: 'CNY' })]).currency).toBe('CNY');
  });

  const aLine = fc.record({
    service: fc.constantFrom('AWS Lambda', 'Amazon DynamoDB', 'EC2 - Other', 'AWS Novelty'),
    usageType: fc.constantFrom('Request', 'EBS:VolumeUsage.gp3', 'CPUCredits:t3', 'TimedStorage-ByteHrs'),
    amount: fc.double({ min: 0, max: 1000, noNaN: true }),
    currency: fc.constantFrom('USD', 'USD', 'CNY'),
  });
  const aRecord = fc.record({
    kind: fc.constantFrom('Usage', 'Credit', 'Refund', 'Tax', 'Fee', 'RIFee'),
    amount: fc.double({ min: -100, max: 100, noNaN: true }),
  });
  it('adds up: attributed and unattributed are the usage, and with the rest the total, to the cent', () => {
    fc.assert(
      fc.property(fc.array(aLine, { maxLength: 12 }), fc.array(aRecord, { maxLength: 6 }), (some, others) => {
        const lines = some.map(one =>
          line(one.service, one.usageType, { '2026-10': one.amount }, { Currency: one.currency }),
        );
        const records = others.map(one => record('AWS Lambda', one.kind, { '2026-10': one.amount }));
        const bill = billOf(lines, records);
        const totals = bill.totals();
        expect(cents(totals.attributed) + cents(totals.unattributed)).toBe(cents(totals.usage));
        const { usage, credits, refunds, tax, support, other } = totals;
        expect([usage, credits, refunds, tax, support, other].reduce<number>((sum, one) => sum + cents(one), 0)).toBe(
          cents(totals.total),
        );
        const usd = some.filter(one => one.currency === 'USD').reduce((sum, one) => sum + one.amount, 0);
        expect(Math.abs(totals.usage - usd)).toBeLessThan(0.02);
        expect(Math.abs(bill.usage / 1e8 - usd)).toBeLessThan(1e-6);
        expect(billOf(lines.toReversed(), records.toReversed()).totals()).toEqual(totals);
      }),
    );
  });
});
