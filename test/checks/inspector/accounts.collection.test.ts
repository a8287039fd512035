import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { accounts } from '../../../src/checks/inspector/accounts.js';
import { describeWithMoto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { type Handler, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

type Input = Record<string, string | undefined>;
const own = '123456789012';
const state = (status: string) => ({ status, errorCode: 'ALREADY_ENABLED', errorMessage: 'x' });
const account = (status: string, more: object = {}) => ({
  accountId: own,
  state: state(status),
  resourceState: { ec2: state(status), ecr: state('DISABLED'), lambda: state(status) },
  ...more,
});
const details = ['findings', 'counts', 'usage', 'coverage', 'organization'];
const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform: this', 403);
};
const found = (id: number, more: object = {}) => ({
  findingArn: `arn:aws:inspector2:eu-north-1:${own}:finding/${id}`,
  awsAccountId: own,
  type: 'PACKAGE_VULNERABILITY',
  description: 'long text that is not kept',
  title: 'CVE-2026-1 - openssl'.padEnd(400, '.'),
  remediation: { recommendation: { text: 'not kept' } },
  severity: 'CRITICAL',
  firstObservedAt: new Date('2026-10-01T08:00:00Z'),
  lastObservedAt: new Date('2026-11-01T08:00:00Z'),
  updatedAt: new Date('2026-11-02T08:00:00Z'),
  status: 'ACTIVE',
  resources: [{ type: 'AWS_EC2_INSTANCE', id: 'i-1', tags: { secret: 'x' } }],
  packageVulnerabilityDetails: { vulnerabilityId: 'CVE-2026-1', source: 'NVD' },
  fixAvailable: 'YES',
  exploitAvailable: 'NO',
  ...more,
});

describeWithMoto('the collection of Inspector accounts', () => {
  let stub: Stub;
  let asked: Record<string, unknown[]>;
  const answer = (operation: string, handler: Handler<Input>) =>
    stub.on(`inspector2:${operation}`, (input: Input, at) => {
      asked[operation] = [...(asked[operation] ?? []), input];
      return handler(input, at);
    });
  beforeAll(async () => {
    stub = await startStub({ upstream: (await moto()).port });
  });
  beforeEach(() => {
    stub.clear();
    asked = {};
    answer('BatchGetAccountStatus', () => ({ accounts: [account('ENABLED')], failedAccounts: [] }));
    answer('ListFindings', () => ({ findings: [] }));
    answer('ListFindingAggregations', () => ({ aggregationType: 'ACCOUNT', responses: [] }));
    answer('ListUsageTotals', () => ({ totals: [] }));
    answer('ListCoverageStatistics', () => ({ totalCounts: 0, countsByGroup: [] }));
    answer('GetDelegatedAdminAccount', () => ({}));
    answer('DescribeOrganizationConfiguration', () => ({ autoEnable: { ec2: true, ecr: false } }));
  });
  afterAll(() => stub.stop());
  const collected = (names: string[] = [], more = {}) =>
    collectOne(accounts, { port: stub.port, details: names, ...more });
  const detailOf = async (name: string, more = {}) => (await collected([name], more)).rows[0]?.details[name];
  const valueOf = async (name: string, more = {}) => {
    const outcome = await detailOf(name, more);
    return outcome?.ok ? outcome.value : outcome;
  };

  it('is one row with the state of the own account and of each scan', async () => {
    const { rows, gaps } = await collected();
    expect(asked['BatchGetAccountStatus']).toEqual([{ accountIds: [own] }]);
    const kept = (status: string) => ({ status, errorCode: 'ALREADY_ENABLED' });
    expect(gaps).toEqual([]);
    expect(rows.map(row => row.item)).toEqual([
      {
        accountId: own,
        state: kept('ENABLED'),
        resourceState: {
          ec2: kept('ENABLED'),
          ecr: kept('DISABLED'),
          lambda: kept('ENABLED'),
          lambdaCode: null,
          codeRepository: null,
        },
      },
    ]);
  });

  it('costs one call where Inspector is off', async () => {
    answer('BatchGetAccountStatus', () => ({ accounts: [account('DISABLED')] }));
    const { rows, calls } = await collected(details);
    expect(calls).toEqual({ 'inspector2:BatchGetAccountStatus': 1 });
    expect(rows[0]?.details).toEqual({
      findings: { ok: true, value: null },
      counts: { ok: true, value: null },
      usage: { ok: true, value: [] },
      coverage: { ok: true, value: [] },
      organization: { ok: true, value: null },
    });
  });

  it('takes neither a refusal nor a failed account for "off"', async () => {
    answer('BatchGetAccountStatus', denied);
    expect(await collected()).toMatchObject({ rows: [], gaps: [{ reason: 'denied' }] });
    const failed = { accountId: own, errorCode: 'ACCESS_DENIED', errorMessage: 'x', status: 'DISABLED' };
    answer('BatchGetAccountStatus', () => ({ accounts: [], failedAccounts: [failed] }));
    const { rows, gaps } = await collected();
    expect(rows).toEqual([]);
    expect(gaps).toMatchObject([{ reason: 'unexpected-answer' }]);
    expect(gaps[0]?.message).toContain('ACCESS_DENIED');
    answer('BatchGetAccountStatus', () => ({ accounts: [] }));
    expect((await collected()).gaps).toMatchObject([{ reason: 'unexpected-answer' }]);
  });

  it('asks for active findings of the own account, the gravest first, and keeps named fields', async () => {
    answer('ListFindings', pages({ findings: [found(1), found(2), found(3)] }, { size: 2, takes: 'nextToken' }));
    expect(await valueOf('findings')).toMatchObject({ Truncated: false, Total: 3, Findings: [{}, {}, {}] });
    expect(asked['ListFindings']?.[0]).toEqual({
      maxResults: 100,
      filterCriteria: {
        awsAccountId: [{ comparison: 'EQUALS', value: own }],
        findingStatus: [{ comparison: 'EQUALS', value: 'ACTIVE' }],
      },
      sortCriteria: { field: 'SEVERITY', sortOrder: 'DESC' },
    });
    answer('ListFindings', () => ({ findings: [found(1)] }));
    expect(await valueOf('findings')).toMatchObject({
      Findings: [
        {
          findingArn: `arn:aws:inspector2:eu-north-1:${own}:finding/1`,
          awsAccountId: own,
          type: 'PACKAGE_VULNERABILITY',
          title: 'CVE-2026-1 - openssl'.padEnd(300, '.'),
          severity: 'CRITICAL',
          firstObservedAt: '2026-10-01T08:00:00.000Z',
          updatedAt: '2026-11-02T08:00:00.000Z',
          fixAvailable: 'YES',
          exploitAvailable: 'NO',
          vulnerabilityId: 'CVE-2026-1',
          resource: { type: 'AWS_EC2_INSTANCE', id: 'i-1' },
        },
      ],
    });
    expect(JSON.stringify(await valueOf('findings'))).not.toMatch(/kept|secret/);
  });

  it('stops at the limit and says so, and survives findings without fields', async () => {
    answer('ListFindings', pages({ findings: [found(1), found(2), found(3)] }, { size: 2, takes: 'nextToken' }));
    const cut = await valueOf('findings', { maxDetectorFindings: 2 });
    expect(cut).toMatchObject({ Truncated: true, Total: null });
    expect(asked['ListFindings']).toHaveLength(1);
    expect(asked['ListFindings']?.[0]).toMatchObject({ maxResults: 2 });
    answer('ListFindings', () => ({ findings: [{}] }));
    expect(await valueOf('findings')).toMatchObject({ Findings: [{ severity: '', resource: null }], Total: 1 });
  });

  it('counts open findings, also those that are not read', async () => {
    answer('ListFindingAggregations', () => ({
      aggregationType: 'ACCOUNT',
      responses: [
        { accountAggregation: { accountId: '444455556666', severityCounts: { all: 9 } } },
        { accountAggregation: { accountId: own, severityCounts: { all: 31, critical: 1, high: 4, medium: 20 } } },
      ],
    }));
    expect(await valueOf('counts')).toEqual({ all: 31, critical: 1, high: 4, medium: 20 });
    expect(asked['ListFindingAggregations']).toEqual([
      { aggregationType: 'ACCOUNT', accountIds: [{ comparison: 'EQUALS', value: own }] },
    ]);
  });

  it('reads usage and coverage of the own account over pages', async () => {
    const usage = (type: string) => ({
      accountId: own,
      usage: [{ type, total: 720, estimatedMonthlyCost: 1.25, currency: 'USD' }],
    });
    const totals = ['EC2_INSTANCE_HOURS', 'ECR_RESCAN'].map(usage);
    answer('ListUsageTotals', pages({ totals }, { size: 1, takes: 'nextToken' }));
    expect(await valueOf('usage')).toEqual(
      ['EC2_INSTANCE_HOURS', 'ECR_RESCAN'].map(type => ({
        type,
        total: 720,
        estimatedMonthlyCost: 1.25,
        currency: 'USD',
      })),
    );
    expect(asked['ListUsageTotals']?.[0]).toEqual({ accountIds: [own] });
    const countsByGroup = ['AWS_EC2_INSTANCE', 'AWS_LAMBDA_FUNCTION'].map(groupKey => ({ groupKey, count: 4 }));
    answer('ListCoverageStatistics', pages({ countsByGroup }, { size: 1, takes: 'nextToken' }));
    expect(await valueOf('coverage')).toEqual(countsByGroup);
    expect(asked['ListCoverageStatistics']?.[0]).toMatchObject({
      groupBy: 'RESOURCE_TYPE',
      filterCriteria: { scanStatusCode: [{ comparison: 'EQUALS', value: 'ACTIVE' }] },
    });
  });

  it('asks for the organization only as its administrator', async () => {
    expect(await valueOf('organization')).toBeNull();
    answer('GetDelegatedAdminAccount', () => {
      throw new StubError('ResourceNotFoundException', 'There is no delegated administrator', 404);
    });
    expect(await valueOf('organization')).toBeNull();
    const admin = (accountId: string) => ({ delegatedAdmin: { accountId, relationshipStatus: 'ENABLED' } });
    answer('GetDelegatedAdminAccount', () => admin('444455556666'));
    expect(await valueOf('organization')).toEqual({ ...admin('444455556666'), autoEnable: null });
    expect(asked['DescribeOrganizationConfiguration']).toBeUndefined();
    answer('GetDelegatedAdminAccount', () => admin(own));
    expect(await valueOf('organization')).toEqual({
      ...admin(own),
      autoEnable: { ec2: true, ecr: false, lambda: false, lambdaCode: false, codeRepository: false },
    });
  });

  it.each([
    ['findings', 'ListFindings'],
    ['counts', 'ListFindingAggregations'],
    ['usage', 'ListUsageTotals'],
    ['coverage', 'ListCoverageStatistics'],
    ['organization', 'GetDelegatedAdminAccount'],
  ])('says when %s was refused', async (name, operation) => {
    answer(operation, denied);
    expect(await detailOf(name)).toMatchObject({
      ok: false,
      gap: {
        reason: 'denied',
        api: `inspector2:${operation}`,
        actions: expect.arrayContaining([`inspector2:${operation}`]) as string[],
      },
    });
  });
});
