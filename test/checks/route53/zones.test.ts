import { describe, expect, it } from 'vitest';
import { duplicateZoneAbsent } from '../../../src/checks/route53/duplicate-zones.js';
import { zoneHasRecords, zoneInUse } from '../../../src/checks/route53/zone-use.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { daily, daysAgo, domain, serversOf, silent, zone } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const inAccount = (zones: Facts, domains: Facts = []) => world({ 'route53.zones': zones, 'route53.domains': domains });
const linked = { ServicePrincipal: 'servicediscovery.amazonaws.com', Description: 'Cloud Map' };
const denied = gap('route53domains:ListDomains', { region: 'global' });

describe('route53-hosted-zone-has-records', () => {
  const one = async (...given: Parameters<typeof zone>) =>
    (await judge(zoneHasRecords, inAccount([zone(...given)])))[0];

  it('passes a zone with records, fails one with NS and SOA alone, and saves a zone', async () => {
    expect((await one('Z1', 'example.com'))?.verdict).toBe('PASS');
    expect(await one('Z2', 'old.example', { ResourceRecordSetCount: 2 })).toMatchObject({
      verdict: 'FAIL',
      message: 'nothing but its own NS and SOA records',
      fix: { command: 'aws route53 delete-hosted-zone --id Z2' },
      saving: { releases: [{ price: 'route53/HostedZone', units: 1 }] },
      cleanUp: { does: 'delete' },
    });
  });

  it('leaves zones of other services, and those of the last 12 hours', async () => {
    const empty = { ResourceRecordSetCount: 2 };
    expect((await one('Z1', 'a.example', { ...empty, LinkedService: linked }))?.verdict).toBe('NOT_APPLICABLE');
    const made = { created: '2026-11-22T02:00:00.000Z' };
    expect((await one('Z1', 'a.example', empty, made))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one('Z1', 'a.example', empty, { created: daysAgo(2) }))?.verdict).toBe('FAIL');
  });

  it('does not guess', async () => {
    const created = gap('cloudtrail:LookupEvents');
    expect((await one('Z1', 'a.example', { ResourceRecordSetCount: 2 }, { created }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one('Z1', 'a.example', { ResourceRecordSetCount: null }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('route53-hosted-zone-in-use', () => {
  const one = async (zones: Facts, domains: Facts = []) => (await judge(zoneInUse, inAccount(zones, domains)))[0];
  const quiet = { use: { DNSQueries: daily(3) } };

  it('passes a zone that is asked, fails one that only scanners ask', async () => {
    expect(await one([zone('Z1', 'example.com')])).toMatchObject({
      verdict: 'PASS',
      message: '15500 queries in 30 days',
    });
    expect(await one([zone('Z1', 'example.com', {}, quiet)])).toMatchObject({
      verdict: 'FAIL',
      message: '93 queries in 30 days',
      saving: {
        releases: [
          { price: 'route53/HostedZone', units: 1 },
          { price: 'route53/DNS-Queries', units: 93 },
        ],
      },
      disuse: { grade: 'strong', window: 30, last: '2026-11-22' },
    });
  });

  it('takes no data point for no query, and tells the last day of use', async () => {
    const finding = await one([zone('Z1', 'example.com', {}, { use: { DNSQueries: daily(500, 45) } })]);
    expect(finding).toMatchObject({ verdict: 'FAIL', disuse: { last: '2026-10-08' } });
    expect((await one([zone('Z1', 'a.example', {}, { use: { DNSQueries: silent } })]))?.disuse?.last).toBeNull();
  });

  it('is told its threshold and window', async () => {
    const world = inAccount([zone('Z1', 'example.com', {}, { use: { DNSQueries: daily(500, 45) } })]);
    expect((await judge(zoneInUse, world, { window_days: 60 }))[0]?.verdict).toBe('PASS');
    expect((await judge(zoneInUse, world, { window_days: 60, min_queries: 1_000_000 }))[0]?.verdict).toBe('FAIL');
  });

  it('says of a young zone that it is too young', async () => {
    expect(await one([zone('Z1', 'example.com', {}, { ...quiet, created: daysAgo(5) })])).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: 'too young to judge (5 of 30 days)',
    });
    const elsewhere = [domain('example.com', {}, { Nameservers: serversOf(2) })];
    const moving = await one([zone('Z1', 'example.com', {}, { created: daysAgo(5) })], elsewhere);
    expect(moving?.verdict).toBe('NOT_APPLICABLE');
  });

  it('fails a zone that the registrar does not point to, in any spelling of the names', async () => {
    const here = [domain('Example.com', {}, { Nameservers: ['NS-1.awsdns-01.com.'] })];
    expect((await one([zone('Z1', 'example.com')], here))?.verdict).toBe('PASS');
    const away = [domain('example.com', {}, { Nameservers: ['ana.ns.cloudflare.com'] })];
    const finding = await one([zone('Z1', 'example.com')], away);
    expect(finding).toMatchObject({ verdict: 'FAIL', disuse: { grade: 'medium' } });
    expect(finding?.message).toContain('ana.ns.cloudflare.com');
    const none = await one([zone('Z1', 'example.com')], [domain('example.com', {}, { Nameservers: [] })]);
    expect(none?.message).toContain('(none)');
  });

  it("takes name servers of the owner's own names for Route 53's", async () => {
    const vanity = [domain('example.com', {}, { Nameservers: ['ns1.example.com'] })];
    expect((await one([zone('Z1', 'example.com')], vanity))?.verdict).toBe('PASS');
  });

  it('leaves private zones and those of other services', async () => {
    expect((await one([zone('Z1', 'corp.example', { PrivateZone: true })]))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one([zone('Z1', 'corp.example', { LinkedService: linked })]))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    const metric = gap('cloudwatch:GetMetricData', { region: 'global' });
    expect((await one([zone('Z1', 'example.com', {}, { use: metric })]))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one([zone('Z1', 'example.com')], { gaps: [denied] }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one([zone('Z1', 'example.com', {}, quiet)], { gaps: [denied] }))?.verdict).toBe('FAIL');
  });
});

describe('route53-duplicate-zone-absent', () => {
  const verdicts = async (zones: Facts, domains: Facts = []) =>
    (await judge(duplicateZoneAbsent, inAccount(zones, domains))).map(one => [one.resource.id, one.verdict]);
  const twins = [zone('Z1', 'example.com'), zone('Z2', 'example.com', {}, { use: { DNSQueries: daily(2) } }, 2)];

  it('passes names of their own', async () => {
    expect(await verdicts([zone('Z1', 'example.com'), zone('Z2', 'app.example.com')])).toEqual([
      ['Z1', 'PASS'],
      ['Z2', 'PASS'],
    ]);
  });

  it('keeps the one that the registrar points to', async () => {
    expect(await verdicts(twins, [domain('example.com', {}, { Nameservers: serversOf(2) })])).toEqual([
      ['Z1', 'FAIL'],
      ['Z2', 'PASS'],
    ]);
  });

  it('keeps the one that is asked most where the domain is registered elsewhere', async () => {
    expect(await verdicts(twins)).toEqual([
      ['Z1', 'PASS'],
      ['Z2', 'FAIL'],
    ]);
    const alike = [zone('Z2', 'example.com'), zone('Z1', 'Example.com')];
    expect(await verdicts(alike)).toEqual([
      ['Z1', 'PASS'],
      ['Z2', 'FAIL'],
    ]);
  });

  it('keeps one where the registrar points to none of them', async () => {
    expect(await verdicts(twins, [domain('example.com', {}, { Nameservers: ['ns.elsewhere.example'] })])).toEqual([
      ['Z1', 'PASS'],
      ['Z2', 'FAIL'],
    ]);
  });

  it('lets private zones share a name', async () => {
    const inside = zone('Z2', 'example.com', { PrivateZone: true });
    expect(await verdicts([zone('Z1', 'example.com'), inside])).toEqual([
      ['Z1', 'PASS'],
      ['Z2', 'NOT_APPLICABLE'],
    ]);
  });

  it('does not guess', async () => {
    expect(await verdicts(twins, { gaps: [denied] })).toEqual([
      ['Z1', 'NOT_AVAILABLE'],
      ['Z2', 'NOT_AVAILABLE'],
    ]);
    const half = { rows: [zone('Z1', 'example.com')], gaps: [gap('route53:ListHostedZones', { region: 'global' })] };
    expect((await verdicts(half)).map(([, verdict]) => verdict)).toEqual(['NOT_AVAILABLE', 'NOT_AVAILABLE']);
  });
});
