import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateBucketCommand,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { keyIdOf } from './keys.js';
import { account, iamArn, policy, type Region, type Seeder } from './place.js';

/** The log group that the main trail delivers to. */
export const logGroup = 'cloudtrail/lodge';

interface Bucket {
  region: Region;
  made: number;
  /** Which of the four switches are on. */
  blocked: 'all' | 'acls';
  versioned?: boolean;
  logsTo?: string;
}

/** The buckets of the account by name. */
export const buckets: Record<string, Bucket> = {
  'lodge-access-logs': { region: 'eu-north-1', made: 820, blocked: 'all' },
  'lodge-artifacts': { region: 'eu-north-1', made: 905, blocked: 'all', versioned: true },
  'lodge-media': { region: 'eu-north-1', made: 610, blocked: 'all' },
  'lodge-payments-audit': { region: 'us-east-1', made: 655, blocked: 'acls' },
  'lodge-table-exports': { region: 'us-east-1', made: 420, blocked: 'all' },
  'lodge-trail-logs': {
    region: 'eu-north-1',
    made: 700,
    blocked: 'all',
    versioned: true,
    logsTo: 'lodge-access-logs',
  },
  'lodge-uploads': { region: 'eu-north-1', made: 812, blocked: 'all', versioned: true },
};

/** Creates the buckets; what a bucket of today has from the start, old ones lack. */
export async function seedBuckets(seeder: Seeder): Promise<void> {
  for (const [Bucket, bucket] of Object.entries(buckets)) {
    const s3 = seeder.at(bucket.region)(S3Client);
    const place =
      bucket.region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: 'eu-north-1' as const } };
    await seeder.made(bucket.made);
    await s3.send(new CreateBucketCommand({ Bucket, ...place }));
    if (bucket.versioned) {
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    }
    const policies = bucket.blocked === 'all';
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: policies,
          RestrictPublicBuckets: policies,
        },
      }),
    );
  }
  await seedAccessLogs(seeder);
}

async function seedAccessLogs(seeder: Seeder): Promise<void> {
  for (const [Bucket, { region, logsTo }] of Object.entries(buckets)) {
    if (!logsTo) continue;
    const s3 = seeder.at(region)(S3Client);
    const delivery = { Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject' };
    const Policy = policy({ ...delivery, Resource: `arn:aws:s3:::${logsTo}/*` });
    await s3.send(new PutBucketPolicyCommand({ Bucket: logsTo, Policy }));
    const LoggingEnabled = { TargetBucket: logsTo, TargetPrefix: `${Bucket}/` };
    await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
  }
}

/** Creates a trail that records the whole account, and an old one that somebody stopped. */
export async function seedTrails(seeder: Seeder): Promise<void> {
  await seeder.made(700);
  const home = seeder.at('eu-north-1');
  await home(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: logGroup }));
  const main = { Name: 'lodge-trail', S3BucketName: 'lodge-trail-logs' };
  await home(CloudTrailClient).send(
    new CreateTrailCommand({
      ...main,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:eu-north-1:${account}:log-group:${logGroup}:*`,
      CloudWatchLogsRoleArn: iamArn('role/trail-to-logs'),
    }),
  );
  const selectors = [
    { ReadWriteType: 'All' as const, IncludeManagementEvents: true },
    {
      ReadWriteType: 'WriteOnly' as const,
      IncludeManagementEvents: false,
      DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
    },
  ];
  await home(CloudTrailClient).send(new PutEventSelectorsCommand({ TrailName: main.Name, EventSelectors: selectors }));
  await home(CloudTrailClient).send(new StartLoggingCommand({ Name: main.Name }));
  await seedOldTrail(seeder);
}

async function seedOldTrail(seeder: Seeder): Promise<void> {
  const trail = seeder.at('us-east-1')(CloudTrailClient);
  const Name = 'payments-audit';
  await seeder.made(655);
  await trail.send(
    new CreateTrailCommand({
      Name,
      S3BucketName: 'lodge-payments-audit',
      IncludeGlobalServiceEvents: false,
      EnableLogFileValidation: true,
      KmsKeyId: `arn:aws:kms:us-east-1:${account}:key/${keyIdOf('alias/edge-config')}`,
    }),
  );
  await trail.send(new StartLoggingCommand({ Name }));
  await seeder.made(214);
  await trail.send(new StopLoggingCommand({ Name }));
}
