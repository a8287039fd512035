import { check, fail, pass, saw, type Verdict } from '../../core/check.js';
import { daysBetween } from '../../core/facts.js';
import type { Evidence, Fix } from '../../core/types.js';
import { cannotTell } from '../../core/unavailable.js';
import { type CredentialRow, credentialReport, isTrue, ROOT, timeOf } from './credential-report.js';

const api = 'iam:GetCredentialReport';
type KeyName = 'access_key_1' | 'access_key_2';
const keyNames: readonly KeyName[] = ['access_key_1', 'access_key_2'];

const activeKeysOf = (row: CredentialRow): KeyName[] => keyNames.filter(key => isTrue(row[`${key}_active`]));
const sawKey = (row: CredentialRow, field: keyof CredentialRow, expected?: unknown) =>
  saw(api, field, row[field], expected);

/** The report names two keys of a user; what it says of further ones keeps anything good from being said of all. */
function demandNoFurtherKeys(row: CredentialRow): void {
  const told = row.additional_credentials_info;
  if (told !== 'N/A') cannotTell('truncated', api, `the credential report tells of two access keys only: ${told}`);
}

/** The failures, one a key; or, when nothing was found and nothing is hidden, the one good verdict. */
function failuresOr(row: CredentialRow, failures: Verdict[], good: () => Verdict): Verdict | Verdict[] {
  if (failures.length > 0) return failures;
  demandNoFurtherKeys(row);
  return good();
}

/** The root user's keys are out of reach for the commands that name a user. */
const forRoot: Fix = {
  byHand: 'Sign in as the root user and delete the key under Security credentials.',
  note: 'Find out first what uses the key; give it a role instead.',
};
const failKey = (row: CredentialRow, key: KeyName, message: string, ...evidence: Evidence[]): Verdict => ({
  ...fail(message, sawKey(row, `${key}_active`), ...evidence),
  part: key,
  ...(row.user === ROOT ? { fix: forRoot } : {}),
});

const nameOfKey = (key: KeyName): string => key.replaceAll('_', ' ');
const sawActive = (row: CredentialRow) => keyNames.map(key => sawKey(row, `${key}_active`));

const deactivate = {
  command: 'aws iam update-access-key --user-name {user} --access-key-id {AccessKeyId} --status Inactive',
  undo: 'aws iam update-access-key --user-name {user} --access-key-id {AccessKeyId} --status Active',
  byHand: 'The report does not hold the key id: aws iam list-access-keys --user-name {user} does.',
  note: 'Whatever still signs with this key stops working; make it active again if something breaks, delete it otherwise.',
};

export const accessKeyRotated = check({
  id: 'iam-user-access-key-rotated',
  title: 'Active access keys are young',
  why: 'Keys end up in backups, logs and old laptops. Replacing them makes the lost copies worthless.',
  fix: {
    command: 'aws iam create-access-key --user-name {user}',
    byHand:
      'Put the new key where the old one is used, watch that the old one rests, then deactivate and delete the old one.',
    note: 'A user may hold two keys, so that nothing stops meanwhile. Better still is a role that needs no key.',
  },
  fields: keyNames.flatMap(key => [`${api}.${key}_active`, `${api}.${key}_last_rotated`]),
  on: credentialReport.with(),
  params: { max_age_days: 90 },
  test(row, _also, { params, now }) {
    const ages = activeKeysOf(row).map(key => ({ key, days: ageOf(row, key, now) }));
    const old = ages.filter(({ days }) => days > params.max_age_days);
    const failures = old.map(({ key, days }) => {
      const message = `${nameOfKey(key)} is active and ${days} days old (${row[`${key}_last_rotated`].slice(0, 10)})`;
      return failKey(row, key, message, sawKey(row, `${key}_last_rotated`, `at most ${params.max_age_days} days ago`));
    });
    return failuresOr(row, failures, () => {
      const oldest = Math.max(...ages.map(age => age.days));
      const evidence = keyNames.flatMap(key => [sawKey(row, `${key}_active`), sawKey(row, `${key}_last_rotated`)]);
      return pass(
        ages.length === 0 ? 'there is no active access key' : `the oldest active key is ${oldest} days old`,
        ...evidence,
      );
    });
  },
});

