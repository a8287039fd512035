import { expect, it } from 'vitest';
import { unusedAccessWanted } from '../../../src/checks/accessanalyzer/unused-access.js';
import type { Analyzer } from '../../../src/checks/access-analyzer/analyzers.js';
import { gap, judge, world } from '../../support/world.js';
import { analyzerRow, findings } from '../access-analyzer/rows.js';
import { globally, role, user } from '../iam/rows.js';

const people = {
  'iam.users': [globally(user('ada')), globally(user('bo'))],
  'iam.roles': [globally(role('deploy')), globally(role('linked', { Path: '/aws-service-role/x.amazonaws.com/' }))],
};
const one = async (details: Record<string, unknown> = {}, more: Partial<Analyzer> = {}, iam: object = people) =>
  (
    await judge(
      unusedAccessWanted,
      world({
        ...(iam as typeof people),
        'access-analyzer.analyzers': [
          analyzerRow(
            'unused',
            { type: 'ACCOUNT_UNUSED_ACCESS', ...more },
            { findings: findings(7), settled: { UpdatedAt: null }, ...details },
          ),
        ],
      }),
    )
  )[0];

it('passes when findings are dealt with, or there are none', async () => {
  expect((await one({ settled: { UpdatedAt: '2026-11-01T00:00:00.000Z' } }))?.verdict).toBe('PASS');
  expect((await one({ findings: findings(0) }))?.message).toBe('it has no open finding');
});

it('fails when nobody has dealt with any for 90 days, and counts users and roles', async () => {
  expect(await one({ settled: { UpdatedAt: '2026-07-01T00:00:00.000Z' } })).toMatchObject({
    verdict: 'FAIL',
    message:
      '7 findings are open, and none was archived or resolved in 90 days; it analyses 3 users and roles of the account',
    saving: { releases: [{ price: 'iam/UnusedAccessAnalysis', units: 3 }] },
    disuse: { window: 90, last: '2026-07-01' },
    fix: { command: 'aws accessanalyzer delete-analyzer --analyzer-name unused --region eu-north-1' },
  });
  expect((await one({ findings: findings(2000, true) }))?.message).toContain('at least 2000 findings');
  const organization = await one({}, { type: 'ORGANIZATION_UNUSED_ACCESS' });
  expect(organization).toMatchObject({ verdict: 'FAIL', saving: { estimated: true } });
  expect(organization?.message).toContain('of this account alone');
});

it('never flags what is free, what is not active, or what is young', async () => {
  expect((await one({}, { type: 'ACCOUNT' }))?.verdict).toBe('NOT_APPLICABLE');
  expect((await one({}, { type: 'ORGANIZATION' }))?.verdict).toBe('NOT_APPLICABLE');
  expect((await one({}, { status: 'DISABLED' }))?.verdict).toBe('NOT_APPLICABLE');
  expect((await one({}, { createdAt: '2026-10-22T00:00:00.000Z' }))?.message).toBe(
    'too young to judge (31 of 90 days)',
  );
});

it('does not guess', async () => {
  expect((await one({ settled: gap('access-analyzer:ListFindingsV2') }))?.verdict).toBe('NOT_AVAILABLE');
  expect((await one({ findings: gap('access-analyzer:ListFindingsV2') }))?.verdict).toBe('NOT_AVAILABLE');
  const hidden = { gaps: [gap('iam:GetAccountAuthorizationDetails', { region: 'global' })] };
  expect((await one({}, {}, { ...people, 'iam.roles': hidden }))?.verdict).toBe('NOT_AVAILABLE');
});
