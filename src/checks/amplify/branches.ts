import { type Aws, call, collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import { type App, listApps } from './apps.js';

const sdk = () => import('./sdk.js');

/** A branch that an app deploys. */
export interface Branch {
  branchArn: string;
  branchName: string;
  appId: string;
  /** `PRODUCTION`, `PULL_REQUEST`...; `NONE` where nobody set it. */
  stage: string;
  activeJobId: string | null;
  totalNumberOfJobs: string;
  createTime: string | null;
  updateTime: string | null;
  environmentNames: string[];
  /** Of a pull request: the branch it would be merged into. */
  destinationBranch: string | null;
  backendStackArn: string | null;
}

/** A build and what became of it. */
export interface Job {
  jobId: string;
  status: string;
  jobType: string;
  startTime: string | null;
  endTime: string | null;
}

/** Builds, newest first: at least those of the last 31 days, unless `truncated`. */
export interface Jobs {
  jobs: Job[];
  truncated: boolean;
}

const jobsPerPage = 50;
const pagesAtMost = 10;
const wantedDays = 31;

export const branches = collection<Branch, { jobs: Jobs }>({
  id: 'amplify.branches',
  noun: 'branches of Amplify apps',
  calls: ['amplify:ListApps', call('amplify:ListBranches', 'amplify:ListBranches', { each: true })],
  async list(aws) {
    const lists = await Promise.all((await listApps(aws)).map(app => listOf(app, aws)));
    return lists.flat();
  },
  resource: ({ appId, branchArn, branchName }) => ({
    id: `${appId}/${branchName}`,
    arn: branchArn,
    type: 'AWS::Amplify::Branch',
  }),
  details: { jobs: { calls: ['amplify:ListJobs'], get: listJobs } },
});

async function listOf({ appId }: App, aws: Aws): Promise<Branch[]> {
  const { AmplifyClient, paginateListBranches } = await sdk();
  const found: Branch[] = [];
  try {
    for await (const page of paginateListBranches({ client: aws.client(AmplifyClient) }, { appId })) {
      for (const branch of page.branches ?? []) {
        found.push({
          branchArn: branch.branchArn ?? '',
          branchName: branch.branchName ?? '',
          appId,
          stage: branch.stage ?? 'NONE',
          activeJobId: branch.activeJobId ?? null,
          totalNumberOfJobs: branch.totalNumberOfJobs ?? '',
          createTime: isoOf(branch.createTime),
          updateTime: isoOf(branch.updateTime),
          environmentNames: Object.keys(branch.environmentVariables ?? {}).sort(),
          destinationBranch: branch.destinationBranch ?? null,
          backendStackArn: branch.backend?.stackArn ?? null,
        });
      }
    }
  } catch (error) {
    aws.missed({ id: appId }, error);
    return [];
  }
  return found;
}

/** Messages of commits are left out: people write anything into them. */
async function listJobs({ appId, branchName }: Branch, aws: Aws): Promise<Jobs> {
  const { AmplifyClient, paginateListJobs } = await sdk();
  const jobs: Job[] = [];
  let pages = 0;
  let truncated = false;
  const paging = { client: aws.client(AmplifyClient), pageSize: jobsPerPage };
  for await (const page of paginateListJobs(paging, { appId, branchName })) {
    for (const { endTime, jobId = '', jobType = '', startTime, status = '' } of page.jobSummaries ?? []) {
      jobs.push({ jobId, status, jobType, startTime: isoOf(startTime), endTime: isoOf(endTime) });
    }
    pages += 1;
    if (reachesBack(page.jobSummaries ?? [], aws.now)) break;
    truncated = pages === pagesAtMost && Boolean(page.nextToken);
    if (pages === pagesAtMost) break;
  }
  return { jobs, truncated };
}

/** AWS lists the newest first, but does not promise it: a page that runs the other way ends nothing. */
function reachesBack(page: readonly { startTime?: Date | undefined }[], now: Date): boolean {
  const times = page.flatMap(({ startTime }) => (startTime ? [startTime.getTime()] : []));
  const [first, last] = [times[0], times.at(-1)];
  return first !== undefined && last !== undefined && first >= last && last < now.getTime() - wantedDays * 86_400_000;
}
