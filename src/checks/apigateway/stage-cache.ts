import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { daysBetween } from '../../core/facts.js';
import { lastActiveDay, lastDays, type MetricSeries, totalOf } from '../../core/metrics.js';
import { hoursAMonth, saves } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import { type Stage, stages } from './stages.js';
import { metricDays } from './traffic.js';

const cached = stages.with('cache');

export const cacheEarnsItsCost = check({
  id: 'apigateway-cache-earns-its-cost',
  title: 'Caches of API stages answer requests',
  why: 'A stage cache is billed for every hour it stands, whether it answers anything or not. One that is hardly ever hit only costs.',
  fix: {
    command:
      'aws apigateway update-stage --rest-api-id {restApiId} --stage-name {stageName} --patch-operations op=replace,path=/cacheClusterEnabled,value=false --region {region}',
    undo: 'aws apigateway update-stage --rest-api-id {restApiId} --stage-name {stageName} --patch-operations op=replace,path=/cacheClusterEnabled,value=true --region {region}',
    note: 'Takes some minutes, and can be turned on again. All requests then go to the back end.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    'apigateway:GetStages.cacheClusterEnabled',
    'apigateway:GetStages.methodSettings',
    'cloudwatch:GetMetricData.Count',
    'cloudwatch:GetMetricData.CacheHitCount',
    'cloudwatch:GetMetricData.CacheMissCount',
  ],
  on: cached,
  also: { stages: stages.with() },
  params: { min_hit_rate: 0.1, window_days: 14 },
  scope: 'the stage has no cache',
  applies: stage => stage.cacheClusterEnabled,
  test(stage, tables, { params, now }) {
    const days = Math.min(params.window_days, metricDays);
    const { hits, lookups, requests, evidence } = readCache(stage, days, params.min_hit_rate);
    const saving = saves({
      price: `apigateway/ApiGatewayCacheUsage:${stage.cacheClusterSize}GB`,
      units: hoursAMonth,
    });
    const disuse = {
      grade: 'strong' as const,
      window: days,
      last: lastAsked(stage),
      evidence,
    };
    const size = `the cache of ${stage.cacheClusterSize} GB`;
    if (lookups === 0 && !isAnyMethodCached(stage)) {
      const seen = saw('apigateway:GetStages', 'methodSettings', { cachingEnabled: false }, { cachingEnabled: true });
      return { ...fail(`${size} is on, and no method uses it`, seen, ...evidence), saving, disuse };
    }
    const age = ageOfCache(stage, now);
    if (age < days) return notApplicable(`too young to judge (${age} of ${days} days since the stage changed)`);
    if (lookups === 0) {
      const what = requests === 0 ? 'the stage had no request' : `none of ${requests} requests asked it`;
      return { ...fail(`${size} is on, and ${what} in ${days} days`, ...evidence), saving, disuse };
    }
    demandMetricsOfItsOwn(stage, tables.stages);
    const rate = `${hits} of ${lookups} look-ups in ${days} days were answered from the cache`;
    if (hits / lookups >= params.min_hit_rate) return pass(rate, ...evidence);
    return { ...fail(`only ${rate}`, ...evidence), saving };
  },
});

function readCache({ cache }: RowOf<typeof cached>, days: number, rate: number) {
  const sum = (series: MetricSeries): number => totalOf(lastDays(series, days));
  const [hits, misses, requests] = [sum(cache.CacheHitCount), sum(cache.CacheMissCount), sum(cache.Count)];
  const evidence = [
    saw('cloudwatch:GetMetricData', 'Count', requests),
    saw('cloudwatch:GetMetricData', 'CacheHitCount', hits, `at least ${rate} of all look-ups`),
    saw('cloudwatch:GetMetricData', 'CacheMissCount', misses),
  ];
  return { hits, lookups: hits + misses, requests, evidence };
}

/** The last day on which the cache was asked, whether it had the answer or not. */
const lastAsked = ({ cache }: RowOf<typeof cached>): string | null =>
  [lastActiveDay(cache.CacheHitCount), lastActiveDay(cache.CacheMissCount)].reduce((last, day) =>
    (day ?? '') > (last ?? '') ? day : last,
  );

const isAnyMethodCached = ({ methodSettings }: Stage): boolean =>
  Object.values(methodSettings).some(setting => setting.cachingEnabled);

/** AWS does not tell when a cache was turned on: not after it was first asked, nor after the stage last changed. */
function ageOfCache({ cache, createdDate, lastUpdatedDate }: RowOf<typeof cached>, now: Date): number {
  const changed = daysBetween(lastUpdatedDate ?? createdDate ?? now, now);
  const asked = [cache.CacheHitCount, cache.CacheMissCount].flatMap(({ Values }) => {
    const first = Values.findIndex(one => (one ?? 0) > 0);
    return first < 0 ? [] : [Values.length - 1 - first];
  });
  return Math.max(changed, ...asked);
}

/** CloudWatch knows REST APIs by name only: two of one name, with caches in stages of one name, are one line. */
function demandMetricsOfItsOwn(stage: RowOf<typeof cached>, all: Table<Stage & { region: string }>): void {
  const twin = all
    .in(stage.region)
    .at('apiName', stage.apiName)
    .first(one => one.cacheClusterEnabled && one.stageName === stage.stageName && one.restApiId !== stage.restApiId);
  if (twin === undefined) return;
  cannotTell(
    'unexpected-answer',
    'cloudwatch:GetMetricData',
    `the APIs ${stage.restApiId} and ${twin.restApiId} are both named ${stage.apiName}; CloudWatch counts the look-ups of their caches together`,
  );
}
