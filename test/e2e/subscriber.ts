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
  /** The first message yet unread with such a subject; fails when none comes within half a minute. */
  next(subject: RegExp): Promise<Message>;
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

  const unread: Message[] = [];
  const receive = async (WaitTimeSeconds: number): Promise<boolean> => {
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }));
    const [message] = Messages ?? [];
    if (!message) return false;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    const { Subject, Message } = JSON.parse(message.Body ?? '{}') as { Subject?: string; Message?: string };
    unread.push({ subject: Subject ?? '', text: Message ?? '' });
    return true;
  };

  return {
    async next(subject) {
      const until = Date.now() + 30_000;
      while (true) {
        const at = unread.findIndex(message => subject.test(message.subject));
        const [found] = at < 0 ? [] : unread.splice(at, 1);
        if (found) return found;
        if (Date.now() > until) throw new Error(`no such message came; others: ${JSON.stringify(unread)}`);
        await receive(1);
      }
    },
    async drain() {
      while (await receive(0));
      return unread.splice(0);
    },
  };
}
