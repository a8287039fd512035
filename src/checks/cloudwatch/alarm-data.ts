import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { daysBetween } from '../../core/facts.js';
import { lastActiveDay } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { type MetricFilter, metricFilters } from '../logs/metric-filters.js';
import { type Alarm, alarms, lacksData, metricsOf, type WatchedMetric } from './alarms.js';
import { priceOf } from './alarm-price.js';

/** Metrics reach no further here. */
const windowAtMost = 90;
/** Metrics with such names have no data while all is well. */
const badNews =
  /error|fail|fault|throttl|reject|denied|unauthori[sz]|4xx|5xx|dropped|dead.?letter|dlq|time.?out|unhealthy|exception|crash|lost|refused/i;

export const alarmWatchesLiveMetric = check({
  id: 'cloudwatch-alarm-watches-live-metric',
  title: 'Alarms get data',
  why: 'An alarm on something that is gone never goes off. It costs as much as a working one, and whoever reads its name believes that something is watched.',
  fix: {
    command: 'aws cloudwatch delete-alarms --alarm-names {AlarmName} --region {region}',
    note: 'Or mend it, if what it was meant to watch goes by another name now. Keep the answer of describe-alarms: the alarm can be made again from it.',
  },
  cleanUp: { does: 'delete', risk: 'low', undo: 'from a backup', order: 5 },
  fields: [
    'cloudwatch:DescribeAlarms.StateValue',
    'cloudwatch:DescribeAlarms.StateTransitionedTimestamp',
    'cloudwatch:DescribeAlarms.TreatMissingData',
    'logs:DescribeMetricFilters.metricTransformations',
    'cloudwatch:GetMetricData.SampleCount',
  ],
  on: alarms.with('data'),
  also: { filters: metricFilters.with() },
  params: { max_days: 30 },
  applies: alarm => alarm.AlarmType === 'MetricAlarm' && !alarm.AlarmName.startsWith('TargetTracking-'),
  scope: 'a composite alarm, or one that automatic scaling made and looks after',
  test(alarm, { filters }, { account, now, params }) {
    const state = saw('cloudwatch:DescribeAlarms', 'StateValue', alarm.StateValue, 'OK or ALARM');
    if (!lacksData(alarm)) return pass(`its state is ${alarm.StateValue}`, state);
    const missing = alarm.TreatMissingData ?? 'missing';
    if (missing !== 'missing' && missing !== 'ignore')
      return pass(`missing data counts as ${missing}`, saw('cloudwatch:DescribeAlarms', 'TreatMissingData', missing));
    const since = alarm.StateTransitionedTimestamp;
    if (since === null)
      cannotTell(
        'unexpected-answer',
        'cloudwatch:DescribeAlarms',
        'AWS does not tell how long it has been without data',
      );
    const days = daysBetween(since, now);
    if (days < params.max_days)
      return notApplicable(`without data for ${days} of ${params.max_days} days: too young to judge`, state);
    const metrics = metricsOf(alarm, account);
    if (metrics.some(({ MetricName }) => badNews.test(MetricName)))
      return notApplicable('it counts what goes wrong: no data is good news', state);
    const filter = filters.in(alarm.region).first(one => metrics.some(metric => counts(one, metric)));
    if (filter)
      return pass(
        `metric filter ${filter.filterName} counts for it, and has found nothing yet`,
        saw('logs:DescribeMetricFilters', 'metricTransformations', filter.metricTransformations),
      );
    demandAllMetrics(alarm, metrics);
    const last = Object.values(alarm.data)
      .flatMap(series => lastActiveDay(series) ?? [])
      .sort()
      .at(-1);
    const values = saw('cloudwatch:GetMetricData', 'SampleCount', last ?? null, `a day in ${windowAtMost} days`);
    if (last !== undefined) return pass(`its metric has data now and then, on ${last} last`, values);
    const names = metrics.map(({ MetricName, Namespace }) => `${Namespace}/${MetricName}`).join(', ');
    const evidence = [state, saw('cloudwatch:DescribeAlarms', 'StateTransitionedTimestamp', since), values];
    return {
      ...fail(`without data for ${days} days; ${names} had none in ${windowAtMost} days`, ...evidence),
      saving: saves(priceOf(alarm)),
      disuse: { grade: 'strong', window: windowAtMost, last: null, evidence },
    };
  },
});

/** A filter counts into the metric without dimensions, or into others of its name. */
const counts = ({ metricTransformations }: MetricFilter, { MetricName, Namespace }: WatchedMetric): boolean =>
  metricTransformations.some(one => one.metricName === MetricName && one.metricNamespace === Namespace);

/** What an alarm on a query, or on metrics of another account, waits for cannot be followed. */
function demandAllMetrics(alarm: Alarm, metrics: readonly WatchedMetric[]): void {
  const inputs = alarm.Metrics.filter(({ MetricStat }) => MetricStat !== null).length;
  const isQuery = alarm.Metrics.some(({ Expression }) => /\b(SELECT|SEARCH|METRICS)\b/i.test(Expression ?? ''));
  if (metrics.length > 0 && metrics.length >= inputs && !isQuery) return;
  cannotTell(
    'not-collected',
    'cloudwatch:GetMetricData',
    `alarm ${alarm.AlarmName} watches a query or metrics of another account, whose data cannot be followed from here`,
  );
}
