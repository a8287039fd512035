import { collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricQuery, MetricSeries } from '../../core/metrics.js';

/** A resolver endpoint, as its network interfaces tell. */
export interface ResolverEndpoint {
  ResolverEndpointId: string;
  VpcId: string;
  NetworkInterfaceIds: string[];
  /** When the oldest of its interfaces was attached: it is at least that old. Null where EC2 gives no time. */
  AttachTime: string | null;
}

interface Details {
  use: { InboundQueryVolume: MetricSeries; OutboundQueryAggregateVolume: MetricSeries };
}

/** How Route 53 describes the interfaces of its endpoints: `Route 53 Resolver: rslvr-in-1234:rni-5678`. */
const described = /^Route 53 Resolver: (rslvr-[a-z]+-[0-9a-z]+)/;

/** An endpoint has two interfaces or more, and is billed for each; they tell of it without a client of its own. */
export const resolverEndpoints = collection<ResolverEndpoint, Details>({
  id: 'route53.resolverEndpoints',
  noun: 'resolver endpoints',
  calls: ['ec2:DescribeNetworkInterfaces'],
  async list(aws) {
    const { EC2Client, paginateDescribeNetworkInterfaces } = await import('../ec2/sdk.js');
    const asked = { Filters: [{ Name: 'description', Values: ['Route 53 Resolver: rslvr-*'] }] };
    const found = new Map<string, ResolverEndpoint>();
    for await (const page of paginateDescribeNetworkInterfaces(
      { client: aws.client(EC2Client), pageSize: 1000 },
      asked,
    )) {
      for (const one of page.NetworkInterfaces ?? []) {
        const ResolverEndpointId = described.exec(one.Description ?? '')?.[1];
        if (ResolverEndpointId === undefined) continue;
        const known = found.get(ResolverEndpointId);
        found.set(ResolverEndpointId, {
          ResolverEndpointId,
          VpcId: one.VpcId ?? '',
          NetworkInterfaceIds: [...(known?.NetworkInterfaceIds ?? []), one.NetworkInterfaceId ?? ''],
          AttachTime: earlier(known?.AttachTime ?? null, isoOf(one.Attachment?.AttachTime)),
        });
      }
    }
    return [...found.values()];
  },
  resource: ({ ResolverEndpointId }) => ({ id: ResolverEndpointId, type: 'AWS::Route53Resolver::ResolverEndpoint' }),
  details: {
    use: {
      metrics: ({ ResolverEndpointId }) => ({
        InboundQueryVolume: volume('InboundQueryVolume', ResolverEndpointId),
        // With the queries of other accounts that rules are shared with.
        OutboundQueryAggregateVolume: volume('OutboundQueryAggregateVolume', ResolverEndpointId),
      }),
    },
  },
});

const volume = (MetricName: string, EndpointId: string): MetricQuery => ({
  Namespace: 'AWS/Route53Resolver',
  MetricName,
  Dimensions: { EndpointId },
  Statistic: 'Sum',
  Days: 90,
});

const earlier = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? (one ?? other) : one < other ? one : other;
