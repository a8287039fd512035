import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { daysBetween } from '../../core/facts.js';
import type { Saving } from '../../core/saving.js';
import { isRoute53 } from './delegation.js';
import { domains } from './domains.js';
import { type RecordSet, withoutDot, zones } from './zones.js';

const registered = domains.with('registration', 'renewal');
type Domain = RowOf<typeof registered>;

export const domainWanted = check({
  id: 'route53-domain-wanted',
  title: 'Domains that are about to renew are in use',
  why: 'A domain renews itself every year, also when nothing answers under its name any more.',
  fix: {
    command: 'aws route53domains disable-domain-auto-renew --domain-name {DomainName} --region us-east-1',
    undo: 'aws route53domains enable-domain-auto-renew --domain-name {DomainName} --region us-east-1',
    note: 'Only when the owner of the brand agrees: a name that lapsed can be bought by anybody, with the mail and the links that still go there. Accept the finding for a domain that is kept on purpose.',
  },
  cleanUp: { does: 'decide', risk: 'high', undo: 'never', order: 9 },
  fields: [
    'route53domains:ListDomains.Expiry',
    'route53domains:GetDomainDetail.Nameservers',
    'route53:ListResourceRecordSets.ResourceRecordSets.Type',
    'route53:ListHostedZones.Name',
  ],
  on: registered,
  also: { zones: zones.with('records') },
  scope: 'it does not renew itself (AutoRenew is off)',
  applies: domain => domain.AutoRenew,
  params: { notice_days: 60 },
  test(domain, tables, { params, now }) {
    const ends = saw('route53domains:ListDomains', 'Expiry', domain.Expiry);
    const left = domain.Expiry === null ? Number.POSITIVE_INFINITY : -daysBetween(domain.Expiry, now);
    const on = domain.Expiry?.slice(0, 10) ?? 'an unknown day';
    if (left > params.notice_days)
      return notApplicable(`renews on ${on}, in more than ${params.notice_days} days`, ends);
    const name = withoutDot(domain.DomainName);
    const mine = tables.zones.where(zone => !zone.PrivateZone && withoutDot(zone.Name) === name);
    const serves = (record: RecordSet) => leadsSomewhere(record, name);
    const serving = mine.first(zone => zone.records.some(serves));
    if (serving) {
      const record = serving.records.find(serves);
      const seen = saw('route53:ListResourceRecordSets', 'ResourceRecordSets[].Type', record?.Type);
      return pass(`zone ${serving.Id} serves it: ${record?.Name} ${record?.Type}`, seen);
    }
    return unserved(domain, mine.all().length, ends, on);
  },
});

/** Whether a name leads to a place, a mailbox, or name servers of its own. */
const leadsSomewhere = ({ Name, Type }: RecordSet, apex: string): boolean =>
  ['A', 'AAAA', 'CNAME', 'MX', 'HTTPS'].includes(Type) || (Type === 'NS' && withoutDot(Name) !== apex);

function unserved(domain: Domain, count: number, ends: ReturnType<typeof saw>, on: string): Verdict {
  const servers = domain.registration.Nameservers.map(withoutDot);
  const seen = saw('route53domains:GetDomainDetail', 'Nameservers', servers);
  if (servers.length > 0 && !servers.some(isRoute53)) {
    return notApplicable(`it is served outside Route 53, by ${servers.join(', ')}`, seen);
  }
  const zone = saw('route53:ListHostedZones', 'Name', count === 0 ? null : domain.DomainName, 'a zone with records');
  const what =
    count === 0
      ? 'no zone of this account serves it (a zone of another account would not be seen)'
      : 'its zone has no address, alias or mail record';
  return {
    ...fail(`renews on ${on}; ${what}`, ends, seen, zone),
    saving: savingOf(domain),
    disuse: { grade: count === 0 ? 'weak' : 'medium', window: 0, last: null, evidence: [seen, zone] },
  };
}

/** AWS's own price of a renewal tells the money; the bill shows it once a year. */
function savingOf(domain: Domain): Saving {
  const { renewal } = domain;
  if (renewal?.Currency !== 'USD') return { releases: [{ price: 'route53/Registrar-Renewal', units: 1 / 12 }] };
  return { releases: [], told: { usd: renewal.Price / 12, by: 'route53domains:ListPrices' } };
}
