import type { Finding as AwsFinding } from '@aws-sdk/client-inspector2';
import { readUpTo } from '../../core/bounded.js';
import type { Aws } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';

const sdk = () => import('./sdk.js');

/** An open finding, as far as it is kept. */
export interface Finding {
  findingArn: string;
  awsAccountId: string;
  type: string;
  title: string;
  severity: string;
  firstObservedAt: string | null;
  updatedAt: string | null;
  fixAvailable: string | null;
  exploitAvailable: string | null;
  /** Of findings about packages: the CVE, or a vendor's id. */
  vulnerabilityId: string | null;
  /** Inspector names one resource a finding. */
  resource: { type: string; id: string } | null;
}

/** Findings in status ACTIVE, the gravest first; Total is null where some were left unread. */
export interface ActiveFindings {
  Findings: Finding[];
  Truncated: boolean;
  Total: number | null;
}

/** How many findings are open. */
export interface SeverityCounts {
  all: number;
  critical: number;
  high: number;
  medium: number;
}

const perPage = 100;
const titleAtMost = 300;

/** The open findings about the account itself: an administrator's account sees those of its members, too. */
export async function listFindings(accountId: string, aws: Aws): Promise<ActiveFindings> {
  const { Inspector2Client, paginateListFindings } = await sdk();
  const limit = aws.maxDetectorFindings;
  const pages = paginateListFindings(
    { client: aws.client(Inspector2Client), pageSize: Math.min(perPage, limit) },
    {
      filterCriteria: {
        awsAccountId: [{ comparison: 'EQUALS', value: accountId }],
        findingStatus: [{ comparison: 'EQUALS', value: 'ACTIVE' }],
      },
      sortCriteria: { field: 'SEVERITY', sortOrder: 'DESC' },
    },
  );
  const { items, truncated } = await readUpTo(limit, pages, page => page.findings);
  return { Findings: items.map(findingOf), Truncated: truncated, Total: truncated ? null : items.length };
}

function findingOf(finding: AwsFinding): Finding {
  const [resource] = finding.resources ?? [];
  return {
    findingArn: finding.findingArn ?? '',
    awsAccountId: finding.awsAccountId ?? '',
    type: finding.type ?? '',
    title: (finding.title ?? '').slice(0, titleAtMost),
    severity: finding.severity ?? '',
    firstObservedAt: isoOf(finding.firstObservedAt),
    updatedAt: isoOf(finding.updatedAt),
    fixAvailable: finding.fixAvailable ?? null,
    exploitAvailable: finding.exploitAvailable ?? null,
    vulnerabilityId: finding.packageVulnerabilityDetails?.vulnerabilityId ?? null,
    resource: resource ? { type: resource.type ?? '', id: resource.id ?? '' } : null,
  };
}

/** Counts the open findings about the account, also those that are not read. */
export async function countFindings(accountId: string, aws: Aws): Promise<SeverityCounts> {
  const { Inspector2Client, ListFindingAggregationsCommand } = await sdk();
  const answer = await aws.client(Inspector2Client).send(
    new ListFindingAggregationsCommand({
      aggregationType: 'ACCOUNT',
      accountIds: [{ comparison: 'EQUALS', value: accountId }],
    }),
  );
  const counted = answer.responses?.map(one => one.accountAggregation).find(one => one?.accountId === accountId);
  const { all = 0, critical = 0, high = 0, medium = 0 } = counted?.severityCounts ?? {};
  return { all, critical, high, medium };
}
