import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { savingsOf } from '../../src/ledger/money.js';
import { line, record } from '../checks/cost-explorer/rows.js';
import { billOf, freeing, prices } from './fakes.js';

const wcu = 'dynamodb/WriteCapacityUnit-Hrs';
const october = (amount: number, quantity: number) => ({ '2026-10': [amount, quantity] as [number, number] });
const billed = (amount: number, quantity: number, Region = 'eu-west-1') =>
  line('Amazon DynamoDB', 'WriteCapacityUnit-Hrs', october(amount, quantity), { Region });
const moneyOf = (finding: ReturnType<typeof freeing>, bill?: ReturnType<typeof billOf>) =>
  savingsOf([finding], bill, prices).money.get(finding);
/** 100 units of a WCU-month, 73,000 WCU-hours, 74,400 in October. */
const hundred = (region = 'eu-west-1') => freeing({ id: 't', region, releases: [{ price: wcu, units: 73_000 }] });

describe('the price of what is freed', () => {
  it('is that of the bill of the region, as the difference of two bills', () => {
    // 100,000 h: (100,000 - 18,600) x 0.000735 = 59.829; 25,600 h: 7,000 x 0.000735 = 5.145.
    expect(moneyOf(hundred(), billOf([billed(59.829, 100_000)]))).toMatchObject({
      usd: 54.684,
      joint: 54.684,
      lines: [{ provenance: 'bill-price', billed: 59.829 }],
    });
  });
  it('follows a discount, and no more than half above the list', () => {
    expect(moneyOf(hundred(), billOf([billed(59.829 / 2, 100_000)]))?.usd).toBeCloseTo(54.684 / 2, 6);
    expect(moneyOf(hundred(), billOf([billed(59.829 * 1.5, 100_000)]))?.usd).toBeCloseTo(54.684 * 1.5, 6);
    expect(moneyOf(hundred(), billOf([billed(59.829 * 9, 100_000)]))?.usd).toBeCloseTo(54.684 * 1.5, 6);
  });
  it('is the effective price where the list does not know the region', () => {
    const key = freeing({ id: 'k', region: 'sa-east-1', releases: [{ price: 'kms/KMS-Keys', units: 1 }] });
    const bill = billOf([line('AWS Key Management Service', 'KMS-Keys', october(7.2, 4), { Region: 'sa-east-1' })]);
    expect(moneyOf(key, bill)).toMatchObject({ usd: 1.8, lines: [{ provenance: 'bill-price' }] });
  });
  it('is the effective price where there is no list at all', () => {
    const thing = freeing({ id: 'x', releases: [{ price: 'dynamodb/Novelty', units: 2 }] });
    expect(
      moneyOf(thing, billOf([line('Amazon DynamoDB', 'Novelty', october(9, 6), { Region: 'eu-west-1' })]))?.usd,
    ).toBe(3);
  });
  it('comes from another region of the bill by the ratio of the list prices', () => {
    // us-east-1: (100,000 - 18,600) x 0.00065 = 52.91, billed at half; eu-west-1: (74,400 - 18,600) x 0.000735 / 2.
    const money = moneyOf(hundred(), billOf([billed(52.91 / 2, 100_000, 'us-east-1')]));
    expect(money?.usd).toBeCloseTo((55_800 * 0.000_735) / 2, 6);
    expect(money?.lines).toMatchObject([{ provenance: 'bill-price', note: expect.stringContaining('us-east-1') }]);
  });
  it('is the list price of the region without a bill, less the free allowance, and says so', () => {
    // 73,000 h as a usual month has them; 54,400 x 0.000735.
    expect(moneyOf(hundred())).toMatchObject({
      usd: 39.984,
      estimated: true,
      lines: [{ provenance: 'list-price', confidence: 'high', note: expect.stringContaining('18,600 free') }],
    });
  });
  it('is the list price of us-east-1 at last, marked as that', () => {
    expect(moneyOf(hundred('eu-north-1'))).toMatchObject({
      usd: 35.36,
      lines: [{ provenance: 'other-region', note: expect.stringContaining('free') }],
    });
    const key = freeing({ id: 'k', region: 'sa-east-1', releases: [{ price: 'kms/KMS-Keys', units: 1 }] });
    expect(moneyOf(key)?.lines).toMatchObject([{ note: 'list price, other region (us-east-1)' }]);
  });
  it('is never 0 where it is not known', () => {
    for (const price of ['dynamodb/NodeUsage:dax.r5.large', 'nothing/Known', 'route53/Registrar-Renewal']) {
      expect(moneyOf(freeing({ id: 'x', releases: [{ price, units: 1 }] }))).toMatchObject({
        usd: null,
        joint: null,
        lines: [{ usd: null, provenance: 'unknown' }],
      });
    }
  });
  it('is nothing inside the free allowance', () => {
    // 2 GB of 20 GB: 25 GB are free.
    const table = freeing({ id: 't', releases: [{ price: 'dynamodb/TimedStorage-ByteHrs', units: 2 }] });
    const bill = billOf([line('Amazon DynamoDB', 'TimedStorage-ByteHrs', october(0, 20), { Region: 'eu-west-1' })]);
    expect(moneyOf(table, bill)).toMatchObject({ usd: 0, lines: [{ note: expect.stringContaining('saves nothing') }] });
  });
  it('shares an allowance of the account among its regions', () => {
    // 8 alarms here, 8 there; 10 are free: 6 x 0.10 of both, of which this region was billed 0.30. 4 fewer: 0.40.
    const alarms = (Region: string) => line('AmazonCloudWatch', 'CW:AlarmMonitorUsage', october(0.3, 8), { Region });
    const bill = billOf([alarms('eu-west-1'), alarms('us-east-1')]);
    const four = freeing({ id: 'a', releases: [{ price: 'cloudwatch/CW:AlarmMonitorUsage', units: 4 }] });
    expect(moneyOf(four, bill)?.usd).toBe(0.3);
    const one = freeing({ id: 'a', releases: [{ price: 'cloudwatch/CW:AlarmMonitorUsage', units: 1 }] });
    expect(moneyOf(one, bill)?.usd).toBe(0.1);
  });
  it('is that of parameter-hours where the bill counts hours', () => {
    // 3 parameters x 744 h x 0.05 / 730 = 0.152877; one of them a third.
    const cost = (3 * 744 * 0.05) / 730;
    const bill = billOf([
      line('AWS Systems Manager', 'PS-Advanced-Param-Tier1', october(cost, 3 * 744), { Region: 'eu-west-1' }),
    ]);
    const one = freeing({ id: 'p', releases: [{ price: 'ssm/PS-Advanced-Param-Tier1', units: 1 }] });
    expect(moneyOf(one, bill)?.usd).toBeCloseTo(cost / 3, 7);
  });
  it('is less what takes its place', () => {
    const change = freeing({
      id: 't',
      does: 'change',
      releases: [
        { price: wcu, units: 73_000 },
        { price: 'dynamodb/WriteRequestUnits', units: -10_000_000, region: 'us-east-1' },
      ],
    });
    // 10 million x 0.000000625 = 6.25
    expect(moneyOf(change, billOf([billed(59.829, 100_000)]))?.usd).toBeCloseTo(54.684 - 6.25, 6);
  });
  it('is nothing while a commitment pays', () => {
    const bill = billOf([billed(0, 100_000)], [record('Amazon DynamoDB', 'DiscountedUsage', { '2026-10': 0 })]);
    expect(moneyOf(hundred(), bill)).toMatchObject({
      usd: 0,
      lines: [{ note: expect.stringContaining('until its term ends') }],
    });
    // Half of the service is covered: half of it is saved.
    const half = billOf(
      [billed(59.829, 100_000)],
      [
        record('Amazon DynamoDB', 'SavingsPlanCoveredUsage', { '2026-10': 30 }),
        record('Amazon DynamoDB', 'Usage', { '2026-10': 30 }),
      ],
    );
    expect(moneyOf(hundred(), half)).toMatchObject({ estimated: true });
    expect(moneyOf(hundred(), half)?.usd).toBeCloseTo(54.684 / 2, 6);
  });
  it("is AWS's own figure where one is told, and no more than the service was billed when all is added up", () => {
    const told = freeing({
      id: 'd',
      service: 'guardduty',
      saving: { told: { usd: 9, by: 'guardduty:GetUsageStatistics' } },
    });
    expect(moneyOf(told)).toMatchObject({
      usd: 9,
      joint: 9,
      lines: [{ provenance: 'told', price: 'guardduty:GetUsageStatistics' }],
    });
    const bill = billOf([line('Amazon GuardDuty', 'PaidEventsAnalyzed', october(4, 1))]);
    expect(moneyOf(told, bill)).toMatchObject({ usd: 9, joint: 4 });
  });
  it('is nothing where nothing is billed: hygiene', () => {
    expect(moneyOf(freeing({ id: 'x' }))).toEqual({ usd: 0, joint: 0, estimated: false, lines: [] });
  });
});

