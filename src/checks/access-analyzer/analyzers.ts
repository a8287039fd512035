import { check, fail, pass, saw } from '../../core/check.js';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import { cannotTell } from '../../core/unavailable.js';

const sdk = () => import('./sdk.js');

/** An analyzer of this account, as ListAnalyzers tells; an organization's analyzer shows only in its administrator account. */
export interface Analyzer {
  arn: string;
  name: string;
  type: string;
  status: string;
  /** Why it is not active (`code` of AWS's statusReason). */
  statusReason: string | null;
  createdAt: string | null;
  managedBy: string | null;
  tags: Record<string, string>;
}

/** Findings in status ACTIVE: how many (at least, where Truncated), and the first of them. */
export interface ActiveFindings {
  Count: number;
  Truncated: boolean;
  Findings: { id: string; findingType: string; resource: string; resourceType: string }[];
}

/** What people have dealt with: when the newest finding that is archived or resolved changed. */
export interface SettledFindings {
  UpdatedAt: string | null;
}

interface Details {
  findings: ActiveFindings;
  settled: SettledFindings;
}

const pagesAtMost = 20;
const findingsPerPage = 100;
const findingsKept = 200;

export const analyzers = collection<Analyzer, Details>({
  id: 'access-analyzer.analyzers',
  noun: 'access analyzers',
  calls: ['access-analyzer:ListAnalyzers'],
  async list(aws) {
    const { AccessAnalyzerClient, paginateListAnalyzers } = await sdk();
    const found: Analyzer[] = [];
    for await (const page of paginateListAnalyzers({ client: aws.client(AccessAnalyzerClient) }, {})) {
      for (const analyzer of page.analyzers ?? []) {
        found.push({
          arn: analyzer.arn ?? '',
          name: analyzer.name ?? '',
          type: analyzer.type ?? '',
          status: analyzer.status ?? '',
          statusReason: analyzer.statusReason?.code ?? null,
          createdAt: isoOf(analyzer.createdAt),
          managedBy: analyzer.managedBy ?? null,
          tags: analyzer.tags ?? {},
        });
      }
    }
    return found;
  },
  resource: analyzer => ({
    id: analyzer.arn,
    arn: analyzer.arn,
    name: analyzer.name,
    type: 'AWS::AccessAnalyzer::Analyzer',
    tags: analyzer.tags,
  }),
  details: {
    findings: detail({
      // ListFindings refuses analyzers of unused and internal access; V2 takes all, under the same IAM action.
      calls: [call('access-analyzer:ListFindingsV2', 'access-analyzer:ListFindings')],
      get: (analyzer, aws) => listActive(analyzer.arn, aws),
    }),
    settled: {
      calls: [call('access-analyzer:ListFindingsV2', 'access-analyzer:ListFindings')],
      when: isOfUnusedAccess,
      otherwise: { UpdatedAt: null },
      get: (analyzer, aws) => readSettled(analyzer.arn, aws),
    },
  },
});

/** Analyzers of unused access are billed for every user and role; those of external access are free. */
export function isOfUnusedAccess({ type }: Analyzer): boolean {
  return type.endsWith('_UNUSED_ACCESS');
}

async function readSettled(analyzerArn: string, aws: Aws): Promise<SettledFindings> {
  const { AccessAnalyzerClient, ListFindingsV2Command } = await sdk();
  const answer = await aws.client(AccessAnalyzerClient).send(
    new ListFindingsV2Command({
      analyzerArn,
      filter: { status: { eq: ['ARCHIVED', 'RESOLVED'] } },
      sort: { attributeName: 'updatedAt', orderBy: 'DESC' },
      maxResults: findingsPerPage,
    }),
  );
  const times = (answer.findings ?? []).map(({ updatedAt }) => isoOf(updatedAt) ?? '').sort();
  return { UpdatedAt: times.at(-1) || null };
}

async function listActive(analyzerArn: string, aws: Aws): Promise<ActiveFindings> {
  const { AccessAnalyzerClient, paginateListFindingsV2 } = await sdk();
  const found: ActiveFindings = { Count: 0, Truncated: false, Findings: [] };
  let pages = 0;
  for await (const page of paginateListFindingsV2(
    { client: aws.client(AccessAnalyzerClient), pageSize: findingsPerPage },
    { analyzerArn, filter: { status: { eq: ['ACTIVE'] } } },
  )) {
    for (const finding of page.findings ?? []) {
      found.Count += 1;
      if (found.Findings.length >= findingsKept) continue;
      found.Findings.push({
        id: finding.id ?? '',
        findingType: finding.findingType ?? '',
        resource: finding.resource ?? '',
        resourceType: finding.resourceType ?? '',
      });
    }
    pages += 1;
    found.Truncated = pages === pagesAtMost && Boolean(page.nextToken);
    if (pages === pagesAtMost) break;
  }
  return found;
}

export const noActiveFindings = check({
  id: 'access-analyzer-no-active-findings',
  title: 'Access analyzers have no open findings',
  why: 'Each open finding is something that outsiders can reach, or access that nobody uses: it is either meant, and should be archived, or a hole.',
  fix: {
    command:
      'aws accessanalyzer list-findings-v2 --analyzer-arn {arn} --filter \'{"status":{"eq":["ACTIVE"]}}\' --region {region}',
    note: 'Take away access that is not meant; archive what is ("aws accessanalyzer update-findings --status ARCHIVED"), or write an archive rule.',
  },
  fields: ['access-analyzer:ListFindingsV2.findings'],
  on: analyzers.with('findings'),
  scope: 'the analyzer is not active',
  applies: analyzer => analyzer.status === 'ACTIVE',
  test(analyzer) {
    const { Count, Truncated, Findings } = analyzer.findings;
    const seen = saw('access-analyzer:ListFindingsV2', 'findings', { active: Count }, { active: 0 });
    if (Count === 0 && Truncated)
      cannotTell('truncated', 'access-analyzer:ListFindingsV2', 'the list of findings was cut before the first one');
    if (Count === 0) return pass('no active finding', seen);
    const named = Findings.slice(0, 3).map(finding => `${finding.findingType} ${finding.resource}`.trim());
    const more = Count > named.length ? ' …' : '';
    return fail(`${Truncated ? 'at least ' : ''}${Count} active findings: ${named.join(', ')}${more}`, seen);
  },
});
