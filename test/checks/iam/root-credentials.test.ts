import { describe, expect, it } from 'vitest';
import type { CredentialRow } from '../../../src/checks/iam/credential-report.js';
import {
  accessKeysAbsent,
  hardwareMfa,
  mfaEnabled,
  notUsedRecently,
} from '../../../src/checks/iam/root-credentials.js';
import { gap, world } from '../../support/world.js';
import { accountId, globally, reported, reportedRoot, root, verdictOn } from './rows.js';

const summary = (AccountAccessKeysPresent: number | null, AccountMFAEnabled: number | null = 1) => ({
  AccountAccessKeysPresent,
  AccountMFAEnabled,
});
const device = (UserArn: string) => ({
  SerialNumber: `arn:aws:iam::${accountId}:mfa/phone`,
  UserArn,
  EnableDate: null,
});

const rootWith = (
  more: Partial<CredentialRow>,
  details: Record<string, unknown> = {},
  gaps: ReturnType<typeof gap>[] = [],
) =>
  world({
    'iam.root': [globally(root, details)],
    'iam.credentialReport': { rows: [globally(reported('rootadmin')), globally(reportedRoot(more))], gaps },
  });
const withoutReport = (details: Record<string, unknown> = {}) =>
  world({
    'iam.root': [globally(root, details)],
    'iam.credentialReport': { rows: [], gaps: [gap('iam:GetCredentialReport')] },
  });
const bare = { password_enabled: 'false', mfa_active: 'false' };

describe.each([accessKeysAbsent, mfaEnabled, hardwareMfa, notUsedRecently])('$id', check => {
  const details = { summary: summary(1), virtualMfaDevices: [] };
  it('cannot tell without the report', async () => {
    expect((await verdictOn(check, withoutReport(details))).verdict).toBe('NOT_AVAILABLE');
  });
  it('cannot tell from a report that leaves the root user out', async () => {
    const of = world({ 'iam.root': [globally(root, details)], 'iam.credentialReport': [globally(reported('ada'))] });
    expect(await verdictOn(check, of)).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { reason: 'unexpected-answer' },
    });
  });
  it('needs the line of the root user only', async () => {
    const users = [gap('iam:GetCredentialReport', { resource: 'new' })];
    const of = rootWith({}, details, users);
    expect((await verdictOn(check, of)).verdict).not.toBe('NOT_AVAILABLE');
  });
});

describe('iam-root-access-keys-absent', () => {
  const verdictOf = async (present: number | null, more: Partial<CredentialRow>) =>
    (await verdictOn(accessKeysAbsent, rootWith(more, { summary: summary(present) }))).verdict;
  const rotated = { access_key_1_last_rotated: '2020-01-01T00:00:00+00:00' };
  it('believes the fresh summary that there is no key', async () => {
    expect(await verdictOf(0, { access_key_1_active: 'true', ...rotated })).toBe('PASS');
    expect((await verdictOn(accessKeysAbsent, withoutReport({ summary: summary(0) }))).verdict).toBe('PASS');
  });
  it('fails either key when it is active', async () => {
    expect(await verdictOf(1, { access_key_1_active: 'true', ...rotated })).toBe('FAIL');
    expect(await verdictOf(1, { access_key_2_active: 'true' })).toBe('FAIL');
    expect(await verdictOf(null, { access_key_2_active: 'true' })).toBe('FAIL');
  });
  it('passes an inactive key', async () => {
    expect(await verdictOf(1, rotated)).toBe('PASS');
    expect(await verdictOf(null, {})).toBe('PASS');
  });
  it('fails a key that is newer than the report', async () => {
    expect(await verdictOf(1, {})).toBe('FAIL');
  });
  it('cannot tell without the summary', async () => {
    const of = rootWith({ access_key_1_active: 'true' }, { summary: gap('iam:GetAccountSummary') });
    expect((await verdictOn(accessKeysAbsent, of)).verdict).toBe('NOT_AVAILABLE');
  });
});

