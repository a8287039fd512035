import type { Criterion, FindingSummaryV2 } from '@aws-sdk/client-accessanalyzer';
import { readUpTo } from '../../core/bounded.js';
import type { Aws } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';

const sdk = () => import('./sdk.js');

/** A finding as ListFindingsV2 tells. */
export interface Finding {
  id: string;
  findingType: string;
  resource: string;
  resourceType: string;
  resourceOwnerAccount: string;
  status: string;
  createdAt: string | null;
  updatedAt: string | null;
  analyzedAt: string | null;
}

/** Findings in status ACTIVE; Total is null where some were left unread, as AWS does not count them. */
export interface ActiveFindings {
  Findings: Finding[];
  Truncated: boolean;
  Total: number | null;
}

/** When the newest finding that is archived or resolved changed. */
export interface SettledFindings {
  UpdatedAt: string | null;
}

const perPage = 100;

/** The active findings of an analyzer that match `more`. */
export async function listActive(
  analyzerArn: string,
  aws: Aws,
  more: Record<string, Criterion> = {},
): Promise<ActiveFindings> {
  const { AccessAnalyzerClient, paginateListFindingsV2 } = await sdk();
  const limit = aws.maxDetectorFindings;
  const pages = paginateListFindingsV2(
    { client: aws.client(AccessAnalyzerClient), pageSize: Math.min(perPage, limit) },
    { analyzerArn, filter: { status: { eq: ['ACTIVE'] }, ...more } },
  );
  const { items, truncated } = await readUpTo(limit, pages, page => page.findings);
  return { Findings: items.map(findingOf), Truncated: truncated, Total: truncated ? null : items.length };
}

/** The newest of those that are archived or resolved. */
export async function readSettled(analyzerArn: string, aws: Aws): Promise<SettledFindings> {
  const { AccessAnalyzerClient, ListFindingsV2Command } = await sdk();
  const answer = await aws.client(AccessAnalyzerClient).send(
    new ListFindingsV2Command({
      analyzerArn,
      filter: { status: { eq: ['ARCHIVED', 'RESOLVED'] } },
      sort: { attributeName: 'updatedAt', orderBy: 'DESC' },
      maxResults: perPage,
    }),
  );
  const times = (answer.findings ?? []).map(({ updatedAt }) => isoOf(updatedAt) ?? '').sort();
  return { UpdatedAt: times.at(-1) || null };
}

const findingOf = (finding: FindingSummaryV2): Finding => ({
  id: finding.id ?? '',
  findingType: finding.findingType ?? '',
  resource: finding.resource ?? '',
  resourceType: finding.resourceType ?? '',
  resourceOwnerAccount: finding.resourceOwnerAccount ?? '',
  status: finding.status ?? '',
  createdAt: isoOf(finding.createdAt),
  updatedAt: isoOf(finding.updatedAt),
  analyzedAt: isoOf(finding.analyzedAt),
});
