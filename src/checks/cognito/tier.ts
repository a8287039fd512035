import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { type Saving, saves } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import type { Evidence } from '../../core/types.js';
import { cannotTell } from '../../core/unavailable.js';
import { type AppClient, appClients } from './clients.js';
import { freeUsers } from './pool-features.js';
import { userPools } from './user-pools.js';

const featured = userPools.with('mfa', 'domains', 'exported');
type Pool = RowOf<typeof featured>;

export const tierFitsFeatures = check({
  id: 'cognito-tier-fits-features',
  title: 'User pools have the plan that their features need',
  why: 'Cognito bills each user who does something in a month, by the plan of the pool. A plan whose features nobody turned on costs two to four times as much, for nothing.',
  fix: {
    byHand:
      'Cognito > the user pool > Settings > Feature plan > Switch plan. (UpdateUserPool puts back to its default whatever a command leaves out.)',
    note: 'Can be taken back. The features of the higher plan stop, so look once more whether any is in use.',
  },
  cleanUp: { does: 'change', risk: 'medium', undo: 'at once', order: 5 },
  fields: [
    'cognito-idp:DescribeUserPool.UserPoolTier',
    'cognito-idp:DescribeUserPool.EstimatedNumberOfUsers',
    'cognito-idp:DescribeUserPool.UserPoolAddOns',
    'cognito-idp:DescribeUserPool.Policies',
    'cognito-idp:DescribeUserPool.LambdaConfig',
    'cognito-idp:DescribeUserPool.DcrConfiguration',
    'cognito-idp:DescribeUserPool.AcrConfiguration',
    'cognito-idp:GetUserPoolMfaConfig.EmailMfaConfiguration',
    'cognito-idp:GetUserPoolMfaConfig.WebAuthnConfiguration',
    'cognito-idp:DescribeUserPoolDomain.ManagedLoginVersion',
    'cognito-idp:GetLogDeliveryConfiguration.LogConfigurations',
    'cognito-idp:DescribeUserPoolClient.ExplicitAuthFlows',
    'cognito-idp:DescribeUserPoolClient.RefreshTokenRotation',
  ],
  on: featured,
  also: { clients: appClients.with() },
  test(pool, tables) {
    const { UserPoolTier: tier, EstimatedNumberOfUsers: users } = pool;
    const seen = saw('cognito-idp:DescribeUserPool', 'UserPoolTier', tier);
    const count = saw('cognito-idp:DescribeUserPool', 'EstimatedNumberOfUsers', users);
    if (tier === 'LITE') return pass('Lite is the cheapest plan', seen);
    if (tier !== 'ESSENTIALS' && tier !== 'PLUS')
      cannotTell('unexpected-answer', 'cognito-idp:DescribeUserPool', `the plan "${tier ?? ''}" is not known`);
    if (tier === 'PLUS') {
      const used = protectionOf(pool);
      if (used.is) return pass(used.message, seen, ...used.evidence);
      const cheaper = essentialOf(pool, tables.clients) ? 'ESSENTIALS' : 'LITE';
      const message = `plan Plus, and ${used.message}; ${nameOf[cheaper]} has all that is in use`;
      return {
        ...fail(`${message}, for up to ${users ?? 'an unknown number of'} users`, seen, count, ...used.evidence),
        saving: savingOf(pool, cheaper),
      };
    }
    if (users === null)
      cannotTell('unexpected-answer', 'cognito-idp:DescribeUserPool', 'the number of users is not told');
    if (users < freeUsers) return notApplicable(`${users} users are within the ${freeUsers} that are free`, count);
    const used = essentialOf(pool, tables.clients);
    if (used) return pass(`Essentials, for ${used.what}`, seen, used.evidence);
    const message = 'plan Essentials, and no feature in use that Lite lacks';
    return { ...fail(`${message}, for up to ${users} users`, seen, count), saving: savingOf(pool, 'LITE') };
  },
});

const nameOf = { ESSENTIALS: 'Essentials', LITE: 'Lite' };
const priceOf = { PLUS: 'CognitoPlusMAU', ESSENTIALS: 'CognitoEssentialsMAU', LITE: 'CognitoLiteMAU' };

