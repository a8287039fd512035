import { proposedPatterns } from '../../src/checks/cloudwatch/filter-patterns.js';
import { listMetrics } from '../server/metric-data.js';
import { type At, type Handler, type Stub, StubError, startStub } from '../server/stub.js';
import { acm } from './shop-acm.js';
import { amplify } from './shop-amplify.js';
import { apigateway } from './shop-apigateway.js';
import { appsync } from './shop-appsync.js';
import { cloudfront } from './shop-cloudfront.js';
import { cloudwatch, forgottenAlarm } from './shop-cloudwatch.js';
import { cognito } from './shop-cognito.js';
import { config } from './shop-config.js';
import { databases } from './shop-dynamodb.js';
import { eventbridge } from './shop-eventbridge.js';
import { guardDuty } from './shop-guardduty.js';
import { accountId, iam } from './shop-iam.js';
import { inspector } from './shop-inspector.js';
import { keyUse } from './shop-kms.js';
import { lambda } from './shop-lambda.js';
import { ledger } from './shop-ledger.js';
import { macie } from './shop-macie.js';
import { metrics } from './shop-metrics.js';
import { route53 } from './shop-route53.js';
import { contents } from './shop-s3.js';
import { secretsmanager } from './shop-secretsmanager.js';
import { securityhub } from './shop-securityhub.js';
import { spending } from './shop-spending.js';
import { ssm } from './shop-ssm.js';
import { stepfunctions } from './shop-stepfunctions.js';
import { wafv2 } from './shop-wafv2.js';

/** A small shop, the management account of its organization: something of everything that rules look at. */

export const regions = ['eu-north-1', 'us-east-1'];
/** How many findings of a detector an audit of the shop reads; where a detector has more, the rest is counted. */
export const maxDetectorFindings = 5;
/** The time of collection of every audit of the shop. */
export const now = new Date('2026-11-22T09:00:00.000Z');
const home = 'eu-north-1';
const early = new Date('2025-03-01T08:00:00Z');
const recent = new Date('2026-11-22T08:30:00Z');

const keyArn = (id: string, region: string) => `arn:aws:kms:${region}:${accountId}:key/${id}`;
const keysOf: Record<string, Record<string, object>> = {
  'eu-north-1': {
    'key-orders': { Description: 'orders' },
    'key-enclave': { Description: 'enclave' },
    'key-aws': { KeyManager: 'AWS' },
  },
  'us-east-1': {
    'key-stale': {},
    'key-off': { KeyState: 'Disabled' },
    'key-doomed': { KeyState: 'PendingDeletion', DeletionDate: recent },
  },
};
const rootAccess = {
  Sid: 'Root',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${accountId}:root` },
  Action: 'kms:*',
};
const measured = 'ab'.repeat(48);
const attested = {
  Sid: 'Enclave',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${accountId}:role/enclave-host` },
  Action: 'kms:Decrypt',
  Resource: '*',
  Condition: { StringEqualsIgnoreCase: { 'kms:RecipientAttestation:ImageSha384': measured } },
};
const keyPolicy = (id: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: id === 'key-enclave' ? [attested] : [{ ...rootAccess, Resource: '*' }],
  });

interface OfKey {
  KeyId: string;
}
const kms: Record<string, Handler> = {
  'kms:ListKeys': (_input, { region }) => ({
    Keys: Object.keys(keysOf[region] ?? {}).map(KeyId => ({ KeyId, KeyArn: keyArn(KeyId, region) })),
    Truncated: false,
  }),
  'kms:DescribeKey': ({ KeyId }: OfKey, { region }: At) => ({
    KeyMetadata: {
      KeyId,
      Arn: keyArn(KeyId, region),
      AWSAccountId: accountId,
      Description: '',
      KeyManager: 'CUSTOMER',
      KeyState: 'Enabled',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      Origin: 'AWS_KMS',
      MultiRegion: false,
      CreationDate: early,
      ...keysOf[region]?.[KeyId],
    },
  }),
  'kms:ListAliases': (_input, { region }) => ({
    Aliases: Object.keys(keysOf[region] ?? {}).map(TargetKeyId => ({
      AliasName: `alias/${TargetKeyId.slice(4)}`,
      TargetKeyId,
    })),
    Truncated: false,
  }),
  'kms:GetKeyRotationStatus': ({ KeyId }: OfKey) => ({ KeyRotationEnabled: KeyId === 'key-orders' }),
  'kms:GetKeyPolicy': ({ KeyId }: OfKey) => ({ Policy: keyPolicy(KeyId), PolicyName: 'default' }),
  'kms:ListResourceTags': () => ({ Tags: [{ TagKey: 'team', TagValue: 'shop' }], Truncated: false }),
};

