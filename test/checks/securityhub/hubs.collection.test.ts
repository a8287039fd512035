import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { controlRules } from '../../../src/checks/securityhub/controls.generated.js';
import type { ControlVerdict, HubFinding, Read } from '../../../src/checks/securityhub/findings.js';
import { hubs } from '../../../src/checks/securityhub/hubs.js';
import type { Outcome } from '../../../src/core/types.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { DEFAULT_ACCOUNT, type Handler, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const hubArn = `arn:aws:securityhub:eu-north-1:${DEFAULT_ACCOUNT}:hub/default`;
const hub = () => ({ HubArn: hubArn, SubscribedAt: '2025-01-01T00:00:00.000Z', AutoEnableControls: true });
const refuse = (name: string, message: string): Handler => {
  return () => {
    throw new StubError(name, message, name === 'InvalidAccessException' ? 401 : 403);
  };
};
const byIam = refuse('AccessDeniedException', 'User: x is not authorized to perform this');
const paging = { takes: 'NextToken' };

const asff = (id: number | string, more: object = {}) => ({
  SchemaVersion: '2018-10-08',
  Id: `f-${id}`,
  ProductArn: 'arn:aws:securityhub:eu-north-1::product/aws/securityhub',
  ProductName: 'Security Hub',
  GeneratorId: 'security-control/IAM.3',
  AwsAccountId: DEFAULT_ACCOUNT,
  CreatedAt: '2026-10-01T08:00:00.000Z',
  UpdatedAt: '2026-11-01T08:00:00.000Z',
  Title: 'x'.repeat(400),
  Description: 'chosen by somebody',
  Severity: { Label: 'MEDIUM', Normalized: 40 },
  Resources: [{ Id: `arn:aws:iam::${DEFAULT_ACCOUNT}:user/u-${id}`, Type: 'AwsIamUser', Region: 'eu-north-1' }],
  Compliance: { Status: 'FAILED', SecurityControlId: 'IAM.3' },
  Workflow: { Status: 'NEW' },
  RecordState: 'ACTIVE',
  ...more,
});

