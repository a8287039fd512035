import { check, fail, pass, saw } from '../../core/check.js';
import { call, collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import { cannotTell } from '../../core/unavailable.js';
import { type ActiveFindings, listActive, readSettled, type SettledFindings } from './findings.js';

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

interface Details {
  /** Empty of analyzers that are not active. */
  findings: ActiveFindings;
  /** Those about public access; AWS tells it of external access alone, and in a list only to who asks for it. */
  publicFindings: ActiveFindings;
  /** What people have dealt with, of analyzers of unused access. */
  settled: SettledFindings;
}

/** External access: the types that tell what can be reached from outside. */
export const externalAccess: readonly string[] = ['ACCOUNT', 'ORGANIZATION'];

const isActive = ({ status }: Analyzer): boolean => status === 'ACTIVE';

// ListFindings refuses analyzers of unused and internal access; V2 takes all, under the same IAM action.
const listing = [call('access-analyzer:ListFindingsV2', 'access-analyzer:ListFindings')];
const none: ActiveFindings = { Findings: [], Truncated: false, Total: 0 };

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
    findings: { calls: listing, when: isActive, otherwise: none, get: ({ arn }, aws) => listActive(arn, aws) },
    publicFindings: {
      calls: listing,
      when: analyzer => isActive(analyzer) && externalAccess.includes(analyzer.type),
      otherwise: none,
      get: ({ arn }, aws) => listActive(arn, aws, { isPublic: { eq: ['true'] } }),
    },
    settled: {
      calls: listing,
      when: isOfUnusedAccess,
      otherwise: { UpdatedAt: null },
      get: ({ arn }, aws) => readSettled(arn, aws),
    },
  },
});

/** Analyzers of unused access are billed for every user and role; those of external access are free. */
export function isOfUnusedAccess({ type }: Analyzer): boolean {
  return type.endsWith('_UNUSED_ACCESS');
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
  applies: isActive,
  test(analyzer) {
    const { Findings, Truncated } = analyzer.findings;
    const Count = Findings.length;
    const seen = saw('access-analyzer:ListFindingsV2', 'findings', { active: Count }, { active: 0 });
    if (Count === 0 && Truncated)
      cannotTell('truncated', 'access-analyzer:ListFindingsV2', 'the list of findings was cut before the first one');
    if (Count === 0) return pass('no active finding', seen);
    const named = Findings.slice(0, 3).map(finding => `${finding.findingType} ${finding.resource}`.trim());
    const more = Count > named.length ? ' …' : '';
    return fail(`${Truncated ? 'at least ' : ''}${Count} active findings: ${named.join(', ')}${more}`, seen);
  },
});
