import type { Kept } from '../../../src/checks/wafv2/places.js';
import type { VisibilityConfig, WafRule } from '../../../src/checks/wafv2/rules.js';
import type { Definition } from '../../../src/checks/wafv2/definition.js';
import type { Logging } from '../../../src/checks/wafv2/logging.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

const account = '111122223333';
export const balancer = `arn:aws:elasticloadbalancing:eu-north-1:${account}:loadbalancer/app/shop/0a1b2c3d`;

export const visible = (CloudWatchMetricsEnabled = true): VisibilityConfig => ({
  CloudWatchMetricsEnabled,
  SampledRequestsEnabled: true,
  MetricName: 'shop',
});

export const rule = (Name: string, more: Partial<WafRule> = {}): WafRule => ({
  Name,
  Priority: 0,
  Action: 'Block',
  OverrideAction: null,
  Statement: 'GeoMatchStatement',
  ManagedRuleGroup: null,
  RuleGroupARN: null,
  ScopeDownStatement: false,
  VisibilityConfig: visible(),
  ...more,
});

/** A rule that uses a managed group. */
export const managed = (Name: string, more: Partial<WafRule> = {}): WafRule =>
  rule(Name.replace('AWSManagedRules', ''), {
    Action: null,
    OverrideAction: 'None',
    Statement: 'ManagedRuleGroupStatement',
    ManagedRuleGroup: { VendorName: 'AWS', Name, Version: null },
    ...more,
  });

/** A rule that uses a rule group of an account. */
export const grouped = (RuleGroupARN: string, more: Partial<WafRule> = {}): WafRule =>
  rule('own', {
    Action: null,
    OverrideAction: 'None',
    Statement: 'RuleGroupReferenceStatement',
    RuleGroupARN,
    ...more,
  });

export const definition = (Rules: WafRule[] = [rule('countries')], more: Partial<Definition> = {}): Definition => ({
  DefaultAction: 'Allow',
  Rules,
  PreProcessFirewallManagerRuleGroups: [],
  PostProcessFirewallManagerRuleGroups: [],
  VisibilityConfig: visible(),
  Capacity: 700,
  ManagedByFirewallManager: false,
  ...more,
});

export const logs: Logging = {
  LogScope: 'CUSTOMER',
  LogDestinationConfigs: [`arn:aws:logs:eu-north-1:${account}:log-group:aws-waf-logs-shop`],
  LoggingFilter: null,
};

const kept = (kind: string, Name: string, Region: string, Scope: Kept['Scope']): Kept => ({
  Name,
  Id: `id-${Name}`,
  ARN: `arn:aws:wafv2:${Region}:${account}:${Scope === 'CLOUDFRONT' ? 'global' : 'regional'}/${kind}/${Name}/id-${Name}`,
  Scope,
  Region,
});

export const aclRow = (Name: string, details: Record<string, unknown> = {}, Region = 'eu-north-1'): StoredRow =>
  row(
    kept('webacl', Name, Region, 'REGIONAL'),
    { definition: definition(), logging: logs, resources: [balancer], lastSetUp: null, ...details },
    'global',
  );

export const cloudfrontRow = (Name: string, details: Record<string, unknown> = {}): StoredRow =>
  row(
    kept('webacl', Name, 'us-east-1', 'CLOUDFRONT'),
    {
      definition: definition(),
      logging: logs,
      lastSetUp: null,
      resources: [`arn:aws:cloudfront::${account}:distribution/E1`],
      ...details,
    },
    'global',
  );

export const groupRow = (Name: string, details: Record<string, unknown> = {}): StoredRow =>
  row(
    kept('rulegroup', Name, 'eu-north-1', 'REGIONAL'),
    { definition: { Rules: [rule('bots')], VisibilityConfig: visible() }, shared: false, ...details },
    'global',
  );