const trailArn = (name: string, region: string) => `arn:aws:cloudtrail:${region}:${accountId}:trail/${name}`;
const mainTrail = {
  Name: 'main',
  TrailARN: trailArn('main', home),
  HomeRegion: home,
  S3BucketName: 'shop-trail',
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: true,
  IsOrganizationTrail: true,
  LogFileValidationEnabled: true,
  CloudWatchLogsLogGroupArn: `arn:aws:logs:${home}:${accountId}:log-group:trail:*`,
  KmsKeyId: keyArn('key-orders', home),
};
const oldTrail = {
  Name: 'old',
  TrailARN: trailArn('old', 'us-east-1'),
  HomeRegion: 'us-east-1',
  S3BucketName: 'shop-logs',
  IncludeGlobalServiceEvents: false,
  IsMultiRegionTrail: false,
  IsOrganizationTrail: false,
  LogFileValidationEnabled: false,
};
const calls = (region: string) => [
  { name: 'ListUsers', who: `arn:aws:iam::${accountId}:user/ada` },
  { name: 'ListBuckets', who: `arn:aws:iam::${accountId}:user/${region}` },
];
const eventOf = ({ name, who }: { name: string; who: string }) => ({
  EventId: name,
  EventName: name,
  EventTime: recent,
  CloudTrailEvent: JSON.stringify({ userIdentity: { type: 'IAMUser', arn: who } }),
});
const attestedEvent = {
  EventId: 'attested',
  EventName: 'Decrypt',
  EventTime: recent,
  CloudTrailEvent: JSON.stringify({
    eventSource: 'kms.amazonaws.com',
    resources: [{ ARN: keyArn('key-enclave', home) }],
    additionalEventData: {
      recipient: {
        attestationDocumentModuleId: 'i-0123456789abcdef0-enc0123456789abcdef',
        attestationDocumentEnclaveImageDigest: measured,
      },
    },
  }),
};
const shellEvent = {
  EventId: 'shell',
  EventName: 'CreateSession',
  EventTime: recent,
  Username: 'ada',
  CloudTrailEvent: JSON.stringify({ eventSource: 'cloudshell.amazonaws.com' }),
};
const disabledEvent = {
  EventId: 'disabled',
  EventName: 'DisableKey',
  EventTime: new Date('2026-09-01T08:00:00Z'),
  CloudTrailEvent: JSON.stringify({
    eventSource: 'kms.amazonaws.com',
    resources: [{ ARN: keyArn('key-off', 'us-east-1') }],
  }),
};
const cloudtrail: Record<string, Handler> = {
  // The multi-region trail is shown everywhere, the other at home only.
  'cloudtrail:DescribeTrails': (_input, { region }) => ({
    trailList: region === 'us-east-1' ? [mainTrail, oldTrail] : [mainTrail],
  }),
  'cloudtrail:GetTrailStatus': ({ Name }: { Name: string }) => ({
    IsLogging: Name === mainTrail.TrailARN,
    LatestDeliveryTime: recent,
    LatestCloudWatchLogsDeliveryTime: recent,
    StartLoggingTime: early,
  }),
  'cloudtrail:GetEventSelectors': ({ TrailName }: { TrailName: string }) => ({
    TrailARN: TrailName,
    EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
  }),
  'cloudtrail:GetInsightSelectors': () => ({ InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] }),
  'cloudtrail:LookupEvents': (
    { EventCategory, LookupAttributes }: { EventCategory?: string; LookupAttributes?: { AttributeValue: string }[] },
    { region }: At,
  ) => {
    const name = LookupAttributes?.[0]?.AttributeValue ?? EventCategory;
    if (name === undefined) return { Events: calls(region).map(eventOf) };
    if (name === 'DisableKey' && region === 'us-east-1') return { Events: [disabledEvent] };
    if (region !== home) return { Events: [] };
    return { Events: name === 'Decrypt' ? [attestedEvent] : name === 'cloudshell.amazonaws.com' ? [shellEvent] : [] };
  },
};

