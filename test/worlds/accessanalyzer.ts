import { analyzerRow, findings } from '../checks/access-analyzer/rows.js';
import { globally, role, user } from '../checks/iam/rows.js';
import { gap, type World, world } from '../support/world.js';

const unused = (name: string, settled: unknown, count = 4) =>
  analyzerRow(name, { type: 'ACCOUNT_UNUSED_ACCESS' }, { findings: findings(count), settled });
const people = { 'iam.users': [globally(user('ada'))], 'iam.roles': [globally(role('deploy'))] };
const never = { UpdatedAt: null };

/** Analyzers that somebody reads, nobody reads, has nothing to say, or that are free. */
const several = world({
  ...people,
  'access-analyzer.analyzers': [
    unused('read', { UpdatedAt: '2026-11-10T00:00:00.000Z' }),
    unused('unread', never),
    unused('clean', never, 0),
    analyzerRow('free', {}, { findings: findings(2), settled: never }),
  ],
});

const dark = world({
  'iam.users': people['iam.users'],
  'iam.roles': { gaps: [gap('iam:GetAccountAuthorizationDetails', { region: 'global' })] },
  'access-analyzer.analyzers': [unused('unread', never), unused('dark', gap('access-analyzer:ListFindingsV2'))],
});

export const worlds: World[] = [several, dark];
