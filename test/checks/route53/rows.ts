import type { Domain, Registration } from '../../../src/checks/route53/domains.js';
import type { HealthCheck } from '../../../src/checks/route53/health-checks.js';
import type { ResolverEndpoint } from '../../../src/checks/route53/resolver-endpoints.js';
import type { TrafficPolicyInstance } from '../../../src/checks/route53/traffic-policy-instances.js';
import type { HostedZone, RecordSet } from '../../../src/checks/route53/zones.js';
import type { MetricSeries } from '../../../src/core/metrics.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

const today = Date.parse('2026-11-22T00:00:00.000Z');

/** 90 days and today: `value` each day up to and with `until` days ago, no data point after. */
export const daily = (value: number | null, until = 0): MetricSeries => ({
  Start: new Date(today - 90 * 86_400_000).toISOString(),
  Period: 86_400,
  Values: Array.from({ length: 91 }, (_, at) => (90 - at >= until ? value : null)),
});
export const silent = daily(null);

/** A time so many days before the worlds' own. */
export const daysAgo = (days: number): string => new Date(today - days * 86_400_000).toISOString();

const awsServers = (number: number) => [`ns-${number}.awsdns-0${number}.com`, `ns-${number}.awsdns-0${number}.org.`];

export const record = (Name: string, Type: string, more: Partial<RecordSet> = {}): RecordSet => ({
  Name,
  Type,
  SetIdentifier: null,
  HealthCheckId: null,
  TrafficPolicyInstanceId: null,
  AliasTarget: null,
  Values: [],
  ...more,
});

/** A public zone of many records that is asked every day; its name servers are those of `number`. */
export function zone(
  Id: string,
  Name: string,
  more: Partial<HostedZone> = {},
  details: Record<string, unknown> = {},
  number = 1,
): StoredRow {
  return row(
    {
      Id,
      Name: `${Name}.`,
      PrivateZone: false,
      ResourceRecordSetCount: 12,
      LinkedService: null,
      ...more,
    } satisfies HostedZone,
    {
      records: [record(`${Name}.`, 'NS'), record(`${Name}.`, 'A', { Values: ['192.0.2.1'] })],
      delegation: { NameServers: awsServers(number), VPCs: [] },
      use: { DNSQueries: daily(500) },
      created: null,
      ...details,
    },
    'global',
  );
}

export const serversOf = awsServers;

/** A domain that renews in 30 days, served by the zones of number 1. */
export const domain = (
  DomainName: string,
  more: Partial<Domain> = {},
  registration: Partial<Registration> = {},
  details: Record<string, unknown> = {},
): StoredRow =>
  row(
    { DomainName, AutoRenew: true, TransferLock: true, Expiry: daysAgo(-30), ...more } satisfies Domain,
    {
      registration: { Nameservers: awsServers(1), CreationDate: daysAgo(1000), StatusList: [], ...registration },
      renewal: { Price: 15, Currency: 'USD' },
      ...details,
    },
    'global',
  );

export const healthCheck = (Id: string, more: Partial<HealthCheck> = {}): StoredRow =>
  row(
    {
      Id,
      Type: 'HTTPS',
      FullyQualifiedDomainName: 'api.example.com',
      IPAddress: null,
      Port: 443,
      RequestInterval: 30,
      MeasureLatency: false,
      Disabled: false,
      ChildHealthChecks: [],
      AlarmIdentifier: null,
      LinkedService: null,
      ...more,
    } satisfies HealthCheck,
    {},
    'global',
  );

export const policyRecord = (
  Id: string,
  details: Record<string, unknown> = {},
  more: Partial<TrafficPolicyInstance> = {},
): StoredRow =>
  row(
    {
      Id,
      HostedZoneId: 'Z1',
      Name: 'www.example.com.',
      State: 'Applied',
      TrafficPolicyId: 'p-1',
      TrafficPolicyVersion: 1,
      TrafficPolicyType: 'A',
      ...more,
    } satisfies TrafficPolicyInstance,
    { policy: { Name: 'nearest', Endpoints: 2, HealthChecks: [] }, created: null, ...details },
    'global',
  );

export const endpoint = (
  ResolverEndpointId: string,
  use: unknown = { InboundQueryVolume: daily(90), OutboundQueryAggregateVolume: silent },
  more: Partial<ResolverEndpoint> = {},
): StoredRow =>
  row(
    {
      ResolverEndpointId,
      VpcId: 'vpc-1',
      NetworkInterfaceIds: ['eni-1', 'eni-2'],
      AttachTime: daysAgo(400),
      ...more,
    } satisfies ResolverEndpoint,
    { use },
  );
export const idle = { InboundQueryVolume: silent, OutboundQueryAggregateVolume: silent };
