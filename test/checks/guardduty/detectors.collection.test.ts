import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { administration } from '../../../src/checks/guardduty/administration.js';
import { detectors } from '../../../src/checks/guardduty/detectors.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { type Handler, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const id = 'd0c0ffee';
const at = new Date('2026-11-20T08:00:00Z');
const token = { takes: 'NextToken' };
const told = {
  Status: 'ENABLED',
  CreatedAt: '2025-01-01T00:00:00.000Z',
  UpdatedAt: '2026-01-01T00:00:00.000Z',
  ServiceRole: 'arn:aws:iam::123456789012:role/aws-service-role/guardduty',
  FindingPublishingFrequency: 'SIX_HOURS',
  Tags: { team: 'security' },
  Features: [
    { Name: 'CLOUD_TRAIL', Status: 'ENABLED', UpdatedAt: at },
    {
      Name: 'RUNTIME_MONITORING',
      Status: 'DISABLED',
      UpdatedAt: at,
      AdditionalConfiguration: [{ Name: 'EC2_AGENT_MANAGEMENT', Status: 'DISABLED', UpdatedAt: at }],
    },
  ],
  DataSources: {
    CloudTrail: { Status: 'ENABLED' },
    DNSLogs: { Status: 'ENABLED' },
    FlowLogs: { Status: 'ENABLED' },
    S3Logs: { Status: 'DISABLED' },
  },
};
const findingOf = (FindingId: string, Severity: number, more: object = {}) => ({
  Id: FindingId,
  AccountId: '123456789012',
  Arn: `arn:aws:guardduty:eu-north-1:123456789012:detector/${id}/finding/${FindingId}`,
  CreatedAt: '2026-11-20T08:00:00.000Z',
  UpdatedAt: '2026-11-21T08:00:00.000Z',
  Region: 'eu-north-1',
  SchemaVersion: '2.0',
  Severity,
  Title: `finding ${FindingId}`,
  Type: 'Backdoor:EC2/C&CActivity.B!DNS',
  Resource: { ResourceType: 'Instance', InstanceDetails: { InstanceId: 'i-0abc', Tags: [{ Key: 'a', Value: 'b' }] } },
  Service: { ServiceName: 'guardduty', Archived: false },
  ...more,
});
const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform: this', 403);
};
const rejected = (message: string) => () => {
  throw new StubError('BadRequestException', message);
};

