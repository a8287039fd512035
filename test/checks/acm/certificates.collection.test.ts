import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { certificates } from '../../../src/checks/acm/certificates.js';
import { pages } from '../../server/pages.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const now = new Date('2026-11-22T09:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const arnOf = (id: string): string => `arn:aws:acm:eu-north-1:123456789012:certificate/${id}`;
const listed = (id: string, more: object = {}) => ({
  CertificateArn: arnOf(id),
  DomainName: `${id}.example`,
  Status: 'ISSUED',
  Type: 'AMAZON_ISSUED',
  InUse: true,
  RenewalEligibility: 'ELIGIBLE',
  NotAfter: inDays(30),
  ...more,
});
const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
};
const described = (more: object) => ({ Certificate: { DomainName: 'x', ...more } });
const waiting = described({
  RenewalSummary: {
    RenewalStatus: 'FAILED',
    RenewalStatusReason: 'DOMAIN_VALIDATION_DENIED',
    DomainValidationOptions: [],
    UpdatedAt: now,
  },
});

describeWithMoto('certificates of Certificate Manager', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());
  const collect = () => collectOne(certificates, { port: stub.port, details: ['renewal'], now });

  it('are read page by page, whatever their keys', async () => {
    const asked: { Includes?: { keyTypes?: string[] } }[] = [];
    const listing = [listed('a', { RenewalEligibility: 'INELIGIBLE' }), listed('b', { NotAfter: inDays(61) })];
    const answer = pages({ CertificateSummaryList: listing }, { size: 1 });
    stub.on('acm:ListCertificates', (input: Record<string, string | undefined>, at) => {
      asked.push(input as object);
      return answer(input, at);
    });
    const { rows, gaps } = await collect();
    expect(gaps).toEqual([]);
    expect(rows.map(({ item, details }) => [item['DomainName'], details['renewal']])).toEqual([
      ['a.example', { ok: true, value: null }],
      ['b.example', { ok: true, value: null }],
    ]);
    expect(asked.map(({ Includes }) => Includes?.keyTypes?.length)).toEqual([7, 7]);
  });

  it('tell how a renewal stands where it is due, and nothing of one that was deleted meanwhile', async () => {
    stub.on('acm:ListCertificates', () => ({ CertificateSummaryList: [listed('a'), listed('gone'), listed('c')] }));
    stub.on('acm:DescribeCertificate', ({ CertificateArn }: { CertificateArn: string }) => {
      if (CertificateArn.endsWith('gone')) throw new StubError('ResourceNotFoundException', 'not found');
      return CertificateArn.endsWith('/a') ? waiting : described({});
    });
    const { rows } = await collect();
    expect(rows.map(({ details }) => details['renewal'])).toEqual([
      { ok: true, value: { RenewalStatus: 'FAILED', RenewalStatusReason: 'DOMAIN_VALIDATION_DENIED' } },
      { ok: true, value: { RenewalStatus: 'NOT_STARTED', RenewalStatusReason: null } },
      { ok: true, value: { RenewalStatus: 'NOT_STARTED', RenewalStatusReason: null } },
    ]);
  });

  it('that are refused are gaps', async () => {
    stub.on('acm:ListCertificates', denied);
    expect(await collect()).toMatchObject({
      rows: [],
      gaps: [{ reason: 'denied', actions: ['acm:ListCertificates'] }],
    });
    stub.on('acm:ListCertificates', () => ({ CertificateSummaryList: [listed('a')] }));
    stub.on('acm:DescribeCertificate', denied);
    const { rows } = await collect();
    expect(rows[0]?.details['renewal']).toMatchObject({ ok: false, gap: { actions: ['acm:DescribeCertificate'] } });
  });
});
