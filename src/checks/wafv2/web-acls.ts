import type { LogScope } from '@aws-sdk/client-wafv2';
import { type Aws, call, collection } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import { cannotTell } from '../../core/unavailable.js';
import { type Kept, listEverywhere, referTo } from './places.js';
import { listProtected, resourceCalls } from './resources.js';
import { kindOf, ruleOf, type VisibilityConfig, visibilityOf, type WafRule } from './rules.js';

const sdk = () => import('./sdk.js');

/** What a web ACL does with requests. */
export interface Definition {
  /** `Allow` or `Block`. */
  DefaultAction: string;
  Rules: WafRule[];
  PreProcessFirewallManagerRuleGroups: WafRule[];
  PostProcessFirewallManagerRuleGroups: WafRule[];
  VisibilityConfig: VisibilityConfig | null;
  Capacity: number | null;
  ManagedByFirewallManager: boolean;
}

/** Where a web ACL's logs go. */
export interface Logging {
  /** Who keeps it: `CUSTOMER`, or a service that logs for the customer. */
  LogScope: string;
  LogDestinationConfigs: string[];
}

interface Details {
  definition: Definition;
  /** Null where nothing logs. */
  logging: Logging | null;
  /** ARNs of what it protects. */
  resources: string[];
}

/** The web ACLs of the audited regions, and those for CloudFront whichever regions are audited. */
export const webAcls = collection<Kept, Details>({
  id: 'wafv2.web-acls',
  scope: 'global',
  noun: 'WAF web ACLs',
  none: 'there are no WAF web ACLs for CloudFront or in the audited regions',
  calls: [call('wafv2:ListWebACLs', 'wafv2:ListWebACLs', { perSecond: 5 })],
  list: aws =>
    listEverywhere(aws, async (at, input) => {
      const { ListWebACLsCommand, WAFV2Client } = await sdk();
      const answer = await at.client(WAFV2Client).send(new ListWebACLsCommand(input));
      return { items: answer.WebACLs, NextMarker: answer.NextMarker };
    }),
  resource: acl => ({ ...referTo(acl), type: 'AWS::WAFv2::WebACL' }),
  details: {
    definition: { calls: [call('wafv2:GetWebACL', 'wafv2:GetWebACL', { perSecond: 5 })], get: readDefinition },
    logging: {
      calls: [call('wafv2:GetLoggingConfiguration', 'wafv2:GetLoggingConfiguration', { perSecond: 5 })],
      get: readLogging,
    },
    resources: { calls: resourceCalls, get: listProtected },
  },
});

async function readDefinition({ Name, Id, Scope, Region }: Kept, aws: Aws): Promise<Definition> {
  const { GetWebACLCommand, WAFV2Client } = await sdk();
  const { WebACL: acl } = await aws.in(Region).client(WAFV2Client).send(new GetWebACLCommand({ Name, Id, Scope }));
  if (!acl) return cannotTell('unexpected-answer', 'wafv2:GetWebACL', 'the answer holds no web ACL');
  return {
    DefaultAction: kindOf(acl.DefaultAction) ?? '',
    Rules: (acl.Rules ?? []).map(ruleOf),
    PreProcessFirewallManagerRuleGroups: (acl.PreProcessFirewallManagerRuleGroups ?? []).map(ruleOf),
    PostProcessFirewallManagerRuleGroups: (acl.PostProcessFirewallManagerRuleGroups ?? []).map(ruleOf),
    VisibilityConfig: visibilityOf(acl.VisibilityConfig),
    Capacity: acl.Capacity ?? null,
    ManagedByFirewallManager: acl.ManagedByFirewallManager ?? false,
  };
}

/** The customer's own configuration, or else one that Security Lake or CloudWatch keeps: each is asked for by itself. */
async function readLogging(acl: Kept, aws: Aws): Promise<Logging | null> {
  const at = aws.in(acl.Region);
  const own = await orNull(['WAFNonexistentItemException'], () => readConfiguration(acl, 'CUSTOMER', at));
  if (own) return own;
  for (const scope of ['SECURITY_LAKE', 'CLOUDWATCH_TELEMETRY_RULE_MANAGED'] as const) {
    // A region that does not know the scope calls it an invalid parameter.
    const codes = ['WAFNonexistentItemException', 'WAFInvalidParameterException'];
    const kept = await orNull(codes, () => readConfiguration(acl, scope, at));
    if (kept) return kept;
  }
  return null;
}

async function readConfiguration({ ARN }: Kept, scope: LogScope, aws: Aws): Promise<Logging | null> {
  const { GetLoggingConfigurationCommand, WAFV2Client } = await sdk();
  const command = new GetLoggingConfigurationCommand({ ResourceArn: ARN, LogScope: scope });
  const { LoggingConfiguration: found } = await aws.client(WAFV2Client).send(command);
  return found?.LogDestinationConfigs?.length
    ? { LogScope: scope, LogDestinationConfigs: [...found.LogDestinationConfigs] }
    : null;
}

/** Every rule in the order of evaluation: what Firewall Manager puts first, the web ACL's own, what it puts last. */
export const rulesOf = (definition: Definition): WafRule[] => [
  ...definition.PreProcessFirewallManagerRuleGroups,
  ...definition.Rules,
  ...definition.PostProcessFirewallManagerRuleGroups,
];
