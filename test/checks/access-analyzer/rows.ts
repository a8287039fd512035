import type { ActiveFindings, Analyzer } from '../../../src/checks/access-analyzer/analyzers.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

export const findings = (Count: number, Truncated = false): ActiveFindings => ({
  Count,
  Truncated,
  Findings: Array.from({ length: Math.min(Count, 5) }, (_, index) => ({
    id: `f-${index}`,
    findingType: 'ExternalAccess',
    resource: `arn:aws:s3:::bucket-${index}`,
    resourceType: 'AWS::S3::Bucket',
  })),
});

export const analyzerRow = (
  name: string,
  more: Partial<Analyzer> = {},
  details: Record<string, unknown> = { findings: findings(0) },
  region = 'eu-north-1',
): StoredRow =>
  row(
    {
      arn: `arn:aws:access-analyzer:${region}:111122223333:analyzer/${name}`,
      name,
      type: 'ACCOUNT',
      status: 'ACTIVE',
      statusReason: null,
      createdAt: '2025-01-01T00:00:00.000Z',
      managedBy: null,
      tags: {},
      ...more,
    } satisfies Analyzer,
    details,
    region,
  );

export const regionRow = (name = 'eu-north-1'): StoredRow => row({ RegionName: name }, {}, name);
