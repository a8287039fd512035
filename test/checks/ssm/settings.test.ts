import { describe, expect, it } from 'vitest';
import { advancedTierNeeded } from '../../../src/checks/ssm/settings.js';
import { ssm } from '../../../src/checks/ssm/system.js';
import { used } from '../../support/systems.js';
import { gap, judge, world } from '../../support/world.js';
import { series } from '../s3/rows.js';
import { nodeRow, noSessions, parameterRow, settingsRow } from './rows.js';

describe('ssm-advanced-instances-tier-needed', () => {
  const two = [nodeRow('mi-1'), nodeRow('mi-2', 'ConnectionLost')];
  const judged = async (tier: string | null | object, nodes: unknown = two, sessions: unknown = noSessions) => {
    const facts = { 'ssm.settings': [settingsRow(tier, { sessions })], 'ssm.nodes': nodes as never };
    return (await judge(advancedTierNeeded, world(facts)))[0];
  };
  const session = { Sessions: [{ Target: 'mi-1', StartDate: '2026-11-20T00:00:00.000Z' }], Truncated: false };

  it.each([
    ['standard', 'standard', two, noSessions, 'PASS'],
    ['no such setting', null, two, noSessions, 'PASS'],
    ['advanced without sessions', 'advanced', two, noSessions, 'FAIL'],
    ['advanced with a session', 'advanced', two, session, 'PASS'],
    ['advanced without servers', 'advanced', [], noSessions, 'FAIL'],
    [
      'advanced for a thousand',
      'advanced',
      Array.from({ length: 1000 }, (_, at) => nodeRow(`mi-${at}`)),
      noSessions,
      'PASS',
    ],
    ['a cut list', 'advanced', two, { Sessions: [], Truncated: true }, 'NOT_AVAILABLE'],
    ['hidden sessions', 'advanced', two, gap('ssm:DescribeSessions'), 'NOT_AVAILABLE'],
    ['hidden servers', 'advanced', { gaps: [gap('ssm:DescribeInstanceInformation')] }, noSessions, 'NOT_AVAILABLE'],
    ['a hidden setting', gap('ssm:GetServiceSetting'), two, noSessions, 'NOT_AVAILABLE'],
  ])('%s', async (_what, tier, nodes, sessions, verdict) => {
    expect((await judged(tier, nodes, sessions))?.verdict).toBe(verdict);
  });

  it('is priced by the servers that are connected', async () => {
    expect((await judged('advanced'))?.saving).toEqual({
      releases: [{ price: 'ssm/MI-AdvInstances-Hrs', units: 730 }],
    });
    expect((await judged('advanced', []))?.saving).toEqual({ releases: [] });
  });
});

describe('Systems Manager in the ledger', () => {
  const told = (parameters: object[] = [], nodes: object[] = [], reads = series(null)) => {
    const facts = {
      'ssm.parameters': parameters as never,
      'ssm.nodes': nodes as never,
      'ssm.settings': [settingsRow('standard', { reads })],
    };
    return used(ssm, world(facts), 'eu-north-1');
  };
  const old = parameterRow('db/host');

  it('is used when parameters are read', () => {
    const reads = series(ago => (ago === 3 ? 7 : null));
    expect(told([old], [], reads)).toMatchObject({
      inventory: { count: 1, names: ['db/host'] },
      use: { grade: 'strong', last: '2026-11-19' },
    });
  });
  it('is used, less surely, by servers and by what is written', () => {
    expect(told([], [nodeRow('mi-1')]).use).toMatchObject({ grade: 'medium' });
    const fresh = parameterRow('new', { LastModifiedDate: '2026-11-01T00:00:00.000Z' });
    expect(told([old, fresh]).use).toMatchObject({ grade: 'medium', last: '2026-11-01' });
  });
  it('is never called idle while there are parameters, whose reading leaves no trace', () => {
    expect(told([old]).use).toMatchObject({ gap: { reason: 'manual' } });
    expect(told().use).toMatchObject({ grade: 'none' });
  });
});
