import { tooYoung } from '../../core/age.js';
import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { lastActiveDay, lastDays, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import { apps } from './apps.js';
import { branches } from './branches.js';

const longest = 90;

/** A stage that somebody set to something else than production. What nobody set may well be production. */
const isNoProduction = (stage: string): boolean => stage !== 'PRODUCTION' && stage !== 'NONE' && stage !== '';

export const firewallWanted = check({
  id: 'amplify-waf-earns-its-cost',
  title: 'The firewall of an app protects something that people visit',
  why: 'Amplify bills a firewall by the month and app, and AWS WAF bills its web ACL besides, whether anybody visits the app or not.',
  fix: {
    byHand:
      'Decide whether the app is still wanted. If not, delete it; if it is a preview, disassociate the web ACL under Hosting, Firewall.',
    note: 'Without the firewall an app that is reached from the internet is less protected: do this for dead and preview apps only.',
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'at once', order: 2 },
  fields: [
    'amplify:GetApp.wafConfiguration.wafStatus',
    'amplify:GetApp.productionBranch',
    'amplify:ListBranches.stage',
    'amplify:ListApps.createTime',
    'cloudwatch:GetMetricData.Requests',
  ],
  on: apps.with('settings', 'use'),
  also: { branches: branches.with() },
  params: { min_requests: 1000, window_days: 30 },
  test(app, tables, { params, now }) {
    const { productionBranch, wafConfiguration } = app.settings;
    const status = wafConfiguration?.wafStatus ?? null;
    const firewall = saw('amplify:GetApp', 'wafConfiguration.wafStatus', status);
    if (status !== 'ASSOCIATION_SUCCESS') return notApplicable('it has no firewall', firewall);
    const days = Math.min(params.window_days, longest);
    const requests = totalOf(lastDays(app.use.Requests, days));
    const stages = tables.branches
      .in(app.region)
      .at('appId', app.appId)
      .all()
      .map(one => `${one.branchName}: ${one.stage}`);
    const noProduction =
      productionBranch === null &&
      tables.branches
        .in(app.region)
        .at('appId', app.appId)
        .every(one => isNoProduction(one.stage));
    const young = tooYoung(app.createTime, days, now, saw('amplify:ListApps', 'createTime', app.createTime));
    if (young) return young;
    const seen = [
      firewall,
      saw('cloudwatch:GetMetricData', 'Requests', { sum: requests, days }, { sum: `>= ${params.min_requests}` }),
      saw('amplify:GetApp', 'productionBranch', productionBranch?.branchName ?? null),
      saw('amplify:ListBranches', 'stage', stages),
    ];
    const visits = `${requests} requests in ${days} days`;
    if (requests >= params.min_requests && !noProduction) return pass(visits, ...seen);
    const whatElse = noProduction ? ', and no branch is of production' : '';
    return {
      ...fail(`a firewall for ${visits}${whatElse}; its web ACL is billed besides`, ...seen),
      saving: saves({ price: 'amplify/HostingWAF', units: 1 }),
      ...(requests === 0
        ? {
            disuse: {
              grade: 'strong',
              window: days,
              last: lastActiveDay(app.use.Requests),
              evidence: seen.slice(1, 2),
            },
          }
        : {}),
    };
  },
});
