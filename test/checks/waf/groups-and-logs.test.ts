import { describe, expect, it } from 'vitest';
import { logVolumeBounded } from '../../../src/checks/waf/log-volume.js';
import { groupReferenced } from '../../../src/checks/waf/rule-groups.js';
import { wafSystem } from '../../../src/checks/waf/system.js';
import { daily } from '../../support/series.js';
import { observe } from '../../support/system.js';
import { gap, judge, row, world } from '../../support/world.js';
import { aclRow, cloudfrontRow, definition, grouped, groupRow } from '../wafv2/rows.js';
import { logRow, requests, trafficRow } from './rows.js';

describe('waf-rule-group-referenced', () => {
  const bots = groupRow('bots');
  const using = (name: string) => definition([grouped(String(groupRow(name).item['ARN']))]);
  const verdict = async (acls: Parameters<typeof world>[0][string], group = bots, roles: string[] = []) => {
    const facts = {
      'wafv2.rule-groups': [group],
      'wafv2.web-acls': acls,
      'iam.roles': roles.map(RoleName => row({ RoleName }, {}, 'global')),
    };
    return (await judge(groupReferenced, world(facts)))[0];
  };

  it('passes where a web ACL uses it, whatever else is hidden', async () => {
    const acls = { rows: [aclRow('shop', { definition: using('bots') })], gaps: [gap('wafv2:ListWebACLs')] };
    expect(await verdict(acls)).toMatchObject({ verdict: 'PASS' });
  });

  it('counts what Firewall Manager puts into a web ACL', async () => {
    const [one] = using('bots').Rules;
    const acl = aclRow('shop', {
      definition: definition([], { PostProcessFirewallManagerRuleGroups: one ? [one] : [] }),
    });
    expect(await verdict([acl])).toMatchObject({ verdict: 'PASS' });
  });

  it('fails where none does, and frees its rules', async () => {
    expect(await verdict([aclRow('shop', { definition: using('others') })])).toMatchObject({
      verdict: 'FAIL',
      saving: { releases: [{ price: 'waf/RuleV2', units: 1 }] },
    });
  });

  it('has nothing to say of what others may use', async () => {
    expect(await verdict([], groupRow('bots', { shared: true }))).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    expect(await verdict([], bots, ['AWSServiceRoleForFMS'])).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    expect(await verdict([], bots, ['deploy'])).toMatchObject({ verdict: 'FAIL' });
  });

  it.each([
    ['a web ACL of its region', aclRow('shop', { definition: gap('wafv2:GetWebACL') }), 'NOT_AVAILABLE'],
    ['a web ACL of another scope', cloudfrontRow('edge', { definition: gap('wafv2:GetWebACL') }), 'FAIL'],
  ])('without %s says %s', async (_what, acl, said) => {
    expect(await verdict([acl])).toMatchObject({ verdict: said });
  });
});

describe('waf-log-volume-bounded', () => {
  const shop = aclRow('shop');
  const many = { 3: 10 * 1024 ** 3, 9: 10 * 1024 ** 3 };
  const counted = requests({ AllowedRequests: daily({ 1: 90 }), BlockedRequests: daily({ 2: 10 }) });
  const verdict = async (logs: ReturnType<typeof logRow>[], traffic = [trafficRow(shop, counted)]) =>
    (await judge(logVolumeBounded, world({ 'waf.log-configurations': logs, 'waf.traffic': traffic })))[0];

  it('fails above the limit, and frees the share of what was let through', async () => {
    expect(await verdict([logRow(shop, many)])).toMatchObject({
      verdict: 'FAIL',
      saving: { releases: [{ price: 'cloudwatch/VendedLog-Bytes', units: 18 }], estimated: true },
    });
  });

  it('counts a log group that two web ACLs share once', async () => {
    const second = aclRow('second');
    const both = [trafficRow(shop, counted), trafficRow(second, counted)];
    const found = await verdict([logRow(shop, many), logRow(second, many)], both);
    expect(found?.saving?.releases[0]?.units).toBe(9);
  });

  it.each([
    ['requests are not counted', [trafficRow(shop, null)]],
    ['requests are hidden', [trafficRow(shop, gap('cloudwatch:GetMetricData'))]],
    ['there were none', [trafficRow(shop)]],
  ])('names no saving where %s', async (_why, traffic) => {
    const found = await verdict([logRow(shop, many)], traffic);
    expect([found?.verdict, found?.saving]).toEqual(['FAIL', undefined]);
  });

  it('passes below the limit, by the last 30 days alone, and with a filter', async () => {
    expect(await verdict([logRow(shop, { 3: 1024 ** 3, 60: 99 * 1024 ** 3 })])).toMatchObject({ verdict: 'PASS' });
    const filtered = logRow(shop, many, { LoggingFilter: { DefaultBehavior: 'KEEP' } });
    expect(await verdict([filtered])).toMatchObject({ verdict: 'PASS' });
  });

  it('has nothing to say where no web ACL logs to CloudWatch, and cannot tell without the metric', async () => {
    expect(await verdict([])).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    const hidden = {
      ...logRow(shop, {}),
      details: { volume: { ok: false as const, gap: gap('cloudwatch:GetMetricData') } },
    };
    expect(await verdict([hidden])).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('WAF in the ledger', () => {
  const regions = [row({ RegionName: 'eu-north-1' }), row({ RegionName: 'us-east-1' }, {}, 'us-east-1')];
  const seen = (acls: Parameters<typeof world>[0][string], region?: string) =>
    observe(wafSystem, world({ 'account.regions': regions, 'wafv2.web-acls': acls }), region);

  it('is in use while a web ACL protects something, whatever it is asked', () => {
    const acls = [aclRow('shop'), aclRow('old', { resources: [] }), cloudfrontRow('edge', { resources: [] })];
    expect(seen(acls).use).toMatchObject({ grade: 'medium', message: '1 of 2 web ACLs protects something: shop' });
    expect(seen(acls).inventory).toEqual({ count: 2, noun: 'web ACLs', names: ['shop', 'old'] });
    expect(seen(acls, 'us-east-1').use).toMatchObject({
      grade: 'none',
      message: 'the one web ACL protects nothing',
    });
    expect(seen([]).use).toMatchObject({ grade: 'none', message: 'there are no web ACLs' });
  });

  it('cannot tell without sight', () => {
    const hidden = seen([aclRow('shop', { resources: gap('wafv2:ListResourcesForWebACL') })]);
    expect(() => hidden.use).toThrow('was denied');
    expect(() => seen({ gaps: [gap('wafv2:ListWebACLs')] }).inventory).toThrow('was denied');
  });
});
