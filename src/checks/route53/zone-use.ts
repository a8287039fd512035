import { tooYoung } from '../../core/age.js';
import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { lastActiveDay, lastDays, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import { leadsTo, registeredServers } from './delegation.js';
import { domains } from './domains.js';
import { withoutDot, zones } from './zones.js';

/** A zone that lives less than this is not billed. */
const freeHours = 12;
const hostedZone = 'route53/HostedZone';
const ownedElsewhere = 'another service made the zone and looks after it';
const keepFirst = 'Keep the answer of "aws route53 list-resource-record-sets --hosted-zone-id {Id}".';

export const zoneHasRecords = check({
  id: 'route53-hosted-zone-has-records',
  title: 'Hosted zones hold more than their own NS and SOA records',
  why: 'An empty zone answers nothing, and is billed every month all the same.',
  fix: {
    command: 'aws route53 delete-hosted-zone --id {Id}',
    note: 'First take away what delegates to it, at the registrar or in the parent zone: else somebody who is given the same name servers can answer in your name. A private zone may be empty on purpose, to keep a name from being found. Zones are billed by whole months.',
  },
  cleanUp: { does: 'delete', risk: 'medium', undo: 'at once', order: 1 },
  fields: ['route53:ListHostedZones.ResourceRecordSetCount', 'cloudtrail:LookupEvents.CreateHostedZone'],
  on: zones.with('created'),
  scope: ownedElsewhere,
  applies: zone => zone.LinkedService === null,
  test(zone, _also, { now }) {
    const count = zone.ResourceRecordSetCount;
    if (count === null) {
      return cannotTell('unexpected-answer', 'route53:ListHostedZones', 'AWS did not tell how many records it holds');
    }
    const seen = saw('route53:ListHostedZones', 'ResourceRecordSetCount', count, 'more than 2');
    if (count > 2) return pass(`${count} record sets`, seen);
    const { created } = zone;
    if (created && now.getTime() - Date.parse(created) < freeHours * 3_600_000) {
      return notApplicable(
        'made within the last 12 hours',
        saw('cloudtrail:LookupEvents', 'CreateHostedZone', created),
      );
    }
    return { ...fail('nothing but its own NS and SOA records', seen), saving: saves({ price: hostedZone, units: 1 }) };
  },
});

const inUse = zones.with('use', 'created', 'delegation');
type ZoneInUse = RowOf<typeof inUse>;

export const zoneInUse = check({
  id: 'route53-hosted-zone-in-use',
  title: 'Public zones are delegated to and answer queries',
  why: 'A zone that nobody asks, or that the registrar does not point to, costs money and misleads whoever edits it.',
  fix: {
    command: 'aws route53 delete-hosted-zone --id {Id}',
    note: `${keepFirst} Its records have to be deleted first, and a zone made anew gets other name servers. Mail alone makes few queries, too.`,
  },
  cleanUp: { does: 'decide', risk: 'high', undo: 'from a backup', order: 1 },
  fields: [
    'cloudwatch:GetMetricData.DNSQueries',
    'route53:GetHostedZone.DelegationSet.NameServers',
    'route53domains:GetDomainDetail.Nameservers',
    'cloudtrail:LookupEvents.CreateHostedZone',
  ],
  on: inUse,
  also: { domains: domains.with('registration'), zones: zones.with() },
  scope: 'AWS counts no queries of private zones, and zones that another service made are its own',
  applies: zone => !zone.PrivateZone && zone.LinkedService === null,
  params: { min_queries: 100, window_days: 30 },
  test(zone, tables, { params, now }) {
    const days = Math.min(params.window_days, 90);
    const queries = totalOf(lastDays(zone.use.DNSQueries, days));
    const asked = saw('cloudwatch:GetMetricData', 'DNSQueries', queries, `at least ${params.min_queries}`);
    if (queries < params.min_queries) return hardlyAsked(zone, { days, queries, now, asked });
    const servers = registeredServers(zone, tables.domains);
    const own = zone.delegation.NameServers;
    if (!servers || leadsTo(servers, zone.delegation) || hasOwnNames(servers, tables.zones)) {
      return pass(`${queries} queries in ${days} days`, asked);
    }
    const registered = saw('route53domains:GetDomainDetail', 'Nameservers', servers, own);
    const made = saw('cloudtrail:LookupEvents', 'CreateHostedZone', zone.created);
    const young = zone.created && tooYoung(zone.created, days, now, made);
    if (young) return young;
    const theirs = servers.join(', ') || 'none';
    const zones = saw('route53:GetHostedZone', 'DelegationSet.NameServers', own);
    const message = `the registrar's name servers (${theirs}) are not this zone's: its ${queries} queries in ${days} days are leftovers`;
    return {
      ...fail(message, registered, zones, asked),
      saving: savingOf(queries, days),
      disuse: { grade: 'medium', window: days, last: lastActiveDay(zone.use.DNSQueries), evidence: [registered] },
    };
  },
});

interface Asked {
  days: number;
  queries: number;
  now: Date;
  asked: ReturnType<typeof saw>;
}

/** Scanners ask every zone, so that none at all is rare. */
function hardlyAsked(zone: ZoneInUse, { days, queries, now, asked }: Asked): Verdict {
  const made = saw('cloudtrail:LookupEvents', 'CreateHostedZone', zone.created);
  const young = zone.created && tooYoung(zone.created, days, now, made);
  if (young) return young;
  return {
    ...fail(`${queries} queries in ${days} days`, asked),
    saving: savingOf(queries, days),
    disuse: { grade: 'strong', window: days, last: lastActiveDay(zone.use.DNSQueries), evidence: [asked] },
  };
}

const savingOf = (queries: number, days: number) =>
  saves({ price: hostedZone, units: 1 }, { price: 'route53/DNS-Queries', units: Math.round((queries / days) * 30) });

/** Name servers of the owner's own names lead to Route 53's by address, which no name tells. */
const hasOwnNames = (servers: readonly string[], own: Table<{ Name: string }>): boolean =>
  servers.some(server => own.some(({ Name }) => server.endsWith(`.${withoutDot(Name)}`)));
