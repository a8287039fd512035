import { type At, type Handler, StubError } from '../../test/server/stub.js';
import { account, daysAgo } from './place.js';

const home = 'eu-north-1';
const date = (days: number): Date => new Date(daysAgo(days));

/** Macie looks through the buckets at home; nobody thought of the one in the other region. */
export const macie: Record<string, Handler> = {
  'macie2:GetMacieSession': (_input, { region }: At) => {
    if (region !== home) throw new StubError('AccessDeniedException', 'Macie is not enabled.', 403);
    return {
      status: 'ENABLED',
      findingPublishingFrequency: 'SIX_HOURS',
      createdAt: date(400),
      updatedAt: date(180),
    };
  },
  'macie2:GetAutomatedDiscoveryConfiguration': () => ({
    status: 'ENABLED',
    firstEnabledAt: date(180),
    lastUpdatedAt: date(180),
  }),
  'macie2:GetUsageTotals': () => ({
    timeRange: 'PAST_30_DAYS',
    usageTotals: [
      { type: 'DATA_INVENTORY_EVALUATION', estimatedCost: '0.40', currency: 'USD' },
      { type: 'AUTOMATED_OBJECT_MONITORING', estimatedCost: '0.62', currency: 'USD' },
      { type: 'AUTOMATED_SENSITIVE_DATA_DISCOVERY', estimatedCost: '3.18', currency: 'USD' },
    ],
  }),
  'macie2:ListFindings': () => ({ findingIds: discoveries.map(discoveryId) }),
  'macie2:GetFindings': () => ({ findings: discoveries.map(discovery) }),
  'macie2:GetAdministratorAccount': () => ({}),
  'macie2:DescribeOrganizationConfiguration': () => {
    throw new StubError(
      'AccessDeniedException',
      'The request failed because you must be the Macie administrator for an organization to perform this operation.',
      403,
    );
  },
};

/** Type, title, severity and its score, since how many days, and in which bucket. */
const discoveries: [string, string, string, number, number, string][] = [
  ['SensitiveData:S3Object/Credentials', 'The S3 object contains credentials data', 'High', 3, 26, 'lodge-artifacts'],
  ['SensitiveData:S3Object/Personal', 'The S3 object contains personal information', 'Medium', 2, 12, 'lodge-uploads'],
];
const discoveryId = (_one: unknown, index: number): string => String(index + 1).padStart(32, '7be4');

const discovery = (one: (typeof discoveries)[number], index: number) => {
  const [type, title, description, score, days, name] = one;
  return {
    id: discoveryId(one, index),
    accountId: account,
    category: 'CLASSIFICATION',
    type,
    title,
    severity: { description, score },
    archived: false,
    sample: false,
    createdAt: date(days),
    updatedAt: date(days),
    resourcesAffected: { s3Bucket: { arn: `arn:aws:s3:::${name}`, name } },
  };
};
