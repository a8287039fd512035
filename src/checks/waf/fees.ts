import type { Release } from '../../core/saving.js';
import { type Definition, rulesOf } from '../wafv2/definition.js';

/** Managed groups that cost a fee by themselves, and its price. */
const flatFees: Readonly<Record<string, string>> = {
  AWSManagedRulesATPRuleSet: 'waf/AMR-ATP',
  AWSManagedRulesBotControlRuleSet: 'waf/AMR-BotControl',
};

/** What a web ACL costs by being there: itself, each of its rules, and the managed groups that cost a fee. */
export function feesOf(definition: Definition): Release[] {
  const rules = rulesOf(definition);
  const fees = rules.flatMap(({ ManagedRuleGroup: group }) => flatFees[group?.Name ?? ''] ?? []);
  return [
    { price: 'waf/WebACLV2', units: 1 },
    ...(rules.length > 0 ? [{ price: 'waf/RuleV2', units: rules.length }] : []),
    ...fees.map(price => ({ price, units: 1 })),
  ];
}
