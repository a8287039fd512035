import type { At, Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const where = 'eu-north-1';
const arn = `arn:aws:amplify:${where}:${accountId}:apps/d1shop`;
const early = new Date('2025-03-01T08:00:00Z');
const begun = new Date('2026-11-20T08:00:00Z');
const app = {
  appId: 'd1shop',
  appArn: arn,
  name: 'shop-web',
  description: '',
  repository: 'https://github.com/shop/web',
  platform: 'WEB',
  createTime: early,
  updateTime: begun,
  environmentVariables: { API_URL: 'https://api.shop.example' },
  defaultDomain: 'd1shop.amplifyapp.com',
  enableBranchAutoBuild: true,
  enableBasicAuth: false,
};

/** One app behind a firewall that hardly anybody visits, with one build. */
export const amplify: Record<string, Handler> = {
  'amplify:ListApps': (_input, { region }: At) => ({ apps: region === where ? [app] : [] }),
  'amplify:GetApp': () => ({
    app: {
      ...app,
      wafConfiguration: {
        webAclArn: `arn:aws:wafv2:us-east-1:${accountId}:global/webacl/web/1`,
        wafStatus: 'ASSOCIATION_SUCCESS',
      },
      jobConfig: { buildComputeType: 'STANDARD_8GB' },
      productionBranch: { branchName: 'main', status: 'SUCCEED', lastDeployTime: begun },
    },
  }),
  'amplify:ListBranches': () => ({
    branches: [
      {
        branchArn: `${arn}/branches/main`,
        branchName: 'main',
        description: '',
        stage: 'PRODUCTION',
        displayName: 'main',
        enableNotification: false,
        createTime: early,
        updateTime: begun,
        environmentVariables: {},
        enableAutoBuild: true,
        customDomains: [],
        framework: 'React',
        activeJobId: '1',
        totalNumberOfJobs: '1',
        enableBasicAuth: false,
        ttl: '5',
        enablePullRequestPreview: false,
      },
    ],
  }),
  'amplify:ListJobs': () => ({
    jobSummaries: [
      {
        jobArn: `${arn}/branches/main/jobs/1`,
        jobId: '1',
        commitId: 'HEAD',
        commitMessage: 'Sell more',
        commitTime: begun,
        startTime: begun,
        endTime: new Date('2026-11-20T08:10:00Z'),
        status: 'SUCCEED',
        jobType: 'RELEASE',
      },
    ],
  }),
  'amplify:ListDomainAssociations': () => ({ domainAssociations: [] }),
};
