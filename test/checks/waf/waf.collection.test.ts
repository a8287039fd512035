import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { logConfigurations } from '../../../src/checks/waf/logs.js';
import { traffic } from '../../../src/checks/waf/traffic.js';
import { webAcls } from '../../../src/checks/wafv2/web-acls.js';
import { totalOf } from '../../../src/core/metrics.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { type At, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';

interface Named {
  Name: string;
  Scope: string;
}
interface Query {
  Id: string;
  MetricStat: { Metric: { MetricName: string; Dimensions: { Name: string; Value: string }[] } };
}
const arnOf = (scope: string, name: string) => `arn:aws:wafv2:somewhere:123456789012:${scope}/webacl/${name}/1`;
const logsOf: Record<string, object> = {
  shop: { LogDestinationConfigs: ['arn:aws:logs:eu-north-1:123456789012:log-group:aws-waf-logs-shop:*'] },
  quiet: {
    LogDestinationConfigs: ['arn:aws:logs:eu-north-1:123456789012:log-group:aws-waf-logs-quiet'],
    LoggingFilter: { DefaultBehavior: 'DROP', Filters: [] },
  },
  edge: { LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-edge'] },
};

describeWithMoto('what CloudWatch counts of web ACLs', () => {
  let server: Moto;
  let stub: Stub;
  let asked: string[];
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => {
    stub.clear();
    asked = [];
    const regional = ['shop', 'quiet', 'dumb'].map(Name => ({ Name, Id: '1', ARN: arnOf('regional', Name) }));
    const paged = pages({ WebACLs: regional }, { size: 2, takes: 'NextMarker' });
    stub.onAll({
      'wafv2:ListWebACLs': (input: Named, at: At) =>
        input.Scope === 'REGIONAL'
          ? paged(input as never, at)
          : { WebACLs: [{ Name: 'edge', Id: '1', ARN: arnOf('global', 'edge') }] },
      'wafv2:GetWebACL': ({ Name }: Named) => ({
        WebACL: {
          Name,
          DefaultAction: { Allow: {} },
          VisibilityConfig: {
            SampledRequestsEnabled: false,
            CloudWatchMetricsEnabled: Name !== 'dumb',
            MetricName: `metric-${Name}`,
          },
        },
      }),
      'wafv2:GetLoggingConfiguration': ({ ResourceArn }: { ResourceArn: string }) => {
        const found = Object.entries(logsOf).find(([name]) => ResourceArn.includes(`/${name}/`));
        if (!found) throw new StubError('WAFNonexistentItemException', 'There is none.');
        return { LoggingConfiguration: { ResourceArn, ...found[1] } };
      },
      'cloudwatch:GetMetricData': ({ MetricDataQueries }: { MetricDataQueries: Query[] }, { region }: At) => ({
        MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric } }) => {
          const of = Metric.Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(' ');
          asked.push(`${region} ${Metric.MetricName} ${of}`);
          return { Id, StatusCode: 'Complete', Timestamps: [new Date()], Values: [3] };
        }),
      }),
    });
  });
  afterAll(() => stub.stop());

  it('asks by the name of the metric, with the region but for CloudFront, and not where there are no metrics', async () => {
    const { rows, gaps, calls } = await collectOne(traffic, { port: stub.port, details: ['requests'] });
    expect(gaps).toEqual([]);
    expect(rows.map(({ item }) => [item['Name'], item['MetricName']])).toEqual([
      ['shop', 'metric-shop'],
      ['quiet', 'metric-quiet'],
      ['dumb', null],
      ['edge', 'metric-edge'],
    ]);
    expect(rows[2]?.details['requests']).toEqual({ ok: true, value: null });
    const [first] = rows;
    expect(first?.details['requests']).toMatchObject({ ok: true });
    if (first?.details['requests']?.ok)
      expect(totalOf((first.details['requests'].value as { BlockedByDefault: never }).BlockedByDefault)).toBe(3);
    expect(asked).toContain('eu-north-1 AllowedRequests WebACL=metric-shop Rule=ALL Region=eu-north-1');
    expect(asked).toContain('us-east-1 BlockedRequests WebACL=metric-edge Rule=Default_Action');
    expect(asked).toHaveLength(18);
    expect(calls['wafv2:GetWebACL']).toBe(4);
  });

  it('asks for each definition and each logging once, whoever wants to know', async () => {
    const { calls } = await collectNeeds(
      [traffic.with(), logConfigurations.with(), webAcls.with('definition', 'logging')],
      { port: stub.port },
    );
    expect(calls).toMatchObject({ 'wafv2:ListWebACLs': 3, 'wafv2:GetWebACL': 4 });
    // Who has no logging of their own is asked for two more scopes.
    expect(calls['wafv2:GetLoggingConfiguration']).toBe(6);
  });

  it('finds web ACLs that log to CloudWatch, and measures their log groups where they are', async () => {
    const { rows, gaps } = await collectOne(logConfigurations, { port: stub.port, details: ['volume'] });
    expect(gaps).toEqual([]);
    expect(rows.map(({ item }) => [item['LogGroupName'], item['LoggingFilter']])).toEqual([
      ['aws-waf-logs-shop', null],
      ['aws-waf-logs-quiet', { DefaultBehavior: 'DROP' }],
    ]);
    expect(asked).toEqual([
      'eu-north-1 IncomingBytes LogGroupName=aws-waf-logs-shop',
      'eu-north-1 IncomingBytes LogGroupName=aws-waf-logs-quiet',
    ]);
  });

  it.each([
    [traffic, 'wafv2:GetWebACL', ['requests']],
    [logConfigurations, 'wafv2:GetLoggingConfiguration', ['volume']],
  ] as const)('names the web ACLs that it was refused', async (of, api, details) => {
    stub.on(api, () => {
      throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
    });
    const { rows, gaps } = await collectOne(of, { port: stub.port, details });
    expect(rows).toEqual([]);
    expect(gaps).toHaveLength(4);
    expect(gaps[0]).toMatchObject({ reason: 'denied', actions: [api], resource: arnOf('regional', 'shop') });
  });

  it('tells metrics that are denied from none', async () => {
    stub.on('cloudwatch:GetMetricData', () => {
      throw new StubError('AccessDenied', 'User: x is not authorized to perform this');
    });
    const { rows } = await collectOne(logConfigurations, { port: stub.port, details: ['volume'] });
    expect(rows[0]?.details['volume']).toMatchObject({ ok: false, gap: { reason: 'denied' } });
  });
});
