import { check, fail, pass, saw, type Verdict } from '../../core/check.js';
import type { Fix } from '../../core/types.js';
import { account, type PasswordPolicy } from './account.js';

const api = 'iam:GetAccountPasswordPolicy';
const fields = (...names: (keyof PasswordPolicy)[]) => names.map(name => `${api}.PasswordPolicy.${name}`);

/** What a new policy should say where the account has none: no expiry, since forced changes make passwords worse. */
const recommended: PasswordPolicy = {
  MinimumPasswordLength: 14,
  RequireSymbols: true,
  RequireNumbers: true,
  RequireUppercaseCharacters: true,
  RequireLowercaseCharacters: true,
  AllowUsersToChangePassword: true,
  MaxPasswordAge: null,
  PasswordReusePrevention: 24,
  HardExpiry: null,
};

/** The command replaces the whole policy, so it names every setting: what it left out would fall back to AWS's default. */
function commandFor(policy: PasswordPolicy): string {
  const flag = (on: boolean, name: string) => `--${on ? '' : 'no-'}${name}`;
  const words = [
    `--minimum-password-length ${policy.MinimumPasswordLength ?? recommended.MinimumPasswordLength}`,
    flag(policy.RequireSymbols, 'require-symbols'),
    flag(policy.RequireNumbers, 'require-numbers'),
    flag(policy.RequireUppercaseCharacters, 'require-uppercase-characters'),
    flag(policy.RequireLowercaseCharacters, 'require-lowercase-characters'),
    flag(policy.AllowUsersToChangePassword, 'allow-users-to-change-password'),
    ...(policy.MaxPasswordAge === null ? [] : [`--max-password-age ${policy.MaxPasswordAge}`]),
    ...(policy.PasswordReusePrevention === null
      ? []
      : [`--password-reuse-prevention ${policy.PasswordReusePrevention}`]),
    ...(policy.HardExpiry === null ? [] : [flag(policy.HardExpiry, 'hard-expiry')]),
  ];
  return `aws iam update-account-password-policy ${words.join(' ')}`;
}

const note =
  'Replaces the whole password policy. It holds for the next password that a user sets; nobody is signed out.';

/** The command that changes only `change` in the policy that stands. */
const fixWith = (policy: PasswordPolicy | null, change: Partial<PasswordPolicy>): Fix => ({
  command: commandFor({ ...(policy ?? recommended), ...change }),
  undo: policy ? commandFor(policy) : 'aws iam delete-account-password-policy',
  note,
});

const failWith = (
  policy: PasswordPolicy | null,
  change: Partial<PasswordPolicy>,
  ...said: Parameters<typeof fail>
): Verdict => ({
  ...fail(...said),
  fix: fixWith(policy, change),
});

const sawPolicy = (name: keyof PasswordPolicy, value: unknown, expected?: unknown) =>
  saw(api, `PasswordPolicy.${name}`, value, expected);

export const exists = check({
  id: 'iam-password-policy-exists',
  title: 'The account has a password policy of its own',
  why: "Without one, AWS's default holds: eight characters are enough, and old passwords may be used again.",
  fix: fixWith(null, {}),
  fields: [`${api}.PasswordPolicy`],
  on: account.with('passwordPolicy'),
  test({ passwordPolicy: policy }) {
    const seen = saw(api, 'PasswordPolicy', policy, 'a policy');
    return policy
      ? pass('the account has a password policy', seen)
      : failWith(null, {}, 'the account has no password policy', seen);
  },
});

/** AWS's default, where an account has no policy: 8 characters of three classes. */
const defaultLength = 8;