describeWithMoto('the collection of GuardDuty detectors', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(async () => {
    await server.reset();
    stub.clear();
  });
  afterAll(() => stub.stop());

  const open = (answer: object = told) => {
    stub.on('guardduty:ListDetectors', () => ({ DetectorIds: [id] }));
    stub.on('guardduty:GetDetector', () => answer);
  };
  const listed = async (options: object = {}) => collectOne(detectors, { port: stub.port, ...options });
  const detailOf = async (name: string, options: object = {}) => {
    const { rows, calls } = await listed({ details: [name], ...options });
    return { outcome: rows[0]?.details[name], calls };
  };
  /** Remembers what was asked. */
  const asked: object[] = [];
  const remember =
    (answer: Handler<object>): Handler<object> =>
    (input, place) => {
      asked.push(input);
      return answer(input, place);
    };
  beforeEach(() => asked.splice(0));

  it('costs one call where there is no detector', async () => {
    const { rows, gaps, calls } = await listed({ details: ['findings', 'members'] });
    expect({ rows, gaps, calls }).toEqual({ rows: [], gaps: [], calls: { 'guardduty:ListDetectors': 1 } });
  });

  it('copies named fields', async () => {
    open();
    expect((await listed()).rows[0]?.item).toEqual({
      DetectorId: id,
      Status: 'ENABLED',
      CreatedAt: '2025-01-01T00:00:00.000Z',
      UpdatedAt: '2026-01-01T00:00:00.000Z',
      FindingPublishingFrequency: 'SIX_HOURS',
      Features: [
        { Name: 'CLOUD_TRAIL', Status: 'ENABLED', AdditionalConfiguration: [] },
        {
          Name: 'RUNTIME_MONITORING',
          Status: 'DISABLED',
          AdditionalConfiguration: [{ Name: 'EC2_AGENT_MANAGEMENT', Status: 'DISABLED' }],
        },
      ],
      DataSources: [],
      Tags: { team: 'security' },
    });
  });

  it('reads the older form where there are no features', async () => {
    open({ ...told, Features: [] });
    expect((await listed()).rows[0]?.item['DataSources']).toEqual([
      { Name: 'CLOUD_TRAIL', Status: 'ENABLED' },
      { Name: 'DNS_LOGS', Status: 'ENABLED' },
      { Name: 'FLOW_LOGS', Status: 'ENABLED' },
      { Name: 'S3_DATA_EVENTS', Status: 'DISABLED' },
    ]);
    open({ Status: 'ENABLED', ServiceRole: 'r' });
    expect((await listed()).rows[0]?.item).toMatchObject({ Features: [], DataSources: [], CreatedAt: null });
  });

  it('reads every page', async () => {
    open();
    stub.on('guardduty:ListDetectors', pages({ DetectorIds: ['a', 'b', 'c'] }, { size: 2, ...token }));
    const { rows, calls } = await listed();
    expect(rows.map(row => row.item['DetectorId'])).toEqual(['a', 'b', 'c']);
    expect(calls).toEqual({ 'guardduty:ListDetectors': 2, 'guardduty:GetDetector': 3 });
  });

  it('says what was denied', async () => {
    open();
    stub.on('guardduty:GetDetector', denied);
    expect(await listed()).toMatchObject({ rows: [], gaps: [{ reason: 'denied', resource: id }] });
    stub.on('guardduty:ListDetectors', denied);
    expect((await listed()).gaps).toMatchObject([{ reason: 'denied', api: 'guardduty:ListDetectors' }]);
  });

  describe('findings', () => {
    const severities: Record<string, number> = { a: 9.5, b: 8, c: 8, d: 2 };
    const serve = () => {
      open();
      stub.on(
        'guardduty:ListFindings',
        remember(pages({ FindingIds: Object.keys(severities) }, { size: 3, ...token }) as Handler<object>),
      );
      stub.on('guardduty:GetFindings', ({ FindingIds }: { FindingIds: string[] }) => ({
        Findings: [...FindingIds].reverse().map(one => findingOf(one, severities[one] ?? 0)),
      }));
      stub.on('guardduty:GetFindingsStatistics', () => ({
        FindingStatistics: {
          GroupedBySeverity: [
            { Severity: 8, TotalFindings: 40 },
            { Severity: 2, TotalFindings: 2 },
          ],
        },
      }));
    };
    const idsOf = (value: unknown) => (value as { Findings: { Id: string }[] }).Findings.map(one => one.Id);

    it('are those that are not archived, gravest first', async () => {
      serve();
      const { outcome, calls } = await detailOf('findings');
      expect(outcome).toMatchObject({ ok: true, value: { Truncated: false, Total: 4 } });
      expect(idsOf(outcome?.ok && outcome.value)).toEqual(['a', 'b', 'c', 'd']);
      expect(calls).toMatchObject({ 'guardduty:ListFindings': 2, 'guardduty:GetFindings': 1 });
      expect(calls['guardduty:GetFindingsStatistics']).toBeUndefined();
      expect(asked[0]).toMatchObject({
        FindingCriteria: { Criterion: { 'service.archived': { Equals: ['false'] } } },
        SortCriteria: { AttributeName: 'severity', OrderBy: 'DESC' },
      });
    });

    it('are as many as an audit reads, and counted beyond', async () => {
      serve();
      const { outcome } = await detailOf('findings', { maxDetectorFindings: 2 });
      expect(outcome).toMatchObject({ ok: true, value: { Truncated: true, Total: 42 } });
      expect(idsOf(outcome?.ok && outcome.value)).toEqual(['a', 'b']);
      stub.on('guardduty:GetFindingsStatistics', () => ({ FindingStatistics: {}, NextToken: 'more' }));
      expect((await detailOf('findings', { maxDetectorFindings: 3 })).outcome).toMatchObject({
        ok: true,
        value: { Truncated: true, Total: null },
      });
    });

    it('that are listed but not told stay, of unknown severity', async () => {
      serve();
      stub.on('guardduty:GetFindings', () => ({ Findings: [findingOf('b', 8)] }));
      const { outcome } = await detailOf('findings');
      expect(idsOf(outcome?.ok && outcome.value)).toEqual(['b', 'a', 'c', 'd']);
      expect(outcome).toMatchObject({ value: { Findings: [{ Severity: 8 }, { Severity: null, Type: '' }, {}, {}] } });
    });

    it('cost one call where there are none', async () => {
      open();
      stub.on('guardduty:ListFindings', () => ({ FindingIds: [] }));
      const { outcome, calls } = await detailOf('findings');
      expect(outcome).toEqual({ ok: true, value: { Findings: [], Truncated: false, Total: 0 } });
      expect(calls['guardduty:GetFindings']).toBeUndefined();
    });

    it('are fetched fifty at once', async () => {
      open();
      const ids = Array.from({ length: 120 }, (_, index) => `f-${index}`);
      stub.on('guardduty:ListFindings', pages({ FindingIds: ids }, { size: 50, ...token }));
      stub.on('guardduty:GetFindings', ({ FindingIds }: { FindingIds: string[] }) => ({
        Findings: FindingIds.map(one => findingOf(one, 5)),
      }));
      const { outcome, calls } = await detailOf('findings');
      expect(idsOf(outcome?.ok && outcome.value)).toEqual(ids);
      expect(calls).toMatchObject({ 'guardduty:ListFindings': 3, 'guardduty:GetFindings': 3 });
    });

    it('keep named fields, cut long titles, and know samples', async () => {
      open();
      const Service = { ServiceName: 'guardduty', AdditionalInfo: { Type: 'default', Value: '{"sample":true}' } };
      stub.on('guardduty:ListFindings', () => ({ FindingIds: ['a', 'b'] }));
      stub.on('guardduty:GetFindings', () => ({
        Findings: [findingOf('a', 8, { Title: 'x'.repeat(999), Service, SchemaVersion: '9.9' }), { Id: 'b' }],
      }));
      const { outcome } = await detailOf('findings');
      expect(outcome?.ok && outcome.value).toMatchObject({
        Findings: [
          {
            Id: 'a',
            Type: 'Backdoor:EC2/C&CActivity.B!DNS',
            Title: 'x'.repeat(300),
            Severity: 8,
            AccountId: '123456789012',
            CreatedAt: '2026-11-20T08:00:00.000Z',
            UpdatedAt: '2026-11-21T08:00:00.000Z',
            Sample: true,
            Resource: { Id: 'i-0abc', Type: 'AWS::EC2::Instance' },
          },
          { Id: 'b', Type: '', Severity: null, Sample: false, Resource: { Id: '', Type: '' } },
        ],
      });
      expect(JSON.stringify(outcome)).not.toContain('SchemaVersion');
    });

    it.each(['guardduty:ListFindings', 'guardduty:GetFindings', 'guardduty:GetFindingsStatistics'])(
      'without %s are a gap',
      async operation => {
        serve();
        stub.on(operation, denied);
        const { outcome } = await detailOf('findings', { maxDetectorFindings: 2 });
        expect(outcome).toMatchObject({ ok: false, gap: { reason: 'denied', api: expect.any(String) as string } });
      },
    );
  });

  it('tells the administrator, or that there is none', async () => {
    open();
    stub.on('guardduty:GetAdministratorAccount', () => ({}));
    expect((await detailOf('administrator')).outcome).toEqual({ ok: true, value: null });
    stub.on('guardduty:GetAdministratorAccount', () => ({
      Administrator: { AccountId: '444455556666', RelationshipStatus: 'Enabled', InvitationId: 'secret' },
    }));
    expect((await detailOf('administrator')).outcome).toEqual({
      ok: true,
      value: { AccountId: '444455556666', RelationshipStatus: 'Enabled', InvitedAt: null },
    });
    stub.on('guardduty:GetAdministratorAccount', denied);
    expect((await detailOf('administrator')).outcome).toMatchObject({ ok: false, gap: { reason: 'denied' } });
  });

  it('lists every member, whatever the relationship, without addresses', async () => {
    open();
    const member = (AccountId: string, RelationshipStatus: string) => ({
      AccountId,
      MasterId: '123456789012',
      Email: 'boss@shop.example',
      RelationshipStatus,
      UpdatedAt: '2026-01-01T00:00:00.000Z',
    });
    const all = [member('1', 'Enabled'), member('2', 'Removed'), member('3', 'Invited')];
    stub.on('guardduty:ListMembers', remember(pages({ Members: all }, { size: 2, ...token }) as Handler<object>));
    const { outcome, calls } = await detailOf('members');
    expect(outcome?.ok && outcome.value).toEqual(
      all.map(({ AccountId, RelationshipStatus, UpdatedAt }) => ({ AccountId, RelationshipStatus, UpdatedAt })),
    );
    expect(calls).toMatchObject({ 'guardduty:ListMembers': 2 });
    expect(asked[0]).toMatchObject({ OnlyAssociated: 'false' });
    stub.on('guardduty:ListMembers', () => ({ Members: [] }));
    expect((await detailOf('members')).outcome).toEqual({ ok: true, value: [] });
    stub.on('guardduty:ListMembers', denied);
    expect((await detailOf('members')).outcome).toMatchObject({ ok: false, gap: { reason: 'denied' } });
  });

  describe('organizationConfiguration', () => {
    const configured = (handler: Handler<object>) => {
      open();
      stub.on('guardduty:DescribeOrganizationConfiguration', handler);
      return detailOf('organizationConfiguration');
    };

    it('is told to the delegated administrator', async () => {
      const answer = { MemberAccountLimitReached: false, AutoEnable: true };
      expect((await configured(() => ({ ...answer, AutoEnableOrganizationMembers: 'ALL' }))).outcome).toEqual({
        ok: true,
        value: { AutoEnableOrganizationMembers: 'ALL', MemberAccountLimitReached: false },
      });
      expect((await configured(() => answer)).outcome).toMatchObject({
        value: { AutoEnableOrganizationMembers: 'NEW' },
      });
      expect((await configured(() => ({ AutoEnable: false }))).outcome).toMatchObject({
        value: { AutoEnableOrganizationMembers: 'NONE' },
      });
      expect((await configured(() => ({}))).outcome).toMatchObject({ value: { AutoEnableOrganizationMembers: null } });
    });

    it.each([
      'The request failed because you do not have required AWS Organization master permission.',
      'The request is rejected because the current account is not the GuardDuty delegated administrator account of an organization.',
    ])('is null for others: %s', async message => {
      expect((await configured(rejected(message))).outcome).toEqual({ ok: true, value: null });
    });

    it('is a gap when the request was refused for another reason', async () => {
      const wrong =
        'The request is rejected because an invalid or out-of-range value is specified as an input parameter.';
      expect((await configured(rejected(wrong))).outcome).toMatchObject({
        ok: false,
        gap: { reason: 'unexpected-answer' },
      });
      expect((await configured(denied)).outcome).toMatchObject({ ok: false, gap: { reason: 'denied' } });
    });
  });

  it('sums up usage by feature, of this account and of what the region offers', async () => {
    open();
    const sum = (Feature: string) => ({ Feature, Total: { Amount: '1.5', Unit: 'USD' } });
    let page = 0;
    stub.on(
      'guardduty:GetUsageStatistics',
      remember(() => {
        page += 1;
        return page === 1
          ? { UsageStatistics: { SumByFeature: [sum('FLOW_LOGS')] }, NextToken: 'more' }
          : { UsageStatistics: { SumByFeature: [sum('DNS_LOGS'), { Feature: 'CLOUD_TRAIL' }] } };
      }),
    );
    expect((await detailOf('usage')).outcome).toEqual({
      ok: true,
      value: [
        { Feature: 'FLOW_LOGS', Amount: '1.5', Unit: 'USD' },
        { Feature: 'DNS_LOGS', Amount: '1.5', Unit: 'USD' },
        { Feature: 'CLOUD_TRAIL', Amount: '', Unit: '' },
      ],
    });
    expect(asked[0]).toMatchObject({
      UsageStatisticType: 'SUM_BY_FEATURES',
      UsageCriteria: {
        AccountIds: ['123456789012'],
        Features: [
          'CLOUD_TRAIL',
          'DNS_LOGS',
          'FLOW_LOGS',
          'EC2_RUNTIME_MONITORING',
          'EKS_RUNTIME_MONITORING',
          'FARGATE_RUNTIME_MONITORING',
        ],
      },
    });
    stub.on('guardduty:GetUsageStatistics', () => ({}));
    expect((await detailOf('usage')).outcome).toEqual({ ok: true, value: [] });
    stub.on('guardduty:GetUsageStatistics', denied);
    expect((await detailOf('usage')).outcome).toMatchObject({ ok: false, gap: { reason: 'denied' } });
  });

  it('names the buckets whose events cost most, of this account, where protection for S3 is on', async () => {
    open({ Features: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }] });
    const costs = { Resource: 'uploads', Total: { Amount: '2.5', Unit: 'USD' } };
    stub.on(
      'guardduty:GetUsageStatistics',
      remember(() => ({ UsageStatistics: { TopResources: [costs, {}] } })),
    );
    expect((await detailOf('topBuckets')).outcome).toEqual({
      ok: true,
      value: [
        { Resource: 'uploads', Amount: '2.5', Unit: 'USD' },
        { Resource: '', Amount: '', Unit: '' },
      ],
    });
    expect(asked[0]).toMatchObject({
      UsageStatisticType: 'TOP_RESOURCES',
      UsageCriteria: { AccountIds: ['123456789012'], Features: ['S3_DATA_EVENTS'] },
    });
    stub.on('guardduty:GetUsageStatistics', () => ({}));
    expect((await detailOf('topBuckets')).outcome).toEqual({ ok: true, value: [] });
    stub.on('guardduty:GetUsageStatistics', denied);
    expect((await detailOf('topBuckets')).outcome).toMatchObject({ ok: false, gap: { reason: 'denied' } });
    open();
    expect((await detailOf('topBuckets')).outcome).toEqual({ ok: true, value: [] });
  });

  describe('the administration of a region', () => {
    const admins = () => collectOne(administration, { port: stub.port, details: ['adminAccounts'] });

    it('reads every page', async () => {
      const AdminAccounts = [{ AdminAccountId: '1', AdminStatus: 'DISABLE_IN_PROGRESS' }, { AdminAccountId: '2' }];
      stub.on('guardduty:ListOrganizationAdminAccounts', pages({ AdminAccounts }, { size: 1, ...token }));
      const { rows, calls } = await admins();
      expect(rows[0]?.details['adminAccounts']).toEqual({
        ok: true,
        value: [
          { AdminAccountId: '1', AdminStatus: 'DISABLE_IN_PROGRESS' },
          { AdminAccountId: '2', AdminStatus: null },
        ],
      });
      expect(calls).toEqual({ 'guardduty:ListOrganizationAdminAccounts': 2 });
    });

    it('is a gap where it is refused, and costs nothing where it is not asked', async () => {
      stub.on('guardduty:ListOrganizationAdminAccounts', denied);
      expect((await admins()).rows[0]?.details['adminAccounts']).toMatchObject({
        ok: false,
        gap: { reason: 'denied' },
      });
      stub.on('guardduty:ListOrganizationAdminAccounts', rejected('The request failed.'));
      expect((await admins()).rows[0]?.details['adminAccounts']).toMatchObject({ ok: false });
      expect((await collectOne(administration, { port: stub.port })).calls).toEqual({});
      stub.on('guardduty:ListOrganizationAdminAccounts', () => ({ AdminAccounts: [] }));
      expect((await admins()).rows[0]?.details['adminAccounts']).toEqual({ ok: true, value: [] });
    });
  });
});
