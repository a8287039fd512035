import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { rulesOf } from '../wafv2/definition.js';
import { rewriteWebAcl } from '../wafv2/fixes.js';
import { webAcls } from '../wafv2/web-acls.js';

/** Managed groups that cost a fee for each request that they look at. */
const paidByRequest = ['AWSManagedRulesBotControlRuleSet', 'AWSManagedRulesAntiDDoSRuleSet'];
const path = 'WebACL.Rules[].Statement.ManagedRuleGroupStatement';

export const paidGroupsScoped = check({
  id: 'waf-paid-rule-group-scoped-down',
  title: 'Paid rule groups look at the requests that need it',
  why: 'Some managed groups cost a fee for each request that they look at. Pictures, styles and scripts are most of the requests of a site, and need no such look.',
  fix: rewriteWebAcl(
    'Give the rule a ScopeDownStatement that names the paths worth guarding, or leaves out static files,',
  ),
  cleanUp: { does: 'change', risk: 'medium', undo: 'at once', order: 5 },
  fields: [
    'wafv2:GetWebACL.WebACL.Rules.Statement.ManagedRuleGroupStatement.Name',
    'wafv2:GetWebACL.WebACL.Rules.Statement.ManagedRuleGroupStatement.ScopeDownStatement',
  ],
  on: webAcls.with('definition'),
  test({ definition }) {
    const paid = rulesOf(definition).filter(
      ({ ManagedRuleGroup: group }) => group?.VendorName === 'AWS' && paidByRequest.includes(group.Name),
    );
    const names = paid.map(rule => rule.ManagedRuleGroup?.Name ?? '');
    const groups = saw('wafv2:GetWebACL', `${path}.Name`, names);
    if (paid.length === 0) return notApplicable('it uses no group that is paid by the request', groups);
    const scopes = Object.fromEntries(paid.map(rule => [rule.Name, rule.ScopeDownStatement]));
    const seen = saw('wafv2:GetWebACL', `${path}.ScopeDownStatement`, scopes, 'true for each');
    const wide = paid.filter(rule => !rule.ScopeDownStatement);
    if (wide.length === 0) return pass(`${names.join(', ')}: a part of the requests only`, groups, seen);
    const named = wide.map(rule => `${rule.ManagedRuleGroup?.Name} (rule ${rule.Name})`).join(', ');
    return fail(
      `${named} looks at every request that reaches it; how many of them need no such look cannot be told here`,
      groups,
      seen,
    );
  },
});
