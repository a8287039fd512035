import type { RowOf } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import { domains } from './domains.js';
import { type HostedZone, withoutDot } from './zones.js';

type Domains = Table<RowOf<ReturnType<typeof domains.with<'registration'>>>>;

/** The name servers that the registrar has for a zone's name; undefined where the domain is not registered here. */
export function registeredServers({ Name }: HostedZone, registered: Domains): string[] | undefined {
  const domain = registered.first(one => withoutDot(one.DomainName) === withoutDot(Name));
  return domain?.registration.Nameservers.map(withoutDot);
}

/** Whether any of these name servers is one of the zone's own. */
export const leadsTo = (servers: readonly string[], { NameServers }: { NameServers: readonly string[] }): boolean =>
  NameServers.some(one => servers.includes(withoutDot(one)));

/** Whether Route 53 itself runs a name server: it names them all alike. */
export const isRoute53 = (server: string): boolean => /\.awsdns-\d+\./.test(server);
