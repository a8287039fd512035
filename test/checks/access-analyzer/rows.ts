import type { Analyzer } from '../../../src/checks/access-analyzer/analyzers.js';
import type { ActiveFindings, Finding } from '../../../src/checks/access-analyzer/findings.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

export const finding = (id: number, more: Partial<Finding> = {}): Finding => ({
  id: `f-${id}`,
  findingType: 'ExternalAccess',
  resource: `arn:aws:s3:::bucket-${id}`,
  resourceType: 'AWS::S3::Bucket',
  resourceOwnerAccount: '111122223333',
  status: 'ACTIVE',
  createdAt: '2026-10-01T08:00:00.000Z',
  updatedAt: '2026-11-01T08:00:00.000Z',
  analyzedAt: '2026-11-21T08:00:00.000Z',
  ...more,
});

/** Some findings that are given, or so many. */
export const findings = (given: number | Finding[], Truncated = false): ActiveFindings => {
  const Findings = typeof given === 'number' ? Array.from({ length: given }, (_, index) => finding(index)) : given;
  return { Findings, Truncated, Total: Truncated ? null : Findings.length };
};

export const analyzerRow = (
  name: string,
  more: Partial<Analyzer> = {},
  details: Record<string, unknown> = { findings: findings(0), publicFindings: findings(0) },
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
