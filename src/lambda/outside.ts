import { storeCalls } from '../aws/s3-store.js';
import { Writers } from '../aws/writers.js';
import type { Call } from '../core/types.js';
import type { Datum } from './metrics.js';

/** Everything that a scheduled audit writes, beside reading: its bucket, its topic, its metrics, and its own going on. */
const outsideCalls: readonly Call[] = [
  ...storeCalls,
  { id: 'sns:Publish', actions: ['sns:Publish'] },
  { id: 'cloudwatch:PutMetricData', actions: ['cloudwatch:PutMetricData'] },
  { id: 'lambda:Invoke', actions: ['lambda:InvokeFunction'] },
];

/** Clients that may make exactly those calls. */
export const openWriters = (endpointUrl: string | undefined): Promise<Writers> =>
  Writers.open(outsideCalls, { endpointUrl });

/** Sends a message to everyone who subscribed to the topic. */
export async function publish(writers: Writers, topic: string, subject: string, message: string): Promise<void> {
  const { PublishCommand, SNSClient } = await import('../aws/sdk/sns.js');
  await writers
    .client(SNSClient, topic.split(':')[3])
    .send(new PublishCommand({ TopicArn: topic, Subject: subject, Message: message }));
}

/** Writes metrics. */
export async function putMetrics(writers: Writers, namespace: string, data: readonly Datum[]): Promise<void> {
  const { CloudWatchClient, PutMetricDataCommand } = await import('../aws/sdk/cloudwatch.js');
  await writers
    .client(CloudWatchClient)
    .send(new PutMetricDataCommand({ Namespace: namespace, MetricData: data.map(one => ({ ...one })) }));
}

/** Has the function run again, without waiting for it. */
export async function invokeAgain(writers: Writers, functionArn: string, event: object): Promise<void> {
  const { InvokeCommand, LambdaClient } = await import('../aws/sdk/lambda.js');
  await writers.client(LambdaClient).send(
    new InvokeCommand({
      FunctionName: functionArn,
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify(event)),
    }),
  );
}
