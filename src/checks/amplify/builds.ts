import { check, fail, pass, saw } from '../../core/check.js';
import { cannotTell } from '../../core/unavailable.js';
import { hoursAMonth } from '../../core/saving.js';
import { apps } from './apps.js';
import { type Branch, branches, type Job, type Jobs } from './branches.js';

const days = 30;
/** A share of fewer builds than these tells nothing. */
const enough = 10;
const mostFailed = 0.3;
const standard = 'STANDARD_8GB';

interface Built {
  branch: Branch;
  job: Job;
  minutes: number;
}

const minutesOf = (builds: readonly Built[]): number => builds.reduce((sum, { minutes }) => sum + minutes, 0);
const isPreview = ({ destinationBranch, stage }: Branch): boolean =>
  stage === 'PULL_REQUEST' || destinationBranch !== null;

export const buildsBounded = check({
  id: 'amplify-build-minutes-bounded',
  title: 'Builds of an app are few enough, and work',
  why: 'Amplify bills each minute of a build, also of one that fails and of previews that nobody opens.',
  fix: {
    byHand:
      'Let builds start only for what changed (diff-based builds), cache dependencies in amplify.yml, mend what fails, and build previews on the standard instance.',
    note: 'Automatic builds of a branch end with "aws amplify update-branch --no-enable-auto-build".',
  },
  cleanUp: { does: 'change', risk: 'none', undo: 'at once', order: 5 },
  fields: [
    'amplify:ListJobs.jobSummaries',
    'amplify:ListJobs.jobSummaries.status',
    'amplify:GetApp.jobConfig.buildComputeType',
  ],
  on: apps.with('settings'),
  also: { branches: branches.with('jobs') },
  params: { max_minutes: 1000 },
  test(app, tables, { params, now }) {
    const builds = tables.branches
      .in(app.region)
      .at('appId', app.appId)
      .all()
      .flatMap(branch => recentOf(branch, branch.jobs, now));
    const failed = builds.filter(({ job }) => job.status === 'FAILED');
    const minutes = Math.round(minutesOf(builds));
    const size = app.settings.jobConfig?.buildComputeType ?? standard;
    const largePreviews = size === standard ? [] : builds.filter(({ branch }) => isPreview(branch));
    const seen = [
      saw(
        'amplify:ListJobs',
        'jobSummaries',
        { builds: builds.length, minutes, days },
        { minutes: `<= ${params.max_minutes}` },
      ),
      saw('amplify:ListJobs', 'jobSummaries[].status', { FAILED: failed.length }, { share: `<= ${mostFailed}` }),
      saw('amplify:GetApp', 'jobConfig.buildComputeType', size),
    ];
    const tooMany = minutes > params.max_minutes;
    const tooBad = builds.length >= enough && failed.length / builds.length > mostFailed;
    const causes = [
      ...(tooMany ? [`${minutes} minutes of building`] : []),
      ...(tooBad ? [`${failed.length} of ${builds.length} builds failed`] : []),
      ...(largePreviews.length > 0 ? [`${largePreviews.length} builds of previews on ${size}`] : []),
    ];
    const summary = `${builds.length} builds in ${days} days, ${minutes} minutes, ${failed.length} failed`;
    if (causes.length === 0) return pass(summary, ...seen);
    const spare = Math.max(tooMany ? minutes - params.max_minutes : 0, tooBad ? minutesOf(failed) : 0);
    const units = (spare * hoursAMonth) / 24 / days;
    return {
      ...fail(`${causes.join(', ')} (${summary})`, ...seen),
      // The price of larger instances is another one.
      ...(size === standard && units > 0
        ? { saving: { releases: [{ price: 'amplify/BuildDuration', units }], estimated: true } }
        : {}),
    };
  },
});

/** The builds of a branch that began within the last 30 days and are over. */
function recentOf(branch: Branch, { jobs, truncated }: Jobs, now: Date): Built[] {
  const since = new Date(now.getTime() - days * 86_400_000).toISOString();
  if (truncated && jobs.every(({ startTime }) => (startTime ?? '') >= since))
    cannotTell('truncated', 'amplify:ListJobs', `branch ${branch.branchName} has more builds than the audit reads`);
  return jobs.flatMap(job =>
    job.startTime && job.endTime && job.startTime >= since
      ? [{ branch, job, minutes: (Date.parse(job.endTime) - Date.parse(job.startTime)) / 60_000 }]
      : [],
  );
}
