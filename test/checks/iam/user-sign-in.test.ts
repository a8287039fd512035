import { describe, expect, it } from 'vitest';
import {
  consoleMfa,
  hardwareMfa,
  noLongLivedCredentials,
  passwordUsedRecently,
} from '../../../src/checks/iam/user-sign-in.js';
import { gap, world } from '../../support/world.js';
import { accountId, globally, reported, reportedRoot, verdictOn } from './rows.js';

const arn = (rest: string) => `arn:aws:iam::${accountId}:${rest}`;
const report = (item: object, details: Record<string, unknown> = {}) =>
  world({ 'iam.credentialReport': [globally(item, details)] });
const denied = world({ 'iam.credentialReport': { rows: [], gaps: [gap('iam:GetCredentialReport')] } });

describe('iam-user-console-mfa-enabled', () => {
  it.each([
    ['true', 'true', 'PASS'],
    ['true', 'false', 'FAIL'],
    ['TRUE', 'FALSE', 'FAIL'],
    ['false', 'false', 'PASS'],
  ])('password %s, MFA %s: %s', async (password_enabled, mfa_active, verdict) => {
    expect(await verdictOn(consoleMfa, report(reported('ada', { password_enabled, mfa_active })))).toMatchObject({
      verdict,
      resource: { id: 'ada', arn: arn('user/ada'), region: 'global' },
    });
  });
  it('says nothing of the root user', async () => {
    expect((await verdictOn(consoleMfa, report(reportedRoot({ mfa_active: 'false' })))).verdict).toBe('NOT_APPLICABLE');
  });
  it('cannot tell without the report', async () => {
    expect((await verdictOn(consoleMfa, denied)).verdict).toBe('NOT_AVAILABLE');
  });
});

describe('iam-user-mfa-is-hardware', () => {
  const verdictOf = (...serials: string[]) => {
    const mfaDevices = serials.map(SerialNumber => ({ SerialNumber, EnableDate: null }));
    const row = reported('ada', { mfa_active: String(serials.length > 0) });
    return verdictOn(hardwareMfa, report(row, { mfaDevices }));
  };
  it.each([
    ['a security key', arn('u2f/user/ada/key-AB12')],
    ['a hardware token', 'GAHT12345678'],
  ])('passes %s', async (_what, serial) => {
    expect((await verdictOf(serial)).verdict).toBe('PASS');
  });
  it.each([
    ['a virtual device', arn('mfa/ada')],
    ['a virtual device with a path', arn('mfa/staff/ada')],
    ['a text message', arn('sms-mfa/ada')],
  ])('fails %s, also beside a security key', async (_what, serial) => {
    expect((await verdictOf(serial)).verdict).toBe('FAIL');
    expect((await verdictOf(arn('u2f/user/ada/key'), serial)).verdict).toBe('FAIL');
  });
  it('fails a user without any device, key-only users included', async () => {
    expect(await verdictOf()).toMatchObject({ verdict: 'FAIL', message: 'the user has no MFA device' });
  });
  it('says nothing of the root user', async () => {
    expect((await verdictOn(hardwareMfa, report(reportedRoot()))).verdict).toBe('NOT_APPLICABLE');
  });
  it('cannot tell when the devices were refused', async () => {
    const refused = report(reported('ada', { mfa_active: 'true' }), { mfaDevices: gap('iam:ListMFADevices') });
    expect(await verdictOn(hardwareMfa, refused)).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { actions: ['iam:ListMFADevices'] },
    });
  });
});

describe('iam-user-console-password-used-recently', () => {
  const verdictOf = async (password_last_used: string, password_enabled = 'true', params = {}) =>
    (await verdictOn(passwordUsedRecently, report(reported('ada', { password_enabled, password_last_used })), params))
      .verdict;
  it.each([
    ['2026-10-08T09:00:00+00:00', 'PASS', 'exactly 45 days'],
    ['2026-10-07T09:00:01+00:00', 'PASS', '45 days and most of another'],
    ['2026-10-07T09:00:00+00:00', 'FAIL', '46 days'],
    ['2026-10-07T09:00:00.123456+00:00', 'PASS', 'microseconds'],
    ['no_information', 'PASS', 'never'],
    ['N/A', 'PASS', 'none'],
  ])('%s: %s (%s)', async (used, verdict) => {
    expect(await verdictOf(used)).toBe(verdict);
  });
  it('passes a user without a console password', async () => {
    expect(await verdictOf('2020-01-01T00:00:00+00:00', 'false')).toBe('PASS');
  });
  it('does not guess at a text that is no date', async () => {
    expect(await verdictOf('yesterday')).toBe('NOT_AVAILABLE');
  });
  it('takes another window', async () => {
    expect(await verdictOf('2026-10-01T09:00:00+00:00', 'true', { max_unused_days: 90 })).toBe('PASS');
  });
  it('says nothing of the root user', async () => {
    expect((await verdictOn(passwordUsedRecently, report(reportedRoot()))).verdict).toBe('NOT_APPLICABLE');
  });
});

describe('iam-user-no-long-lived-credentials', () => {
  const withKey = { access_key_2_active: 'false', access_key_2_last_rotated: '2025-01-01T00:00:00+00:00' };
  const verdictOf = (services: string[], more: object = withKey) => {
    const servicesLastAccessed = services.map(ServiceNamespace => ({ ServiceNamespace, LastAuthenticated: null }));
    return verdictOn(noLongLivedCredentials, report(reported('ci', more), { servicesLastAccessed }));
  };
  it('fails an inactive key that reaches a service which was never used', async () => {
    expect(await verdictOf(['iam', 's3', 'sts'])).toMatchObject({
      verdict: 'FAIL',
      message: 'the user holds an access key and may use s3',
    });
  });
  it('counts what it does not name', async () => {
    const { message } = await verdictOf(['a4b', 'acm', 'ec2', 'ecs', 'eks', 's3']);
    expect(message).toMatch(/may use a4b, acm, ec2, ecs, eks and 1 more$/);
  });
  it('passes iam and sts, nothing, and no keys', async () => {
    expect((await verdictOf(['iam', 'sts'])).verdict).toBe('PASS');
    expect((await verdictOf([])).verdict).toBe('PASS');
    expect((await verdictOf([], {})).verdict).toBe('PASS');
  });
  it('cannot tell without the answer', async () => {
    const refused = report(reported('ci', withKey), {
      servicesLastAccessed: gap('iam:GenerateServiceLastAccessedDetails'),
    });
    expect((await verdictOn(noLongLivedCredentials, refused)).verdict).toBe('NOT_AVAILABLE');
  });
  it('says nothing of the root user', async () => {
    expect((await verdictOn(noLongLivedCredentials, report(reportedRoot(withKey)))).verdict).toBe('NOT_APPLICABLE');
  });
});
