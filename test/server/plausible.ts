import { type Handler, StubError } from './stub.js';

const A_DAY = new Date('2026-11-01T08:00:00Z');

/**
 * What a small, quiet account would answer to the operations that moto lacks. Nothing answers by itself:
 * a test registers these with `stub.onAll(plausible)` and overrides what it is about.
 */
export const plausible = {
  'access-analyzer:ListAnalyzers': () => ({ analyzers: [] }),
  'access-analyzer:ListFindingsV2': () => ({ findings: [] }),
  'account:GetContactInformation': () => ({
    ContactInformation: {
      FullName: 'Ada Example',
      CompanyName: 'Example Oy',
      AddressLine1: 'Esimerkkikatu 1',
      City: 'Helsinki',
      PostalCode: '00100',
      CountryCode: 'FI',
      PhoneNumber: '+358401234567',
    },
  }),
  'cloudtrail:LookupEvents': () => ({ Events: [] }),
  'iam:GenerateServiceLastAccessedDetails': () => ({ JobId: '8f1f6f2e-5d0c-4b6d-9a70-3c1d2e4f5a6b' }),
  'iam:GetServiceLastAccessedDetails': () => ({
    JobStatus: 'COMPLETED',
    JobCreationDate: A_DAY,
    JobCompletionDate: A_DAY,
    ServicesLastAccessed: [],
    IsTruncated: false,
  }),
  'iam:ListOrganizationsFeatures': () => ({ OrganizationId: 'o-example1234', EnabledFeatures: [] }),
  'organizations:DescribeResourcePolicy': () => {
    throw new StubError('ResourcePolicyNotFoundException', 'There is no resource policy in this organization.');
  },
} satisfies Record<string, Handler>;
