import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/ledger/calendar.js';
import type { CollectionFacts, StoredRow } from '../../src/core/world.js';
import { functionRow } from '../checks/lambda/rows.js';
import { gap, row, sourceOf, world } from '../support/world.js';
import { declaring, now } from './fakes.js';

const calendar = async (
  facts: Record<string, StoredRow[] | Partial<CollectionFacts>>,
  declared: Parameters<typeof declaring> = [],
) => calendarOf(sourceOf(world(facts)), now, declaring(...declared));
const told = async (...asked: Parameters<typeof calendar>) =>
  (await calendar(...asked)).calendar.map(({ date, days, kind, what }) => `${date} ${days} ${kind} ${what}`);

const certificate = (more: object, renewal: unknown = null) =>
  row(
    {
      CertificateArn: 'arn:aws:acm:eu-north-1:111122223333:certificate/1',
      DomainName: 'lodge.example',
      Status: 'ISSUED',
      Type: 'IMPORTED',
      InUse: true,
      RenewalEligibility: 'INELIGIBLE',
      NotAfter: '2026-12-22T12:00:00.000Z',
      ...more,
    },
    { renewal },
  );
const managed = { Type: 'AMAZON_ISSUED', RenewalEligibility: 'ELIGIBLE' };

describe('the calendar', () => {
  it('has runtimes that end within 90 days or have ended', async () => {
    const runtime = (Runtime: string | null) => functionRow(`f-${Runtime}`, {}, { Runtime });
    const functions = ['nodejs20.x', 'dotnet8', 'ruby3.3', 'nodejs24.x', 'future1', null].map(runtime);
    expect(await told({ 'lambda.functions': functions })).toEqual([
      '2026-04-30 -206 runtime nodejs20.x',
      '2026-11-10 -12 runtime dotnet8',
    ]);
  });

  it.each([
    ['imported', certificate({}), ['2026-12-22 30 certificate lodge.example']],
    ['that AWS renews', certificate(managed, { RenewalStatus: 'PENDING_AUTO_RENEWAL', RenewalStatusReason: null }), []],
    [
      'whose renewal waits',
      certificate(managed, { RenewalStatus: 'PENDING_VALIDATION', RenewalStatusReason: null }),
      ['2026-12-22 30 certificate lodge.example'],
    ],
    ['far from its end', certificate({ NotAfter: '2027-12-22T12:00:00.000Z' }), []],
    ['never issued', certificate({ Status: 'PENDING_VALIDATION', NotAfter: null }), []],
  ])('has certificates only where somebody has to act: one %s', async (_name, one, expected) => {
    expect(await told({ 'acm.certificates': [one] })).toEqual(expected);
  });

  it('asks for the permission where a renewal is hidden, and needs none for one that is far off', async () => {
    const hidden = gap('acm:DescribeCertificate');
    const { gaps } = await calendar({ 'acm.certificates': [certificate(managed, hidden)] });
    expect(gaps).toMatchObject([{ actions: ['acm:DescribeCertificate'] }]);
    const far = certificate({ ...managed, NotAfter: '2027-12-22T12:00:00.000Z' }, hidden);
    expect((await calendar({ 'acm.certificates': [far] })).gaps).toEqual([]);
    const unlisted = { rows: [], gaps: [gap('acm:ListCertificates')] };
    expect((await calendar({ 'acm.certificates': unlisted })).gaps).toMatchObject([
      { actions: ['acm:ListCertificates'] },
    ]);
  });

  it('has certificates in IAM and keys that get old', async () => {
    const server = row(
      { ServerCertificateName: 'old-elb', Expiration: '2026-12-01T00:00:00Z', Arn: 'x' },
      {},
      'global',
    );
    const user = row(
      {
        user: 'ada',
        arn: 'x',
        access_key_1_active: 'true',
        access_key_1_last_rotated: '2026-09-01T10:00:00+00:00',
        access_key_2_active: 'false',
        access_key_2_last_rotated: '2020-01-01T00:00:00+00:00',
      },
      {},
      'global',
    );
    expect(await told({ 'iam.serverCertificates': [server], 'iam.credentialReport': [user] })).toEqual([
      '2026-11-30 8 key access key 1',
      '2026-12-01 9 certificate old-elb',
    ]);
  });

  it('has what rules.yaml says is to be gone', async () => {
    const line = { service: 'dynamodb', state: 'retiring' as const };
    expect(await told({}, [{ ...line, until: '2026-12-31' }])).toEqual(['2026-12-31 39 declared dynamodb']);
    expect(await told({}, [{ ...line, state: 'retired', until: '2026-12-31' }])).toEqual([]);
    expect(await told({}, [{ ...line, until: '2027-12-31' }])).toEqual([]);
  });

  it('is empty, without gaps, where no rule asked', async () => {
    expect(await calendar({})).toEqual({ calendar: [], gaps: [] });
  });
});
