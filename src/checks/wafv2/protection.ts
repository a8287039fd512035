import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import type { Fix } from '../../core/types.js';
import { rewriteWebAcl } from './fixes.js';
import type { WafRule } from './rules.js';
import { type Definition, rulesOf } from './definition.js';
import { webAcls } from './web-acls.js';

/** Actions that stop a request, or ask for something first. */
const stopping = ['Block', 'Captcha', 'Challenge', 'Monetize'];
const canStop = (rule: WafRule): boolean => stopping.includes(rule.Action ?? '') || rule.OverrideAction === 'None';

export const blocksSomething = check({
  id: 'wafv2-web-acl-blocks-something',
  title: 'Web ACLs in use can block requests',
  why: 'A web ACL that allows by default and whose rules only count or allow lets every attack through, and looks like protection all the same.',
  fix: rewriteWebAcl('Let at least one rule block, or give a rule group the OverrideAction None'),
  fields: [
    'wafv2:GetWebACL.WebACL.DefaultAction',
    'wafv2:GetWebACL.WebACL.Rules.Action',
    'wafv2:GetWebACL.WebACL.Rules.OverrideAction',
  ],
  on: webAcls.with('definition', 'resources'),
  test({ resources, definition }) {
    if (resources.length === 0) return notApplicable('it protects nothing');
    const rules = rulesOf(definition);
    const able = rules.filter(canStop).map(rule => rule.Name);
    const said = (field: 'Action' | 'OverrideAction') =>
      Object.fromEntries(rules.flatMap(rule => (rule[field] === null ? [] : [[rule.Name, rule[field]]])));
    const seen = [
      saw('wafv2:GetWebACL', 'WebACL.DefaultAction', definition.DefaultAction, 'Block, or a rule that stops requests'),
      saw('wafv2:GetWebACL', 'WebACL.Rules[].Action', said('Action'), stopping.join(' or ')),
      saw('wafv2:GetWebACL', 'WebACL.Rules[].OverrideAction', said('OverrideAction'), 'None'),
    ];
    if (definition.DefaultAction === 'Block') return pass('it blocks by default', ...seen);
    if (able.length > 0) return pass(`these rules can stop requests: ${able.join(', ')}`, ...seen);
    return fail(`its default action is ${definition.DefaultAction}, and no rule can stop a request`, ...seen);
  },
});

const addGroup = (name: string): Fix =>
  rewriteWebAcl(
    `Add a rule for the managed group ${name} of vendor AWS`,
    ' Let it only count at first (OverrideAction Count), and look at its metrics.',
  );

const groupFields = [
  'wafv2:GetWebACL.WebACL.Rules.Statement.ManagedRuleGroupStatement.Name',
  'wafv2:GetWebACL.WebACL.Rules.Statement.RuleGroupReferenceStatement.ARN',
];

const isGroup = (
  { ManagedRuleGroup: managed, RuleGroupARN }: WafRule,
  names: readonly string[],
  equivalents: readonly string[],
): boolean =>
  (managed !== null && managed.VendorName === 'AWS' && names.includes(managed.Name)) ||
  (managed !== null && equivalents.includes(managed.Name)) ||
  (RuleGroupARN !== null && equivalents.includes(RuleGroupARN));

/** Whether a rule uses one of AWS's groups, or one that the reader holds for as good: by managed name or ARN. */
function judgeGroup(definition: Definition, names: readonly string[], equivalents: readonly string[]): Verdict {
  const rules = rulesOf(definition);
  const found = rules.find(rule => isGroup(rule, names, equivalents));
  const managed = rules.flatMap(rule => (rule.ManagedRuleGroup ? [rule.ManagedRuleGroup.Name] : []));
  const own = rules.flatMap(rule => (rule.RuleGroupARN === null ? [] : [rule.RuleGroupARN]));
  const seen = [
    saw('wafv2:GetWebACL', 'WebACL.Rules[].Statement.ManagedRuleGroupStatement.Name', managed, [
      ...names,
      ...equivalents,
    ]),
    saw('wafv2:GetWebACL', 'WebACL.Rules[].Statement.RuleGroupReferenceStatement.ARN', own),
  ];
  if (!found) return fail(`no rule uses ${names.join(' or ')}`, ...seen);
  const what = found.ManagedRuleGroup?.Name ?? found.RuleGroupARN;
  const counts = found.OverrideAction === 'Count' ? ', which only counts so far (OverrideAction)' : '';
  return pass(`rule ${found.Name} uses ${what}${counts}`, ...seen);
}

const coreRules = ['AWSManagedRulesCommonRuleSet'];
export const coreRuleSet = check({
  id: 'wafv2-web-acl-core-rule-set',
  title: 'Web ACLs include the core rule set',
  why: "The core rule set stops the attacks that every public address gets, cross-site scripting and path traversal among them. AWS keeps it up to date at no charge beyond a rule's.",
  fix: addGroup('AWSManagedRulesCommonRuleSet'),
  fields: groupFields,
  on: webAcls.with('definition'),
  params: { equivalents: [] as string[] },
  test({ definition }, _also, { params }) {
    const verdict = judgeGroup(definition, coreRules, params.equivalents);
    if (
      verdict.verdict === 'FAIL' &&
      definition.ManagedByFirewallManager &&
      rulesOf(definition).some(rule => rule.RuleGroupARN)
    ) {
      return notApplicable('Firewall Manager manages it, with a rule group of its own', ...verdict.evidence);
    }
    return verdict;
  },
});

const knownBad = ['AWSManagedRulesKnownBadInputsRuleSet'];
export const knownBadInputs = check({
  id: 'wafv2-web-acl-known-bad-inputs',
  title: 'Web ACLs stop requests that are known to be bad',
  why: 'Some requests are only ever sent to break in, those for Log4j holes for one. A managed group knows them, and takes in new ones as they appear.',
  fix: addGroup('AWSManagedRulesKnownBadInputsRuleSet'),
  fields: groupFields,
  on: webAcls.with('definition'),
  params: { equivalents: [] as string[] },
  test: ({ definition }, _also, { params }) => judgeGroup(definition, knownBad, params.equivalents),
});

const reputation = 'AWSManagedRulesAmazonIpReputationList';
const anonymous = 'AWSManagedRulesAnonymousIpList';
export const ipReputation = check({
  id: 'wafv2-web-acl-ip-reputation',
  title: 'Web ACLs use lists of addresses with a bad name',
  why: 'Amazon keeps lists of addresses that scan and attack. Turning them away at the door stops much noise before any other rule has to look at it.',
  fix: addGroup(`${reputation} or ${anonymous}`),
  fields: groupFields,
  on: webAcls.with('definition'),
  params: { require_anonymous_list: false },
  test({ definition }, _also, { params }) {
    return judgeGroup(definition, params.require_anonymous_list ? [anonymous] : [reputation, anonymous], []);
  },
});
