import { type At, type Handler, StubError } from '../../test/server/stub.js';
import { account, daysAgo } from './place.js';

const home = 'eu-north-1';
const date = (days: number): Date => new Date(daysAgo(days));
const functions: Record<string, string[]> = {
  'eu-north-1': ['lodge-booking-api', 'lodge-search', 'lodge-image-resize', 'lodge-payout-webhook'],
  'us-east-1': ['lodge-edge-redirect'],
};
const repositoryArn = (name: string) => `arn:aws:ecr:${home}:${account}:repository/${name}`;
const image = (name: string, digest: string) => `${repositoryArn(name)}/sha256:${digest.repeat(8)}`;

/** What Lodge builds and runs in the regions. */
const builds: Record<string, Handler> = {
  'lambda:ListFunctions': (_input, { region }: At) => ({
    Functions: (functions[region] ?? []).map(FunctionName => ({ FunctionName, Runtime: 'nodejs22.x' })),
  }),
  'ecr:DescribeRepositories': (_input, { region }: At) => ({
    repositories: (region === home ? ['lodge/web', 'lodge/worker'] : []).map(repositoryName => ({
      repositoryName,
      repositoryArn: repositoryArn(repositoryName),
    })),
  }),
};

const state = (isOn: boolean) => ({ status: isOn ? 'ENABLED' : 'DISABLED', errorCode: undefined });

/** Inspector was turned on once for servers and images at home; functions came later, and nobody thought of them. */
const scans: Record<string, Handler> = {
  'inspector2:BatchGetAccountStatus': (_input, { region }: At) => {
    const atHome = state(region === home);
    const [ec2, ecr, off] = [atHome, atHome, state(false)];
    const resourceState = { ec2, ecr, lambda: off, lambdaCode: off, codeRepository: off };
    return { accounts: [{ accountId: account, state: atHome, resourceState }], failedAccounts: [] };
  },
  'inspector2:ListFindings': () => ({ findings: vulnerabilities.map(vulnerability) }),
  'inspector2:ListFindingAggregations': () => ({
    aggregationType: 'ACCOUNT',
    responses: [
      {
        accountAggregation: {
          accountId: account,
          severityCounts: { all: vulnerabilities.length, critical: 1, high: 2, medium: 2 },
        },
      },
    ],
  }),
  'inspector2:ListUsageTotals': () => ({
    totals: [
      {
        accountId: account,
        usage: [
          { type: 'EC2_INSTANCE_HOURS', total: 1440, estimatedMonthlyCost: 2.5, currency: 'USD' },
          { type: 'ECR_INITIAL_SCAN', total: 84, estimatedMonthlyCost: 7.56, currency: 'USD' },
          { type: 'ECR_RESCAN', total: 610, estimatedMonthlyCost: 6.1, currency: 'USD' },
        ],
      },
    ],
  }),
  'inspector2:ListCoverageStatistics': () => ({
    totalCounts: 44,
    countsByGroup: [
      { groupKey: 'AWS_ECR_CONTAINER_IMAGE', count: 40 },
      { groupKey: 'AWS_EC2_INSTANCE', count: 2 },
      { groupKey: 'AWS_ECR_REPOSITORY', count: 2 },
    ],
  }),
  'inspector2:GetDelegatedAdminAccount': () => {
    throw new StubError('ResourceNotFoundException', 'There is no delegated administrator for this account.', 404);
  },
};

const web = image('lodge/web', '9b1f2c4e');
const worker = image('lodge/worker', '41d07aa3');
/** Severity, CVE, package, since how many days, and where. */
const vulnerabilities: [string, string, string, number, string][] = [
  ['CRITICAL', 'CVE-2026-31337', 'libwebp', 9, web],
  ['HIGH', 'CVE-2026-20481', 'openssl', 41, web],
  ['HIGH', 'CVE-2026-20481', 'openssl', 41, worker],
  ['MEDIUM', 'CVE-2025-61727', 'curl', 120, worker],
  ['MEDIUM', 'CVE-2026-11908', 'zlib', 63, web],
  ['LOW', 'CVE-2025-48060', 'jq', 210, worker],
];

const vulnerability = (
  [severity, vulnerabilityId, name, days, id]: (typeof vulnerabilities)[number],
  index: number,
) => ({
  findingArn: `arn:aws:inspector2:${home}:${account}:finding/${String(index + 1).padStart(32, '5f0c')}`,
  awsAccountId: account,
  type: 'PACKAGE_VULNERABILITY',
  title: `${vulnerabilityId} - ${name}`,
  description: `A hole in ${name}.`,
  remediation: {},
  severity,
  status: 'ACTIVE',
  firstObservedAt: date(days),
  lastObservedAt: date(0),
  updatedAt: date(0),
  fixAvailable: severity === 'LOW' ? 'NO' : 'YES',
  exploitAvailable: severity === 'CRITICAL' ? 'YES' : 'NO',
  resources: [{ type: 'AWS_ECR_CONTAINER_IMAGE', id }],
  packageVulnerabilityDetails: { vulnerabilityId, source: 'DEBIAN_CVE' },
});

export const inspector: Record<string, Handler> = { ...builds, ...scans };
