import { CloudTrailClient, GetTrailStatusCommand, type GetTrailStatusCommandInput } from '@aws-sdk/client-cloudtrail';
import {
  GetAccountSummaryCommand,
  IAMClient,
  ListVirtualMFADevicesCommand,
  type ListVirtualMFADevicesCommandInput,
} from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  type DescribeKeyCommandInput,
  GetKeyRotationStatusCommand,
  type GetKeyRotationStatusCommandInput,
  KMSClient,
} from '@aws-sdk/client-kms';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { listMetrics } from '../../test/server/metric-data.js';
import { clients } from '../../test/server/redirect.js';
import { type At, type Handler, StubError } from '../../test/server/stub.js';
import { acm } from './acm.js';
import { amplify } from './amplify.js';
import { analyzers } from './analyzers.js';
import { cloudwatchOver } from './cloudwatch.js';
import { cloudfront } from './cloudfront.js';
import { apigateway } from './apigateway.js';
import { appsync } from './appsync.js';
import { cognito } from './cognito.js';
import { configOver } from './config.js';
import { eventbridge } from './eventbridge.js';
import { bill } from './bill.js';
import { databases } from './dynamodb.js';
import { lookUpEvents } from './events.js';
import { guardDuty } from './guardduty.js';
import { inspector } from './inspector.js';
import { keyUse } from './kms.js';
import { keyIdOf } from './keys.js';
import { macie } from './macie.js';
import { lambda } from './lambda.js';
import { metrics } from './metrics.js';
import { credentialReport, people } from './people.js';
import { account, daysAgo, iamArn, now } from './place.js';
import { route53 } from './route53.js';
import { s3 } from './s3.js';
import { secretsmanager } from './secretsmanager.js';
import { securityhub } from './securityhub.js';
import { spending } from './spending.js';
import { ssm } from './ssm.js';
import { buckets } from './trails.js';
import { wafv2 } from './wafv2.js';

const auditor = `arn:aws:sts::${account}:assumed-role/stocktake-audit/stocktake`;
const date = (days: number): Date => new Date(daysAgo(days));

