import type { Handler } from '../../test/server/stub.js';
import { daysAgo, now } from './place.js';

const date = (days: number): Date => new Date(daysAgo(days));
const servers = (number: number) =>
  ['com', 'net', 'org', 'co.uk'].map((end, at) => `ns-${number + at * 512}.awsdns-${number}.${end}`);

interface Zone {
  name: string;
  /** Which of AWS's name servers it was given. */
  number: number;
  records: object[];
  vpc?: string;
}
const address = (Name: string, more: object) => ({ Name, Type: 'A', ...more });
const alias = (DNSName: string) => ({
  AliasTarget: { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName, EvaluateTargetHealth: false },
});
const at = (Value: string) => ({ TTL: 300, ResourceRecords: [{ Value }] });

/** The zones of Lodge: the shop window, one made twice by accident, the brand that was given up, and the inner names. */
const zones: Record<string, Zone> = {
  Z04LODGEMAIN: {
    name: 'lodge.example.',
    number: 12,
    records: [
      address('lodge.example.', alias('d2lodgeweb.cloudfront.net.')),
      address('api.lodge.example.', {
        ...alias('d-lodgeapi.execute-api.eu-north-1.amazonaws.com.'),
        HealthCheckId: 'hc-api',
      }),
      { Name: 'lodge.example.', Type: 'MX', ...at('10 inbound-smtp.eu-west-1.amazonaws.com') },
      { Name: 'lodge.example.', Type: 'TXT', ...at('"v=spf1 include:amazonses.com -all"') },
    ],
  },
  Z07LODGETWIN: { name: 'lodge.example.', number: 31, records: [address('www.lodge.example.', at('192.0.2.44'))] },
  Z05CABINS: { name: 'cabins-by-lodge.example.', number: 24, records: [] },
  Z09INSIDE: {
    name: 'lodge.internal.',
    number: 0,
    records: [address('sessions.lodge.internal.', at('10.20.1.9'))],
    vpc: 'vpc-0lodge',
  },
};
const listed = { IsTruncated: false, MaxItems: 100 };
const hostedZone = (id: string, { name, records, vpc }: Zone) => ({
  Id: `/hostedzone/${id}`,
  Name: name,
  CallerReference: id,
  Config: { PrivateZone: vpc !== undefined },
  ResourceRecordSetCount: records.length + 2,
});
const delegation = ({ name, number }: Zone) => [
  { Name: name, Type: 'NS', TTL: 172_800, ResourceRecords: servers(number).map(Value => ({ Value })) },
  { Name: name, Type: 'SOA', ...at(`${servers(number)[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`) },
];

const domains: Record<string, { number: number; ends: number }> = {
  'lodge.example': { number: 12, ends: 150 },
  'cabins-by-lodge.example': { number: 24, ends: 33 },
};

const watch = (Id: string, FullyQualifiedDomainName: string, more: object = {}) => ({
  Id,
  CallerReference: Id,
  HealthCheckVersion: 1,
  HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName, Port: 443, RequestInterval: 30, ...more },
});

export const route53: Record<string, Handler> = {
  'route53:ListHostedZones': () => ({
    HostedZones: Object.entries(zones).map(([id, zone]) => hostedZone(id, zone)),
    Marker: '',
    ...listed,
  }),
  'route53:GetHostedZone': ({ Id }: { Id: string }) => {
    const zone = zones[Id] as Zone;
    const vpc = zone.vpc === undefined ? {} : { VPCs: [{ VPCId: zone.vpc, VPCRegion: 'eu-north-1' }] };
    return {
      HostedZone: hostedZone(Id, zone),
      ...(zone.vpc === undefined ? { DelegationSet: { NameServers: servers(zone.number) } } : vpc),
    };
  },
  'route53:ListResourceRecordSets': ({ HostedZoneId }: { HostedZoneId: string }) => {
    const zone = zones[HostedZoneId] as Zone;
    return { ResourceRecordSets: [...delegation(zone), ...zone.records], ...listed };
  },
  'route53:ListHealthChecks': () => ({
    HealthChecks: [
      watch('hc-api', 'api.lodge.example'),
      watch('hc-old-site', 'cabins-by-lodge.example', { RequestInterval: 10, MeasureLatency: true }),
    ],
    Marker: '',
    ...listed,
  }),
  'route53:ListTrafficPolicyInstances': () => ({ TrafficPolicyInstances: [], ...listed }),
  'route53domains:ListDomains': () => ({
    Domains: Object.entries(domains).map(([DomainName, { ends }]) => ({
      DomainName,
      AutoRenew: true,
      TransferLock: true,
      Expiry: new Date(now.getTime() + ends * 86_400_000),
    })),
  }),
  'route53domains:GetDomainDetail': ({ DomainName }: { DomainName: string }) => ({
    DomainName,
    Nameservers: servers(domains[DomainName]?.number ?? 0).map(Name => ({ Name })),
    AutoRenew: true,
    AdminPrivacy: true,
    RegistrantPrivacy: true,
    TechPrivacy: true,
    CreationDate: date(1430),
    StatusList: ['clientTransferProhibited'],
  }),
  'route53domains:ListPrices': ({ Tld }: { Tld: string }) => ({
    Prices: [{ Name: Tld, RenewalPrice: { Price: 14, Currency: 'USD' } }],
  }),
  'ec2:DescribeNetworkInterfaces': () => ({ NetworkInterfaces: [] }),
};