export const minimumLength = check({
  id: 'iam-password-policy-min-length',
  title: 'Console passwords are long',
  why: 'Each character more makes a password many times harder to guess.',
  fix: fixWith(null, {}),
  fields: fields('MinimumPasswordLength'),
  on: account.with('passwordPolicy'),
  params: { min_length: 14 },
  test({ passwordPolicy: policy }, _also, { params }) {
    const length = policy?.MinimumPasswordLength ?? defaultLength;
    const seen = sawPolicy('MinimumPasswordLength', policy?.MinimumPasswordLength, `at least ${params.min_length}`);
    const message = `passwords need ${length} characters${policy ? '' : " (AWS's default: the account has no policy)"}`;
    if (length >= params.min_length) return pass(message, seen);
    return failWith(policy, { MinimumPasswordLength: params.min_length }, message, seen);
  },
});

export const reusePrevented = check({
  id: 'iam-password-policy-reuse-prevented',
  title: 'Old console passwords cannot be used again',
  why: 'A password that leaked once stays in the lists that attackers try.',
  fix: fixWith(null, {}),
  fields: fields('PasswordReusePrevention'),
  on: account.with('passwordPolicy'),
  params: { min_remembered: 24 },
  test({ passwordPolicy: policy }, _also, { params }) {
    const remembered = policy?.PasswordReusePrevention ?? null;
    const seen = sawPolicy('PasswordReusePrevention', remembered, params.min_remembered);
    if (remembered !== null && remembered >= params.min_remembered)
      return pass(`the last ${remembered} passwords are refused`, seen);
    const message =
      remembered === null ? 'any old password may be used again' : `only the last ${remembered} passwords are refused`;
    return failWith(policy, { PasswordReusePrevention: params.min_remembered }, message, seen);
  },
});

type ClassField = 'RequireLowercaseCharacters' | 'RequireUppercaseCharacters' | 'RequireNumbers' | 'RequireSymbols';

/** One rule for each class of characters. */
const requires = (id: string, field: ClassField, what: string) =>
  check({
    id,
    title: `Console passwords contain ${what}`,
    why: 'Passwords of one kind of character are the first that guessing programs try.',
    fix: fixWith(null, {}),
    fields: fields(field),
    on: account.with('passwordPolicy'),
    test({ passwordPolicy: policy }) {
      const seen = sawPolicy(field, policy?.[field], true);
      if (policy?.[field]) return pass(`passwords need ${what}`, seen);
      const message = policy ? `passwords need not contain ${what}` : `no password policy demands ${what}`;
      return failWith(policy, { [field]: true }, message, seen);
    },
  });

export const requiresLowercase = requires(
  'iam-password-policy-requires-lowercase',
  'RequireLowercaseCharacters',
  'a lowercase letter',
);
export const requiresUppercase = requires(
  'iam-password-policy-requires-uppercase',
  'RequireUppercaseCharacters',
  'an uppercase letter',
);
export const requiresNumber = requires('iam-password-policy-requires-number', 'RequireNumbers', 'a digit');
export const requiresSymbol = requires('iam-password-policy-requires-symbol', 'RequireSymbols', 'a symbol');

export const expiresPasswords = check({
  id: 'iam-password-policy-expires-passwords',
  title: 'Console passwords expire',
  why: 'A password that leaked without anybody noticing stops working by itself.',
  fix: fixWith(null, { MaxPasswordAge: 90 }),
  fields: fields('MaxPasswordAge'),
  on: account.with('passwordPolicy'),
  params: { max_age_days: 90 },
  test({ passwordPolicy: policy }, _also, { params }) {
    const days = policy?.MaxPasswordAge ?? null;
    const seen = sawPolicy('MaxPasswordAge', days, `at most ${params.max_age_days}`);
    if (days !== null && days <= params.max_age_days) return pass(`passwords expire after ${days} days`, seen);
    const message = days === null ? 'passwords never expire' : `passwords expire only after ${days} days`;
    return {
      ...failWith(policy, { MaxPasswordAge: params.max_age_days }, message, seen),
      fix: {
        ...fixWith(policy, { MaxPasswordAge: params.max_age_days }),
        note: `${note} Users whose password is older must set a new one at their next sign-in.`,
      },
    };
  },
});
