import { appRow, branchRow, jobs, settings } from '../checks/amplify/rows.js';
import { daily } from '../support/series.js';
import { gap, type World, world } from '../support/world.js';

const many = Array.from({ length: 130 }, (_, at) => (at % 29) + 0.5);

/** A site, a preview that nobody visits and that builds all day, and a preview on a firewall of its own. */
const seen = world({
  'amplify.apps': [
    appRow('d1'),
    appRow('d2', { use: { Requests: daily() } }),
    appRow('d3', { settings: settings({ productionBranch: null }) }),
    appRow('d4', { settings: settings({ wafConfiguration: null }) }),
  ],
  'amplify.branches': [
    branchRow('d1'),
    branchRow('d2', 'main', { jobs: { jobs: jobs(many), truncated: false } }),
    branchRow('d3', 'beta', { jobs: { jobs: jobs([1]), truncated: false } }, { stage: 'BETA' }),
  ],
});

/** The branches of one app cannot be seen. */
const hidden = world({
  'amplify.apps': [appRow('d1'), appRow('d2', { use: { Requests: daily() } })],
  'amplify.branches': { rows: [branchRow('d1')], gaps: [gap('amplify:ListBranches', { resource: 'd2' })] },
});

export const worlds: World[] = [seen, hidden];