/** As if every user of the pool came in a month: how many did is on the bill only. */
function savingOf({ UserPoolTier, EstimatedNumberOfUsers }: Pool, cheaper: 'ESSENTIALS' | 'LITE'): Saving {
  const users = EstimatedNumberOfUsers ?? 0;
  const now = priceOf[UserPoolTier as keyof typeof priceOf];
  return {
    ...saves({ price: `cognito/${now}`, units: users }, { price: `cognito/${priceOf[cheaper]}`, units: -users }),
    estimated: true,
  };
}

/** What of plan Plus is in use. */
function protectionOf(pool: Pool): { is: boolean; message: string; evidence: Evidence[] } {
  const modes = { AdvancedSecurityMode: pool.AdvancedSecurityMode, CustomAuthMode: pool.CustomAuthMode };
  const evidence = [saw('cognito-idp:DescribeUserPool', 'UserPoolAddOns', modes, { AdvancedSecurityMode: 'ENFORCED' })];
  if (Object.values(modes).includes('ENFORCED'))
    return { is: true, message: 'threat protection is enforced', evidence };
  const { exported } = pool;
  if (exported === null) return { is: false, message: 'threat protection is off', evidence };
  evidence.push(saw('cognito-idp:GetLogDeliveryConfiguration', 'LogConfigurations', exported, ['userAuthEvents']));
  return exported.includes('userAuthEvents')
    ? { is: true, message: 'threat protection audits, and its records are exported', evidence }
    : { is: false, message: 'threat protection only takes notes that go nowhere', evidence };
}

/** A feature in use that plan Lite does not have. */
function essentialOf(pool: Pool, clients: Table<AppClient>): { what: string; evidence: Evidence } | undefined {
  const ofPool = (what: string, field: string, value: unknown) => ({
    what,
    evidence: saw('cognito-idp:DescribeUserPool', field, value),
  });
  const { PreTokenGenerationVersion: version, AllowedFirstAuthFactors: factors, PasswordHistorySize: history } = pool;
  if (version !== null && version !== 'V1_0')
    return ofPool('access tokens of your own making', 'LambdaConfig', { PreTokenGenerationVersion: version });
  if (factors.some(one => one !== 'PASSWORD')) return ofPool('sign-in without a password', 'Policies', factors);
  if (history > 0) return ofPool('a password history', 'Policies', { PasswordHistorySize: history });
  if (pool.DynamicClientRegistration) return ofPool('dynamic client registration', 'DcrConfiguration', 'Enabled');
  if (pool.AcrNamed) return ofPool('named levels of authentication', 'AcrConfiguration', 'set');
  return ofMfa(pool) ?? ofDomains(pool) ?? ofClients(pool, clients);
}

function ofMfa({ mfa }: Pool) {
  const ofCall = (what: string, field: string) => ({
    what,
    evidence: saw('cognito-idp:GetUserPoolMfaConfig', field, 'set'),
  });
  if (mfa?.EmailMfa) return ofCall('a second factor by e-mail', 'EmailMfaConfiguration');
  return mfa?.PasskeyMfa ? ofCall('passkeys as both factors', 'WebAuthnConfiguration') : undefined;
}

function ofDomains({ domains }: Pool) {
  const managed = domains?.find(one => one.ManagedLoginVersion >= 2);
  if (managed === undefined) return undefined;
  const evidence = saw('cognito-idp:DescribeUserPoolDomain', 'ManagedLoginVersion', managed.ManagedLoginVersion);
  return { what: `managed login on ${managed.Domain}`, evidence };
}

function ofClients({ Id }: Pool, clients: Table<AppClient>) {
  const one = clients
    .at('UserPoolId', Id)
    .first(client => client.RefreshTokenRotation || client.ExplicitAuthFlows.includes('ALLOW_USER_AUTH'));
  if (one === undefined) return undefined;
  const [what, field, value] = one.RefreshTokenRotation
    ? (['refresh tokens that rotate', 'RefreshTokenRotation', 'ENABLED'] as const)
    : (['a choice of ways to sign in', 'ExplicitAuthFlows', one.ExplicitAuthFlows] as const);
  return {
    what: `${what} (client ${one.ClientName})`,
    evidence: saw('cognito-idp:DescribeUserPoolClient', field, value),
  };
}
