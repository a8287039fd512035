import { type Handler, StubError } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const home = 'eu-north-1';
const early = new Date('2025-03-01T08:00:00Z');
const recent = new Date('2026-11-22T08:30:00Z');

/** Macie is on at home alone. */
export const macie: Record<string, Handler> = {
  'macie2:GetMacieSession': (_input, { region }) => {
    if (region !== home) throw new StubError('AccessDeniedException', 'Macie is not enabled.', 403);
    return {
      status: 'ENABLED',
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
      createdAt: early,
      updatedAt: early,
    };
  },
  'macie2:GetAutomatedDiscoveryConfiguration': () => ({ status: 'DISABLED' }),
  'macie2:GetUsageTotals': () => ({
    timeRange: 'PAST_30_DAYS',
    usageTotals: [{ type: 'DATA_INVENTORY_EVALUATION', estimatedCost: '0.20', currency: 'USD' }],
  }),
  'macie2:ListFindings': () => ({ findingIds: ['m-1'] }),
  'macie2:GetFindings': () => ({
    findings: [
      {
        id: 'm-1',
        accountId,
        category: 'POLICY',
        type: 'Policy:IAMUser/S3BucketPublic',
        title: 'The S3 bucket is publicly accessible',
        severity: { description: 'High', score: 3 },
        archived: false,
        sample: false,
        createdAt: early,
        updatedAt: recent,
        resourcesAffected: { s3Bucket: { arn: 'arn:aws:s3:::shop-logs', name: 'shop-logs' } },
      },
    ],
  }),
  'macie2:GetAdministratorAccount': () => ({}),
  'macie2:DescribeOrganizationConfiguration': () => ({ autoEnable: false, maxAccountLimitReached: false }),
};
