import { type Aws, collection, detail } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';
import { slowly } from './zones.js';

const sdk = () => import('../route53domains/sdk.js');

/** A domain registered with Route 53, as ListDomains tells. */
export interface Domain {
  DomainName: string;
  AutoRenew: boolean;
  TransferLock: boolean;
  Expiry: string | null;
}

/** What GetDomainDetail tells of its state; nothing of the people behind it. */
export interface Registration {
  Nameservers: string[];
  CreationDate: string | null;
  StatusList: string[];
}

interface Details {
  registration: Registration;
  /** What renewing it for a year costs; null where AWS lists no price. */
  renewal: { Price: number; Currency: string } | null;
}

export const domains = collection<Domain, Details>({
  id: 'route53.domains',
  scope: 'global',
  noun: 'registered domains',
  calls: [slowly('route53domains:ListDomains')],
  async list(aws) {
    // Other partitions have no registrar.
    if (aws.partition !== 'aws') return [];
    const { paginateListDomains, Route53DomainsClient } = await sdk();
    const found: Domain[] = [];
    for await (const page of paginateListDomains({ client: aws.client(Route53DomainsClient) }, {})) {
      for (const { DomainName = '', AutoRenew = false, TransferLock = false, Expiry } of page.Domains ?? []) {
        found.push({ DomainName, AutoRenew, TransferLock, Expiry: isoOf(Expiry) });
      }
    }
    return found;
  },
  resource: ({ DomainName }) => ({ id: DomainName, type: 'AWS::Route53Domains::Domain' }),
  details: {
    registration: detail({
      calls: [slowly('route53domains:GetDomainDetail')],
      async get({ DomainName }, aws) {
        const { GetDomainDetailCommand, Route53DomainsClient } = await sdk();
        const answer = await aws.client(Route53DomainsClient).send(new GetDomainDetailCommand({ DomainName }));
        return {
          Nameservers: (answer.Nameservers ?? []).map(({ Name = '' }) => Name),
          CreationDate: isoOf(answer.CreationDate),
          StatusList: [...(answer.StatusList ?? [])],
        };
      },
    }),
    renewal: detail({
      calls: [slowly('route53domains:ListPrices')],
      get: ({ DomainName }, aws) => renewalOf(DomainName.slice(DomainName.indexOf('.') + 1), aws),
    }),
  },
});

function renewalOf(Tld: string, aws: Aws): Promise<Details['renewal']> {
  return aws.once(`route53domains.prices ${Tld}`, async () => {
    const { ListPricesCommand, Route53DomainsClient } = await sdk();
    const answer = await orNull(['UnsupportedTLD', 'InvalidInput'], () =>
      aws.client(Route53DomainsClient).send(new ListPricesCommand({ Tld })),
    );
    const price = answer?.Prices?.find(one => one.Name === Tld)?.RenewalPrice;
    return price?.Price === undefined ? null : { Price: price.Price, Currency: price.Currency ?? '' };
  });
}
