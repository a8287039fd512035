import type { Finding, OpenFindings } from '../../../src/checks/macie/findings.js';
import type { Session } from '../../../src/checks/macie/sessions.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

export const own = '111122223333';

export const finding = (id: number, more: Partial<Finding> = {}): Finding => ({
  id: `m-${id}`,
  accountId: own,
  category: 'CLASSIFICATION',
  type: 'SensitiveData:S3Object/Personal',
  title: 'The S3 object contains personal information',
  severity: { description: 'High', score: 3 },
  sample: false,
  createdAt: '2026-10-01T08:00:00.000Z',
  updatedAt: '2026-10-02T08:00:00.000Z',
  s3Bucket: { arn: 'arn:aws:s3:::uploads', name: 'uploads' },
  ...more,
});

export const findings = (Findings: Finding[], Truncated = false): OpenFindings => ({
  Findings,
  Truncated,
  Total: Truncated ? null : Findings.length,
});

export const discovery = (status: string) => ({ status, autoEnableOrganizationMembers: null, lastUpdatedAt: null });

export const sessionRow = (
  status = 'ENABLED',
  details: Record<string, unknown> = {},
  region = 'eu-north-1',
): StoredRow =>
  row(
    {
      accountId: own,
      status,
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
      createdAt: '2025-01-01T00:00:00.000Z',
      updatedAt: '2025-01-01T00:00:00.000Z',
    } satisfies Session,
    {
      automatedDiscovery: status === 'ENABLED' ? discovery('ENABLED') : null,
      usage: [],
      findings: null,
      organization: null,
      ...details,
    },
    region,
  );

export const bucketRow = (Name: string, BucketRegion = 'eu-north-1'): StoredRow =>
  row({ Name, BucketArn: `arn:aws:s3:::${Name}`, BucketRegion, CreationDate: null }, {}, 'global');
