import { collection, detail } from '../../core/collection.js';

const sdk = () => import('./sdk.js');

/** A topic, as ListTopics tells. */
export interface Topic {
  TopicArn: string;
}

/** A subscription to a topic; its `SubscriptionArn` is an ARN once it is confirmed. */
export interface Subscription {
  SubscriptionArn: string;
  Protocol: string;
  Owner: string;
}

interface Details {
  subscriptions: Subscription[];
}

/** The topics of a region; their subscriptions are those of all accounts. */
export const topics = collection<Topic, Details>({
  id: 'sns.topics',
  noun: 'SNS topics',
  calls: ['sns:ListTopics'],
  async list(aws) {
    const { paginateListTopics, SNSClient } = await sdk();
    const found: Topic[] = [];
    for await (const page of paginateListTopics({ client: aws.client(SNSClient) }, {})) {
      for (const { TopicArn = '' } of page.Topics ?? []) found.push({ TopicArn });
    }
    return found;
  },
  resource: ({ TopicArn }) => ({ id: TopicArn.split(':').at(-1) ?? TopicArn, arn: TopicArn, type: 'AWS::SNS::Topic' }),
  details: {
    subscriptions: detail({
      calls: ['sns:ListSubscriptionsByTopic'],
      async get({ TopicArn }, aws) {
        const { paginateListSubscriptionsByTopic, SNSClient } = await sdk();
        const found: Subscription[] = [];
        for await (const page of paginateListSubscriptionsByTopic({ client: aws.client(SNSClient) }, { TopicArn })) {
          for (const one of page.Subscriptions ?? []) {
            const { SubscriptionArn = '', Protocol = '', Owner = '' } = one;
            found.push({ SubscriptionArn, Protocol, Owner });
          }
        }
        return found;
      },
    }),
  },
});

/** Whether somebody listens: AWS writes `PendingConfirmation` or `Deleted` in place of the ARN of a dead subscription. */
export const isConfirmed = ({ SubscriptionArn }: Subscription): boolean => SubscriptionArn.startsWith('arn:');
