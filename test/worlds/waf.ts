import { logRow, requests, trafficRow } from '../checks/waf/rows.js';
import { aclRow, cloudfrontRow, definition, grouped, groupRow, managed, rule } from '../checks/wafv2/rows.js';
import { daily, steady } from '../support/series.js';
import { gap, row, type World, world } from '../support/world.js';

const gigabytes = 20 * 1024 ** 3;
const bots = groupRow('bots');
const shop = aclRow('shop', { definition: definition([rule('countries'), grouped(String(bots.item['ARN']))]) });
const edge = cloudfrontRow('edge', {
  definition: definition([managed('AWSManagedRulesBotControlRuleSet', { OverrideAction: 'Count' })]),
  logging: null,
});
const old = aclRow('old', { definition: definition([]), resources: [] });
const narrow = aclRow('narrow', {
  definition: definition([managed('AWSManagedRulesBotControlRuleSet', { ScopeDownStatement: true })]),
});

/** A web ACL with work to do, one that only counts before nothing, one that is left over. */
const mixed = world({
  'account.regions': [row({ RegionName: 'eu-north-1' }), row({ RegionName: 'us-east-1' }, {}, 'us-east-1')],
  'iam.roles': [],
  'wafv2.web-acls': [shop, edge, old, narrow],
  'wafv2.rule-groups': [bots, groupRow('scrapers'), groupRow('central', { shared: true })],
  'waf.traffic': [
    trafficRow(shop, requests({ AllowedRequests: steady(40), BlockedRequests: steady(2) })),
    trafficRow(edge, requests({ AllowedByDefault: daily({ 50: 3 }) })),
    trafficRow(old),
    trafficRow(narrow, null),
  ],
  'waf.log-configurations': [
    logRow(shop, { 3: gigabytes }),
    logRow(narrow, { 3: 1 }, { LogGroupName: 'aws-waf-logs-narrow' }),
  ],
});

/** New web ACLs, one of Firewall Manager's, and details that are refused. */
const veiled = world({
  'account.regions': [row({ RegionName: 'eu-north-1' }), row({ RegionName: 'us-east-1' }, {}, 'us-east-1')],
  'iam.roles': { gaps: [gap('iam:GetAccountAuthorizationDetails', { region: 'global' })] },
  'wafv2.web-acls': [
    aclRow('new', { resources: [], lastSetUp: '2026-11-20T08:00:00.000Z' }),
    aclRow('central', { definition: definition([], { ManagedByFirewallManager: true }), resources: [] }),
    aclRow('hidden', { lastSetUp: gap('cloudtrail:LookupEvents'), resources: [] }),
  ],
  'wafv2.rule-groups': [groupRow('scrapers')],
  'waf.traffic': { gaps: [gap('wafv2:GetWebACL', { region: 'global' })] },
  'waf.log-configurations': { gaps: [gap('wafv2:GetLoggingConfiguration', { region: 'global' })] },
});

export const worlds: World[] = [mixed, veiled];
