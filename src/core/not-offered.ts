import { nearest } from './input.js';

const retired =
  'it is about WAF Classic, of which AWS has announced the end (30 September 2025), and whose API is not asked';
const move = 'move what it holds to AWS WAF';
const ledgers =
  'it would judge declared, observed and paid against each other, which the ledger does for every service and region';

/** Rules that have an id but cannot be offered: why, and what to do in their place. */
export const notOffered: ReadonlyMap<string, { why: string; instead: string }> = new Map([
  ...['waf-global', 'waf-regional'].flatMap(service =>
    Object.entries({
      'rule-has-condition': `${move}, where no rule can be without a statement`,
      'rule-group-not-empty': `${move}, whose web ACLs wafv2-web-acl-has-rules judges`,
      'web-acl-logging-enabled': `${move}, whose web ACLs wafv2-web-acl-logging-enabled judges`,
      'web-acl-has-rules': `${move}, whose web ACLs wafv2-web-acl-has-rules judges`,
    }).map(([name, instead]) => [`${service}-${name}`, { why: retired, instead }] as const),
  ),
  [
    'waf-classic-retired',
    {
      why: retired,
      instead: 'look on the bill: under AWS WAF, the usage types WebACL, Rule and Request are WAF Classic',
    },
  ],
  ...Object.entries({
    'account-service-declared': 'read its states shadow-paid, shadow-free and orphan-spend',
    'account-service-used-if-paid': 'read its state paid-idle, and the findings of that service',
    'account-region-has-workload': 'read its rows of that region, and those of the resources there',
  }).map(([id, instead]) => [id, { why: ledgers, instead }] as const),
  [
    'dynamodb-reserved-capacity-used',
    {
      why: 'reserved capacity is shared by the accounts of an organization, whose tables one account cannot see, and offers of more are told by Cost Optimization Hub, which is not asked',
      instead:
        'look on the bill for HeavyUsage:dynamodb lines, and set their units an hour beside the provisioned capacity of all tables of the Standard class',
    },
  ],
  [
    'account-commitment-advice-safe',
    {
      why: 'it needs the recommendations of Cost Optimization Hub, which is not asked',
      instead:
        'before you buy a commitment, look in the ledger for the services that are idle or that you declared retired',
    },
  ],
]);

interface Words {
  what?: string;
  /** Whether the word names this id, where it is a pattern or a service. */
  names?(id: string): boolean;
  /** What to add where nothing is close enough to be meant. */
  otherwise?: string;
}

/** What to say of a word that names nothing known: that what it names is not offered, or what may be meant. */
export function sayUnknown(word: string, known: Iterable<string>, words: Words = {}): string {
  const { what = 'rule', names = id => id === word, otherwise = '' } = words;
  const refused = [...notOffered].find(([id]) => names(id));
  if (refused) return `${what} "${word}" is not offered: ${refused[1].why}; ${refused[1].instead}`;
  const like = nearest(word, known);
  return `there is no ${what} "${word}"${like ? `; did you mean "${like}"?` : otherwise}`;
}
