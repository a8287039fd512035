import { check, fail, pass, saw } from '../../core/check.js';
import { type Aws, call, collection } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import { cannotTell } from '../../core/unavailable.js';
import { type Kept, listEverywhere, referTo } from './places.js';
import { ruleOf, type VisibilityConfig, visibilityOf, type WafRule, withoutMetrics } from './rules.js';

const sdk = () => import('./sdk.js');

interface Details {
  definition: { Rules: WafRule[]; VisibilityConfig: VisibilityConfig | null };
  /** Whether other accounts may use it. */
  shared: boolean;
}

/** The account's own rule groups in the audited regions, and those for CloudFront whichever regions are audited. */
export const ruleGroups = collection<Kept, Details>({
  id: 'wafv2.rule-groups',
  scope: 'global',
  noun: 'WAF rule groups',
  none: 'there are no own WAF rule groups for CloudFront or in the audited regions',
  calls: [call('wafv2:ListRuleGroups', 'wafv2:ListRuleGroups', { perSecond: 5 })],
  list: aws =>
    listEverywhere(aws, 'wafv2:ListRuleGroups', async (at, input) => {
      const { ListRuleGroupsCommand, WAFV2Client } = await sdk();
      const answer = await at.client(WAFV2Client).send(new ListRuleGroupsCommand(input));
      return { items: answer.RuleGroups, NextMarker: answer.NextMarker };
    }),
  resource: group => ({ ...referTo(group), type: 'AWS::WAFv2::RuleGroup' }),
  details: {
    definition: {
      calls: [call('wafv2:GetRuleGroup', 'wafv2:GetRuleGroup', { perSecond: 5 })],
      async get({ Name, Id, Scope, Region }, aws) {
        const { GetRuleGroupCommand, WAFV2Client } = await sdk();
        const command = new GetRuleGroupCommand({ Name, Id, Scope });
        const { RuleGroup: group } = await aws.in(Region).client(WAFV2Client).send(command);
        if (!group) return cannotTell('unexpected-answer', 'wafv2:GetRuleGroup', 'the answer holds no rule group');
        return { Rules: (group.Rules ?? []).map(ruleOf), VisibilityConfig: visibilityOf(group.VisibilityConfig) };
      },
    },
    shared: {
      calls: [call('wafv2:GetPermissionPolicy', 'wafv2:GetPermissionPolicy', { perSecond: 5 })],
      get: isShared,
    },
  },
});

async function isShared({ ARN, Region }: Kept, aws: Aws): Promise<boolean> {
  const { GetPermissionPolicyCommand, WAFV2Client } = await sdk();
  const command = new GetPermissionPolicyCommand({ ResourceArn: ARN });
  const answer = await orNull(['WAFNonexistentItemException'], () => aws.in(Region).client(WAFV2Client).send(command));
  return Boolean(answer?.Policy);
}

export const groupMetrics = check({
  id: 'wafv2-rule-group-has-metrics',
  title: 'Rule groups and their rules publish metrics',
  why: 'Without metrics nobody sees how often a rule matches: a rule that blocks customers by mistake, or never matches at all, stays unnoticed.',
  fix: {
    command: 'aws wafv2 get-rule-group --name {Name} --id {Id} --scope {Scope} --region {Region}',
    note: 'Set CloudWatchMetricsEnabled in each VisibilityConfig of the answer, and hand all of it with its LockToken to "aws wafv2 update-rule-group": what is left out is removed.',
  },
  fields: [
    'wafv2:GetRuleGroup.RuleGroup.VisibilityConfig.CloudWatchMetricsEnabled',
    'wafv2:GetRuleGroup.RuleGroup.Rules.VisibilityConfig.CloudWatchMetricsEnabled',
  ],
  on: ruleGroups.with('definition'),
  test({ definition: { Rules, VisibilityConfig } }) {
    const own = VisibilityConfig?.CloudWatchMetricsEnabled ?? null;
    const silent = withoutMetrics(Rules);
    const seen = [
      saw('wafv2:GetRuleGroup', 'RuleGroup.VisibilityConfig.CloudWatchMetricsEnabled', own, true),
      saw(
        'wafv2:GetRuleGroup',
        'RuleGroup.Rules[].VisibilityConfig.CloudWatchMetricsEnabled',
        Object.fromEntries(silent.map(name => [name, false])),
        'true for each rule',
      ),
    ];
    if (own && silent.length === 0) return pass('the group and all its rules publish metrics', ...seen);
    const missing = [...(own ? [] : ['the group itself']), ...silent.map(name => `rule ${name}`)];
    return fail(`no metrics: ${missing.join(', ')}`, ...seen);
  },
});
