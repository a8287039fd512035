import { describe, expect, it } from 'vitest';
import type { PasswordPolicy } from '../../../src/checks/iam/account.js';
import {
  exists,
  expiresPasswords,
  minimumLength,
  requiresLowercase,
  requiresNumber,
  requiresSymbol,
  requiresUppercase,
  reusePrevented,
} from '../../../src/checks/iam/password-policy.js';
import { gap, world } from '../../support/world.js';
import { account, globally, verdictOn } from './rows.js';

const strong: PasswordPolicy = {
  MinimumPasswordLength: 14,
  RequireSymbols: true,
  RequireNumbers: true,
  RequireUppercaseCharacters: true,
  RequireLowercaseCharacters: true,
  AllowUsersToChangePassword: false,
  MaxPasswordAge: 90,
  PasswordReusePrevention: 24,
  HardExpiry: false,
};
const withPolicy = (passwordPolicy: unknown) => world({ 'iam.account': [globally(account, { passwordPolicy })] });
const verdictOf = async (check: object, policy: unknown, params = {}) =>
  (await verdictOn(check, withPolicy(policy), params)).verdict;

const all = [
  exists,
  minimumLength,
  reusePrevented,
  requiresLowercase,
  requiresUppercase,
  requiresNumber,
  requiresSymbol,
  expiresPasswords,
];

describe.each(all)('$id', check => {
  it('passes a strong policy', async () => expect(await verdictOf(check, strong)).toBe('PASS'));
  it('fails an account without a policy', async () => expect(await verdictOf(check, null)).toBe('FAIL'));
  it('cannot tell when it was refused', async () =>
    expect(await verdictOf(check, gap('iam:GetAccountPasswordPolicy'))).toBe('NOT_AVAILABLE'));
});

describe.each([
  [requiresLowercase, 'RequireLowercaseCharacters', 'require-lowercase-characters'],
  [requiresUppercase, 'RequireUppercaseCharacters', 'require-uppercase-characters'],
  [requiresNumber, 'RequireNumbers', 'require-numbers'],
  [requiresSymbol, 'RequireSymbols', 'require-symbols'],
] as const)('%o', (check, field, option) => {
  it(`fails when ${field} is off, and offers to turn on that alone`, async () => {
    const { verdict, fix } = await verdictOn(check, withPolicy({ ...strong, [field]: false }));
    expect(verdict).toBe('FAIL');
    expect(fix?.command).toContain(` --${option} `);
    expect(fix?.command).toContain('--max-password-age 90');
    expect(fix?.command).toContain('--no-allow-users-to-change-password');
  });
  it('looks at no other class', async () => {
    const others = {
      RequireLowercaseCharacters: false,
      RequireUppercaseCharacters: false,
      RequireNumbers: false,
      RequireSymbols: false,
    };
    expect(await verdictOf(check, { ...strong, ...others, [field]: true })).toBe('PASS');
  });
});

describe('iam-password-policy-min-length', () => {
  it.each([
    [13, 'FAIL'],
    [14, 'PASS'],
    [128, 'PASS'],
    [null, 'FAIL'],
  ])('%s: %s', async (MinimumPasswordLength, verdict) =>
    expect(await verdictOf(minimumLength, { ...strong, MinimumPasswordLength })).toBe(verdict),
  );
  it("counts AWS's default as 8", async () => {
    expect(await verdictOf(minimumLength, null, { min_length: 8 })).toBe('PASS');
    expect(await verdictOf(minimumLength, null, { min_length: 9 })).toBe('FAIL');
  });
});

describe('iam-password-policy-reuse-prevented', () => {
  it.each([
    [null, 'FAIL'],
    [23, 'FAIL'],
    [24, 'PASS'],
  ])('%s: %s', async (PasswordReusePrevention, verdict) =>
    expect(await verdictOf(reusePrevented, { ...strong, PasswordReusePrevention })).toBe(verdict),
  );
});

describe('iam-password-policy-expires-passwords', () => {
  it.each([
    [null, 'FAIL'],
    [91, 'FAIL'],
    [90, 'PASS'],
    [1, 'PASS'],
  ])('%s: %s', async (MaxPasswordAge, verdict) =>
    expect(await verdictOf(expiresPasswords, { ...strong, MaxPasswordAge })).toBe(verdict),
  );
});

describe('the command that mends a policy', () => {
  it('names every setting, since AWS forgets the others', async () => {
    const { fix } = await verdictOn(expiresPasswords, withPolicy({ ...strong, MaxPasswordAge: null }));
    expect(fix?.command).toBe(
      'aws iam update-account-password-policy --minimum-password-length 14 --require-symbols --require-numbers --require-uppercase-characters --require-lowercase-characters --no-allow-users-to-change-password --max-password-age 90 --password-reuse-prevention 24 --no-hard-expiry',
    );
  });
  it('recommends a whole policy where there is none, without expiry', async () => {
    const { fix } = await verdictOn(exists, withPolicy(null));
    expect(fix?.command).toBe(
      'aws iam update-account-password-policy --minimum-password-length 14 --require-symbols --require-numbers --require-uppercase-characters --require-lowercase-characters --allow-users-to-change-password --password-reuse-prevention 24',
    );
  });
});
