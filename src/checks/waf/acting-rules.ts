import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { saves } from '../../core/saving.js';
import { rulesOf } from '../wafv2/definition.js';
import type { WafRule } from '../wafv2/rules.js';
import { webAcls } from '../wafv2/web-acls.js';
import { sawAge, setUpDays, setUpField, tooYoung } from './age.js';
import { feesOf } from './fees.js';
import { deleteWebAcl } from './fixes.js';

const onlyCounts = (rule: WafRule): boolean => rule.Action === 'Count' || rule.OverrideAction === 'Count';

export const hasActingRules = check({
  id: 'waf-web-acl-has-rules',
  title: 'Web ACLs have a rule that can act, or log what they count',
  why: 'A web ACL whose rules only count, into no log, stops nothing and teaches nothing; its fees are due all the same.',
  fix: {
    ...deleteWebAcl,
    note: `Add rules that block, or turn the counting ones to Block, with "aws wafv2 update-web-acl"; or else take it away. ${deleteWebAcl.note}`,
  },
  cleanUp: { does: 'decide', risk: 'low', undo: 'from a backup', order: 5 },
  fields: [
    'wafv2:GetWebACL.WebACL.DefaultAction',
    'wafv2:GetWebACL.WebACL.Rules.Action',
    'wafv2:GetWebACL.WebACL.ManagedByFirewallManager',
    'wafv2:GetLoggingConfiguration.LoggingConfiguration.LogDestinationConfigs',
    setUpField,
  ],
  on: webAcls.with('definition', 'logging', 'lastSetUp'),
  test(acl, _also, { now }) {
    const { DefaultAction, ManagedByFirewallManager } = acl.definition;
    const rules = rulesOf(acl.definition);
    const byDefault = saw('wafv2:GetWebACL', 'WebACL.DefaultAction', DefaultAction, 'Block, or a rule that acts');
    if (DefaultAction === 'Block') return pass('it blocks whatever no rule allows (DefaultAction)', byDefault);
    const actions = Object.fromEntries(rules.map(rule => [rule.Name, rule.Action ?? rule.OverrideAction]));
    const seen = [byDefault, saw('wafv2:GetWebACL', 'WebACL.Rules[].Action', actions, 'other than Count')];
    const acting = rules.find(rule => !onlyCounts(rule));
    if (acting) return pass(`rule ${acting.Name} can act`, ...seen);
    if (ManagedByFirewallManager) {
      const managed = saw('wafv2:GetWebACL', 'WebACL.ManagedByFirewallManager', true);
      return notApplicable('Firewall Manager keeps it, by its policy', ...seen, managed);
    }
    const early = tooYoung(acl.lastSetUp, setUpDays, now);
    if (early) return early;
    const saving = saves(...feesOf(acl.definition));
    if (rules.length === 0)
      return {
        ...fail('it has no rules, and lets every request through', ...seen, sawAge(acl.lastSetUp)),
        cleanUp: { does: 'delete', risk: 'low', undo: 'from a backup', order: 5 },
        saving,
      };
    const destinations = acl.logging?.LogDestinationConfigs ?? [];
    const logs = saw(
      'wafv2:GetLoggingConfiguration',
      'LoggingConfiguration.LogDestinationConfigs',
      destinations,
      'a destination',
    );
    if (destinations.length > 0) return pass('all its rules only count, and what they count is logged', ...seen, logs);
    const message = `all its rules only count (${rules.map(rule => rule.Name).join(', ')}), and nothing is logged`;
    return { ...fail(message, ...seen, logs, sawAge(acl.lastSetUp)), saving };
  },
});
