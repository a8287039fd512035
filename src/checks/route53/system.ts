import { saw } from '../../core/check.js';
import { countOf } from '../../core/counts.js';
import { lastActiveDay, lastDays, totalOf } from '../../core/metrics.js';
import { system, type Use } from '../../core/system.js';
import type { TablesOf } from '../../core/collection.js';
import { domains } from './domains.js';
import { resolverEndpoints } from './resolver-endpoints.js';
import { withoutDot, zones } from './zones.js';

const days = 30;
/** Scanners ask every zone; fewer queries than this show nobody. */
const scanned = 100;

const needs = { zones: zones.with('use'), domains: domains.with(), endpoints: resolverEndpoints.with('use') };
type Tables = TablesOf<typeof needs>;

export const route53System = system({
  id: 'route53',
  title: 'Route 53',
  scope: 'global',
  namespaces: ['route53', 'route53domains', 'route53resolver'],
  needs,
  inventory(_region, tables) {
    const hosted = tables.zones.all();
    const registered = tables.domains.all();
    const endpoints = tables.endpoints.all();
    const names = [...hosted.map(one => withoutDot(one.Name)), ...registered.map(one => one.DomainName)];
    return {
      count: hosted.length + registered.length + endpoints.length,
      noun: 'zones, domains and resolver endpoints',
      names: [...new Set(names), ...endpoints.map(one => one.ResolverEndpointId)].slice(0, 10),
    };
  },
  use: (_region, tables) => answered(tables) ?? standing(tables),
});

/** Queries that were answered, by zones or by resolver endpoints. */
function answered(tables: Tables): Use | undefined {
  const asked = tables.zones.where(one => totalOf(lastDays(one.use.DNSQueries, days)) >= scanned).seen();
  const carrying = tables.endpoints
    .where(({ use }) => totalOf(use.InboundQueryVolume) + totalOf(use.OutboundQueryAggregateVolume) > 0)
    .seen();
  if (asked.length + carrying.length === 0) return undefined;
  const series = [
    ...asked.map(one => one.use.DNSQueries),
    ...carrying.flatMap(({ use }) => [use.InboundQueryVolume, use.OutboundQueryAggregateVolume]),
  ];
  const last = series.map(one => lastActiveDay(one) ?? '').sort();
  const queries = asked.reduce((sum, one) => sum + totalOf(lastDays(one.use.DNSQueries, days)), 0);
  const parts = [
    ...(asked.length > 0
      ? [`${countOf(asked.length, 'public zone')} answered ${countOf(queries, 'query')} in ${days} days`]
      : []),
    ...(carrying.length > 0
      ? [`${countOf(carrying.length, 'resolver endpoint')} ${carrying.length === 1 ? 'carries' : 'carry'} queries`]
      : []),
  ];
  return {
    grade: 'strong',
    message: parts.join('; '),
    last: last.at(-1) || null,
    window: days,
    evidence: [saw('cloudwatch:GetMetricData', 'DNSQueries', queries)],
  };
}

/** What stands there without a query that AWS counts: of private zones it counts none. */
function standing(tables: Tables): Use {
  const hosted = tables.zones.all();
  for (const one of hosted) totalOf(one.use.DNSQueries);
  for (const one of tables.endpoints.all()) totalOf(one.use.InboundQueryVolume);
  const privates = hosted.filter(one => one.PrivateZone);
  const registered = tables.domains.all();
  const listed = saw('route53:ListHostedZones', 'PrivateZone', { private: privates.length, all: hosted.length });
  if (privates.length > 0) {
    const message = `${countOf(privates.length, 'private zone')} ${privates.length === 1 ? 'serves' : 'serve'} networks; AWS counts no queries of private zones, and public zones answered next to none`;
    return { grade: 'medium', message, last: null, window: null, evidence: [listed] };
  }
  if (registered.length > 0) {
    const names = registered.map(one => one.DomainName).slice(0, 3);
    const message = `domains are registered (${names.join(', ')}), but no zone here answers for anybody`;
    return {
      grade: 'weak',
      message,
      last: null,
      window: days,
      evidence: [listed, saw('route53domains:ListDomains', 'DomainName', names)],
    };
  }
  const message =
    hosted.length === 0
      ? 'there are no zones, domains or resolver endpoints that are used'
      : `${countOf(hosted.length, 'public zone')} answered fewer than ${scanned} queries each in ${days} days, as many as scanners make`;
  return { grade: 'none', message, last: null, window: days, evidence: [listed] };
}
