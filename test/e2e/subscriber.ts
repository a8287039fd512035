import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Clients } from './ministack.js';

/** What a subscriber of the topic gets. */
export interface Message {
  subject: string;
  text: string;
}

/** A queue that hears the topic. */
export interface Subscriber {
  /** The next message; fails when none comes within `seconds`. */
  next(seconds?: number): Promise<Message>;
  /** Takes away what has come so far. */
  drain(): Promise<Message[]>;
}

/** Subscribes a new queue to the topic, as the owner of the account would. */
export async function subscribe(aws: Clients, TopicArn: string): Promise<Subscriber> {
  const sqs = aws(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'subscriber' }));
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
  const Endpoint = (await sqs.send(asked)).Attributes?.QueueArn;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: Endpoint,
        Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } },
      },
    ],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await aws(SNSClient).send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));

  const receive = async (WaitTimeSeconds: number): Promise<Message | undefined> => {
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }));
    const [message] = Messages ?? [];
    if (!message) return undefined;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    const { Subject, Message } = JSON.parse(message.Body ?? '{}') as { Subject?: string; Message?: string };
    return { subject: Subject ?? '', text: Message ?? '' };
  };

  return {
    async next(seconds = 30) {
      for (let waited = 0; waited < seconds; waited += 1) {
        const message = await receive(1);
        if (message) return message;
      }
      throw new Error(`no message came within ${seconds} seconds`);
    },
    async drain() {
      const drained: Message[] = [];
      for (let message = await receive(0); message; message = await receive(0)) drained.push(message);
      return drained;
    },
  };
}
