import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import { lastActiveDay, lastDays, type MetricSeries, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { webAcls } from '../wafv2/web-acls.js';
import { sawAge, setUpField, tooYoung } from './age.js';
import { feesOf } from './fees.js';
import { requestDays, type Requests, traffic, trafficOf } from './traffic.js';

const api = 'cloudwatch:GetMetricData';

export const targetAlive = check({
  id: 'waf-acl-target-alive',
  title: 'What a web ACL protects gets requests',
  why: 'A web ACL without a single request in front of something shows that nobody comes there any more. Both cost money, and the open door behind it is one that nobody looks after.',
  fix: {
    byHand:
      'Look first at what {Name} protects: if nobody needs it, take that away, and the web ACL after it. Never the web ACL first: what it protects would stand open.',
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'from a backup', order: 6 },
  fields: [
    `${api}.AllowedRequests`,
    `${api}.BlockedRequests`,
    'wafv2:GetWebACL.WebACL.VisibilityConfig.CloudWatchMetricsEnabled',
    setUpField,
  ],
  on: webAcls.with('resources', 'lastSetUp', 'definition'),
  also: { traffic: traffic.with('requests') },
  params: { window_days: 30 },
  test(acl, tables, { now, params }) {
    if (acl.resources.length === 0) return notApplicable('it protects nothing, which waf-web-acl-attached judges');
    const requests = trafficOf(acl.ARN, tables.traffic)?.requests ?? null;
    if (!requests)
      return cannotTell(
        'not-collected',
        api,
        `web ACL ${acl.Name} publishes no metrics (CloudWatchMetricsEnabled is false), so nobody counts its requests`,
      );
    const window = Math.min(params.window_days, requestDays);
    const allowed = lately('AllowedRequests', requests, window);
    const blocked = lately('BlockedRequests', requests, window);
    const seen = [saw(api, 'AllowedRequests', allowed, 'above 0'), saw(api, 'BlockedRequests', blocked, 'above 0')];
    const all = Object.values(requests) as MetricSeries[];
    if (all.some(series => totalOf(lastDays(series, window)) > 0))
      return pass(`it let ${allowed} requests through and blocked ${blocked} in ${window} days`, ...seen);
    const early = tooYoung(acl.lastSetUp, window, now);
    if (early) return early;
    const last =
      all
        .map(series => lastActiveDay(series) ?? '')
        .sort()
        .at(-1) || null;
    return idle(acl, last, window, [...seen, sawAge(acl.lastSetUp)]);
  },
});

const lately = (name: keyof Requests, requests: Requests, window: number): number =>
  totalOf(lastDays(requests[name], window));

interface Idle {
  resources: readonly string[];
  definition: Parameters<typeof feesOf>[0];
}

function idle(acl: Idle, last: string | null, window: number, evidence: Verdict['evidence']): Verdict {
  const since = last ? `; the last one came on ${last}` : '';
  return {
    ...fail(`no request came to ${acl.resources.join(', ')} in ${window} days${since}`, ...evidence),
    saving: saves(...feesOf(acl.definition)),
    disuse: { grade: 'strong', window, last, evidence },
  };
}
