import { describe, expect, it } from 'vitest';
import { tierFitsFeatures } from '../../../src/checks/cognito/tier.js';
import type { UserPool } from '../../../src/checks/cognito/user-pools.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { clientRow, poolRow } from './rows.js';

const judged = async (
  more: Partial<UserPool>,
  details: Record<string, unknown> = {},
  clients: StoredRow[] = [clientRow('a', 'web')],
) => {
  const seen = world({ 'cognito.userPools': [poolRow('a', more, details)], 'cognito.clients': clients });
  return (await judge(tierFitsFeatures, seen))[0];
};
const plus = { UserPoolTier: 'PLUS', EstimatedNumberOfUsers: 500 };

describe('a pool on plan Essentials', () => {
  it('fails where it has many users and uses nothing that Lite lacks', async () => {
    expect(await judged({})).toMatchObject({
      verdict: 'FAIL',
      message: 'plan Essentials, and no feature in use that Lite lacks, for up to 20000 users',
      saving: {
        releases: [
          { price: 'cognito/CognitoEssentialsMAU', units: 20_000 },
          { price: 'cognito/CognitoLiteMAU', units: -20_000 },
        ],
        estimated: true,
      },
    });
  });

  it.each([
    ['access tokens', { PreTokenGenerationVersion: 'V2_0' }, {}, []],
    ['passkeys', { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] }, {}, []],
    ['a password history', { PasswordHistorySize: 5 }, {}, []],
    ['client registration', { DynamicClientRegistration: true }, {}, []],
    ['named levels', { AcrNamed: true }, {}, []],
    ['e-mail as second factor', {}, { mfa: { EmailMfa: true, PasskeyMfa: false } }, []],
    ['passkeys as both factors', {}, { mfa: { EmailMfa: false, PasskeyMfa: true } }, []],
    ['managed login', {}, { domains: [{ Domain: 'a', ManagedLoginVersion: 2 }] }, []],
    ['a choice of ways', {}, {}, [clientRow('a', 'web', { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] })]],
    ['rotating tokens', {}, {}, [clientRow('a', 'web', { RefreshTokenRotation: true })]],
  ] as const)('passes for %s', async (_what, more, details, clients) => {
    expect((await judged(more as Partial<UserPool>, details, [...clients]))?.verdict).toBe('PASS');
  });

  it.each([
    ['an ID token trigger', { PreTokenGenerationVersion: 'V1_0' }, {}, []],
    ['the classic hosted UI', {}, { domains: [{ Domain: 'a', ManagedLoginVersion: 1 }] }, []],
    ['a feature of a client of another pool', {}, {}, [clientRow('b', 'web', { RefreshTokenRotation: true })]],
  ] as const)('does not pass for %s', async (_what, more, details, clients) => {
    expect((await judged(more as Partial<UserPool>, details, [...clients]))?.verdict).toBe('FAIL');
  });

  it('is out of scope with few users, and undecided where their number is not told', async () => {
    expect((await judged({ EstimatedNumberOfUsers: 9999 }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged({ EstimatedNumberOfUsers: null }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('a pool on plan Plus', () => {
  it.each([
    ['enforces', { AdvancedSecurityMode: 'ENFORCED' }, null, 'PASS'],
    ['enforces for custom sign-in', { AdvancedSecurityMode: 'OFF', CustomAuthMode: 'ENFORCED' }, null, 'PASS'],
    ['audits, and exports it', { AdvancedSecurityMode: 'AUDIT' }, ['userAuthEvents'], 'PASS'],
    ['audits, and exports messages only', { AdvancedSecurityMode: 'AUDIT' }, ['userNotification'], 'FAIL'],
    ['audits for nobody', { AdvancedSecurityMode: 'AUDIT' }, [], 'FAIL'],
    ['is off', { AdvancedSecurityMode: 'OFF' }, null, 'FAIL'],
    ['was never on', {}, null, 'FAIL'],
  ] as const)('whose threat protection %s', async (_what, more, exported, verdict) => {
    expect((await judged({ ...plus, ...more }, { exported }))?.verdict).toBe(verdict);
  });

  it('falls to the plan that has what is in use, whatever the number of users: Plus has no free ones', async () => {
    const [lite, essentials] = [await judged(plus), await judged({ ...plus, PasswordHistorySize: 3 })];
    expect(lite?.saving?.releases).toEqual([
      { price: 'cognito/CognitoPlusMAU', units: 500 },
      { price: 'cognito/CognitoLiteMAU', units: -500 },
    ]);
    expect(essentials?.message).toContain('Essentials has all that is in use');
    expect(essentials?.saving?.releases[1]).toEqual({ price: 'cognito/CognitoEssentialsMAU', units: -500 });
  });
});

it('plan Lite passes; a plan that is not known is not judged', async () => {
  expect((await judged({ UserPoolTier: 'LITE' }, { mfa: null, domains: null }))?.verdict).toBe('PASS');
  expect((await judged({ UserPoolTier: null }))?.verdict).toBe('NOT_AVAILABLE');
});

it.each([
  ['mfa', 'cognito-idp:GetUserPoolMfaConfig'],
  ['domains', 'cognito-idp:DescribeUserPoolDomain'],
  ['exported', 'cognito-idp:GetLogDeliveryConfiguration'],
])('waits for %s', async (name, api) => {
  const hidden = { ...plus, AdvancedSecurityMode: 'AUDIT' };
  expect((await judged(hidden, { exported: [], [name]: gap(api) }))?.verdict).toBe('NOT_AVAILABLE');
});
