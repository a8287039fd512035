import type { At, Handler } from '../../test/server/stub.js';
import { account, daysAgo, type Region } from './place.js';

const home: Region = 'eu-north-1';
const detectorId = '3ec8a1f0b2d94c7e86a5d1c0e4f7b913';
const time = (days: number): string => new Date(daysAgo(days)).toISOString();

const feature = (Name: string, on: boolean, options: string[] = []) => ({
  Name,
  Status: on ? 'ENABLED' : 'DISABLED',
  UpdatedAt: new Date(daysAgo(610)),
  ...(options.length === 0
    ? {}
    : { AdditionalConfiguration: options.map(Option => ({ Name: Option, Status: 'DISABLED' })) }),
});
/** What AWS turned on when Lodge did; what came later was left as it came. */
const features = [
  feature('CLOUD_TRAIL', true),
  feature('DNS_LOGS', true),
  feature('FLOW_LOGS', true),
  feature('S3_DATA_EVENTS', true),
  feature('EKS_AUDIT_LOGS', true),
  feature('EBS_MALWARE_PROTECTION', true),
  feature('RDS_LOGIN_EVENTS', false),
  feature('EKS_RUNTIME_MONITORING', false, ['EKS_ADDON_MANAGEMENT']),
  feature('LAMBDA_NETWORK_LOGS', false),
  feature('RUNTIME_MONITORING', false, [
    'EKS_ADDON_MANAGEMENT',
    'ECS_FARGATE_AGENT_MANAGEMENT',
    'EC2_AGENT_MANAGEMENT',
  ]),
];

interface Told {
  id: string;
  type: string;
  title: string;
  severity: number;
  days: number;
  resource: object;
}
const user = (UserName: string) => ({
  ResourceType: 'AccessKey',
  AccessKeyDetails: { AccessKeyId: 'ASIALODGEEXAMPLE', PrincipalId: 'AIDALODGEEXAMPLE', UserName, UserType: 'IAMUser' },
});
const findings: Told[] = [
  {
    id: '5ac9d01e7b6f4f0e9a3c2d1b8e7f6a50',
    type: 'UnauthorizedAccess:IAMUser/TorIPCaller',
    title: 'APIs were invoked from a Tor exit node by the user ci-deploy.',
    severity: 8,
    days: 3,
    resource: user('ci-deploy'),
  },
  {
    id: '91b7e2c46d5a4c3f8b2e1f0a9d8c7b61',
    type: 'Discovery:S3/AnomalousBehavior',
    title: 'The user jonas.ek invoked S3 APIs commonly used to discover what an account holds in an anomalous manner.',
    severity: 2,
    days: 19,
    resource: {
      ...user('jonas.ek'),
      ResourceType: 'S3Bucket',
      S3BucketDetails: [{ Arn: 'arn:aws:s3:::lodge-uploads', Name: 'lodge-uploads', Type: 'Destination' }],
    },
  },
  {
    id: 'c3f0a8d25e4b4a1d9c7f6e5d4b3a2910',
    type: 'CryptoCurrency:EC2/BitcoinTool.B!DNS',
    title: '[SAMPLE] The EC2 instance i-99999999 is querying a domain name that is associated with Bitcoin activity.',
    severity: 8,
    days: 611,
    resource: { ResourceType: 'Instance', InstanceDetails: { InstanceId: 'i-99999999' } },
  },
];

const findingOf = ({ id, type, title, severity, days, resource }: Told) => ({
  Id: id,
  AccountId: account,
  Arn: `arn:aws:guardduty:${home}:${account}:detector/${detectorId}/finding/${id}`,
  CreatedAt: time(days),
  UpdatedAt: time(Math.max(0, days - 1)),
  Region: home,
  SchemaVersion: '2.0',
  Severity: severity,
  Title: title,
  Type: type,
  Resource: resource,
  Service: {
    ServiceName: 'guardduty',
    Archived: false,
    Count: 4,
    DetectorId: detectorId,
    AdditionalInfo: { Type: 'default', Value: title.startsWith('[SAMPLE]') ? '{"sample":true}' : '{}' },
  },
});

const usage: [feature: string, amount: string][] = [
  ['CLOUD_TRAIL', '6.4127'],
  ['FLOW_LOGS', '3.0871'],
  ['DNS_LOGS', '0.9240'],
  ['S3_DATA_EVENTS', '4.7719'],
  ['EKS_AUDIT_LOGS', '0'],
  ['EBS_MALWARE_PROTECTION', '0.3605'],
];

/** Buckets by what their events cost. */
const busiest: [bucket: string, amount: string][] = [
  ['lodge-uploads', '3.9024'],
  ['lodge-artifacts', '0.6113'],
];

/** GuardDuty in one region, in an account that stands alone. */
export const guardDuty: Record<string, Handler> = {
  'guardduty:ListDetectors': (_input, { region }: At) => ({ DetectorIds: region === home ? [detectorId] : [] }),
  'guardduty:GetDetector': () => ({
    Status: 'ENABLED',
    CreatedAt: time(612),
    UpdatedAt: time(610),
    ServiceRole: `arn:aws:iam::${account}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
    FindingPublishingFrequency: 'SIX_HOURS',
    Features: features,
  }),
  'guardduty:ListFindings': () => ({
    FindingIds: [...findings].sort((a, b) => b.severity - a.severity).map(({ id }) => id),
  }),
  'guardduty:GetFindings': ({ FindingIds }: { FindingIds: string[] }) => ({
    Findings: findings.filter(({ id }) => FindingIds.includes(id)).map(findingOf),
  }),
  'guardduty:GetAdministratorAccount': () => ({}),
  'guardduty:ListMembers': () => ({ Members: [] }),
  'guardduty:GetUsageStatistics': ({ UsageStatisticType }: { UsageStatisticType: string }) => ({
    UsageStatistics:
      UsageStatisticType === 'TOP_RESOURCES'
        ? { TopResources: busiest.map(([Resource, Amount]) => ({ Resource, Total: { Amount, Unit: 'USD' } })) }
        : { SumByFeature: usage.map(([Feature, Amount]) => ({ Feature, Total: { Amount, Unit: 'USD' } })) },
  }),
};