describe('iam-root-mfa-enabled', () => {
  it.each<[string, Partial<CredentialRow>, string]>([
    ['MFA', { mfa_active: 'true' }, 'PASS'],
    ['a password only', { mfa_active: 'false' }, 'FAIL'],
    ['a password that old reports do not tell of', { mfa_active: 'false', password_enabled: 'not_supported' }, 'FAIL'],
    ['a key only', { ...bare, access_key_2_active: 'true' }, 'FAIL'],
    ['no credential', bare, 'NOT_APPLICABLE'],
  ])('with %s', async (_what, more, verdict) => {
    expect((await verdictOn(mfaEnabled, rootWith(more))).verdict).toBe(verdict);
  });
});

describe('iam-root-hardware-mfa-enabled', () => {
  const verdictOf = async (more: Partial<CredentialRow>, enabled: number | null, ...owners: string[]) =>
    (
      await verdictOn(
        hardwareMfa,
        rootWith(more, { summary: summary(0, enabled), virtualMfaDevices: owners.map(device) }),
      )
    ).verdict;
  const rootArn = `arn:aws:iam::${accountId}:root`;
  it('passes MFA without a virtual device', async () => expect(await verdictOf({}, 1)).toBe('PASS'));
  it('fails without MFA', async () => expect(await verdictOf({}, 0)).toBe('FAIL'));
  it('fails one virtual device', async () => expect(await verdictOf({}, 1, rootArn)).toBe('FAIL'));
  it('is not taken in by a user called root', async () => {
    const users = [`arn:aws:iam::${accountId}:user/rootadmin`, `arn:aws:iam::${accountId}:user/root`];
    expect(await verdictOf({}, 1, ...users)).toBe('PASS');
  });
  it('has nothing to say of a root user without credentials', async () =>
    expect(await verdictOf(bare, 0)).toBe('NOT_APPLICABLE'));
  it('cannot tell from a summary without MFA', async () => expect(await verdictOf({}, null)).toBe('NOT_AVAILABLE'));
  it('cannot tell without the devices', async () => {
    const of = rootWith({}, { summary: summary(0), virtualMfaDevices: gap('iam:ListVirtualMFADevices') });
    expect((await verdictOn(hardwareMfa, of)).verdict).toBe('NOT_AVAILABLE');
  });
  it('does not apply in other partitions', async () => {
    const elsewhere = { ...root, Arn: root.Arn.replace(':aws:', ':aws-us-gov:') };
    expect((await verdictOn(hardwareMfa, world({ 'iam.root': [globally(elsewhere)] }))).verdict).toBe('NOT_APPLICABLE');
  });
});

describe('iam-root-not-used-recently', () => {
  const verdictOf = async (more: Partial<CredentialRow>, params = {}) =>
    (await verdictOn(notUsedRecently, rootWith(more, {}), params)).verdict;
  const never = { password_last_used: 'no_information' };
  it.each<[Partial<CredentialRow>, string]>([
    [{ password_last_used: '2026-11-22T08:00:00+00:00' }, 'FAIL'],
    [{ password_last_used: '2026-11-21T09:00:00+00:00' }, 'FAIL'],
    [{ password_last_used: '2026-11-20T09:00:00+00:00' }, 'PASS'],
    [never, 'PASS'],
    [{ ...never, access_key_1_last_used_date: '2026-11-22T01:00:00+00:00' }, 'FAIL'],
    [{ ...never, access_key_2_last_used_date: '2026-11-22T01:00:00+00:00' }, 'FAIL'],
  ])('%o: %s', async (more, verdict) => {
    expect(await verdictOf(more)).toBe(verdict);
  });
  it('is not blinded by an old sign-in', async () => {
    const more = {
      password_last_used: '2020-01-01T00:00:00+00:00',
      access_key_1_last_used_date: '2026-11-22T01:00:00+00:00',
    };
    expect(await verdictOf(more)).toBe('FAIL');
  });
  it('takes another window', async () => {
    expect(await verdictOf({ password_last_used: '2026-10-01T00:00:00+00:00' }, { max_days: 90 })).toBe('FAIL');
  });
});
