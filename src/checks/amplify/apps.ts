import { type Aws, collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';

const sdk = () => import('./sdk.js');

/** An app as ListApps tells; of environment variables the names alone, of its repository the host alone. */
export interface App {
  appId: string;
  appArn: string;
  name: string;
  /** `github.com`; null where it is deployed by hand. An address may hold a token. */
  repositoryHost: string | null;
  platform: string;
  defaultDomain: string;
  iamServiceRoleArn: string | null;
  computeRoleArn: string | null;
  createTime: string | null;
  updateTime: string | null;
  environmentNames: string[];
  tags: Record<string, string>;
}

/** What GetApp alone is sure to tell. */
export interface AppSettings {
  wafConfiguration: { webAclArn: string | null; wafStatus: string } | null;
  jobConfig: { buildComputeType: string } | null;
  productionBranch: { branchName: string | null; lastDeployTime: string | null; status: string | null } | null;
}

/** A domain of the owner's that leads to an app. */
export interface Domain {
  domainName: string;
  domainStatus: string;
  subDomains: { prefix: string; branchName: string }[];
}

interface Details {
  settings: AppSettings;
  domains: Domain[];
  /** Day by day over 90 days. Amplify counts by app, never by branch. */
  use: { Requests: MetricSeries };
}

/** All apps of a region, asked once an audit however many collections want them. */
export const listApps = (aws: Aws): Promise<App[]> => aws.once('amplify:ListApps', () => askForApps(aws));

async function askForApps(aws: Aws): Promise<App[]> {
  const { AmplifyClient, paginateListApps } = await sdk();
  const found: App[] = [];
  for await (const page of paginateListApps({ client: aws.client(AmplifyClient) }, {})) {
    for (const app of page.apps ?? []) {
      found.push({
        appId: app.appId ?? '',
        appArn: app.appArn ?? '',
        name: app.name ?? '',
        repositoryHost: hostOf(app.repository),
        platform: app.platform ?? '',
        defaultDomain: app.defaultDomain ?? '',
        iamServiceRoleArn: app.iamServiceRoleArn ?? null,
        computeRoleArn: app.computeRoleArn ?? null,
        createTime: isoOf(app.createTime),
        updateTime: isoOf(app.updateTime),
        environmentNames: Object.keys(app.environmentVariables ?? {}).sort(),
        tags: app.tags ?? {},
      });
    }
  }
  return found;
}

/** `https://token@github.com/lodge/web` and `git@github.com:lodge/web` are both of github.com. */
const hostOf = (repository = ''): string | null =>
  /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([a-z0-9.-]+)/i.exec(repository)?.[1] ?? null;

export const apps = collection<App, Details>({
  id: 'amplify.apps',
  noun: 'Amplify apps',
  calls: ['amplify:ListApps'],
  list: listApps,
  resource: ({ appArn, appId, name, tags }) => ({ id: appId, arn: appArn, name, type: 'AWS::Amplify::App', tags }),
  details: {
    settings: {
      calls: ['amplify:GetApp'],
      async get({ appId }, aws) {
        const { AmplifyClient, GetAppCommand } = await sdk();
        const { app } = await aws.client(AmplifyClient).send(new GetAppCommand({ appId }));
        const { jobConfig, productionBranch, wafConfiguration } = app ?? {};
        return {
          wafConfiguration: wafConfiguration
            ? { webAclArn: wafConfiguration.webAclArn ?? null, wafStatus: wafConfiguration.wafStatus ?? '' }
            : null,
          jobConfig: jobConfig ? { buildComputeType: jobConfig.buildComputeType ?? '' } : null,
          productionBranch: productionBranch
            ? {
                branchName: productionBranch.branchName ?? null,
                lastDeployTime: isoOf(productionBranch.lastDeployTime),
                status: productionBranch.status ?? null,
              }
            : null,
        };
      },
    },
    domains: {
      calls: ['amplify:ListDomainAssociations'],
      get: ({ appId }, aws) => listDomains(appId, aws),
    },
    use: {
      metrics: ({ appId }) => ({
        Requests: {
          Namespace: 'AWS/AmplifyHosting',
          MetricName: 'Requests',
          Dimensions: { App: appId },
          Statistic: 'Sum',
          Days: 90,
        },
      }),
    },
  },
});

async function listDomains(appId: string, aws: Aws): Promise<Domain[]> {
  const { AmplifyClient, paginateListDomainAssociations } = await sdk();
  const found: Domain[] = [];
  for await (const page of paginateListDomainAssociations({ client: aws.client(AmplifyClient) }, { appId })) {
    for (const { domainName = '', domainStatus = '', subDomains } of page.domainAssociations ?? []) {
      const named = (subDomains ?? []).map(({ subDomainSetting }) => ({
        prefix: subDomainSetting?.prefix ?? '',
        branchName: subDomainSetting?.branchName ?? '',
      }));
      found.push({ domainName, domainStatus, subDomains: named });
    }
  }
  return found;
}
