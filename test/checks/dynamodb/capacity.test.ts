import { describe, expect, it } from 'vitest';
import { tableAutoscaled } from '../../../src/checks/dynamodb/autoscaling.js';
import { capacityModeFitsTraffic } from '../../../src/checks/dynamodb/billing-mode.js';
import { capacityFitsDemand } from '../../../src/checks/dynamodb/capacity.js';
import { tableClassFitsAccess } from '../../../src/checks/dynamodb/table-class.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { daily, steady, hourly, since } from '../../support/series.js';
import { gap, judge, world } from '../../support/world.js';
import { busy, demanded, gigabyte, index, indexUsed, onDemand, tableRow, targetRow, units, used } from './rows.js';

const of = async (check: object, row: StoredRow, params = {}) =>
  (await judge(check, world({ 'dynamodb.tables': [row] }), params))[0];
/** Units a second, all hour long. */
const perSecond = (rate: number) => hourly(() => rate * 3600);

describe('dynamodb-provisioned-capacity-fits-demand', () => {
  const fits = (more: object, details: Record<string, unknown>, params = {}) =>
    of(capacityFitsDemand, tableRow('orders', more, { ...busy, ...details }), params);

  it('passes what is used, and what its busiest hour needs', async () => {
    const steady = demanded({ reads: perSecond(6), writes: perSecond(6), provisioned: hourly(() => 10) });
    expect(await fits({}, { demand: steady })).toMatchObject({
      verdict: 'PASS',
      message: 'used up to 60 % within 14 days',
    });
    const spiky = demanded({ reads: hourly(hour => (hour === 7 ? 5.5 * 3600 : 0)), writes: perSecond(6) });
    expect((await fits({}, { demand: spiky }))?.verdict).toBe('PASS');
  });

  it('fails units beyond twice the busiest hour, and frees them', async () => {
    const demand = demanded({ reads: perSecond(4), writes: perSecond(30), provisioned: hourly(() => 100) });
    const finding = await fits({ ProvisionedThroughput: units(100) }, { demand });
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: 'reads: 100 units, at most 4 used; writes: 100 units, at most 30 used, within 14 days',
    });
    expect(finding?.saving?.releases).toEqual([
      { price: 'dynamodb/ReadCapacityUnit-Hrs', units: 92 * 730 },
      { price: 'dynamodb/WriteCapacityUnit-Hrs', units: 40 * 730 },
    ]);
    expect((await fits({ ProvisionedThroughput: units(100) }, { demand }, { target_utilisation: 0.03 }))?.verdict).toBe(
      'PASS',
    );
  });

  it('judges the setting of today, keeps one unit, and leaves room for bursts', async () => {
    const lowered = demanded({ reads: perSecond(4), writes: perSecond(4), provisioned: hourly(() => 100) });
    expect((await fits({ ProvisionedThroughput: units(8) }, { demand: lowered }))?.verdict).toBe('PASS');
    expect((await fits({ ProvisionedThroughput: units(1) }, { demand: demanded({}) }))?.verdict).toBe('PASS');
    const bursts = demanded({
      reads: perSecond(1),
      writes: perSecond(1),
      throttled: daily(ago => (ago === 3 ? 12 : null)),
    });
    expect((await fits({}, { demand: bursts }))?.message).toContain('short bursts');
  });

  it('judges indexes that are queried; those that are not are a finding of their own', async () => {
    const indexes = { GlobalSecondaryIndexes: [index('by-guest', { ProvisionedThroughput: units(50) })] };
    const demand = {
      ...demanded({ reads: perSecond(9), writes: perSecond(9) }),
      ...demanded({ reads: perSecond(2), writes: perSecond(40) }, 'by-guest'),
    };
    const queried = await fits(indexes, { demand, indexUse: indexUsed('by-guest', steady(7)) });
    expect(queried?.message).toBe('reads of index by-guest: 50 units, at most 2 used, within 14 days');
    expect((await fits(indexes, { demand }))?.verdict).toBe('PASS');
  });

  it('has nothing to say of idle, young and on-demand tables, and does not guess', async () => {
    expect((await of(capacityFitsDemand, tableRow('idle')))?.message).toContain('not used for 30 days');
    expect((await fits({ CreationDateTime: '2026-11-15T00:00:00.000Z' }, {}))?.verdict).toBe('NOT_APPLICABLE');
    expect((await fits(onDemand, {}))?.verdict).toBe('NOT_APPLICABLE');
    expect((await fits({}, { demand: gap('cloudwatch:GetMetricData') }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await fits({}, { demand: {} }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('dynamodb-provisioned-table-autoscaled', () => {
  const scaled = async (row: StoredRow, targets: StoredRow[] | Partial<CollectionFacts>) =>
    (await judge(tableAutoscaled, world({ 'dynamodb.tables': [row], 'dynamodb.scalable-targets': targets })))[0];
  const both = (more = {}, region = 'eu-north-1') => [
    targetRow('table/orders', 'Read', undefined, {}, region),
    targetRow('table/orders', 'Write', undefined, more, region),
  ];
  const orders = tableRow('orders', {}, busy);

  it('passes reads and writes that scale', async () => {
    expect((await scaled(orders, both()))?.verdict).toBe('PASS');
  });

  it('fails what is missing, has no policy, or may not scale in', async () => {
    expect((await scaled(orders, []))?.message).toBe('reads do not scale; writes do not scale');
    expect((await scaled(orders, [targetRow('table/orders', 'Read')]))?.message).toBe('writes do not scale');
    const bare = [targetRow('table/orders', 'Read', []), targetRow('table/orders', 'Write')];
    expect((await scaled(orders, bare))?.message).toContain('no policy that moves it');
    expect((await scaled(orders, both({ DynamicScalingInSuspended: true })))?.message).toContain('suspended');
  });

  it('does not pair tables of one name across regions, nor indexes with tables', async () => {
    expect((await scaled(orders, both({}, 'us-east-1')))?.verdict).toBe('FAIL');
    expect((await scaled(orders, [targetRow('table/orders/index/by-day', 'Read')]))?.verdict).toBe('FAIL');
  });

  it('has nothing to say of one unit, of on demand, and of idle tables, where alarms would only cost', async () => {
    expect((await scaled(tableRow('orders', { ProvisionedThroughput: units(1) }, busy), []))?.verdict).toBe(
      'NOT_APPLICABLE',
    );
    expect((await scaled(tableRow('orders', onDemand, busy), []))?.verdict).toBe('NOT_APPLICABLE');
    expect((await scaled(tableRow('orders'), []))?.message).toContain('not used for 30 days');
  });

  it('does not guess', async () => {
    const api = 'application-autoscaling:DescribeScalableTargets';
    expect((await scaled(orders, { gaps: [gap(api)] }))?.verdict).toBe('NOT_AVAILABLE');
    expect(
      (await scaled(orders, [targetRow('table/orders', 'Read', gap(api)), targetRow('table/orders', 'Write')]))
        ?.verdict,
    ).toBe('NOT_AVAILABLE');
    expect((await scaled(tableRow('orders', {}, { use: gap('cloudwatch:GetMetricData') }), []))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
  });
});

describe('dynamodb-capacity-mode-fits-traffic', () => {
  const fits = (more: object, details: Record<string, unknown>, params = {}) =>
    of(capacityModeFitsTraffic, tableRow('orders', more, details), params);
  const month = 730 / 24;
  /** The same rate all day, day by day and hour by hour. */
  const allDay = (rate: number) => ({
    use: used(steady(rate * 86_400), steady(rate * 86_400)),
    demand: demanded({ reads: perSecond(rate), writes: perSecond(rate), provisioned: hourly(() => 200) }),
  });
  /** That rate in one hour a day. */
  const spiky = (rate: number) => ({
    use: used(steady(rate * 3600), steady(rate * 3600)),
    demand: demanded({
      reads: hourly(hour => (hour === 7 ? rate * 3600 : 0)),
      writes: hourly(hour => (hour === 7 ? rate * 3600 : 0)),
      provisioned: hourly(() => 200),
    }),
  });

  it('passes provisioned for allDay and on demand for spiky traffic', async () => {
    expect((await fits({ ProvisionedThroughput: units(200) }, allDay(120)))?.verdict).toBe('PASS');
    expect((await fits(onDemand, spiky(100)))?.verdict).toBe('PASS');
  });

  it('fails provisioned for spiky traffic, and says what would be paid instead', async () => {
    const finding = await fits({ ProvisionedThroughput: units(200) }, spiky(100));
    expect(finding).toMatchObject({ verdict: 'FAIL', saving: { estimated: true } });
    expect(finding?.message).toMatch(/^provisioned; on demand it would cost \d+ % of that at list prices$/);
    expect(finding?.saving?.releases).toEqual([
      { price: 'dynamodb/ReadCapacityUnit-Hrs', units: 200 * 730 },
      { price: 'dynamodb/WriteCapacityUnit-Hrs', units: 200 * 730 },
      { price: 'dynamodb/ReadRequestUnits', units: expect.closeTo(-100 * 3600 * month) as number },
      { price: 'dynamodb/WriteRequestUnits', units: expect.closeTo(-100 * 3600 * month) as number },
    ]);
  });

  it('fails on demand for allDay traffic', async () => {
    const finding = await fits(onDemand, allDay(40));
    expect(finding?.verdict).toBe('FAIL');
    expect(finding?.saving?.releases.map(one => Math.sign(one.units))).toEqual([1, 1, -1, -1]);
  });

  it('judges the mode of what is left once the capacity fits', async () => {
    // Two hundred units for a allDay ten: the surplus is the other rule's, and ten allDay units are right as they are.
    expect((await fits({ ProvisionedThroughput: units(200) }, allDay(15)))?.verdict).toBe('PASS');
  });

  it('does not advise to pay for what is free, or for cents', async () => {
    const free = { use: used(steady(100), steady(100)), demand: demanded({ throttled: steady(1) }) };
    expect((await fits({ ProvisionedThroughput: units(25) }, free))?.verdict).toBe('PASS');
    expect((await fits(onDemand, allDay(2)))?.verdict).toBe('PASS');
    expect((await fits(onDemand, allDay(40), { provisioned_to_on_demand: 1 }))?.verdict).toBe('PASS');
  });

  it('has nothing to say of idle, young and global tables, and does not guess', async () => {
    expect((await fits({}, {}))?.verdict).toBe('NOT_APPLICABLE');
    expect((await fits({ CreationDateTime: '2026-11-15T00:00:00.000Z' }, allDay(40)))?.verdict).toBe('NOT_APPLICABLE');
    const Replicas = [{ RegionName: 'us-east-1', ReplicaStatus: 'ACTIVE' }];
    expect((await fits({ Replicas }, allDay(40)))?.verdict).toBe('NOT_APPLICABLE');
    expect((await fits({}, { ...busy, demand: gap('cloudwatch:GetMetricData') }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('dynamodb-table-class-fits-access', () => {
  const fits = (
    more: object,
    details: Record<string, unknown> = { use: used(steady(1000), steady(1000)) },
    params = {},
  ) => of(tableClassFitsAccess, tableRow('history', more, details), params);
  const large = { TableSizeBytes: 500 * gigabyte };

  it('passes a busy table, fails one that mostly stores, and exchanges the units of the classes', async () => {
    expect(
      (await fits({ ...onDemand, ...large }, { use: used(steady(40_000_000), steady(10_000_000)) }))?.verdict,
    ).toBe('PASS');
    const finding = await fits({ ...onDemand, ...large });
    expect(finding).toMatchObject({ verdict: 'FAIL', saving: { estimated: true } });
    expect(finding?.saving?.releases.map(one => [one.price, Math.sign(one.units)])).toEqual([
      ['dynamodb/TimedStorage-ByteHrs', 1],
      ['dynamodb/ReadRequestUnits', 1],
      ['dynamodb/WriteRequestUnits', 1],
      ['dynamodb/IA-TimedStorage-ByteHrs', -1],
      ['dynamodb/IA-ReadRequestUnits', -1],
      ['dynamodb/IA-WriteRequestUnits', -1],
    ]);
  });

  it('counts provisioned capacity as throughput, and that what is free in Standard is not in Standard-IA', async () => {
    expect((await fits({ ...large, ProvisionedThroughput: units(1) }))?.verdict).toBe('FAIL');
    expect((await fits({ ...large, ProvisionedThroughput: units(500) }))?.verdict).toBe('PASS');
    const small = { TableSizeBytes: 120 * gigabyte };
    expect((await fits({ ...small, ProvisionedThroughput: units(1) }))?.verdict).toBe('FAIL');
    expect((await fits({ ...small, ProvisionedThroughput: units(25) }))?.verdict).toBe('PASS');
    expect((await fits({ ...onDemand, TableSizeBytes: 30 * gigabyte }))?.verdict).toBe('PASS');
  });

  it('has nothing to say of small, infrequent, idle and young tables, and does not guess', async () => {
    expect((await fits({ ...onDemand, TableSizeBytes: 25 * gigabyte }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await fits({ ...large, TableClass: 'STANDARD_INFREQUENT_ACCESS' }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await fits(large, {}))?.verdict).toBe('NOT_APPLICABLE');
    expect((await fits({ ...large, CreationDateTime: '2026-11-15T00:00:00.000Z' }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await fits(large, { use: gap('cloudwatch:GetMetricData') }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

it('a table that was only just used is not idle', async () => {
  const row = tableRow('orders', {}, { use: used(since(0, 1)), demand: demanded({}) });
  expect((await of(capacityFitsDemand, row))?.verdict).toBe('FAIL');
});
