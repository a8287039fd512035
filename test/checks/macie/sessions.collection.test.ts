import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sessions } from '../../../src/checks/macie/sessions.js';
import { describeWithMoto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { type Handler, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

type Input = Record<string, string | undefined>;
const own = '123456789012';
const at = new Date('2026-10-01T08:00:00Z');
const refusal = (message: string) => (): never => {
  throw new StubError('AccessDeniedException', message, 403);
};
const denied = refusal('User: x is not authorized to perform: this because no identity-based policy allows it');
const notMine = refusal(
  'The request failed because you must be the Macie administrator for an AWS organization to perform this operation',
);
const details = ['automatedDiscovery', 'usage', 'findings', 'organization'];
const found = (id: string) => ({
  id,
  accountId: own,
  category: 'CLASSIFICATION',
  type: 'SensitiveData:S3Object/Personal',
  title: 'The S3 object contains personal information.'.padEnd(400, '.'),
  description: 'not kept',
  severity: { description: 'High', score: 3 },
  archived: false,
  sample: false,
  createdAt: at,
  updatedAt: at,
  resourcesAffected: {
    s3Bucket: { arn: 'arn:aws:s3:::uploads', name: 'uploads', tags: [{ key: 'secret', value: 'x' }] },
    s3Object: { key: 'guests/ada-lovelace.csv', path: 'uploads/guests/ada-lovelace.csv' },
  },
  classificationDetails: {
    detailedResultsLocation: 's3://results/secret',
    result: { sensitiveData: [{ category: 'PERSONAL_INFORMATION', totalCount: 3 }] },
  },
});

describeWithMoto('the collection of Macie sessions', () => {
  let stub: Stub;
  let asked: Record<string, unknown[]>;
  const answer = (operation: string, handler: Handler<Input>) =>
    stub.on(`macie2:${operation}`, (input: Input, place) => {
      asked[operation] = [...(asked[operation] ?? []), input];
      return handler(input, place);
    });
  beforeAll(async () => {
    stub = await startStub({ upstream: (await moto()).port });
  });
  beforeEach(() => {
    stub.clear();
    asked = {};
    answer('GetMacieSession', () => ({
      status: 'ENABLED',
      findingPublishingFrequency: 'ONE_HOUR',
      createdAt: at,
      updatedAt: at,
      serviceRole: 'arn:aws:iam::123456789012:role/x',
    }));
    answer('GetAutomatedDiscoveryConfiguration', () => ({ status: 'ENABLED', lastUpdatedAt: at }));
    answer('GetUsageTotals', () => ({ usageTotals: [] }));
    answer('ListFindings', () => ({ findingIds: [] }));
    answer('GetFindings', ({ findingIds }) => ({ findings: (findingIds as unknown as string[]).map(found) }));
    answer('GetAdministratorAccount', () => ({}));
    answer('DescribeOrganizationConfiguration', () => ({ autoEnable: true }));
  });
  afterAll(() => stub.stop());
  const collected = (names: string[] = [], more = {}) =>
    collectOne(sessions, { port: stub.port, details: names, ...more });
  const detailOf = async (name: string, more = {}) => (await collected([name], more)).rows[0]?.details[name];
  const valueOf = async (name: string, more = {}) => {
    const outcome = await detailOf(name, more);
    return outcome?.ok ? outcome.value : outcome;
  };

  it('is one row where Macie is on or paused', async () => {
    expect((await collected()).rows.map(row => row.item)).toEqual([
      {
        accountId: own,
        status: 'ENABLED',
        findingPublishingFrequency: 'ONE_HOUR',
        createdAt: at.toISOString(),
        updatedAt: at.toISOString(),
      },
    ]);
    answer('GetMacieSession', () => ({ status: 'PAUSED' }));
    const { rows, calls } = await collected(details);
    expect(rows).toMatchObject([
      {
        item: { status: 'PAUSED' },
        details: {
          automatedDiscovery: { ok: true, value: null },
          usage: { ok: true, value: [] },
          findings: { ok: true, value: null },
          organization: { ok: true, value: null },
        },
      },
    ]);
    expect(calls).toEqual({ 'macie2:GetMacieSession': 1 });
  });

  it.each(['Macie is not enabled', 'Macie is not enabled.'])(
    'is no row, at one call, where AWS says "%s"',
    async words => {
      answer('GetMacieSession', refusal(words));
      const { rows, gaps, calls } = await collected(details);
      expect({ rows, gaps, calls }).toEqual({ rows: [], gaps: [], calls: { 'macie2:GetMacieSession': 1 } });
    },
  );

  it.each([
    'User: x is not authorized to perform: macie2:GetMacieSession because no identity-based policy allows it',
    'User: x is not authorized to perform: macie2:GetMacieSession with an explicit deny in a service control policy',
    'User: arn:aws:iam::1:user/Macie is not enabled is not authorized to perform: macie2:GetMacieSession',
    'Access denied',
  ])('takes no refusal for "off": %s', async words => {
    answer('GetMacieSession', refusal(words));
    expect(await collected()).toMatchObject({ rows: [], gaps: [{ reason: 'denied', api: 'macie2:GetMacieSession' }] });
  });

  it('takes an answer without status for none', async () => {
    answer('GetMacieSession', () => ({}));
    expect((await collected()).gaps).toMatchObject([{ reason: 'unexpected-answer' }]);
    answer('GetMacieSession', () => ({ status: 'ENABLED' }));
    answer('GetAutomatedDiscoveryConfiguration', () => ({}));
    expect(await detailOf('automatedDiscovery')).toMatchObject({ gap: { reason: 'unexpected-answer' } });
  });

  it('tells automated discovery, and whom AWS does not tell', async () => {
    expect(await valueOf('automatedDiscovery')).toEqual({
      status: 'ENABLED',
      autoEnableOrganizationMembers: null,
      lastUpdatedAt: at.toISOString(),
    });
    answer('GetAutomatedDiscoveryConfiguration', notMine);
    const member = await detailOf('automatedDiscovery');
    expect(member).toMatchObject({ ok: false, gap: { reason: 'not-collected' } });
    expect(member?.ok === false && member.gap.message).toContain('administrator of the organization only');
    answer('GetAutomatedDiscoveryConfiguration', denied);
    expect(await detailOf('automatedDiscovery')).toMatchObject({ ok: false, gap: { reason: 'denied' } });
  });

  it('reads usage of the last 30 days', async () => {
    const total = { type: 'DATA_INVENTORY_EVALUATION', estimatedCost: '1.20', currency: 'USD' };
    answer('GetUsageTotals', () => ({ timeRange: 'PAST_30_DAYS', usageTotals: [total] }));
    expect(await valueOf('usage')).toEqual([total]);
    expect(asked['GetUsageTotals']).toEqual([{ timeRange: 'PAST_30_DAYS' }]);
  });

  it('asks for open findings, the gravest first, and keeps neither objects nor what was found in them', async () => {
    answer('ListFindings', pages({ findingIds: ['m-1', 'm-2', 'm-3'] }, { size: 2, takes: 'nextToken' }));
    const value = await valueOf('findings');
    expect(value).toMatchObject({
      Truncated: false,
      Total: 3,
      Findings: [{ id: 'm-1' }, { id: 'm-2' }, { id: 'm-3' }],
    });
    expect(asked['ListFindings']?.[0]).toEqual({
      maxResults: 50,
      findingCriteria: { criterion: { archived: { eq: ['false'] } } },
      sortCriteria: { attributeName: 'severity.score', orderBy: 'DESC' },
    });
    expect((value as { Findings: unknown[] }).Findings[0]).toEqual({
      id: 'm-1',
      accountId: own,
      category: 'CLASSIFICATION',
      type: 'SensitiveData:S3Object/Personal',
      title: 'The S3 object contains personal information.'.padEnd(300, '.'),
      severity: { description: 'High', score: 3 },
      sample: false,
      createdAt: at.toISOString(),
      updatedAt: at.toISOString(),
      s3Bucket: { arn: 'arn:aws:s3:::uploads', name: 'uploads' },
    });
    expect(JSON.stringify(value)).not.toMatch(/lovelace|secret|PERSONAL_INFORMATION|not kept/);
  });

  it('fetches findings fifty at a time, up to the limit', async () => {
    const findingIds = Array.from({ length: 130 }, (_, id) => `m-${id}`);
    answer('ListFindings', pages({ findingIds }, { size: 50, takes: 'nextToken' }));
    expect(await valueOf('findings')).toMatchObject({ Truncated: false, Total: 130 });
    expect(asked['GetFindings']?.map(one => (one as { findingIds: string[] }).findingIds.length)).toEqual([50, 50, 30]);
    const cut = (await valueOf('findings', { maxDetectorFindings: 60 })) as { Findings: unknown[] };
    expect(cut).toMatchObject({ Truncated: true, Total: null });
    expect(cut.Findings).toHaveLength(60);
    answer('ListFindings', () => ({ findingIds: ['m-1'] }));
    answer('GetFindings', () => ({ findings: [{}] }));
    expect(await valueOf('findings')).toMatchObject({
      Findings: [{ id: '', severity: { score: null }, s3Bucket: null }],
    });
  });

  it("tells Macie's place in the organization", async () => {
    expect(await valueOf('organization')).toEqual({ administrator: null, autoEnable: true });
    answer('DescribeOrganizationConfiguration', notMine);
    expect(await valueOf('organization')).toBeNull();
    answer('DescribeOrganizationConfiguration', denied);
    expect(await detailOf('organization')).toMatchObject({ ok: false, gap: { reason: 'denied' } });
    const administrator = { accountId: '444455556666', relationshipStatus: 'Enabled' };
    answer('GetAdministratorAccount', () => ({ administrator: { ...administrator, invitedAt: at } }));
    expect(await valueOf('organization')).toEqual({ administrator, autoEnable: null });
    answer('GetAdministratorAccount', denied);
    expect(await detailOf('organization')).toMatchObject({ ok: false, gap: { reason: 'denied' } });
  });

  it.each([
    ['usage', 'GetUsageTotals'],
    ['findings', 'ListFindings'],
  ])('says when %s was refused', async (name, operation) => {
    answer(operation, denied);
    expect(await detailOf(name)).toMatchObject({ ok: false, gap: { reason: 'denied' } });
  });
});
