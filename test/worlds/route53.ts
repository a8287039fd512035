import {
  daily,
  daysAgo,
  domain,
  endpoint,
  healthCheck,
  idle,
  policyRecord,
  record,
  serversOf,
  silent,
  zone,
} from '../checks/route53/rows.js';
import { gap, row, type World, world } from '../support/world.js';

const hidden = (api: string) => gap(api, { region: 'global' });
const alarm = (HealthCheckId: string) =>
  row({ AlarmName: 'site-down', Dimensions: { HealthCheckId }, Metrics: [] }, {}, 'us-east-1');
const steered = [record('www.example.com.', 'A', { HealthCheckId: 'h-1' })];

/** Zones in use beside empty ones, young ones and twins. */
const zonesAndDomains = world({
  'route53.zones': [
    zone('Z1', 'example.com'),
    zone('Z2', 'example.com', {}, { use: { DNSQueries: daily(1) } }, 2),
    zone('Z3', 'old.example', { ResourceRecordSetCount: 2 }, { use: { DNSQueries: silent }, records: [] }),
    zone('Z4', 'new.example', { ResourceRecordSetCount: 2 }, { created: daysAgo(0), use: { DNSQueries: silent } }),
    zone('Z5', 'corp.example', { PrivateZone: true }, { use: { DNSQueries: silent } }),
    zone('Z6', 'moved.example', {}, {}, 6),
  ],
  'route53.domains': [
    domain('example.com'),
    domain('old.example'),
    domain('moved.example', { Expiry: daysAgo(-300) }, { Nameservers: ['ana.ns.cloudflare.com'] }),
    domain('parked.example', {}, { Nameservers: serversOf(9) }),
  ],
});

/** What steers, what nothing uses, and records of policies. */
const steering = world({
  'route53.zones': [
    zone('Z1', 'example.com', {}, { records: steered }),
    zone('Z2', 'quiet.example', {}, { use: { DNSQueries: daily(2) }, records: [] }),
  ],
  'route53.domains': [],
  'route53.healthChecks': [
    healthCheck('h-1'),
    healthCheck('h-2'),
    healthCheck('h-3'),
    healthCheck('h-4', { Type: 'CALCULATED', ChildHealthChecks: ['h-5'], FullyQualifiedDomainName: null }),
    healthCheck('h-5', { FullyQualifiedDomainName: 'lb.eu-north-1.elb.amazonaws.com' }),
    healthCheck('h-6'),
  ],
  'route53.trafficPolicyInstances': [
    policyRecord('i-1', { policy: { Name: 'nearest', Endpoints: 2, HealthChecks: ['h-3'] } }),
    policyRecord('i-2', { policy: { Name: 'single', Endpoints: 1, HealthChecks: [] } }),
    policyRecord('i-3', {}, { HostedZoneId: 'Z2' }),
    policyRecord('i-4', { created: daysAgo(3) }, { HostedZoneId: 'Z2' }),
  ],
  'cloudwatch.alarms': [alarm('h-2')],
});

/** Resolver endpoints: asked, silent, young, and of unknown age. */
const resolvers = world({
  'route53.resolverEndpoints': [
    endpoint('rslvr-in-1'),
    endpoint('rslvr-in-2', idle),
    endpoint('rslvr-out-3', idle, { AttachTime: daysAgo(2) }),
    endpoint('rslvr-out-4', idle, { AttachTime: null }),
    endpoint('rslvr-out-5', gap('cloudwatch:GetMetricData')),
  ],
});

/** Much that nobody may see. */
const dark = world({
  'route53.zones': {
    rows: [
      zone('Z1', 'example.com', {}, { records: hidden('route53:ListResourceRecordSets') }),
      zone('Z2', 'old.example', { ResourceRecordSetCount: 2 }, { created: hidden('cloudtrail:LookupEvents') }),
    ],
    gaps: [hidden('route53:ListHostedZones')],
  },
  'route53.domains': { rows: [domain('example.com')], gaps: [hidden('route53domains:ListDomains')] },
  'route53.healthChecks': [healthCheck('h-1')],
  'route53.trafficPolicyInstances': { gaps: [hidden('route53:ListTrafficPolicyInstances')] },
  'cloudwatch.alarms': { gaps: [gap('cloudwatch:DescribeAlarms', { region: 'us-east-1' })] },
});

export const worlds: World[] = [zonesAndDomains, steering, resolvers, dark];
