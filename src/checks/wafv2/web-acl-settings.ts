import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { cannotTell } from '../../core/unavailable.js';
import { rewriteWebAcl } from './fixes.js';
import { withoutMetrics } from './rules.js';
import { rulesOf } from './definition.js';
import { webAcls } from './web-acls.js';

/** The three lists that rules of a web ACL are in. */
const lists = ['Rules', 'PreProcessFirewallManagerRuleGroups', 'PostProcessFirewallManagerRuleGroups'] as const;

export const hasRules = check({
  id: 'wafv2-web-acl-has-rules',
  title: 'Web ACLs contain rules',
  why: 'A web ACL without rules inspects nothing: whoever counts on it has no firewall.',
  fix: rewriteWebAcl('Add rules, the AWS managed core rule set to begin with,'),
  fields: lists.map(list => `wafv2:GetWebACL.WebACL.${list}`),
  on: webAcls.with('definition'),
  test({ definition }) {
    const seen = lists.map(list =>
      saw('wafv2:GetWebACL', `WebACL.${list}`, definition[list].length, 'one or more in all'),
    );
    const count = rulesOf(definition).length;
    if (count === 0)
      return fail(`it has no rules; every request gets the default action, ${definition.DefaultAction}`, ...seen);
    return pass(count === 1 ? 'it has 1 rule' : `it has ${count} rules`, ...seen);
  },
});

export const ruleMetrics = check({
  id: 'wafv2-web-acl-rules-have-metrics',
  title: 'All rules of web ACLs publish metrics',
  why: 'Without metrics nobody sees how often a rule matches: a rule that blocks customers by mistake, or never matches at all, stays unnoticed.',
  fix: rewriteWebAcl('Set CloudWatchMetricsEnabled in the VisibilityConfig of each rule'),
  fields: lists.map(list => `wafv2:GetWebACL.WebACL.${list}.VisibilityConfig.CloudWatchMetricsEnabled`),
  on: webAcls.with('definition'),
  test({ definition }) {
    const rules = rulesOf(definition);
    if (rules.length === 0) return notApplicable('it has no rules');
    const seen = lists.map(list =>
      saw(
        'wafv2:GetWebACL',
        `WebACL.${list}[].VisibilityConfig.CloudWatchMetricsEnabled`,
        Object.fromEntries(withoutMetrics(definition[list]).map(name => [name, false])),
        'true for each',
      ),
    );
    const silent = withoutMetrics(rules);
    if (silent.length > 0)
      return fail(`rules without metrics (CloudWatchMetricsEnabled): ${silent.join(', ')}`, ...seen);
    return pass('all its rules publish metrics', ...seen);
  },
});

export const sampledRequests = check({
  id: 'wafv2-web-acl-sampled-requests-enabled',
  title: 'Web ACLs keep samples of requests',
  why: 'Samples show what a blocked request looked like. Without them it takes full logs to find out whether a rule hits attackers or customers.',
  fix: rewriteWebAcl('Set SampledRequestsEnabled in the VisibilityConfig of the web ACL'),
  fields: ['wafv2:GetWebACL.WebACL.VisibilityConfig.SampledRequestsEnabled'],
  on: webAcls.with('definition'),
  test({ definition: { VisibilityConfig } }) {
    const enabled = VisibilityConfig?.SampledRequestsEnabled ?? null;
    const seen = saw('wafv2:GetWebACL', 'WebACL.VisibilityConfig.SampledRequestsEnabled', enabled, true);
    return enabled ? pass('samples are kept', seen) : fail('no samples are kept (SampledRequestsEnabled)', seen);
  },
});

export const capacity = check({
  id: 'wafv2-web-acl-capacity-below-limit',
  title: 'Web ACLs have capacity to spare',
  why: 'Rules take capacity units, and AWS takes no rule beyond the limit. In the middle of an attack there should be room for one more.',
  fix: rewriteWebAcl('Remove rules that never match, or narrow costly ones,'),
  fields: ['wafv2:GetWebACL.WebACL.Capacity'],
  on: webAcls.with('definition'),
  params: { limit: 5000, max_ratio: 0.8 },
  test({ definition: { Capacity } }, _also, { params }) {
    if (Capacity === null) cannotTell('unexpected-answer', 'wafv2:GetWebACL', 'AWS gave no capacity of this web ACL');
    const most = params.limit * params.max_ratio;
    const seen = saw('wafv2:GetWebACL', 'WebACL.Capacity', Capacity, `at most ${most}`);
    const message = `it takes ${Capacity} of ${params.limit} capacity units`;
    return Capacity > most ? fail(message, seen) : pass(message, seen);
  },
});

export const logging = check({
  id: 'wafv2-web-acl-logging-enabled',
  title: 'Web ACLs log',
  why: 'The log tells who sent what, and which rule let it pass or stopped it. Without it an attack cannot be followed up afterwards.',
  fix: {
    command:
      'aws wafv2 put-logging-configuration --logging-configuration ResourceArn={ARN},LogDestinationConfigs={LogDestinationArn} --region {Region}',
    undo: 'aws wafv2 delete-logging-configuration --resource-arn {ARN} --region {Region}',
    note: 'The destination is a log group, bucket or Firehose stream whose name begins with "aws-waf-logs-".',
  },
  fields: ['wafv2:GetLoggingConfiguration.LoggingConfiguration.LogDestinationConfigs'],
  on: webAcls.with('logging'),
  test(acl) {
    const { LogScope, LogDestinationConfigs = [] } = acl.logging ?? {};
    const seen = saw(
      'wafv2:GetLoggingConfiguration',
      'LoggingConfiguration.LogDestinationConfigs',
      LogDestinationConfigs,
      'a destination',
    );
    if (LogDestinationConfigs.length === 0) return fail('it does not log', seen);
    const keeper = LogScope === 'CUSTOMER' ? '' : ` (${LogScope})`;
    return pass(`logs go to ${LogDestinationConfigs.join(', ')}${keeper}`, seen);
  },
});