const topic = (region: string) => `arn:aws:sns:${region}:${accountId}:alarms`;
const watched = Object.entries(proposedPatterns);
const monitoring: Record<string, Handler> = {
  'logs:DescribeMetricFilters': (_input, { region }) => ({
    metricFilters: (region === home ? watched : []).map(([id, filterPattern]) => ({
      filterName: id,
      filterPattern,
      logGroupName: 'trail',
      metricTransformations: [{ metricName: id, metricNamespace: 'Trail', metricValue: '1' }],
    })),
  }),
  // One requirement has a filter and no alarm.
  'cloudwatch:DescribeAlarms': (_input, { region }) => ({
    MetricAlarms: [
      ...(region === home ? watched.filter(([id]) => id !== 'root-usage') : []).map(([id]) => ({
        AlarmName: id,
        AlarmArn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${id}`,
        ActionsEnabled: true,
        AlarmActions: [topic(region)],
        StateValue: 'OK',
        MetricName: id,
        Namespace: 'Trail',
      })),
      ...(region === home ? [forgottenAlarm(region)] : []),
    ],
    CompositeAlarms: [],
  }),
  'sns:ListTopics': (_input, { region }) => ({ Topics: [{ TopicArn: topic(region) }] }),
  'sns:ListSubscriptionsByTopic': ({ TopicArn }: { TopicArn: string }) => ({
    Subscriptions: [
      {
        TopicArn,
        SubscriptionArn: `${TopicArn}:5d0c`,
        Protocol: 'email',
        Owner: accountId,
        Endpoint: 'ops@shop.example',
      },
    ],
  }),
};

const bucketRegion: Record<string, string> = { 'shop-trail': home, 'shop-logs': 'us-east-1', 'shop-photos': home };
const s3: Record<string, Handler> = {
  's3:ListBuckets': () => ({
    Buckets: Object.entries(bucketRegion).map(([Name, BucketRegion]) => ({ Name, BucketRegion, CreationDate: early })),
    Owner: { ID: 'owner' },
  }),
  's3:GetBucketAcl': () => ({
    Owner: { ID: 'owner' },
    Grants: [{ Grantee: { Type: 'CanonicalUser', ID: 'owner' }, Permission: 'FULL_CONTROL' }],
  }),
  's3:GetBucketPolicyStatus': () => {
    throw new StubError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
  },
  's3:GetPublicAccessBlock': () => ({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    },
  }),
  's3control:GetPublicAccessBlock': () => {
    throw new StubError('NoSuchPublicAccessBlockConfiguration', 'There is no block', 404);
  },
  's3:GetBucketLogging': () => ({ LoggingEnabled: { TargetBucket: 'shop-logs', TargetPrefix: 'access/' } }),
  's3:GetBucketVersioning': () => ({ Status: 'Enabled' }),
};

const organization = {
  Id: 'o-example1234',
  Arn: `arn:aws:organizations::${accountId}:organization/o-example1234`,
  FeatureSet: 'ALL',
  MasterAccountId: accountId,
  MasterAccountArn: `arn:aws:organizations::${accountId}:account/o-example1234/${accountId}`,
};
const policyTypes = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY', 'TAG_POLICY', 'AISERVICES_OPT_OUT_POLICY'];
const denyLeave = { Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' };
const optOut = { '@@assign': 'optOut', '@@operators_allowed_for_child_policies': ['@@none'] };
const organizations: Record<string, Handler> = {
  'organizations:DescribeOrganization': () => ({ Organization: organization }),
  'organizations:ListRoots': () => ({
    Roots: [
      {
        Id: 'r-1',
        Arn: `${organization.Arn}/r-1`,
        Name: 'Root',
        PolicyTypes: policyTypes.map(Type => ({ Type, Status: 'ENABLED' })),
      },
    ],
  }),
  'organizations:ListAccountsForParent': () => ({
    Accounts: [{ Id: accountId, Name: 'management', Status: 'ACTIVE', State: 'ACTIVE' }],
  }),
  'organizations:ListPolicies': ({ Filter }: { Filter: string }) => ({
    Policies: [
      { Id: `p-${Filter}`, Arn: `${organization.Arn}/p-${Filter}`, Name: Filter, Type: Filter, AwsManaged: false },
    ],
  }),
  'organizations:ListTargetsForPolicy': () => ({
    Targets: [{ TargetId: 'r-1', Arn: `${organization.Arn}/r-1`, Name: 'Root', Type: 'ROOT' }],
  }),
  'organizations:DescribePolicy': ({ PolicyId }: { PolicyId: string }) => ({
    Policy: {
      Content: JSON.stringify(
        PolicyId.includes('AISERVICES')
          ? { services: { default: { opt_out_policy: optOut } } }
          : { Version: '2012-10-17', Statement: [denyLeave] },
      ),
    },
  }),
  'organizations:ListDelegatedAdministrators': () => ({
    DelegatedAdministrators: [{ Id: '444455556666', Name: 'security', DelegationEnabledDate: early }],
  }),
  'organizations:ListAWSServiceAccessForOrganization': () => ({
    EnabledServicePrincipals: [{ ServicePrincipal: 'guardduty.amazonaws.com', DateEnabled: early }],
  }),
  'organizations:DescribeResourcePolicy': () => {
    throw new StubError('ResourcePolicyNotFoundException', 'There is no resource policy in this organization.');
  },
};

const analyzer = (name: string, type: string) => ({
  arn: `arn:aws:access-analyzer:${home}:${accountId}:analyzer/${name}`,
  name,
  type,
  status: 'ACTIVE',
  createdAt: early,
});
const others: Record<string, Handler> = {
  'sts:GetCallerIdentity': () => ({
    Account: accountId,
    Arn: `arn:aws:iam::${accountId}:user/auditor`,
    UserId: 'AIDAX',
  }),
  'ec2:DescribeRegions': () => ({
    Regions: [
      ...regions.map(RegionName => ({ RegionName, OptInStatus: 'opt-in-not-required' })),
      { RegionName: 'ap-east-1', OptInStatus: 'not-opted-in' },
    ],
  }),
  'ec2:DescribeInstances': (_input, { region }) => ({
    Reservations: region === home ? [] : [{ Instances: [{ InstanceId: 'i-0abc', State: { Name: 'running' } }] }],
  }),
  'rds:DescribeDBInstances': () => ({ DBInstances: [] }),
  'ecs:ListClusters': () => ({ clusterArns: [] }),
  'eks:ListClusters': () => ({ clusters: [] }),
  'access-analyzer:ListAnalyzers': (_input, { region }) => ({
    analyzers: region === home ? [analyzer('account', 'ACCOUNT'), analyzer('unused', 'ACCOUNT_UNUSED_ACCESS')] : [],
  }),
  'access-analyzer:ListFindingsV2': () => ({
    findings: [
      {
        id: 'f-1',
        findingType: 'ExternalAccess',
        resource: 'arn:aws:s3:::shop-logs',
        resourceType: 'AWS::S3::Bucket',
        resourceOwnerAccount: accountId,
        status: 'ACTIVE',
        createdAt: early,
        analyzedAt: early,
        updatedAt: early,
      },
    ],
  }),
  'account:GetContactInformation': () => ({
    ContactInformation: {
      FullName: 'Ada Example',
      AddressLine1: 'Esimerkkikatu 1',
      City: 'Helsinki',
      PostalCode: '00100',
      CountryCode: 'FI',
      PhoneNumber: '+358401234567',
    },
  }),
  'account:GetAlternateContact': ({ AlternateContactType: type }: { AlternateContactType: string }) => ({
    AlternateContact: {
      AlternateContactType: type,
      Name: type.toLowerCase(),
      Title: 'Lead',
      EmailAddress: `${type.toLowerCase()}@shop.example`,
      PhoneNumber: `+35840${type.length}000000`,
    },
  }),
};

/** Every answer of the shop by operation. */
export const shop: Record<string, Handler> = {
  ...others,
  ...iam,
  ...kms,
  ...cloudtrail,
  ...monitoring,
  ...cloudwatch,
  ...s3,
  ...organizations,
  ...metrics,
  ...databases,
  ...contents,
  ...cloudfront,
  ...secretsmanager,
  ...ssm,
  ...keyUse,
  ...inspector,
  ...macie,
  ...securityhub,
  ...config,
  ...wafv2,
  ...stepfunctions,
  ...guardDuty,
  ...lambda,
  ...acm,
  ...amplify,
  ...eventbridge,
  ...ledger,
  ...apigateway,
  ...appsync,
  ...cognito,
  ...route53,
  ...spending,
  'cloudwatch:ListMetrics': listMetrics(cloudwatch['cloudwatch:ListMetrics'], contents['cloudwatch:ListMetrics']),
};

/** A server that plays AWS for the shop; anything that the shop does not know is answered `NotStubbed`. */
export async function openShop(): Promise<Stub> {
  const stub = await startStub();
  stub.onAll(shop);
  return stub;
}
