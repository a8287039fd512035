import type { At, Handler } from '../../test/server/stub.js';
import { account, daysAgo } from './place.js';

const arnOf = (region: string, id: string): string => `arn:aws:acm:${region}:${account}:certificate/${id}`;
const wildcard = arnOf('us-east-1', '6f0b6c52-3c0e-4b6e-9f0e-0a4f5c1d2e3f');
const described = { Status: 'ISSUED', InUse: true };

/** Lodge's certificates: one renews itself, one waits for a DNS record that somebody deleted, one came from a partner. */
const certificates: Record<string, object[]> = {
  'eu-north-1': [
    {
      ...described,
      CertificateArn: arnOf('eu-north-1', '0f5d1c38-9c1b-4a0b-8c55-2f6d7e8a9b10'),
      DomainName: 'api.lodge.example',
      Type: 'AMAZON_ISSUED',
      RenewalEligibility: 'ELIGIBLE',
      NotAfter: new Date(daysAgo(-210)),
    },
    {
      ...described,
      CertificateArn: arnOf('eu-north-1', '7c9e6679-7425-40de-944b-e07fc1f90ae7'),
      DomainName: 'channel-manager.lodge.example',
      Type: 'IMPORTED',
      RenewalEligibility: 'INELIGIBLE',
      NotAfter: new Date(daysAgo(-41)),
    },
  ],
  'us-east-1': [
    {
      ...described,
      CertificateArn: wildcard,
      DomainName: '*.lodge.example',
      Type: 'AMAZON_ISSUED',
      RenewalEligibility: 'ELIGIBLE',
      NotAfter: new Date(daysAgo(-26)),
    },
  ],
};

export const acm: Record<string, Handler> = {
  'acm:ListCertificates': (_input, { region }: At) => ({ CertificateSummaryList: certificates[region] ?? [] }),
  'acm:DescribeCertificate': () => ({
    Certificate: {
      CertificateArn: wildcard,
      DomainName: '*.lodge.example',
      RenewalSummary: {
        RenewalStatus: 'PENDING_VALIDATION',
        DomainValidationOptions: [],
        UpdatedAt: new Date(daysAgo(19)),
      },
    },
  }),
};
