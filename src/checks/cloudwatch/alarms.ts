import type { Dimension, Metric, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { collection } from '../../core/collection.js';

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
}

/** One input of a metric math alarm. */
export interface MetricQuery {
  Id: string;
  Expression: string | null;
  /** The account that holds the metric, where it is not the alarm's own. */
  AccountId: string | null;
  MetricStat: { Metric: { Namespace: string; MetricName: string; Dimensions: Record<string, string> } } | null;
}

/** The metric alarms and composite alarms of a region. */
export const alarms = collection<Alarm>({
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
        found.push({ ...baseOf(alarm), AlarmType: 'CompositeAlarm', AlarmRule: alarm.AlarmRule ?? '' });
      }
    }
    return found;
  },
  resource: alarm => ({
    id: alarm.AlarmName,
    arn: alarm.AlarmArn,
    type: alarm.AlarmType === 'MetricAlarm' ? 'AWS::CloudWatch::Alarm' : 'AWS::CloudWatch::CompositeAlarm',
  }),
});

type Told = Pick<
  MetricAlarm,
  'AlarmName' | 'AlarmArn' | 'ActionsEnabled' | 'AlarmActions' | 'OKActions' | 'InsufficientDataActions' | 'StateValue'
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
});

const metricAlarmOf = (alarm: MetricAlarm): Alarm => ({
  ...baseOf(alarm),
  AlarmType: 'MetricAlarm',
  Namespace: alarm.Namespace ?? null,
  MetricName: alarm.MetricName ?? null,
  Dimensions: dimensionsOf(alarm.Dimensions),
  Metrics: (alarm.Metrics ?? []).map(query => ({
    Id: query.Id ?? '',
    Expression: query.Expression ?? null,
    AccountId: query.AccountId ?? null,
    MetricStat: query.MetricStat ? { Metric: metricOf(query.MetricStat.Metric) } : null,
  })),
});

const metricOf = (metric: Metric | undefined) => ({
  Namespace: metric?.Namespace ?? '',
  MetricName: metric?.MetricName ?? '',
  Dimensions: dimensionsOf(metric?.Dimensions),
});

const dimensionsOf = (dimensions: readonly Dimension[] | undefined): Record<string, string> =>
  Object.fromEntries((dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));
