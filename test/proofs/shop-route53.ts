import { type Handler, StubError } from '../server/stub.js';

/** Route 53 of the shop: a zone in use and its twin, an empty one, and what hangs on them. */

const soon = new Date('2026-12-20T00:00:00Z');
const early = new Date('2020-03-01T08:00:00Z');
const servers = (number: number) => [`ns-${number}.awsdns-0${number}.com`, `ns-${number}.awsdns-0${number}.org`];
const zone = (Id: string, Name: string, ResourceRecordSetCount: number) => ({
  Id: `/hostedzone/${Id}`,
  Name,
  CallerReference: Id,
  Config: { PrivateZone: false },
  ResourceRecordSetCount,
});
const zones = [
  zone('Z0SHOP', 'shop.example.', 4),
  zone('Z1OLD', 'old.example.', 2),
  zone('Z2TWIN', 'shop.example.', 3),
];
const recordsOf: Record<string, object[]> = {
  Z0SHOP: [
    { Name: 'shop.example.', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }], HealthCheckId: 'hc-used' },
  ],
};
const check = (Id: string) => ({
  Id,
  CallerReference: Id,
  HealthCheckVersion: 1,
  HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: 'shop.example', Port: 443, RequestInterval: 30 },
});
const instance = (Id: string, HostedZoneId: string) => ({
  Id,
  HostedZoneId,
  Name: `${Id}.example.`,
  TTL: 60,
  State: 'Applied',
  Message: '',
  TrafficPolicyId: 'policy',
  TrafficPolicyVersion: 1,
  TrafficPolicyType: 'A',
});
const listed = { IsTruncated: false, MaxItems: 100 };
const awsPolicy = { Endpoints: { north: {}, south: {} }, Rules: {} };

export const route53: Record<string, Handler> = {
  'route53:ListHostedZones': () => ({ HostedZones: zones, Marker: '', ...listed }),
  'route53:GetHostedZone': ({ Id }: { Id: string }) => {
    const at = zones.findIndex(one => one.Id.endsWith(Id));
    return { HostedZone: zones[at], DelegationSet: { NameServers: servers(at + 1) }, VPCs: [] };
  },
  'route53:ListResourceRecordSets': ({ HostedZoneId }: { HostedZoneId: string }) => ({
    ResourceRecordSets: recordsOf[HostedZoneId] ?? [],
    ...listed,
  }),
  'route53:ListHealthChecks': () => ({ HealthChecks: [check('hc-used'), check('hc-idle')], Marker: '', ...listed }),
  'route53:ListTrafficPolicyInstances': () => ({
    TrafficPolicyInstances: [instance('near', 'Z0SHOP'), instance('far', 'Z1OLD')],
    ...listed,
  }),
  'route53:GetTrafficPolicy': () => ({
    TrafficPolicy: { Id: 'policy', Version: 1, Name: 'nearest', Type: 'A', Document: JSON.stringify(awsPolicy) },
  }),
  'route53domains:ListDomains': () => ({
    Domains: ['shop.example', 'parked.example'].map(DomainName => ({ DomainName, AutoRenew: true, Expiry: soon })),
  }),
  'route53domains:GetDomainDetail': ({ DomainName }: { DomainName: string }) => ({
    DomainName,
    Nameservers: servers(DomainName === 'shop.example' ? 1 : 9).map(Name => ({ Name })),
    CreationDate: early,
    StatusList: [],
  }),
  'route53domains:ListPrices': ({ Tld }: { Tld: string }) => {
    if (Tld !== 'example') throw new StubError('UnsupportedTLD', Tld, 400);
    return { Prices: [{ Name: Tld, RenewalPrice: { Price: 15, Currency: 'USD' } }] };
  },
  'ec2:DescribeNetworkInterfaces': (_input, { region }) => ({
    NetworkInterfaces: (region === 'eu-north-1' ? ['eni-1', 'eni-2'] : []).map(NetworkInterfaceId => ({
      NetworkInterfaceId,
      VpcId: 'vpc-shop',
      Description: `Route 53 Resolver: rslvr-in-0shop:rni-${NetworkInterfaceId}`,
      Attachment: { AttachTime: early },
    })),
  }),
};
