import { accountRow } from '../checks/account/rows.js';
import { billRows, line } from '../checks/cost-explorer/rows.js';
import { gap, type World, world } from '../support/world.js';

const of = (...lines: object[]): World =>
  world({ 'account.accounts': [accountRow()], 'cost-explorer.lines': billRows(lines) });
const polled = (count: number) =>
  line('AWS Cost Explorer', 'APIRequest', { '2026-10': [count / 100, count] }, { Region: 'us-east-1' });

const month = (Service: string, UsageType: string, usd: number, count: number) =>
  line(Service, UsageType, { '2026-10': [usd, count] });
const metrics = (usd: number) => month('AmazonCloudWatch', 'CW:GMD-Metrics', usd, usd * 100_000);
const alarms = month('AmazonCloudWatch', 'CW:AlarmMonitorUsage', 5, 50);
const puts = (usd: number) => month('Amazon Simple Storage Service', 'Requests-Tier1', usd, usd * 200_000);
const stored = month('Amazon Simple Storage Service', 'TimedStorage-ByteHrs', 0.2, 9);

export const worlds: World[] = [
  of(polled(5411), line('Amazon DynamoDB', 'WriteCapacityUnit-Hrs', { '2026-09': 10, '2026-10': 40 })),
  of(metrics(40), alarms, puts(54), stored),
  of(metrics(1), alarms, puts(0.5), stored),
  of(polled(12), line('Amazon DynamoDB', 'WriteCapacityUnit-Hrs', { '2026-09': 40, '2026-10': 40 })),
  world({
    'account.accounts': [accountRow()],
    'cost-explorer.lines': { gaps: [gap('ce:GetCostAndUsage', { region: 'global' })] },
  }),
];
