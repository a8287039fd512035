import { tooYoung } from '../../core/age.js';
import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { historyDays } from './event-history.js';
import { ownerOf, trails } from './trails.js';

export const insightsWanted = check({
  id: 'cloudtrail-insights-wanted',
  title: 'Insights of running trails finds something',
  why: 'Insights is billed for every event that it analyses, once for each kind of insight, whether it finds anything or not.',
  fix: {
    command:
      'aws cloudtrail put-insight-selectors --trail-name {TrailARN} --insight-selectors "[]" --region {HomeRegion}',
    note: 'cloudtrail-trail-insights-enabled asks for the opposite: decide once, and accept the other finding. Turned on again, Insights needs up to 36 hours to learn what is usual.',
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'at once', order: 5 },
  fields: [
    'cloudtrail:LookupEvents.EventTime',
    'cloudtrail:LookupEvents.PutInsightSelectors',
    'cloudtrail:GetInsightSelectors.InsightSelectors',
    'cloudtrail:GetTrailStatus.IsLogging',
    'cloudtrail:GetTrailStatus.StartLoggingTime',
  ],
  on: trails.with('status', 'insightEvents'),
  test(trail, _also, { account, now }) {
    const owner = ownerOf(trail);
    if (owner !== account) return notApplicable(`it is a trail of account ${owner}, and is judged there`);
    const { status } = trail;
    const logging = saw('cloudtrail:GetTrailStatus', 'IsLogging', status.IsLogging);
    if (!status.IsLogging) return notApplicable('the trail is not logging, so nothing is analysed', logging);
    const found = trail.insightEvents;
    const off = saw('cloudtrail:GetInsightSelectors', 'InsightSelectors', []);
    if (!found) return notApplicable('Insights is off', off);
    const seen = saw('cloudtrail:LookupEvents', 'EventTime', found.Latest, `within ${historyDays} days`);
    if (found.Latest) return pass(`Insights found something on ${found.Latest.slice(0, 10)}`, seen);
    const started = saw('cloudtrail:GetTrailStatus', 'StartLoggingTime', status.StartLoggingTime);
    const set = saw('cloudtrail:LookupEvents', 'PutInsightSelectors', found.Since);
    const young =
      (found.Since && tooYoung(found.Since, historyDays, now, set)) ||
      tooYoung(status.StartLoggingTime, historyDays, now, started);
    if (young) return young;
    return {
      ...fail(`Insights found nothing in ${historyDays} days in ${found.Regions.join(', ')}`, seen),
      disuse: { grade: 'medium', window: historyDays, last: null, evidence: [seen] },
    };
  },
});
