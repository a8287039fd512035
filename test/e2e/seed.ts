import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateLogGroupCommand,
  CloudWatchLogsClient,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, EnableKeyRotationCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Clients } from './ministack.js';

/** Fills the account with things that rules pass and fail on. */
export async function seedAccount(aws: Clients): Promise<void> {
  const iam = aws(IAMClient);
  for (const UserName of ['ada', 'grace']) await iam.send(new CreateUserCommand({ UserName }));
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  await iam.send(new AttachUserPolicyCommand({ UserName: 'ada', PolicyArn }));
  await iam.send(new CreateAccessKeyCommand({ UserName: 'ada' }));

  const s3 = aws(S3Client);
  for (const Bucket of ['invoices-of-e2e', 'drafts-of-e2e']) await s3.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: 'invoices-of-e2e', VersioningConfiguration }));

  const kms = aws(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: 'rotates' }));
  await kms.send(new EnableKeyRotationCommand({ KeyId: KeyMetadata?.KeyId }));
  await kms.send(new CreateKeyCommand({ Description: 'does not' }));

  const logs = aws(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/app/kept' }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/app/kept', retentionInDays: 30 }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/app/for-ever' }));

  await aws(SNSClient).send(new CreateTopicCommand({ Name: 'orders' }));
  await aws(DynamoDBClient).send(
    new CreateTableCommand({
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
}
