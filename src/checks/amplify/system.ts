import { saw } from '../../core/check.js';
import { anyOf, noneWas, someWere } from '../../core/counts.js';
import { daysBetween } from '../../core/facts.js';
import { lastActiveDay, totalOf } from '../../core/metrics.js';
import { system } from '../../core/system.js';
import { apps } from './apps.js';
import { branches } from './branches.js';

const days = 90;

export const amplifySystem = system({
  id: 'amplify',
  title: 'Amplify Hosting',
  scope: 'regional',
  namespaces: ['amplify'],
  needs: { apps: apps.with('use'), branches: branches.with('jobs') },
  inventory(region, tables) {
    const newest = [...tables.apps.in(region).all()].sort((a, b) =>
      (a.createTime ?? '') < (b.createTime ?? '') ? 1 : -1,
    );
    return {
      count: newest.length,
      noun: 'apps',
      names: newest.slice(0, 10).map(one => one.name),
      newest: newest[0]?.createTime ?? null,
    };
  },
  use(region, tables, { now }) {
    const here = tables.apps.in(region);
    const visited = here.where(one => totalOf(one.use.Requests) > 0);
    const busy = visited.seen();
    const last =
      busy
        .map(one => lastActiveDay(one.use.Requests) ?? '')
        .sort()
        .at(-1) ?? null;
    const requests = saw('cloudwatch:GetMetricData', 'Requests', { apps: busy.length, days });
    if (busy.length > 0) {
      const message = `${someWere(busy.length, here.seen().length, 'app')} visited in the last ${days} days, last on ${last}`;
      return { grade: 'strong', message, last, window: days, evidence: [requests] };
    }
    visited.demandFullSight();
    const count = here.all().length;
    if (count === 0) {
      return { grade: 'none', message: 'there are no apps', last: null, window: days, evidence: [requests] };
    }
    const built = tables.branches
      .in(region)
      .all()
      .flatMap(({ jobs }) => jobs.jobs.map(job => job.endTime ?? ''))
      .filter(end => end !== '' && daysBetween(end, now) <= days)
      .sort()
      .at(-1);
    const jobs = saw('amplify:ListJobs', 'jobSummaries', built ?? null);
    if (built !== undefined) {
      const day = built.slice(0, 10);
      const message = `nobody visited ${anyOf(count, 'app')} in the last ${days} days, but ${count === 1 ? 'it' : 'one'} was built on ${day}`;
      return { grade: 'medium', message, last: day, window: days, evidence: [requests, jobs] };
    }
    const message = `${noneWas(count, 'app')} visited or built in the last ${days} days`;
    return { grade: 'none', message, last: null, window: days, evidence: [requests, jobs] };
  },
});
