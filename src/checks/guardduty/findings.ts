import type { Finding, FindingCriteria } from '@aws-sdk/client-guardduty';
import type { Aws } from '../../core/collection.js';
import { readUpTo } from '../../core/bounded.js';
import { hideSecretsIn } from '../../core/secrets.js';
import { type FindingResource, resourceOf } from './finding-resource.js';

const sdk = () => import('./sdk.js');

/** A finding that nobody has archived; the texts are AWS's, with names in them that intruders may have chosen. */
export interface GuardDutyFinding {
  Id: string;
  Type: string;
  Title: string;
  /** 1 to 10; null where AWS did not tell. */
  Severity: number | null;
  AccountId: string;
  CreatedAt: string | null;
  UpdatedAt: string | null;
  /** Made to be looked at, with "generate sample findings". */
  Sample: boolean;
  Resource: FindingResource;
}

/** Findings that are not archived, gravest first, as many as an audit reads. */
export interface OpenFindings {
  Findings: GuardDutyFinding[];
  Truncated: boolean;
  /** How many there are, read or not; null where AWS does not tell. */
  Total: number | null;
}

interface OfDetector {
  DetectorId: string;
}

const unarchived: FindingCriteria = { Criterion: { 'service.archived': { Equals: ['false'] } } };
const atOnce = 50;

/** Reads the gravest findings, no more than the audit allows. */
export async function readFindings({ DetectorId }: OfDetector, aws: Aws): Promise<OpenFindings> {
  const { items: ids, truncated: Truncated } = await listIds(DetectorId, aws);
  const batches: string[][] = [];
  for (let start = 0; start < ids.length; start += atOnce) batches.push(ids.slice(start, start + atOnce));
  const answers = (await Promise.all(batches.map(batch => getFindings(DetectorId, batch, aws)))).flat();
  const told = new Set(answers.map(({ Id }) => Id));
  // One that was listed and then not told stays, as one of unknown severity.
  const found = [...answers, ...ids.filter(Id => !told.has(Id)).map(Id => copy({ Id }))];
  // GetFindings keeps no order; within one severity that of ListFindings stands.
  const place = new Map(ids.map((id, index) => [id, index]));
  found.sort((a, b) => (b.Severity ?? 0) - (a.Severity ?? 0) || (place.get(a.Id) ?? 0) - (place.get(b.Id) ?? 0));
  return { Findings: found, Truncated, Total: Truncated ? await countFindings(DetectorId, aws) : found.length };
}

async function listIds(DetectorId: string, aws: Aws): Promise<{ items: string[]; truncated: boolean }> {
  const { GuardDutyClient, paginateListFindings } = await sdk();
  const pages = paginateListFindings(
    { client: aws.client(GuardDutyClient), pageSize: atOnce },
    { DetectorId, FindingCriteria: unarchived, SortCriteria: { AttributeName: 'severity', OrderBy: 'DESC' } },
  );
  return readUpTo(aws.maxDetectorFindings, pages, page => page.FindingIds);
}

async function getFindings(DetectorId: string, FindingIds: string[], aws: Aws): Promise<GuardDutyFinding[]> {
  const { GetFindingsCommand, GuardDutyClient } = await sdk();
  const answer = await aws.client(GuardDutyClient).send(new GetFindingsCommand({ DetectorId, FindingIds }));
  return (answer.Findings ?? []).map(copy);
}

/** Secrets first: half of one is not known as such. */
const cut = (text: string | undefined): string => hideSecretsIn(text ?? '').slice(0, 300);

function copy(finding: Partial<Finding>): GuardDutyFinding {
  const { Id, Type } = resourceOf(finding);
  return {
    Id: finding.Id ?? '',
    Type: cut(finding.Type),
    Title: cut(finding.Title),
    Severity: finding.Severity ?? null,
    AccountId: finding.AccountId ?? '',
    CreatedAt: finding.CreatedAt ?? null,
    UpdatedAt: finding.UpdatedAt ?? null,
    Sample: isSample(finding),
    Resource: { Id: cut(Id), Type: cut(Type) },
  };
}

/** The additional information is JSON as text; a sample has `"sample":true` there. */
const isSample = ({ Service, Title = '' }: Partial<Finding>): boolean =>
  /"sample"\s*:\s*"?true/.test(Service?.AdditionalInfo?.Value ?? '') || Title.startsWith('[SAMPLE]');

async function countFindings(DetectorId: string, aws: Aws): Promise<number | null> {
  const { GetFindingsStatisticsCommand, GuardDutyClient } = await sdk();
  const answer = await aws.client(GuardDutyClient).send(
    // Severities have one decimal, so a hundred groups hold all of them.
    new GetFindingsStatisticsCommand({
      DetectorId,
      FindingCriteria: unarchived,
      GroupBy: 'SEVERITY',
      MaxResults: 100,
    }),
  );
  if (answer.NextToken) return null;
  const groups = answer.FindingStatistics?.GroupedBySeverity ?? [];
  return groups.reduce((sum, { TotalFindings = 0 }) => sum + TotalFindings, 0);
}
