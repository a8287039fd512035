import { type At, type Handler, StubError } from '../../test/server/stub.js';
import { account, type Region } from './place.js';

type Scope = 'REGIONAL' | 'CLOUDFRONT';
interface Acl {
  Name: string;
  Id: string;
  Scope: Scope;
  region: Region;
  rules: object[];
  /** Where its logs go. */
  log?: string;
  /** Resource type -> ARNs. */
  protects?: Record<string, string[]>;
}

const visibility = (MetricName: string, CloudWatchMetricsEnabled = true) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled,
  MetricName,
});
const managed = (Name: string, Priority: number, OverrideAction: object) => ({
  Name,
  Priority,
  Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name } },
  OverrideAction,
  VisibilityConfig: visibility(Name),
});
const reputation = managed('AWSManagedRulesAmazonIpReputationList', 0, { None: {} });
const floods = {
  Name: 'login-floods',
  Priority: 1,
  Statement: { RateBasedStatement: { Limit: 2000, EvaluationWindowSec: 300, AggregateKeyType: 'IP' } },
  Action: { Block: {} },
  VisibilityConfig: visibility('login-floods', false),
};

/** The API is guarded; the site's web ACL has never left its trial, and an old one is left over. */
const acls: Acl[] = [
  {
    Name: 'lodge-api',
    Id: '5f2b1c7e-9a3d-4c1e-8b60-2d4f6a8c0e11',
    Scope: 'REGIONAL',
    region: 'eu-north-1',
    rules: [
      reputation,
      floods,
      managed('AWSManagedRulesCommonRuleSet', 2, { None: {} }),
      managed('AWSManagedRulesKnownBadInputsRuleSet', 3, { None: {} }),
      managed('AWSManagedRulesBotControlRuleSet', 4, { None: {} }),
    ],
    log: `arn:aws:logs:eu-north-1:${account}:log-group:aws-waf-logs-lodge-api`,
    protects: {
      APPLICATION_LOAD_BALANCER: [
        `arn:aws:elasticloadbalancing:eu-north-1:${account}:loadbalancer/app/lodge-api/8d1f0a6b3c5e7f92`,
      ],
      COGNITO_USER_POOL: [`arn:aws:cognito-idp:eu-north-1:${account}:userpool/eu-north-1_LodgeGst1`],
    },
  },
  {
    Name: 'lodge-beta-2023',
    Id: '0c9d8e7f-1a2b-4d3c-9e5f-6a7b8c9d0e22',
    Scope: 'REGIONAL',
    region: 'eu-north-1',
    rules: [],
  },
  {
    Name: 'lodge-www',
    Id: 'a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c33',
    Scope: 'CLOUDFRONT',
    region: 'us-east-1',
    rules: [managed('AWSManagedRulesCommonRuleSet', 0, { Count: {} })],
  },
];
const scrapers = {
  Name: 'lodge-scrapers',
  Id: 'd4c3b2a1-6f5e-4b7a-9d8c-1f0e3b2a5c44',
  Scope: 'REGIONAL',
  region: 'eu-north-1',
};

const arnOf = (kind: string, { Name, Id, Scope, region }: Omit<Acl, 'rules' | 'Scope' | 'region'> & Place) =>
  `arn:aws:wafv2:${region}:${account}:${Scope === 'CLOUDFRONT' ? 'global' : 'regional'}/${kind}/${Name}/${Id}`;
interface Place {
  Scope: string;
  region: string;
}
const isAt = (place: Place, { Scope }: { Scope: string }, { region }: At): boolean =>
  place.Scope === Scope && place.region === region;
const summary = (kind: string, one: typeof scrapers | Acl) => ({ Name: one.Name, Id: one.Id, ARN: arnOf(kind, one) });
const aclOf = (arn: string) => acls.find(acl => arnOf('webacl', acl) === arn);

/** Web ACLs, a rule group, and what they protect; moto knows too little of both. */
export const wafv2: Record<string, Handler> = {
  'wafv2:ListWebACLs': (input: { Scope: string }, at: At) => ({
    WebACLs: acls.filter(acl => isAt(acl, input, at)).map(acl => summary('webacl', acl)),
  }),
  'wafv2:GetWebACL': ({ Id }: { Id: string }) => {
    const acl = acls.find(one => one.Id === Id);
    if (!acl) throw new StubError('WAFNonexistentItemException', 'There is no such web ACL.');
    return {
      WebACL: {
        ...summary('webacl', acl),
        DefaultAction: { Allow: {} },
        Rules: acl.rules,
        VisibilityConfig: visibility(acl.Name),
        Capacity: acl.rules.length * 230,
        ManagedByFirewallManager: false,
      },
    };
  },
  'wafv2:GetLoggingConfiguration': ({ ResourceArn, LogScope }: { ResourceArn: string; LogScope: string }) => {
    const log = LogScope === 'CUSTOMER' ? aclOf(ResourceArn)?.log : undefined;
    if (log === undefined) throw new StubError('WAFNonexistentItemException', 'There is no logging configuration.');
    return { LoggingConfiguration: { ResourceArn, LogDestinationConfigs: [log] } };
  },
  'wafv2:GetPermissionPolicy': () => {
    throw new StubError('WAFNonexistentItemException', 'There is no permission policy.');
  },
  'wafv2:ListResourcesForWebACL': ({ WebACLArn, ResourceType }: { WebACLArn: string; ResourceType: string }) => ({
    ResourceArns: aclOf(WebACLArn)?.protects?.[ResourceType] ?? [],
  }),
  'wafv2:ListRuleGroups': (input: { Scope: string }, at: At) => ({
    RuleGroups: isAt(scrapers, input, at) ? [summary('rulegroup', scrapers)] : [],
  }),
  'wafv2:GetRuleGroup': () => ({
    RuleGroup: {
      ...summary('rulegroup', scrapers),
      Capacity: 2,
      Rules: [floods],
      VisibilityConfig: visibility(scrapers.Name),
    },
  }),
  'cloudfront:ListDistributionsByWebACLId': () => ({
    DistributionList: {
      Marker: '',
      MaxItems: 100,
      IsTruncated: false,
      Quantity: 1,
      Items: [{ Id: 'E1LODGEWWW0001', ARN: `arn:aws:cloudfront::${account}:distribution/E1LODGEWWW0001` }],
    },
  }),
  'cloudfront:ListDistributionTenantsByCustomization': () => ({ DistributionTenantList: [] }),
};
