import type { FirewallManagerRuleGroup, Rule, VisibilityConfig as Visibility } from '@aws-sdk/client-wafv2';

/** What of its work WAF shows. */
export interface VisibilityConfig {
  CloudWatchMetricsEnabled: boolean;
  SampledRequestsEnabled: boolean;
  MetricName: string;
}

/** A rule of a web ACL or rule group: what kind it is, never the texts that it matches. */
export interface WafRule {
  Name: string;
  Priority: number | null;
  /** `Block`, `Allow`, `Count` ...; null where the statement is a rule group. */
  Action: string | null;
  /** `None` or `Count`; null where the statement is no rule group. */
  OverrideAction: string | null;
  /** `RateBasedStatement`, `ManagedRuleGroupStatement` ... */
  Statement: string;
  ManagedRuleGroup: { VendorName: string; Name: string; Version: string | null } | null;
  /** The rule group that a RuleGroupReferenceStatement names. */
  RuleGroupARN: string | null;
  /** Whether the statement looks at a part of the requests only. */
  ScopeDownStatement: boolean;
  /** Null where AWS gave none. */
  VisibilityConfig: VisibilityConfig | null;
}

/** AWS's word for the one member that is set: `Block` of `{ Block: {} }`. */
export const kindOf = (choice: object | undefined): string | null =>
  Object.entries(choice ?? {}).find(([, value]) => value !== undefined)?.[0] ?? null;

/** The named fields of a rule, or of a rule group that Firewall Manager puts before or after the rules. */
export function ruleOf(rule: Rule | FirewallManagerRuleGroup): WafRule {
  const statement = 'FirewallManagerStatement' in rule ? rule.FirewallManagerStatement : (rule as Rule).Statement;
  const managed = statement?.ManagedRuleGroupStatement;
  return {
    Name: rule.Name ?? '',
    Priority: rule.Priority ?? null,
    Action: 'Action' in rule ? kindOf(rule.Action) : null,
    OverrideAction: kindOf(rule.OverrideAction),
    Statement: kindOf(statement) ?? '',
    ManagedRuleGroup: managed
      ? { VendorName: managed.VendorName ?? '', Name: managed.Name ?? '', Version: managed.Version ?? null }
      : null,
    RuleGroupARN: statement?.RuleGroupReferenceStatement?.ARN ?? null,
    ScopeDownStatement: Boolean(
      managed?.ScopeDownStatement ?? (rule as Rule).Statement?.RateBasedStatement?.ScopeDownStatement,
    ),
    VisibilityConfig: visibilityOf(rule.VisibilityConfig),
  };
}

/** The named fields of a visibility configuration. */
export const visibilityOf = (seen: Visibility | undefined): VisibilityConfig | null =>
  seen
    ? {
        CloudWatchMetricsEnabled: seen.CloudWatchMetricsEnabled ?? false,
        SampledRequestsEnabled: seen.SampledRequestsEnabled ?? false,
        MetricName: seen.MetricName ?? '',
      }
    : null;

/** Names of the rules that publish no metrics. */
export const withoutMetrics = (rules: readonly WafRule[]): string[] =>
  rules.filter(rule => !rule.VisibilityConfig?.CloudWatchMetricsEnabled).map(rule => rule.Name);
