import type { Handler } from './stub.js';

interface Input {
  /** Seconds since 1970, as the protocol has them. */
  StartTime: number;
  EndTime: number;
  MetricDataQueries: {
    Id: string;
    MetricStat: { Stat: string; Metric: { MetricName: string; Dimensions?: { Value: string }[] } };
  }[];
}

const day = 86_400;

/**
 * Answers every metric completely: with the value that the table has for each day, by name and value of the first
 * dimension (`IncomingBytes shop/orders`, or `... SampleCount` for one statistic alone), else without any point.
 */
export const metricPoints =
  (values: Readonly<Record<string, number>>): Handler =>
  ({ StartTime, EndTime, MetricDataQueries }: Input) => ({
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric, Stat } }) => {
      const name = `${Metric.MetricName} ${Metric.Dimensions?.[0]?.Value ?? ''}`;
      const value = values[`${name} ${Stat}`] ?? values[name];
      const days = value === undefined ? 0 : Math.round((EndTime - StartTime) / day);
      return {
        Id,
        StatusCode: 'Complete',
        Timestamps: Array.from({ length: days }, (_none, at) => new Date((StartTime + at * day) * 1000)),
        Values: Array.from({ length: days }, () => value),
      };
    }),
  });
