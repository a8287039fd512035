import { describe, expect, it } from 'vitest';
import { machineClientInUse } from '../../../src/checks/cognito/machine-clients.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { clientRow, machineRow, tokens } from './rows.js';

const judged = async (client: StoredRow, params = {}) =>
  (await judge(machineClientInUse, world({ 'cognito.clients': [client] }), params))[0];

describe('an app client for machines', () => {
  it('passes where it got a token within the window', async () => {
    const found = await judged(machineRow('robot', tokens('2026-11-20T08:00:00.000Z')));
    expect(found).toMatchObject({ verdict: 'PASS', message: 'got a token 2 days ago' });
  });

  it('fails where it got none, and says when it last did', async () => {
    expect(await judged(machineRow('robot', tokens(null)))).toMatchObject({
      verdict: 'FAIL',
      saving: { releases: [{ price: 'cognito/CUPM2MAppClients', units: 1 }] },
      disuse: { grade: 'strong', window: 30, last: null },
      cleanUp: { does: 'delete', undo: 'never' },
    });
    const before = await judged(machineRow('robot', tokens('2026-10-01T08:00:00.000Z')));
    expect(before).toMatchObject({ verdict: 'FAIL', disuse: { last: '2026-10-01' } });
  });

  it('is too young to judge within the window, unless it is used', async () => {
    const young = { CreationDate: '2026-11-10T00:00:00.000Z' };
    const found = await judged(machineRow('robot', tokens(null), young));
    expect(found).toMatchObject({ verdict: 'NOT_APPLICABLE', message: 'too young to judge (12 of 30 days)' });
    expect((await judged(machineRow('robot', tokens('2026-11-20T08:00:00.000Z'), young)))?.verdict).toBe('PASS');
  });

  it('is undecided where requests name no client, or the history was not read far enough', async () => {
    const unnamed = await judged(machineRow('robot', tokens(null, { Unnamed: 3 })));
    expect(unnamed).toMatchObject({ verdict: 'NOT_AVAILABLE', gap: { reason: 'unexpected-answer' } });
    const cut = await judged(machineRow('robot', tokens(null, { Since: '2026-11-15T00:00:00.000Z' })));
    expect(cut).toMatchObject({ verdict: 'NOT_AVAILABLE', gap: { reason: 'truncated' } });
    const enough = await judged(machineRow('robot', tokens(null, { Since: '2026-10-01T00:00:00.000Z' })));
    expect(enough?.verdict).toBe('FAIL');
    expect((await judged(machineRow('robot', gap('cloudtrail:LookupEvents'))))?.verdict).toBe('NOT_AVAILABLE');
  });

  it('is judged by the window of rules.yaml, which cannot reach further back than the event history', async () => {
    const client = machineRow('robot', tokens('2026-10-01T08:00:00.000Z'));
    expect((await judged(client, { window_days: 60 }))?.verdict).toBe('PASS');
    const silent = await judged(machineRow('robot', tokens(null)), { window_days: 365 });
    expect(silent?.disuse?.window).toBe(90);
  });
});

it('a client for people is out of scope', async () => {
  expect((await judged(clientRow('pool', 'web')))?.verdict).toBe('NOT_APPLICABLE');
});
