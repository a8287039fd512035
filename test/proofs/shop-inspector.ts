import type { Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const home = 'eu-north-1';
const early = new Date('2025-03-01T08:00:00Z');
const recent = new Date('2026-11-22T08:30:00Z');

const state = (isOn: boolean) => ({
  status: isOn ? 'ENABLED' : 'DISABLED',
  errorCode: undefined,
  errorMessage: undefined,
});

/** Inspector is on in both regions: at home without the scan of images, elsewhere for images alone. */
export const inspector: Record<string, Handler> = {
  'inspector2:BatchGetAccountStatus': (_input, { region }) => {
    const atHome = state(region === home);
    const resourceState = {
      ec2: atHome,
      ecr: state(region !== home),
      lambda: atHome,
      lambdaCode: atHome,
      codeRepository: state(false),
    };
    return { accounts: [{ accountId, state: state(true), resourceState }], failedAccounts: [] };
  },
  'inspector2:ListFindings': (_input, { region }) => ({
    findings: (region === home ? ['CVE-2026-1111'] : []).map(vulnerabilityId => ({
      findingArn: `arn:aws:inspector2:${region}:${accountId}:finding/1`,
      awsAccountId: accountId,
      type: 'PACKAGE_VULNERABILITY',
      title: `${vulnerabilityId} - openssl`,
      description: 'A hole in openssl.',
      remediation: {},
      severity: 'HIGH',
      status: 'ACTIVE',
      firstObservedAt: early,
      lastObservedAt: recent,
      updatedAt: recent,
      resources: [{ type: 'AWS_LAMBDA_FUNCTION', id: `arn:aws:lambda:${region}:${accountId}:function:resize` }],
      packageVulnerabilityDetails: { vulnerabilityId, source: 'NVD' },
    })),
  }),
  'inspector2:ListFindingAggregations': () => ({
    aggregationType: 'ACCOUNT',
    responses: [{ accountAggregation: { accountId, severityCounts: { all: 1, high: 1 } } }],
  }),
  'inspector2:ListUsageTotals': () => ({
    totals: [
      {
        accountId,
        usage: [{ type: 'EC2_INSTANCE_HOURS', total: 720, estimatedMonthlyCost: 1.25, currency: 'USD' }],
      },
    ],
  }),
  'inspector2:ListCoverageStatistics': () => ({
    totalCounts: 1,
    countsByGroup: [{ groupKey: 'AWS_EC2_INSTANCE', count: 1 }],
  }),
  'inspector2:GetDelegatedAdminAccount': () => ({
    delegatedAdmin: { accountId, relationshipStatus: 'ENABLED' },
  }),
  'inspector2:DescribeOrganizationConfiguration': () => ({
    autoEnable: { ec2: true, ecr: true, lambda: false },
    maxAccountLimitReached: false,
  }),
  'ecr:DescribeRepositories': (_input, { region }) => ({
    repositories:
      region === home
        ? [{ repositoryName: 'web', repositoryArn: `arn:aws:ecr:${region}:${accountId}:repository/web` }]
        : [],
  }),
};
