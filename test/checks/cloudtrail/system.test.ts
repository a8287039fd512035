import { expect, it } from 'vitest';
import { cloudtrailSystem } from '../../../src/checks/cloudtrail/system.js';
import { gap, row, world } from '../../support/world.js';
import { used } from '../../support/systems.js';
import { status, stopped, trail } from '../../worlds/cloudtrail.js';
import { store } from './cost-rows.js';

const see = (trails: object, stores: object = [], region = 'us-east-1') =>
  used(
    cloudtrailSystem,
    world({ 'cloudtrail.trails': trails as never, 'cloudtrail.eventDataStores': stores as never }),
    region,
  );

it('counts a trail where it is at home, and as use wherever it records', () => {
  const trails = [row(trail(), { status: status() })];
  expect(see(trails)).toMatchObject({
    inventory: { count: 0 },
    use: { grade: 'strong', last: '2026-11-22', message: expect.stringContaining('us-east-1') as string },
  });
  expect(see(trails, [store('lake')], 'eu-north-1')).toMatchObject({
    inventory: { count: 2, names: ['main', 'lake'], newest: '2025-03-01T00:00:00.000Z' },
  });
  expect(cloudtrailSystem.guard).toBe(true);
});

it('sees a store that takes in events, a trail that is off, and nothing at all', () => {
  const off = [row(trail(), { status: stopped() })];
  expect(see(off, [store('lake')], 'eu-north-1')).toMatchObject({ use: { grade: 'medium' } });
  expect(see(off)).toMatchObject({
    use: { grade: 'none', message: 'trail main covers us-east-1, but is switched off' },
  });
  expect(see([])).toMatchObject({ use: { grade: 'none' } });
});

it('does not take what is hidden for nothing', () => {
  const elsewhere = { gaps: [gap('cloudtrail:DescribeTrails')] };
  expect(see(elsewhere)).toMatchObject({ use: { gap: {} } });
  expect(see([row(trail(), { status: gap('cloudtrail:GetTrailStatus') })])).toMatchObject({ use: { gap: {} } });
  const stores = { gaps: [gap('cloudtrail:ListEventDataStores', { region: 'us-east-1' })] };
  expect(see([], stores)).toMatchObject({ inventory: { gap: {} }, use: { gap: {} } });
});
