import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { analyzers } from '../../../src/checks/access-analyzer/analyzers.js';
import type { ActiveFindings } from '../../../src/checks/access-analyzer/findings.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { plausible } from '../../server/plausible.js';
import { type Handler, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const analyzer = (name: string, more: object = {}) => ({
  arn: `arn:aws:access-analyzer:eu-north-1:123456789012:analyzer/${name}`,
  name,
  type: 'ACCOUNT',
  createdAt: new Date('2025-01-01T00:00:00Z'),
  status: 'ACTIVE',
  ...more,
});
const finding = (id: number) => ({
  id: `f-${id}`,
  findingType: 'ExternalAccess',
  resource: `arn:aws:s3:::bucket-${id}`,
  resourceType: 'AWS::S3::Bucket',
  resourceOwnerAccount: '123456789012',
  status: 'ACTIVE',
  analyzedAt: new Date('2026-11-01T00:00:00Z'),
  createdAt: new Date('2026-11-01T00:00:00Z'),
  updatedAt: new Date('2026-11-01T00:00:00Z'),
});
const token = { takes: 'nextToken' };

describeWithMoto('the collection of access analyzers', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => {
    stub.clear();
    stub.onAll(plausible);
  });
  afterAll(() => stub.stop());

  const findingsOf = async (list: object[], size = 100, maxDetectorFindings = 5000) => {
    stub.on('access-analyzer:ListAnalyzers', () => ({ analyzers: [analyzer('main')] }));
    stub.on('access-analyzer:ListFindingsV2', pages({ findings: list }, { size, ...token }));
    const options = { port: stub.port, details: ['findings'], maxDetectorFindings };
    const { rows, calls } = await collectOne(analyzers, options);
    const outcome = rows[0]?.details['findings'];
    return { calls, found: outcome?.ok ? (outcome.value as ActiveFindings) : undefined };
  };

  it('brings nothing from a region without analyzers', async () => {
    expect(await collectOne(analyzers, { port: stub.port })).toMatchObject({ rows: [], gaps: [] });
  });

  it('reads every page and copies named fields', async () => {
    const failed = analyzer('old', {
      status: 'FAILED',
      statusReason: { code: 'SERVICE_LINKED_ROLE_CREATION_FAILED' },
      tags: { a: 'b' },
    });
    stub.on('access-analyzer:ListAnalyzers', pages({ analyzers: [analyzer('main'), failed] }, { size: 1, ...token }));
    const { rows, calls } = await collectOne(analyzers, { port: stub.port });
    expect(rows.map(row => row.item)).toEqual([
      {
        arn: 'arn:aws:access-analyzer:eu-north-1:123456789012:analyzer/main',
        name: 'main',
        type: 'ACCOUNT',
        status: 'ACTIVE',
        statusReason: null,
        createdAt: '2025-01-01T00:00:00.000Z',
        managedBy: null,
        tags: {},
      },
      expect.objectContaining({
        name: 'old',
        status: 'FAILED',
        statusReason: 'SERVICE_LINKED_ROLE_CREATION_FAILED',
        tags: { a: 'b' },
      }),
    ]);
    expect(calls).toEqual({ 'access-analyzer:ListAnalyzers': 2 });
  });

  it('asks for active findings only, and counts them over pages', async () => {
    const { found, calls } = await findingsOf([1, 2, 3].map(finding), 2);
    expect(found).toMatchObject({
      Truncated: false,
      Total: 3,
      Findings: [{ id: 'f-1' }, { id: 'f-2' }, { id: 'f-3' }],
    });
    expect(found?.Findings[0]).toEqual({
      id: 'f-1',
      findingType: 'ExternalAccess',
      resource: 'arn:aws:s3:::bucket-1',
      resourceType: 'AWS::S3::Bucket',
      resourceOwnerAccount: '123456789012',
      status: 'ACTIVE',
      createdAt: '2026-11-01T00:00:00.000Z',
      updatedAt: '2026-11-01T00:00:00.000Z',
      analyzedAt: '2026-11-01T00:00:00.000Z',
    });
    expect(calls).toMatchObject({ 'access-analyzer:ListFindingsV2': 2 });
    let asked: unknown;
    const remember: Handler<object> = input => {
      asked = input;
      return { findings: [] };
    };
    stub.on('access-analyzer:ListFindingsV2', remember);
    await collectOne(analyzers, { port: stub.port, details: ['findings'] });
    expect(asked).toMatchObject({ filter: { status: { eq: ['ACTIVE'] } } });
  });

  it('reads as many findings as it may, and says that there are more', async () => {
    const list = Array.from({ length: 301 }, (_, id) => finding(id));
    const { found, calls } = await findingsOf(list, 100, 300);
    expect(found).toMatchObject({ Truncated: true, Total: null });
    expect(found?.Findings).toHaveLength(300);
    expect(calls).toMatchObject({ 'access-analyzer:ListFindingsV2': 3 });
    expect((await findingsOf(list.slice(1), 100, 300)).found).toMatchObject({ Truncated: false, Total: 300 });
    expect((await findingsOf(list, 100, 250)).found?.Findings).toHaveLength(250);
  });

  it('asks which findings are about public access where an analyzer can tell, and nothing of stopped ones', async () => {
    const all = ['ACCOUNT', 'ACCOUNT_UNUSED_ACCESS', 'ORGANIZATION'].map(type => analyzer(type, { type }));
    const stopped = analyzer('stopped', { status: 'DISABLED' });
    stub.on('access-analyzer:ListAnalyzers', () => ({ analyzers: [...all, stopped] }));
    const asked: unknown[] = [];
    stub.on('access-analyzer:ListFindingsV2', (input: object) => {
      asked.push(input);
      return { findings: [finding(7)] };
    });
    const { rows } = await collectOne(analyzers, { port: stub.port, details: ['publicFindings'] });
    expect(rows.map(row => row.details['publicFindings'])).toMatchObject(
      [1, 0, 1, 0].map(Total => ({ ok: true, value: { Total, Truncated: false } })),
    );
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({ filter: { status: { eq: ['ACTIVE'] }, isPublic: { eq: ['true'] } } });
    await collectOne(analyzers, { port: stub.port, details: ['findings'] });
    expect(asked).toHaveLength(5);
  });

  it('asks when a finding was last dealt with, of analyzers of unused access alone', async () => {
    stub.on('access-analyzer:ListAnalyzers', () => ({
      analyzers: [analyzer('main'), analyzer('unused', { type: 'ACCOUNT_UNUSED_ACCESS' })],
    }));
    const asked: object[] = [];
    stub.on<object, object>('access-analyzer:ListFindingsV2', input => {
      asked.push(input);
      return { findings: [finding(1), { ...finding(2), updatedAt: new Date('2026-11-20T00:00:00Z') }] };
    });
    const { rows } = await collectOne(analyzers, { port: stub.port, details: ['settled'] });
    expect(rows.map(row => row.details['settled'])).toEqual([
      { ok: true, value: { UpdatedAt: null } },
      { ok: true, value: { UpdatedAt: '2026-11-20T00:00:00.000Z' } },
    ]);
    expect(asked).toMatchObject([
      {
        filter: { status: { eq: ['ARCHIVED', 'RESOLVED'] } },
        sort: { attributeName: 'updatedAt', orderBy: 'DESC' },
      },
    ]);
  });

  it('says what was denied, by its IAM action', async () => {
    stub.on('access-analyzer:ListAnalyzers', () => ({ analyzers: [analyzer('main')] }));
    const denied = () => {
      throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
    };
    stub.on('access-analyzer:ListFindingsV2', denied);
    const { rows } = await collectOne(analyzers, { port: stub.port, details: ['findings'] });
    expect(rows[0]?.details['findings']).toMatchObject({
      ok: false,
      gap: { reason: 'denied', api: 'access-analyzer:ListFindingsV2', actions: ['access-analyzer:ListFindings'] },
    });
    stub.on('access-analyzer:ListAnalyzers', denied);
    expect((await collectOne(analyzers, { port: stub.port })).gaps).toMatchObject([
      { api: 'access-analyzer:ListAnalyzers' },
    ]);
  });
});
