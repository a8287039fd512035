import { check, fail, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import { leadsTo, registeredServers } from './delegation.js';
import { domains } from './domains.js';
import { withoutDot, zones } from './zones.js';

const compared = zones.with('use', 'delegation');
type Zone = RowOf<typeof compared>;

const days = 30;

export const duplicateZoneAbsent = check({
  id: 'route53-duplicate-zone-absent',
  title: 'There is one public zone for each name',
  why: 'Of two public zones with one name the world asks only one. Records that are changed in the other have no effect, and it is billed.',
  fix: {
    command: 'aws route53 delete-hosted-zone --id {Id}',
    note: 'Ask "dig NS <name>" first which zone the world uses, and compare the records of both. The records have to be deleted before the zone.',
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'from a backup', order: 1 },
  fields: [
    'route53:ListHostedZones.Name',
    'route53:GetHostedZone.DelegationSet.NameServers',
    'route53domains:GetDomainDetail.Nameservers',
    'cloudwatch:GetMetricData.DNSQueries',
  ],
  on: compared,
  also: { zones: compared, domains: domains.with('registration') },
  scope: 'private zones may share a name: each is seen by its own networks',
  applies: zone => !zone.PrivateZone,
  test(zone, tables) {
    const name = withoutDot(zone.Name);
    const same = tables.zones.where(one => !one.PrivateZone && withoutDot(one.Name) === name).all();
    const ids = saw(
      'route53:ListHostedZones',
      'Name',
      same.map(one => one.Id),
      [zone.Id],
    );
    if (same.length === 1) return pass(`no other public zone is named ${name}`, ids);
    const servers = registeredServers(zone, tables.domains);
    const delegated = servers && same.filter(one => leadsTo(servers, one.delegation));
    if (servers && delegated && delegated.length > 0) {
      const registered = saw('route53domains:GetDomainDetail', 'Nameservers', servers, zone.delegation.NameServers);
      if (delegated.some(one => one.Id === zone.Id)) return pass('the registrar points to this zone', registered);
      const used = delegated.map(one => one.Id).join(', ');
      return extra(fail(`the registrar points to zone ${used} of the same name, not to this one`, registered, ids));
    }
    return byQueries(zone, same, ids);
  },
});

/** Where the domain is registered elsewhere, the zone that is asked most is taken for the one in use. */
function byQueries(zone: Zone, same: readonly Zone[], ids: ReturnType<typeof saw>): Verdict {
  const counted = same.map(one => ({ Id: one.Id, queries: queriesOf(one) }));
  const busiest = counted.reduce((best, one) => (isBefore(one, best) ? one : best));
  const seen = saw('cloudwatch:GetMetricData', 'DNSQueries', queriesOf(zone));
  if (busiest.Id === zone.Id) {
    return pass(`${busiest.queries} queries in ${days} days, the most of ${same.length} zones of this name`, seen, ids);
  }
  const message = `zone ${busiest.Id} has the same name and answered more (${busiest.queries} queries in ${days} days, this one ${queriesOf(zone)})`;
  return extra(fail(message, seen, ids));
}

const queriesOf = (zone: Zone): number => totalOf(lastDays(zone.use.DNSQueries, days));

interface Counted {
  Id: string;
  queries: number;
}

/** Of two that are asked alike the first by id stays, so that one always does. */
const isBefore = (one: Counted, other: Counted): boolean =>
  one.queries === other.queries ? one.Id < other.Id : one.queries > other.queries;

const extra = (verdict: Verdict): Verdict => ({ ...verdict, saving: saves({ price: 'route53/HostedZone', units: 1 }) });