describe('clean-ups together', () => {
  it('free the units of one resource once, whichever rules ask for it', () => {
    const bill = billOf([billed(59.829, 100_000)]);
    const idle = hundred();
    const twin = { ...hundred(), rule: 'x-thing-other' };
    const cheaper = freeing({
      id: 't',
      does: 'change',
      order: 1,
      rule: 'x-thing-dear',
      releases: [{ price: wcu, units: 7300 }],
    });
    const { money, total } = savingsOf([idle, twin, cheaper], bill, prices);
    expect([idle, twin, cheaper].map(one => money.get(one)?.joint)).toEqual([54.684, 0, 0]);
    expect(total.usd).toBe(54.684);
  });
  it('go in the order of deletion, then by id', () => {
    const bill = billOf([billed(59.829, 100_000)]);
    const release = [{ price: wcu, units: 73_000 }];
    const late = freeing({ id: 'a', order: 7, releases: release });
    const early = freeing({ id: 'b', order: 1, releases: release });
    const { money } = savingsOf([late, early], bill, prices);
    expect(money.get(early)?.joint).toBe(54.684);
    expect(money.get(late)?.joint).toBeCloseTo(5.145, 6);
  });

  const refs = [
    wcu,
    'dynamodb/TimedStorage-ByteHrs',
    'kms/KMS-Keys',
    'cloudwatch/CW:AlarmMonitorUsage',
    'route53/HostedZone',
    'dynamodb/Novelty',
  ];
  const names: Record<string, string> = {
    dynamodb: 'Amazon DynamoDB',
    kms: 'AWS Key Management Service',
    cloudwatch: 'AmazonCloudWatch',
    route53: 'Amazon Route 53',
  };
  const aLine = fc.record({
    ref: fc.constantFrom(...refs),
    region: fc.constantFrom('eu-west-1', 'us-east-1', 'eu-north-1'),
    amount: fc.double({ min: 0, max: 500, noNaN: true }),
    quantity: fc.double({ min: 0, max: 300_000, noNaN: true }),
  });
  const aFinding = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    rule: fc.constantFrom('x-thing-idle', 'x-thing-dear'),
    does: fc.constantFrom('delete' as const, 'change' as const),
    order: fc.integer({ min: 1, max: 9 }),
    region: fc.constantFrom('eu-west-1', 'us-east-1', 'global'),
    releases: fc.array(
      fc.record({ price: fc.constantFrom(...refs), units: fc.double({ min: -1000, max: 100_000, noNaN: true }) }),
      { maxLength: 3 },
    ),
  });
  const linesOf = (some: readonly { ref: string; region: string; amount: number; quantity: number }[]) =>
    some.map(({ ref, region, amount, quantity }) => {
      const [service = '', usageType = ''] = ref.split('/');
      return line(names[service] ?? '', usageType, october(amount, quantity), { Region: region });
    });

  it('never save more than the bill, in whatever order they are told', () => {
    fc.assert(
      fc.property(fc.array(aLine, { maxLength: 8 }), fc.array(aFinding, { maxLength: 8 }), (some, wishes) => {
        const lines = linesOf(some);
        const bill = billOf(lines);
        const findings = wishes.map(wish => freeing(wish));
        const { money, total } = savingsOf(findings, bill, prices);
        expect(total.usd).toBeLessThanOrEqual(bill.usage / 1e8 + 1e-6);
        const turned = savingsOf(findings.toReversed(), billOf(lines.toReversed()), prices);
        for (const finding of findings) expect(turned.money.get(finding)).toEqual(money.get(finding));
        expect(turned.total).toEqual(total);
      }),
    );
  });

  it('never save more of a line than the line', () => {
    fc.assert(
      fc.property(aLine, fc.array(fc.double({ min: 0, max: 100_000, noNaN: true }), { maxLength: 6 }), (one, many) => {
        const bill = billOf(linesOf([one]));
        // Without usage the bill has no such line.
        if (one.quantity < 1e-6) return;
        const findings = many.map((units, at) =>
          freeing({ id: `t${at}`, region: one.region, releases: [{ price: one.ref, units }] }),
        );
        const { money } = savingsOf(findings, bill, prices);
        const joint = findings.reduce((sum, finding) => sum + (money.get(finding)?.joint ?? 0), 0);
        expect(joint).toBeLessThanOrEqual(one.amount + 1e-6);
        for (const finding of findings) expect(money.get(finding)?.usd ?? 0).toBeLessThanOrEqual(one.amount + 1e-6);
      }),
    );
  });
});

describe('what the bill does not have under its name', () => {
  const acl = freeing({ id: 'acl', releases: [{ price: 'waf/WebACLV2', units: 1 }] });

  it('is priced by the list, and adds nothing to what all clean-ups save', () => {
    const bill = billOf([billed(59.829, 100_000)]);
    expect(moneyOf(acl, bill)).toMatchObject({
      usd: 5,
      joint: 0,
      lines: [{ note: expect.stringContaining('the bill has no such line') }],
    });
    expect(savingsOf([acl], bill, prices).total).toEqual({ usd: 0, unknown: 0 });
  });

  it('may stand under another name: up to what the service has there that no clean-up names', () => {
    const bill = billOf([line('AWS WAF', 'WebACLNewName', october(3, 1), { Region: 'eu-west-1' })]);
    expect(moneyOf(acl, bill)).toMatchObject({ usd: 5, joint: 3 });
    const elsewhere = billOf([line('AWS WAF', 'WebACLNewName', october(3, 1), { Region: 'us-east-1' })]);
    expect(moneyOf(acl, elsewhere)).toMatchObject({ usd: 5, joint: 0 });
  });
});
