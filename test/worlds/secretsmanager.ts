import { secretRow } from '../checks/secretsmanager/rows.js';
import { gap, type World, world } from '../support/world.js';

const unread = { LastAccessedDate: null };
const replicated = { ...unread, PrimaryRegion: 'eu-north-1' };
const replica = { Region: 'us-east-1', Status: 'InSync', LastAccessedDate: '2026-11-01T00:00:00.000Z' };

const shop = world({
  'secretsmanager.secrets': [
    secretRow('read'),
    secretRow('unread', unread),
    secretRow('rotated', { LastRotatedDate: '2026-11-21T02:00:00.000Z' }),
    secretRow('young', { ...unread, CreatedDate: '2026-11-20T00:00:00.000Z' }),
    secretRow('replicated', replicated, [replica]),
    secretRow('hidden', replicated, gap('secretsmanager:DescribeSecret')),
    secretRow('replicated', replicated, [], 'us-east-1'),
  ],
});

export const worlds: World[] = [shop];
