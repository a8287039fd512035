import {
  CreateRuleGroupCommand,
  CreateWebACLCommand,
  PutLoggingConfigurationCommand,
  type Scope,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { audit } from '../../../src/audit.js';
import { ruleGroups } from '../../../src/checks/wafv2/rule-groups.js';
import { webAcls } from '../../../src/checks/wafv2/web-acls.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type At, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const visibility = (MetricName: string) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName,
});
const secretive = {
  Name: 'token',
  Priority: 1,
  Statement: {
    ByteMatchStatement: {
      SearchString: new TextEncoder().encode('hunter2'),
      FieldToMatch: { SingleHeader: { Name: 'x-token' } },
      TextTransformations: [{ Priority: 0, Type: 'NONE' as const }],
      PositionalConstraint: 'EXACTLY' as const,
    },
  },
  Action: { Block: {} },
  VisibilityConfig: visibility('token'),
};
const core = {
  Name: 'core',
  Priority: 2,
  Statement: {
    ManagedRuleGroupStatement: {
      VendorName: 'AWS',
      Name: 'AWSManagedRulesCommonRuleSet',
      Version: 'Version_1.4',
      ScopeDownStatement: { GeoMatchStatement: { CountryCodes: ['FI' as const] } },
    },
  },
  OverrideAction: { Count: {} },
  VisibilityConfig: visibility('core'),
};

