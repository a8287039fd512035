import { type At, type Handler, StubError } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const logGroup = `arn:aws:logs:eu-north-1:${accountId}:log-group:aws-waf-logs-shop`;
interface Named {
  Name: string;
  Scope: string;
}
const acls = [
  { Name: 'shop', Scope: 'REGIONAL', region: 'eu-north-1' },
  { Name: 'edge', Scope: 'CLOUDFRONT', region: 'us-east-1' },
];
const arnOf = (kind: string, { Name, Scope, region }: (typeof acls)[number]) =>
  `arn:aws:wafv2:${region}:${accountId}:${Scope === 'CLOUDFRONT' ? 'global' : 'regional'}/${kind}/${Name}/id-${Name}`;
const kept = (kind: string, scope: string, region: string) =>
  acls
    .filter(acl => acl.Scope === scope && acl.region === region)
    .map(acl => ({ Name: acl.Name, Id: `id-${acl.Name}`, ARN: arnOf(kind, acl) }));
const visibility = (MetricName: string, CloudWatchMetricsEnabled = true) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled,
  MetricName,
});
const countries = {
  Name: 'countries',
  Priority: 0,
  Statement: { GeoMatchStatement: { CountryCodes: ['AQ'] } },
  Action: { Block: {} },
  VisibilityConfig: visibility('countries'),
};

/** A web ACL in one region and one for CloudFront, each with a rule group beside it. */
export const wafv2: Record<string, Handler> = {
  'wafv2:ListWebACLs': ({ Scope }: Named, { region }: At) => ({ WebACLs: kept('webacl', Scope, region) }),
  'wafv2:ListRuleGroups': ({ Scope }: Named, { region }: At) => ({ RuleGroups: kept('rulegroup', Scope, region) }),
  'wafv2:GetWebACL': ({ Name }: Named) => ({
    WebACL: {
      Name,
      DefaultAction: { Allow: {} },
      Rules: [Name === 'shop' ? countries : { ...countries, Action: { Count: {} } }],
      VisibilityConfig: visibility(Name),
      Capacity: 1,
    },
  }),
  'wafv2:GetRuleGroup': ({ Name }: Named) => ({
    RuleGroup: { Name, Rules: [countries], VisibilityConfig: visibility(Name, Name !== 'edge'), Capacity: 1 },
  }),
  'wafv2:GetPermissionPolicy': () => {
    throw new StubError('WAFNonexistentItemException', 'It is not shared.');
  },
  'wafv2:GetLoggingConfiguration': ({ ResourceArn }: { ResourceArn: string }) => {
    if (!ResourceArn.includes('/shop/')) throw new StubError('WAFNonexistentItemException', 'There is none.');
    return { LoggingConfiguration: { ResourceArn, LogDestinationConfigs: [logGroup] } };
  },
  'wafv2:ListResourcesForWebACL': ({ ResourceType }: { ResourceType: string }) => ({
    ResourceArns:
      ResourceType === 'COGNITO_USER_POOL'
        ? [`arn:aws:cognito-idp:eu-north-1:${accountId}:userpool/eu-north-1_shop`]
        : [],
  }),
  'cloudfront:ListDistributionsByWebACLId': () => ({
    DistributionList: {
      Marker: '',
      MaxItems: 100,
      IsTruncated: false,
      Quantity: 1,
      Items: [{ Id: 'E1', ARN: `arn:aws:cloudfront::${accountId}:distribution/E1` }],
    },
  }),
  'cloudfront:ListDistributionTenantsByCustomization': () => ({ DistributionTenantList: [] }),
};
