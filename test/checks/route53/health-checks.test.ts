import { expect, it } from 'vitest';
import { healthCheckReferenced } from '../../../src/checks/route53/health-check-use.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { healthCheck, policyRecord, record, zone } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const alarm = (more: object, region = 'us-east-1') =>
  row({ AlarmName: 'site-down', Dimensions: {}, Metrics: [], ...more }, {}, region);

async function judged(
  check: StoredRow,
  {
    zones = [],
    alarms = [],
    policies = [],
    others = [],
  }: { zones?: Facts; alarms?: Facts; policies?: Facts; others?: StoredRow[] } = {},
  regions = ['eu-north-1', 'us-east-1'],
) {
  const facts = {
    'route53.healthChecks': [check, ...others],
    'route53.zones': zones,
    'route53.trafficPolicyInstances': policies,
    'cloudwatch.alarms': alarms,
  };
  return (await judge(healthCheckReferenced, world(facts, { regions })))[0];
}
const steering = (id: string) =>
  zone('Z1', 'example.com', {}, { records: [record('www.example.com.', 'A', { HealthCheckId: id })] });

it('passes what steers a record, a parent, a traffic policy or an alarm', async () => {
  const one = healthCheck('h-1');
  expect(await judged(one, { zones: [steering('h-1')] })).toMatchObject({
    verdict: 'PASS',
    message: 'it steers record www.example.com.',
  });
  const parent = healthCheck('z-parent', { Type: 'CALCULATED', ChildHealthChecks: ['h-1'] });
  expect((await judged(one, { others: [parent] }))?.verdict).toBe('PASS');
  const policy = policyRecord('i-1', { policy: { Name: 'p', Endpoints: 2, HealthChecks: ['h-1'] } });
  expect((await judged(one, { policies: [policy] }))?.verdict).toBe('PASS');
  expect((await judged(one, { alarms: [alarm({ Dimensions: { HealthCheckId: 'h-1' } })] }))?.verdict).toBe('PASS');
});

it('passes what an alarm looks at through a formula or a query', async () => {
  const stat = {
    Id: 'm',
    Expression: null,
    MetricStat: { Metric: { Dimensions: { HealthCheckId: 'h-1' } } },
  };
  expect((await judged(healthCheck('h-1'), { alarms: [alarm({ Metrics: [stat] })] }))?.verdict).toBe('PASS');
  const query = { Id: 'q', Expression: 'SELECT MIN(HealthCheckStatus) FROM "AWS/Route53"', MetricStat: null };
  expect((await judged(healthCheck('h-1'), { alarms: [alarm({ Metrics: [query] })] }))?.verdict).toBe('PASS');
});

it('fails what nothing uses', async () => {
  const elsewhere = alarm({ Dimensions: { HealthCheckId: 'h-2' } });
  const finding = await judged(healthCheck('h-1'), { zones: [steering('h-2')], alarms: [elsewhere] });
  expect(finding).toMatchObject({
    verdict: 'FAIL',
    fix: { command: 'aws route53 delete-health-check --health-check-id h-1' },
    saving: {
      estimated: true,
      releases: [
        { price: 'route53/Health-Check-Non-AWS', units: 1 },
        { price: 'route53/Health-Check-Option-Non-AWS', units: 1 },
      ],
    },
  });
  expect(finding?.message).toContain('outside AWS');
});

it('counts options, and endpoints in AWS at their price', async () => {
  const saved = async (more: object, zones: Facts = []) => (await judged(healthCheck('h-1', more), { zones }))?.saving;
  const balanced = { FullyQualifiedDomainName: 'lb-1.eu-north-1.elb.amazonaws.com', Type: 'HTTP' };
  expect(await saved(balanced)).toEqual({ releases: [{ price: 'route53/Health-Check-AWS', units: 1 }] });
  const dear = { Type: 'HTTPS_STR_MATCH', RequestInterval: 10, MeasureLatency: true };
  expect((await saved({ ...balanced, ...dear }))?.releases).toContainEqual({
    price: 'route53/Health-Check-Option-AWS',
    units: 4,
  });
  const aliased = record('API.example.com.', 'A', {
    AliasTarget: { DNSName: 'd1.cloudfront.net.', HostedZoneId: 'Z' },
  });
  expect((await saved({}, [zone('Z1', 'example.com', {}, { records: [aliased] })]))?.estimated).toBeUndefined();
  expect(await saved({ Type: 'CALCULATED', FullyQualifiedDomainName: null })).toEqual({
    releases: [{ price: 'route53/Health-Check-AWS', units: 1 }],
  });
});

it('leaves what another service made, and passes the state of a routing control', async () => {
  const linked = { LinkedService: { ServicePrincipal: 'x.amazonaws.com', Description: '' } };
  expect((await judged(healthCheck('h-1', linked)))?.verdict).toBe('NOT_APPLICABLE');
  expect((await judged(healthCheck('h-1', { Type: 'RECOVERY_CONTROL' })))?.verdict).toBe('PASS');
});

it('does not say "nothing" before it has seen everything', async () => {
  const one = healthCheck('h-1');
  const hidden = { gaps: [gap('any:Call', { region: 'global' })] };
  expect((await judged(one, { zones: hidden }))?.verdict).toBe('NOT_AVAILABLE');
  expect((await judged(one, { policies: hidden }))?.verdict).toBe('NOT_AVAILABLE');
  expect((await judged(one, { alarms: { gaps: [gap('x:Y', { region: 'us-east-1' })] } }))?.verdict).toBe(
    'NOT_AVAILABLE',
  );
  expect((await judged(one, {}, ['eu-north-1']))?.verdict).toBe('NOT_AVAILABLE');
  const records = gap('route53:ListResourceRecordSets', { region: 'global' });
  const dark = zone('Z2', 'dark.example', {}, { records });
  expect((await judged(one, { zones: [dark, steering('h-1')] }))?.verdict).toBe('PASS');
  expect((await judged(one, { zones: [dark] }))?.verdict).toBe('NOT_AVAILABLE');
});
