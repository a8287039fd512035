import {
  advice,
  aliasRow,
  functionRow,
  provisionedRow,
  unused,
  used,
  versionRow,
  warm,
} from '../checks/lambda/rows.js';
import { steady } from '../support/series.js';
import { gap, type World, world } from '../support/world.js';

const over = advice('NotOptimized', 'MemoryOverprovisioned');

/** Some things good and some bad, all seen. */
const seen = world({
  'lambda.functions': [
    functionRow('search'),
    functionRow('large', { use: used(), recommendation: over }),
    functionRow('broken', { use: used({ Errors: steady(5) }), recommendation: { Enrolled: true, Finding: null } }),
    functionRow('idle', { use: unused, recommendation: { Enrolled: true, Finding: null } }),
  ],
  'lambda.versions': [
    versionRow('1'),
    versionRow('2', { 4: 2 }),
    versionRow('7'),
    versionRow('9', {}, { LastModified: '2026-11-10T00:00:00.000Z' }),
  ],
  'lambda.aliases': [aliasRow('live', '7', { 1: 50 }), aliasRow('old', '1')],
  'lambda.provisioned-concurrency': [
    provisionedRow(warm(0.6)),
    provisionedRow(warm(0), { Qualifier: 'old' }),
    provisionedRow(warm(0), { Qualifier: 'night' }, { scheduledActions: ['night'] }),
    provisionedRow(warm(0), { Qualifier: 'new', LastModified: '2026-11-20T00:00:00.000Z' }),
  ],
});

/** Much of it hidden; Compute Optimizer is off. */
const hidden = world({
  'lambda.functions': {
    rows: [functionRow('search', { use: used(), recommendation: { Enrolled: false, Finding: null } })],
    gaps: [gap('lambda:ListFunctions', { region: 'us-east-1' })],
  },
  'lambda.versions': [versionRow('1'), versionRow('7')],
  'lambda.aliases': {
    rows: [aliasRow('live', '7', { 1: 50 })],
    gaps: [gap('lambda:ListAliases', { resource: 'mail' })],
  },
  'lambda.provisioned-concurrency': [provisionedRow(gap('cloudwatch:GetMetricData'))],
});

export const worlds: World[] = [seen, hidden];
