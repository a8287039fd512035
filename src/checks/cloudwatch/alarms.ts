import type { Dimension, Metric, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';

const sdk = () => import('./sdk.js');

/** A metric alarm or a composite alarm, as DescribeAlarms tells; fields of the other kind are null or empty. */
export interface Alarm {
  AlarmName: string;
  AlarmArn: string;
  AlarmType: 'MetricAlarm' | 'CompositeAlarm';
  ActionsEnabled: boolean;
  AlarmActions: string[];
  OKActions: string[];
  InsufficientDataActions: string[];
  StateValue: string;
  /** Null for an alarm on a metric math expression or a query: see `Metrics`. */
  Namespace: string | null;
  MetricName: string | null;
  Dimensions: Record<string, string>;
  Metrics: MetricQuery[];
  /** Of a composite alarm. */
  AlarmRule: string | null;
  /** Of a composite alarm: name or ARN of the alarm that keeps it from acting. */
  ActionsSuppressor: string | null;
  /** When `StateValue` last changed. */
  StateTransitionedTimestamp: string | null;
  /** Null: `missing`. */
  TreatMissingData: string | null;
  /** Seconds; of a metric math alarm see `Metrics`. */
  Period: number | null;
  /** Of an anomaly detection alarm: the input that is its band. */
  ThresholdMetricId: string | null;
}

/** One input of a metric math alarm. */
export interface MetricQuery {
  Id: string;
  Expression: string | null;
  /** The account that holds the metric, where it is not the alarm's own. */
  AccountId: string | null;
  MetricStat: { Metric: WatchedMetric; Period: number | null } | null;
}

/** One metric, as CloudWatch tells it from all others. */
export interface WatchedMetric {
  Namespace: string;
  MetricName: string;
  Dimensions: Record<string, string>;
}

interface Details {
  /** How many values each of its metrics got a day, in 90 days; empty where it is not asked, as the alarm has data. */
  data: Record<string, MetricSeries>;
}

/** The metric alarms and composite alarms of a region. */
export const alarms = collection<Alarm, Details>({
  id: 'cloudwatch.alarms',
  noun: 'CloudWatch alarms',
  calls: ['cloudwatch:DescribeAlarms'],
  async list(aws) {
    const { CloudWatchClient, paginateDescribeAlarms } = await sdk();
    const found: Alarm[] = [];
    // Without AlarmTypes AWS leaves composite alarms out.
    const asked = { AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const] };
    for await (const page of paginateDescribeAlarms({ client: aws.client(CloudWatchClient), pageSize: 100 }, asked)) {
      for (const alarm of page.MetricAlarms ?? []) found.push(metricAlarmOf(alarm));
      for (const alarm of page.CompositeAlarms ?? []) {
        found.push({
          ...baseOf(alarm),
          AlarmType: 'CompositeAlarm',
          AlarmRule: alarm.AlarmRule ?? '',
          ActionsSuppressor: alarm.ActionsSuppressor || null,
        });
      }
    }
    return found;
  },
  resource: alarm => ({
    id: alarm.AlarmName,
    arn: alarm.AlarmArn,
    type: alarm.AlarmType === 'MetricAlarm' ? 'AWS::CloudWatch::Alarm' : 'AWS::CloudWatch::CompositeAlarm',
  }),
  details: {
    data: {
      when: lacksData,
      otherwise: {},
      metrics: (alarm, { account }) =>
        Object.fromEntries(
          metricsOf(alarm, account).map((metric, at) => [
            `m${at}`,
            { ...metric, Statistic: 'SampleCount' as const, Days: 90 },
          ]),
        ),
    },
  },
});

/** Whether an alarm waits for data that it does not get. */
export function lacksData({ AlarmType, StateValue }: Alarm): boolean {
  return AlarmType === 'MetricAlarm' && StateValue === 'INSUFFICIENT_DATA';
}

/** The metrics of this account that an alarm watches; none for a composite alarm or one on a query. */
export function metricsOf(alarm: Alarm, account: string): WatchedMetric[] {
  const { Dimensions, MetricName, Namespace } = alarm;
  const single = Namespace !== null && MetricName !== null ? [{ Namespace, MetricName, Dimensions }] : [];
  const inputs = alarm.Metrics.filter(({ AccountId }) => AccountId === null || AccountId === account);
  return [...single, ...inputs.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []))];
}

type Told = Pick<
  MetricAlarm,
  | 'AlarmName'
  | 'AlarmArn'
  | 'ActionsEnabled'
  | 'AlarmActions'
  | 'OKActions'
  | 'InsufficientDataActions'
  | 'StateValue'
  | 'StateTransitionedTimestamp'
>;

const baseOf = (alarm: Told) => ({
  AlarmName: alarm.AlarmName ?? '',
  AlarmArn: alarm.AlarmArn ?? '',
  ActionsEnabled: alarm.ActionsEnabled ?? true,
  AlarmActions: [...(alarm.AlarmActions ?? [])],
  OKActions: [...(alarm.OKActions ?? [])],
  InsufficientDataActions: [...(alarm.InsufficientDataActions ?? [])],
  StateValue: alarm.StateValue ?? '',
  Namespace: null,
  MetricName: null,
  Dimensions: {},
  Metrics: [],
  AlarmRule: null,
  ActionsSuppressor: null,
  StateTransitionedTimestamp: isoOf(alarm.StateTransitionedTimestamp),
  TreatMissingData: null,
  Period: null,
  ThresholdMetricId: null,
});

const metricAlarmOf = (alarm: MetricAlarm): Alarm => ({
  ...baseOf(alarm),
  AlarmType: 'MetricAlarm',
  Namespace: alarm.Namespace ?? null,
  MetricName: alarm.MetricName ?? null,
  Dimensions: dimensionsOf(alarm.Dimensions),
  TreatMissingData: alarm.TreatMissingData ?? null,
  Period: alarm.Period ?? null,
  ThresholdMetricId: alarm.ThresholdMetricId ?? null,
  Metrics: (alarm.Metrics ?? []).map(query => ({
    Id: query.Id ?? '',
    Expression: query.Expression ?? null,
    AccountId: query.AccountId ?? null,
    MetricStat: query.MetricStat
      ? { Metric: metricOf(query.MetricStat.Metric), Period: query.MetricStat.Period ?? null }
      : null,
  })),
});

const metricOf = (metric: Metric | undefined) => ({
  Namespace: metric?.Namespace ?? '',
  MetricName: metric?.MetricName ?? '',
  Dimensions: dimensionsOf(metric?.Dimensions),
});

const dimensionsOf = (dimensions: readonly Dimension[] | undefined): Record<string, string> =>
  Object.fromEntries((dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));