describeWithMoto('what WAF keeps', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(async () => {
    stub.clear();
    await server.reset();
    stub.onAll({
      'wafv2:ListResourcesForWebACL': () => ({ ResourceArns: [] }),
      'cloudfront:ListDistributionsByWebACLId': () => distributions([]),
      'cloudfront:ListDistributionTenantsByCustomization': () => ({ DistributionTenantList: [] }),
    });
  });
  afterAll(() => stub.stop());

  const distributions = (ids: string[], NextMarker?: string) => ({
    DistributionList: {
      Marker: '',
      MaxItems: 100,
      Quantity: ids.length,
      IsTruncated: NextMarker !== undefined,
      ...(NextMarker === undefined ? {} : { NextMarker }),
      Items: ids.map(Id => ({ Id, ARN: `arn:aws:cloudfront::123456789012:distribution/${Id}` })),
    },
  });
  const waf = async (region: string) => (await clients(server.port, region))(WAFV2Client);
  const create = async (Name: string, Scope: Scope = 'REGIONAL', region = 'eu-north-1') => {
    const command = new CreateWebACLCommand({
      Name,
      Scope,
      DefaultAction: { Allow: {} },
      Rules: [secretive, core],
      VisibilityConfig: visibility(Name),
    });
    return (await (await waf(region)).send(command)).Summary?.ARN ?? '';
  };
  const collect = (details: string[] = [], regions = ['eu-north-1']) =>
    collectOne(webAcls, { port: stub.port, details, regions });
  const detailOf = async (name: string) => (await collect([name])).rows[0]?.details[name];

  it('costs a region without any two calls, and CloudFront two more', async () => {
    for (const of of [webAcls, ruleGroups]) {
      const { rows, gaps, calls } = await collectOne(of, { port: stub.port, regions: ['eu-north-1', 'eu-west-1'] });
      expect([rows, gaps, Object.values(calls)]).toEqual([[], [], [3]]);
    }
  });

  it('finds those of each audited region, and those of CloudFront also where us-east-1 is not audited', async () => {
    const ARN = await create('shop');
    await create('shop', 'REGIONAL', 'us-east-1');
    await create('edge', 'CLOUDFRONT', 'us-east-1');
    const { rows } = await collect();
    expect(rows.map(row => row.item)).toEqual([
      { Name: 'shop', Id: expect.any(String) as string, ARN, Scope: 'REGIONAL', Region: 'eu-north-1' },
      expect.objectContaining({ Name: 'edge', Scope: 'CLOUDFRONT', Region: 'us-east-1' }),
    ]);
    const all = await collect([], ['eu-north-1', 'us-east-1']);
    expect(all.rows.map(({ item }) => [item['Name'], item['Scope'], item['Region']])).toEqual([
      ['shop', 'REGIONAL', 'eu-north-1'],
      ['shop', 'REGIONAL', 'us-east-1'],
      ['edge', 'CLOUDFRONT', 'us-east-1'],
    ]);
    expect(all.calls).toEqual({ 'wafv2:ListWebACLs': 3 });
  });

  it('reads every page, and asks in pages of a hundred', async () => {
    const asked: object[] = [];
    const summaries = [1, 2, 3].map(id => ({ Name: `acl-${id}`, Id: `${id}`, ARN: `arn:${id}` }));
    const paged = pages({ WebACLs: summaries }, { size: 2, takes: 'NextMarker' });
    stub.on('wafv2:ListWebACLs', (input: { Scope: string; NextMarker?: string }, at: At) => {
      asked.push(input);
      return input.Scope === 'REGIONAL' ? paged(input, at) : { WebACLs: [], NextMarker: 'again' };
    });
    const { rows, calls } = await collect();
    expect(rows.map(row => row.item['Name'])).toEqual(['acl-1', 'acl-2', 'acl-3']);
    expect(asked).toContainEqual({ Scope: 'REGIONAL', Limit: 100, NextMarker: 'page-2' });
    expect(calls).toEqual({ 'wafv2:ListWebACLs': 3 });
  });

  it('keeps what kind of rule each is, and no text that it matches', async () => {
    await create('shop');
    const found = await detailOf('definition');
    expect(found).toMatchObject({
      ok: true,
      value: {
        DefaultAction: 'Allow',
        PreProcessFirewallManagerRuleGroups: [],
        ManagedByFirewallManager: false,
        Rules: [
          {
            Name: 'token',
            Action: 'Block',
            OverrideAction: null,
            Statement: 'ByteMatchStatement',
            ManagedRuleGroup: null,
            ScopeDownStatement: false,
            VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'token' },
          },
          {
            Name: 'core',
            Action: null,
            OverrideAction: 'Count',
            Statement: 'ManagedRuleGroupStatement',
            ManagedRuleGroup: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet', Version: 'Version_1.4' },
            ScopeDownStatement: true,
          },
        ],
      },
    });
    expect(JSON.stringify(found)).not.toMatch(/hunter2|aHVudGVyMg|x-token/);
  });

  it('reads what Firewall Manager adds', async () => {
    await create('shop');
    const group = {
      Name: 'central',
      Priority: 0,
      FirewallManagerStatement: { RuleGroupReferenceStatement: { ARN: 'arn:central' } },
      OverrideAction: { None: {} },
      VisibilityConfig: visibility('central'),
    };
    stub.on('wafv2:GetWebACL', () => ({
      WebACL: { Name: 'shop', DefaultAction: { Block: {} }, PreProcessFirewallManagerRuleGroups: [group] },
    }));
    expect(await detailOf('definition')).toMatchObject({
      ok: true,
      value: {
        DefaultAction: 'Block',
        Rules: [],
        VisibilityConfig: null,
        Capacity: null,
        PreProcessFirewallManagerRuleGroups: [
          { Name: 'central', Action: null, OverrideAction: 'None', RuleGroupARN: 'arn:central' },
        ],
      },
    });
  });

  it('does not take an answer without a web ACL for one without rules', async () => {
    await create('shop');
    stub.on('wafv2:GetWebACL', () => ({}));
    expect(await detailOf('definition')).toMatchObject({ ok: false, gap: { reason: 'unexpected-answer' } });
  });

  it('tells logging from none, and finds what Security Lake logs', async () => {
    const ResourceArn = await create('shop');
    expect(await detailOf('logging')).toEqual({ ok: true, value: null });
    stub.on('wafv2:GetLoggingConfiguration', ({ LogScope }: { LogScope: string }) => {
      if (LogScope === 'CUSTOMER') throw new StubError('WAFNonexistentItemException', 'There is none.');
      return { LoggingConfiguration: { ResourceArn, LogDestinationConfigs: ['arn:lake'] } };
    });
    const value = { LogScope: 'SECURITY_LAKE', LogDestinationConfigs: ['arn:lake'], LoggingFilter: null };
    expect(await detailOf('logging')).toEqual({ ok: true, value });
    stub.on('wafv2:GetLoggingConfiguration', ({ LogScope }: { LogScope: string }) => {
      const code = LogScope === 'CUSTOMER' ? 'WAFNonexistentItemException' : 'WAFInvalidParameterException';
      throw new StubError(code, 'There is none.');
    });
    expect(await detailOf('logging')).toEqual({ ok: true, value: null });
  });

  it('reads where logs go', async () => {
    const ResourceArn = await create('shop');
    const LogDestinationConfigs = ['arn:aws:s3:::aws-waf-logs-shop'];
    const LoggingConfiguration = { ResourceArn, LogDestinationConfigs };
    await (await waf('eu-north-1')).send(new PutLoggingConfigurationCommand({ LoggingConfiguration }));
    expect(await detailOf('logging')).toEqual({
      ok: true,
      value: { LogScope: 'CUSTOMER', LogDestinationConfigs, LoggingFilter: null },
    });
    stub.on('wafv2:GetLoggingConfiguration', () => ({
      LoggingConfiguration: { ...LoggingConfiguration, LoggingFilter: { Filters: [], DefaultBehavior: 'DROP' } },
    }));
    expect(await detailOf('logging')).toMatchObject({ value: { LoggingFilter: { DefaultBehavior: 'DROP' } } });
  });

  it('asks for every type of resource, and takes a type that the region does not have for none', async () => {
    await create('shop');
    const asked: string[] = [];
    stub.on('wafv2:ListResourcesForWebACL', ({ ResourceType }: { ResourceType: string }) => {
      asked.push(ResourceType);
      if (ResourceType === 'APP_RUNNER_SERVICE') {
        throw new StubError('WAFInvalidParameterException', 'The resource is not supported in current region');
      }
      return { ResourceArns: ResourceType === 'COGNITO_USER_POOL' ? ['arn:pool-b', 'arn:pool-a'] : [] };
    });
    expect(await detailOf('resources')).toEqual({ ok: true, value: ['arn:pool-a', 'arn:pool-b'] });
    expect(asked.sort()).toEqual([
      'AGENTCORE_GATEWAY',
      'API_GATEWAY',
      'APPLICATION_LOAD_BALANCER',
      'APPSYNC',
      'APP_RUNNER_SERVICE',
      'COGNITO_USER_POOL',
      'VERIFIED_ACCESS_INSTANCE',
    ]);
  }, 15_000);

  it('does not take a request that WAF cannot read for "protects nothing"', async () => {
    await create('shop');
    stub.on('wafv2:ListResourcesForWebACL', () => {
      throw new StubError('WAFInvalidParameterException', 'The ARN is malformed');
    });
    expect(await detailOf('resources')).toMatchObject({ ok: false, gap: { reason: 'unexpected-answer' } });
  }, 15_000);

  it('asks CloudFront and Amplify what a web ACL of their scope protects', async () => {
    const ARN = await create('edge', 'CLOUDFRONT', 'us-east-1');
    const asked: unknown[] = [];
    stub.on('wafv2:ListResourcesForWebACL', (input: { WebACLArn: string }, { region }: At) => {
      // What another test asked may still be on its way.
      if (input.WebACLArn === ARN) asked.push([input, region]);
      return { ResourceArns: ['arn:aws:amplify:us-east-1:123456789012:apps/a1'] };
    });
    stub.on('cloudfront:ListDistributionsByWebACLId', ({ Marker }: { Marker?: string }) =>
      Marker === undefined ? distributions(['E1'], 'next') : distributions(['E2']),
    );
    stub.on('cloudfront:ListDistributionTenantsByCustomization', () => ({
      DistributionTenantList: [{ Arn: 'arn:aws:cloudfront::123456789012:distribution-tenant/d1' }],
    }));
    const found = await detailOf('resources');
    expect(asked).toEqual([[{ WebACLArn: ARN, ResourceType: 'AMPLIFY' }, 'us-east-1']]);
    expect(found).toEqual({
      ok: true,
      value: [
        'arn:aws:amplify:us-east-1:123456789012:apps/a1',
        'arn:aws:cloudfront::123456789012:distribution-tenant/d1',
        'arn:aws:cloudfront::123456789012:distribution/E1',
        'arn:aws:cloudfront::123456789012:distribution/E2',
      ],
    });
  });

  it('finds in the event history when each was last made or attached, page by page and each region once', async () => {
    const shop = await create('shop');
    const edge = await create('edge', 'CLOUDFRONT', 'us-east-1');
    await create('old');
    const asked: string[] = [];
    const event = (day: number, text: string) => ({
      EventTime: new Date(Date.UTC(2026, 10, day)),
      CloudTrailEvent: JSON.stringify({ requestParameters: { webACLArn: text } }),
    });
    const history: Record<string, object[]> = {
      'CreateWebACL eu-north-1': [event(1, shop)],
      'AssociateWebACL eu-north-1': [event(3, shop), event(9, 'arn:aws:wafv2:another')],
      'CreateDistribution us-east-1': [event(5, edge), event(8, shop)],
    };
    stub.on(
      'cloudtrail:LookupEvents',
      (input: { LookupAttributes: { AttributeKey: string; AttributeValue: string }[] }, at: At) => {
        const name = `${input.LookupAttributes[0]?.AttributeValue} ${at.region}`;
        asked.push(name);
        return pages({ Events: history[name] ?? [] }, { size: 1, takes: 'NextToken' })(input as never, at);
      },
    );
    const { rows } = await collect(['lastSetUp']);
    expect(rows.map(({ item, details }) => [item['Name'], details['lastSetUp']])).toEqual([
      ['shop', { ok: true, value: '2026-11-03T00:00:00.000Z' }],
      ['old', { ok: true, value: null }],
      ['edge', { ok: true, value: '2026-11-05T00:00:00.000Z' }],
    ]);
    expect([...new Set(asked)].sort()).toEqual([
      'AssociateDistributionWebACL us-east-1',
      'AssociateWebACL eu-north-1',
      'CreateDistribution us-east-1',
      'CreateDistributionWithTags us-east-1',
      'CreateWebACL eu-north-1',
      'CreateWebACL us-east-1',
      'UpdateDistribution us-east-1',
    ]);
  }, 30_000);

  it('does not take an event history that was cut for one without events', async () => {
    await create('shop');
    stub.on('cloudtrail:LookupEvents', () => ({ Events: [], NextToken: 'more' }));
    expect(await detailOf('lastSetUp')).toMatchObject({ ok: false, gap: { reason: 'truncated' } });
  }, 60_000);

  it('tells rule groups that are shared from those that are not', async () => {
    const group = { Capacity: 10, Rules: [], VisibilityConfig: visibility('group') };
    for (const Name of ['own', 'shared', 'veiled'])
      await (await waf('eu-north-1')).send(new CreateRuleGroupCommand({ Name, Scope: 'REGIONAL', ...group }));
    stub.on('wafv2:GetPermissionPolicy', ({ ResourceArn }: { ResourceArn: string }) => {
      if (ResourceArn.includes('/own/')) throw new StubError('WAFNonexistentItemException', 'There is none.');
      if (ResourceArn.includes('/veiled/')) throw new StubError('AccessDeniedException', 'User: x is not authorized');
      return { Policy: '{}' };
    });
    const { rows } = await collectOne(ruleGroups, { port: stub.port, details: ['shared'] });
    expect(rows.map(({ details }) => details['shared'])).toMatchObject([
      { ok: true, value: false },
      { ok: true, value: true },
      { ok: false, gap: { reason: 'denied', actions: ['wafv2:GetPermissionPolicy'] } },
    ]);
  });

  it.each([
    ['definition', 'wafv2:GetWebACL', 'wafv2:GetWebACL'],
    ['lastSetUp', 'cloudtrail:LookupEvents', 'cloudtrail:LookupEvents'],
    ['logging', 'wafv2:GetLoggingConfiguration', 'wafv2:GetLoggingConfiguration'],
    ['resources', 'wafv2:ListResourcesForWebACL', 'cognito-idp:ListResourcesForWebACL'],
  ])(
    'says that %s was denied, and by which action',
    async (detail, api, action) => {
      await create('shop');
      stub.on(api, () => {
        throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
      });
      const found = await detailOf(detail);
      expect(found).toMatchObject({ ok: false, gap: { reason: 'denied', api } });
      expect(found?.ok === false && found.gap.actions).toContain(action);
    },
    15_000,
  );

  const refuse = (where: { Scope?: string; region?: string }) => {
    const answer = ({ Scope }: { Scope: string }, { region }: At) => {
      if (Scope === (where.Scope ?? Scope) && region === (where.region ?? region)) {
        throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
      }
      return { WebACLs: [{ Name: Scope, Id: region, ARN: `arn:${Scope}:${region}` }] };
    };
    stub.on('wafv2:ListWebACLs', answer);
  };

  it('a refused region is a gap of that region, and hides no other', async () => {
    refuse({ Scope: 'REGIONAL', region: 'us-east-1' });
    const { rows, gaps } = await collect([], ['eu-north-1', 'us-east-1']);
    expect(gaps).toMatchObject([{ region: 'us-east-1', reason: 'denied', actions: ['wafv2:ListWebACLs'] }]);
    expect(rows.map(({ item }) => item['ARN'])).toEqual(['arn:REGIONAL:eu-north-1', 'arn:CLOUDFRONT:us-east-1']);
  });

  it('a refusal for CloudFront is in the report, also where us-east-1 is not audited', async () => {
    refuse({ Scope: 'CLOUDFRONT' });
    stub.on('wafv2:GetWebACL', () => ({ WebACL: { DefaultAction: { Allow: {} } } }));
    const { findings } = await audit({
      endpointUrl: `http://127.0.0.1:${stub.port}`,
      regions: ['eu-north-1'],
      rules: ['wafv2-web-acl-has-rules'],
      retryDelay: () => 1,
    });
    expect(findings.map(({ resource, verdict }) => [resource.region, resource.id, verdict])).toEqual([
      ['eu-north-1', 'arn:REGIONAL:eu-north-1', 'FAIL'],
      ['global', 'CLOUDFRONT', 'NOT_AVAILABLE'],
    ]);
  });

  it('reads rule groups of both scopes, every page, and says what was denied', async () => {
    const group = { Capacity: 10, Rules: [secretive], VisibilityConfig: visibility('group') };
    for (const [Name, Scope, region] of [
      ['bots', 'REGIONAL', 'eu-north-1'],
      ['edge', 'CLOUDFRONT', 'us-east-1'],
    ] as const) {
      await (await waf(region)).send(new CreateRuleGroupCommand({ Name, Scope, ...group }));
    }
    const options = { port: stub.port, details: ['definition'] };
    const { rows } = await collectOne(ruleGroups, options);
    expect(rows.map(({ item, details }) => [item['Name'], item['Scope'], details['definition']?.ok])).toEqual([
      ['bots', 'REGIONAL', true],
      ['edge', 'CLOUDFRONT', true],
    ]);
    expect(rows[0]?.details['definition']).toMatchObject({
      value: { Rules: [{ Name: 'token', Action: 'Block' }], VisibilityConfig: { MetricName: 'group' } },
    });
    const summaries = [1, 2, 3].map(id => ({ Name: `group-${id}`, Id: `${id}`, ARN: `arn:${id}` }));
    stub.on('wafv2:ListRuleGroups', pages({ RuleGroups: summaries }, { size: 2, takes: 'NextMarker' }));
    stub.on('wafv2:GetRuleGroup', () => {
      throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
    });
    const denied = await collectOne(ruleGroups, options);
    expect(denied.rows).toHaveLength(6);
    expect(denied.rows[0]?.details['definition']).toMatchObject({
      ok: false,
      gap: { actions: ['wafv2:GetRuleGroup'] },
    });
  });
});
