import { nodeRow, noSessions, settingsRow } from '../checks/ssm/rows.js';
import { gap, type World, world } from '../support/world.js';

const session = { Sessions: [{ Target: 'mi-1', StartDate: '2026-11-20T00:00:00.000Z' }], Truncated: false };

const used = world({
  'ssm.settings': [
    settingsRow('advanced', { sessions: session }),
    settingsRow('advanced', { sessions: noSessions }, 'us-east-1'),
  ],
  'ssm.nodes': [nodeRow('mi-1'), nodeRow('mi-2', 'Online', 'us-east-1')],
});

const idle = world({
  'ssm.settings': [settingsRow('advanced'), settingsRow(gap('ssm:GetServiceSetting'), {}, 'us-east-1')],
  'ssm.nodes': [],
});

export const worlds: World[] = [used, idle];
