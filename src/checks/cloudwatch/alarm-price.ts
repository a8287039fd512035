import type { Release } from '../../core/saving.js';
import type { Alarm } from './alarms.js';

/** What an alarm is billed as: by each metric it watches; an anomaly detection alarm counts each three times. */
export function priceOf(alarm: Alarm): Release {
  if (alarm.AlarmType === 'CompositeAlarm') return { price: 'cloudwatch/CW:CompositeAlarmMonitorUsage', units: 1 };
  if (alarm.Metrics.some(({ Expression }) => /^\s*SELECT\b/i.test(Expression ?? ''))) {
    return { price: 'cloudwatch/CW:MetricInsightAlarmUsage', units: 1 };
  }
  const inputs = alarm.Metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat] : []));
  const isFine = [alarm, ...inputs].some(({ Period }) => Period !== null && Period < 60);
  const kind = isFine ? 'HighResAlarmMonitorUsage' : 'AlarmMonitorUsage';
  const units = Math.max(1, inputs.length) * (alarm.ThresholdMetricId === null ? 1 : 3);
  return { price: `cloudwatch/CW:${kind}`, units };
}
