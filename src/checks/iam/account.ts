import { type Aws, collection, detail } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';

const sdk = () => import('./sdk.js');

/** The account as IAM sees it. */
export interface IamAccount {
  AccountId: string;
}

/** The account's own password policy; null fields are settings that AWS left out. */
export interface PasswordPolicy {
  MinimumPasswordLength: number | null;
  RequireSymbols: boolean;
  RequireNumbers: boolean;
  RequireUppercaseCharacters: boolean;
  RequireLowercaseCharacters: boolean;
  AllowUsersToChangePassword: boolean;
  MaxPasswordAge: number | null;
  PasswordReusePrevention: number | null;
  HardExpiry: boolean | null;
}

export interface SamlProvider {
  Arn: string;
  CreateDate: string | null;
  ValidUntil: string | null;
}

/** Which features of central root access are on; `Refusal` is the name of the error that took the place of an answer. */
export interface OrganizationsFeatures {
  EnabledFeatures: string[];
  Refusal: string | null;
}

interface Details {
  passwordPolicy: PasswordPolicy | null;
  samlProviders: SamlProvider[];
  organizationsFeatures: OrganizationsFeatures;
}

export const account = collection<IamAccount, Details>({
  id: 'iam.account',
  scope: 'global',
  noun: 'accounts',
  calls: [],
  list: aws => Promise.resolve([{ AccountId: aws.account }]),
  resource: item => ({ id: item.AccountId, type: 'AWS::::Account' }),
  details: {
    passwordPolicy: detail<IamAccount, PasswordPolicy | null>({
      calls: ['iam:GetAccountPasswordPolicy'],
      get: (_item, aws) => orNull(['NoSuchEntityException', 'NoSuchEntity'], () => readPasswordPolicy(aws)),
    }),
    samlProviders: detail<IamAccount, SamlProvider[]>({
      calls: ['iam:ListSAMLProviders'],
      async get(_item, aws) {
        const { IAMClient, ListSAMLProvidersCommand } = await sdk();
        const answer = await aws.client(IAMClient).send(new ListSAMLProvidersCommand({}));
        return (answer.SAMLProviderList ?? []).map(({ Arn = '', CreateDate, ValidUntil }) => ({
          Arn,
          CreateDate: isoOf(CreateDate),
          ValidUntil: isoOf(ValidUntil),
        }));
      },
    }),
    organizationsFeatures: detail<IamAccount, OrganizationsFeatures>({
      calls: ['iam:ListOrganizationsFeatures'],
      get: (_item, aws) => readOrganizationsFeatures(aws),
    }),
  },
});

async function readPasswordPolicy(aws: Aws): Promise<PasswordPolicy> {
  const { GetAccountPasswordPolicyCommand, IAMClient } = await sdk();
  const { PasswordPolicy: policy } = await aws.client(IAMClient).send(new GetAccountPasswordPolicyCommand({}));
  return {
    MinimumPasswordLength: policy?.MinimumPasswordLength ?? null,
    RequireSymbols: policy?.RequireSymbols ?? false,
    RequireNumbers: policy?.RequireNumbers ?? false,
    RequireUppercaseCharacters: policy?.RequireUppercaseCharacters ?? false,
    RequireLowercaseCharacters: policy?.RequireLowercaseCharacters ?? false,
    AllowUsersToChangePassword: policy?.AllowUsersToChangePassword ?? false,
    // 0 means that passwords do not expire, as leaving the setting out does.
    MaxPasswordAge: policy?.MaxPasswordAge || null,
    PasswordReusePrevention: policy?.PasswordReusePrevention || null,
    HardExpiry: policy?.HardExpiry ?? null,
  };
}

/** These errors are AWS's way of saying that the features are off, or that this account is not the one to ask. */
const refusals = [
  'AccountNotManagementOrDelegatedAdministratorException',
  'OrganizationNotFoundException',
  'OrganizationNotInAllFeaturesModeException',
  'ServiceAccessNotEnabledException',
];

async function readOrganizationsFeatures(aws: Aws): Promise<OrganizationsFeatures> {
  const { IAMClient, ListOrganizationsFeaturesCommand } = await sdk();
  try {
    const answer = await aws.client(IAMClient).send(new ListOrganizationsFeaturesCommand({}));
    return { EnabledFeatures: answer.EnabledFeatures ?? [], Refusal: null };
  } catch (error) {
    const name = error instanceof Error ? error.name.replace(/(Exception)?$/, 'Exception') : '';
    if (refusals.includes(name)) return { EnabledFeatures: [], Refusal: name };
    throw error;
  }
}
