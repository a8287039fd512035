import { type Aws, call } from '../../core/collection.js';
import { cannotTell } from '../../core/unavailable.js';
import type { Kept } from './places.js';
import { kindOf, ruleOf, type VisibilityConfig, visibilityOf, type WafRule } from './rules.js';

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

export const getWebAcl = call('wafv2:GetWebACL', 'wafv2:GetWebACL', { perSecond: 5 });

/** The definition of a web ACL; asked once, whoever wants to know. */
export const readDefinition = (acl: Kept, aws: Aws): Promise<Definition> =>
  aws.in(acl.Region).once(`${getWebAcl.id} ${acl.ARN}`, () => askFor(acl, aws.in(acl.Region)));

async function askFor({ Name, Id, Scope }: Kept, aws: Aws): Promise<Definition> {
  const { GetWebACLCommand, WAFV2Client } = await import('./sdk.js');
  const { WebACL: acl } = await aws.client(WAFV2Client).send(new GetWebACLCommand({ Name, Id, Scope }));
  if (!acl) return cannotTell('unexpected-answer', getWebAcl.id, 'the answer holds no web ACL');
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

/** Every rule in the order of evaluation: what Firewall Manager puts first, the web ACL's own, what it puts last. */
export const rulesOf = (definition: Definition): WafRule[] => [
  ...definition.PreProcessFirewallManagerRuleGroups,
  ...definition.Rules,
  ...definition.PostProcessFirewallManagerRuleGroups,
];
