import type { KeyAlgorithm } from '@aws-sdk/client-acm';
import { collection, detail } from '../../core/collection.js';
import { daysBetween, isoOf, orNull } from '../../core/facts.js';

const sdk = () => import('./sdk.js');

/** A certificate of Certificate Manager, as ListCertificates tells. */
export interface Certificate {
  CertificateArn: string;
  DomainName: string;
  /** `ISSUED`, `EXPIRED`, `PENDING_VALIDATION` ... */
  Status: string;
  /** `AMAZON_ISSUED`, `IMPORTED`, `PRIVATE`. */
  Type: string;
  InUse: boolean;
  /** `ELIGIBLE`: AWS renews it by itself. */
  RenewalEligibility: string;
  NotAfter: string | null;
}

/** How far the renewal of a certificate has come. */
export interface Renewal {
  /** `PENDING_AUTO_RENEWAL`, `PENDING_VALIDATION`, `SUCCESS`, `FAILED`. */
  RenewalStatus: string;
  RenewalStatusReason: string | null;
}

/** Unless they are named, AWS leaves out all but two kinds of keys. */
const keyTypes: KeyAlgorithm[] = [
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
];

/** AWS begins to renew 60 days before the end: before that there is nothing to ask. */
const renewedFrom = 60;

export const certificates = collection<Certificate, { renewal: Renewal | null }>({
  id: 'acm.certificates',
  noun: 'certificates',
  calls: ['acm:ListCertificates'],
  async list(aws) {
    const { ACMClient, paginateListCertificates } = await sdk();
    const found: Certificate[] = [];
    const client = aws.client(ACMClient);
    for await (const page of paginateListCertificates({ client, pageSize: 1000 }, { Includes: { keyTypes } })) {
      for (const one of page.CertificateSummaryList ?? []) {
        found.push({
          CertificateArn: one.CertificateArn ?? '',
          DomainName: one.DomainName ?? '',
          Status: one.Status ?? '',
          Type: one.Type ?? '',
          InUse: one.InUse ?? false,
          RenewalEligibility: one.RenewalEligibility ?? '',
          NotAfter: isoOf(one.NotAfter),
        });
      }
    }
    return found;
  },
  resource: ({ CertificateArn, DomainName }) => ({
    id: CertificateArn.split('/').at(-1) ?? CertificateArn,
    arn: CertificateArn,
    name: DomainName,
    type: 'AWS::CertificateManager::Certificate',
  }),
  details: {
    renewal: detail<Certificate, Renewal | null>({
      calls: ['acm:DescribeCertificate'],
      otherwise: null,
      async all(listed, aws) {
        const { ACMClient, DescribeCertificateCommand } = await sdk();
        const told = new Map<string, Renewal | null>();
        for (const one of listed) {
          const left = one.NotAfter === null ? Number.NaN : -daysBetween(one.NotAfter, aws.now);
          if (one.RenewalEligibility !== 'ELIGIBLE' || !(left <= renewedFrom)) continue;
          const { CertificateArn } = one;
          // Deleted since it was listed.
          const answer = await orNull(['ResourceNotFoundException'], () =>
            aws.client(ACMClient).send(new DescribeCertificateCommand({ CertificateArn })),
          );
          const summary = answer?.Certificate?.RenewalSummary;
          told.set(CertificateArn.split('/').at(-1) ?? CertificateArn, {
            RenewalStatus: summary?.RenewalStatus ?? 'NOT_STARTED',
            RenewalStatusReason: summary?.RenewalStatusReason ?? null,
          });
        }
        return told;
      },
    }),
  },
});
