import type { App, AppSettings } from '../../../src/checks/amplify/apps.js';
import type { Branch, Job } from '../../../src/checks/amplify/branches.js';
import type { StoredRow } from '../../../src/core/world.js';
import { steady } from '../../support/series.js';
import { row } from '../../support/world.js';

export const settings = (more: Partial<AppSettings> = {}): AppSettings => ({
  wafConfiguration: {
    webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/web/1',
    wafStatus: 'ASSOCIATION_SUCCESS',
  },
  jobConfig: { buildComputeType: 'STANDARD_8GB' },
  productionBranch: { branchName: 'main', lastDeployTime: '2026-11-01T00:00:00.000Z', status: 'SUCCEED' },
  ...more,
});

export const appRow = (
  appId: string,
  details: Record<string, unknown> = {},
  more: Partial<App> = {},
  region = 'eu-north-1',
): StoredRow =>
  row(
    {
      appId,
      appArn: `arn:aws:amplify:${region}:111122223333:apps/${appId}`,
      name: `app ${appId}`,
      repositoryHost: 'github.com',
      platform: 'WEB',
      defaultDomain: `${appId}.amplifyapp.com`,
      iamServiceRoleArn: null,
      computeRoleArn: null,
      createTime: '2025-01-01T00:00:00.000Z',
      updateTime: '2026-11-01T00:00:00.000Z',
      environmentNames: [],
      tags: {},
      ...more,
    } satisfies App,
    { settings: settings(), use: { Requests: steady(100) }, ...details },
    region,
  );

/** Builds that began so many days ago and took ten minutes. */
export const jobs = (daysAgo: readonly number[], status = 'SUCCEED'): Job[] =>
  daysAgo.map((ago, at) => {
    const start = Date.parse('2026-11-22T08:00:00.000Z') - ago * 86_400_000;
    return {
      jobId: String(at),
      status,
      jobType: 'RELEASE',
      startTime: new Date(start).toISOString(),
      endTime: new Date(start + 600_000).toISOString(),
    };
  });

export const branchRow = (
  appId: string,
  branchName = 'main',
  details: Record<string, unknown> = { jobs: { jobs: jobs([1, 5]), truncated: false } },
  more: Partial<Branch> = {},
): StoredRow =>
  row(
    {
      branchArn: `arn:aws:amplify:eu-north-1:111122223333:apps/${appId}/branches/${branchName}`,
      branchName,
      appId,
      stage: 'PRODUCTION',
      activeJobId: '1',
      totalNumberOfJobs: '2',
      createTime: '2025-01-01T00:00:00.000Z',
      updateTime: '2026-11-01T00:00:00.000Z',
      environmentNames: [],
      destinationBranch: null,
      backendStackArn: null,
      ...more,
    } satisfies Branch,
    details,
  );
