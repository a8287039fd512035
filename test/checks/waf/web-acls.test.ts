import { describe, expect, it } from 'vitest';
import { hasActingRules } from '../../../src/checks/waf/acting-rules.js';
import { attached } from '../../../src/checks/waf/attached.js';
import { paidGroupsScoped } from '../../../src/checks/waf/paid-groups.js';
import { targetAlive } from '../../../src/checks/waf/target.js';
import type { StoredRow } from '../../../src/core/world.js';
import { daily, steady } from '../../support/series.js';
import { gap, judge, world } from '../../support/world.js';
import { aclRow, cloudfrontRow, definition, grouped, logs, managed, rule } from '../wafv2/rows.js';
import { requests, trafficRow } from './rows.js';

const only = async (check: object, acl: StoredRow, more: Record<string, StoredRow[]> = {}, params = {}) => {
  const [found] = await judge(check, world({ 'wafv2.web-acls': [acl], ...more }), params);
  return found;
};
const counting = definition([
  rule('a', { Action: 'Count' }),
  managed('AWSManagedRulesCommonRuleSet', { OverrideAction: 'Count' }),
]);
const lately = '2026-11-12T08:00:00.000Z';
const denied = gap('cloudtrail:LookupEvents');

describe('waf-web-acl-attached', () => {
  it('passes by what it protects, without looking further', async () => {
    const found = await only(attached, aclRow('shop', { definition: gap('wafv2:GetWebACL'), lastSetUp: denied }));
    expect(found).toMatchObject({ verdict: 'PASS', message: expect.stringContaining('loadbalancer') as string });
  });

  it('frees the web ACL, its rules and the fees of paid groups', async () => {
    const rules = [rule('a'), managed('AWSManagedRulesBotControlRuleSet'), managed('AWSManagedRulesATPRuleSet')];
    const found = await only(attached, aclRow('old', { resources: [], definition: definition(rules) }));
    expect(found).toMatchObject({
      verdict: 'FAIL',
      cleanUp: { does: 'delete' },
      saving: {
        releases: [
          { price: 'waf/WebACLV2', units: 1 },
          { price: 'waf/RuleV2', units: 3 },
          { price: 'waf/AMR-BotControl', units: 1 },
          { price: 'waf/AMR-ATP', units: 1 },
        ],
      },
    });
    expect(found?.fix?.command).toContain('--name old');
    const empty = await only(attached, cloudfrontRow('edge', { resources: [], definition: definition([]) }));
    expect(empty).toMatchObject({ verdict: 'FAIL', saving: { releases: [{ price: 'waf/WebACLV2' }] } });
    expect(empty?.saving?.releases).toHaveLength(1);
  });

  it.each([
    ['Firewall Manager keeps it', { definition: definition([], { ManagedByFirewallManager: true }) }],
    ['it is new', { lastSetUp: lately }],
  ])('has nothing to say where %s', async (_why, details) => {
    expect(await only(attached, aclRow('old', { resources: [], ...details }))).toMatchObject({
      verdict: 'NOT_APPLICABLE',
    });
  });

  it.each([
    ['what it protects', { resources: gap('wafv2:ListResourcesForWebACL') }],
    ['how old it is', { resources: [], lastSetUp: denied }],
  ])('cannot tell without knowing %s', async (_what, details) => {
    expect(await only(attached, aclRow('old', details))).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('waf-web-acl-has-rules', () => {
  it.each([
    ['a rule blocks', definition(), null],
    ['a group acts', definition([grouped('arn:bots')]), null],
    ['it blocks by default', definition([], { DefaultAction: 'Block' }), null],
    ['what is counted is logged', counting, logs],
  ])('passes where %s', async (_why, of, logging) => {
    expect(await only(hasActingRules, aclRow('shop', { definition: of, logging }))).toMatchObject({ verdict: 'PASS' });
  });

  it.each([
    ['it has no rules', definition([]), 'delete'],
    ['all only count, into no log', counting, 'decide'],
  ])('fails where %s', async (_why, of, does) => {
    const found = await only(hasActingRules, aclRow('shop', { definition: of, logging: null }));
    expect(found).toMatchObject({ verdict: 'FAIL', cleanUp: { does } });
    expect(found?.saving?.releases[0]).toEqual({ price: 'waf/WebACLV2', units: 1 });
  });

  it('leaves time for tuning, and Firewall Manager its own', async () => {
    const young = aclRow('shop', { definition: counting, logging: null, lastSetUp: lately });
    expect(await only(hasActingRules, young)).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: 'too young to judge: made or attached 10 of 14 days ago',
    });
    const central = aclRow('shop', { definition: { ...counting, ManagedByFirewallManager: true }, logging: null });
    expect(await only(hasActingRules, central)).toMatchObject({ verdict: 'NOT_APPLICABLE' });
  });

  it('cannot tell without the log', async () => {
    const hidden = aclRow('shop', { definition: counting, logging: gap('wafv2:GetLoggingConfiguration') });
    expect(await only(hasActingRules, hidden)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('waf-acl-target-alive', () => {
  const shop = aclRow('shop');
  const seen = (counted: unknown, acl = shop, params = {}) =>
    only(targetAlive, acl, { 'waf.traffic': [trafficRow(acl, counted)] }, params);

  it.each([
    ['AllowedRequests', { AllowedRequests: steady(1) }],
    ['BlockedRequests', { BlockedRequests: daily({ 2: 1 }) }],
    ['ChallengeRequests', { ChallengeRequests: daily({ 30: 1 }) }],
    ['what the default action let through', { AllowedByDefault: daily({ 0: 1 }) }],
  ])('passes by %s', async (_what, more) => {
    expect(await seen(requests(more))).toMatchObject({ verdict: 'PASS' });
  });

  it('takes silence for none, and tells when the last request came', async () => {
    expect(await seen(requests({ AllowedRequests: daily({ 50: 7 }) }))).toMatchObject({
      verdict: 'FAIL',
      disuse: { grade: 'strong', window: 30, last: '2026-10-03' },
      saving: { releases: [{ price: 'waf/WebACLV2' }, { price: 'waf/RuleV2', units: 1 }] },
      cleanUp: { does: 'decide', order: 6 },
    });
    expect(await seen(requests())).toMatchObject({ verdict: 'FAIL', disuse: { last: null } });
  });

  it('looks as far back as the metrics that were read', async () => {
    const old = requests({ AllowedRequests: daily({ 80: 7 }) });
    expect(await seen(old, shop, { window_days: 400 })).toMatchObject({ verdict: 'PASS' });
    expect(await seen(requests(), shop, { window_days: 400 })).toMatchObject({ disuse: { window: 90 } });
  });

  it('does not judge what was attached within the window', async () => {
    const young = aclRow('shop', { lastSetUp: '2026-10-30T08:00:00.000Z' });
    expect(await seen(requests(), young)).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: 'too young to judge: made or attached 23 of 30 days ago',
    });
    const older = aclRow('shop', { lastSetUp: '2026-10-20T08:00:00.000Z' });
    expect(await seen(requests(), older)).toMatchObject({ verdict: 'FAIL' });
  });

  it('leaves what protects nothing to another rule', async () => {
    expect(await seen(requests(), aclRow('old', { resources: [] }))).toMatchObject({ verdict: 'NOT_APPLICABLE' });
  });

  it.each([
    ['no metrics are published', [trafficRow(shop, null)]],
    ['the metrics are refused', [trafficRow(shop, gap('cloudwatch:GetMetricData'))]],
  ])('cannot tell where %s', async (_why, rows) => {
    expect(await only(targetAlive, shop, { 'waf.traffic': rows })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('waf-paid-rule-group-scoped-down', () => {
  const judged = (...rules: Parameters<typeof definition>[0] & object) =>
    only(paidGroupsScoped, aclRow('shop', { definition: definition([...rules]) }));

  it('fails where a group that is paid by the request looks at all of them, and names no saving', async () => {
    const found = await judged(managed('AWSManagedRulesBotControlRuleSet'));
    expect(found).toMatchObject({ verdict: 'FAIL', cleanUp: { does: 'change' } });
    expect(found?.saving).toBeUndefined();
  });

  it('passes with a scope', async () => {
    const found = await judged(managed('AWSManagedRulesBotControlRuleSet', { ScopeDownStatement: true }));
    expect(found).toMatchObject({ verdict: 'PASS' });
  });

  it('does not ask it of groups that are free, that are billed by the attempt, or that are not of AWS', async () => {
    const other = { VendorName: 'Other', Name: 'AWSManagedRulesBotControlRuleSet', Version: null };
    for (const one of [
      managed('AWSManagedRulesCommonRuleSet'),
      managed('AWSManagedRulesATPRuleSet'),
      managed('AWSManagedRulesACFPRuleSet'),
      managed('x', { ManagedRuleGroup: other }),
    ])
      expect(await judged(one)).toMatchObject({ verdict: 'NOT_APPLICABLE' });
  });

  it('cannot tell without the definition', async () => {
    const found = await only(paidGroupsScoped, aclRow('shop', { definition: gap('wafv2:GetWebACL') }));
    expect(found).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});
