import { tooYoung } from '../../core/age.js';
import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { lastActiveDay, lastDays, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { trafficPolicyInstances } from './traffic-policy-instances.js';
import { zones } from './zones.js';

const days = 30;
const saving = saves({ price: 'route53/TrafficFlow-PolicyRecord', units: 1 });

export const trafficPolicyRecordNeeded = check({
  id: 'route53-traffic-policy-record-needed',
  title: 'Traffic policy records choose between endpoints, and are asked for',
  why: 'A record made from a traffic policy is the dearest thing in Route 53. With one endpoint to choose from, or hardly a query, a plain record does the same.',
  fix: {
    byHand:
      'Note what the record answers now, delete the traffic policy record, and make plain records (weighted, latency or failover) of the same name in its zone.',
    note: 'The name does not resolve between the two steps: choose a quiet hour, and lower the TTL before. The policy itself is free.',
  },
  cleanUp: { does: 'change', risk: 'medium', undo: 'at once', order: 1 },
  fields: [
    'route53:GetTrafficPolicy.TrafficPolicy.Document',
    'cloudwatch:GetMetricData.DNSQueries',
    'route53:ListTrafficPolicyInstances.HostedZoneId',
    'cloudtrail:LookupEvents.CreateTrafficPolicyInstance',
  ],
  on: trafficPolicyInstances.with('policy', 'created'),
  also: { zones: zones.with('use') },
  params: { min_queries: 1000 },
  test(record, tables, { params, now }) {
    const { Endpoints, Name } = record.policy;
    const endpoints = saw('route53:GetTrafficPolicy', 'TrafficPolicy.Document', { Endpoints }, { Endpoints: '> 1' });
    if (Endpoints <= 1) return { ...fail(`policy ${Name} has one endpoint to choose from`, endpoints), saving };
    const zone = tables.zones.first(one => one.Id === record.HostedZoneId);
    if (!zone) {
      return cannotTell('unexpected-answer', 'route53:ListHostedZones', `zone ${record.HostedZoneId} is not listed`);
    }
    const place = saw('route53:ListTrafficPolicyInstances', 'HostedZoneId', zone.Id);
    if (zone.PrivateZone) return notApplicable('AWS counts no queries of private zones', place);
    // AWS counts by zone, not by record: no record of a zone has more queries than the zone.
    const queries = totalOf(lastDays(zone.use.DNSQueries, days));
    const asked = saw('cloudwatch:GetMetricData', 'DNSQueries', queries, `at least ${params.min_queries}`);
    const told = `its whole zone answered ${queries} queries in ${days} days`;
    if (queries >= params.min_queries) return pass(`${Endpoints} endpoints; ${told}`, endpoints, asked);
    const made = saw('cloudtrail:LookupEvents', 'CreateTrafficPolicyInstance', record.created);
    const young = record.created && tooYoung(record.created, days, now, made);
    if (young) return young;
    const last = lastActiveDay(zone.use.DNSQueries);
    return { ...fail(told, asked), saving, disuse: { grade: 'strong', window: days, last, evidence: [asked] } };
  },
});
