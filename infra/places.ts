import { CfnDeletionPolicy, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { CfnSubscription, CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { either, eitherText, makeIf, not } from './choice.js';
import type { Values } from './values.js';

/**
 * The ARN of the key that seals the topic. CloudWatch cannot speak to a topic under the key of SNS itself, whose policy
 * nobody can change; so there is one of ours, unless the owner brings one.
 */
export function makeKey(stack: Stack, { key }: Values): string {
  const { account, partition } = stack;
  const own = makeIf(
    not(stack, 'OwnKey', key.given),
    () =>
      new CfnKey(stack, 'TopicKey', {
        description: 'Seals the messages of stocktake',
        enableKeyRotation: true,
        pendingWindowInDays: 7,
        keyPolicy: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:${partition}:iam::${account}:root` },
              Action: 'kms:*',
              Resource: '*',
            },
            {
              Effect: 'Allow',
              Principal: { Service: 'cloudwatch.amazonaws.com' },
              Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
              Resource: '*',
              Condition: { StringEquals: { 'aws:SourceAccount': account } },
            },
          ],
        },
      }),
  );
  if (own) own.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
  if (own) own.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.DELETE;
  return own ? eitherText(key.given, key.arn, own.attrArn) : key.arn;
}

/** The bucket of the reports: private, encrypted, versioned, and kept when the stack goes. */
export function makeBucket(stack: Stack, { key, retentionDays }: Values): Bucket {
  const bucket = new Bucket(stack, 'Reports', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [
      { id: 'old-runs', prefix: 'runs/', expiration: Duration.days(retentionDays) },
      { id: 'unfinished-runs', prefix: 'state/', expiration: Duration.days(2) },
      {
        id: 'replaced-versions',
        noncurrentVersionExpiration: Duration.days(30),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
        expiredObjectDeleteMarker: true,
      },
    ],
  });
  const algorithm = { SSEAlgorithm: 'AES256' };
  const withKey = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key.arn };
  (bucket.node.defaultChild as CfnBucket).addPropertyOverride('BucketEncryption.ServerSideEncryptionConfiguration', [
    {
      BucketKeyEnabled: either<unknown>(key.given, true, false),
      ServerSideEncryptionByDefault: either<unknown>(key.given, withKey, algorithm),
    },
  ]);
  return bucket;
}

/** The topic of the messages and the alarms, with those who are told. */
export function makeTopic(stack: Stack, { emails }: Values, key: string): Topic {
  const topic = new Topic(stack, 'Messages', { enforceSSL: true });
  (topic.node.defaultChild as CfnTopic).kmsMasterKeyId = key;
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  );
  for (const [at, { address, wanted }] of emails.entries()) {
    const subscription = { protocol: 'email', endpoint: address, topicArn: topic.topicArn };
    makeIf(wanted, () => new CfnSubscription(stack, `Recipient${at === 0 ? '' : at + 1}`, subscription));
  }
  return topic;
}

/** Where invocations go that came to nothing. */
export const makeQueue = (stack: Stack): Queue =>
  new Queue(stack, 'Failed', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
