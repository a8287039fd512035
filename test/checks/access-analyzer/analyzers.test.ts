import { describe, expect, it } from 'vitest';
import { noActiveFindings } from '../../../src/checks/access-analyzer/analyzers.js';
import { analyzerActive } from '../../../src/checks/access-analyzer/regions.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { organizationRow, other, own, seenByMember, service } from '../organizations/rows.js';
import { analyzerRow, findings, regionRow } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const judged = (analyzers: Facts, organization: Facts = [], params = {}) =>
  judge(
    analyzerActive,
    world({
      'account.regions': [regionRow()],
      'access-analyzer.analyzers': analyzers,
      'organizations.organization': organization,
    }),
    params,
  );
const one = async (...given: Parameters<typeof judged>) => (await judged(...given))[0];

describe('access-analyzer-analyzer-active', () => {
  it('passes an active analyzer of external access, and of other types where they are asked for', async () => {
    expect((await one([analyzerRow('main')]))?.verdict).toBe('PASS');
    const unused = analyzerRow('unused', { type: 'ACCOUNT_UNUSED_ACCESS' });
    expect((await one([unused]))?.verdict).toBe('FAIL');
    const finding = await one([unused], [], { types: ['ACCOUNT', 'ACCOUNT_UNUSED_ACCESS'] });
    expect(finding).toMatchObject({ verdict: 'PASS', message: 'analyzer unused (ACCOUNT_UNUSED_ACCESS) is active' });
  });

  it('counts only the types asked for', async () => {
    const types = { types: ['ACCOUNT'] };
    expect((await one([analyzerRow('unused', { type: 'ACCOUNT_UNUSED_ACCESS' })], [], types))?.verdict).toBe('FAIL');
  });

  it('judges each analyzer', async () => {
    const stopped = analyzerRow('old', { status: 'DISABLED', statusReason: 'ORGANIZATION_DELETED' });
    const found = await judged([analyzerRow('main'), stopped]);
    expect(found.map(({ resource, verdict }) => [resource.id, verdict])).toEqual([
      ['eu-north-1/main', 'PASS'],
      ['eu-north-1/old', 'FAIL'],
    ]);
    expect(found[1]?.message).toContain('is DISABLED: ORGANIZATION_DELETED');
  });

  it('fails a region without analyzer, also when another region has one', async () => {
    const elsewhere = analyzerRow('main', {}, {}, 'us-east-1');
    expect(await one([elsewhere])).toMatchObject({
      verdict: 'FAIL',
      fix: { command: 'aws accessanalyzer create-analyzer --analyzer-name account --type ACCOUNT --region eu-north-1' },
    });
  });

  it("does not fail a member account whose organization's analyzer lives elsewhere", async () => {
    const finding = await one([], [seenByMember({ trustedServices: null })]);
    expect(finding?.verdict).toBe('NOT_AVAILABLE');
    expect(finding?.message).toContain(`account ${other}`);
  });

  it('fails where it is certain that no organization analyzer exists', async () => {
    expect((await one([], [organizationRow({ trustedServices: [] })]))?.verdict).toBe('FAIL');
    expect((await one([], [organizationRow({ trustedServices: [service('access-analyzer')] })]))?.verdict).toBe('FAIL');
    expect((await one([], [seenByMember({ trustedServices: [service('macie')] })]))?.verdict).toBe('FAIL');
    const billing = organizationRow(
      {},
      { FeatureSet: 'CONSOLIDATED_BILLING', Management: false, MasterAccountId: other },
    );
    expect((await one([], [billing]))?.verdict).toBe('FAIL');
    const types = { types: ['ACCOUNT'] };
    expect((await one([], [seenByMember({ trustedServices: null })], types))?.verdict).toBe('FAIL');
  });

  it('does not fail the management account while another account administers the analyzers', async () => {
    const delegated = organizationRow({ trustedServices: [service('access-analyzer', other)] });
    expect((await one([], [delegated]))?.verdict).toBe('NOT_AVAILABLE');
    const here = seenByMember({ trustedServices: [service('access-analyzer', own)] });
    expect((await one([], [here]))?.verdict).toBe('NOT_AVAILABLE');
  });

  it('does not guess', async () => {
    expect((await one({ gaps: [gap('access-analyzer:ListAnalyzers')] }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one([], { gaps: [gap('organizations:DescribeOrganization')] }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('access-analyzer-no-active-findings', () => {
  const judgeFindings = async (details: Record<string, unknown>, more = {}) =>
    (await judge(noActiveFindings, world({ 'access-analyzer.analyzers': [analyzerRow('main', more, details)] })))[0];

  it('passes none, fails some and names them', async () => {
    expect((await judgeFindings({ findings: findings(0) }))?.verdict).toBe('PASS');
    const finding = await judgeFindings({ findings: findings(2000, true) });
    expect(finding?.verdict).toBe('FAIL');
    expect(finding?.message).toMatch(/^at least 2000 active findings: ExternalAccess arn:aws:s3:::bucket-0, .*…$/);
  });

  it('leaves out analyzers that are not active', async () => {
    expect((await judgeFindings({}, { status: 'DISABLED' }))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not take a refusal, or a list that was cut before its first finding, for "none"', async () => {
    expect((await judgeFindings({ findings: gap('access-analyzer:ListFindingsV2') }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judgeFindings({ findings: findings(0, true) }))?.verdict).toBe('NOT_AVAILABLE');
  });
});
