import { check, fail, pass, saw } from '../../core/check.js';
import { daysBetween, sayDaysAgo } from '../../core/facts.js';
import { type CredentialRow, credentialReport, isTrue, ROOT, timeOf } from './credential-report.js';

const api = 'iam:GetCredentialReport';
const isUser = (row: CredentialRow): boolean => row.user !== ROOT;
const notForRoot = 'the root user has rules of its own';

export const consoleMfa = check({
  id: 'iam-user-console-mfa-enabled',
  title: 'Users with a console password use MFA',
  why: 'Passwords are guessed, reused and phished. A second factor keeps a stolen password from being enough.',
  fix: {
    byHand: 'Have {user} register an MFA device under Security credentials in the console.',
    note: 'No downtime. A passkey or security key resists phishing; a code from an app does not.',
  },
  fields: [`${api}.password_enabled`, `${api}.mfa_active`],
  on: credentialReport.with(),
  scope: notForRoot,
  applies: isUser,
  test(row) {
    const password = saw(api, 'password_enabled', row.password_enabled);
    if (!isTrue(row.password_enabled)) return pass('the user has no console password', password);
    const mfa = saw(api, 'mfa_active', row.mfa_active, 'true');
    if (isTrue(row.mfa_active)) return pass('an MFA device guards the console password', password, mfa);
    return fail('the user has a console password and no MFA device', password, mfa);
  },
});

export const hardwareMfa = check({
  id: 'iam-user-mfa-is-hardware',
  title: 'Users sign in with a security key, passkey or hardware token',
  why: 'Codes from an app or text message can be phished or copied. A device that proves whom it talks to cannot.',
  fix: {
    byHand: 'Have {user} register a passkey or security key, then deactivate the virtual or SMS device.',
    note: 'Register the new device before removing the old one, or the user is locked out.',
  },
  fields: [`${api}.mfa_active`, 'iam:ListMFADevices.MFADevices.SerialNumber'],
  on: credentialReport.with('mfaDevices'),
  scope: notForRoot,
  applies: isUser,
  test(row) {
    const serials = row.mfaDevices.map(device => device.SerialNumber);
    const seen = saw('iam:ListMFADevices', 'MFADevices.SerialNumber', serials, 'no virtual or SMS device');
    if (serials.length === 0)
      return fail('the user has no MFA device', saw(api, 'mfa_active', row.mfa_active, 'true'), seen);
    const weak = serials.filter(serial => /^arn:[^:]*:iam::[^:]*:(sms-)?mfa\//.test(serial));
    if (weak.length > 0) return fail(`${weak.map(kindOf).join(' and ')} is among the user's MFA devices`, seen);
    return pass(`${serials.length === 1 ? 'the MFA device is' : 'all MFA devices are'} hardware or FIDO`, seen);
  },
});

const kindOf = (serial: string): string => `${serial.includes(':sms-mfa/') ? 'SMS' : 'virtual'} device ${serial}`;

export const passwordUsedRecently = check({
  id: 'iam-user-console-password-used-recently',
  title: 'Console passwords are in use',
  why: 'A password that nobody uses is missed by nobody when it is stolen.',
  fix: {
    command: 'aws iam delete-login-profile --user-name {user}',
    note: 'The user can no longer sign in to the console; access keys go on working. A new password can be set at any time.',
  },
  fields: [`${api}.password_enabled`, `${api}.password_last_used`],
  on: credentialReport.with(),
  params: { max_unused_days: 45 },
  scope: notForRoot,
  applies: isUser,
  test(row, _also, { params, now }) {
    const password = saw(api, 'password_enabled', row.password_enabled);
    if (!isTrue(row.password_enabled)) return pass('the user has no console password', password);
    const used = timeOf(row, 'password_last_used');
    const seen = saw(api, 'password_last_used', row.password_last_used, `at most ${params.max_unused_days} days ago`);
    if (!used) return pass('no sign-in with the password is on record', password, seen);
    const days = daysBetween(used, now);
    const message = `the password was last used ${sayDaysAgo(days)} (${row.password_last_used.slice(0, 10)})`;
    return days > params.max_unused_days ? fail(message, password, seen) : pass(message, password, seen);
  },
});

export const noLongLivedCredentials = check({
  id: 'iam-user-no-long-lived-credentials',
  title: 'Users with access keys may use IAM and STS only',
  why: 'An access key is a password that never expires and is copied into files. Roles hand out keys that die within hours.',
  fix: {
    byHand:
      'Let the workload assume a role (instance profile, OIDC, Roles Anywhere), then delete the access keys of {user}.',
    note: 'Whatever signs with the key stops working when the key goes: deactivate it first and watch.',
  },
  fields: [
    `${api}.access_key_1_last_rotated`,
    `${api}.access_key_2_last_rotated`,
    'iam:GetServiceLastAccessedDetails.ServicesLastAccessed.ServiceNamespace',
  ],
  on: credentialReport.with('servicesLastAccessed'),
  scope: notForRoot,
  applies: isUser,
  test(row) {
    const keys = [1, 2].filter(number => row[`access_key_${number as 1 | 2}_last_rotated`] !== 'N/A');
    const held = keys.map(number =>
      saw(api, `access_key_${number}_last_rotated`, row[`access_key_${number as 1 | 2}_last_rotated`]),
    );
    if (keys.length === 0) {
      return pass('the user has no access key', saw(api, 'access_key_1_last_rotated', row.access_key_1_last_rotated));
    }
    const allowed = row.servicesLastAccessed.map(service => service.ServiceNamespace);
    const beyond = [...new Set(allowed)].filter(service => !['iam', 'sts'].includes(service)).sort();
    const seen = saw(
      'iam:GetServiceLastAccessedDetails',
      'ServicesLastAccessed.ServiceNamespace',
      beyond.slice(0, 20),
      'iam and sts only',
    );
    if (beyond.length === 0) return pass('the access keys reach no service beyond IAM and STS', ...held, seen);
    const some = beyond.slice(0, 5).join(', ');
    const rest = beyond.length > 5 ? ` and ${beyond.length - 5} more` : '';
    return fail(`the user holds an access key and may use ${some}${rest}`, ...held, seen);
  },
});
