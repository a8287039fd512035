import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import type { MetricSeries } from '../../core/metrics.js';
import { lookupEvents } from '../cloudtrail/event-history.js';
import { bareId, createdLately } from './created.js';

const sdk = () => import('./sdk.js');

/** AWS lets an account ask Route 53 five times a second. */
export const slowly = (id: string) => call(id, id, { perSecond: 5 });

/** A hosted zone, as ListHostedZones tells. */
export interface HostedZone {
  /** Bare: `Z123`. */
  Id: string;
  /** With its last dot: `example.com.` */
  Name: string;
  PrivateZone: boolean;
  ResourceRecordSetCount: number | null;
  /** The service that made it and looks after it. */
  LinkedService: { ServicePrincipal: string; Description: string } | null;
}

/** One record set. Values are kept of the types that name hosts and addresses; texts may hold anything. */
export interface RecordSet {
  Name: string;
  Type: string;
  SetIdentifier: string | null;
  HealthCheckId: string | null;
  TrafficPolicyInstanceId: string | null;
  AliasTarget: { DNSName: string; HostedZoneId: string } | null;
  Values: string[];
}

interface Details {
  records: RecordSet[];
  delegation: { NameServers: string[]; VPCs: { VPCId: string; VPCRegion: string }[] };
  use: { DNSQueries: MetricSeries };
  /** Null: before the 90 days of the event history. */
  created: string | null;
}

export const zones = collection<HostedZone, Details>({
  id: 'route53.zones',
  scope: 'global',
  noun: 'hosted zones',
  calls: [slowly('route53:ListHostedZones')],
  async list(aws) {
    const { paginateListHostedZones, Route53Client } = await sdk();
    const found: HostedZone[] = [];
    for await (const page of paginateListHostedZones({ client: aws.client(Route53Client) }, {})) {
      for (const { Id = '', Name = '', Config, ResourceRecordSetCount, LinkedService } of page.HostedZones ?? []) {
        found.push({
          Id: bareId(Id),
          Name,
          PrivateZone: Config?.PrivateZone ?? false,
          ResourceRecordSetCount: ResourceRecordSetCount ?? null,
          LinkedService: linkedTo(LinkedService),
        });
      }
    }
    return found;
  },
  resource: ({ Id, Name }) => ({ id: Id, name: withoutDot(Name), type: 'AWS::Route53::HostedZone' }),
  details: {
    records: detail({ calls: [slowly('route53:ListResourceRecordSets')], get: ({ Id }, aws) => listRecords(Id, aws) }),
    delegation: detail({
      calls: [slowly('route53:GetHostedZone')],
      async get({ Id }, aws) {
        const { GetHostedZoneCommand, Route53Client } = await sdk();
        const answer = await aws.client(Route53Client).send(new GetHostedZoneCommand({ Id }));
        return {
          NameServers: [...(answer.DelegationSet?.NameServers ?? [])],
          VPCs: (answer.VPCs ?? []).map(({ VPCId = '', VPCRegion = '' }) => ({ VPCId, VPCRegion })),
        };
      },
    }),
    // Route 53 counts queries of public zones only, and reports them in the region of global services.
    use: {
      when: zone => !zone.PrivateZone,
      otherwise: { DNSQueries: { Start: '', Period: 86_400, Values: [] } },
      metrics: ({ Id }) => ({
        DNSQueries: {
          Namespace: 'AWS/Route53',
          MetricName: 'DNSQueries',
          Dimensions: { HostedZoneId: Id },
          Statistic: 'Sum',
          Days: 90,
        },
      }),
    },
    created: {
      calls: [lookupEvents],
      otherwise: null,
      all: (_zones, aws) =>
        createdLately('CreateHostedZone', answer => (answer['hostedZone'] as { id?: unknown } | undefined)?.id, aws),
    },
  },
});

/** The service that a zone or health check belongs to. */
export const linkedTo = (
  linked: { ServicePrincipal?: string | undefined; Description?: string | undefined } | undefined,
): HostedZone['LinkedService'] =>
  linked ? { ServicePrincipal: linked.ServicePrincipal ?? '', Description: linked.Description ?? '' } : null;

/** `example.com` of `example.com.`, in lower case: names are compared so. */
export const withoutDot = (name: string): string => name.replace(/\.$/, '').toLowerCase();

const telling = ['A', 'AAAA', 'CNAME', 'MX', 'NS'];

async function listRecords(HostedZoneId: string, aws: Aws): Promise<RecordSet[]> {
  const { ListResourceRecordSetsCommand, Route53Client } = await sdk();
  const client = aws.client(Route53Client);
  const found: RecordSet[] = [];
  let from = {};
  for (;;) {
    const page = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId, ...from }));
    found.push(...(page.ResourceRecordSets ?? []).map(recordOf));
    if (!page.IsTruncated) return found;
    from = {
      StartRecordName: page.NextRecordName,
      StartRecordType: page.NextRecordType,
      StartRecordIdentifier: page.NextRecordIdentifier,
    };
  }
}

const recordOf = (record: ResourceRecordSet): RecordSet => ({
  Name: record.Name ?? '',
  Type: record.Type ?? '',
  SetIdentifier: record.SetIdentifier ?? null,
  HealthCheckId: record.HealthCheckId ?? null,
  TrafficPolicyInstanceId: record.TrafficPolicyInstanceId ?? null,
  AliasTarget: record.AliasTarget
    ? { DNSName: record.AliasTarget.DNSName ?? '', HostedZoneId: record.AliasTarget.HostedZoneId ?? '' }
    : null,
  Values: telling.includes(record.Type ?? '') ? (record.ResourceRecords ?? []).map(({ Value = '' }) => Value) : [],
});
