import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { apps } from '../../../src/checks/amplify/apps.js';
import { branches } from '../../../src/checks/amplify/branches.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';

const now = new Date('2026-11-22T09:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const app = (appId: string, more: object = {}) => ({
  appId,
  appArn: `arn:aws:amplify:eu-north-1:123456789012:apps/${appId}`,
  name: appId,
  description: '',
  repository: 'https://github.com/lodge/web',
  platform: 'WEB',
  createTime: daysAgo(400),
  updateTime: daysAgo(2),
  environmentVariables: {},
  defaultDomain: `${appId}.amplifyapp.com`,
  enableBranchAutoBuild: true,
  enableBasicAuth: false,
  ...more,
});
const branch = (branchName: string, more: object = {}) => ({
  branchArn: `arn:aws:amplify:eu-north-1:123456789012:apps/d1/branches/${branchName}`,
  branchName,
  description: '',
  displayName: branchName,
  enableNotification: false,
  createTime: daysAgo(400),
  updateTime: daysAgo(2),
  environmentVariables: { STRIPE: 'very-secret' },
  enableAutoBuild: true,
  customDomains: [],
  framework: '',
  activeJobId: '9',
  totalNumberOfJobs: '9',
  enableBasicAuth: false,
  ttl: '5',
  enablePullRequestPreview: false,
  ...more,
});
const job = (days: number) => ({
  jobArn: 'arn:job',
  jobId: String(days),
  commitId: 'HEAD',
  commitMessage: 'very-secret',
  commitTime: daysAgo(days),
  startTime: daysAgo(days),
  endTime: daysAgo(days - 0.01),
  status: 'SUCCEED',
  jobType: 'RELEASE',
});
const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
};
const token = { takes: 'nextToken' };

