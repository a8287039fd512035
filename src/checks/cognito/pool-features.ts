import type { Aws } from '../../core/collection.js';
import type { UserPool } from './user-pools.js';

const sdk = () => import('./sdk.js');

/** What of the second factor costs a plan. */
export interface MfaSettings {
  EmailMfa: boolean;
  /** Passkeys count as two factors. */
  PasskeyMfa: boolean;
}

/** A domain of a pool's sign-in pages. */
export interface ManagedDomain {
  Domain: string;
  /** 1 is the classic hosted UI, 2 is managed login. */
  ManagedLoginVersion: number;
}

/** Monthly users of the Lite and Essentials plans that cost nothing. */
export const freeUsers = 10_000;

/** Whether features decide: the cheapest plan fits anyhow, and Essentials costs nothing for few users. */
export function needsFeatures({ UserPoolTier, EstimatedNumberOfUsers }: UserPool): boolean {
  if (UserPoolTier === 'ESSENTIALS') return (EstimatedNumberOfUsers ?? freeUsers) >= freeUsers;
  return UserPoolTier !== 'LITE';
}

/** Whether threat protection only takes notes. */
export function isAuditing({ AdvancedSecurityMode, CustomAuthMode }: UserPool): boolean {
  return AdvancedSecurityMode === 'AUDIT' || CustomAuthMode === 'AUDIT';
}

/** The second factors of a pool. */
export async function mfaOf({ Id }: UserPool, aws: Aws): Promise<MfaSettings> {
  const { CognitoIdentityProviderClient, GetUserPoolMfaConfigCommand } = await sdk();
  const command = new GetUserPoolMfaConfigCommand({ UserPoolId: Id });
  const answer = await aws.client(CognitoIdentityProviderClient).send(command);
  return {
    EmailMfa: answer.EmailMfaConfiguration !== undefined,
    PasskeyMfa: answer.WebAuthnConfiguration?.FactorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  };
}

/** The domains of a pool's sign-in pages, none for a pool without. */
export async function domainsOf({ Domain, CustomDomain }: UserPool, aws: Aws): Promise<ManagedDomain[]> {
  const { CognitoIdentityProviderClient, DescribeUserPoolDomainCommand } = await sdk();
  const found: ManagedDomain[] = [];
  for (const name of [Domain, CustomDomain]) {
    if (name === null) continue;
    const command = new DescribeUserPoolDomainCommand({ Domain: name });
    const { DomainDescription } = await aws.client(CognitoIdentityProviderClient).send(command);
    found.push({ Domain: name, ManagedLoginVersion: DomainDescription?.ManagedLoginVersion ?? 1 });
  }
  return found;
}

/** The sources of events that a pool exports: `userAuthEvents`, `userNotification`. */
export async function exportedEventsOf({ Id }: UserPool, aws: Aws): Promise<string[]> {
  const { CognitoIdentityProviderClient, GetLogDeliveryConfigurationCommand } = await sdk();
  const command = new GetLogDeliveryConfigurationCommand({ UserPoolId: Id });
  const { LogDeliveryConfiguration } = await aws.client(CognitoIdentityProviderClient).send(command);
  return (LogDeliveryConfiguration?.LogConfigurations ?? []).map(one => one.EventSource ?? '');
}
