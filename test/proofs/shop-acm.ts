import type { At, Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const where = 'us-east-1';
const CertificateArn = `arn:aws:acm:${where}:${accountId}:certificate/11111111-2222-4333-8444-555555555555`;

/** One certificate whose renewal waits for the owner of its domain. */
export const acm: Record<string, Handler> = {
  'acm:ListCertificates': (_input, { region }: At) => ({
    CertificateSummaryList:
      region === where
        ? [
            {
              CertificateArn,
              DomainName: 'shop.example',
              Status: 'ISSUED',
              Type: 'AMAZON_ISSUED',
              InUse: true,
              RenewalEligibility: 'ELIGIBLE',
              NotAfter: new Date('2026-12-20T12:00:00Z'),
            },
          ]
        : [],
  }),
  'acm:DescribeCertificate': () => ({
    Certificate: {
      CertificateArn,
      DomainName: 'shop.example',
      RenewalSummary: {
        RenewalStatus: 'PENDING_VALIDATION',
        DomainValidationOptions: [],
        UpdatedAt: new Date('2026-11-01T12:00:00Z'),
      },
    },
  }),
};