describeWithMoto('the collection of Security Hub hubs', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());

  const detailOf = async (name: string, options: object = {}) => {
    stub.on('securityhub:DescribeHub', hub);
    const { rows, calls } = await collectOne(hubs, { port: stub.port, details: [name], ...options });
    const outcome = rows[0]?.details[name] as Outcome;
    return { outcome, value: outcome.ok ? outcome.value : undefined, calls };
  };

  it('brings nothing, at the cost of one call, where the account is not subscribed', async () => {
    const details = Object.keys(hubs.details);
    const found = await collectOne(hubs, { port: stub.port, details });
    expect(found).toEqual({ rows: [], gaps: [], calls: { 'securityhub:DescribeHub': 1 } });
  });

  it.each([
    ['a denial by IAM', byIam, 'denied'],
    ['another refusal of the same name', refuse('InvalidAccessException', 'The account is suspended'), 'denied'],
  ])('does not take %s for "off"', async (_what, handler, reason) => {
    stub.on('securityhub:DescribeHub', handler);
    const { rows, gaps } = await collectOne(hubs, { port: stub.port });
    expect(rows).toEqual([]);
    expect(gaps).toMatchObject([{ reason, api: 'securityhub:DescribeHub' }]);
  });

  it('copies named fields', async () => {
    stub.on('securityhub:DescribeHub', hub);
    expect((await collectOne(hubs, { port: stub.port })).rows).toMatchObject([
      {
        item: {
          HubArn: hubArn,
          SubscribedAt: '2025-01-01T00:00:00.000Z',
          AutoEnableControls: true,
          ControlFindingGenerator: null,
        },
      },
    ]);
  });

  it('reads every page of standards, products and administrators', async () => {
    const StandardsArn = 'arn:aws:securityhub:eu-north-1::standards/pci-dss/v/3.2.1';
    const broken = { StandardsStatusReason: { StatusReasonCode: 'NO_AVAILABLE_CONFIGURATION_RECORDER' } };
    const standards = [
      { StandardsSubscriptionArn: 'a', StandardsArn, StandardsInput: {}, StandardsStatus: 'READY' },
      { StandardsSubscriptionArn: 'b', StandardsArn, StandardsInput: {}, StandardsStatus: 'INCOMPLETE', ...broken },
    ];
    stub.on('securityhub:GetEnabledStandards', pages({ StandardsSubscriptions: standards }, { size: 1, ...paging }));
    expect(await detailOf('standards')).toMatchObject({
      value: [
        { StandardsArn, StandardsStatus: 'READY', StatusReasonCode: null },
        { StandardsArn, StandardsStatus: 'INCOMPLETE', StatusReasonCode: 'NO_AVAILABLE_CONFIGURATION_RECORDER' },
      ],
      calls: { 'securityhub:GetEnabledStandards': 2 },
    });
    stub.on(
      'securityhub:ListEnabledProductsForImport',
      pages({ ProductSubscriptions: ['a', 'b', 'c'] }, { size: 2, ...paging }),
    );
    expect((await detailOf('products')).value).toEqual(['a', 'b', 'c']);
    const AdminAccounts = ['1', '2'].map(AccountId => ({ AccountId, Status: 'ENABLED' }));
    stub.on('securityhub:ListOrganizationAdminAccounts', pages({ AdminAccounts }, { size: 1, ...paging }));
    expect((await detailOf('administrators')).value).toEqual(AdminAccounts);
  });

  it.each([
    ['administrators', 'securityhub:ListOrganizationAdminAccounts'],
    ['organizationConfiguration', 'securityhub:DescribeOrganizationConfiguration'],
  ])('has no %s where the account is not the administrator, and a gap where IAM denies', async (name, api) => {
    const message = `Account ${DEFAULT_ACCOUNT} is not an administrator for this organization`;
    stub.on(api, refuse('InvalidAccessException', message));
    expect((await detailOf(name)).outcome).toEqual({ ok: true, value: null });
    stub.on(api, byIam);
    expect((await detailOf(name)).outcome).toMatchObject({ ok: false, gap: { reason: 'denied', api } });
  });

  it('reads how new accounts are treated, and who administers this one', async () => {
    stub.on('securityhub:DescribeOrganizationConfiguration', () => ({
      AutoEnable: false,
      AutoEnableStandards: 'NONE',
      OrganizationConfiguration: { ConfigurationType: 'CENTRAL', Status: 'ENABLED' },
    }));
    expect((await detailOf('organizationConfiguration')).value).toEqual({
      AutoEnable: false,
      AutoEnableStandards: 'NONE',
      ConfigurationType: 'CENTRAL',
      Status: 'ENABLED',
    });
    stub.on('securityhub:GetAdministratorAccount', () => ({}));
    expect((await detailOf('membership')).outcome).toEqual({ ok: true, value: null });
    stub.on('securityhub:GetAdministratorAccount', () => ({
      Administrator: { AccountId: '444455556666', MemberStatus: 'Enabled' },
    }));
    expect((await detailOf('membership')).value).toEqual({ AccountId: '444455556666', MemberStatus: 'Enabled' });
  });

  it('asks for open findings of this region, gravest first, and keeps named fields', async () => {
    const asked: object[] = [];
    stub.on('securityhub:GetFindings', (input: object) => {
      asked.push(input);
      const passed = { Compliance: { Status: 'PASSED', SecurityControlId: 'IAM.3' } };
      return { Findings: [asff(1), asff(2, passed), asff(3, { Compliance: undefined })] };
    });
    const { value } = await detailOf('findings');
    const is = (...values: string[]) => values.map(Value => ({ Value, Comparison: 'EQUALS' }));
    expect(asked).toEqual([
      {
        Filters: {
          RecordState: is('ACTIVE'),
          WorkflowStatus: is('NEW', 'NOTIFIED'),
          Region: is('eu-north-1'),
        },
        SortCriteria: [{ Field: 'SeverityNormalized', SortOrder: 'desc' }],
        MaxResults: 100,
      },
    ]);
    const { Findings, ...rest } = value as Read<HubFinding>;
    expect(rest).toEqual({ Truncated: false, Total: 2 });
    expect(Findings.map(({ Id }) => Id)).toEqual(['f-1', 'f-3']);
    expect(Findings[0]).toEqual({
      Id: 'f-1',
      ProductName: 'Security Hub',
      GeneratorId: 'security-control/IAM.3',
      AwsAccountId: DEFAULT_ACCOUNT,
      Types: [],
      Title: 'x'.repeat(300),
      Severity: { Label: 'MEDIUM' },
      Compliance: { Status: 'FAILED', SecurityControlId: 'IAM.3' },
      Workflow: { Status: 'NEW' },
      Resources: [{ Id: `arn:aws:iam::${DEFAULT_ACCOUNT}:user/u-1`, Type: 'AwsIamUser', Region: 'eu-north-1' }],
      CreatedAt: '2026-10-01T08:00:00.000Z',
      UpdatedAt: '2026-11-01T08:00:00.000Z',
    });
  });

  it('stops at the bound, and says so', async () => {
    const many = [1, 2, 3, 4, 5].map(id => asff(id));
    stub.on('securityhub:GetFindings', pages({ Findings: many }, { size: 2, ...paging }));
    const cut = await detailOf('findings', { maxDetectorFindings: 3 });
    expect(cut.value).toMatchObject({ Truncated: true, Total: null, Findings: [{}, {}, {}] });
    expect(cut.calls).toMatchObject({ 'securityhub:GetFindings': 2 });
    expect((await detailOf('findings', { maxDetectorFindings: 5 })).value).toMatchObject({
      Truncated: false,
      Total: 5,
    });
    const even = await detailOf('findings', { maxDetectorFindings: 4 });
    expect(even.value).toMatchObject({ Truncated: true });
    expect(even.calls).toMatchObject({ 'securityhub:GetFindings': 2 });
  });

  it('asks for the verdicts of known controls about this account, at most 20 controls a request', async () => {
    interface Input {
      Filters: Record<string, { Value: string }[]>;
    }
    const asked: Input['Filters'][] = [];
    stub.on('securityhub:GetFindings', ({ Filters }: Input) => {
      asked.push(Filters);
      if (asked.length > 1) return { Findings: [] };
      const again = { Id: 'f-later', GeneratorId: 'pci-dss/v/3.2.1/IAM.3', UpdatedAt: '2026-11-02T08:00:00.000Z' };
      const { Resources } = asff(1);
      const old = { Id: 'f-old', Resources, Compliance: { Status: 'PASSED' }, UpdatedAt: '2026-10-02T08:00:00.000Z' };
      return {
        Findings: [
          asff(1),
          asff(2, { Workflow: { Status: 'SUPPRESSED' } }),
          asff(3, { ...again, Resources }),
          asff(4, old),
        ],
      };
    });
    const { value } = await detailOf('controls');
    const ids = asked.map(filters => filters['ComplianceSecurityControlId']?.map(({ Value }) => Value) ?? []);
    expect(ids.flat()).toEqual(Object.keys(controlRules));
    expect(Math.max(...ids.map(list => list.length))).toBe(20);
    expect(asked[0]).toMatchObject({
      ProductName: [{ Value: 'Security Hub' }],
      RecordState: [{ Value: 'ACTIVE' }],
      Region: [{ Value: 'eu-north-1' }],
      AwsAccountId: [{ Value: DEFAULT_ACCOUNT }],
    });
    expect(asked[0]).not.toHaveProperty('WorkflowStatus');
    const { Findings } = value as Read<ControlVerdict>;
    expect(Findings.map(({ Id, Workflow }) => [Id, Workflow.Status])).toEqual([
      ['f-2', 'SUPPRESSED'],
      ['f-later', 'NEW'],
    ]);
    expect(Object.keys(Findings[0] ?? {}).sort()).toEqual(
      ['AwsAccountId', 'Compliance', 'GeneratorId', 'Id', 'Resources', 'UpdatedAt', 'Workflow'].sort(),
    );
  });

  it('shares the bound among the requests for controls', async () => {
    stub.on('securityhub:GetFindings', () => ({ Findings: [asff(1), asff(2)] }));
    const { value, calls } = await detailOf('controls', { maxDetectorFindings: 2 });
    expect(value).toMatchObject({ Truncated: true, Total: null });
    expect(calls).toMatchObject({ 'securityhub:GetFindings': 1 });
  });

  it.each([
    ['standards', 'securityhub:GetEnabledStandards'],
    ['products', 'securityhub:ListEnabledProductsForImport'],
    ['membership', 'securityhub:GetAdministratorAccount'],
    ['findings', 'securityhub:GetFindings'],
    ['controls', 'securityhub:GetFindings'],
  ])('says that %s were denied', async (name, api) => {
    stub.on(api, byIam);
    const { outcome } = await detailOf(name);
    expect(outcome).toMatchObject({ ok: false, gap: { reason: 'denied', api, actions: [api] } });
  });
});
