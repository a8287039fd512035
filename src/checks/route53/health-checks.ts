import { type Aws, collection } from '../../core/collection.js';
import { linkedTo, slowly, type HostedZone } from './zones.js';

const sdk = () => import('./sdk.js');

/** A health check, as ListHealthChecks tells; the text that it searches for is not kept. */
export interface HealthCheck {
  Id: string;
  Type: string;
  FullyQualifiedDomainName: string | null;
  IPAddress: string | null;
  Port: number | null;
  RequestInterval: number | null;
  MeasureLatency: boolean;
  Disabled: boolean;
  /** Of a calculated check. */
  ChildHealthChecks: string[];
  /** Of a check that follows an alarm. */
  AlarmIdentifier: { Region: string; Name: string } | null;
  LinkedService: HostedZone['LinkedService'];
}

export const healthChecks = collection<HealthCheck>({
  id: 'route53.healthChecks',
  scope: 'global',
  noun: 'Route 53 health checks',
  calls: [slowly('route53:ListHealthChecks')],
  list: listHealthChecks,
  resource: check => ({ id: check.Id, ...nameOf(check), type: 'AWS::Route53::HealthCheck' }),
});

/** Every health check, from wherever it is asked; asked once however many want them. */
export function listHealthChecks(from: Aws): Promise<HealthCheck[]> {
  const aws = from.in(from.globalRegion);
  return aws.once('route53.healthChecks', async () => {
    const { paginateListHealthChecks, Route53Client } = await sdk();
    const found: HealthCheck[] = [];
    for await (const page of paginateListHealthChecks({ client: aws.client(Route53Client) }, {})) {
      for (const { Id = '', HealthCheckConfig: config, LinkedService } of page.HealthChecks ?? []) {
        const alarm = config?.AlarmIdentifier;
        found.push({
          Id,
          Type: config?.Type ?? '',
          FullyQualifiedDomainName: config?.FullyQualifiedDomainName ?? null,
          IPAddress: config?.IPAddress ?? null,
          Port: config?.Port ?? null,
          RequestInterval: config?.RequestInterval ?? null,
          MeasureLatency: config?.MeasureLatency ?? false,
          Disabled: config?.Disabled ?? false,
          ChildHealthChecks: [...(config?.ChildHealthChecks ?? [])],
          AlarmIdentifier: alarm ? { Region: alarm.Region ?? '', Name: alarm.Name ?? '' } : null,
          LinkedService: linkedTo(LinkedService),
        });
      }
    }
    return found;
  });
}

/** Its own name is a tag; what it looks at tells people more. */
function nameOf({ FullyQualifiedDomainName, IPAddress, Type }: HealthCheck): { name?: string } {
  const target = FullyQualifiedDomainName ?? IPAddress;
  return target === null ? {} : { name: `${Type} ${target}` };
}
