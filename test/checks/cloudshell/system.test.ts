import { expect, it } from 'vitest';
import { cloudShellSystem } from '../../../src/checks/cloudshell/system.js';
import { gap, row, world } from '../../support/world.js';
import { used } from '../../support/systems.js';

const see = (events: object, region = 'eu-north-1') =>
  used(cloudShellSystem, world({ 'cloudshell.events': events as never }), region);
const event = (EventTime: string, EventName = 'CreateSession') =>
  row({ EventId: EventTime, EventName, EventTime, Username: 'ada' });

it('tells when a shell was last opened, and that AWS has no list', () => {
  const events = [event('2026-10-02T08:00:00.000Z'), event('2026-11-20T08:00:00.000Z', 'SendHeartBeat')];
  expect(see(events)).toEqual({
    inventory: undefined,
    use: {
      grade: 'strong',
      message:
        'last used on 2026-11-20 by ada (SendHeartBeat in the event history); AWS has no list of its environments',
      last: '2026-11-20',
      window: 90,
      evidence: [{ api: 'cloudtrail:LookupEvents', field: 'EventTime', value: '2026-11-20T08:00:00.000Z' }],
    },
  });
});

it('tells regions apart, and a history without a shell from one that nobody could read', () => {
  expect(see([event('2026-11-20T08:00:00.000Z')], 'us-east-1')).toMatchObject({ use: { grade: 'none', last: null } });
  expect(see({ gaps: [gap('cloudtrail:LookupEvents')] })).toMatchObject({
    use: { gap: { api: 'cloudtrail:LookupEvents' } },
  });
});
