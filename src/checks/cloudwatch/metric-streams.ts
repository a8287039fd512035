import { tooYoung } from '../../core/age.js';
import { check, fail, pass, saw, type Verdict } from '../../core/check.js';
import { collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import { lastActiveDay, type MetricSeries, peakOf, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import type { Evidence } from '../../core/types.js';
import { withoutToday } from '../logs/amounts.js';

const sdk = () => import('./sdk.js');
const window = 7;

/** A stream that carries metrics to a Firehose delivery stream, as ListMetricStreams tells. */
export interface MetricStream {
  Name: string;
  Arn: string;
  FirehoseArn: string;
  /** The last part of its ARN. */
  DeliveryStreamName: string;
  /** `running` or `stopped`. */
  State: string;
  OutputFormat: string;
  CreationDate: string | null;
}

interface Details {
  use: {
    /** Updates that it sent: what is billed. */
    MetricUpdate: MetricSeries;
    IncomingRecords: MetricSeries;
    /** Share of deliveries that an HTTP endpoint took; no values where the destination is of another kind. */
    DeliveryToHttpEndpoint: MetricSeries;
  };
}

/** The metric streams of a region. */
export const metricStreams = collection<MetricStream, Details>({
  id: 'cloudwatch.metricStreams',
  noun: 'metric streams',
  calls: ['cloudwatch:ListMetricStreams'],
  async list(aws) {
    const { CloudWatchClient, paginateListMetricStreams } = await sdk();
    const found: MetricStream[] = [];
    for await (const page of paginateListMetricStreams({ client: aws.client(CloudWatchClient), pageSize: 500 }, {})) {
      for (const one of page.Entries ?? []) {
        found.push({
          Name: one.Name ?? '',
          Arn: one.Arn ?? '',
          FirehoseArn: one.FirehoseArn ?? '',
          DeliveryStreamName: one.FirehoseArn?.split('/').at(-1) ?? '',
          State: one.State ?? '',
          OutputFormat: one.OutputFormat ?? '',
          CreationDate: isoOf(one.CreationDate),
        });
      }
    }
    return found;
  },
  resource: ({ Arn, Name }) => ({ id: Name, arn: Arn, type: 'AWS::CloudWatch::MetricStream' }),
  details: {
    use: {
      metrics({ DeliveryStreamName, Name }) {
        const firehose = {
          Namespace: 'AWS/Firehose',
          Dimensions: { DeliveryStreamName },
          Days: window,
        };
        return {
          MetricUpdate: {
            Namespace: 'AWS/CloudWatch/MetricStreams',
            MetricName: 'MetricUpdate',
            Dimensions: { MetricStreamName: Name },
            Statistic: 'Sum',
            Days: window,
          },
          IncomingRecords: { ...firehose, MetricName: 'IncomingRecords', Statistic: 'Sum' },
          DeliveryToHttpEndpoint: { ...firehose, MetricName: 'DeliveryToHttpEndpoint.Success', Statistic: 'Maximum' },
        };
      },
    },
  },
});

export const metricStreamConsumed = check({
  id: 'cloudwatch-metric-stream-consumed',
  title: 'Metric streams reach a destination that takes them',
  why: 'A metric stream sends each value of each metric, and each is paid for. It is often left running after the trial of a monitoring product.',
  fix: {
    command: 'aws cloudwatch stop-metric-streams --names {Name} --region {region}',
    undo: 'aws cloudwatch start-metric-streams --names {Name} --region {region}',
    note: 'It can be started again at any time.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 1 },
  fields: [
    'cloudwatch:GetMetricData.IncomingRecords',
    'cloudwatch:GetMetricData.DeliveryToHttpEndpoint.Success',
    'cloudwatch:ListMetricStreams.Entries.State',
  ],
  on: metricStreams.with('use'),
  applies: stream => stream.State === 'running',
  scope: 'a stopped stream sends nothing and costs nothing',
  test({ CreationDate, DeliveryStreamName: firehose, use }, _tables, { now }) {
    const young = tooYoung(CreationDate, window, now);
    if (young) return young;
    const records = totalOf(use.IncomingRecords);
    const arrived = saw('cloudwatch:GetMetricData', 'IncomingRecords', records, 'above 0');
    const units = (totalOf(withoutToday(use.MetricUpdate)) / window) * 30;
    if (records === 0) return unconsumed(`nothing arrived at ${firehose} in ${window} days`, units, arrived);
    const delivered = use.DeliveryToHttpEndpoint;
    const taken = saw('cloudwatch:GetMetricData', 'DeliveryToHttpEndpoint.Success', peakOf(delivered), 'above 0');
    if (delivered.Values.some(value => value !== null) && peakOf(delivered) === 0) {
      const message = `the endpoint behind ${firehose} refused every delivery of ${window} days`;
      return unconsumed(message, units, taken);
    }
    return pass(
      `${records} records arrived at ${firehose}, the last on ${lastActiveDay(use.IncomingRecords)}`,
      arrived,
    );
  },
});

const unconsumed = (message: string, units: number, seen: Evidence): Verdict => ({
  ...fail(message, seen),
  saving: saves({ price: 'cloudwatch/CW:MetricStreamUsage', units }),
  disuse: { grade: 'strong', window, last: null, evidence: [seen] },
});
