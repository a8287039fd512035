import { describe, expect, it } from 'vitest';
import { groupMetrics } from '../../../src/checks/wafv2/rule-groups.js';
import {
  capacity,
  hasRules,
  logging,
  ruleMetrics,
  sampledRequests,
} from '../../../src/checks/wafv2/web-acl-settings.js';
import type { Finding } from '../../../src/core/types.js';
import { gap, judge, world } from '../../support/world.js';
import { aclRow, cloudfrontRow, definition, groupRow, logs, rule, visible } from './rows.js';

const judged = async (check: object, details: Record<string, unknown>, params = {}): Promise<Finding | undefined> =>
  (await judge(check, world({ 'wafv2.web-acls': [aclRow('shop', details)] }), params))[0];
const unread = { definition: gap('wafv2:GetWebACL') };

describe('every rule on web ACLs', () => {
  it.each([hasRules, ruleMetrics, sampledRequests, capacity])('$id waits for GetWebACL', async check => {
    expect((await judged(check, unread))?.verdict).toBe('NOT_AVAILABLE');
  });

  it.each([hasRules, logging])('$id judges both scopes, each web ACL once', async check => {
    const acls = [aclRow('shop'), aclRow('shop', {}, 'us-east-1'), cloudfrontRow('edge')];
    const found = await judge(check, world({ 'wafv2.web-acls': acls }));
    expect(found.map(({ resource, verdict }) => [resource.region, resource.name, verdict])).toEqual([
      ['eu-north-1', 'shop', 'PASS'],
      ['global', 'edge', 'PASS'],
      ['us-east-1', 'shop', 'PASS'],
    ]);
  });

  it('says of a refused place that it could not be seen, and judges the others', async () => {
    const gaps = [gap('wafv2:ListWebACLs', { region: 'us-east-1', resource: 'us-east-1' })];
    const found = await judge(hasRules, world({ 'wafv2.web-acls': { rows: [aclRow('shop')], gaps } }));
    expect(found.map(({ resource, verdict }) => [resource.region, verdict])).toEqual([
      ['eu-north-1', 'PASS'],
      ['us-east-1', 'NOT_AVAILABLE'],
    ]);
  });

  it('has nothing to say where there are none', async () => {
    const [finding] = await judge(hasRules, world({ 'wafv2.web-acls': [] }));
    expect(finding).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: 'there are no WAF web ACLs for CloudFront or in the audited regions',
    });
  });
});

describe('wafv2-web-acl-has-rules', () => {
  it('counts own rules and those of Firewall Manager', async () => {
    expect(await judged(hasRules, {})).toMatchObject({ verdict: 'PASS', message: 'it has 1 rule' });
    const managedFor = [
      { PreProcessFirewallManagerRuleGroups: [rule('first')] },
      { PostProcessFirewallManagerRuleGroups: [rule('last')] },
    ];
    for (const more of managedFor) {
      expect((await judged(hasRules, { definition: definition([], more) }))?.verdict).toBe('PASS');
    }
  });

  it('fails an empty one, and shows where to add rules', async () => {
    expect(await judged(hasRules, { definition: definition([]) })).toMatchObject({
      verdict: 'FAIL',
      message: 'it has no rules; every request gets the default action, Allow',
      fix: { command: 'aws wafv2 get-web-acl --name shop --id id-shop --scope REGIONAL --region eu-north-1' },
    });
    const [edge] = await judge(
      hasRules,
      world({ 'wafv2.web-acls': [cloudfrontRow('edge', { definition: definition([]) })] }),
    );
    expect(edge?.fix?.command).toContain('--scope CLOUDFRONT --region us-east-1');
  });
});

describe('wafv2-web-acl-rules-have-metrics', () => {
  it('passes when every rule has them, whatever the web ACL itself has', async () => {
    const quiet = definition([rule('a')], { VisibilityConfig: visible(false) });
    expect((await judged(ruleMetrics, { definition: quiet }))?.verdict).toBe('PASS');
  });

  it('names rules without, of Firewall Manager too, and counts a missing configuration as off', async () => {
    const silent = definition([rule('a'), rule('b', { VisibilityConfig: visible(false) })], {
      PostProcessFirewallManagerRuleGroups: [rule('c', { VisibilityConfig: null })],
    });
    expect(await judged(ruleMetrics, { definition: silent })).toMatchObject({
      verdict: 'FAIL',
      message: 'rules without metrics (CloudWatchMetricsEnabled): b, c',
    });
  });

  it('does not apply to a web ACL without rules', async () => {
    expect((await judged(ruleMetrics, { definition: definition([]) }))?.verdict).toBe('NOT_APPLICABLE');
  });
});

describe('wafv2-web-acl-sampled-requests-enabled', () => {
  it.each([
    [visible(), 'PASS'],
    [{ ...visible(), SampledRequestsEnabled: false }, 'FAIL'],
    [null, 'FAIL'],
  ])('%j gives %s', async (VisibilityConfig, verdict) => {
    const found = await judged(sampledRequests, { definition: definition([], { VisibilityConfig }) });
    expect(found?.verdict).toBe(verdict);
  });
});

describe('wafv2-web-acl-capacity-below-limit', () => {
  it.each([
    [4000, {}, 'PASS'],
    [4001, {}, 'FAIL'],
    [1300, { limit: 1500 }, 'FAIL'],
    [null, {}, 'NOT_AVAILABLE'],
  ])('%s units with %j give %s', async (Capacity, params, verdict) => {
    const found = await judged(capacity, { definition: definition([], { Capacity }) }, params);
    expect(found?.verdict).toBe(verdict);
  });
});

describe('wafv2-web-acl-logging-enabled', () => {
  it('passes a destination, also of a service that logs for the customer', async () => {
    expect((await judged(logging, {}))?.message).toBe(`logs go to ${logs.LogDestinationConfigs.join()}`);
    const lake = await judged(logging, { logging: { ...logs, LogScope: 'SECURITY_LAKE' } });
    expect(lake).toMatchObject({ verdict: 'PASS', message: expect.stringContaining('(SECURITY_LAKE)') as string });
  });

  it('fails without one', async () => {
    expect(await judged(logging, { logging: null })).toMatchObject({ verdict: 'FAIL', message: 'it does not log' });
  });

  it('takes no refusal for "off"', async () => {
    const found = await judged(logging, { logging: gap('wafv2:GetLoggingConfiguration') });
    expect(found?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('wafv2-rule-group-has-metrics', () => {
  const judgeGroup = async (detail: unknown) =>
    (await judge(groupMetrics, world({ 'wafv2.rule-groups': [groupRow('bots', { definition: detail })] })))[0];

  it('looks at the group and at each rule', async () => {
    expect((await judgeGroup({ Rules: [], VisibilityConfig: visible() }))?.verdict).toBe('PASS');
    const Rules = [rule('a'), rule('b', { VisibilityConfig: visible(false) })];
    expect(await judgeGroup({ Rules, VisibilityConfig: null })).toMatchObject({
      verdict: 'FAIL',
      message: 'no metrics: the group itself, rule b',
    });
    expect((await judgeGroup({ Rules, VisibilityConfig: visible() }))?.message).toBe('no metrics: rule b');
  });

  it('waits for GetRuleGroup, and says when there are none', async () => {
    expect((await judgeGroup(gap('wafv2:GetRuleGroup')))?.verdict).toBe('NOT_AVAILABLE');
    const [none] = await judge(groupMetrics, world({ 'wafv2.rule-groups': [] }));
    expect(none?.verdict).toBe('NOT_APPLICABLE');
  });
});
