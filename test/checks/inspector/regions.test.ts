import { describe, expect, it } from 'vitest';
import { enabled, noActiveFindings } from '../../../src/checks/inspector/regions.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { regionRow } from '../access-analyzer/rows.js';
import { accountRow, finding, findings } from './rows.js';

const judged = async (check: object, accounts: StoredRow[] | Partial<CollectionFacts>) =>
  (await judge(check, world({ 'account.regions': [regionRow()], 'inspector.accounts': accounts })))[0];

describe('inspector-enabled', () => {
  it.each([
    ['ENABLED', 'PASS'],
    ['ENABLING', 'FAIL'],
    ['DISABLED', 'FAIL'],
    ['SUSPENDED', 'FAIL'],
  ])('%s gives %s', async (status, verdict) => {
    expect(await judged(enabled, [accountRow(status)])).toMatchObject({ verdict, message: `Inspector is ${status}` });
  });

  it('is not about single scans', async () => {
    expect((await judged(enabled, [accountRow('ENABLED', { ec2: 'DISABLED', lambda: null })]))?.verdict).toBe('PASS');
  });

  it('does not take another region for this one, nor a refusal for "off"', async () => {
    const elsewhere = accountRow('DISABLED', {}, {}, 'us-east-1');
    expect((await judged(enabled, [elsewhere, accountRow('ENABLED')]))?.verdict).toBe('PASS');
    expect((await judged(enabled, [elsewhere]))?.verdict).toBe('NOT_AVAILABLE');
    const denied = await judged(enabled, { gaps: [gap('inspector2:BatchGetAccountStatus')] });
    expect(denied).toMatchObject({ verdict: 'NOT_AVAILABLE', gap: { reason: 'denied' } });
  });
});

describe('inspector-no-active-findings', () => {
  const of = (value: unknown) => judged(noActiveFindings, [accountRow('ENABLED', {}, { findings: value })]);

  it('passes none, fails some: counts them by severity and names the first', async () => {
    expect((await of(findings([])))?.verdict).toBe('PASS');
    const nameless = finding(4, {
      severity: 'MEDIUM',
      vulnerabilityId: null,
      title: 'Port 22 is reachable',
      resource: null,
    });
    const some = await of(findings([finding(1, { severity: 'CRITICAL' }), finding(2), nameless, finding(3)]));
    expect(some).toMatchObject({
      verdict: 'FAIL',
      message:
        '4 active findings (1 CRITICAL, 2 HIGH, 1 MEDIUM), among them CVE-2026-1 on i-1, CVE-2026-2 on i-1, Port 22 is reachable on no named resource …',
      evidence: [{ value: { active: 4 } }],
    });
    expect((await of(findings([finding(1)])))?.message).toMatch(/^1 active finding \(/);
    expect((await of(findings([finding(1)], true)))?.message).toMatch(/^at least 1 active finding /);
  });

  it('has nothing to say where Inspector is not enabled', async () => {
    expect((await judged(noActiveFindings, [accountRow('DISABLED')]))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not take a refusal, or a list that was cut before its first finding, for "none"', async () => {
    expect((await of(gap('inspector2:ListFindings')))?.verdict).toBe('NOT_AVAILABLE');
    expect((await of(findings([], true)))?.verdict).toBe('NOT_AVAILABLE');
  });
});
