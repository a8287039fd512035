import type { AwsSecurityFinding, AwsSecurityFindingFilters, StringFilter } from '@aws-sdk/client-securityhub';
import type { Aws } from '../../core/collection.js';
import { controlRules } from './controls.generated.js';

const sdk = () => import('./sdk.js');

/** What a control said of one resource. */
export interface ControlVerdict {
  Id: string;
  GeneratorId: string;
  AwsAccountId: string;
  Compliance: { Status: string | null; SecurityControlId: string | null };
  Workflow: { Status: string | null };
  /** The first resource alone: a control looks at one. */
  Resources: { Id: string; Type: string; Region: string | null }[];
  UpdatedAt: string | null;
}

/** A finding of any product, in the fields that people sort their work by. */
export interface HubFinding extends ControlVerdict {
  ProductName: string | null;
  Types: string[];
  Title: string;
  Severity: { Label: string | null };
  CreatedAt: string | null;
}

/** What was read of a list, and whether there is more; AWS tells no total, so null where there is. */
export interface Read<Finding> {
  Findings: Finding[];
  Truncated: boolean;
  Total: number | null;
}

const pageSize = 100;
const valuesAtMost = 20;
const titleAtMost = 300;

const equals = (...values: readonly string[]): StringFilter[] =>
  values.map(Value => ({ Value, Comparison: 'EQUALS' as const }));

/** Open findings about this region, gravest first. In an aggregation region those of linked regions are listed, too. */
export async function readOpenFindings(aws: Aws): Promise<Read<HubFinding>> {
  const filters = {
    RecordState: equals('ACTIVE'),
    WorkflowStatus: equals('NEW', 'NOTIFIED'),
    Region: equals(aws.region),
  };
  const { found, truncated } = await readUpTo(aws.maxDetectorFindings, filters, aws);
  // A filter on ComplianceStatus may lose findings that have no Compliance at all.
  const open = found.filter(finding => finding.Compliance?.Status !== 'PASSED').map(copyFinding);
  return { Findings: open, Truncated: truncated, Total: truncated ? null : open.length };
}

/** What the controls that ask the same as a rule of ours say of this account here, each control and resource once. */
export async function readControls(aws: Aws): Promise<Read<ControlVerdict>> {
  const ids = Object.keys(controlRules);
  const newest = new Map<string, ControlVerdict>();
  let room = aws.maxDetectorFindings;
  let truncated = false;
  for (let start = 0; start < ids.length && !truncated; start += valuesAtMost) {
    const filters = {
      ProductName: equals('Security Hub'),
      RecordState: equals('ACTIVE'),
      Region: equals(aws.region),
      AwsAccountId: equals(aws.account),
      ComplianceSecurityControlId: equals(...ids.slice(start, start + valuesAtMost)),
    };
    const read = await readUpTo(room, filters, aws);
    room -= read.found.length;
    truncated = read.truncated || (room === 0 && start + valuesAtMost < ids.length);
    for (const one of read.found) keepNewest(newest, copyVerdict(one));
  }
  const Findings = [...newest.values()].sort((a, b) => (a.Id < b.Id ? -1 : 1));
  return { Findings, Truncated: truncated, Total: truncated ? null : Findings.length };
}

/** Each standard that has a control on reports it once more, unless control findings are consolidated. */
function keepNewest(newest: Map<string, ControlVerdict>, verdict: ControlVerdict): void {
  const key = keyOf(verdict);
  const known = newest.get(key);
  const isNewer = !known || ageKey(verdict) > ageKey(known);
  if (isNewer) newest.set(key, verdict);
}

const ageKey = ({ UpdatedAt, Id }: ControlVerdict): string => `${UpdatedAt ?? ''} ${Id}`;

/** Equal for findings in which a control tells the same thing again. */
export const keyOf = (finding: ControlVerdict): string =>
  [controlIdOf(finding), finding.AwsAccountId, finding.Resources[0]?.Id].join(' ');

async function readUpTo(
  most: number,
  Filters: AwsSecurityFindingFilters,
  aws: Aws,
): Promise<{ found: AwsSecurityFinding[]; truncated: boolean }> {
  const { paginateGetFindings, SecurityHubClient } = await sdk();
  const found: AwsSecurityFinding[] = [];
  const request = { Filters, SortCriteria: [{ Field: 'SeverityNormalized', SortOrder: 'desc' as const }] };
  for await (const page of paginateGetFindings({ client: aws.client(SecurityHubClient), pageSize }, request)) {
    const room = most - found.length;
    const listed = page.Findings ?? [];
    found.push(...listed.slice(0, room));
    if (listed.length > room || (found.length === most && page.NextToken)) return { found, truncated: true };
  }
  return { found, truncated: false };
}

const copyVerdict = (finding: AwsSecurityFinding): ControlVerdict => ({
  Id: finding.Id ?? '',
  GeneratorId: finding.GeneratorId ?? '',
  AwsAccountId: finding.AwsAccountId ?? '',
  Compliance: {
    Status: finding.Compliance?.Status ?? null,
    SecurityControlId: finding.Compliance?.SecurityControlId ?? null,
  },
  Workflow: { Status: finding.Workflow?.Status ?? null },
  Resources: (finding.Resources ?? [])
    .slice(0, 1)
    .map(({ Id = '', Type = '', Region }) => ({ Id, Type, Region: Region ?? null })),
  UpdatedAt: finding.UpdatedAt ?? null,
});

const copyFinding = (finding: AwsSecurityFinding): HubFinding => ({
  ...copyVerdict(finding),
  ProductName: finding.ProductName ?? null,
  Types: (finding.Types ?? []).slice(0, 5),
  Title: (finding.Title ?? '').slice(0, titleAtMost),
  Severity: { Label: finding.Severity?.Label ?? null },
  CreatedAt: finding.CreatedAt ?? null,
});

/** `IAM.4`, also of a finding that tells it in its GeneratorId alone; null where the finding is no control's. */
export function controlIdOf({ Compliance, GeneratorId }: Pick<ControlVerdict, 'Compliance' | 'GeneratorId'>) {
  if (Compliance.SecurityControlId !== null) return Compliance.SecurityControlId;
  const [last = ''] = GeneratorId.split('/').slice(-1);
  return /^[A-Z][A-Za-z0-9]*\.\d+$/.test(last) ? last : null;
}
