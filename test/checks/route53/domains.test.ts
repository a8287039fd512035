import { expect, it } from 'vitest';
import { domainWanted } from '../../../src/checks/route53/domain-wanted.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { daysAgo, domain, record, zone } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const one = async (of: StoredRow, zones: Facts = [], params = {}) =>
  (await judge(domainWanted, world({ 'route53.domains': [of], 'route53.zones': zones }), params))[0];
const holding = (...types: string[]) =>
  zone('Z1', 'example.com', {}, { records: ['NS', 'SOA', ...types].map(type => record('example.com.', type)) });

it('passes a domain with an address, an alias, mail or a delegation of its own', async () => {
  expect((await one(domain('example.com'), [holding('A')]))?.message).toContain('zone Z1 serves it');
  expect((await one(domain('Example.com'), [holding('MX')]))?.verdict).toBe('PASS');
  const delegated = zone('Z1', 'example.com', {}, { records: [record('app.example.com.', 'NS')] });
  expect((await one(domain('example.com'), [delegated]))?.verdict).toBe('PASS');
});

it('fails a domain that renews soon and that nothing here serves', async () => {
  expect(await one(domain('example.com'))).toMatchObject({
    verdict: 'FAIL',
    message: 'renews on 2026-12-22; no zone of this account serves it (a zone of another account would not be seen)',
    saving: { releases: [], told: { usd: 1.25, by: 'route53domains:ListPrices' } },
    disuse: { grade: 'weak' },
    cleanUp: { does: 'decide', risk: 'high' },
  });
  const inside = zone('Z2', 'example.com', { PrivateZone: true });
  expect((await one(domain('example.com'), [inside, holding('TXT')]))?.message).toContain('has no address, alias');
});

it('prices a renewal by the bill where AWS lists no price in USD', async () => {
  const unknown = domain('example.com', {}, {}, { renewal: null });
  expect((await one(unknown))?.saving).toEqual({ releases: [{ price: 'route53/Registrar-Renewal', units: 1 / 12 }] });
});

it('leaves domains that do not renew, not soon, or that another provider serves', async () => {
  expect((await one(domain('example.com', { AutoRenew: false })))?.verdict).toBe('NOT_APPLICABLE');
  expect((await one(domain('example.com', { Expiry: daysAgo(-200) })))?.verdict).toBe('NOT_APPLICABLE');
  expect((await one(domain('example.com', { Expiry: daysAgo(-200) }), [], { notice_days: 365 }))?.verdict).toBe('FAIL');
  const away = domain('example.com', {}, { Nameservers: ['ana.ns.cloudflare.com'] });
  expect((await one(away))?.message).toContain('served outside Route 53, by ana.ns.cloudflare.com');
});

it('does not guess', async () => {
  const hidden = { gaps: [gap('route53:ListHostedZones', { region: 'global' })] };
  expect((await one(domain('example.com'), hidden))?.verdict).toBe('NOT_AVAILABLE');
  const registration = gap('route53domains:GetDomainDetail', { region: 'global' });
  expect((await one(domain('example.com', {}, {}, { registration })))?.verdict).toBe('NOT_AVAILABLE');
  expect((await one(domain('example.com', {}, {}, { registration }), [holding('A')]))?.verdict).toBe('PASS');
});
