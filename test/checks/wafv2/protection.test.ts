import { describe, expect, it } from 'vitest';
import { blocksSomething, coreRuleSet, ipReputation, knownBadInputs } from '../../../src/checks/wafv2/protection.js';
import type { Finding } from '../../../src/core/types.js';
import { gap, judge, world } from '../../support/world.js';
import { aclRow, definition, grouped, managed, rule } from './rows.js';

const judged = async (check: object, details: Record<string, unknown>, params = {}): Promise<Finding | undefined> =>
  (await judge(check, world({ 'wafv2.web-acls': [aclRow('shop', details)] }), params))[0];
const own = 'arn:aws:wafv2:eu-north-1:444455556666:regional/rulegroup/central/1';
const core = 'AWSManagedRulesCommonRuleSet';

it.each([blocksSomething, coreRuleSet, knownBadInputs, ipReputation])('$id waits for GetWebACL', async check => {
  expect((await judged(check, { definition: gap('wafv2:GetWebACL') }))?.verdict).toBe('NOT_AVAILABLE');
});

describe('wafv2-web-acl-blocks-something', () => {
  const counting = [
    rule('a', { Action: 'Count' }),
    rule('b', { Action: 'Allow' }),
    managed(core, { OverrideAction: 'Count' }),
  ];

  it.each([
    ['default Block', definition(counting, { DefaultAction: 'Block' }), 'PASS'],
    ['default Allow with a rule that blocks', definition([...counting, rule('c')]), 'PASS'],
    ['a CAPTCHA', definition([rule('c', { Action: 'Captcha' })]), 'PASS'],
    ['a managed group that acts', definition([managed(core)]), 'PASS'],
    [
      'a group of Firewall Manager that acts',
      definition(counting, { PreProcessFirewallManagerRuleGroups: [grouped(own)] }),
      'PASS',
    ],
    ['rules that only count or allow', definition(counting), 'FAIL'],
    ['no rules', definition([]), 'FAIL'],
  ])('%s', async (_what, given, verdict) => {
    expect((await judged(blocksSomething, { definition: given }))?.verdict).toBe(verdict);
  });

  it('leaves out what protects nothing, and guesses nothing', async () => {
    const idle = await judged(blocksSomething, { resources: [], definition: definition([]) });
    expect(idle).toMatchObject({ verdict: 'NOT_APPLICABLE', message: 'it protects nothing' });
    const hidden = await judged(blocksSomething, { resources: gap('wafv2:ListResourcesForWebACL') });
    expect(hidden?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('wafv2-web-acl-core-rule-set', () => {
  it('wants the group of vendor AWS', async () => {
    expect(await judged(coreRuleSet, { definition: definition([managed(core)]) })).toMatchObject({
      verdict: 'PASS',
      message: `rule CommonRuleSet uses ${core}`,
    });
    const other = managed(core, { ManagedRuleGroup: { VendorName: 'Somebody', Name: core, Version: null } });
    expect((await judged(coreRuleSet, { definition: definition([other]) }))?.verdict).toBe('FAIL');
  });

  it('finds it in what Firewall Manager adds, and says when it only counts', async () => {
    const counts = managed(core, { OverrideAction: 'Count' });
    const found = await judged(coreRuleSet, {
      definition: definition([], { PostProcessFirewallManagerRuleGroups: [counts] }),
    });
    expect(found).toMatchObject({ verdict: 'PASS', message: expect.stringContaining('only counts so far') as string });
  });

  it.each([['SomebodysRules'], [own]])('takes %s where it is said to be as good', async equivalent => {
    const vendor = { VendorName: 'Somebody', Name: 'SomebodysRules', Version: null };
    const given = { definition: definition([grouped(own), managed('SomebodysRules', { ManagedRuleGroup: vendor })]) };
    expect((await judged(coreRuleSet, given))?.verdict).toBe('FAIL');
    expect((await judged(coreRuleSet, given, { equivalents: [equivalent] }))?.verdict).toBe('PASS');
  });

  it('does not apply where Firewall Manager uses a group of its own', async () => {
    const more = { ManagedByFirewallManager: true, PreProcessFirewallManagerRuleGroups: [grouped(own)] };
    expect((await judged(coreRuleSet, { definition: definition([], more) }))?.verdict).toBe('NOT_APPLICABLE');
  });
});

it.each([
  [[], 'FAIL'],
  [[managed('AWSManagedRulesKnownBadInputsRuleSet')], 'PASS'],
])('wafv2-web-acl-known-bad-inputs: %j gives %s', async (rules, verdict) => {
  expect((await judged(knownBadInputs, { definition: definition(rules) }))?.verdict).toBe(verdict);
});

describe('wafv2-web-acl-ip-reputation', () => {
  const reputation = managed('AWSManagedRulesAmazonIpReputationList');
  const anonymous = managed('AWSManagedRulesAnonymousIpList');
  it.each([
    [[], {}, 'FAIL'],
    [[reputation], {}, 'PASS'],
    [[anonymous], {}, 'PASS'],
    [[reputation], { require_anonymous_list: true }, 'FAIL'],
    [[anonymous], { require_anonymous_list: true }, 'PASS'],
  ])('case %#', async (rules, params, verdict) => {
    expect((await judged(ipReputation, { definition: definition(rules) }, params))?.verdict).toBe(verdict);
  });
});