function ageOf(row: CredentialRow, key: KeyName, now: Date): number {
  const rotated = timeOf(row, `${key}_last_rotated`);
  if (!rotated)
    cannotTell('unexpected-answer', api, `${nameOfKey(key)} of ${row.user} is active, but has no date of creation`);
  return daysBetween(rotated, now);
}

export const accessKeyUsedRecently = check({
  id: 'iam-user-access-key-used-recently',
  title: 'Active access keys are in use',
  why: 'A key that nobody uses is missed by nobody when it is stolen.',
  fix: deactivate,
  fields: keyNames.flatMap(key => [`${api}.${key}_active`, `${api}.${key}_last_used_date`]),
  on: credentialReport.with(),
  params: { max_unused_days: 45 },
  test(row, _also, { params, now }) {
    const active = activeKeysOf(row);
    const failures = active.flatMap(key => {
      const used = timeOf(row, `${key}_last_used_date`);
      const days = used ? daysBetween(used, now) : 0;
      if (days <= params.max_unused_days) return [];
      const message = `${nameOfKey(key)} is active and was last used ${days} days ago (${row[`${key}_last_used_date`].slice(0, 10)})`;
      const expected = `at most ${params.max_unused_days} days ago`;
      return [failKey(row, key, message, sawKey(row, `${key}_last_used_date`, expected))];
    });
    return failuresOr(row, failures, () => {
      const evidence = keyNames.flatMap(key => [sawKey(row, `${key}_active`), sawKey(row, `${key}_last_used_date`)]);
      const unused = active.filter(key => timeOf(row, `${key}_last_used_date`) === null);
      if (active.length === 0) return pass('there is no active access key', ...evidence);
      if (unused.length === 0) return pass('every active access key was used recently', ...evidence);
      return pass(
        `${unused.map(nameOfKey).join(' and ')} was never used; no active key has gone out of use`,
        ...evidence,
      );
    });
  },
});

export const noInitialSetupKey = check({
  id: 'iam-user-no-initial-setup-access-key',
  title: 'Users with a console password hold no access key that was never used',
  why: 'Keys made "just in case" with a new user are never needed, and lie about for others to find.',
  fix: deactivate,
  fields: [
    `${api}.password_enabled`,
    ...keyNames.flatMap(key => [`${api}.${key}_active`, `${api}.${key}_last_used_date`]),
  ],
  on: credentialReport.with(),
  scope: 'the root user has rules of its own',
  applies: row => row.user !== ROOT,
  test(row) {
    const password = sawKey(row, 'password_enabled');
    if (!isTrue(row.password_enabled)) return pass('the user has no console password', password);
    const failures = activeKeysOf(row)
      .filter(key => timeOf(row, `${key}_last_used_date`) === null)
      .map(key => {
        const message = `${nameOfKey(key)} is active and was never used, while the user has a console password`;
        return failKey(row, key, message, password, sawKey(row, `${key}_last_used_date`, 'a date'));
      });
    return failuresOr(row, failures, () => pass('no active access key is unused', password, ...sawActive(row)));
  },
});

export const singleActiveKey = check({
  id: 'iam-user-single-active-access-key',
  title: 'Users have at most one active access key',
  why: 'Two keys are for the hours in which one replaces the other. Left in place, the second doubles what can leak.',
  fix: deactivate,
  fields: keyNames.map(key => `${api}.${key}_active`),
  on: credentialReport.with(),
  test(row) {
    const active = activeKeysOf(row);
    if (active.length > 1) {
      const verdict = fail('two access keys are active at the same time', ...sawActive(row));
      return row.user === ROOT ? { ...verdict, fix: forRoot } : verdict;
    }
    demandNoFurtherKeys(row);
    return pass(active.length === 0 ? 'there is no active access key' : 'one access key is active', ...sawActive(row));
  },
});
