import type { LambdaConfigType, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';
import {
  domainsOf,
  exportedEventsOf,
  isAuditing,
  type ManagedDomain,
  type MfaSettings,
  mfaOf,
  needsFeatures,
} from './pool-features.js';
import { smsAttributesOf, type SmsAttributes, smsSpentIn, type WebAcl, webAclOf } from './sms-facts.js';

const sdk = () => import('./sdk.js');

/** A user pool, as DescribeUserPool tells. */
export interface UserPool {
  Id: string;
  Arn: string;
  Name: string;
  CreationDate: string | null;
  LastModifiedDate: string | null;
  /** The feature plan: `LITE`, `ESSENTIALS`, `PLUS`. */
  UserPoolTier: string | null;
  EstimatedNumberOfUsers: number | null;
  /** `OFF`, `ON`, `OPTIONAL`. */
  MfaConfiguration: string | null;
  DeletionProtection: string | null;
  /** The function of each trigger: `PreSignUp`, `CustomEmailSender` ... */
  LambdaConfig: Record<string, string>;
  /** `V1_0` changes ID tokens only, later ones access tokens too. */
  PreTokenGenerationVersion: string | null;
  Domain: string | null;
  CustomDomain: string | null;
  /** `PASSWORD`, `EMAIL_OTP`, `SMS_OTP`, `WEB_AUTHN`. */
  AllowedFirstAuthFactors: string[];
  PasswordHistorySize: number;
  /** Threat protection: `OFF`, `AUDIT`, `ENFORCED`. */
  AdvancedSecurityMode: string | null;
  CustomAuthMode: string | null;
  DynamicClientRegistration: boolean;
  /** Whether levels of authentication have names of the owner's own. */
  AcrNamed: boolean;
  AllowAdminCreateUserOnly: boolean;
  SmsConfiguration: { SnsRegion: string | null; EndUserMessaging: boolean } | null;
  /** AWS's UserPoolTags, under the name whose values are scanned for secrets by their keys. */
  Tags: Record<string, string>;
}

interface Details {
  /** Null where the plan is not in question. */
  mfa: MfaSettings | null;
  domains: ManagedDomain[] | null;
  /** Event sources whose records are exported; null where threat protection does not audit. */
  exported: string[] | null;
  webAcl: WebAcl | null;
  sms: SmsAttributes | null;
  smsSpent: { SMSMonthToDateSpentUSD: MetricSeries } | null;
}

export const listCalls = [call('cognito-idp:ListUserPools')];

/** The ids of the user pools of a region, asked once however many collections begin with them. */
export function listPoolIds(aws: Aws): Promise<readonly string[]> {
  return aws.once('cognito-idp:ListUserPools', async () => {
    const { CognitoIdentityProviderClient, paginateListUserPools } = await sdk();
    const found: string[] = [];
    const client = aws.client(CognitoIdentityProviderClient);
    for await (const page of paginateListUserPools({ client, pageSize: 60 }, { MaxResults: 60 })) {
      for (const { Id } of page.UserPools ?? []) if (Id) found.push(Id);
    }
    return found;
  });
}

export const userPools = collection<UserPool, Details>({
  id: 'cognito.userPools',
  noun: 'user pools',
  calls: [...listCalls, call('cognito-idp:DescribeUserPool', 'cognito-idp:DescribeUserPool', { each: true })],
  async list(aws) {
    const ids = await listPoolIds(aws);
    return (await Promise.all(ids.map(id => describe(id, aws)))).filter(pool => pool !== undefined);
  },
  resource: ({ Id, Arn, Name, Tags }) => ({
    id: Id,
    arn: Arn,
    name: Name,
    type: 'AWS::Cognito::UserPool',
    tags: Tags,
  }),
  details: {
    mfa: detail<UserPool, MfaSettings | null>({
      calls: ['cognito-idp:GetUserPoolMfaConfig'],
      when: needsFeatures,
      otherwise: null,
      get: mfaOf,
    }),
    domains: detail<UserPool, ManagedDomain[] | null>({
      calls: ['cognito-idp:DescribeUserPoolDomain'],
      when: needsFeatures,
      otherwise: null,
      get: domainsOf,
    }),
    exported: detail<UserPool, string[] | null>({
      calls: ['cognito-idp:GetLogDeliveryConfiguration'],
      when: isAuditing,
      otherwise: null,
      get: exportedEventsOf,
    }),
    webAcl: detail<UserPool, WebAcl | null>({
      calls: [
        call('wafv2:GetWebACLForResource', [
          'wafv2:GetWebACLForResource',
          'wafv2:GetWebACL',
          'cognito-idp:GetWebACLForResource',
        ]),
      ],
      get: ({ Arn }, aws) => webAclOf(Arn, aws),
    }),
    sms: detail<UserPool, SmsAttributes | null>({
      calls: ['sns:GetSMSAttributes'],
      when: sendsOverSns,
      otherwise: null,
      get: (pool, aws) => smsAttributesOf(aws.in(smsRegionOf(pool, aws))),
    }),
    smsSpent: {
      when: sendsOverSns,
      otherwise: null,
      metrics: () => ({ SMSMonthToDateSpentUSD: smsSpentIn }),
      metricRegion: smsRegionOf,
    },
  },
});

function smsRegionOf({ SmsConfiguration }: UserPool, aws: Pick<Aws, 'region'>): string {
  return SmsConfiguration?.SnsRegion ?? aws.region;
}

function sendsOverSns({ SmsConfiguration }: UserPool): boolean {
  return SmsConfiguration !== null && !SmsConfiguration.EndUserMessaging;
}

/** One refused pool must not hide the others. */
async function describe(UserPoolId: string, aws: Aws): Promise<UserPool | undefined> {
  const { CognitoIdentityProviderClient, DescribeUserPoolCommand } = await sdk();
  try {
    const answer = await aws.client(CognitoIdentityProviderClient).send(new DescribeUserPoolCommand({ UserPoolId }));
    return poolOf(UserPoolId, answer.UserPool ?? {});
  } catch (error) {
    aws.missed({ id: UserPoolId }, error);
    return undefined;
  }
}

const poolOf = (Id: string, pool: UserPoolType): UserPool => ({
  Id,
  Arn: pool.Arn ?? '',
  Name: pool.Name ?? '',
  CreationDate: isoOf(pool.CreationDate),
  LastModifiedDate: isoOf(pool.LastModifiedDate),
  UserPoolTier: pool.UserPoolTier ?? null,
  EstimatedNumberOfUsers: pool.EstimatedNumberOfUsers ?? null,
  MfaConfiguration: pool.MfaConfiguration ?? null,
  DeletionProtection: pool.DeletionProtection ?? null,
  LambdaConfig: triggersOf(pool.LambdaConfig ?? {}),
  PreTokenGenerationVersion: pool.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? null,
  Domain: pool.Domain ?? null,
  CustomDomain: pool.CustomDomain ?? null,
  AllowedFirstAuthFactors: pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [],
  PasswordHistorySize: pool.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0,
  AdvancedSecurityMode: pool.UserPoolAddOns?.AdvancedSecurityMode ?? null,
  CustomAuthMode: pool.UserPoolAddOns?.AdvancedSecurityAdditionalFlows?.CustomAuthMode ?? null,
  DynamicClientRegistration: pool.DcrConfiguration?.EnableStatus === 'Enabled',
  AcrNamed: Object.keys(pool.AcrConfiguration ?? {}).length > 0,
  AllowAdminCreateUserOnly: pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
  SmsConfiguration: pool.SmsConfiguration
    ? {
        SnsRegion: pool.SmsConfiguration.SnsRegion ?? null,
        EndUserMessaging: pool.SmsConfiguration.EumsSms !== undefined,
      }
    : null,
  Tags: pool.UserPoolTags ?? {},
});

/** Triggers are functions by name; newer ones say a version beside the function. */
function triggersOf({ KMSKeyID: _key, ...config }: LambdaConfigType): Record<string, string> {
  const { PreTokenGenerationConfig, ...others } = config;
  const named = Object.entries({
    ...others,
    PreTokenGeneration: PreTokenGenerationConfig ?? config.PreTokenGeneration,
  });
  const found = named.map(([name, one]) => [name, typeof one === 'object' ? one.LambdaArn : one] as const);
  return Object.fromEntries(found.filter((pair): pair is readonly [string, string] => Boolean(pair[1])));
}
