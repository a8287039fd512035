import { describe, expect, it } from 'vitest';
import { macie } from '../../../src/checks/macie/detector.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { tablesFor } from '../../support/detector.js';
import { gap, world } from '../../support/world.js';
import { discovery, finding, findings, own, sessionRow } from './rows.js';

const here = 'eu-north-1';
const told = (sessions: StoredRow[] | Partial<CollectionFacts>) =>
  tablesFor(macie, world({ 'macie.sessions': sessions }));
const enabled = (details: Record<string, unknown>) => told([sessionRow('ENABLED', details)]);

describe('how Macie stands', () => {
  it.each([
    ['ENABLED', 'on'],
    ['PAUSED', 'suspended'],
    ['SOMETHING_NEW', 'unknown'],
  ])('%s is %s', (status, state) => {
    expect(macie.standing(here, told([sessionRow(status)]))).toMatchObject({ state });
  });

  it('is off without a session in this region', () => {
    expect(macie.standing(here, told([sessionRow('ENABLED', {}, 'us-east-1')]))).toMatchObject({
      state: 'off',
      message: 'not enabled',
    });
    expect(() => macie.standing(here, told({ gaps: [gap('macie2:GetMacieSession')] }))).toThrow('denied');
  });

  it('is on with and without automated discovery, which it names, also where a member is not told of it', () => {
    const off = enabled({ automatedDiscovery: discovery('DISABLED') });
    expect(macie.standing(here, off)).toMatchObject({
      state: 'on',
      message: 'ENABLED; automated discovery is DISABLED',
    });
    const unseen = enabled({ automatedDiscovery: gap('macie2:GetAutomatedDiscoveryConfiguration') });
    expect(macie.standing(here, unseen)).toMatchObject({
      state: 'on',
      message: expect.stringContaining('not known') as string,
    });
  });
});

it("tells Macie's place in the organization", () => {
  const place = (organization: unknown) => macie.organization?.(here, enabled({ organization }));
  expect(place(null)).toBeUndefined();
  expect(macie.organization?.(here, told([]))).toBeUndefined();
  expect(
    place({ administrator: { accountId: '444455556666', relationshipStatus: 'Enabled' }, autoEnable: null }),
  ).toEqual({
    role: 'member',
    message: 'administrator 444455556666 (Enabled)',
  });
  const administers = (autoEnable: boolean) => place({ administrator: null, autoEnable });
  expect(administers(true)).toEqual({ role: 'administrator', message: 'new accounts are enabled automatically' });
  expect(administers(false)?.message).toContain('not enabled');
  expect(() => place(gap('macie2:GetAdministratorAccount'))).toThrow('denied');
});

describe('findings of Macie', () => {
  const found = (value: unknown) => macie.findings?.(here, enabled({ findings: value }));

  it('come in the words that all detectors share, without examples', () => {
    const low = finding(2, { severity: { description: 'Low', score: 1 }, s3Bucket: null });
    const odd = finding(3, { severity: { description: 'Dreadful', score: null }, type: 'New:Thing' });
    const example = finding(4, { sample: true });
    expect(found(findings([finding(1), low, odd, example]))).toMatchObject({
      findings: [
        {
          id: 'm-1',
          type: 'SensitiveData:S3Object/Personal',
          title: 'The S3 object contains personal information',
          severity: 'high',
          resource: { id: 'arn:aws:s3:::uploads', type: 'AWS::S3::Bucket' },
          account: own,
          created: '2026-10-01T08:00:00.000Z',
          updated: '2026-10-02T08:00:00.000Z',
        },
        { id: 'm-2', severity: 'low', resource: { id: '', type: '' } },
        { id: 'm-3', severity: 'info', type: 'New:Thing' },
      ],
      leftOut: 0,
    });
  });

  it('say when some were left unread', () => {
    expect(found(findings([finding(1)], true))?.leftOut).toBeNull();
    expect(macie.findings?.(here, told([]))).toEqual({ findings: [], leftOut: 0 });
    expect(() => found(gap('macie2:ListFindings'))).toThrow('denied');
  });
});

it('tells what Macie costs, where AWS gives a number', () => {
  const usage = (type: string, estimatedCost: string) => ({ type, estimatedCost, currency: 'USD' });
  const all = [usage('DATA_INVENTORY_EVALUATION', '1.20'), usage('SENSITIVE_DATA_DISCOVERY', ''), usage('NEW', 'n/a')];
  expect(macie.usage?.(here, enabled({ usage: all }))).toEqual([
    { what: 'DATA_INVENTORY_EVALUATION', amount: 1.2, currency: 'USD', period: 'last 30 days' },
  ]);
  expect(macie.usage?.(here, told([]))).toEqual([]);
});
