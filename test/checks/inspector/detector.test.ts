import { describe, expect, it } from 'vitest';
import { inspector } from '../../../src/checks/inspector/detector.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { tablesFor } from '../../support/detector.js';
import { gap, world } from '../../support/world.js';
import { accountRow, finding, findings, own } from './rows.js';

const here = 'eu-north-1';
const told = (accounts: StoredRow[] | Partial<CollectionFacts>) =>
  tablesFor(inspector, world({ 'inspector.accounts': accounts }));
const enabled = (details: Record<string, unknown>) => told([accountRow('ENABLED', {}, details)]);

describe('how Inspector stands', () => {
  it.each([
    ['ENABLED', 'on'],
    ['ENABLING', 'partial'],
    ['SUSPENDED', 'suspended'],
    ['DISABLED', 'off'],
    ['SOMETHING_NEW', 'unknown'],
  ])('%s is %s', (status, state) => {
    expect(inspector.standing(here, told([accountRow(status)]))).toMatchObject({ state });
  });

  it('tells the scans that are off', () => {
    const scans = { ec2: 'DISABLED', lambdaCode: 'DISABLED', codeRepository: null };
    expect(inspector.standing(here, told([accountRow('ENABLED', scans)]))).toMatchObject({
      state: 'partial',
      message: 'ENABLED; scans: ecr, lambda; not scanned: ec2, lambdaCode',
    });
    expect(inspector.standing(here, told([accountRow('ENABLED', { lambdaCode: 'DISABLED' })])).state).toBe('on');
  });

  it('is not known after a refusal', () => {
    expect(() => inspector.standing(here, told({ gaps: [gap('inspector2:BatchGetAccountStatus')] }))).toThrow('denied');
  });
});

describe("Inspector's place in the organization", () => {
  const place = (value: unknown) => inspector.organization?.(here, enabled({ organization: value }));
  const admin = (accountId: string) => ({ accountId, relationshipStatus: 'ENABLED' });
  const nothing = { ec2: false, ecr: false, lambda: false, lambdaCode: false, codeRepository: false };

  it('tells administrator, member, and neither', () => {
    expect(place(null)).toBeUndefined();
    expect(place({ delegatedAdmin: admin('444455556666'), autoEnable: null })).toEqual({
      role: 'member',
      message: 'administrator 444455556666 (ENABLED)',
    });
    expect(place({ delegatedAdmin: admin(own), autoEnable: { ...nothing, ec2: true, ecr: true } })).toEqual({
      role: 'administrator',
      message: 'new accounts are scanned: ec2, ecr',
    });
    expect(place({ delegatedAdmin: admin(own), autoEnable: nothing })?.message).toContain('not enabled by themselves');
    expect(() => place(gap('inspector2:GetDelegatedAdminAccount'))).toThrow('denied');
  });
});

describe('findings of Inspector', () => {
  const found = (value: unknown, counts: unknown = null) =>
    inspector.findings?.(here, enabled({ findings: value, counts }));

  it('come in the words that all detectors share', () => {
    const image = { type: 'AWS_ECR_CONTAINER_IMAGE', id: 'arn:aws:ecr:eu-north-1:1:repository/web/sha256:1' };
    const code = finding(2, {
      type: 'CODE_VULNERABILITY',
      vulnerabilityId: null,
      severity: 'UNTRIAGED',
      resource: image,
    });
    expect(found(findings([finding(1, { severity: 'CRITICAL' }), code]))).toMatchObject({
      findings: [
        {
          id: `arn:aws:inspector2:eu-north-1:${own}:finding/1`,
          type: 'CVE-2026-1',
          title: 'CVE-2026-1 - openssl',
          severity: 'critical',
          resource: { id: 'i-1', type: 'AWS::EC2::Instance' },
          account: own,
          created: '2026-10-01T08:00:00.000Z',
          updated: '2026-11-01T08:00:00.000Z',
        },
        { type: 'CODE_VULNERABILITY', severity: 'info', resource: image },
      ],
      leftOut: 0,
    });
  });

  it('survive what they do not know', () => {
    const odd = finding(1, { severity: 'DREADFUL', resource: null, firstObservedAt: null });
    expect(found(findings([odd]))?.findings).toMatchObject([{ severity: 'info', resource: { id: '', type: '' } }]);
    expect(found(null)).toEqual({ findings: [], leftOut: 0 });
  });

  it('say how many were left unread, where AWS tells', () => {
    const cut = findings([finding(1), finding(2)], true);
    expect(found(cut, { all: 31, critical: 1, high: 2, medium: 3 })?.leftOut).toBe(29);
    expect(found(cut, { all: 2, critical: 1, high: 2, medium: 3 })?.leftOut).toBeNull();
    expect(found(cut, gap('inspector2:ListFindingAggregations'))?.leftOut).toBeNull();
    expect(() => found(gap('inspector2:ListFindings'))).toThrow('denied');
  });
});

describe('what Inspector costs', () => {
  const usage = (type: string, estimatedMonthlyCost: number | null) => ({
    type,
    total: 1,
    estimatedMonthlyCost,
    currency: 'USD',
  });
  const coverage = [
    { groupKey: 'AWS_EC2_INSTANCE', count: 3 },
    { groupKey: 'AWS_LAMBDA_FUNCTION', count: 12 },
  ];

  it('is told by usage type, with what is watched for it', () => {
    const types = [usage('EC2_INSTANCE_HOURS', 3.75), usage('ECR_RESCAN', 0.4), usage('NEW_KIND', 1), usage('X', null)];
    const found = inspector.usage?.(here, enabled({ usage: types, coverage }));
    expect(found).toEqual([
      {
        what: 'EC2_INSTANCE_HOURS',
        amount: 3.75,
        currency: 'USD',
        period: 'estimated for a month',
        watches: '3 instances',
      },
      { what: 'ECR_RESCAN', amount: 0.4, currency: 'USD', period: 'estimated for a month' },
      { what: 'NEW_KIND', amount: 1, currency: 'USD', period: 'estimated for a month' },
    ]);
  });

  it('is a gap, not a number without its meaning, where it is not known what is watched', () => {
    const details = { usage: [usage('LAMBDA_FUNCTION_HOURS', 2)], coverage: gap('inspector2:ListCoverageStatistics') };
    expect(() => inspector.usage?.(here, enabled(details))).toThrow('ListCoverageStatistics was denied');
  });
});
