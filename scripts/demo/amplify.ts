import type { At, Handler } from '../../test/server/stub.js';
import { account, daysAgo } from './place.js';

const home = 'eu-north-1';
const date = (days: number): Date => new Date(daysAgo(days));
const arnOf = (appId: string): string => `arn:aws:amplify:${home}:${account}:apps/${appId}`;

interface Site {
  name: string;
  platform: string;
  made: number;
  firewall: boolean;
  stage: string;
  /** Days before the audit on which it was built, and how it ended. */
  builds: [days: number, status: string][];
}

/** Lodge's site, and a trial of a new one that was forgotten. */
const sites: Record<string, Site> = {
  d2lodgeweb: {
    name: 'lodge-web',
    platform: 'WEB_COMPUTE',
    made: 700,
    firewall: true,
    stage: 'PRODUCTION',
    builds: [1, 2, 4, 6, 8, 9, 12, 15, 17, 20, 22, 25].map((days, at) => [days, at % 3 === 1 ? 'FAILED' : 'SUCCEED']),
  },
  d3lodgebeta: {
    name: 'lodge-beta',
    platform: 'WEB',
    made: 260,
    firewall: true,
    stage: 'BETA',
    builds: [[95, 'SUCCEED']],
  },
};

const describe = (appId: string, { made, name, platform }: Site) => ({
  appId,
  appArn: arnOf(appId),
  name,
  description: '',
  repository: `https://github.com/lodge/${name}`,
  platform,
  createTime: date(made),
  updateTime: date(30),
  environmentVariables: { API_URL: 'https://api.lodge.example' },
  defaultDomain: `${appId}.amplifyapp.com`,
  enableBranchAutoBuild: true,
  enableBasicAuth: false,
});

interface OfApp {
  appId: string;
}
const siteOf = ({ appId }: OfApp): Site => sites[appId] as Site;

export const amplify: Record<string, Handler> = {
  'amplify:ListApps': (_input, { region }: At) => ({
    apps: region === home ? Object.entries(sites).map(([appId, site]) => describe(appId, site)) : [],
  }),
  'amplify:GetApp': (input: OfApp) => {
    const site = siteOf(input);
    const webAclArn = `arn:aws:wafv2:us-east-1:${account}:global/webacl/${site.name}/5e1d7c3a`;
    return {
      app: {
        ...describe(input.appId, site),
        ...(site.firewall ? { wafConfiguration: { webAclArn, wafStatus: 'ASSOCIATION_SUCCESS' } } : {}),
        jobConfig: { buildComputeType: 'STANDARD_8GB' },
        ...(site.stage === 'PRODUCTION'
          ? { productionBranch: { branchName: 'main', status: 'SUCCEED', lastDeployTime: date(1) } }
          : {}),
      },
    };
  },
  'amplify:ListBranches': (input: OfApp) => {
    const { builds, made, stage } = siteOf(input);
    return {
      branches: [
        {
          branchArn: `${arnOf(input.appId)}/branches/main`,
          branchName: 'main',
          description: '',
          stage,
          displayName: 'main',
          enableNotification: false,
          createTime: date(made),
          updateTime: date(builds[0]?.[0] ?? made),
          environmentVariables: {},
          enableAutoBuild: true,
          customDomains: [],
          framework: 'Next.js - SSR',
          activeJobId: String(builds.length),
          totalNumberOfJobs: String(builds.length),
          enableBasicAuth: false,
          ttl: '5',
          enablePullRequestPreview: false,
        },
      ],
    };
  },
  'amplify:ListJobs': (input: OfApp) => {
    const { builds } = siteOf(input);
    return {
      jobSummaries: builds.map(([days, status], at) => ({
        jobArn: `${arnOf(input.appId)}/branches/main/jobs/${builds.length - at}`,
        jobId: String(builds.length - at),
        commitId: 'HEAD',
        commitMessage: 'Release',
        commitTime: date(days),
        startTime: date(days),
        endTime: new Date(date(days).getTime() + 7 * 60_000),
        status,
        jobType: 'RELEASE',
      })),
    };
  },
  'amplify:ListDomainAssociations': ({ appId }: OfApp) => ({
    domainAssociations:
      appId === 'd2lodgeweb'
        ? [
            {
              domainAssociationArn: `${arnOf(appId)}/domains/lodge.example`,
              domainName: 'lodge.example',
              enableAutoSubDomain: false,
              domainStatus: 'AVAILABLE',
              statusReason: '',
              subDomains: [
                { subDomainSetting: { prefix: 'www', branchName: 'main' }, verified: true, dnsRecord: 'www CNAME x' },
              ],
            },
          ]
        : [],
  }),
};
