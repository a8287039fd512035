import { expect, it } from 'vitest';
import { route53System } from '../../../src/checks/route53/system.js';
import { gap, world } from '../../support/world.js';
import { used } from '../../support/systems.js';
import { daily, domain, endpoint, idle, silent, zone } from './rows.js';

/** As a private zone has it: AWS counts no queries of it. */
const notAsked = { Start: '', Period: 86_400, Values: [] };
const quiet = { use: { DNSQueries: daily(2) } };
const see = (zones: object, domains: object = [], endpoints: object = []) =>
  used(
    route53System,
    world({
      'route53.zones': zones as never,
      'route53.domains': domains as never,
      'route53.resolverEndpoints': endpoints as never,
    }),
    'global',
  );

it('sees use in the queries of zones and resolver endpoints', () => {
  expect(see([zone('Z1', 'example.com'), zone('Z2', 'old.example', {}, quiet)])).toMatchObject({
    inventory: { count: 2, names: ['example.com', 'old.example'] },
    use: { grade: 'strong', message: '1 public zone answered 15,500 queries in 30 days', last: '2026-11-22' },
  });
  expect(see([], [], [endpoint('rslvr-in-1'), endpoint('rslvr-out-1', idle)])).toMatchObject({
    inventory: { count: 2 },
    use: { grade: 'strong', message: '1 resolver endpoint carries queries' },
  });
});

it('knows less of private zones and of domains alone', () => {
  const inside = zone('Z1', 'corp.example', { PrivateZone: true }, { use: { DNSQueries: silent } });
  expect(see([inside])).toMatchObject({ use: { grade: 'medium' } });
  const unasked = zone('Z1', 'corp.example', { PrivateZone: true }, { use: { DNSQueries: notAsked } });
  expect(see([unasked, zone('Z2', 'example.com')])).toMatchObject({ use: { grade: 'strong' } });
  expect(see([], [domain('example.com')])).toMatchObject({ use: { grade: 'weak' } });
});

it('sees no use where scanners alone ask, or where there is nothing', () => {
  expect(see([zone('Z2', 'old.example', {}, quiet)])).toMatchObject({ use: { grade: 'none', window: 30 } });
  expect(see([])).toMatchObject({ inventory: { count: 0 }, use: { grade: 'none' } });
});

it('does not take what is hidden for nothing', () => {
  const hidden = { gaps: [gap('route53:ListHostedZones', { region: 'global' })] };
  expect(see(hidden)).toMatchObject({ inventory: { gap: {} }, use: { gap: {} } });
  const dark = zone('Z1', 'a.example', {}, { use: gap('cloudwatch:GetMetricData', { region: 'global' }) });
  expect(see([dark])).toMatchObject({ use: { gap: { api: 'cloudwatch:GetMetricData' } } });
  expect(see([dark, zone('Z2', 'b.example')])).toMatchObject({ use: { grade: 'strong' } });
  expect(see([], [], { gaps: [gap('ec2:DescribeNetworkInterfaces')] })).toMatchObject({ use: { gap: {} } });
});
