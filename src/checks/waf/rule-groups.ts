import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { saves } from '../../core/saving.js';
import { roles } from '../iam/roles.js';
import { rulesOf } from '../wafv2/definition.js';
import { ruleGroups } from '../wafv2/rule-groups.js';
import { webAcls } from '../wafv2/web-acls.js';

/** The role that AWS makes in each account that Firewall Manager works with; its policies are listed nowhere else. */
const firewallManager = 'AWSServiceRoleForFMS';

export const groupReferenced = check({
  id: 'waf-rule-group-referenced',
  title: 'Rule groups are used by a web ACL',
  why: 'Each rule of a rule group costs a fee each month for as long as the group exists, whether a web ACL uses it or not.',
  fix: {
    command: 'aws wafv2 get-rule-group --name {Name} --id {Id} --scope {Scope} --region {Region}',
    note: 'Keep the answer: a rule group can be made again from it. Then "aws wafv2 delete-rule-group" with the same name, id and scope, and the LockToken of the answer. AWS refuses while something uses it.',
  },
  cleanUp: { does: 'delete', risk: 'low', undo: 'from a backup', order: 6 },
  fields: [
    'wafv2:GetWebACL.WebACL.Rules.Statement.RuleGroupReferenceStatement.ARN',
    'wafv2:GetPermissionPolicy.Policy',
    'wafv2:GetRuleGroup.RuleGroup.Rules',
    'iam:GetAccountAuthorizationDetails.RoleDetailList.RoleName',
  ],
  on: ruleGroups.with('definition', 'shared'),
  also: { webAcls: webAcls.with('definition'), roles: roles.with() },
  test(group, tables) {
    const users = tables.webAcls
      .where(acl => acl.Region === group.Region && acl.Scope === group.Scope)
      .where(acl => rulesOf(acl.definition).some(rule => rule.RuleGroupARN === group.ARN));
    const see = (value: unknown) =>
      saw('wafv2:GetWebACL', 'WebACL.Rules[].Statement.RuleGroupReferenceStatement.ARN', value, group.ARN);
    const user = users.first();
    if (user) return pass(`web ACL ${user.Name} uses it`, see(group.ARN));
    if (group.shared) {
      const shared = saw('wafv2:GetPermissionPolicy', 'Policy', 'present');
      return notApplicable('it is shared with other accounts, whose web ACLs are not seen here', see(null), shared);
    }
    const role = tables.roles.first(one => one.RoleName === firewallManager);
    if (role) {
      const seen = saw('iam:GetAccountAuthorizationDetails', 'RoleDetailList.RoleName', role.RoleName);
      return notApplicable(
        'Firewall Manager works with this account, and may use it in other accounts',
        see(null),
        seen,
      );
    }
    const rules = group.definition.Rules.length;
    return {
      ...fail(
        `no web ACL of its scope and region uses it; it has ${rules} rule${rules === 1 ? '' : 's'}`,
        see(null),
        saw('wafv2:GetRuleGroup', 'RuleGroup.Rules', rules),
      ),
      saving: saves({ price: 'waf/RuleV2', units: rules }),
    };
  },
});
