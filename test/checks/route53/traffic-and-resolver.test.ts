import { describe, expect, it } from 'vitest';
import { resolverEndpointInUse } from '../../../src/checks/route53/resolver-use.js';
import { trafficPolicyRecordNeeded } from '../../../src/checks/route53/traffic-policies.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { daily, daysAgo, endpoint, idle, policyRecord, silent, zone } from './rows.js';

describe('route53-traffic-policy-record-needed', () => {
  const one = async (record: StoredRow, of: StoredRow = zone('Z1', 'example.com')) =>
    (
      await judge(
        trafficPolicyRecordNeeded,
        world({ 'route53.trafficPolicyInstances': [record], 'route53.zones': [of] }),
      )
    )[0];
  const quiet = zone('Z1', 'example.com', {}, { use: { DNSQueries: daily(3) } });

  it('passes a choice that is asked for', async () => {
    expect((await one(policyRecord('i-1')))?.verdict).toBe('PASS');
  });

  it('fails one endpoint, however often it is asked and however young it is', async () => {
    const single = { policy: { Name: 'all-to-one', Endpoints: 1, HealthChecks: [] }, created: daysAgo(1) };
    expect(await one(policyRecord('i-1', single))).toMatchObject({
      verdict: 'FAIL',
      message: 'policy all-to-one has one endpoint to choose from',
      saving: { releases: [{ price: 'route53/TrafficFlow-PolicyRecord', units: 1 }] },
    });
  });

  it('fails a record of a zone that is hardly asked', async () => {
    expect(await one(policyRecord('i-1'), quiet)).toMatchObject({
      verdict: 'FAIL',
      message: 'its whole zone answered 93 queries in 30 days',
      disuse: { grade: 'strong', window: 30 },
    });
  });

  it('says too young of a young record, and nothing of private zones', async () => {
    expect((await one(policyRecord('i-1', { created: daysAgo(3) }), quiet))?.message).toContain('too young');
    const inside = zone('Z1', 'corp.example', { PrivateZone: true }, { use: { DNSQueries: silent } });
    expect((await one(policyRecord('i-1'), inside))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    expect((await one(policyRecord('i-1', { policy: gap('route53:GetTrafficPolicy') })))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
    expect((await one(policyRecord('i-1', { created: gap('cloudtrail:LookupEvents') }), quiet))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
    expect((await one(policyRecord('i-1'), zone('Z9', 'other.example')))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('route53-resolver-endpoint-in-use', () => {
  const one = async (row: StoredRow, params = {}) =>
    (await judge(resolverEndpointInUse, world({ 'route53.resolverEndpoints': [row] }), params))[0];

  it('passes queries in either direction, those of other accounts among them', async () => {
    expect((await one(endpoint('rslvr-in-1')))?.verdict).toBe('PASS');
    const outward = { InboundQueryVolume: silent, OutboundQueryAggregateVolume: daily(1) };
    expect((await one(endpoint('rslvr-out-1', outward)))?.verdict).toBe('PASS');
  });

  it('fails silence, and counts its interfaces by the hour', async () => {
    expect(await one(endpoint('rslvr-in-1', idle))).toMatchObject({
      verdict: 'FAIL',
      message: 'no query in 30 days; 2 network interfaces stand for it',
      saving: { releases: [{ price: 'route53/ResolverNetworkInterface', units: 1460 }] },
      disuse: { grade: 'strong', window: 30, last: null },
      fix: {
        command: 'aws route53resolver delete-resolver-endpoint --resolver-endpoint-id rslvr-in-1 --region eu-north-1',
      },
    });
    const before = { ...idle, OutboundQueryAggregateVolume: daily(7, 40) };
    expect((await one(endpoint('rslvr-in-1', before)))?.disuse?.last).toBe('2026-10-13');
    expect((await one(endpoint('rslvr-in-1', before), { window_days: 60 }))?.verdict).toBe('PASS');
  });

  it('says too young of a young one, and nothing of one whose age does not show', async () => {
    expect((await one(endpoint('rslvr-in-1', idle, { AttachTime: daysAgo(4) })))?.message).toBe(
      'too young to judge (4 of 30 days)',
    );
    expect((await one(endpoint('rslvr-in-1', idle, { AttachTime: null })))?.verdict).toBe('NOT_AVAILABLE');
  });

  it('does not guess', async () => {
    expect((await one(endpoint('rslvr-in-1', gap('cloudwatch:GetMetricData'))))?.verdict).toBe('NOT_AVAILABLE');
    const none = await judge(resolverEndpointInUse, world({ 'route53.resolverEndpoints': [] }));
    expect(none[0]?.verdict).toBe('NOT_APPLICABLE');
  });
});
