import type { Account, ScanType, State } from '../../../src/checks/inspector/accounts.js';
import type { ActiveFindings, Finding } from '../../../src/checks/inspector/findings.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

export const own = '111122223333';

export const finding = (id: number, more: Partial<Finding> = {}): Finding => ({
  findingArn: `arn:aws:inspector2:eu-north-1:${own}:finding/${id}`,
  awsAccountId: own,
  type: 'PACKAGE_VULNERABILITY',
  title: `CVE-2026-${id} - openssl`,
  severity: 'HIGH',
  firstObservedAt: '2026-10-01T08:00:00.000Z',
  updatedAt: '2026-11-01T08:00:00.000Z',
  fixAvailable: 'YES',
  exploitAvailable: 'NO',
  vulnerabilityId: `CVE-2026-${id}`,
  resource: { type: 'AWS_EC2_INSTANCE', id: 'i-1' },
  ...more,
});

export const findings = (Findings: Finding[], Truncated = false): ActiveFindings => ({
  Findings,
  Truncated,
  Total: Truncated ? null : Findings.length,
});

const state = (status: string | null): State | null => (status === null ? null : { status, errorCode: null });

/** Inspector in a region: the account's state, and scans that stand otherwise; null for one that AWS does not name. */
export const accountRow = (
  status: string,
  scans: Partial<Record<ScanType, string | null>> = {},
  details: Record<string, unknown> = {},
  region = 'eu-north-1',
): StoredRow => {
  const of = (scan: ScanType): State | null => {
    const given = scans[scan];
    return state(given === undefined ? status : given);
  };
  return row(
    {
      accountId: own,
      state: { status, errorCode: null },
      resourceState: {
        ec2: of('ec2'),
        ecr: of('ecr'),
        lambda: of('lambda'),
        lambdaCode: of('lambdaCode'),
        codeRepository: of('codeRepository'),
      },
    } satisfies Account,
    { findings: null, counts: null, usage: [], coverage: [], organization: null, ...details },
    region,
  );
};

/** What runs in a region. */
export const place = (region: string, details: Record<string, unknown> = {}): StoredRow =>
  row({ RegionName: region }, { instances: [], functions: [], ...details }, region);

export const repositoryRow = (repositoryName: string, region = 'eu-north-1'): StoredRow =>
  row({ repositoryName, repositoryArn: `arn:aws:ecr:${region}:${own}:repository/${repositoryName}` }, {}, region);
