import { describe, expect, it } from 'vitest';
import { apps } from '../../../src/checks/amplify/apps.js';
import { branches } from '../../../src/checks/amplify/branches.js';
import { buildsBounded } from '../../../src/checks/amplify/builds.js';
import { firewallWanted } from '../../../src/checks/amplify/firewall.js';
import { amplifySystem } from '../../../src/checks/amplify/system.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { daily, steady } from '../../support/series.js';
import { look } from '../../support/systems.js';
import { gap, judge, world } from '../../support/world.js';
import { appRow, branchRow, jobs, settings } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const judged = async (
  check: typeof firewallWanted | typeof buildsBounded,
  app: StoredRow,
  rows: Facts = [branchRow('d1')],
  params = {},
) => (await judge(check, world({ 'amplify.apps': [app], 'amplify.branches': rows }), params))[0];

describe('amplify-waf-earns-its-cost', () => {
  const quiet = { use: { Requests: daily({ 40: 9, 3: 20 }) } };

  it('passes an app that people visit', async () => {
    expect(await judged(firewallWanted, appRow('d1'))).toMatchObject({
      verdict: 'PASS',
      message: '3100 requests in 30 days',
    });
  });

  it('fails an app that hardly anybody visits, and claims the fee of Amplify alone', async () => {
    const finding = await judged(firewallWanted, appRow('d1', quiet));
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: 'a firewall for 20 requests in 30 days; its web ACL is billed besides',
      saving: { releases: [{ price: 'amplify/HostingWAF', units: 1 }] },
      cleanUp: { does: 'decide' },
    });
    expect(finding?.disuse).toBeUndefined();
    const dead = await judged(firewallWanted, appRow('d1', { use: { Requests: daily({ 40: 9 }) } }));
    expect(dead?.disuse).toMatchObject({ grade: 'strong', window: 30, last: '2026-10-13' });
    expect((await judged(firewallWanted, appRow('d1', quiet), [branchRow('d1')], { min_requests: 20 }))?.verdict).toBe(
      'PASS',
    );
  });

  it('fails an app all of whose branches somebody marked as something else than production', async () => {
    const app = appRow('d1', { settings: settings({ productionBranch: null }) });
    const beta = branchRow('d1', 'beta', {}, { stage: 'BETA' });
    expect((await judged(firewallWanted, app, [beta]))?.message).toBe(
      'a firewall for 3100 requests in 30 days, and no branch is of production; its web ACL is billed besides',
    );
    const unmarked = branchRow('d1', 'main', {}, { stage: 'NONE' });
    expect((await judged(firewallWanted, app, [beta, unmarked]))?.verdict).toBe('PASS');
  });

  it('leaves out apps without a firewall, and young ones', async () => {
    const none = settings({ wafConfiguration: null });
    expect((await judged(firewallWanted, appRow('d1', { settings: none })))?.verdict).toBe('NOT_APPLICABLE');
    const leaving = settings({ wafConfiguration: { webAclArn: null, wafStatus: 'DISASSOCIATING' } });
    expect((await judged(firewallWanted, appRow('d1', { settings: leaving })))?.verdict).toBe('NOT_APPLICABLE');
    const young = appRow('d1', quiet, { createTime: '2026-11-10T00:00:00.000Z' });
    expect((await judged(firewallWanted, young))?.message).toBe('too young to judge (12 of 30 days)');
  });

  it('does not take what it cannot see for nothing', async () => {
    for (const [name, api] of [
      ['use', 'cloudwatch:GetMetricData'],
      ['settings', 'amplify:GetApp'],
    ] as const) {
      expect((await judged(firewallWanted, appRow('d1', { [name]: gap(api) })))?.verdict).toBe('NOT_AVAILABLE');
    }
    const hidden = { gaps: [gap('amplify:ListBranches')] };
    expect((await judged(firewallWanted, appRow('d1', quiet), hidden))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('amplify-build-minutes-bounded', () => {
  const built = (...all: ReturnType<typeof jobs>[]) => ({ jobs: { jobs: all.flat(), truncated: false } });
  const many = (count: number) => Array.from({ length: count }, (_, at) => (at % 29) + 0.5);

  it('passes few builds, and none', async () => {
    expect(await judged(buildsBounded, appRow('d1'))).toMatchObject({
      verdict: 'PASS',
      message: '2 builds in 30 days, 20 minutes, 0 failed',
    });
    expect((await judged(buildsBounded, appRow('d1'), []))?.verdict).toBe('PASS');
  });

  it('fails more minutes than allowed, over all branches, and frees those beyond', async () => {
    const rows = [branchRow('d1', 'main', built(jobs(many(70)))), branchRow('d1', 'next', built(jobs(many(60))))];
    const finding = await judged(buildsBounded, appRow('d1'), rows);
    expect(finding).toMatchObject({ verdict: 'FAIL', saving: { estimated: true } });
    expect(finding?.message).toBe('1300 minutes of building (130 builds in 30 days, 1300 minutes, 0 failed)');
    expect(finding?.saving?.releases[0]?.units).toBeCloseTo((300 * 730) / 24 / 30, 6);
    expect((await judged(buildsBounded, appRow('d1'), rows, { max_minutes: 1300 }))?.verdict).toBe('PASS');
  });

  it('fails when nearly every third of ten builds fails, and says nothing of a share of few', async () => {
    const bad = branchRow('d1', 'main', built(jobs(many(6)), jobs(many(4), 'FAILED')));
    const finding = await judged(buildsBounded, appRow('d1'), [bad]);
    expect(finding?.message).toBe('4 of 10 builds failed (10 builds in 30 days, 100 minutes, 4 failed)');
    expect(finding?.saving?.releases[0]?.units).toBeCloseTo((40 * 730) / 24 / 30, 6);
    const few = branchRow('d1', 'main', built(jobs(many(1)), jobs(many(2), 'FAILED')));
    expect((await judged(buildsBounded, appRow('d1'), [few]))?.verdict).toBe('PASS');
  });

  it('fails previews on large instances, whose price it does not know', async () => {
    const large = appRow('d1', { settings: settings({ jobConfig: { buildComputeType: 'XLARGE_72GB' } }) });
    const preview = branchRow('d1', 'pr-7', built(jobs([2])), { stage: 'PULL_REQUEST', destinationBranch: 'main' });
    const finding = await judged(buildsBounded, large, [branchRow('d1'), preview]);
    expect(finding?.message).toContain('1 builds of previews on XLARGE_72GB');
    expect(finding?.saving).toBeUndefined();
    expect((await judged(buildsBounded, large, [branchRow('d1')]))?.verdict).toBe('PASS');
    expect((await judged(buildsBounded, appRow('d1'), [preview]))?.verdict).toBe('PASS');
  });

  it('leaves out builds of older days and of other apps', async () => {
    const old = branchRow('d1', 'main', built(jobs(many(200).map(ago => ago + 31))));
    const other = branchRow('d2', 'main', built(jobs(many(200))));
    expect((await judged(buildsBounded, appRow('d1'), [old, other]))?.message).toContain('0 builds');
  });

  it('does not guess where builds were hidden or cut short', async () => {
    const hidden = branchRow('d1', 'main', { jobs: gap('amplify:ListJobs') });
    expect((await judged(buildsBounded, appRow('d1'), [hidden]))?.verdict).toBe('NOT_AVAILABLE');
    const cut = branchRow('d1', 'main', { jobs: { jobs: jobs([1]), truncated: true } });
    expect((await judged(buildsBounded, appRow('d1'), [cut]))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(buildsBounded, appRow('d1'), { gaps: [gap('amplify:ListBranches')] }))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
  });
});

describe('the use of Amplify', () => {
  const see = (rows: StoredRow[], branchRows: StoredRow[] = [], gaps = [] as ReturnType<typeof gap>[]) =>
    look(amplifySystem, 'eu-north-1', {
      apps: [apps, { rows, gaps }],
      branches: [branches, { rows: branchRows, gaps: [] }],
    });
  const dead = { use: { Requests: daily() } };

  it('is strong by a visit, medium by a build, and none by neither', () => {
    expect(see([appRow('d1', { use: { Requests: steady(1) } })]).use).toMatchObject({
      grade: 'strong',
      last: '2026-11-22',
    });
    expect(see([appRow('d1', dead)], [branchRow('d1')]).use).toMatchObject({ grade: 'medium', last: '2026-11-21' });
    const old = branchRow('d1', 'main', { jobs: { jobs: jobs([120]), truncated: false } });
    expect(see([appRow('d1', dead)], [old])).toMatchObject({
      use: { grade: 'none', message: 'the one app was not visited or built in the last 90 days' },
      inventory: { count: 1, names: ['app d1'], newest: '2025-01-01T00:00:00.000Z' },
    });
    expect(see([]).use.message).toBe('there are no apps');
  });

  it('is never none where something was hidden', () => {
    expect(() => see([appRow('d1', { use: gap('cloudwatch:GetMetricData') })])).toThrow('denied');
    expect(() => see([], [], [gap('amplify:ListApps')])).toThrow('denied');
    const hidden = branchRow('d1', 'main', { jobs: gap('amplify:ListJobs') });
    expect(() => see([appRow('d1', dead)], [hidden])).toThrow('denied');
  });
});