/** AWS's refusal of an action, in AWS's words. */
const denied = (action: string, resource: string, because: string): StubError =>
  new StubError(
    'AccessDeniedException',
    `User: ${auditor} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
  );

/** The clock of the server goes on while it is filled; AWS's answers here are for whole seconds. */
const wholeSecond = (at: Date | undefined): Date | undefined => at && new Date(Math.floor(at.getTime() / 1000) * 1000);

/** Drops what the SDK adds to an answer. */
function told<Answer extends { $metadata: unknown }>({ $metadata: _sdk, ...answer }: Answer) {
  return answer;
}

/** Answers for what moto on `port` lacks, or tells otherwise than AWS would; the rest is asked of moto. */
export function answersOver(port: number): Record<string, Handler> {
  const cloudwatch = cloudwatchOver(port);
  return {
    ...identity,
    ...credentials,
    ...analyzers,
    ...bill,
    ...route53,
    ...spending,
    ...metrics,
    ...guardDuty,
    ...inspector,
    ...macie,
    ...securityhub,
    ...wafv2,
    ...databases,
    ...acm,
    ...lambda,
    ...amplify,
    ...eventbridge,
    ...apigateway,
    ...appsync,
    ...cognito,
    ...s3,
    ...cloudfront,
    ...secretsmanager,
    ...ssm,
    ...keyUse,
    ...configOver(port),
    ...cloudwatch,
    ...ofIam(port),
    ...ofKms(port),
    ...ofTrails(port),
    'cloudwatch:ListMetrics': listMetrics(cloudwatch['cloudwatch:ListMetrics'], s3['cloudwatch:ListMetrics']),
  };
}

const identity: Record<string, Handler> = {
  'sts:GetCallerIdentity': () => ({ Account: account, Arn: auditor, UserId: 'AROALODGEEXAMPLE:stocktake' }),
  // The one action of this tool that AWS's SecurityAudit policy lacks.
  'account:GetContactInformation': () => {
    throw denied(
      'account:GetContactInformation',
      `arn:aws:account::${account}:account`,
      'because no identity-based policy allows the account:GetContactInformation action',
    );
  },
  'iam:ListOrganizationsFeatures': () => {
    throw new StubError('OrganizationNotFoundException', 'Your account is not a member of an organization.', 404);
  },
};

const jobs = 'b9a1f2c4-0000-4000-8000-';

const credentials: Record<string, Handler> = {
  'iam:GenerateCredentialReport': () => ({ State: 'COMPLETE' }),
  'iam:GetCredentialReport': () => ({
    Content: new TextEncoder().encode(credentialReport()),
    ReportFormat: 'text/csv',
    GeneratedTime: new Date(now.getTime() - 40 * 60_000),
  }),
  'iam:GenerateServiceLastAccessedDetails': ({ Arn }: { Arn: string }) => {
    const place = people.findIndex(person => iamArn(`user/${person.name}`) === Arn);
    return { JobId: jobs + String(place).padStart(12, '0') };
  },
  'iam:GetServiceLastAccessedDetails': ({ JobId }: { JobId: string }) => {
    const allowed = people[Number(JobId.slice(jobs.length))]?.allowed ?? [];
    return {
      JobStatus: 'COMPLETED',
      JobCreationDate: now,
      JobCompletionDate: now,
      IsTruncated: false,
      ServicesLastAccessed: allowed.map(ServiceNamespace => ({
        ServiceName: ServiceNamespace,
        ServiceNamespace,
        LastAuthenticated: date(1),
        TotalAuthenticatedEntities: 1,
      })),
    };
  },
  'iam:ListServerCertificates': () => ({
    IsTruncated: false,
    ServerCertificateMetadataList: [
      certificate('lodge-legacy-elb', 456, -53),
      certificate('lodge-partner-api', 120, 245),
    ],
  }),
};

/** moto gives every certificate the same dates of 2012. */
const certificate = (name: string, uploaded: number, expiresIn: number) => ({
  Path: '/',
  ServerCertificateName: name,
  ServerCertificateId: `ASCALODGE${name.length}EXAMPLE`,
  Arn: iamArn(`server-certificate/${name}`),
  UploadDate: date(uploaded),
  Expiration: date(-expiresIn),
});

/** moto has no MFA for the root user, and tells the seeds of virtual devices. */
function ofIam(port: number): Record<string, Handler> {
  const iam = async () => (await clients(port, 'us-east-1'))(IAMClient);
  return {
    'iam:GetAccountSummary': async () => {
      const { SummaryMap } = await (await iam()).send(new GetAccountSummaryCommand({}));
      return { SummaryMap: { ...SummaryMap, AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 } };
    },
    'iam:ListVirtualMFADevices': async (input: ListVirtualMFADevicesCommandInput) => {
      const answer = await (await iam()).send(new ListVirtualMFADevicesCommand(input));
      const devices = (answer.VirtualMFADevices ?? []).map(({ SerialNumber, User, EnableDate }) => ({
        SerialNumber,
        User,
        EnableDate,
      }));
      const root = { SerialNumber: iamArn('mfa/root-account-mfa-device'), User: rootUser, EnableDate: date(1430) };
      return { ...told(answer), VirtualMFADevices: [root, ...devices] };
    },
  };
}

const rootUser = { Path: '/', UserName: 'root', UserId: account, Arn: iamArn('root'), CreateDate: date(1430) };

/** moto calls AWS's own keys customer keys, and lets nobody be refused by a key policy. */
function ofKms(port: number): Record<string, Handler> {
  const kms = async ({ region }: At) => (await clients(port, region))(KMSClient);
  return {
    'kms:DescribeKey': async (input: DescribeKeyCommandInput, at: At) => {
      const { KeyMetadata } = await (await kms(at)).send(new DescribeKeyCommand(input));
      return {
        KeyMetadata: {
          ...KeyMetadata,
          KeyManager: input.KeyId === keyIdOf('alias/aws/s3') ? 'AWS' : 'CUSTOMER',
          CreationDate: wholeSecond(KeyMetadata?.CreationDate),
          DeletionDate: wholeSecond(KeyMetadata?.DeletionDate),
        },
      };
    },
    'kms:GetKeyRotationStatus': async (input: GetKeyRotationStatusCommandInput, at: At) => {
      const KeyId = keyIdOf('alias/partner-feed');
      if (input.KeyId === KeyId) {
        const arn = `arn:aws:kms:${at.region}:${account}:key/${KeyId}`;
        throw denied('kms:GetKeyRotationStatus', arn, 'with an explicit deny in a resource-based policy');
      }
      const answer = told(await (await kms(at)).send(new GetKeyRotationStatusCommand(input)));
      return answer.KeyRotationEnabled ? { ...answer, RotationPeriodInDays: 365 } : answer;
    },
  };
}

/** moto tells no region of a bucket, no delivery to log groups and no events. */
function ofTrails(port: number): Record<string, Handler> {
  return {
    's3:ListBuckets': async () => {
      const answer = await (await clients(port, 'us-east-1'))(S3Client).send(new ListBucketsCommand({}));
      const named = (answer.Buckets ?? []).map(bucket => ({
        ...bucket,
        CreationDate: wholeSecond(bucket.CreationDate),
        BucketRegion: buckets[bucket.Name ?? '']?.region,
      }));
      return { Buckets: named };
    },
    'cloudtrail:GetTrailStatus': async (input: GetTrailStatusCommandInput, { region }: At) => {
      const status = told(await (await clients(port, region))(CloudTrailClient).send(new GetTrailStatusCommand(input)));
      const delivered = new Date(now.getTime() - 4 * 60_000);
      return {
        ...status,
        StartLoggingTime: wholeSecond(status.StartLoggingTime),
        StopLoggingTime: wholeSecond(status.StopLoggingTime),
        LatestDeliveryTime: status.IsLogging ? delivered : wholeSecond(status.StopLoggingTime),
        ...(status.IsLogging ? { LatestCloudWatchLogsDeliveryTime: delivered } : {}),
      };
    },
    'cloudtrail:GetInsightSelectors': () => {
      throw new StubError('InsightNotEnabledException', 'Insights is not enabled on this trail.');
    },
    'cloudtrail:LookupEvents': lookUpEvents,
  };
}
