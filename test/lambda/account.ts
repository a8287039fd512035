import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import type { Settings } from '../../src/lambda/settings.js';
import type { Report } from '../../src/core/types.js';
import { DEFAULT_ACCOUNT } from '../server/stub.js';
import { type Clients, clients } from '../server/redirect.js';

/** Where the deployment of these tests is. */
export const region = 'eu-north-1';
export const bucket = 'reports';
/** The function, as Lambda names it to itself. */
export const functionArn = `arn:aws:lambda:${region}:${DEFAULT_ACCOUNT}:function:stocktake`;

/** Rules whose every call moto answers. */
export const rulesText = `version: 1
extends: none
rules:
  kms-key-rotation-enabled: { severity: critical, category: security, tier: 1 }
  kms-key-not-public: { severity: critical, category: security, tier: 1 }
  iam-password-policy-exists: { severity: medium, category: security, tier: 1 }
  iam-user-single-active-access-key: { severity: low, category: hygiene, tier: 1 }
`;

/** A message as a subscriber gets it. */
interface Message {
  subject: string;
  text: string;
}

/** An account with two keys, two users, a bucket, and a topic that a queue listens to. */
export class Account {
  private constructor(
    private readonly aws: Clients,
    readonly topicArn: string,
    private readonly queueUrl: string,
  ) {}

  static async open(port: number): Promise<Account> {
    const aws = await clients(port, region);
    await aws(S3Client).send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    for (const Description of ['one', 'two']) await aws(KMSClient).send(new CreateKeyCommand({ Description }));
    for (const UserName of ['ada', 'grace']) await aws(IAMClient).send(new CreateUserCommand({ UserName }));
    const { TopicArn = '' } = await aws(SNSClient).send(new CreateTopicCommand({ Name: 'messages' }));
    const { QueueUrl = '' } = await aws(SQSClient).send(new CreateQueueCommand({ QueueName: 'subscriber' }));
    const Endpoint = `arn:aws:sqs:${region}:${DEFAULT_ACCOUNT}:subscriber`;
    await aws(SNSClient).send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
    const account = new Account(aws, TopicArn, QueueUrl);
    await account.put('config/rules.yaml', rulesText);
    return account;
  }

  client<Client>(type: Parameters<Clients>[0] & (new (config: never) => Client)): Client {
    return this.aws(type as never);
  }

  async put(Key: string, Body: string): Promise<void> {
    await this.aws(S3Client).send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  }

  async keys(Prefix = ''): Promise<string[]> {
    const { Contents = [] } = await this.aws(S3Client).send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
    return Contents.map(({ Key = '' }) => Key).sort();
  }

  async read(Key: string): Promise<string> {
    const { Body } = await this.aws(S3Client).send(new GetObjectCommand({ Bucket: bucket, Key }));
    return (await Body?.transformToString()) ?? '';
  }

  async report(): Promise<Report> {
    return JSON.parse(await this.read('latest/report.json')) as Report;
  }

  /** The next message; undefined where there is none. */
  async message(): Promise<Message | undefined> {
    const sqs = this.aws(SQSClient);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: this.queueUrl }));
    const [first] = Messages;
    if (!first) return undefined;
    await sqs.send(new DeleteMessageCommand({ QueueUrl: this.queueUrl, ReceiptHandle: first.ReceiptHandle }));
    const { Subject, Message } = JSON.parse(first.Body ?? '{}') as { Subject: string; Message: string };
    return { subject: Subject, text: Message };
  }

  /** The values of a metric, the newest last. */
  async metric(MetricName: string, dimensions: Record<string, string> = {}): Promise<number | undefined> {
    const { Datapoints = [] } = await this.aws(CloudWatchClient).send(
      new GetMetricStatisticsCommand({
        Namespace: 'Stocktake',
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(Date.now() - 3600_000),
        EndTime: new Date(Date.now() + 3600_000),
        Period: 86_400,
        Statistics: ['Sum'],
      }),
    );
    return Datapoints.length === 0 ? undefined : Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
  }

  /** What the stack says to the function, for a server on a port. */
  settings(port: number, changed: Partial<Settings> = {}): Settings {
    return {
      bucket,
      prefix: '',
      topicArn: this.topicArn,
      regions: [region],
      services: undefined,
      categories: undefined,
      configKey: 'config/rules.yaml',
      namespace: 'Stocktake',
      maxContinuations: 2,
      minLeftSeconds: 1,
      saveSeconds: 20,
      endpointUrl: `http://127.0.0.1:${port}`,
      ...changed,
    };
  }
}
