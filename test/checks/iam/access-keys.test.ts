import { describe, expect, it } from 'vitest';
import {
  accessKeyRotated,
  accessKeyUsedRecently,
  noInitialSetupKey,
  singleActiveKey,
} from '../../../src/checks/iam/access-keys.js';
import type { CredentialRow } from '../../../src/checks/iam/credential-report.js';
import { gap, world } from '../../support/world.js';
import { globally, reported, reportedRoot, verdictOn, verdictsOn } from './rows.js';

const report = (row: CredentialRow) => world({ 'iam.credentialReport': [globally(row)] });
const verdictsOf = (check: object, more: Partial<CredentialRow>, params?: Record<string, unknown>) =>
  verdictsOn(check, report(reported('ci', more)), params);
const denied = world({ 'iam.credentialReport': { rows: [], gaps: [gap('iam:GenerateCredentialReport')] } });

const key1 = (rotated: string, used = 'N/A'): Partial<CredentialRow> => ({
  access_key_1_active: 'true',
  access_key_1_last_rotated: rotated,
  access_key_1_last_used_date: used,
});
const key2 = (rotated: string, used = 'N/A'): Partial<CredentialRow> => ({
  access_key_2_active: 'true',
  access_key_2_last_rotated: rotated,
  access_key_2_last_used_date: used,
});
const fresh = '2026-11-01T00:00:00+00:00';
const old = '2025-01-01T00:00:00+00:00';
const further = { additional_credentials_info: '1 additional access key; use ListAccessKeys' };

describe.each([accessKeyRotated, accessKeyUsedRecently, noInitialSetupKey, singleActiveKey])('$id', check => {
  it('passes a user without keys', async () => {
    expect(await verdictsOf(check, {})).toEqual([['ci', 'PASS']]);
  });
  it('cannot tell without the report', async () => {
    expect((await verdictOn(check, denied)).verdict).toBe('NOT_AVAILABLE');
  });
  it('does not call good what the report leaves out', async () => {
    expect(await verdictsOf(check, { password_enabled: 'true', ...further })).toEqual([['ci', 'NOT_AVAILABLE']]);
  });
});

describe('iam-user-access-key-rotated', () => {
  it.each([
    ['2026-08-24T09:00:00+00:00', 'ci', 'PASS', '90 days'],
    ['2026-08-23T09:00:01+00:00', 'ci', 'PASS', '90.9 days'],
    ['2026-08-23T09:00:00+00:00', 'ci/access_key_1', 'FAIL', '91 days'],
  ])('%s: %s %s (%s)', async (rotated, id, verdict) => {
    expect(await verdictsOf(accessKeyRotated, key1(rotated))).toEqual([[id, verdict]]);
  });
  it('tells of each old key apart, and leaves inactive ones alone', async () => {
    expect(await verdictsOf(accessKeyRotated, { ...key1(old), ...key2(old) })).toEqual([
      ['ci/access_key_1', 'FAIL'],
      ['ci/access_key_2', 'FAIL'],
    ]);
    const firstOff = { ...key1(old), ...key2(old), access_key_1_active: 'false' };
    expect(await verdictsOf(accessKeyRotated, firstOff)).toEqual([['ci/access_key_2', 'FAIL']]);
    const oldOff = { ...key1(fresh), ...key2(old), access_key_2_active: 'false' };
    expect(await verdictsOf(accessKeyRotated, oldOff)).toEqual([['ci', 'PASS']]);
  });
  it('names the age and the day', async () => {
    const { message } = await verdictOn(accessKeyRotated, report(reported('ci', key1(old))));
    expect(message).toBe('access key 1 is active and 690 days old (2025-01-01)');
  });
  it('includes the root user, whose key no command can name', async () => {
    const finding = await verdictOn(accessKeyRotated, report(reportedRoot(key1(old))));
    expect(finding).toMatchObject({ verdict: 'FAIL', resource: { id: '<root_account>/access_key_1' } });
    expect(finding.fix?.command).toBeUndefined();
    expect(finding.fix?.byHand).toContain('root user');
  });
  it('does not guess the age of a key without a date', async () => {
    expect(await verdictsOf(accessKeyRotated, key1('N/A'))).toEqual([['ci', 'NOT_AVAILABLE']]);
  });
  it('takes another age', async () => {
    expect(await verdictsOf(accessKeyRotated, key1(old), { max_age_days: 700 })).toEqual([['ci', 'PASS']]);
  });
});

describe('iam-user-access-key-used-recently', () => {
  it.each([
    ['2026-10-08T09:00:00+00:00', 'ci', 'PASS', '45 days'],
    ['2026-10-07T09:00:00+00:00', 'ci/access_key_1', 'FAIL', '46 days'],
    ['N/A', 'ci', 'PASS', 'never used: another rule'],
  ])('%s: %s %s (%s)', async (used, id, verdict) => {
    expect(await verdictsOf(accessKeyUsedRecently, key1(old, used))).toEqual([[id, verdict]]);
  });
  it('leaves inactive keys alone', async () => {
    const off = { ...key1(old, old), access_key_1_active: 'false' };
    expect(await verdictsOf(accessKeyUsedRecently, off)).toEqual([['ci', 'PASS']]);
  });
  it('offers the command that deactivates the key', async () => {
    const { fix } = await verdictOn(accessKeyUsedRecently, report(reported('ci', key1(old, old))));
    expect(fix?.command).toBe(
      'aws iam update-access-key --user-name ci --access-key-id <AccessKeyId> --status Inactive',
    );
  });
});

describe('iam-user-no-initial-setup-access-key', () => {
  const password = { password_enabled: 'true' };
  it('fails each active key that was never used beside a password', async () => {
    expect(await verdictsOf(noInitialSetupKey, { ...password, ...key1(old), ...key2(old) })).toEqual([
      ['ci/access_key_1', 'FAIL'],
      ['ci/access_key_2', 'FAIL'],
    ]);
  });
  it('passes used keys, inactive keys and users without a password', async () => {
    expect(await verdictsOf(noInitialSetupKey, { ...password, ...key1(old, fresh) })).toEqual([['ci', 'PASS']]);
    const off = { ...password, ...key1(old), access_key_1_active: 'false' };
    expect(await verdictsOf(noInitialSetupKey, off)).toEqual([['ci', 'PASS']]);
    expect(await verdictsOf(noInitialSetupKey, key1(old))).toEqual([['ci', 'PASS']]);
  });
  it('says nothing of the root user', async () => {
    expect((await verdictOn(noInitialSetupKey, report(reportedRoot(key1(old))))).verdict).toBe('NOT_APPLICABLE');
  });
});

describe('iam-user-single-active-access-key', () => {
  const both = { ...key1(old), ...key2(fresh) };
  it('fails two active keys, whoever holds them', async () => {
    expect(await verdictsOf(singleActiveKey, both)).toEqual([['ci', 'FAIL']]);
    expect(await verdictsOf(singleActiveKey, { ...both, ...further })).toEqual([['ci', 'FAIL']]);
    const { verdict, fix } = await verdictOn(singleActiveKey, report(reportedRoot(both)));
    expect([verdict, fix?.command]).toEqual(['FAIL', undefined]);
  });
  it('passes one active and one inactive key', async () => {
    expect(await verdictsOf(singleActiveKey, { ...both, access_key_2_active: 'false' })).toEqual([['ci', 'PASS']]);
  });
});
