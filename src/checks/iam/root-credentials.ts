import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { Seen } from '../../core/collection.js';
import { daysBetween } from '../../core/facts.js';
import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import { type CredentialRow, credentialReport, isTrue, ROOT, timeOf } from './credential-report.js';
import { root } from './root.js';

const report = 'iam:GetCredentialReport';
const keyFields = ['access_key_1_active', 'access_key_2_active'] as const;
const sawKeys = (row: CredentialRow) => keyFields.map(field => saw(report, field, row[field]));

function rootRow(table: Table<Seen<CredentialRow>>): CredentialRow {
  return (
    table.at('user', ROOT).first() ??
    cannotTell('unexpected-answer', report, 'the credential report has no line for the root user')
  );
}

/** Older reports say `not_supported` of a root password, when every root user had one. */
const hasPassword = (row: CredentialRow): boolean => row.password_enabled.toLowerCase() !== 'false';
const hasActiveKey = (row: CredentialRow): boolean => keyFields.some(field => isTrue(row[field]));
const sawCredentials = (row: CredentialRow) => [saw(report, 'password_enabled', row.password_enabled), ...sawKeys(row)];
const credentialFields = [`${report}.password_enabled`, ...keyFields.map(field => `${report}.${field}`)];
const nothingToGuard = 'the root user has neither a password nor an active access key';

export const accessKeysAbsent = check({
  id: 'iam-root-access-keys-absent',
  title: 'The root user has no active access key',
  why: 'Nothing can limit the root user. Whoever finds one of its keys owns the account, its data and its bill.',
  fix: {
    byHand: 'Sign in as the root user and delete its access keys under Security credentials; use roles instead.',
    note: 'Whatever signs with the key stops working: deactivate it first and watch.',
  },
  fields: [
    'iam:GetAccountSummary.SummaryMap.AccountAccessKeysPresent',
    ...keyFields.map(field => `${report}.${field}`),
  ],
  on: root.with('summary'),
  also: { report: credentialReport.with() },
  test(user, { report: table }) {
    const { AccountAccessKeysPresent: present } = user.summary;
    const summary = saw('iam:GetAccountSummary', 'SummaryMap.AccountAccessKeysPresent', present, 0);
    if (present === 0) return pass('the root user has no access key', summary);
    const row = rootRow(table);
    const active = keyFields.filter(field => isTrue(row[field]));
    if (active.length > 0)
      return fail(
        `the root user has ${active.length} active access key${active.length > 1 ? 's' : ''}`,
        ...sawKeys(row),
        summary,
      );
    if (present === null || row.access_key_1_last_rotated !== 'N/A' || row.access_key_2_last_rotated !== 'N/A')
      return pass('the root user has no active access key', ...sawKeys(row), summary);
    // The summary is fresh, the report up to four hours old: a key that only the summary knows is new, and so active.
    return fail('the root user got an access key since the credential report was made', ...sawKeys(row), summary);
  },
});

export const mfaEnabled = check({
  id: 'iam-root-mfa-enabled',
  title: 'The root user signs in with MFA',
  why: 'Nothing can limit the root user. With a password alone, one phishing mail is enough to lose the account.',
  fix: {
    byHand: 'Sign in as the root user and register at least two MFA devices under Security credentials.',
    note: 'In an organization, deleting the root credentials of member accounts (central root access) is better still.',
  },
  fields: [...credentialFields, `${report}.mfa_active`],
  on: root.with(),
  also: { report: credentialReport.with() },
  test(_user, { report: table }) {
    const row = rootRow(table);
    const mfa = saw(report, 'mfa_active', row.mfa_active, 'true');
    if (!hasPassword(row) && !hasActiveKey(row)) return notApplicable(nothingToGuard, ...sawCredentials(row));
    if (isTrue(row.mfa_active)) return pass('an MFA device guards the root user', mfa);
    return fail('the root user has credentials and no MFA device', ...sawCredentials(row), mfa);
  },
});

export const hardwareMfa = check({
  id: 'iam-root-hardware-mfa-enabled',
  title: 'The root user signs in with hardware or FIDO devices only',
  why: 'The secret of an app on a phone can be copied or phished. A security key cannot, and it can be locked away.',
  fix: {
    byHand: 'Sign in as the root user, register a security key or hardware token, then remove the virtual device.',
    note: 'Register two devices before removing the virtual one: a lost device locks the root user out.',
  },
  fields: [
    ...credentialFields,
    'iam:GetAccountSummary.SummaryMap.AccountMFAEnabled',
    'iam:ListVirtualMFADevices.VirtualMFADevices.User.Arn',
  ],
  on: root.with('summary', 'virtualMfaDevices'),
  also: { report: credentialReport.with() },
  scope: 'the root user of this partition takes no hardware device',
  applies: user => user.Arn.startsWith('arn:aws:'),
  test(user, { report: table }) {
    const row = rootRow(table);
    if (!hasPassword(row) && !hasActiveKey(row)) return notApplicable(nothingToGuard, ...sawCredentials(row));
    const { AccountMFAEnabled: enabled } = user.summary;
    const summary = saw('iam:GetAccountSummary', 'SummaryMap.AccountMFAEnabled', enabled, 1);
    if (enabled === null)
      cannotTell(
        'unexpected-answer',
        'iam:GetAccountSummary',
        'the account summary does not tell of MFA for the root user',
      );
    if (enabled === 0) return fail('the root user has no MFA device', summary);
    const virtual = user.virtualMfaDevices.filter(device => device.UserArn === user.Arn);
    const devices = saw(
      'iam:ListVirtualMFADevices',
      'VirtualMFADevices.User.Arn',
      virtual.map(device => device.UserArn),
      [],
    );
    if (virtual.length === 0) return pass('the root user has MFA, and no virtual device', summary, devices);
    return fail(
      `${virtual.map(device => device.SerialNumber).join(', ')} is a virtual MFA device of the root user`,
      summary,
      devices,
    );
  },
});

const useFields = ['password_last_used', 'access_key_1_last_used_date', 'access_key_2_last_used_date'] as const;

export const notUsedRecently = check({
  id: 'iam-root-not-used-recently',
  title: 'The root user was not used recently',
  why: 'The root user is for the few tasks that nobody else can do. Daily use of it means that nothing limits mistakes.',
  fix: {
    byHand: 'Find out in CloudTrail who used the root user and what for; give that task to a role.',
    note: 'A deliberate use, such as changing the account e-mail address, passes from view after the window.',
  },
  fields: useFields.map(field => `${report}.${field}`),
  on: root.with(),
  also: { report: credentialReport.with() },
  params: { max_days: 1 },
  test(_user, { report: table }, { params, now }) {
    const row = rootRow(table);
    const seen = useFields.map(field => saw(report, field, row[field], `more than ${params.max_days} days ago`));
    const times = useFields.flatMap(field => timeOf(row, field)?.getTime() ?? []);
    if (times.length === 0) return pass('no use of the root user is on record', ...seen);
    const last = new Date(Math.max(...times));
    const days = daysBetween(last, now);
    const ago = days === 0 ? 'less than a day' : `${days} days`;
    const message = `the root user was last used ${ago} ago (${last.toISOString().slice(0, 10)})`;
    return days <= params.max_days ? fail(message, ...seen) : pass(message, ...seen);
  },
});
