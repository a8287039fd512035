import { aclRow, cloudfrontRow, definition, grouped, groupRow, managed, rule, visible } from '../checks/wafv2/rows.js';
import { gap, row, type World, world } from '../support/world.js';

const regions = [row({ RegionName: 'eu-north-1' }), row({ RegionName: 'us-east-1' }, {}, 'us-east-1')];
const well = definition([
  managed('AWSManagedRulesAmazonIpReputationList'),
  managed('AWSManagedRulesAnonymousIpList'),
  managed('AWSManagedRulesCommonRuleSet'),
  managed('AWSManagedRulesKnownBadInputsRuleSet'),
]);
const quiet = visible(false);

/** A good web ACL, one that only looks like one, and one that is empty and protects nothing. */
const mixed = world({
  'account.regions': regions,
  'wafv2.web-acls': [
    aclRow('shop', { definition: well }),
    cloudfrontRow('edge', {
      definition: definition([rule('count', { Action: 'Count', VisibilityConfig: quiet })], {
        Capacity: 4800,
        VisibilityConfig: { ...quiet, SampledRequestsEnabled: false },
      }),
      logging: null,
    }),
    aclRow('old', { definition: definition([]), resources: [] }),
  ],
  'wafv2.rule-groups': [
    groupRow('bots'),
    groupRow('silent', { definition: { Rules: [rule('a', { VisibilityConfig: quiet })], VisibilityConfig: quiet } }),
  ],
});

/** Firewall Manager's web ACL; one region and some details are refused. */
const refused = world({
  'account.regions': regions,
  'wafv2.web-acls': {
    rows: [
      aclRow('central', {
        definition: definition([], {
          ManagedByFirewallManager: true,
          PreProcessFirewallManagerRuleGroups: [
            grouped('arn:aws:wafv2:eu-north-1:444455556666:regional/rulegroup/c/1'),
          ],
        }),
        resources: gap('wafv2:ListResourcesForWebACL', { region: 'global' }),
      }),
      cloudfrontRow('edge', { definition: gap('wafv2:GetWebACL', { region: 'global' }) }),
    ],
    gaps: [gap('wafv2:ListWebACLs', { region: 'us-east-1', resource: 'us-east-1' })],
  },
  'wafv2.rule-groups': { gaps: [gap('wafv2:ListRuleGroups', { region: 'global', resource: 'CLOUDFRONT' })] },
});

export const worlds: World[] = [mixed, refused];
