import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { Need, TablesOf } from '../../core/collection.js';
import { saves } from '../../core/saving.js';
import { regions } from '../account/regions.js';
import { alarms } from './alarms.js';
import { type CustomMetric, customMetrics } from './custom-metrics.js';
import { dashboards } from './dashboards.js';
import { metricStreams } from './metric-streams.js';

const also = {
  metrics: customMetrics.with(),
  streams: metricStreams.with(),
  alarms: alarms.with(),
  dashboards: dashboards
    .with('content')
    .onlyFor({ metrics: customMetrics.with() }, (_one, { metrics }) => metrics.some()),
} satisfies Record<string, Need>;
type Tables = TablesOf<typeof also>;

export const customMetricsWatched = check({
  id: 'cloudwatch-custom-metrics-watched',
  title: 'Custom metrics feed an alarm, a dashboard or a stream',
  why: 'Each combination of dimension values is a metric of its own and is paid for by the hour. One careless dimension, such as a user or request id, makes thousands that nobody looks at.',
  fix: {
    byHand:
      'Stop publishing what nobody looks at, or drop the dimension that makes so many; in Lambda functions look at logs in embedded metric format.',
    note: 'What was published stays readable for 15 months. People and programs that read metrics through the API leave no trace here: ask them first.',
  },
  cleanUp: { does: 'decide', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    'cloudwatch:ListMetrics.Metrics',
    'cloudwatch:ListMetricStreams.Entries.State',
    'cloudwatch:DescribeAlarms.MetricName',
    'cloudwatch:GetDashboard.DashboardBody',
  ],
  on: regions.with(),
  also,
  params: { min_count: 11, ignored_namespaces: ['CWAgent', 'CloudWatchSynthetics'] },
  test({ RegionName }, tables, { params }) {
    const ours = tables.metrics.in(RegionName).where(one => !params.ignored_namespaces.includes(one.Namespace));
    // What was seen is a lower bound: enough for a failure, not for a pass.
    const count = seriesOf(ours.seen());
    const counted = saw('cloudwatch:ListMetrics', 'Metrics', count, `fewer than ${params.min_count}`);
    if (count < params.min_count) {
      ours.demandFullSight();
      return count === 0 ? notApplicable('no custom metrics') : pass(`${count} custom metrics`, counted);
    }
    const stream = tables.streams.in(RegionName).first(one => one.State === 'running');
    if (stream)
      return pass(
        `metric stream ${stream.Name} carries metrics of this region away`,
        saw('cloudwatch:ListMetricStreams', 'Entries[].State', stream.State),
      );
    const isWatched = watchersIn(RegionName, tables);
    const unwatched = ours.seen().filter(one => !isWatched(one));
    const seen = saw('cloudwatch:ListMetrics', 'Metrics', seriesOf(unwatched), `fewer than ${params.min_count}`);
    if (seriesOf(unwatched) >= params.min_count) {
      return {
        ...fail(
          `no alarm and no dashboard names ${seriesOf(unwatched)} of ${count} custom metrics: ${shown(unwatched)}`,
          seen,
        ),
        // They are paid for by the hour: all month, if they go on as in these hours.
        saving: {
          ...saves({ price: 'cloudwatch/CW:MetricMonitorUsage', units: seriesOf(unwatched) }),
          estimated: true,
        },
      };
    }
    ours.demandFullSight();
    return pass(`alarms or dashboards name ${count - seriesOf(unwatched)} of ${count} custom metrics`, seen);
  },
});

/** A metric whose name something names counts as watched with all its dimensions. */
function watchersIn(region: string, { alarms: known, dashboards: boards }: Tables): (metric: CustomMetric) => boolean {
  const inputs = known
    .in(region)
    .all()
    .flatMap(alarm => [alarm, ...alarm.Metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []))]);
  const named = new Set(inputs.map(one => JSON.stringify([one.Namespace, one.MetricName])));
  const contents = boards.all().map(one => one.content);
  const names = new Set(contents.flatMap(one => one.Names));
  const queries = known
    .in(region)
    .all()
    .flatMap(alarm => alarm.Metrics.flatMap(({ Expression }) => Expression ?? []));
  const expressions = [...queries, ...contents.flatMap(one => one.Expressions)];
  return ({ MetricName, Namespace }) =>
    named.has(JSON.stringify([Namespace, MetricName])) ||
    (names.has(MetricName) && names.has(Namespace)) ||
    expressions.some(text => text.includes(Namespace) || text.includes(MetricName));
}

const seriesOf = (metrics: readonly CustomMetric[]): number => metrics.reduce((sum, { Series }) => sum + Series, 0);

const mostShown = 5;

function shown(metrics: readonly CustomMetric[]): string {
  const largest = [...metrics].sort((a, b) => b.Series - a.Series).slice(0, mostShown);
  const names = largest.map(({ Dimensions, MetricName, Namespace, Series }) => {
    const by = Dimensions.length > 0 ? ` by ${Dimensions.join(', ')}` : '';
    return `${Namespace} ${MetricName}${by} (${Series})`;
  });
  return names.join('; ') + (metrics.length > mostShown ? '; …' : '');
}