describeWithMoto('the collections of Amplify', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => {
    stub.clear();
  });
  afterAll(() => stub.stop());

  const detailOf = async (name: string) => {
    stub.on('amplify:ListApps', () => ({ apps: [app('d1')] }));
    const { rows } = await collectOne(apps, { port: stub.port, details: [name] });
    const outcome = rows[0]?.details[name];
    return outcome?.ok ? outcome.value : outcome?.gap;
  };
  const jobsOf = async (days: number[], size = 50) => {
    stub.on('amplify:ListApps', () => ({ apps: [app('d1')] }));
    stub.on('amplify:ListBranches', () => ({ branches: [branch('main')] }));
    stub.on('amplify:ListJobs', pages({ jobSummaries: days.map(job) }, { size, ...token }));
    const { rows, calls } = await collectOne(branches, { port: stub.port, details: ['jobs'], now });
    const outcome = rows[0]?.details['jobs'];
    return { calls, found: outcome?.ok ? (outcome.value as { jobs: object[]; truncated: boolean }) : outcome?.gap };
  };

  it('bring nothing from a region without apps, for one call', async () => {
    stub.on('amplify:ListApps', () => ({ apps: [] }));
    const { calls, collections } = await collectNeeds([apps.with('settings'), branches.with('jobs')], {
      port: stub.port,
    });
    expect(Object.values(collections)).toEqual([
      { rows: [], gaps: [] },
      { rows: [], gaps: [] },
    ]);
    expect(calls).toEqual({ 'amplify:ListApps': 1 });
  });

  it('read every page, the host of a repository alone, and names of environment variables', async () => {
    const withToken = app('d1', {
      repository: 'https://ghp_token@github.com/lodge/web',
      environmentVariables: { STRIPE: 'very-secret' },
      basicAuthCredentials: 'very-secret',
      iamServiceRoleArn: 'arn:aws:iam::123456789012:role/amplify',
    });
    const others = ['git@gitlab.com:lodge/web', 'codecommit.eu-north-1.amazonaws.com/v1/repos/web', ''];
    const all = [withToken, ...others.map((repository, at) => app(`d${at + 2}`, { repository }))];
    stub.on('amplify:ListApps', pages({ apps: all }, { size: 3, ...token }));
    const { rows, calls } = await collectOne(apps, { port: stub.port });
    expect(rows.map(row => row.item['repositoryHost'])).toEqual([
      'github.com',
      'gitlab.com',
      'codecommit.eu-north-1.amazonaws.com',
      null,
    ]);
    expect(rows[0]?.item).toMatchObject({
      environmentNames: ['STRIPE'],
      iamServiceRoleArn: 'arn:aws:iam::123456789012:role/amplify',
      createTime: '2025-10-18T09:00:00.000Z',
    });
    expect(JSON.stringify(rows)).not.toMatch(/very-secret|ghp_token/);
    expect(calls).toEqual({ 'amplify:ListApps': 2 });
  });

  it('tell firewall, build instance and production branch, and null where there is none', async () => {
    stub.on('amplify:GetApp', () => ({ app: app('d1') }));
    expect(await detailOf('settings')).toEqual({ wafConfiguration: null, jobConfig: null, productionBranch: null });
    stub.on('amplify:GetApp', () => ({
      app: app('d1', {
        wafConfiguration: { webAclArn: 'arn:acl', wafStatus: 'ASSOCIATION_SUCCESS' },
        jobConfig: { buildComputeType: 'LARGE_16GB' },
        productionBranch: { branchName: 'main', status: 'SUCCEED', lastDeployTime: daysAgo(1) },
      }),
    }));
    expect(await detailOf('settings')).toEqual({
      wafConfiguration: { webAclArn: 'arn:acl', wafStatus: 'ASSOCIATION_SUCCESS' },
      jobConfig: { buildComputeType: 'LARGE_16GB' },
      productionBranch: { branchName: 'main', status: 'SUCCEED', lastDeployTime: '2026-11-21T09:00:00.000Z' },
    });
    stub.on('amplify:GetApp', denied);
    expect(await detailOf('settings')).toMatchObject({ reason: 'denied', actions: ['amplify:GetApp'] });
  });

  it('tell the domains of an app', async () => {
    const domain = {
      domainAssociationArn: 'arn:d',
      domainName: 'lodge.example',
      enableAutoSubDomain: false,
      domainStatus: 'AVAILABLE',
      statusReason: '',
      subDomains: [{ subDomainSetting: { prefix: 'www', branchName: 'main' }, verified: true, dnsRecord: 'x' }],
    };
    stub.on('amplify:ListDomainAssociations', () => ({ domainAssociations: [domain] }));
    expect(await detailOf('domains')).toEqual([
      { domainName: 'lodge.example', domainStatus: 'AVAILABLE', subDomains: [{ prefix: 'www', branchName: 'main' }] },
    ]);
  });

  it('list the branches of each app, and what people wrote nowhere', async () => {
    stub.on('amplify:ListApps', () => ({ apps: [app('d1')] }));
    const preview = branch('pr-7', {
      stage: 'PULL_REQUEST',
      destinationBranch: 'main',
      backend: { stackArn: 'arn:s' },
    });
    stub.on('amplify:ListBranches', pages({ branches: [branch('main'), preview] }, { size: 1, ...token }));
    const { rows, calls } = await collectOne(branches, { port: stub.port });
    expect(rows.map(row => row.item)).toMatchObject([
      { appId: 'd1', branchName: 'main', stage: 'NONE', destinationBranch: null, environmentNames: ['STRIPE'] },
      { branchName: 'pr-7', stage: 'PULL_REQUEST', destinationBranch: 'main', backendStackArn: 'arn:s' },
    ]);
    expect(JSON.stringify(rows)).not.toContain('very-secret');
    expect(calls).toEqual({ 'amplify:ListApps': 1, 'amplify:ListBranches': 2 });
  });

  it('read builds until they are older than a month, without what people wrote', async () => {
    const { calls, found } = await jobsOf([1, 20, 32, 40, 50, 60], 3);
    expect(found).toMatchObject({ truncated: false, jobs: [{ jobId: '1', status: 'SUCCEED' }, {}, { jobId: '32' }] });
    expect(JSON.stringify(found)).not.toContain('very-secret');
    expect(calls).toMatchObject({ 'amplify:ListJobs': 1 });
  });

  it('go on where the oldest come first, and say where there were too many', async () => {
    const upwards = await jobsOf([60, 50, 40, 2, 1], 3);
    expect(upwards.calls).toMatchObject({ 'amplify:ListJobs': 2 });
    expect(upwards.found).toMatchObject({ truncated: false });
    const many = await jobsOf(Array.from({ length: 501 }, () => 1));
    expect(many.found).toMatchObject({ truncated: true });
    expect(many.calls).toMatchObject({ 'amplify:ListJobs': 10 });
    expect(await jobsOf([])).toMatchObject({ found: { jobs: [], truncated: false } });
  });

  it('say what was denied, and of which app', async () => {
    stub.on('amplify:ListApps', denied);
    for (const one of [apps, branches]) {
      expect((await collectOne(one, { port: stub.port })).gaps).toMatchObject([{ actions: ['amplify:ListApps'] }]);
    }
    stub.on('amplify:ListApps', () => ({ apps: [app('d1')] }));
    stub.on('amplify:ListBranches', denied);
    expect((await collectOne(branches, { port: stub.port })).gaps).toMatchObject([
      { reason: 'denied', actions: ['amplify:ListBranches'], resource: 'd1' },
    ]);
    stub.on('amplify:ListBranches', () => ({ branches: [branch('main')] }));
    stub.on('amplify:ListJobs', denied);
    const { rows } = await collectOne(branches, { port: stub.port, details: ['jobs'] });
    expect(rows[0]?.details['jobs']).toMatchObject({ ok: false, gap: { actions: ['amplify:ListJobs'] } });
  });
});
