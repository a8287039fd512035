import { accountRow } from '../checks/account/rows.js';
import { billRows, line } from '../checks/cost-explorer/rows.js';
import { gap, type World, world } from '../support/world.js';

const of = (...lines: object[]): World =>
  world({ 'account.accounts': [accountRow()], 'cost-explorer.lines': billRows(lines) });
const polled = (count: number) =>
  line('AWS Cost Explorer', 'APIRequest', { '2026-10': [count / 100, count] }, { Region: 'us-east-1' });

export const worlds: World[] = [
  of(polled(5411), line('Amazon DynamoDB', 'WriteCapacityUnit-Hrs', { '2026-09': 10, '2026-10': 40 })),
  of(polled(12), line('Amazon DynamoDB', 'WriteCapacityUnit-Hrs', { '2026-09': 40, '2026-10': 40 })),
  world({
    'account.accounts': [accountRow()],
    'cost-explorer.lines': { gaps: [gap('ce:GetCostAndUsage', { region: 'global' })] },
  }),
];
