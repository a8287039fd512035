import { check, fail, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import type { Release, Saving } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import type { Evidence } from '../../core/types.js';
import { type Alarm, alarms } from '../cloudwatch/alarms.js';
import { type HealthCheck, healthChecks } from './health-checks.js';
import { trafficPolicyInstances } from './traffic-policy-instances.js';
import { withoutDot, zones } from './zones.js';

const withRecords = zones.with('records');
type Zones = Table<RowOf<typeof withRecords>>;

/** Where Route 53 reports its metrics in this partition. */
const metricRegions: Record<string, string> = { 'aws-cn': 'cn-northwest-1', 'aws-us-gov': 'us-gov-west-1' };

export const healthCheckReferenced = check({
  id: 'route53-health-check-referenced',
  title: 'Health checks steer a record, a parent check or an alarm',
  why: 'A health check that nothing looks at goes on asking, and being billed, for nobody.',
  fix: {
    command: 'aws route53 delete-health-check --health-check-id {Id}',
    note: 'Who reads its state through the API, or from another account, is not seen here. It can be made again, under another id.',
  },
  cleanUp: { does: 'delete', risk: 'low', undo: 'at once', order: 3 },
  fields: [
    'route53:ListResourceRecordSets.ResourceRecordSets.HealthCheckId',
    'route53:ListHealthChecks.HealthCheckConfig.ChildHealthChecks',
    'route53:ListHealthChecks.HealthCheckConfig.Type',
    'route53:GetTrafficPolicy.TrafficPolicy.Document',
    'cloudwatch:DescribeAlarms.Dimensions',
  ],
  on: healthChecks.with(),
  also: {
    zones: withRecords,
    checks: healthChecks.with(),
    policies: trafficPolicyInstances.with('policy'),
    alarms: alarms.with(),
  },
  scope: 'another service made it and looks after it',
  applies: one => one.LinkedService === null,
  test(one, tables, { partition }) {
    const { Id } = one;
    const type = saw('route53:ListHealthChecks', 'HealthCheckConfig.Type', one.Type);
    if (one.Type === 'RECOVERY_CONTROL') return pass('it is the state of a routing control', type);
    const none: Evidence[] = [];
    const uses: [what: string, evidence: Evidence, find: () => string | undefined][] = [
      [
        'steers record',
        saw('route53:ListResourceRecordSets', 'ResourceRecordSets[].HealthCheckId', Id),
        () => recordOf(Id, tables.zones),
      ],
      [
        'is part of health check',
        saw('route53:ListHealthChecks', 'HealthCheckConfig.ChildHealthChecks', Id),
        () => tables.checks.first(other => other.ChildHealthChecks.includes(Id))?.Id,
      ],
      [
        'steers traffic policy record',
        saw('route53:GetTrafficPolicy', 'TrafficPolicy.Document', Id),
        () => tables.policies.first(record => record.policy.HealthChecks.includes(Id))?.Name,
      ],
      [
        'feeds alarm',
        saw('cloudwatch:DescribeAlarms', 'Dimensions', Id),
        () => tables.alarms.in(metricRegions[partition] ?? 'us-east-1').first(alarm => isOn(alarm, Id))?.AlarmName,
      ],
    ];
    for (const [what, evidence, find] of uses) {
      const found = find();
      if (found !== undefined) return pass(`it ${what} ${found}`, evidence);
      none.push({ ...evidence, value: null, expected: Id });
    }
    return idle(one, tables.zones, none);
  },
});

function recordOf(id: string, all: Zones): string | undefined {
  const zone = all.first(one => one.records.some(record => record.HealthCheckId === id));
  return zone?.records.find(record => record.HealthCheckId === id)?.Name;
}

/** Alarms on the metric itself, in a formula, or in a query over all metrics of Route 53. */
const isOn = (alarm: Alarm, id: string): boolean =>
  alarm.Dimensions['HealthCheckId'] === id ||
  alarm.Metrics.some(
    one => one.MetricStat?.Metric.Dimensions['HealthCheckId'] === id || (one.Expression ?? '').includes('AWS/Route53'),
  );

function idle(one: HealthCheck, all: Zones, evidence: Evidence[]): Verdict {
  const saving = savingOf(one, all);
  const counted = saving.estimated ? ' (its endpoint is counted as one outside AWS)' : '';
  return { ...fail(`no record, health check, traffic policy or alarm uses it${counted}`, ...evidence), saving };
}

/** What AWS bills beside the check itself; each is billed on its own. */
function optionsOf({ Type, RequestInterval, MeasureLatency }: HealthCheck): number {
  return [Type.startsWith('HTTPS'), Type.endsWith('_STR_MATCH'), RequestInterval === 10, MeasureLatency].filter(Boolean)
    .length;
}

const ofAws = /\.(amazonaws\.com(\.cn)?|cloudfront\.net|awsglobalaccelerator\.com|elasticbeanstalk\.com|on\.aws)$/;

/** Checks on endpoints in AWS are cheaper; where the endpoint is tells its name, or the record that is an alias. */
function savingOf(one: HealthCheck, all: Zones): Saving {
  const name = one.FullyQualifiedDomainName && withoutDot(one.FullyQualifiedDomainName);
  const looksAtNothing = ['CALCULATED', 'CLOUDWATCH_METRIC'].includes(one.Type);
  const inAws = looksAtNothing || (name !== null && (ofAws.test(name) || isAlias(name, all)));
  const kind = inAws ? 'AWS' : 'Non-AWS';
  const options = looksAtNothing ? 0 : optionsOf(one);
  const releases: Release[] = [{ price: `route53/Health-Check-${kind}`, units: 1 }];
  if (options > 0) releases.push({ price: `route53/Health-Check-Option-${kind}`, units: options });
  return { releases, ...(inAws ? {} : { estimated: true }) };
}

const isAlias = (name: string, all: Zones): boolean =>
  all.some(zone => zone.records.some(record => withoutDot(record.Name) === name && record.AliasTarget !== null));
