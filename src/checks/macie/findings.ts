import type { Finding as AwsFinding } from '@aws-sdk/client-macie2';
import { readUpTo } from '../../core/bounded.js';
import type { Aws } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';

const sdk = () => import('./sdk.js');

/** An open finding, as far as it is kept: never what was found, nor the name of the object it was found in. */
export interface Finding {
  id: string;
  accountId: string;
  category: string;
  type: string;
  title: string;
  severity: { description: string; score: number | null };
  sample: boolean;
  createdAt: string | null;
  updatedAt: string | null;
  s3Bucket: { arn: string; name: string } | null;
}

/** Findings that are not archived, the gravest first; Total is null where some were left unread. */
export interface OpenFindings {
  Findings: Finding[];
  Truncated: boolean;
  Total: number | null;
}

/** GetFindings takes this many ids, and ListFindings gives as many a page. */
const atOnce = 50;
const titleAtMost = 300;
const gravestFirst = { attributeName: 'severity.score', orderBy: 'DESC' } as const;

export async function listFindings(aws: Aws): Promise<OpenFindings> {
  const { GetFindingsCommand, Macie2Client, paginateListFindings } = await sdk();
  const client = aws.client(Macie2Client);
  const limit = aws.maxDetectorFindings;
  const pages = paginateListFindings(
    { client, pageSize: Math.min(atOnce, limit) },
    { findingCriteria: { criterion: { archived: { eq: ['false'] } } }, sortCriteria: gravestFirst },
  );
  const { items: ids, truncated } = await readUpTo(limit, pages, page => page.findingIds);
  const Findings: Finding[] = [];
  for (let start = 0; start < ids.length; start += atOnce) {
    const findingIds = ids.slice(start, start + atOnce);
    const answer = await client.send(new GetFindingsCommand({ findingIds, sortCriteria: gravestFirst }));
    Findings.push(...(answer.findings ?? []).map(findingOf));
  }
  return { Findings, Truncated: truncated, Total: truncated ? null : ids.length };
}

function findingOf(finding: AwsFinding): Finding {
  const bucket = finding.resourcesAffected?.s3Bucket;
  return {
    id: finding.id ?? '',
    accountId: finding.accountId ?? '',
    category: finding.category ?? '',
    type: finding.type ?? '',
    title: (finding.title ?? '').slice(0, titleAtMost),
    severity: { description: finding.severity?.description ?? '', score: finding.severity?.score ?? null },
    sample: finding.sample ?? false,
    createdAt: isoOf(finding.createdAt),
    updatedAt: isoOf(finding.updatedAt),
    s3Bucket: bucket ? { arn: bucket.arn ?? '', name: bucket.name ?? '' } : null,
  };
}
