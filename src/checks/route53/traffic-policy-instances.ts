import { type Aws, collection, detail } from '../../core/collection.js';
import { lookupEvents } from '../cloudtrail/event-history.js';
import { bareId, createdLately } from './created.js';
import { slowly } from './zones.js';

const sdk = () => import('./sdk.js');

/** A traffic policy record, as ListTrafficPolicyInstances tells. */
export interface TrafficPolicyInstance {
  Id: string;
  HostedZoneId: string;
  Name: string;
  State: string;
  TrafficPolicyId: string;
  TrafficPolicyVersion: number;
  TrafficPolicyType: string;
}

/** What the policy of an instance holds: its document may name much, and only this matters. */
export interface TrafficPolicy {
  Name: string;
  /** How many endpoints it may answer with. */
  Endpoints: number;
  /** Ids of the health checks that steer it. */
  HealthChecks: string[];
}

interface Details {
  policy: TrafficPolicy;
  /** Null: before the 90 days of the event history. */
  created: string | null;
}

export const trafficPolicyInstances = collection<TrafficPolicyInstance, Details>({
  id: 'route53.trafficPolicyInstances',
  scope: 'global',
  noun: 'traffic policy records',
  calls: [slowly('route53:ListTrafficPolicyInstances')],
  list: listInstances,
  resource: ({ Id, Name }) => ({ id: Id, name: Name, type: 'AWS::Route53::TrafficPolicyInstance' }),
  details: {
    policy: detail({ calls: [slowly('route53:GetTrafficPolicy')], get: readPolicy }),
    created: {
      calls: [lookupEvents],
      otherwise: null,
      all: (_instances, aws) =>
        createdLately(
          'CreateTrafficPolicyInstance',
          answer => (answer['trafficPolicyInstance'] as { id?: unknown } | undefined)?.id,
          aws,
        ),
    },
  },
});

async function listInstances(aws: Aws): Promise<TrafficPolicyInstance[]> {
  const { ListTrafficPolicyInstancesCommand, Route53Client } = await sdk();
  const client = aws.client(Route53Client);
  const found: TrafficPolicyInstance[] = [];
  let from = {};
  for (;;) {
    const page = await client.send(new ListTrafficPolicyInstancesCommand(from));
    for (const one of page.TrafficPolicyInstances ?? []) {
      found.push({
        Id: one.Id ?? '',
        HostedZoneId: bareId(one.HostedZoneId ?? ''),
        Name: one.Name ?? '',
        State: one.State ?? '',
        TrafficPolicyId: one.TrafficPolicyId ?? '',
        TrafficPolicyVersion: one.TrafficPolicyVersion ?? 0,
        TrafficPolicyType: one.TrafficPolicyType ?? '',
      });
    }
    if (!page.IsTruncated) return found;
    from = {
      HostedZoneIdMarker: page.HostedZoneIdMarker,
      TrafficPolicyInstanceNameMarker: page.TrafficPolicyInstanceNameMarker,
      TrafficPolicyInstanceTypeMarker: page.TrafficPolicyInstanceTypeMarker,
    };
  }
}

/** Many records may be made from one version of a policy. */
function readPolicy(
  { TrafficPolicyId, TrafficPolicyVersion }: TrafficPolicyInstance,
  aws: Aws,
): Promise<TrafficPolicy> {
  return aws.once(`route53.trafficPolicy ${TrafficPolicyId} ${TrafficPolicyVersion}`, async () => {
    const { GetTrafficPolicyCommand, Route53Client } = await sdk();
    const { TrafficPolicy: policy } = await aws
      .client(Route53Client)
      .send(new GetTrafficPolicyCommand({ Id: TrafficPolicyId, Version: TrafficPolicyVersion }));
    const document = JSON.parse(policy?.Document ?? '{}') as { Endpoints?: object; Rules?: unknown };
    return {
      Name: policy?.Name ?? '',
      Endpoints: Object.keys(document.Endpoints ?? {}).length,
      HealthChecks: [...new Set(healthChecksIn(document.Rules))],
    };
  });
}

function* healthChecksIn(node: unknown): Iterable<string> {
  if (typeof node !== 'object' || node === null) return;
  for (const [name, value] of Object.entries(node)) {
    if (name === 'HealthCheck' && typeof value === 'string') yield value;
    else yield* healthChecksIn(value);
  }
}
