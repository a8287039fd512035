import {
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { CreateNetworkInterfaceCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { domains } from '../../../src/checks/route53/domains.js';
import { healthChecks } from '../../../src/checks/route53/health-checks.js';
import { resolverEndpoints } from '../../../src/checks/route53/resolver-endpoints.js';
import { trafficPolicyInstances } from '../../../src/checks/route53/traffic-policy-instances.js';
import { type RecordSet, zones } from '../../../src/checks/route53/zones.js';
import type { Aws } from '../../../src/core/collection.js';
import { type MetricSeries, totalOf } from '../../../src/core/metrics.js';
import { metricTable } from '../../server/metric-data.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Handler, type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const now = new Date('2026-11-22T09:00:00Z');
const denied = (): never => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this', 403);
};
const valueOf = (outcome: { ok: boolean; value?: unknown } | undefined) => (outcome?.ok ? outcome.value : undefined);

describeWithMoto('the collections of Route 53', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(async () => {
    stub.clear();
    await server.reset();
  });
  afterAll(() => stub.stop());

  const client = async () => (await clients(server.port, 'us-east-1'))(Route53Client);
  async function makeZone(Name: string): Promise<string> {
    const made = await (await client()).send(new CreateHostedZoneCommand({ Name, CallerReference: Name }));
    return made.HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
  }
  const collected = (of: Parameters<typeof collectOne>[0], details: string[] = []) =>
    collectOne(of, { port: stub.port, details, now });

  it('bring nothing from an account without any, and say what is denied', async () => {
    stub.on('route53:ListTrafficPolicyInstances', () => ({
      TrafficPolicyInstances: [],
      IsTruncated: false,
      MaxItems: 100,
    }));
    const all = [zones, healthChecks, trafficPolicyInstances, domains, resolverEndpoints];
    for (const of of all) expect(await collected(of)).toMatchObject({ rows: [], gaps: [] });
    const calls: [Parameters<typeof collectOne>[0], string][] = [
      [zones, 'route53:ListHostedZones'],
      [healthChecks, 'route53:ListHealthChecks'],
      [trafficPolicyInstances, 'route53:ListTrafficPolicyInstances'],
      [domains, 'route53domains:ListDomains'],
      [resolverEndpoints, 'ec2:DescribeNetworkInterfaces'],
    ];
    for (const [of, api] of calls) {
      stub.on(api, denied);
      expect(await collected(of)).toMatchObject({ rows: [], gaps: [{ reason: 'denied', api, actions: [api] }] });
    }
  });

  it('zones: named fields, records, name servers and queries', async () => {
    const Id = await makeZone('example.com');
    const change = (Name: string, Type: 'A' | 'TXT', Value: string, HealthCheckId?: string) => ({
      Action: 'CREATE' as const,
      ResourceRecordSet: {
        Name,
        Type,
        TTL: 60,
        ResourceRecords: [{ Value }],
        ...(HealthCheckId ? { HealthCheckId, SetIdentifier: 'one', Weight: 1 } : {}),
      },
    });
    const Changes = [
      change('www.example.com', 'A', '192.0.2.1', 'h-1'),
      change('example.com', 'TXT', '"token=hunter2"'),
    ];
    await (await client()).send(new ChangeResourceRecordSetsCommand({ HostedZoneId: Id, ChangeBatch: { Changes } }));
    stub.on('cloudwatch:GetMetricData', metricTable({ [`DNSQueries ${Id}`]: 10 }));
    stub.on('cloudtrail:LookupEvents', () => ({ Events: [] }));
    const { rows, gaps } = await collected(zones, ['records', 'delegation', 'use', 'created']);
    expect(gaps).toEqual([]);
    expect(rows[0]?.item).toEqual({
      Id,
      Name: 'example.com.',
      PrivateZone: false,
      ResourceRecordSetCount: 4,
      LinkedService: null,
    });
    expect(rows[0]?.details).toMatchObject({ created: { ok: true, value: null } });
    const records = valueOf(rows[0]?.details['records']) as RecordSet[];
    expect(records.find(one => one.Type === 'A')).toEqual({
      Name: 'www.example.com.',
      Type: 'A',
      SetIdentifier: 'one',
      HealthCheckId: 'h-1',
      TrafficPolicyInstanceId: null,
      AliasTarget: null,
      Values: ['192.0.2.1'],
    });
    expect(JSON.stringify(records)).not.toContain('hunter2');
    expect(valueOf(rows[0]?.details['delegation'])).toMatchObject({
      NameServers: expect.any(Array) as unknown,
      VPCs: [],
    });
    const { DNSQueries } = valueOf(rows[0]?.details['use']) as { DNSQueries: MetricSeries };
    expect(totalOf(DNSQueries)).toBe(910);
  });

  it('zones and records over all pages, and metrics asked in us-east-1 of public zones only', async () => {
    const zone = (Id: string, PrivateZone: boolean) => ({
      Id: `/hostedzone/${Id}`,
      Name: `${Id}.example.`,
      CallerReference: Id,
      Config: { PrivateZone },
      LinkedService: { ServicePrincipal: 'servicediscovery.amazonaws.com', Description: 'Cloud Map' },
    });
    const asked: string[] = [];
    stub.on<{ MetricDataQueries: object[] }, object>('cloudwatch:GetMetricData', (input, { region }) => {
      asked.push(`${region} ${input.MetricDataQueries.length}`);
      return metricTable({})(input as never, { region, account: '' });
    });
    const paging = { size: 1, takes: 'Marker', gives: 'NextMarker', flag: 'IsTruncated' };
    stub.on('route53:ListHostedZones', async (input: never, at) => ({
      MaxItems: 1,
      ...(await pages({ HostedZones: [zone('Z1', false), zone('Z2', true)] }, paging)(input, at)),
    }));
    const inputs: object[] = [];
    stub.on<{ StartRecordName?: string }, object>('route53:ListResourceRecordSets', input => {
      inputs.push(input);
      const more = input.StartRecordName === undefined;
      return {
        ResourceRecordSets: [{ Name: more ? 'a.' : 'b.', Type: 'A' }],
        IsTruncated: more,
        MaxItems: 1,
        ...(more ? { NextRecordName: 'b.', NextRecordType: 'A', NextRecordIdentifier: 'x' } : {}),
      };
    });
    const { rows } = await collected(zones, ['records', 'use']);
    expect(rows.map(row => [row.item['Id'], row.item['PrivateZone']])).toEqual([
      ['Z1', false],
      ['Z2', true],
    ]);
    expect(rows[0]?.item['LinkedService']).toEqual({
      ServicePrincipal: 'servicediscovery.amazonaws.com',
      Description: 'Cloud Map',
    });
    expect(valueOf(rows[0]?.details['records'])).toMatchObject([{ Name: 'a.' }, { Name: 'b.' }]);
    expect(inputs).toContainEqual(
      expect.objectContaining({ StartRecordName: 'b.', StartRecordType: 'A', StartRecordIdentifier: 'x' }),
    );
    expect(asked).toEqual(['us-east-1 1']);
    expect(valueOf(rows[1]?.details['use'])).toMatchObject({ DNSQueries: { Values: [] } });
  });

  it('zones: when they were made, as the event history tells', async () => {
    const [first, second] = [await makeZone('a.example'), await makeZone('b.example')];
    const lookups: object[] = [];
    const event = (id: string) => ({
      EventName: 'CreateHostedZone',
      EventTime: new Date('2026-11-20T08:00:00Z'),
      CloudTrailEvent: JSON.stringify({ responseElements: { hostedZone: { id: `/hostedzone/${id}` } } }),
    });
    const failed = { ...event('x'), CloudTrailEvent: JSON.stringify({ errorCode: 'X', responseElements: null }) };
    stub.on<{ NextToken?: string }, object>('cloudtrail:LookupEvents', (input, { region }) => {
      lookups.push({ ...input, region });
      return input.NextToken ? { Events: [event(second)] } : { Events: [failed], NextToken: 'more' };
    });
    const { rows, calls } = await collected(zones, ['created']);
    const times = new Map(rows.map(row => [row.item['Id'], valueOf(row.details['created'])]));
    expect(times.get(first)).toBeNull();
    expect(times.get(second)).toBe('2026-11-20T08:00:00.000Z');
    expect(calls['cloudtrail:LookupEvents']).toBe(2);
    expect(lookups[0]).toMatchObject({
      region: 'us-east-1',
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateHostedZone' }],
    });
    stub.on('cloudtrail:LookupEvents', denied);
    expect((await collected(zones, ['created'])).rows[0]?.details['created']).toMatchObject({
      ok: false,
      gap: { reason: 'denied', api: 'cloudtrail:LookupEvents' },
    });
  });

  it('health checks without the text that they search for', async () => {
    const HealthCheckConfig = {
      Type: 'HTTPS_STR_MATCH' as const,
      FullyQualifiedDomainName: 'api.example.com',
      Port: 443,
      SearchString: 'hunter2',
      RequestInterval: 10,
      MeasureLatency: true,
    };
    await (await client()).send(new CreateHealthCheckCommand({ CallerReference: 'one', HealthCheckConfig }));
    const { rows } = await collected(healthChecks);
    expect(rows[0]?.item).toMatchObject({
      Type: 'HTTPS_STR_MATCH',
      FullyQualifiedDomainName: 'api.example.com',
      Port: 443,
      RequestInterval: 10,
      MeasureLatency: true,
      ChildHealthChecks: [],
      AlarmIdentifier: null,
      LinkedService: null,
    });
    expect(JSON.stringify(rows)).not.toContain('hunter2');
    const check = (Id: string) => ({
      Id,
      CallerReference: Id,
      HealthCheckVersion: 1,
      HealthCheckConfig: {
        Type: 'CLOUDWATCH_METRIC',
        AlarmIdentifier: { Region: 'eu-north-1', Name: 'busy' },
      },
    });
    const paging = { size: 1, takes: 'Marker', gives: 'NextMarker', flag: 'IsTruncated' };
    stub.on('route53:ListHealthChecks', async (input: never, at) => ({
      MaxItems: 1,
      ...(await pages({ HealthChecks: [check('h-1'), check('h-2')] }, paging)(input, at)),
    }));
    expect((await collected(healthChecks)).rows.map(row => row.item['AlarmIdentifier'])).toEqual([
      { Region: 'eu-north-1', Name: 'busy' },
      { Region: 'eu-north-1', Name: 'busy' },
    ]);
  });

  it('traffic policy records over all pages, with what their policies hold, asked once', async () => {
    const instance = (Id: string) => ({
      Id,
      HostedZoneId: 'Z1',
      Name: `${Id}.example.`,
      TTL: 60,
      State: 'Applied',
      Message: '',
      TrafficPolicyId: 'p-1',
      TrafficPolicyVersion: 2,
      TrafficPolicyType: 'A',
    });
    stub.on<{ TrafficPolicyInstanceNameMarker?: string }, object>('route53:ListTrafficPolicyInstances', input => {
      const more = input.TrafficPolicyInstanceNameMarker === undefined;
      return {
        TrafficPolicyInstances: [instance(more ? 'i-1' : 'i-2')],
        IsTruncated: more,
        MaxItems: 1,
        ...(more
          ? {
              HostedZoneIdMarker: 'Z1',
              TrafficPolicyInstanceNameMarker: 'i-2.example.',
              TrafficPolicyInstanceTypeMarker: 'A',
            }
          : {}),
      };
    });
    const rule = { Items: [{ EndpointReference: 'a', HealthCheck: 'h-1' }, { EndpointReference: 'b' }] };
    const Document = JSON.stringify({ Endpoints: { a: {}, b: {} }, Rules: { r: { RuleType: 'multivalue', ...rule } } });
    stub.on('route53:GetTrafficPolicy', () => ({
      TrafficPolicy: { Id: 'p-1', Version: 2, Name: 'nearest', Type: 'A', Document },
    }));
    const created = {
      EventTime: new Date('2026-11-20T08:00:00Z'),
      CloudTrailEvent: JSON.stringify({ responseElements: { trafficPolicyInstance: { id: 'i-2' } } }),
    };
    stub.on('cloudtrail:LookupEvents', () => ({ Events: [created] }));
    const { rows, calls } = await collected(trafficPolicyInstances, ['policy', 'created']);
    expect(rows.map(row => row.item['Id'])).toEqual(['i-1', 'i-2']);
    expect(rows.map(row => valueOf(row.details['policy']))).toEqual(
      Array(2).fill({ Name: 'nearest', Endpoints: 2, HealthChecks: ['h-1'] }),
    );
    expect(rows.map(row => valueOf(row.details['created']))).toEqual([null, '2026-11-20T08:00:00.000Z']);
    expect(calls['route53:GetTrafficPolicy']).toBe(1);
  });

  it('resolver endpoints, of the network interfaces that stand for them', async () => {
    const ec2 = (await clients(server.port))(EC2Client);
    const SubnetId = (await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.[0]?.SubnetId;
    for (const Description of [
      'Route 53 Resolver: rslvr-in-1234abcd:rni-1',
      'Route 53 Resolver: rslvr-in-1234abcd:rni-2',
      'Route 53 Resolver: rslvr-out-5678:rni-3',
      'ELB app/web',
    ]) {
      await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId, Description }));
    }
    stub.on('cloudwatch:GetMetricData', metricTable({ 'InboundQueryVolume rslvr-in-1234abcd': 1 }));
    const { rows, calls } = await collected(resolverEndpoints, ['use']);
    expect(rows.map(row => [row.item['ResolverEndpointId'], row.item['AttachTime']])).toEqual([
      ['rslvr-in-1234abcd', null],
      ['rslvr-out-5678', null],
    ]);
    expect(rows[0]?.item['NetworkInterfaceIds']).toHaveLength(2);
    expect(calls['ec2:DescribeNetworkInterfaces']).toBe(1);
    const { InboundQueryVolume } = valueOf(rows[0]?.details['use']) as { InboundQueryVolume: MetricSeries };
    expect(totalOf(InboundQueryVolume)).toBe(91);
    const attached = (NetworkInterfaceId: string, day: number) => ({
      NetworkInterfaceId,
      VpcId: 'vpc-1',
      Description: 'Route 53 Resolver: rslvr-in-1:rni-1',
      Attachment: { AttachTime: new Date(Date.UTC(2026, 5, day)) },
    });
    stub.on(
      'ec2:DescribeNetworkInterfaces',
      pages({ NetworkInterfaces: [attached('eni-1', 9), attached('eni-2', 3)] }, { size: 1 }),
    );
    expect((await collected(resolverEndpoints)).rows.map(row => row.item)).toEqual([
      {
        ResolverEndpointId: 'rslvr-in-1',
        VpcId: 'vpc-1',
        NetworkInterfaceIds: ['eni-1', 'eni-2'],
        AttachTime: '2026-06-03T00:00:00.000Z',
      },
    ]);
  });

  it('domains over all pages, without the people behind them, and the price of a year', async () => {
    const Domains = ['a.example', 'b.co.example'].map(DomainName => ({
      DomainName,
      AutoRenew: true,
      Expiry: new Date('2027-01-01T00:00:00Z'),
    }));
    stub.on('route53domains:ListDomains', pages({ Domains }, { size: 1, takes: 'Marker', gives: 'NextPageMarker' }));
    const detail: Handler = () => ({
      DomainName: 'a.example',
      Nameservers: [{ Name: 'ns-1.awsdns-01.com', GlueIps: [] }],
      AdminContact: { FirstName: 'Ada', Email: 'ada@example.com' },
      RegistrantContact: { FirstName: 'Ada' },
      CreationDate: new Date('2020-01-01T00:00:00Z'),
      StatusList: ['clientTransferProhibited'],
    });
    stub.on('route53domains:GetDomainDetail', detail);
    stub.on<{ Tld: string }, object>('route53domains:ListPrices', ({ Tld }) => {
      if (Tld !== 'example') throw new StubError('UnsupportedTLD', `no ${Tld}`, 400);
      return { Prices: [{ Name: Tld, RenewalPrice: { Price: 15, Currency: 'USD' } }] };
    });
    const { rows } = await collected(domains, ['registration', 'renewal']);
    expect(rows[0]?.item).toEqual({
      DomainName: 'a.example',
      AutoRenew: true,
      TransferLock: false,
      Expiry: '2027-01-01T00:00:00.000Z',
    });
    expect(rows.map(row => valueOf(row.details['renewal']))).toEqual([{ Price: 15, Currency: 'USD' }, null]);
    expect(valueOf(rows[0]?.details['registration'])).toEqual({
      Nameservers: ['ns-1.awsdns-01.com'],
      CreationDate: '2020-01-01T00:00:00.000Z',
      StatusList: ['clientTransferProhibited'],
    });
    expect(await domains.list({ partition: 'aws-cn' } as Aws)).toEqual([]);
    stub.on('route53domains:GetDomainDetail', denied);
    expect((await collected(domains, ['registration'])).rows[0]?.details['registration']).toMatchObject({
      ok: false,
      gap: { reason: 'denied', actions: ['route53domains:GetDomainDetail'] },
    });
  });
});
